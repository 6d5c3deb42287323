#ifndef CGI_PAGE_H
#define CGI_PAGE_H

#include "cgi/app.h"
#include "cgi/http/router.h"
#include "templates/present.h"
#include "templates/public/day.h"
#include "templates/public/event.h"
#include "templates/public/page.h"

/* What a handler needs to draw any public page: the surroundings. */
struct page_context {
	const struct catalog	*catalog;
	struct taken		 taken;
	struct event_view	*event;
	struct page_view	*page;
};

/*
 * Reads the catalog and the seats of an event (or CATALOG_VISIBLE).  title
 * goes in front of the event's name in the browser's tab.  NOTFOUND: no
 * event has been set up.
 */
enum status	 page_context_set(struct app *, struct request *, int64_t event,
		    const char *title, struct page_context *);

/*
 * A page for everybody: search engines may show it, by one address and with
 * what it is about.  Before it is drawn; nothing personal may be on it.
 */
void		 page_publish(struct app *, struct request *,
		    struct page_context *, struct response *);

/* The code with which this person comes in, and for a page of theirs. */
const char	*page_entry_code(struct app *, const struct participant *,
		    struct arena *);
const struct entry_view *page_entry(struct app *, const struct participant *,
		    struct arena *);

/*
 * In the name of the file of an event's colours, /kleuren/1-1f4e79.css: to
 * be raised when what is derived from a colour changes (signup/colours.c).
 */
#define COLOURS_VERSION	"1-"

/* The error_page of router.h's site: one page for every code of 400 or more. */
void		 page_error(struct app *, struct request *, enum status,
		    int code, struct response *);

#endif
