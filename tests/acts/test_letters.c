/*
 * What people read, for every actor, act, part of the delegation and state:
 * golden letters, and what none of them may say.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "db/event/event.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define TEXT_MAX	((size_t)4 << 20)
#define LETTER_MAX	8000		/* bytes: read where a line is slow */
#define CONTACT		"a.devries@woerden.nl"
#define FATIMA		"fatima@woerden.nl"
#define JAN		"jan@woerden.nl"
#define NEW		"nieuw@woerden.nl"

/* Who acts, and as whom the letters are to name them. */
enum actor { BY_THE_CONTACT, BY_FATIMA, BY_THE_DESK, BY_REQUEST_THERE,
	BY_NOBODY, ACTORS };

static const struct {
	const char	*title;
	const char	*who;
	const char	*named;		/* by others than themselves */
} actors[ACTORS] = {
	[BY_THE_CONTACT] = { "contact", "contact", "Anne de Vries" },
	[BY_FATIMA] = { "deelnemer Fatima", "deelnemer", "Fatima Yilmaz" },
	[BY_THE_DESK] = { "organisatie", "account anke",
	    "De organisatie (MBO Raad)" },
	[BY_REQUEST_THERE] = { "organisatie op verzoek", "account anke",
	    "De organisatie (MBO Raad), op verzoek van de gemeente Woerden, "
	    "heeft" },
	[BY_NOBODY] = { "systeem", "systeem", NULL },
};

/* All come, all wait, or the first comes and the others wait. */
static const struct {
	const char	*title;
	int		 places;
	const char	*states;
} states[] = {
	{ "iedereen komt", 10, "bbb" },
	{ "iedereen wacht", 0, "www" },
	{ "een komt, twee wachten", 1, "bww" },
};

/* One act upon the registration 1; what it asks of the actor. */
struct letters_act {
	struct act_context	 act;
	struct world		*world;
	int64_t			 versie;
};

typedef enum status letters_run(struct db *, struct letters_act *,
    struct registration *, struct arena *);

static enum status
cancel_one(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	return act_cancel(db, &it->act, one->id, 1, arena);
}

static enum status
cancel_two(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	enum status status = act_cancel(db, &it->act, one->id, 1, arena);

	return status == STATUS_OK ?
	    act_cancel(db, &it->act, one->id, 2, arena) : status;
}

static enum status
cancel_all(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	return act_cancel(db, &it->act, one->id, 0, arena);
}

static enum status
restore_one(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	return act_restore(db, &it->act, one->id, 1, arena);
}

static enum status
restore_all(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	return act_restore(db, &it->act, one->id, 0, arena);
}

static enum status
change_position(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	one->participants[0].answer[PARTICIPANT_FUNCTIE] = "Adviseur";
	return act_change(db, &it->act, one, arena);
}

static enum status
change_address(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	one->participants[0].answer[PARTICIPANT_EMAIL] = NEW;
	return act_change(db, &it->act, one, arena);
}

static enum status
change_gemeente(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	one->answer[CONTACT_GEMEENTE] = "GM0518";
	one->gemeente_naam = "Den Haag";
	return act_change(db, &it->act, one, arena);
}

static enum status
change_contact_address(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	one->answer[CONTACT_EMAIL] = NEW;
	return act_change(db, &it->act, one, arena);
}

static enum status
take_over(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	one->answer[CONTACT_VOORNAAM] = "Renée";
	one->answer[CONTACT_ACHTERNAAM] = "Brouwer";
	return change_contact_address(db, it, one, arena);
}

static enum status
replace_fatima(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	struct participant other = one->participants[0];

	other.answer[PARTICIPANT_VOORNAAM] = "Els";
	other.answer[PARTICIPANT_ACHTERNAAM] = "ten Broek";
	other.answer[PARTICIPANT_EMAIL] = NEW;
	return act_replace(db, &it->act, one->id, one->versie, &other, arena);
}

static enum status
name_held_place(struct db *db, struct letters_act *it,
    struct registration *one, struct arena *arena)
{
	one->participants[2].answer[PARTICIPANT_NAAM_VOLGT] = "";
	one->participants[2].answer[PARTICIPANT_VOORNAAM] = "Els";
	one->participants[2].answer[PARTICIPANT_ACHTERNAAM] = "ten Broek";
	one->participants[2].answer[PARTICIPANT_EMAIL] = NEW;
	return act_change(db, &it->act, one, arena);
}

static enum status
resend_all(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	enum status status = act_resend(db, &it->act, one->id, 0, arena);

	return status == STATUS_OK ?
	    act_resend(db, &it->act, one->id, 1, arena) : status;
}

static enum status
give_by_hand(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	it->act.override = true;
	it->act.reason = "spreker";
	return act_override(db, &it->act, one->id, 2, arena);
}

