/* Whoever asks for it: what was held about somebody is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "db/list.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

struct job {
	struct act_context	 act;
	int64_t			 registration;
	int64_t			 participant;
	int64_t			 left;
};

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	struct job *job = arg;

	return job->registration == 0 ?
	    act_erase_event(db, &job->act, &job->left, arena) :
	    act_erase(db, &job->act, job->registration, job->participant,
	    arena);
}

static enum status
run(struct world *world, const char *who, int64_t registration,
    int64_t participant)
{
	struct job job = {
		.act = world_act(world), .registration = registration,
		.participant = participant,
	};

	job.act.who = who;
	job.act.self = strcmp(who, "deelnemer") == 0 ? participant : 0;
	job.act.reason = job.act.self != 0 ? NULL : "op verzoek";
	return world_run(world, erase, &job);
}

static void
test_of_a_person_nothing_is_left_and_of_others_all(void **state)
{
	struct world *world = *state;
	const char *merel, *ekster;

	canary_plant(world);
	canary_plant_later(world);
	assert_true(strlen(canary_columns(world, KANARIE)) > 200);
	assert_true(canary_bytes(world, KANARIE) > 0);
	merel = canary_columns(world, MEREL);
	ekster = canary_columns(world, EKSTER);
	assert_int_equal(run(world, "deelnemer", 1, 1), STATUS_OK);
	assert_string_equal(canary_columns(world, KANARIE), "");
	assert_int_equal(canary_bytes(world, KANARIE), 0);
	/* The letter that now waits says it again, of her alone. */
	world_compose(world);
	assert_string_equal(canary_columns(world, KANARIE), "");
	assert_int_equal(canary_bytes(world, KANARIE), 0);
	assert_true(strstr(merel, "participant.voornaam") != NULL);
	assert_true(strstr(canary_columns(world, MEREL),
	    "participant.voornaam") != NULL);
	assert_true(strstr(canary_columns(world, MEREL), "note.tekst") !=
	    NULL);
	assert_true(strstr(ekster, "registration.contact_email") != NULL);
	assert_true(strstr(canary_columns(world, EKSTER),
	    "registration.contact_email") != NULL);
}

static void
test_of_a_delegation_nothing_is_left(void **state)
{
	static const char *const birds[] = { KANARIE, MEREL, EKSTER };
	struct world *world = *state;

	canary_plant(world);
	canary_plant_later(world);
	for (size_t i = 0; i < 3; i++)
		assert_true(canary_bytes(world, birds[i]) > 0);
	assert_int_equal(run(world, "contact", 1, 0), STATUS_OK);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(canary_columns(world, birds[i]), "");
		assert_int_equal(canary_bytes(world, birds[i]), 0);
	}
}

static void
test_that_it_was_erased_stays(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(run(world, "account anke", 1, 2), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT wie || '|' || wat || '|'"
	    " || registration || '|' || participant || '|' || reden FROM audit"
	    " ORDER BY id DESC LIMIT 1"), "account anke|gewist|1|2|op verzoek");
	assert_string_equal(world_text(world, "SELECT group_concat(over || ' '"
	    " || waarde || ' ' || status || ' ' || aantal, ', ') FROM cijfer"),
	    "gemeente GM0632 afgemeld 1, regio  afgemeld 1, rol medewerker"
	    " afgemeld 1");
	assert_int_equal(run(world, "account anke", 1, 2), STATUS_NOTFOUND);
	assert_int_equal(run(world, "account anke", 7, 0), STATUS_NOTFOUND);
}

/* One is told that somebody is gone, and not who; another gets the place. */
static void
test_place_is_given_back_and_the_line_moves(void **state)
{
	struct world *world = *state;
	int64_t waits;

	canary_plant(world);
	world_sql(world, "UPDATE event SET capaciteit = 2");
	waits = world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	assert_string_equal(world_places(world, waits), "w");
	assert_int_equal(run(world, "deelnemer", 1, 1), STATUS_OK);
	assert_string_equal(world_places(world, waits), "b");
	assert_string_equal(world_places(world, 1), "b");
	assert_int_equal(world_number(world, "SELECT positie FROM participant"
	    " WHERE id = 2"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE registration = 1 AND participant = 0 AND volgende IS NOT"
	    " NULL AND instr(replace(CAST(bericht AS TEXT), '=' || char(13,"
	    " 10), ''), 'n deelnemer komt niet meer') > 0"), 1);
}

