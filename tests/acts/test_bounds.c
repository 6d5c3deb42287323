/*
 * A bound does not cut in silence: what is owed is worked off portion by
 * portion, and a page that shows only part of something says so.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "tests/support/desk.h"

#define DELEGATIONS	10	/* more than three portions of three */

static int
bounds_open(void **state)
{
	struct world *world;

	list_portion = 3;
	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE event SET capaciteit = 2");
	for (size_t i = 0; i < DELEGATIONS; i++)
		world_sign_up(world, world_delegation(world,
		    arena_printf(world->arena, "sleutel_van_delegatie_%02zu",
		    i), "alles", i % 4 == 3 ? "wm" : "m"));
	world_cancel(world, 5, 0);
	world_send(world);
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

static int
bounds_close(void **state)
{
	list_portion = 1000;
	return world_close(state);
}

static enum status
run_remind(struct db *db, void *arg, struct arena *arena)
{
	const struct act_context *act = arg;

	return act_remind(db, act, arena);
}

static enum status
move(struct db *db, void *arg, struct arena *arena)
{
	const struct act_context *act = arg;
	struct event event = act->catalog->event;

	event.locatie = "Utrecht";
	return act_set_event(db, act, &event, arena);
}

static void
test_everybody_hears_however_many_they_are(void **state)
{
	static const db_work works[] = { move, run_remind };
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 100");
	for (size_t i = 0; i < 2; i++) {
		struct act_context act = world_act(world);

		act.always = true;
		world_sql(world, "DELETE FROM outbox");
		assert_int_equal(world_run(world, works[i], &act), STATUS_OK);
		assert_int_equal(world_number(world, "SELECT count(DISTINCT"
		    " registration) FROM outbox"), DELEGATIONS - 1);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " outbox WHERE registration = 5"), 0);
	}
}

/* Many more places: the last of the line gets one in the same act. */
static void
test_line_of_any_length_is_given_places(void **state)
{
	struct act_context act;
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 100");
	act = world_act(world);
	act.always = true;
	assert_int_equal(world_run(world, move, &act), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM participant"
	    " WHERE status = 'wachtlijst'"), 0);
}

static void
test_page_of_who_hears_says_that_there_are_others(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO participant_session (participant, round,"
	    " session, status, rij) SELECT id, 1, 11, 'wachtlijst', id FROM"
	    " participant WHERE status <> 'afgemeld'");
	world->spoilt = true;
	reply = desk_post(world, "/beheer/programma/sessie/11/wijzigen", ORGANISER,
	    "actie", "verwijderen", "naar", "geen", "brief", "1");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "En nog 6 anderen, die hier niet staan.");
	assert_holds(&reply, "gaan er 9 mails uit");
}

SQL(BOUNDS_TEST_LIST, "SELECT id FROM participant");

static void
test_list_that_is_longer_than_it_may_be_is_no_list(void **state)
{
	static const struct list_of three = LIST_BY(int64_t, take_integer, 3);
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	int64_t *ids = NULL;
	size_t count = 7;

	assert_int_equal(list_read(db, SQL_BOUNDS_TEST_LIST, NO_VALUES, &three,
	    world->arena, &ids, &count), STATUS_FULL);
	assert_null(ids);
	assert_int_equal(count, 7);
	db_close(db);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, bounds_open, \
	bounds_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_everybody_hears_however_many_they_are),
		TEST(test_line_of_any_length_is_given_places),
		TEST(test_page_of_who_hears_says_that_there_are_others),
		TEST(test_list_that_is_longer_than_it_may_be_is_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
