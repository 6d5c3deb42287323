#ifndef TEMPLATES_DESK_RETENTION_H
#define TEMPLATES_DESK_RETENTION_H

#include "templates/desk/frame.h"

/* What is kept, for what, until when; and of each event. */
struct kept_view {
	const char	*title;
	const char	*why;
	const char	*until;
	const char	*held;
	const char	*gone;
	const char	*late;
	bool		 is_late;
};

struct kept_event {
	const char	*title;
	const char	*people;
	const char	*wishes_until;
	const char	*until;
};

/* How many of those who were erased, by one thing. */
struct gone_figure {
	const char	*event;
	const char	*over;
	const char	*what;
	const char	*state;
	const char	*count;
};

struct retention_page {
	const struct desk_frame *frame;
	struct kept_view *kept;
	size_t		 nkept;
	struct kept_event *events;
	size_t		 nevents;
	struct gone_figure *figures;
	size_t		 nfigures;
	bool		 late;
};

#endif
