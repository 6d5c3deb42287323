#ifndef TEMPLATES_DESK_EVENTS_H
#define TEMPLATES_DESK_EVENTS_H

#include "templates/desk/frame.h"

struct event_row {
	int64_t		 id;
	const char	*title;
	const char	*when;
	const char	*people;
	bool		 shown;		/* to the public */
	bool		 off;		/* it will not be */
	bool		 past;
	bool		 here;		/* what this session looks at */
};

struct events_page {
	const struct desk_frame *frame;
	bool		 may_change;
	struct event_row *events;
	size_t		 nevents;
};

#endif
