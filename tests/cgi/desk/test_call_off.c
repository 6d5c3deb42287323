/*
 * An event that is called off, goes on after all, or moves: what the desk
 * asks, and what everybody else reads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "db/event/event.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define PATH		"/beheer/bijeenkomsten/1/afgelasten"
#define CONTACT		"a.devries@woerden.nl"
#define SENTENCE	"Door staking bij het spoor."

/* One delegation comes and one waits; their letters are out. */
static int
open_full(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE event SET capaciteit = 2");
	one = world_delegation(world, "sleutel_van_wie_komt_0001", "alles",
	    "wm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = "p1@woerden.nl";
	world_sign_up(world, one);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_wacht_001", "alles", "m"));
	assert_string_equal(world_places(world, 2), "w");
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

static struct reply
decide(struct world *world, const char *actie, const char *besluit)
{
	return desk_post(world, PATH, ORGANISER, "actie", actie, "tekst",
	    SENTENCE, "besluit", besluit);
}

static void
call_off(struct world *world)
{
	assert_int_equal(decide(world, "afgelasten", "mail").code, 303);
}

static int64_t
sequence(struct world *world)
{
	return world_number(world, "SELECT volgnummer FROM event");
}

static void
test_it_says_who_hears_what_before_it_is_done(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, PATH, ORGANISER);

	assert_holds(&reply, "Deze bijeenkomst afgelasten?");
	assert_string_equal(reply_value(world, &reply, "actie"), "afgelasten");
	reply = desk_post(world, PATH, ORGANISER, "actie", "afgelasten",
	    "tekst", SENTENCE);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Als u mailt, gaan er 3 mails uit.");
	assert_holds(&reply, "P1 van Dijk");
	assert_holds(&reply, "<b>1</b> van 3");
	assert_holds(&reply, "Gaat niet door: gemeente Woerden");
	assert_holds(&reply, "is aangemeld, gaat niet door.");
	assert_holds(&reply, SENTENCE);
	assert_holds(&reply, "Afgelasten zonder te mailen");
	assert_int_equal(world_number(world, "SELECT afgelast FROM event"), 0);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(desk_get(world, PATH, READER).code, 403);
}

static void
test_everybody_who_comes_or_waits_hears_and_calendars_too(void **state)
{
	struct world *world = *state;
	int64_t before = sequence(world);
	struct reply reply;

	call_off(world);
	assert_string_equal(world_letters(world), "afgelast " CONTACT "\n"
	    "afgelast p1@woerden.nl\nafgelast " CONTACT "\n");
	assert_true(sequence(world) > before);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'GAAT NIET DOOR') AND"
	    " instr(bericht, '%s')", SENTENCE), 3);
	/* An appointment is taken back only from who had one. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'text/calendar')"), 2);
	reply = visit_get(world, "/agenda.ics");
	assert_holds(&reply, "STATUS:CANCELLED");
	assert_holds(&reply, arena_printf(world->arena, "SEQUENCE:%lld",
	    (long long)sequence(world)));
	assert_string_equal(world_text(world, "SELECT wie || reden FROM audit"
	    " WHERE wat = 'afgelast'"), "account organisator" SENTENCE);
	reply = desk_page(world, "/beheer/aanmeldingen", READER);
	assert_holds(&reply, "gaat niet door");
	reply = desk_page(world, "/beheer/machine.json", ORGANISER);
	assert_holds(&reply, "\"afgelast\": true");
}

static void
test_page_says_so_and_takes_no_sign_up(void **state)
{
	struct world *world = *state;
	struct reply reply;

	call_off(world);
	reply = visit_get(world, "/");
	assert_holds(&reply, "<title>Gaat niet door: ");
	assert_holds(&reply, "<strong>Deze bijeenkomst gaat niet door."
	    "</strong> " SENTENCE);
	assert_holds(&reply, "U kunt zich niet meer aanmelden.");
	assert_lacks(&reply, "href=\"/aanmelden\"");
	assert_lacks(&reply, "Zet de bijeenkomst in uw agenda");
	reply = visit_try_sign_up(world, NULL);
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "Deze bijeenkomst gaat niet door.");
	assert_int_equal(world_count(world, "registration"), 2);
	/* Also on the pages of who is in. */
	reply = visit_get(world, visit_link(world, 1, 0, ""));
	assert_holds(&reply, "Deze bijeenkomst gaat niet door.");
	assert_lacks(&reply, "/wijzigen\"");
}

