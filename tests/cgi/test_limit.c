#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/limit.h"
#include "tests/support/world.h"

#define NOW	WORLD_NOW

static int
open_limit(void **state)
{
	*state = limit_new();
	return *state == NULL;
}

static int
close_limit(void **state)
{
	limit_free(*state);
	return 0;
}

static void
test_as_many_as_the_maximum_are_allowed(void **state)
{
	static const int most[] = { 0, 1, 5, 100 };
	char who[16];

	for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
		snprintf(who, sizeof(who), "192.0.2.%zu", i);
		for (int j = 0; j < most[i]; j++)
			assert_true(limit_allows(*state, who, most[i], NOW));
		assert_false(limit_allows(*state, who, most[i], NOW));
		assert_false(limit_allows(*state, who, most[i], NOW));
	}
}

static void
test_one_s_attempts_do_not_count_for_another(void **state)
{
	assert_true(limit_allows(*state, "192.0.2.1", 1, NOW));
	assert_false(limit_allows(*state, "192.0.2.1", 1, NOW));
	assert_true(limit_allows(*state, "192.0.2.10", 1, NOW));
	assert_true(limit_allows(*state, "192.0.2.", 1, NOW));
	assert_true(limit_allows(*state, "", 1, NOW));
	assert_false(limit_allows(*state, "", 1, NOW));
}

static void
test_count_begins_anew_after_the_while(void **state)
{
	static const struct {
		int64_t	after;
		bool	allowed;
	} vectors[] = {
		{ 0, true }, { 0, true }, { 1, false },
		{ LIMIT_WHILE - 1, false },
		{ LIMIT_WHILE, true }, { LIMIT_WHILE, true },
		{ LIMIT_WHILE + 1, false },
		{ 2 * LIMIT_WHILE - 1, false }, { 2 * LIMIT_WHILE, true },
		{ 50 * LIMIT_WHILE, true },
	};

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		assert_int_equal(limit_allows(*state, "192.0.2.1", 2,
		    NOW + vectors[i].after), vectors[i].allowed);
}

static void
test_refused_attempts_do_not_make_the_while_longer(void **state)
{
	assert_true(limit_allows(*state, "x", 1, NOW));
	for (int64_t i = 1; i < LIMIT_WHILE; i += 50)
		assert_false(limit_allows(*state, "x", 1, NOW + i));
	assert_true(limit_allows(*state, "x", 1, NOW + LIMIT_WHILE));
}

static void
test_without_a_limit_everything_is_allowed(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(limit_allows(NULL, "x", 0, NOW));
	limit_free(NULL);
}

/* Old counts are forgotten; a new one is never refused for another's. */
static void
test_flood_of_names_refuses_no_name_its_first(void **state)
{
	char who[32];

	for (int i = 0; i < 100000; i++) {
		snprintf(who, sizeof(who), "2001:db8::%x", i);
		assert_true(limit_allows(*state, who, 1, NOW));
	}
}

/* Or somebody would walk along many names to have their own forgotten. */
static void
test_flood_of_names_does_not_forget_who_is_over(void **state)
{
	char who[32];

	for (int i = 0; i < 5; i++)
		assert_true(limit_allows(*state, "192.0.2.1", 5, NOW));
	for (int i = 0; i < 100000; i++) {
		snprintf(who, sizeof(who), "2001:db8::%x", i);
		limit_allows(*state, who, 1, NOW);
	}
	assert_false(limit_allows(*state, "192.0.2.1", 5, NOW));
}

#define THREADS		8
#define ATTEMPTS	2000
#define MOST		1000

struct attempts {
	pthread_t	 thread;
	struct limit	*limit;
	int		 allowed;
};

static void *
attempt(void *arg)
{
	struct attempts *one = arg;

	for (int i = 0; i < ATTEMPTS; i++)
		one->allowed += limit_allows(one->limit, "x", MOST, NOW);
	return NULL;
}

static void
test_threads_together_get_no_more_than_the_maximum(void **state)
{
	struct attempts all[THREADS];
	int allowed = 0;

	for (int i = 0; i < THREADS; i++) {
		all[i] = (struct attempts){ .limit = *state };
		assert_int_equal(pthread_create(&all[i].thread, NULL, attempt,
		    &all[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) {
		pthread_join(all[i].thread, NULL);
		allowed += all[i].allowed;
	}
	assert_int_equal(allowed, MOST);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_limit, \
			    close_limit)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_as_many_as_the_maximum_are_allowed),
		TEST(test_one_s_attempts_do_not_count_for_another),
		TEST(test_count_begins_anew_after_the_while),
		TEST(test_refused_attempts_do_not_make_the_while_longer),
		cmocka_unit_test(test_without_a_limit_everything_is_allowed),
		TEST(test_flood_of_names_refuses_no_name_its_first),
		TEST(test_flood_of_names_does_not_forget_who_is_over),
		TEST(test_threads_together_get_no_more_than_the_maximum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
