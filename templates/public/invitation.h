#ifndef TEMPLATES_PUBLIC_INVITATION_H
#define TEMPLATES_PUBLIC_INVITATION_H

#include "templates/public/form.h"
#include "templates/public/page.h"

/* What a municipality answers to its invitation, by its code. */
struct invitation_page {
	const struct page_view *page;
	const struct event_view *event;
	const struct summary_view *summary;	/* or NULL */
	const char	*gemeente;
	const char	*code;
	const char	*done;		/* what was noted just now, or NULL */
	const char	*before;	/* what it said before, or NULL */
	bool		 over;		/* nothing can be answered any more */
	bool		 open;		/* signing up is */
	const struct field_view *reason;
	const struct field_view *address;
	const struct field_view *day;
};

/* No news any more, by the link of a letter of it. */
struct unsubscribe_page {
	const struct page_view *page;
	const char	*token;
	bool		 unsubscribed;
};

#endif
