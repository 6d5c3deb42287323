/* The best of a walk, against everybody sorted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/found.h"
#include "tests/support/world.h"

#define PEOPLE	40
#define ROUNDS	400

SQL(FOUND_WALK, "SELECT participant, naam, zoek FROM attendee"
    " WHERE event = ?1 ORDER BY naam, participant");
SQL(FOUND_WALK_BACK, "SELECT participant, naam, zoek FROM attendee"
    " WHERE event = ?1 ORDER BY naam DESC, participant DESC");
SQL(FOUND_ODD, "SELECT ?1 % 2");

struct person {
	int64_t		 nummer;
	const char	*naam;
	enum search_rank rank;
	bool		 second;	/* whether odd numbers go last */
};

static int
by_answer(const void *left, const void *right)
{
	const struct person *a = left, *b = right;
	int64_t odd = a->second ? a->nummer % 2 - b->nummer % 2 : 0;
	int order = (int)a->rank - (int)b->rank;

	if (order == 0)
		order = (int)odd;
	if (order == 0)
		order = strcmp(a->naam, b->naam);
	return order != 0 ? order : (a->nummer > b->nummer) -
	    (a->nummer < b->nummer);
}

static const char *const own[] = { "piet jansen", "piet jansne", "piet" };
static const char *const town[] = { "jansen", "jansne", "woerden" };

/* Not world_sql, which makes the index anew. */
static enum status
run(struct db *db, void *sql, struct arena *arena)
{
	(void)arena;
	return db_script(db, sql, SIZE_MAX);
}

/* So many people, of each rank and of few names. */
static void
fill(struct world *world, struct person *people)
{
	assert_int_equal(world_run(world, run, arena_string(world->arena,
	    "DELETE FROM attendee")), STATUS_OK);
	for (size_t i = 0; i < PEOPLE; i++) {
		size_t o = (size_t)rand() % 3, t = (size_t)rand() % 3;

		people[i] = (struct person){
			.nummer = (int64_t)i + 1,
			.naam = arena_printf(world->arena, "n%d", rand() % 7),
			.rank = o == 0 ? SEARCH_OWN : o == 1 ?
			    SEARCH_OWN_NEAR : t == 0 ? SEARCH_ELSE : t == 1 ?
			    SEARCH_ELSE_NEAR : SEARCH_NOT,
		};
		assert_int_equal(world_run(world, run, arena_printf(
		    world->arena, "INSERT INTO attendee VALUES (1, '%s', %zu,"
		    " '%s' || char(10) || '%zu 1' || char(10) || '%s', 0, '',"
		    " '', '', 'nee')", people[i].naam, i + 1, own[o], i + 1,
		    town[t])), STATUS_OK);
	}
}

/* One question, of which the answer is known. */
static void
ask(struct world *world, struct person *people, struct found_asked *asked)
{
	struct person sorted[PEOPLE], *from = NULL;
	struct found_from begin;
	struct found found;
	size_t at = 0, fits = 0;

	memcpy(sorted, people, sizeof(sorted));
	for (size_t i = 0; i < PEOPLE; i++)
		sorted[i].second = asked->second != NULL;
	qsort(sorted, PEOPLE, sizeof(*sorted), by_answer);
	while (fits < PEOPLE && sorted[fits].rank < SEARCH_NOT)
		fits++;
	if (asked->second == NULL && rand() % 3 > 0)
		from = &sorted[rand() % (int)fits];
	if (from != NULL) {
		begin = (struct found_from){ from->nummer, from->naam,
		    from->rank };
		at = (size_t)(from - sorted) + 1;
	}
	asked->from = from == NULL ? NULL : &begin;
	asked->back = asked->second == NULL && rand() % 2 == 0;
	assert_int_equal(found_read(world->app.db, asked->back ?
	    SQL_FOUND_WALK_BACK : SQL_FOUND_WALK, VALUES(value_integer(1)),
	    asked, world->arena, &found), STATUS_OK);
	if (asked->back)
		at = from == NULL ? fits : at - 1;
	for (size_t i = 0; i < found.count; i++)
		assert_int_equal(found.list[i], sorted[asked->back ?
		    at - 1 - i : at + i].nummer);
	at = asked->back ? at : fits - at;
	assert_int_equal(found.count, at < asked->max ? at : asked->max);
	if (found.total != (int64_t)fits)
		assert_true(found.total >= asked->most &&
		    found.total < (int64_t)fits);
}

static void
test_page_is_that_of_everybody_sorted(void **state)
{
	struct world *world = *state;
	struct person people[PEOPLE];

	world->spoilt = true;
	srand(20261129);
	for (int i = 0; i < ROUNDS; i++) {
		struct found_asked asked = {
			.query = "jansen", .fields = SEARCH__MAX,
			.max = 1 + (size_t)rand() % 12, .most = rand() % 50,
			.second = rand() % 3 == 0 ? SQL_FOUND_ODD : NULL,
		};

		if (i % 20 == 0)
			fill(world, people);
		ask(world, people, &asked);
	}
}

/* What is asked ends when it is known: the rest is not looked at. */
static void
test_walk_ends_when_the_page_is_full(void **state)
{
	struct world *world = *state;
	struct person people[PEOPLE];
	struct found_asked asked = {
		.query = "piet", .fields = SEARCH__MAX, .max = 3, .most = 5,
	};
	struct found found;

	world->spoilt = true;
	fill(world, people);
	assert_int_equal(found_read(world->app.db, SQL_FOUND_WALK,
	    VALUES(value_integer(1)), &asked, world->arena, &found),
	    STATUS_OK);
	assert_int_equal(found.count, 3);
	assert_int_equal(found.total, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_page_is_that_of_everybody_sorted, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_walk_ends_when_the_page_is_full, world_open,
		    world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
