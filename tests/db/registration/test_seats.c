#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/event/event.h"
#include "db/registration/seats.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void
set_places(struct world *world, int places)
{
	world_sql(world, arena_printf(world->arena,
	    "UPDATE event SET capaciteit = %d", places));
}

/* A key of its own for each delegation of a test. */
static int64_t
come(struct world *world, const char *policy, const char *roles)
{
	const char *key = arena_printf(world->arena,
	    "sleutel_van_delegatie_%04lld",
	    (long long)world_count(world, "registration"));

	return world_sign_up(world, world_delegation(world, key, policy,
	    roles));
}

static void
test_policy_decides_who_gets_the_last_places(void **state)
{
	static const struct {
		int		 places;
		const char	*policy;
		const char	*roles;
		const char	*expected;
	} vectors[] = {
		{ 3, "alles", "wmm", "bbb" },
		{ 2, "alles", "wmm", "www" },
		{ 0, "alles", "w", "w" },
		{ 1, "alles", "w", "b" },
		{ 2, "passend", "mmw", "bbw" },
		{ 3, "passend", "mmw", "bbb" },
		{ 0, "passend", "mmw", "www" },
		{ 1, "wethouder", "mmw", "wwb" },
		{ 2, "wethouder", "mmw", "bwb" },
		{ 2, "wethouder", "mww", "wbb" },
		{ 1, "wethouder", "mm", "bw" },
		{ 3, "wethouder", "mmw", "bbb" },
		{ 1, "wethouder", "ww", "bw" },
	};
	struct world *world;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		void *one;

		assert_int_equal(world_open(&one), 0);
		world = one;
		set_places(world, vectors[i].places);
		assert_string_equal(world_places(world, come(world,
		    vectors[i].policy, vectors[i].roles)),
		    vectors[i].expected);
		assert_int_equal(world_close(&one), 0);
	}
}

static void
test_who_fits_is_served_before_who_does_not(void **state)
{
	struct world *world = *state;
	int64_t large, small;

	set_places(world, 2);
	large = come(world, "alles", "wmm");
	small = come(world, "alles", "w");
	assert_string_equal(world_places(world, large), "www");
	assert_string_equal(world_places(world, small), "b");
}

static void
test_places_are_given_in_the_order_of_the_line(void **state)
{
	struct world *world = *state;
	int64_t first, second, third;

	set_places(world, 0);
	first = come(world, "alles", "wm");
	second = come(world, "passend", "mmm");
	third = come(world, "alles", "w");
	set_places(world, 4);
	/* Whatever act comes next finds the places. */
	come(world, "alles", "m");
	assert_string_equal(world_places(world, first), "bb");
	assert_string_equal(world_places(world, second), "bbw");
	assert_string_equal(world_places(world, third), "w");
}

static void
test_freed_place_goes_to_the_front_of_the_line(void **state)
{
	struct world *world = *state;
	int64_t there, first, second;

	set_places(world, 1);
	there = come(world, "alles", "w");
	first = come(world, "alles", "m");
	second = come(world, "alles", "w");
	assert_int_equal(world_cancel(world, there, 0), STATUS_OK);
	assert_string_equal(world_places(world, there), "a");
	assert_string_equal(world_places(world, first), "b");
	assert_string_equal(world_places(world, second), "w");
}

static void
test_who_comes_back_stands_at_the_end(void **state)
{
	struct world *world = *state;
	int64_t there, first, second;

	set_places(world, 1);
	there = come(world, "alles", "w");
	first = come(world, "alles", "m");
	second = come(world, "alles", "m");
	assert_int_equal(world_cancel(world, there, 0), STATUS_OK);
	assert_int_equal(world_restore(world, there, 0), STATUS_OK);
	assert_string_equal(world_places(world, there), "w");
	assert_int_equal(world_cancel(world, first, 0), STATUS_OK);
	assert_string_equal(world_places(world, second), "b");
	assert_string_equal(world_places(world, there), "w");
}

static enum status
enlarge(struct db *db, void *arg, struct arena *arena)
{
	struct event event;
	enum status status = event_visible(db, arena, &event);

	if (status != STATUS_OK)
		return status;
	event.capaciteit = 3;
	return act_set_event(db, arg, &event, arena);
}

static void
test_more_places_are_given_away_at_once(void **state)
{
	struct world *world = *state;
	struct act_context act;
	int64_t first, second;

	set_places(world, 0);
	first = come(world, "alles", "wm");
	second = come(world, "alles", "wm");
	act = world_act(world);
	assert_int_equal(world_run(world, enlarge, &act), STATUS_OK);
	assert_string_equal(world_places(world, first), "bb");
	assert_string_equal(world_places(world, second), "ww");
}

