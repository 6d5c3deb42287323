#ifndef TESTS_TEMPLATES_DATA_VIEW_H
#define TESTS_TEMPLATES_DATA_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "templates/escape.h"

struct buf;

/* What the templates of these tests show; filled in by page.c. */

enum mood {
	MOOD_CALM,
	MOOD_LOUD,
	MOOD__MAX
};

struct event {
	const char	*title;
	int64_t		 starts;
	size_t		 seats;
};

struct fault {
	const char	*text;
	int		 field;
	const char	**words;
	size_t		 nwords;
};

struct view {
	struct event	*event;
	struct fault	*faults;
	size_t		 nfaults;
	const char	**names;
	size_t		 nnames;
	const char	*nothing;	/* NULL */
	const char	*note;		/* two lines, with markup */
	const char	*link;
	const char	*script_link;
	char		 code[8];
	struct { int x; } whole;	/* no hole takes it */
	enum mood	 mood;
	unsigned	 count;
	bool		 checked;
};

#endif
