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

	chart_bars(&chart, NULL, 0, *state);
	assert_int_equal(chart.nbars, 0);
	assert_int_equal(chart.height, 0);
	chart_columns(&chart, NULL, 0, *state);
	assert_int_equal(chart.ncolumns, 0);
	assert_int_equal(chart.ngrids, 2);
	chart_line(&chart, NULL, 0, *state);
	assert_string_equal(chart.points, "");
}

static void
test_one_bar_is_as_long_as_its_part_of_the_whole(void **state)
{
	static const struct {
		int64_t		value;
		int64_t		whole;
		int64_t		width;
	} vectors[] = {
		{ 0, 10, 0 }, { 10, 10, 1000 }, { 5, 10, 500 },
		{ 1, 3, 333 }, { 7, 0, 1000 }, { 0, 0, 0 }, { -3, 10, 0 },
		{ 12, 10, 1000 },	/* more than there is room for */
		{ 1, 100000, 1 },	/* more than nothing can be seen */
		{ INT64_MAX, INT64_MAX, 1000 },
		{ INT64_MAX / 2, INT64_MAX, 500 },
		{ 1, INT64_MAX, 1 },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct chart_value value = {
			.label = "Lassen", .text = "1",
			.value = vectors[i].value, .whole = vectors[i].whole,
		};
		struct chart chart = { .id = "een" };

		chart_bars(&chart, &value, 1, *state);
		assert_int_equal(chart.nbars, 1);
		/* Halving for large figures may cost a thousandth. */
		assert_in_range(chart.bars[0].width + 1, vectors[i].width,
		    vectors[i].width + 1);
		assert_null(chart.bars[0].more);
	}
}

static void
test_bars_without_a_whole_are_measured_by_the_largest(void **state)
{
	static const struct chart_value values[] = {
		{ "a", "5", 5, 0 }, { "b", "20", 20, 0 }, { "c", "0", 0, 0 },
	};
	struct chart chart = { .id = "drie" };

	chart_bars(&chart, values, COUNT(values), *state);
	assert_int_equal(chart.bars[0].width, 250);
	assert_int_equal(chart.bars[1].width, 1000);
	assert_int_equal(chart.bars[2].width, 0);
}

/* No two lines of text or bars in the same place. */
static void
test_bars_stand_below_each_other(void **state)
{
	static const struct chart_value values[] = {
		{ "Kort", "1", 1, 2 },
		{ "De driehoek van gemeente, onderwijs en bedrijfsleven",
		    "2", 2, 2 },
		{ "Kort", "1", 1, 2 },
	};
	struct chart chart = { .id = "drie" };
	int64_t below = 0;

	chart_bars(&chart, values, COUNT(values), *state);
	for (size_t i = 0; i < chart.nbars; i++) {
		const struct chart_bar *bar = &chart.bars[i];

		assert_true(bar->text_y > below + 10);
		assert_true(bar->y > (bar->more == NULL ? bar->text_y :
		    bar->more_y));
		below = bar->y + 14;
	}
	assert_true(chart.height >= below);
	assert_string_equal(chart.bars[1].label,
	    "De driehoek van gemeente, onderwijs");
	assert_string_equal(chart.bars[1].more, "en bedrijfsleven");
}

static void
test_label_is_cut_between_characters(void **state)
{
	/* 36 and more of two bytes each, without a space to cut at. */
	const char *endless = "éééééééééééééééééééééééééééééééééééééééééééééé"
	    "ééééééééééééééééééééééééééééééééééééééééééééééééé";
	struct chart_value value = { .label = endless, .text = "", .value = 1 };
	struct chart chart = { .id = "lang" };

	chart_bars(&chart, &value, 1, *state);
	assert_int_equal(strlen(chart.bars[0].label), 72);
	assert_int_equal(strlen(chart.bars[0].more), 70 + strlen("…"));
	value.label = "";
	chart_bars(&chart, &value, 1, *state);
	assert_string_equal(chart.bars[0].label, "");
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
test_columns_lie_side_by_side_within_the_width(void **state)
{
	static const size_t counts[] = { 1, 2, 3, 7, 120, 999, 1000, 4000 };

	for (size_t i = 0; i < COUNT(counts); i++) {
		int64_t *values = arena_array(*state, counts[i],
		    sizeof(*values)), last = 0;
		struct chart chart = { .id = "kolommen" };

		for (size_t j = 0; j < counts[i]; j++)
			values[j] = (int64_t)j;
		chart_columns(&chart, values, counts[i], *state);
		assert_int_equal(chart.ncolumns, counts[i]);
		for (size_t j = 0; j < counts[i]; j++) {
			const struct chart_column *one = &chart.columns[j];

			assert_true(one->x >= last - (counts[i] > 1000));
			assert_true(one->width >= 1);
			assert_true(one->x + one->width <= CHART_WIDTH);
			assert_int_equal(one->y + one->height,
			    chart.columns[0].y + chart.columns[0].height);
			last = one->x + (counts[i] > 1000 ? 0 : one->width);
		}
	}
}

static void
test_column_is_as_high_as_its_figure(void **state)
{
	static const int64_t values[] = { 0, 5, 10, -1 };
	struct chart chart = { .id = "kolommen" };

	chart_columns(&chart, values, COUNT(values), *state);
	assert_int_equal(chart.columns[0].height, 0);
	assert_int_equal(chart.columns[1].height, CHART_HEIGHT / 2);
	assert_int_equal(chart.columns[2].height, CHART_HEIGHT);
	assert_int_equal(chart.columns[3].height, 0);
	/* The axis says so, too. */
	assert_int_equal(chart.ngrids, 3);
	assert_string_equal(chart.grids[0].label, "0");
	assert_string_equal(chart.grids[1].label, "5");
	assert_string_equal(chart.grids[2].label, "10");
	assert_int_equal(chart.grids[1].y, chart.columns[1].y);
	assert_int_equal(chart.grids[2].y, chart.columns[2].y);
}

static void
test_huge_figures_do_not_overflow(void **state)
{
	static const int64_t values[] = { INT64_MAX, INT64_MAX / 2, 1 };
	struct chart chart = { .id = "reusachtig" };

	chart_columns(&chart, values, COUNT(values), *state);
	assert_int_equal(chart.columns[0].height, CHART_HEIGHT);
	assert_in_range(chart.columns[1].height, CHART_HEIGHT / 2 - 1,
	    CHART_HEIGHT / 2);
	assert_int_equal(chart.columns[2].height, 1);
}

static void
test_line_runs_through_the_middles(void **state)
{
	static const int64_t values[] = { 0, 10 };
	struct chart chart = { .id = "lijn" };

	chart_line(&chart, values, 2, *state);
	assert_string_equal(chart.points, "250,178 750,18");
	/* One day is a line as well. */
	chart_line(&chart, values + 1, 1, *state);
	assert_string_equal(chart.points, "0,18 500,18 1000,18");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_no_data_draws_an_empty_chart),
		TEST(test_one_bar_is_as_long_as_its_part_of_the_whole),
		TEST(test_bars_without_a_whole_are_measured_by_the_largest),
		TEST(test_bars_stand_below_each_other),
		TEST(test_label_is_cut_between_characters),
		TEST(test_top_of_a_scale_is_round_and_high_enough),
		TEST(test_columns_lie_side_by_side_within_the_width),
		TEST(test_column_is_as_high_as_its_figure),
		TEST(test_huge_figures_do_not_overflow),
		TEST(test_line_runs_through_the_middles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
