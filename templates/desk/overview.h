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

/* What wants a person, worst first: what, why, and the one thing to do. */
struct todo_view {
	const char	*shade;		/* bad or wait */
	const char	*title;
	const char	*text;
	const char	*path;
	const char	*button;
};

/* A figure with its whole and what follows from it; a bar shows how full. */
struct tile_view {
	int64_t		 count;
	int64_t		 whole;
	const char	*words;
	const char	*more;		/* or NULL */
	const char	*path;
	const char	*shade;		/* of the bar: wait when it is full */
	const char	*width;
};

/* A step on the way to a public event, and the place where it is done. */
struct check_row {
	bool		 done;
	const char	*what;
	const char	*about;
	const char	*path;
};

struct seats_row {
	int64_t		 id;
	const char	*title;
	const char	*round;
	int64_t		 taken;
	int64_t		 places;
	int64_t		 waiting;
	const char	*shade;
	const char	*width;
};

struct day_row {
	const char	*day;
	int64_t		 count;
	int64_t		 total;
};

struct thema_row {
	const char	*title;
	int64_t		 count;
	const char	*width;
};

struct step_row {
	const char	*when;
	const char	*what;
	bool		 past;
};

struct overview_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	const char	*sign_up;	/* open or not, and until when */
	const char	*switch_to;	/* open, dicht; NULL: not by this role */
	const char	*switch_text;
	struct check_row *checks;	/* none when the event is public */
	size_t		 nchecks;
	struct todo_view *todo;
	size_t		 ntodo;
	struct tile_view *tiles;
	size_t		 ntiles;
	bool		 may_add;
	struct people_row *people;
	size_t		 npeople;
	struct step_row	*steps;
	size_t		 nsteps;
	struct seats_row *seats;
	size_t		 nseats;
	const struct chart *chart;	/* NULL: of no or one day */
	const char	*period;	/* "dag", "week" */
	struct day_row	*days;
	size_t		 ndays;
	struct thema_row *themas;
	size_t		 nthemas;
};

#endif
