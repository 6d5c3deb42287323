#ifndef TEMPLATES_DESK_CHECKIN_H
#define TEMPLATES_DESK_CHECKIN_H

#include "templates/desk/frame.h"

/* Letting people in: what a door sees of them, and no more. */
struct door_hit {
	const char	*number;
	const char	*name;
	const char	*state;		/* in words, and the class of its shape */
	const char	*shade;
	const char	*about;		/* "Hengelo, wethouder mbo" */
	const char	*sessions;	/* or NULL */
	const char	*told;		/* what else there is to know, or NULL */
	bool		 no_photo;
	bool		 may;		/* has a place and is not in */
	bool		 anyway;	/* has none: somebody decides */
	bool		 in;
};

/* Whose name no longer stands there. */
struct door_gone {
	const char	*name;
	const char	*told;
};

struct door_figure {
	const char	*what;
	const char	*count;		/* "12 van 34" */
	const char	*width;		/* of the bar: "35%"; NULL: none */
};

struct checkin_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	const char	*style;		/* path of the door's own sheet */
	const char	*door;		/* "deur Oost", or NULL */
	const char	*typed;		/* the door's name, when it is asked */
	bool		 asks;		/* which door this is */
	const char	*came;
	const char	*expected;
	const char	*said;		/* what was just done, or NULL */
	const char	*said_shade;
	const char	*undo;		/* number of whom, or NULL */
	const char	*query;		/* or NULL */
	bool		 cut;		/* there may be more */
	struct door_hit	*hits;
	size_t		 nhits;
	struct door_gone *gone;
	size_t		 ngone;
	const char	*made;		/* 9.58 */
	struct door_figure *figures;
	size_t		 nfigures;
	struct door_figure *sessions;
	size_t		 nsessions;
	bool		 reader;	/* may see the rest of the desk, */
	bool		 organiser;	/* and print badges */
};

#endif
