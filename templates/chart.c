#include "core/arena.h"
#include "core/buf.h"
#include "templates/chart.h"

#define GRID_TEXT	4	/* above its line */
#define TOP_ROOM	18	/* for the highest figure */
#define BELOW		22	/* for the dates */
#define POINT_BYTES	48

static int64_t
at_least(int64_t value, int64_t least)
{
	return value < least ? least : value;
}

/* value of whole, in units; it cannot overflow, whatever the figures. */
static int64_t
share(int64_t value, int64_t whole, int64_t units)
{
	if (value <= 0 || whole <= 0)
		return 0;
	if (value >= whole)
		return units;
	while (value > INT64_MAX / units) {
		value /= 2;
		whole /= 2;
	}
	/* What is more than nothing can be seen. */
	return at_least(value * units / whole, 1);
}

int64_t
chart_top(int64_t largest)
{
	int64_t power = 1;

	while (power <= INT64_MAX / 10 && power * 10 <= largest)
		power *= 10;
	for (int64_t times = 1; times <= 5; times += times == 1 ? 1 : 3)
		if (power > INT64_MAX / times || power * times >= largest)
			return power > INT64_MAX / times ? INT64_MAX :
			    power * times;
	return power > INT64_MAX / 10 ? INT64_MAX : power * 10;
}

static void
add_grid(struct chart *chart, int64_t value, int64_t top,
    struct arena *arena)
{
	int64_t y = TOP_ROOM + CHART_HEIGHT - share(value, top, CHART_HEIGHT);

	chart->grids[chart->ngrids++] = (struct chart_grid){
		.y = y, .text_y = y - GRID_TEXT,
		.label = arena_printf(arena, "%lld", (long long)value),
	};
}

/* The base and the top, and the middle when it is a whole figure. */
static int64_t
set_scale(struct chart *chart, const int64_t *values, size_t count,
    int64_t mark, struct arena *arena)
{
	int64_t largest = at_least(mark, 1), top;

	for (size_t i = 0; i < count; i++)
		largest = at_least(values[i], largest);
	top = chart_top(largest);
	chart->grids = arena_array(arena, CHART_GRIDS, sizeof(*chart->grids));
	chart->ngrids = 0;
	add_grid(chart, 0, top, arena);
	if (top % 2 == 0)
		add_grid(chart, top / 2, top, arena);
	add_grid(chart, top, top, arena);
	chart->height = TOP_ROOM + CHART_HEIGHT + BELOW;
	return top;
}

const char *
chart_percent(int64_t value, int64_t whole, struct arena *arena)
{
	int64_t part = share(value, whole, CHART_WIDTH);

	return arena_printf(arena, "%lld.%lld%%", (long long)part / 10,
	    (long long)part % 10);
}

void
chart_line(struct chart *chart, const int64_t *values, size_t count,
    int64_t mark, struct arena *arena)
{
	int64_t top = set_scale(chart, values, count, mark, arena);
	struct buf points;

	buf_init(&points, arena, (count + 2) * POINT_BYTES);
	for (size_t i = 0; i < count; i++) {
		size_t x = (2 * i + 1) * CHART_WIDTH / (2 * count);
		int64_t y = TOP_ROOM + CHART_HEIGHT -
		    share(values[i], top, CHART_HEIGHT);

		/* A line of one point would not be seen. */
		if (count == 1)
			buf_printf(&points, "0,%lld ", (long long)y);
		buf_printf(&points, "%s%zu,%lld", i == 0 ? "" : " ", x,
		    (long long)y);
		if (count == 1)
			buf_printf(&points, " %d,%lld", CHART_WIDTH,
			    (long long)y);
	}
	chart->points = points.data;
	chart->mark_y = TOP_ROOM + CHART_HEIGHT - share(mark, top,
	    CHART_HEIGHT);
	chart->mark_text_y = chart->mark_y - GRID_TEXT;
}
