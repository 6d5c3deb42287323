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

/* A line across at a round figure. */
struct chart_grid {
	int64_t		 y;
	int64_t		 text_y;
	const char	*label;
};

struct chart {
	const char	*id;		/* what its parts are named after */
	const char	*title;
	const char	*about;		/* in a sentence, for a screen reader */
	int64_t		 height;	/* of all of it */
	const char	*points;	/* of a line through the middles */
	struct chart_grid *grids;
	size_t		 ngrids;
	const char	*mark;		/* words at a line of its own, or NULL */
	int64_t		 mark_y;
	int64_t		 mark_text_y;
	const char	*first;		/* what stands below, left and right */
	const char	*last;
};

/*
 * Fills in points, grids and height; what lies at mark (the places there are)
 * is on the scale as well.
 */
void		 chart_line(struct chart *, const int64_t *values,
		    size_t count, int64_t mark, struct arena *);

/* How wide a meter is: "58.6%"; 0 and 100 for what is below and above. */
const char	*chart_percent(int64_t value, int64_t whole, struct arena *);

/* The round figure at the top of a scale: 1, 2 or 5 times a power of ten. */
int64_t		 chart_top(int64_t largest);

#endif