static void
test_last_person_takes_the_registration_along(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(run(world, "deelnemer", 1, 1), STATUS_OK);
	assert_int_equal(run(world, "deelnemer", 1, 2), STATUS_OK);
	assert_int_equal(world_count(world, "registration"), 0);
	assert_string_equal(canary_columns(world, EKSTER), "");
}

static void
test_letter_in_hand_is_not_taken_for_another(void **state)
{
	struct world *world = *state;
	int64_t last;

	canary_plant(world);
	last = world_number(world, "SELECT max(id) FROM outbox");
	assert_int_equal(run(world, "contact", 1, 0), STATUS_OK);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	assert_true(world_number(world, "SELECT min(id) FROM outbox") > last);
}

static void
test_event_is_erased_in_portions_and_gives_nobody_a_place(void **state)
{
	struct world *world = *state;
	struct job job = { .act = world_act(world) };
	int64_t portions = 0, letters;

	canary_plant(world);
	world_sql(world, "UPDATE event SET capaciteit = 3");
	for (int i = 0; i < 5; i++)
		world_sign_up(world, world_delegation(world,
		    arena_printf(world->arena, "sleutel_van_een_ander_%02d",
		    i), "alles", "m"));
	letters = world_number(world, "SELECT max(id) FROM outbox");
	list_portion = 2;
	do {
		assert_int_equal(world_run(world, erase, &job), STATUS_OK);
		portions++;
	} while (job.left > 0);
	list_portion = 1000;
	assert_true(portions > 3);
	assert_int_equal(world_count(world, "participant"), 0);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_number(world, "SELECT seq FROM sqlite_sequence"
	    " WHERE name = 'outbox'"), letters);
	assert_string_equal(canary_columns(world, REIGER), "");
	assert_int_equal(world_number(world, "SELECT aantal FROM cijfer WHERE"
	    " over = 'rol' AND waarde = 'medewerker' AND status ="
	    " 'wachtlijst'"), 4);
}

/* Whoever is gone then gives nobody a place, and nobody is told. */
static void
test_after_the_event_nobody_is_told_and_nobody_moves_up(void **state)
{
	struct world *world = *state;
	int64_t waits, letters;

	canary_plant(world);
	world_sql(world, "UPDATE event SET capaciteit = 2");
	waits = world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	letters = world_number(world, "SELECT max(id) FROM outbox");
	world_set_now(WORLD_END + 1);
	assert_int_equal(run(world, "account anke", 1, 1), STATUS_OK);
	assert_string_equal(world_places(world, 1), "b");
	assert_string_equal(world_places(world, waits), "w");
	assert_int_equal(world_number(world, "SELECT max(id) FROM outbox"),
	    letters);
}

static void
test_of_who_cancelled_the_contact_was_told(void **state)
{
	struct world *world = *state;
	int64_t letters;

	canary_plant(world);
	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	world_send(world);
	letters = world_number(world, "SELECT max(id) FROM outbox");
	assert_int_equal(run(world, "account anke", 1, 1), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE id > %lld", (long long)letters), 0);
	assert_string_equal(canary_columns(world, KANARIE), "");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_of_a_person_nothing_is_left_and_of_others_all),
		TEST(test_of_a_delegation_nothing_is_left),
		TEST(test_that_it_was_erased_stays),
		TEST(test_place_is_given_back_and_the_line_moves),
		TEST(test_last_person_takes_the_registration_along),
		TEST(test_letter_in_hand_is_not_taken_for_another),
		TEST(test_after_the_event_nobody_is_told_and_nobody_moves_up),
		TEST(test_of_who_cancelled_the_contact_was_told),
		TEST(test_event_is_erased_in_portions_and_gives_nobody_a_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
