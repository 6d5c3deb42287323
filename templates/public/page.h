#ifndef TEMPLATES_PUBLIC_PAGE_H
#define TEMPLATES_PUBLIC_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/field.h"

/*
 * What the templates show: plain structs that a page's code fills and its
 * template reads.  A dot in a template is an arrow here, so nested things are
 * pointers; a list `things` has its count in `nthings`.  NULL prints nothing
 * and counts as false.
 */

struct event_view;

/* What surrounds every page. */
struct page_view {
	const char	*title;		/* of the browser's tab */
	const char	*event;		/* name in the header; NULL: none yet */
	const char	*audience;
	const char	*organiser;
	const char	*email;
	const char	*mailto;	/* the same as a link */
	const char	*style;		/* path of the stylesheet */
	const char	*colours; /* of the event's own colours, or NULL */
	const char	*script;	/* path of a script, or NULL */
	const char	*combobox;	/* and of the one for the list */
	const char	*canonical;	/* of a page for everybody, or NULL */
	const char	*description;
	const char	*preview;	/* address of its picture */
	bool		 off;		/* the event will not be */
	const char	*off_text;	/* and what is said of that, or NULL */
};

struct error_page {
	const struct page_view *page;
	const char	*heading;
	const char	*text;
	const char	*advice;
	bool		 lost;		/* a link that can be sent again */
};

/* What is kept for one purpose (db/retention/purpose.h). */
struct purpose_view {
	const char	*title;
	const char	*why;
	const char	*people;
	const char	*data;
	const char	*ground;
	const char	*whom;
	const char	*kept;		/* how long */
	const char	*until;		/* beyond that, or NULL */
};

struct text_page {
	const struct page_view *page;
	const struct event_view *event;
	struct purpose_view *purposes;
	size_t		 npurposes;
	const char	*address;	/* "": not said, and so below */
	const char	*officer;	/* of data protection */
	const char	*officer_email;
	const char	*officer_mailto;
	const char	*receivers;	/* lines */
	const char	*site;		/* the address that is declared on */
	const char	*letter;	/* of the status, A to E */
	const char	*level;		/* and in words */
	const char	*level_means;
	const char	*settled;	/* a date */
	const char	*settled_by;
	const char	*evidence;	/* lines */
	const char	*shortcomings;	/* lines */
	const char	*escalation;
	const struct field *requirements;
	size_t		 nrequirements;
	const struct field *contact;
	size_t		 ncontact;
	const struct field *participant;
	size_t		 nparticipant;
};

#endif
