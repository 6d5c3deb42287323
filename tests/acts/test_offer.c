/*
 * Near the event a place is offered and not given: it is held for an answer,
 * and lapses without one.  A held place whose name does not come lapses too,
 * after the contact was asked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/offer.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/registration/offer.h"
#include "tests/support/visit.h"

#define DAY	86400
#define HOUR	3600
/* The message without its soft line breaks. */
#define PLAIN	"replace(CAST(bericht AS TEXT), '=' || char(13, 10), '')"
#define CONTACT	"a.devries@woerden.nl"

static int64_t
come(struct world *world, const char *roles)
{
	return world_sign_up(world, world_delegation(world, arena_printf(
	    world->arena, "sleutel_van_het_aanbod_%02lld",
	    (long long)world_count(world, "registration")), "passend",
	    roles));
}

/* Two places, taken by the first; the second and third wait. */
static int
open_near(void **state)
{
	struct world *world;

	if (world_open(state) != 0)
		return -1;
	world = *state;
	world_set_now(WORLD_NOW);
	world_sql(world, "UPDATE event SET capaciteit = 2, wachtlijst_vragen"
	    " = 7");
	come(world, "mm");
	come(world, "m");
	come(world, "m");
	world_set_now(WORLD_BEGIN - 6 * DAY);
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

static int
close_near(void **state)
{
	world_set_now(WORLD_NOW);
	return world_close(state);
}

static enum status
chase_work(struct db *db, void *arg, struct arena *arena)
{
	return act_chase(db, arg, arena);
}

static void
chase(struct world *world)
{
	struct act_context act = world_act(world);

	act.who = "systeem";
	assert_int_equal(world_run(world, chase_work, &act), STATUS_OK);
}

struct accepting {
	struct act_context	 act;
	int64_t			 registration;
};

static enum status
accept_work(struct db *db, void *arg, struct arena *arena)
{
	struct accepting *it = arg;

	return act_accept(db, &it->act, it->registration, 0, arena);
}

static enum status
say_yes(struct world *world, int64_t registration)
{
	struct accepting it = { world_act(world), registration };

	return world_run(world, accept_work, &it);
}

static const char *
places(struct world *world)
{
	return arena_printf(world->arena, "%s %s %s", world_places(world, 1),
	    world_places(world, 2), world_places(world, 3));
}

static void
test_near_the_event_a_place_is_offered(void **state)
{
	struct world *world = *state;

	world_cancel(world, 1, 1);
	assert_string_equal(places(world), "ab b w");
	assert_string_equal(world_text(world, "SELECT group_concat(soort)"
	    " FROM outbox WHERE registration = 2"), "aangeboden");
	/* Two days, and the letter says which; it is no appointment yet. */
	assert_int_equal(world_number(world, "SELECT vraag_tot FROM"
	    " participant WHERE registration = 2"), world_now() + 2 * DAY);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE registration = 2 AND instr(" PLAIN ", 'Wilt u nog komen?')"
	    " AND instr(" PLAIN ", '8 januari')"
	    " AND NOT instr(" PLAIN ", 'text/calendar')"), 1);
	assert_string_equal(world_text(world, "SELECT wat FROM audit WHERE"
	    " registration = 2 ORDER BY id DESC LIMIT 1"), "aangeboden");
}

static void
test_far_from_it_a_place_is_given(void **state)
{
	struct world *world = *state;

	world_set_now(WORLD_BEGIN - 9 * DAY);
	world_cancel(world, 1, 1);
	assert_string_equal(world_text(world, "SELECT group_concat(soort)"
	    " FROM outbox WHERE registration = 2"), "opgeschoven");
	assert_int_equal(world_number(world, "SELECT sum(vraag_tot) FROM"
	    " participant"), 0);
}

static void
test_yes_makes_it_theirs(void **state)
{
	struct world *world = *state;

	world_cancel(world, 1, 1);
	assert_int_equal(say_yes(world, 2), STATUS_OK);
	assert_int_equal(say_yes(world, 2), STATUS_OK);
	world_set_now(world_now() + 3 * DAY);
	chase(world);
	assert_string_equal(places(world), "ab b w");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE registration = 2 AND soort = 'aangemeld'"
	    " AND instr(" PLAIN ", 'text/calendar')"), 1);
}

/* And the next is asked, who has the same time. */
static void
test_without_an_answer_it_goes_to_the_next(void **state)
{
	struct world *world = *state;

	world_cancel(world, 1, 1);
	world_send(world);
	world_set_now(world_now() + 2 * DAY - 1);
	chase(world);
	assert_string_equal(places(world), "ab b w");
	world_set_now(world_now() + 1);
	chase(world);
	assert_string_equal(places(world), "ab a b");
	assert_string_equal(world_text(world, "SELECT group_concat(soort) FROM"
	    " outbox WHERE registration = 2"), "aangeboden,vervallen");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE registration = 2 AND instr(" PLAIN ", 'is vervallen, omdat"
	    " wij niet')"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE registration = 3 AND vraag_tot > %lld",
	    (long long)world_now()), 1);
	assert_int_equal(say_yes(world, 2), STATUS_NOTFOUND);
	assert_int_equal(world_restore(world, 2, 0), STATUS_NOTFOUND);
}

