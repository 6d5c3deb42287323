#ifndef TEMPLATES_DESK_FRAME_H
#define TEMPLATES_DESK_FRAME_H

#include <stdint.h>

#include "templates/public/page.h"

/*
 * What surrounds every page of the desk.  Each page of it has its views in a
 * header of its own name, next to its template.
 */
enum desk {
	DESK_NONE,
	DESK_OVERVIEW,
	DESK_ATTENDEES,
	DESK_GEMEENTEN,
	DESK_CAMPAIGN,
	DESK_PROGRAMME,
	DESK_MAIL,
	DESK_EXPORT,
	DESK_SETTINGS,
	DESK_LOG,
	DESK_DOOR,
	DESK_ACCOUNT,
	DESK__MAX
};

struct desk_link {
	const char	*path;
	const char	*label;
	bool		 here;
	int64_t		 waiting;	/* things that want a person; 0: none */
};

struct desk_frame {
	const struct page_view *page;
	const char	*style;		/* path of the desk's own sheet */
	const char	*when;		/* the event is, and how soon */
	const char	*off;		/* it is hidden, or signing up is closed */
	bool		 hidden;
	const char	*account;	/* that is signed in; NULL: nobody */
	const char	*csrf;
	bool		 may_switch;	/* to another event */
	struct desk_link *links;	/* what this role may see */
	size_t		 nlinks;
	int64_t		 waiting;	/* of all links */
	const char	*done;		/* said once, after a change; or NULL */
	const char	*take_back;	/* where its mails are, or NULL */
	bool		 undoes;	/* and the act can be undone there */
};

/* The way through a list that is shown a page at a time; addresses, or NULL. */
struct pages_view {
	const char	*newest;
	const char	*newer;
	const char	*older;
};

#endif
