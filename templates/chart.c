#include "core/arena.h"
#include "core/buf.h"
#include "templates/chart.h"

#define LABEL_MAX	36	/* code points that fit a phone */
#define LINE		19	/* pixels */
#define BAR		14
#define GAP		12
#define GRID_TEXT	4	/* above its line */
#define TOP_ROOM	18	/* for the highest figure */
#define BELOW		22	/* for the dates */
#define POINT_BYTES	48
#define GAP_PART	5	/* a fifth of a column's room stays free */

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

/* The byte behind so many code points, or the end. */
static size_t
bytes_of(const char *text, size_t points)
{
	size_t i = 0;

	for (; text[i] != '\0'; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80 && points-- == 0)
			break;
	return i;
}

/* Cut at the last space that fits the line, or in a word that does not. */
static void
set_label(struct chart_bar *bar, const char *label, struct arena *arena)
{
	size_t end = bytes_of(label, LABEL_MAX), cut = end;
	const char *rest;

	if (label[end] != '\0')
		while (cut > 0 && label[cut] != ' ')
			cut--;
	if (cut == 0)
		cut = end;
	rest = label + cut;
	bar->label = arena_copy(arena, label, cut);
	while (*rest == ' ')
		rest++;
	if (*rest == '\0')
		return;
	cut = bytes_of(rest, LABEL_MAX);
	bar->more = rest[cut] == '\0' ? rest : arena_printf(arena, "%.*s…",
	    (int)bytes_of(rest, LABEL_MAX - 1), rest);
}

void
chart_bars(struct chart *chart, const struct chart_value *values,
    size_t count, struct arena *arena)
{
	int64_t largest = 0, y = 0;

	for (size_t i = 0; i < count; i++)
		largest = at_least(values[i].value, largest);
	chart->bars = arena_array(arena, count, sizeof(*chart->bars));
	chart->nbars = count;
	for (size_t i = 0; i < count; i++) {
		struct chart_bar *bar = &chart->bars[i];

		set_label(bar, values[i].label, arena);
		bar->value = values[i].text;
		bar->text_y = y + LINE - 5;
		bar->more_y = bar->text_y + LINE;
		bar->y = y + LINE + (bar->more == NULL ? 0 : LINE);
		bar->value_y = bar->y + BAR - 2;
		bar->width = share(values[i].value, values[i].whole > 0 ?
		    values[i].whole : largest, CHART_WIDTH);
		y = bar->y + BAR + GAP;
	}
	chart->height = y;
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
    struct arena *arena)
{
	int64_t largest = 1, top;

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

void
chart_columns(struct chart *chart, const int64_t *values, size_t count,
    struct arena *arena)
{
	int64_t top = set_scale(chart, values, count, arena);

	chart->columns = arena_array(arena, count, sizeof(*chart->columns));
	chart->ncolumns = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t x = (int64_t)(i * CHART_WIDTH / count);
		int64_t next = (int64_t)((i + 1) * CHART_WIDTH / count);
		int64_t height = share(values[i], top, CHART_HEIGHT);

		chart->columns[chart->ncolumns++] = (struct chart_column){
			.x = x, .width = at_least(next - x -
			    (next - x) / GAP_PART, 1),
			.y = TOP_ROOM + CHART_HEIGHT - height,
			.height = height,
		};
	}
}

void
chart_line(struct chart *chart, const int64_t *values, size_t count,
    struct arena *arena)
{
	int64_t top = set_scale(chart, values, count, arena);
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
}
