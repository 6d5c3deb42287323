#ifndef TEMPLATES_DESK_COVERAGE_H
#define TEMPLATES_DESK_COVERAGE_H

#include "templates/desk/frame.h"

/* A figure on top that leads to the municipalities it counts. */
struct coverage_tile {
	int64_t		 figure;
	const char	*label;
	const char	*key;		/* of the filter */
};

/* A province on the map, or a region in a table. */
struct coverage_region {
	const char	*name;
	const char	*abbreviation;
	const char	*percent;	/* "78%", or "–" of none */
	const char	*of;		/* "7 van 9" */
	int64_t		 silent;
	int64_t		 people;
	const char	*shade;		/* p0 to p4 */
	int		 x;
	int		 y;
	int		 width;
	int		 height;
	int		 text_x;
	int		 text_y;
	int		 next_y;	/* of a second line */
	bool		 narrow;	/* the figure on a line of its own */
};

struct coverage_part {
	const char	*code;
	const char	*label;		/* "3 onder Wijdemeren" */
};

struct coverage_row {
	const char	*code;
	const char	*name;
	const char	*href;
	const char	*initial;	/* it is sorted under */
	const char	*past;		/* "tot 2027-01-01", or NULL */
	const char	*province;
	const char	*region;
	const char	*colleges;
	bool		 mbo;
	const char	*state;
	const char	*shade;
	int64_t		 people;	/* under its own name */
	struct coverage_part *parts;	/* and under those it took in */
	size_t		 nparts;
	const char	*first;		/* of this letter; or NULL */
};

/* To the page that this letter begins on. */
struct coverage_letter {
	const char	*label;
	const char	*href;
};

struct coverage_page {
	const struct desk_frame *frame;
	const char	*lead;
	struct coverage_tile *tiles;
	size_t		 ntiles;
	bool		 mbo;		/* only those with a college */
	const char	*base;		/* "met een mbo-instelling" or NULL */
	struct coverage_region *provinces;
	size_t		 nprovinces;
	struct coverage_region *regions;
	size_t		 nregions;

	const char	*query;		/* the filter as it is */
	struct option_view *states;
	size_t		 nstates;
	struct option_view *in_provinces;
	size_t		 nin_provinces;
	struct option_view *in_regions;
	size_t		 nin_regions;
	bool		 filtered;	/* by more than that */
	const char	*xlsx;		/* the filtered list as a file */
	const char	*csv;
	const char	*found;		/* "61 gemeenten, 12 mensen" */
	const char	*answers;	/* "40 aangemeld, 21 stil" */
	struct coverage_row *rows;
	size_t		 nrows;
	struct coverage_letter *letters;	/* when there are pages */
	size_t		 nletters;
	const char	*pages;		/* "51–100 van 342", or NULL: all */
	const char	*previous;	/* addresses, or NULL */
	const char	*next;
	bool		 may_edit;
};

#endif