static enum status
remind(struct db *db, void *world, struct arena *arena)
{
	struct act_context act = world_act(world);

	return act_remind(db, &act, arena);
}

static void
test_nobody_is_reminded_or_moves_up(void **state)
{
	struct world *world = *state;

	call_off(world);
	assert_int_equal(world_run(world, remind, world), STATUS_NOTFOUND);
	assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
	assert_string_equal(world_places(world, 2), "w");
}

static void
test_it_can_go_on_after_all(void **state)
{
	struct world *world = *state;
	struct reply reply;
	int64_t before;

	call_off(world);
	world_send(world);
	before = sequence(world);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "Deze bijeenkomst toch laten doorgaan?");
	/* A page of before does not do the other thing. */
	assert_int_equal(decide(world, "afgelasten", "mail").code, 409);
	assert_int_equal(decide(world, "doorgaan", "mail").code, 303);
	assert_true(sequence(world) > before);
	assert_string_equal(world_places(world, 1), "ba");
	/* What came free meanwhile is given. */
	assert_string_equal(world_places(world, 2), "b");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'gaat toch door' AND status = 'queued'"), 3);
	reply = visit_get(world, "/agenda.ics");
	assert_lacks(&reply, "STATUS:CANCELLED");
	reply = visit_get(world, "/");
	assert_lacks(&reply, "gaat niet door");
}

static void
test_it_can_be_done_without_a_letter(void **state)
{
	struct world *world = *state;

	assert_int_equal(decide(world, "afgelasten", "stil").code, 303);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_true(world_number(world, "SELECT afgelast FROM event") > 0);
}

struct moving {
	struct act_context	 act;
	int64_t			 later;
};

static enum status
move(struct db *db, void *arg, struct arena *arena)
{
	const struct moving *moving = arg;
	struct event event;
	enum status status = event_get(db, 1, arena, &event);

	event.begin += moving->later;
	event.einde += moving->later;
	return status != STATUS_OK ? status : act_set_event(db, &moving->act,
	    &event, arena);
}

static void
test_page_says_that_it_moved_until_it_has_been(void **state)
{
	struct world *world = *state;
	struct moving moving = { world_act(world), 86400 };
	struct reply reply;

	assert_int_equal(world_run(world, move, &moving), STATUS_OK);
	moving.act = world_act(world);
	assert_int_equal(world_run(world, move, &moving), STATUS_OK);
	reply = visit_get(world, "/");
	assert_holds(&reply, "deze bijeenkomst is verplaatst");
	/* The day that people knew, not the one in between. */
	assert_holds(&reply, "</span>dinsdag 12 januari 2027, 10.00–15.00 uur"
	    "</del><br><strong>Nieuw:</strong> donderdag 14 januari");
	/* Back again: it has not moved. */
	moving = (struct moving){ world_act(world), -2 * 86400 };
	assert_int_equal(world_run(world, move, &moving), STATUS_OK);
	reply = visit_get(world, "/");
	assert_lacks(&reply, "<del>");
	moving = (struct moving){ world_act(world), 86400 };
	assert_int_equal(world_run(world, move, &moving), STATUS_OK);
	world_set_now(WORLD_END + 2 * 86400);
	reply = visit_get(world, "/");
	assert_lacks(&reply, "<del>");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_full, \
    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_it_says_who_hears_what_before_it_is_done),
		TEST(test_everybody_who_comes_or_waits_hears_and_calendars_too),
		TEST(test_page_says_so_and_takes_no_sign_up),
		TEST(test_nobody_is_reminded_or_moves_up),
		TEST(test_it_can_go_on_after_all),
		TEST(test_it_can_be_done_without_a_letter),
		TEST(test_page_says_that_it_moved_until_it_has_been),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
