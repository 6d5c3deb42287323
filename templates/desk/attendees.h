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
	const char	*chosen;	/* number and version, for a tick */
	const char	*contact;
	const char	*when;
	const char	*href;		/* that knows the way back */
	const char	*why;		/* was found, or NULL: by the name */
};

/* One question of the filter with its answers; the first asks nothing. */
struct filter_select {
	const char	*name;
	const char	*label;
	const char	*any;
	struct option_view *options;
	size_t		 noptions;
};

struct order_link {
	const char	*label;
	const char	*href;
	bool		 here;
};

/* Everybody, or who stands in one way, and how many they are. */
struct attendees_tab {
	const char	*label;
	const char	*href;
	int64_t		 count;
	bool		 here;
};

struct attendees_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	const char	*query;
	const char	*summary;
	const char	*found;	/* how many, in words; NULL: everybody */
	bool		 filtered;	/* by more than the search */
	struct attendees_tab *tabs;
	size_t		 ntabs;
	struct filter_select *move;	/* to a session; NULL: there is none */
	struct filter_select *selects;
	size_t		 nselects;
	const char	*since;
	bool		 held;
	const char	*order;		/* as the address says it; or NULL */
	const char	*gemeente;	/* only of this code; or NULL */
	const char	*gemeente_name;
	struct order_link *orders;
	size_t		 norders;
	const char	*previous;	/* addresses, or NULL */
	const char	*next;
	const char	*write;		/* mail to these people, or NULL */
	const char	*export;
	const char	*csv;
	bool		 may_add;
	const char	*filter;	/* as an address says it; or "" */
	struct attendee_view *attendees;
	size_t		 nattendees;
};

#endif
