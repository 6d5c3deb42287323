#ifndef TEMPLATES_PUBLIC_EVENT_H
#define TEMPLATES_PUBLIC_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The event and its programme, on pages and in letters (page.h). */

struct page_view;

struct session_view {
	int64_t		 id;
	const char	*title;
	const char	*about;
	const char	*room;
	const char	*places; /* "nog 12 plaatsen", "vol: wachtlijst" */
	bool		 chosen;
};

struct round_view {
	const char	*title;
	const char	*hours;
	const char	*name;		/* form key: deelnemer_1_sessie_2 */
	const char	*fault;
	const char	*describedby;
	struct session_view *sessions;
	size_t		 nsessions;
};

/* A moment of the day: a plenary part, or a round with its sessions. */
struct item_view {
	const char	*hours;
	const char	*title;
	const char	*about;
	struct session_view *sessions;
	size_t		 nsessions;
};

/* The facts that stand on every page and in every mail. */
struct event_view {
	const char	*title;
	const char	*audience;
	const char	*about;
	const char	*when;
	const char	*doors;		/* "inloop vanaf 9.30 uur", or NULL */
	const char	*where;
	const char	*reach;		/* how to get there */
	const char	*route;		/* link to a route planner */
	const char	*places;	/* in words */
	const char	*intro;	/* what the organiser adds to the page */
	const char	*note;		/* and above the form */
	const char	*closes;
	const char	*opens;		/* NULL: not known yet */
	const char	*organiser;
	const char	*email;
	const char	*mailto;
	bool		 open;
	bool		 full;
	bool		 nearly;	/* full */
	bool		 early;
	bool		 past;
	bool		 off;		/* it will not be */
	const char	*off_text;	/* what the organiser says, or NULL */
	const char	*was_when;	/* before it moved, or NULL */
	const char	*was_where;
	struct item_view *items;
	size_t		 nitems;
};

struct event_page {
	const struct page_view *page;
	const struct event_view *event;
};

#endif
