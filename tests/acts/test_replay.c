/* What was erased after a copy was made does not come back with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/replay.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LATER		(WORLD_NOW + 3600)

struct job {
	struct act_context	 act;
	struct replay_line	 line;
	bool			 done;
};

static enum status
work(struct db *db, void *arg, struct arena *arena)
{
	struct job *job = arg;

	return act_replay(db, &job->act, &job->line, arena, &job->done);
}

static bool
replay(struct world *world, struct replay_line line)
{
	struct job job = { .act = world_act(world), .line = line };

	assert_int_equal(world_run(world, work, &job), STATUS_OK);
	return job.done;
}

/* Three registrations, of two people each, one with a wish. */
static void
fill(struct world *world)
{
	static const char *const keys[] = {
		"sleutel_van_deze_toets_01", "sleutel_van_deze_toets_02",
		"sleutel_van_deze_toets_03",
	};

	for (size_t i = 0; i < COUNT(keys); i++)
		world_sign_up(world, world_delegation(world, keys[i], "alles",
		    "wm"));
	world_sql(world, "INSERT INTO requirement VALUES"
	    " (1, 'geen noten', '', 1795509005)");
}

static const char *
left(struct world *world)
{
	return world_text(world, "SELECT group_concat(registration || '.' ||"
	    " id, ' ') || '; ' || (SELECT count(*) FROM requirement) FROM"
	    " (SELECT * FROM participant ORDER BY id)");
}

static void
test_each_erasure_is_done_again(void **state)
{
	static const struct {
		const char		*name;
		struct replay_line	 line;
		const char		*left;
		bool			 done;
	} vectors[] = {
		{ "a person", { LATER, "deelnemer", true, 1, 1, 2,
		    WORLD_NOW }, "1.1 2.3 2.4 3.5 3.6; 1", true },
		{ "one who is gone", { LATER, "deelnemer", true, 1, 1, 2,
		    WORLD_NOW }, "1.1 2.3 2.4 3.5 3.6; 1", false },
		{ "a delegation", { LATER, "contact", true, 1, 2, 0,
		    WORLD_NOW }, "1.1 3.5 3.6; 1", true },
		{ "another with its number", { LATER, "contact", true, 1, 3,
		    0, WORLD_NOW - 1 }, "1.1 3.5 3.6; 1", false },
		{ "whom another holds", { LATER, "contact", true, 1, 3, 1,
		    WORLD_NOW }, "1.1 3.5 3.6; 1", false },
		{ "an event before they came", { WORLD_NOW - 1, "x", true, 1,
		    0, 0, 0 }, "1.1 3.5 3.6; 1", false },
		{ "an event that is not there", { LATER, "x", true, 77, 0, 0,
		    0 }, "1.1 3.5 3.6; 1", false },
		{ "a wish before it was given", { WORLD_NOW - 1, "deelnemer",
		    false, 1, 1, 1, WORLD_NOW }, "1.1 3.5 3.6; 1", false },
		{ "a wish that was taken back", { LATER, "deelnemer", false,
		    1, 1, 1, WORLD_NOW }, "1.1 3.5 3.6; 0", false },
		{ "everybody", { LATER, "beheerder", true, 1, 0, 0, 0 }, "",
		    true },
	};
	struct world *world = *state;

	fill(world);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(replay(world, vectors[i].line),
		    vectors[i].done);
		assert_string_equal(left(world), vectors[i].left);
	}
	assert_int_equal(world_count(world, "registration"), 0);
}

/* The desk erased the event, and then somebody signed up. */
static void
test_who_came_after_the_event_was_erased_stays(void **state)
{
	struct world *world = *state;

	fill(world);
	world_sql(world, "UPDATE registration SET aangemeld = 1795600000"
	    " WHERE id = 3");
	assert_true(replay(world, (struct replay_line){ LATER, "beheerder",
	    true, 1, 0, 0, 0 }));
	assert_string_equal(left(world), "3.5 3.6; 0");
}

/* So a second restore knows it too: the lines that a copy gives. */
static void
test_what_was_done_again_is_in_the_log(void **state)
{
	struct world *world = *state;
	struct replay_line *lines;
	size_t count = 0;

	fill(world);
	assert_true(replay(world, (struct replay_line){ LATER, "contact",
	    true, 1, 2, 0, WORLD_NOW }));
	assert_int_equal(replay_list(world->app.db, world->arena, &lines,
	    &count), STATUS_OK);
	assert_int_equal(count, 1);
	assert_true(lines[0].erased);
	assert_int_equal(lines[0].registration, 2);
	assert_int_equal(lines[0].participant, 0);
	assert_int_equal(lines[0].begun, WORLD_NOW);
	assert_string_equal(lines[0].wie, "contact");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_erasure_is_done_again),
		TEST(test_who_came_after_the_event_was_erased_stays),
		TEST(test_what_was_done_again_is_in_the_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