/* Changed in the transaction, as an organiser would. */
static enum status
set_event(struct db *db, struct letters_act *it, struct arena *arena,
    bool more)
{
	struct event event;
	enum status status = event_get(db, 1, arena, &event);

	if (status != STATUS_OK)
		return status;
	if (more) {
		event.capaciteit = 10;
	} else {
		event.begin += 3600;
		event.einde += 3600;
		event.volgnummer++;
	}
	return act_set_event(db, &it->act, &event, arena);
}

static enum status
more_places(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	(void)one;
	return set_event(db, it, arena, true);
}

static enum status
move_event(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	(void)one;
	return set_event(db, it, arena, false);
}

static enum status
remind(struct db *db, struct letters_act *it, struct registration *one,
    struct arena *arena)
{
	(void)one;
	return act_remind(db, &it->act, arena);
}

#define ALL	(1 << BY_THE_CONTACT | 1 << BY_FATIMA | 1 << BY_THE_DESK)
#define OTHERS	(1 << BY_THE_CONTACT | 1 << BY_THE_DESK)
#define DESK	(1 << BY_THE_DESK)
#define REQUEST	(1 << BY_REQUEST_THERE)

static const struct {
	const char	*title;
	letters_run	*run;
	unsigned	 by;
	bool		 gone;		/* all have cancelled before */
	bool		 neutral;	/* nobody is named: news of the event */
	enum actor	 moved;		/* whose own mailbox is the new one */
} acts[] = {
	{ "een afgemeld", cancel_one, ALL | REQUEST, false, false, BY_NOBODY },
	{ "twee afgemeld", cancel_two, OTHERS, false, false, BY_NOBODY },
	{ "iedereen afgemeld", cancel_all, OTHERS, false, false, BY_NOBODY },
	{ "een hersteld", restore_one, ALL, true, false, BY_NOBODY },
	{ "iedereen hersteld", restore_all, OTHERS, true, false, BY_NOBODY },
	{ "functie gewijzigd", change_position, ALL, false, false, BY_NOBODY },
	{ "adres gewijzigd", change_address, ALL, false, false, BY_FATIMA },
	{ "gemeente gewijzigd", change_gemeente, OTHERS, false, false,
	    BY_NOBODY },
	{ "adres van de contactpersoon gewijzigd", change_contact_address,
	    OTHERS, false, false, BY_THE_CONTACT },
	{ "contactpersoon overgenomen", take_over, OTHERS, false, false,
	    BY_NOBODY },
	{ "vervangen", replace_fatima, OTHERS | REQUEST, false, false,
	    BY_NOBODY },
	{ "naam bekend", name_held_place, OTHERS, false, false, BY_NOBODY },
	{ "opnieuw gestuurd", resend_all, DESK, false, true, BY_NOBODY },
	{ "opnieuw gestuurd na afmelden", resend_all, DESK, true, true,
	    BY_NOBODY },
	{ "met de hand een plaats", give_by_hand, DESK, false, false,
	    BY_NOBODY },
	{ "meer plaatsen", more_places, DESK, false, true, BY_NOBODY },
	{ "verplaatst", move_event, DESK, false, true, BY_NOBODY },
	{ "herinnerd", remind, DESK, false, true, BY_NOBODY },
};

struct letters_job {
	struct letters_act	 it;
	letters_run		*run;
};

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	struct letters_job *job = arg;
	struct registration one;
	enum status status = registration_get(db, 1, arena, &one);

	return status == STATUS_OK ? job->run(db, &job->it, &one, arena) :
	    status;
}

/* Fatima and Jan with an address each, and a place whose name follows. */
static void
come(struct world *world, int places, bool gone)
{
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "passend", "wmm");

	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "Fatima";
	one->participants[0].answer[PARTICIPANT_ACHTERNAAM] = "Yilmaz";
	one->participants[0].answer[PARTICIPANT_EMAIL] = FATIMA;
	one->participants[1].answer[PARTICIPANT_VOORNAAM] = "Jan";
	one->participants[1].answer[PARTICIPANT_ACHTERNAAM] = "Bakker";
	one->participants[1].answer[PARTICIPANT_EMAIL] = JAN;
	one->participants[2].answer[PARTICIPANT_VOORNAAM] = "";
	one->participants[2].answer[PARTICIPANT_ACHTERNAAM] = "";
	one->participants[2].answer[PARTICIPANT_NAAM_VOLGT] = "ja";
	world_sql(world, arena_printf(world->arena, "UPDATE event SET"
	    " capaciteit = %d", places));
	world_sign_up(world, one);
	if (gone)
		assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
}

/* Between the greeting and the event: what happened. */
static const char *
story_of(struct world *world, const char *message)
{
	char *text = golden_unquoted(world, strstr(message,
	    "\r\n\r\nBeste ") + 4);
	char *end = strstr(text, "\n\nOriëntatiebijeenkomst\n");

	assert_non_null(end);
	*end = '\0';
	return text;
}

/* Whether somebody who reads at that address has a place now. */
static bool
has_place(struct world *world, const char *address)
{
	return world_number(world, "SELECT count(*) FROM participant p"
	    " JOIN registration r ON r.id = p.registration"
	    " WHERE p.status = 'bevestigd' AND (p.email = '%s'"
	    " OR r.contact_email = '%s')", address, address) > 0;
}