static void
test_fewer_places_take_none_away(void **state)
{
	struct world *world = *state;
	int64_t first, second;

	first = come(world, "alles", "wmm");
	set_places(world, 1);
	second = come(world, "alles", "w");
	assert_string_equal(world_places(world, first), "bbb");
	assert_string_equal(world_places(world, second), "w");
	/* Not before there are fewer people than places. */
	assert_int_equal(world_cancel(world, first, 1), STATUS_OK);
	assert_int_equal(world_cancel(world, first, 2), STATUS_OK);
	assert_string_equal(world_places(world, second), "w");
	assert_int_equal(world_cancel(world, first, 3), STATUS_OK);
	assert_string_equal(world_places(world, second), "b");
}

static int64_t
come_to_session(struct world *world, const char *key, int64_t session)
{
	struct registration *one = world_delegation(world, key, "alles", "w");

	one->participants[0].session[0] = session;
	return world_sign_up(world, one);
}

static const char *
session_state(struct world *world, int64_t registration)
{
	return world_text(world, "SELECT ps.status FROM participant_session ps"
	    " JOIN participant p ON p.id = ps.participant"
	    " WHERE p.registration = %lld", (long long)registration);
}

static void
test_full_session_waits_and_moves_up(void **state)
{
	struct world *world = *state;
	int64_t first, third;

	first = come_to_session(world, "sleutel_eerste_van_drie", 11);
	come_to_session(world, "sleutel_tweede_van_drie", 11);
	third = come_to_session(world, "sleutel_derde_van_drie_", 11);
	assert_string_equal(session_state(world, first), "bevestigd");
	assert_string_equal(session_state(world, third), "wachtlijst");
	assert_string_equal(world_places(world, third), "b");
	assert_int_equal(world_cancel(world, first, 0), STATUS_OK);
	assert_string_equal(session_state(world, first), "afgemeld");
	assert_string_equal(session_state(world, third), "bevestigd");
}

static void
test_who_waits_for_a_place_holds_no_session(void **state)
{
	struct world *world = *state;
	int64_t waiting;

	set_places(world, 0);
	waiting = come_to_session(world, "sleutel_die_moet_wachten", 12);
	assert_string_equal(session_state(world, waiting), "wachtlijst");
	set_places(world, 5);
	come(world, "alles", "m");
	assert_string_equal(session_state(world, waiting), "bevestigd");
}

static void
test_session_place_goes_to_who_waited_longest(void **state)
{
	struct world *world = *state;
	int64_t back, third, second;

	back = come_to_session(world, "sleutel_eerste_van_drie", 11);
	second = come_to_session(world, "sleutel_tweede_van_drie", 11);
	assert_int_equal(world_cancel(world, back, 0), STATUS_OK);
	come_to_session(world, "sleutel_ertussen_gekomen", 11);
	third = come_to_session(world, "sleutel_derde_van_drie_", 11);
	/* Coming back is at the end of the line, also of this one. */
	assert_int_equal(world_restore(world, back, 0), STATUS_OK);
	assert_string_equal(session_state(world, back), "wachtlijst");
	assert_int_equal(world_cancel(world, second, 0), STATUS_OK);
	assert_string_equal(session_state(world, third), "bevestigd");
	assert_string_equal(session_state(world, back), "wachtlijst");
}

static void
test_seats_are_counted_from_the_rows(void **state)
{
	struct world *world = *state;
	struct session_seats *seats;
	int64_t taken = -1;
	size_t count;

	come(world, "alles", "wmm");
	come_to_session(world, "sleutel_met_een_sessie_1", 11);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_int_equal(seats_taken(world->app.db, 1, &taken), STATUS_OK);
	assert_int_equal(taken, 3);
	assert_int_equal(seats_by_session(world->app.db, 1, world->arena,
	    &seats, &count), STATUS_OK);
	assert_int_equal(count, 1);
	assert_int_equal(session_left(seats, count, 11, 2), 1);
	assert_int_equal(session_left(seats, count, 12, 5), 5);
	/* A session that was made smaller is full, not less than that. */
	assert_int_equal(session_left(seats, count, 11, 0), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_policy_decides_who_gets_the_last_places),
		TEST(test_who_fits_is_served_before_who_does_not),
		TEST(test_places_are_given_in_the_order_of_the_line),
		TEST(test_freed_place_goes_to_the_front_of_the_line),
		TEST(test_who_comes_back_stands_at_the_end),
		TEST(test_more_places_are_given_away_at_once),
		TEST(test_fewer_places_take_none_away),
		TEST(test_full_session_waits_and_moves_up),
		TEST(test_who_waits_for_a_place_holds_no_session),
		TEST(test_session_place_goes_to_who_waited_longest),
		TEST(test_seats_are_counted_from_the_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
