#ifndef TEMPLATES_CHART_H
#define TEMPLATES_CHART_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * Charts that the server draws, as templates/desk/chart.html shows them.  The
 * width is the browser's: across, everything is in thousandths of it, up and
 * down in pixels, so that a chart fits a phone and its text keeps its size.
 */
#define CHART_WIDTH	1000
#define CHART_HEIGHT	160	/* of the area of columns and lines */
#define CHART_GRIDS	6	/* at most */

/* A bar that lies, with its words above it and its figure at the end. */
struct chart_bar {
	const char	*label;
	const char	*more;		/* of a label that needs two lines */
	const char	*value;
	int64_t		 text_y;	/* baselines */
	int64_t		 more_y;
	int64_t		 value_y;
	int64_t		 y;		/* the bar's upper edge */
	int64_t		 width;
};

/* A line across at a round figure. */
struct chart_grid {
	int64_t		 y;
	int64_t		 text_y;
	const char	*label;
};

struct chart_column {
	int64_t		 x;
	int64_t		 y;
	int64_t		 width;
	int64_t		 height;
};

struct chart {
	const char	*id;		/* what its parts are named after */
	const char	*title;
	const char	*about;		/* in a sentence, for a screen reader */
	int64_t		 height;	/* of all of it */
	struct chart_bar *bars;
	size_t		 nbars;
	struct chart_column *columns;
	size_t		 ncolumns;
	const char	*points;	/* of a line through the middles */
	struct chart_grid *grids;
	size_t		 ngrids;
	const char	*first;		/* what stands below, left and right */
	const char	*last;
};

/* What is to be drawn of a bar; whole 0 means the largest of all values. */
struct chart_value {
	const char	*label;
	const char	*text;		/* the figure in words */
	int64_t		 value;		/* below 0 counts as 0 */
	int64_t		 whole;
};

/* Fills in bars and height. */
void		 chart_bars(struct chart *, const struct chart_value *,
		    size_t count, struct arena *);

/* Fills in columns (or, chart_line, points), grids and height. */
void		 chart_columns(struct chart *, const int64_t *values,
		    size_t count, struct arena *);
void		 chart_line(struct chart *, const int64_t *values,
		    size_t count, struct arena *);

/* The round figure at the top of a scale: 1, 2 or 5 times a power of ten. */
int64_t		 chart_top(int64_t largest);

#endif
