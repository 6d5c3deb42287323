/*
 * What is accepted can be written: an event, a round, an item, a text, a copy
 * that could not go into a calendar, a page or a letter is refused with words
 * by every door, and nothing of it stays.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "acts/programme.h"
#include "acts/writable.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/event/event.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BEFORE_1970	INT64_C(-5364662400)	/* 1800 */
#define AFTER_9999	INT64_C(253402300800)

/* A long text that placeholders make longer still. */
static char *
long_text(struct arena *arena, const char *part, size_t length)
{
	char *text = arena_alloc(arena, length + strlen(part) + 1);
	size_t at = 0;

	while (at < length) {
		memcpy(text + at, part, strlen(part));
		at += strlen(part);
	}
	text[at] = '\0';
	return text;
}

struct trial {
	struct act_context	 act;
	char			 trouble[ACT_TROUBLE];
};

static enum status
event_before_1970(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct event event = act->catalog->event;

	event.begin = event.einde = BEFORE_1970;
	event.einde++;
	return act_set_event(db, act, &event, arena);
}

static enum status
deadline_after_9999(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct event event = act->catalog->event;

	event.aanmelden_dicht = AFTER_9999;
	return act_set_event(db, act, &event, arena);
}

static enum status
title_with_a_control(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct event event = act->catalog->event;

	event.titel = "Een\x01";
	return act_set_event(db, act, &event, arena);
}

static enum status
round_after_9999(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_put_round(db, act, &(struct round){
		.titel = "Laat", .begin = AFTER_9999, .einde = AFTER_9999 + 9,
	}, arena);
}

static enum status
item_before_1970(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_put_item(db, act, &(struct programme_item){
		.titel = "Vroeg", .omschrijving = "", .begin = BEFORE_1970,
		.einde = WORLD_END,
	}, arena);
}

static enum status
session_for_a_letter_too_long(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct session session = {
		.omschrijving = "", .zaal = "", .capaciteit = 1,
		.titel = long_text(arena, "titel ", 300000),
	};

	session.id = 11;
	return act_put_session(db, act, 1, &session, arena);
}

static enum status
item_for_a_page_too_large(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_put_item(db, act, &(struct programme_item){
		.titel = "Veel", .begin = WORLD_BEGIN, .einde = WORLD_END,
		.omschrijving = long_text(arena, "veel ", 5000000),
	}, arena);
}

static enum status
text_that_grows(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	const char *texts[EVENT_TEXT__MAX];

	for (size_t i = 0; i < EVENT_TEXT__MAX; i++)
		texts[i] = "";
	texts[EVENT_TEXT_ONDERTEKENING] = long_text(arena, "woord ", 400000);
	return act_set_texts(db, act, texts, arena);
}

static enum status
copy_after_9999(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_copy_event(db, act, &(struct event_copy){
		.uid = "copie@example.nl", .titel = "Ver weg",
		.days = 366 * 8100,
	}, arena);
}

static enum status
programme_moved_after_9999(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_move_programme(db, act, 366 * 8100, arena);
}

static const struct {
	const char	*name;
	enum status	(*act)(struct db *, const struct act_context *,
			    struct arena *);
	const char	*words;
} doors[] = {
	{ "event", event_before_1970, "tussen 1970 en 9999" },
	{ "deadline", deadline_after_9999, "tussen 1970 en 9999" },
	{ "title", title_with_a_control, "afspraak voor agenda" },
	{ "round", round_after_9999, "tussen 1970 en 9999" },
	{ "item", item_before_1970, "tussen 1970 en 9999" },
	{ "session", session_for_a_letter_too_long, "bericht ‘" },
	{ "page", item_for_a_page_too_large, "te groot" },
	{ "text", text_that_grows, "bericht ‘" },
	{ "copy", copy_after_9999, "tussen 1970 en 9999" },
	{ "programme", programme_moved_after_9999, "tussen 1970 en 9999" },
};

static size_t door;

static enum status
try_door(struct db *db, void *arg, struct arena *arena)
{
	struct trial *trial = arg;

	return doors[door].act(db, &trial->act, arena);
}