/* A day before it half of what is left. */
static void
test_close_by_there_is_less_time(void **state)
{
	struct world *world = *state;

	world_set_now(WORLD_BEGIN - DAY);
	world_cancel(world, 1, 1);
	assert_int_equal(world_number(world, "SELECT vraag_tot FROM"
	    " participant WHERE registration = 2"), world_now() + DAY / 2);
}

static void
test_called_off_nothing_is_chased(void **state)
{
	struct world *world = *state;

	world_cancel(world, 1, 1);
	world_sql(world, "UPDATE event SET afgelast = 1, naam_vragen = 9");
	world_set_now(world_now() + 3 * DAY);
	chase(world);
	assert_string_equal(places(world), "ab b w");
}

/* Who is on the way does not hear that the place is gone. */
static void
test_from_the_beginning_on_nothing_lapses(void **state)
{
	struct world *world = *state;

	world_cancel(world, 1, 1);
	world_sql(world, arena_printf(world->arena, "UPDATE participant SET"
	    " vraag_tot = %lld WHERE vraag_tot <> 0",
	    (long long)WORLD_BEGIN - 1));
	world_set_now(WORLD_BEGIN);
	chase(world);
	assert_string_equal(places(world), "ab b w");
	world_set_now(WORLD_BEGIN - 1);
	chase(world);
	assert_string_equal(places(world), "ab a b");
}

/* By the button of the page that the letter leads to. */
static void
test_contact_answers_on_the_page(void **state)
{
	struct world *world = *state;
	const char *path = visit_link(world, 2, 0, "");
	struct reply reply;

	world_cancel(world, 1, 1);
	reply = visit_get(world, path);
	assert_holds(&reply, "komt u nog?");
	assert_int_equal(visit_post(world, path, "actie=komen").code, 303);
	assert_int_equal(world_number(world, "SELECT sum(vraag_tot) FROM"
	    " participant"), 0);
}

static void
hold_names(struct world *world)
{
	world_sql(world, "DELETE FROM outbox; UPDATE event SET naam_vragen ="
	    " 10, naam_vrijgeven = 5; UPDATE participant SET naam_volgt = 'ja',"
	    " voornaam = '', achternaam = '' WHERE registration = 1"
	    " AND positie = 2");
}

#define MORNING(days)	(clock_midnight(WORLD_BEGIN, -(days)) + \
	9 * HOUR + 1800)

static void
test_names_are_asked_for_once_and_then_lapse(void **state)
{
	struct world *world = *state;

	hold_names(world);
	world_set_now(MORNING(10) - 1);
	chase(world);
	assert_int_equal(world_count(world, "outbox"), 0);
	world_set_now(MORNING(10));
	chase(world);
	chase(world);
	assert_string_equal(world_letters(world), "om namen gevraagd "
	    CONTACT "\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(" PLAIN ", 'Naam volgt') AND instr(" PLAIN ","
	    " 'donderdag 7 januari')"), 1);
	world_send(world);
	world_set_now(MORNING(5) - 1);
	chase(world);
	assert_string_equal(places(world), "bb w w");
	world_set_now(MORNING(5));
	chase(world);
	assert_string_equal(places(world), "ba b w");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE soort = 'vervallen' AND instr(" PLAIN ","
	    " 'omdat de naam niet op tijd')"), 1);
}

/* Who was asked too late to answer keeps the place for now. */
static void
test_nothing_lapses_that_was_not_asked_two_days_before(void **state)
{
	struct world *world = *state;

	hold_names(world);
	world_set_now(MORNING(4));
	chase(world);
	assert_string_equal(places(world), "bb w w");
	world_set_now(MORNING(2) - 1);
	chase(world);
	assert_string_equal(places(world), "bb w w");
	world_set_now(MORNING(2));
	chase(world);
	assert_string_equal(places(world), "ba b w");
}

static void
test_name_that_came_lapses_nothing(void **state)
{
	struct world *world = *state;

	hold_names(world);
	world_set_now(MORNING(10));
	chase(world);
	world_sql(world, "UPDATE participant SET naam_volgt = '', voornaam ="
	    " 'An', achternaam = 'Ek' WHERE naam_volgt = 'ja'");
	world_set_now(MORNING(3));
	chase(world);
	assert_string_equal(places(world), "bb w w");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_near, close_near)
		TEST(test_near_the_event_a_place_is_offered),
		TEST(test_far_from_it_a_place_is_given),
		TEST(test_yes_makes_it_theirs),
		TEST(test_without_an_answer_it_goes_to_the_next),
		TEST(test_close_by_there_is_less_time),
		TEST(test_called_off_nothing_is_chased),
		TEST(test_from_the_beginning_on_nothing_lapses),
		TEST(test_contact_answers_on_the_page),
		TEST(test_names_are_asked_for_once_and_then_lapse),
		TEST(test_nothing_lapses_that_was_not_asked_two_days_before),
		TEST(test_name_that_came_lapses_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