/* What no letter may say, whatever happened. */
static void
judge(struct world *world, enum actor actor, enum actor moved,
    bool neutral, const char *address, const char *soort, const char *message)
{
	const char *story = story_of(world, message);
	bool contact = strcmp(address, CONTACT) == 0;
	bool self = (actor == BY_THE_CONTACT && contact) ||
	    (actor == BY_FATIMA && strcmp(address, FATIMA) == 0) ||
	    (actor == moved && strcmp(address, NEW) == 0);
	bool given = strcmp(soort, "opgeschoven") == 0;

	assert_null(strstr(story, "(null)"));
	if (strlen(message) > LETTER_MAX)
		fail_msg("%zu bytes to %s: %s", strlen(message), address,
		    message);
	/* "U heeft" is said to who did it, and to nobody else. */
	for (const char *at = story; !self &&
	    (at = strstr(at, "U heeft")) != NULL; at++)
		if (strncmp(at, "U heeft nu een plaats", 21) != 0)
			fail_msg("to %s: %s", address, story);
	/* And whoever did it is named to the others. */
	if (!self && !neutral && !given &&
	    strstr(story, actors[actor].named) == NULL)
		fail_msg("to %s: %s", address, story);
	/* An appointment is for who has a place, and each of them gets it. */
	assert_int_equal(strstr(message, "text/calendar") != NULL,
	    has_place(world, address) && strcmp(soort, "vervangen") != 0 &&
	    strcmp(soort, "adres vervallen") != 0);
}

/* Of the letter at that place in the order they were owed. */
static const char *
column_of(struct world *world, const char *column, int64_t at)
{
	return world_text(world, "SELECT CAST(%s AS TEXT) FROM " LETTERS
	    " ORDER BY outbox.id LIMIT 1 OFFSET %lld", column,
	    (long long)at);
}

static void
tell(struct world *world, struct buf *out, enum actor actor,
    enum actor moved, bool neutral)
{
	int64_t count;

	world_compose(world);
	count = world_count(world, LETTERS);
	/* What has no message was overtaken by one that tells it too. */
	assert_int_equal(world_count(world, "outbox") - count, world_number(
	    world, "SELECT count(*) FROM outbox WHERE status = 'withdrawn'"));
	for (int64_t i = 0; i < count; i++) {
		const char *address = column_of(world, "ontvanger", i);
		const char *soort = column_of(world, "soort", i);
		const char *message = column_of(world, "bericht", i);

		judge(world, actor, moved, neutral, address, soort, message);
		buf_printf(out, "-- %s aan %s%s\n%s\n", soort, address,
		    strstr(message, "text/calendar") != NULL ?
		    ", met afspraak" : "", story_of(world, message));
	}
}

static void
test_letters_of_every_actor_act_and_state(void **state)
{
	struct world *keep, *world;
	struct buf out;
	void *one;

	(void)state;
	assert_int_equal(world_open(&one), 0);
	keep = one;
	buf_init(&out, keep->arena, TEXT_MAX);
	for (size_t a = 0; a < COUNT(acts); a++)
	for (enum actor by = 0; by < ACTORS; by++)
	for (size_t s = 0; s < COUNT(states); s++) {
		struct letters_job job = { .run = acts[a].run };
		enum status status;

		if (!(acts[a].by & 1u << by))
			continue;
		assert_int_equal(world_open(&one), 0);
		world = one;
		come(world, states[s].places, acts[a].gone);
		if (!acts[a].gone)
			assert_string_equal(world_places(world, 1),
			    states[s].states);
		world_compose(world);
		world_sql(world, "UPDATE outbox SET pogingen = 1, status ="
		    " 'sent', volgende = NULL");
		job.it.act = world_act(world);
		job.it.act.who = actors[by].who;
		job.it.act.self = by == BY_FATIMA ? 1 : 0;
		job.it.act.always = by == BY_THE_DESK ||
		    by == BY_REQUEST_THERE;
		job.it.act.asked_for = by == BY_REQUEST_THERE;
		status = world_run(world, run_job, &job);
		assert_true(status == STATUS_OK || status == STATUS_NOTFOUND);
		world_sql(world, "DELETE FROM outbox_bericht WHERE outbox IN"
		    " (SELECT id FROM outbox WHERE status = 'sent');"
		    "DELETE FROM outbox WHERE status = 'sent'");
		buf_printf(&out, "\n== %s door %s; %s\n", acts[a].title,
		    actors[by].title, acts[a].gone ? "iedereen afgemeld" :
		    states[s].title);
		tell(world, &out, by, acts[a].moved, acts[a].neutral);
		assert_int_equal(world_close(&one), 0);
	}
	assert_false(out.failed);
	golden_compare(keep, "letters.txt", out.data);
	one = keep;
	assert_int_equal(world_close(&one), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letters_of_every_actor_act_and_state),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