static const char *
what_is_stored(struct world *world)
{
	return world_text(world, "SELECT (SELECT group_concat(id || titel ||"
	    " begin || einde || aanmelden_dicht || versie) FROM event) ||"
	    " (SELECT group_concat(id || titel || begin) FROM round) ||"
	    " (SELECT group_concat(id || titel || begin) FROM programme_item)"
	    " || (SELECT group_concat(id || titel) FROM session) || (SELECT"
	    " count(*) FROM event_text) || (SELECT count(*) FROM audit)");
}

static void
test_what_cannot_be_written_is_refused_with_words(void **state)
{
	struct world *world = *state;

	for (door = 0; door < COUNT(doors); door++) {
		const char *before = what_is_stored(world);
		struct trial trial = { .act = world_act(world) };

		trial.act.trouble = trial.trouble;
		if (world_run(world, try_door, &trial) != STATUS_FULL ||
		    strstr(trial.trouble, doors[door].words) == NULL)
			fail_msg("%s: \"%s\"", doors[door].name,
			    trial.trouble);
		assert_string_equal(what_is_stored(world), before);
	}
}

static enum status
ask(struct db *db, void *arg, struct arena *arena)
{
	struct trial *trial = arg;

	return act_writable(db, &trial->act, 1, arena);
}

/* Also where the caller has no room for the words. */
static void
test_every_moment_must_fit_into_a_calendar(void **state)
{
	static const char *const columns[] = {
		"event SET begin", "event SET einde",
		"event SET aanmelden_open", "event SET aanmelden_dicht",
		"event SET wijzigen_tot", "event SET gereserveerd_tot",
		"round SET begin", "round SET einde",
		"programme_item SET begin", "programme_item SET einde",
	};
	struct world *world = *state;
	struct trial trial = { .act = world_act(world) };

	world_sql(world, "PRAGMA ignore_check_constraints = 1");
	for (size_t i = 0; i < 2 * COUNT(columns); i++) {
		const char *column = columns[i / 2];
		const char *name = strrchr(column, ' ') + 1;
		const char *table = arena_copy(world->arena, column,
		    strcspn(column, " "));
		long long before = world_number(world, "SELECT %s FROM %s"
		    " WHERE id = 1", name, table);

		world_sql(world, arena_printf(world->arena, "UPDATE %s ="
		    " %lld WHERE id = 1", column, i % 2 == 0 ? -1LL :
		    (long long)AFTER_9999));
		trial.act.trouble = i % 3 == 0 ? NULL : trial.trouble;
		trial.trouble[0] = '\0';
		if (world_run(world, ask, &trial) != STATUS_FULL)
			fail_msg("%s", column);
		assert_true(trial.act.trouble == NULL ||
		    strstr(trial.trouble, "tussen 1970 en 9999") != NULL);
		world_sql(world, arena_printf(world->arena, "UPDATE %s ="
		    " %lld WHERE id = 1", column, before));
		assert_int_equal(world_run(world, ask, &trial), STATUS_OK);
	}
}

/* The most of everything that the forms take can be written. */
static void
test_the_longest_that_is_accepted_can_be_written(void **state)
{
	struct world *world = *state;
	struct trial trial;

	world_sql(world, "UPDATE event SET titel = printf('%.*c', 200, 'x'),"
	    " locatie = printf('%.*c', 300, 'x'), max_per_aanmelding = 50,"
	    " bereikbaar = printf('%.*c', 4000, 'x'),"
	    " omschrijving = printf('%.*c', 4000, 'x')");
	world_sql(world, "UPDATE session SET titel = printf('%.*c', 200, 'x'),"
	    " omschrijving = printf('%.*c', 2000, 'x')");
	trial = (struct trial){ .act = world_act(world) };
	trial.act.trouble = trial.trouble;
	if (world_run(world, ask, &trial) != STATUS_OK)
		fail_msg("%s", trial.trouble);
}

static void
test_desk_shows_the_words_beside_what_was_typed(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, "/beheer/programma/onderdeel/"
	    "nieuw", ORGANISER, "titel", "Vroeg", "begin",
	    "1799-01-12T10:00", "einde", "2027-01-12T11:00");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "tussen 1970 en 9999");
	assert_holds(&reply, "value=\"Vroeg\"");
	assert_int_equal(world_count(world, "programme_item"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_what_cannot_be_written_is_refused_with_words,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_every_moment_must_fit_into_a_calendar,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_the_longest_that_is_accepted_can_be_written,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_desk_shows_the_words_beside_what_was_typed,
		    desk_open, world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
