#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "templates/chart.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static int
open_arena(void **state)
{
	*state = arena_new((size_t)16 << 20);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_no_data_draws_an_empty_chart(void **state)
{
	struct chart chart = { .id = "leeg" };

	chart_line(&chart, NULL, 0, 0, *state);
	assert_int_equal(chart.ngrids, 2);
	assert_string_equal(chart.points, "");
}

static void
test_meter_is_as_wide_as_its_part_of_the_whole(void **state)
{
	static const struct {
		int64_t		value;
		int64_t		whole;
		const char	*width;
	} vectors[] = {
		{ 0, 10, "0.0%" }, { 10, 10, "100.0%" }, { 5, 10, "50.0%" },
		{ 1, 3, "33.3%" }, { 7, 0, "0.0%" }, { 0, 0, "0.0%" },
		{ -3, 10, "0.0%" },
		{ 12, 10, "100.0%" },	/* more than there is room for */
		{ 1, 100000, "0.1%" },	/* more than nothing can be seen */
		{ INT64_MAX, INT64_MAX, "100.0%" },
		{ INT64_MAX / 2, INT64_MAX, "49.9%" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(chart_percent(vectors[i].value,
		    vectors[i].whole, *state), vectors[i].width);
}

static void
test_top_of_a_scale_is_round_and_high_enough(void **state)
{
	static const struct {
		int64_t		largest;
		int64_t		top;
	} vectors[] = {
		{ 0, 1 }, { 1, 1 }, { 2, 2 }, { 3, 5 }, { 5, 5 }, { 6, 10 },
		{ 10, 10 }, { 11, 20 }, { 49, 50 }, { 51, 100 },
		{ 99999, 100000 }, { 100001, 200000 },
		{ INT64_MAX, INT64_MAX },
		{ INT64_MAX / 10 * 10, INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(chart_top(vectors[i].largest),
		    vectors[i].top);
}

static void
test_line_runs_through_the_middles(void **state)
{
	static const int64_t values[] = { 0, 10 };
	struct chart chart = { .id = "lijn" };

	chart_line(&chart, values, 2, 0, *state);
	assert_string_equal(chart.points, "250,178 750,18");
	assert_int_equal(chart.ngrids, 3);
	assert_string_equal(chart.grids[1].label, "5");
	assert_string_equal(chart.grids[2].label, "10");
	/* One day is a line as well. */
	chart_line(&chart, values + 1, 1, 0, *state);
	assert_string_equal(chart.points, "0,18 500,18 1000,18");
}

static void
test_mark_is_on_the_scale_of_the_line(void **state)
{
	static const int64_t values[] = { 0, 10 };
	struct chart chart = { .id = "lijn" };

	chart_line(&chart, values, 2, 20, *state);
	assert_string_equal(chart.grids[2].label, "20");
	assert_string_equal(chart.points, "250,178 750,98");
	assert_int_equal(chart.mark_y, 18);
	chart_line(&chart, values, 2, 5, *state);
	assert_int_equal(chart.mark_y, 98);
}

static void
test_huge_figures_do_not_overflow(void **state)
{
	static const int64_t values[] = { INT64_MAX, 1 };
	struct chart chart = { .id = "reusachtig" };

	chart_line(&chart, values, COUNT(values), 0, *state);
	assert_string_equal(chart.points, "250,18 750,177");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_no_data_draws_an_empty_chart),
		TEST(test_meter_is_as_wide_as_its_part_of_the_whole),
		TEST(test_top_of_a_scale_is_round_and_high_enough),
		TEST(test_line_runs_through_the_middles),
		TEST(test_mark_is_on_the_scale_of_the_line),
		TEST(test_huge_figures_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
