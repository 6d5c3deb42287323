#ifndef TEMPLATES_DESK_OVERVIEW_H
#define TEMPLATES_DESK_OVERVIEW_H

#include "templates/chart.h"
#include "templates/desk/frame.h"

/* A figure that leads to the list of what it counts, if there is one. */
struct figure_view {
	int64_t		 count;
	const char	*words;
	const char	*path;		/* or NULL */
};

/* A line about people: figures of confirmed, waiting, cancelled. */
struct people_row {
	const char	*label;
	struct figure_view *figures;
	size_t		 nfigures;
};

struct seats_row {
	int64_t		 id;
	const char	*title;
	const char	*round;
	int64_t		 left;
	int64_t		 taken;
	int64_t		 places;
	int64_t		 waiting;
};

struct day_row {
	const char	*day;
	int64_t		 count;
	int64_t		 total;
};

struct thema_row {
	const char	*title;
	int64_t		 count;
};

struct step_row {
	const char	*when;
	const char	*what;
	bool		 past;
};

struct overview_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	struct figure_view *tiles;
	size_t		 ntiles;
	const char	*alarm;		/* no mail goes out, and why; or NULL */
	const char	*mail;		/* what wants a person, or NULL */
	struct people_row *people;
	size_t		 npeople;
	struct step_row	*steps;
	size_t		 nsteps;
	const struct chart *seats_chart;
	struct seats_row *seats;
	size_t		 nseats;
	const struct chart *days_chart;	/* NULL: nobody signed up yet */
	const struct chart *total_chart;
	const char	*period;	/* "dag", "week" */
	struct day_row	*days;
	size_t		 ndays;
	const struct chart *thema_chart;
	struct thema_row *themas;
	size_t		 nthemas;
};

#endif
