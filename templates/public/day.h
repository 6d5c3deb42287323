#ifndef TEMPLATES_PUBLIC_DAY_H
#define TEMPLATES_PUBLIC_DAY_H

#include <stdbool.h>

#include "templates/qr.h"

struct event_view;
struct page_view;
struct person_view;

/* The code to come in with; as a picture, or NULL when it does not fit. */
struct entry_view {
	const char	*code;
	const struct qr_view *qr;
};

/* A person's day: what is on their badge, and where they are to be. */
struct day_page {
	const struct page_view *page;
	const struct event_view *event;
	const struct person_view *person;
	const char	*gemeente;
	bool		 waits;
	const struct entry_view *entry;	/* NULL: they do not come */
};

#endif
