#ifndef TEMPLATES_PUBLIC_EVALUATION_H
#define TEMPLATES_PUBLIC_EVALUATION_H

#include <stdbool.h>
#include <stddef.h>

struct event_view;
struct field_view;
struct page_view;
struct summary_view;

/* Three questions after the event. */
struct evaluation_page {
	const struct page_view *page;
	const struct event_view *event;
	const char	*path;
	const char	*key;
	bool		 sent;
	bool		 closed;	/* it is too early, or too late */
	const struct summary_view *summary;
	struct field_view *fields;
	size_t		 nfields;
};

#endif
