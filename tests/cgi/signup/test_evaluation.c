/* Three questions afterwards: by whom and when cannot be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/limit.h"
#include "core/arena.h"
#include "db/evaluation/evaluation.h"
#include "mail/housekeeping.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define DAY	86400

static const char *
path_of(struct world *world)
{
	char code[ROW_CODE_SIZE];

	evaluation_code(world->app.secret, 1, code);
	return arena_printf(world->arena, "/evaluatie/%s", code);
}

static struct reply
answer(struct world *world, const char *key, const char *grade,
    const char *taken)
{
	return visit_post(world, path_of(world), world_form(world, "sleutel",
	    key, "oordeel", grade, "meegenomen", taken, "anders", "Meer koffie",
	    NULL));
}

static void
test_it_is_asked_around_the_event(void **state)
{
	static const struct {
		int64_t		 now;
		bool		 open;
	} vectors[] = {
		{ WORLD_BEGIN - 1, false }, { WORLD_BEGIN, true },
		{ WORLD_END + 60 * DAY, true },
		{ WORLD_END + 60 * DAY + 1, false },
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct reply reply;

		world_set_now(vectors[i].now);
		reply = visit_get(world, path_of(world));
		assert_int_equal(reply.code, 200);
		assert_int_equal(strstr(reply.body, "<form") != NULL,
		    vectors[i].open);
		reply = answer(world, arena_printf(world->arena,
		    "sleutel_van_deze_toets_%zu", i), "4", "");
		assert_int_equal(reply.code, vectors[i].open ? 303 : 422);
	}
	assert_int_equal(world_count(world, "evaluation"), 2);
	assert_int_equal(visit_get(world, "/evaluatie/1-7KQ4-M2XD").code, 404);
}

static void
test_once_and_with_a_grade(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_set_now(WORLD_END);
	reply = answer(world, "sleutel_van_deze_toets_01", "", "Een plan");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Een plan");
	assert_holds(&reply, "id=\"oordeel-fout\"");
	reply = answer(world, "sleutel_van_deze_toets_01", "9", "");
	assert_int_equal(reply.code, 422);
	for (int i = 0; i < 2; i++) {
		reply = answer(world, "sleutel_van_deze_toets_01", "5", "");
		assert_int_equal(reply.code, 303);
		assert_non_null(strstr(reply_header(world, &reply, "Location"),
		    "?verzonden=ja"));
	}
	assert_int_equal(world_count(world, "evaluation"), 1);
	/* No cookie, no key as it was sent, no line in the log, no moment. */
	assert_null(reply_header(world, &reply, "Set-Cookie"));
	assert_int_equal(world_number(world, "SELECT count(*) FROM evaluation"
	    " WHERE instr(CAST(sleutel AS TEXT), 'sleutel') > 0"), 0);
	assert_int_equal(world_count(world, "audit"), 0);
	assert_string_equal(world_text(world, "SELECT group_concat(name)"
	    " FROM pragma_table_info('evaluation')"),
	    "event,sleutel,oordeel,meegenomen,anders");
}

static void
test_nothing_is_told_of_fewer_than_five(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_set_now(WORLD_END);
	world_sql(world, "UPDATE login SET begin = 1799762400,"
	    " gezien = 1799762400");
	for (int i = 1; i <= 5; i++) {
		answer(world, arena_printf(world->arena,
		    "sleutel_van_deze_toets_%02d", i), i == 1 ? "1" : "5",
		    "Een ontbijt met colleges");
		reply = desk_page(world, "/beheer/opkomst", READER);
		assert_int_equal(strstr(reply.body, "ontbijt") != NULL, i == 5);
		assert_int_equal(strstr(reply.body, "slecht") != NULL, i == 5);
	}
	assert_holds(&reply, "5 antwoorden");
	reply = desk_get(world, "/beheer/opkomst.xlsx", READER);
	assert_int_equal(reply.code, 200);
	assert_memory_equal(reply.body, "PK", 2);
	/* The letter to who came leads here. */
	reply = desk_page(world, "/beheer/berichten/nieuw?binnen=ja&"
	    "voorbeeld=dank", ORGANISER);
	assert_holds(&reply, path_of(world));
}

static void
test_answers_go_after_a_year(void **state)
{
	struct world *world = *state;
	struct housekeeping keeping = {
		.writer = world->app.writer, .config = &world->config,
	};

	world_set_now(WORLD_END);
	answer(world, "sleutel_van_deze_toets_01", "5", "");
	assert_int_equal(housekeeping_forget(&keeping,
	    WORLD_END + 365 * DAY - 1), STATUS_OK);
	assert_int_equal(world_count(world, "evaluation"), 1);
	assert_int_equal(housekeeping_forget(&keeping, WORLD_END + 365 * DAY),
	    STATUS_OK);
	assert_int_equal(world_count(world, "evaluation"), 0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, desk_open, world_close)

#define FROM_NETWORK	300	/* as evaluation.c has it: a hall */

static void
test_a_network_that_answers_for_a_whole_hall_has_to_wait(void **state)
{
	struct world *world = *state;

	world_set_now(WORLD_END);
	world->app.limit = limit_new();
	for (int i = 0; i < FROM_NETWORK; i++)
		assert_int_equal(answer(world, arena_printf(world->arena,
		    "sleutel_van_deze_toets_%03d", i), "4", "").code, 303);
	assert_int_equal(answer(world, "sleutel_van_nog_een_toets", "4", "").code,
	    429);
	assert_int_equal(world_count(world, "evaluation"), FROM_NETWORK);
	world_set_now(WORLD_END + LIMIT_WHILE);
	assert_int_equal(answer(world, "sleutel_van_nog_een_toets", "4", "").code,
	    303);
	limit_free(world->app.limit);
	world->app.limit = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_it_is_asked_around_the_event),
		TEST(test_once_and_with_a_grade),
		TEST(test_nothing_is_told_of_fewer_than_five),
		TEST(test_answers_go_after_a_year),
		TEST(test_a_network_that_answers_for_a_whole_hall_has_to_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
