#ifndef TEMPLATES_DESK_ATTENDEES_H
#define TEMPLATES_DESK_ATTENDEES_H

#include "templates/desk/frame.h"

struct attendee_view {
	int64_t		 number;
	const char	*name;
	const char	*gemeente;
	const char	*role;
	const char	*position;
	const char	*state;
	const char	*shade;
	const char	*contact;
	const char	*when;
};

struct attendees_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	const char	*query;
	const char	*summary;
	bool		 cut;		/* there are more than are shown */
	struct attendee_view *attendees;
	size_t		 nattendees;
};

#endif
