#ifndef TEMPLATES_DESK_REQUIREMENTS_H
#define TEMPLATES_DESK_REQUIREMENTS_H

#include "templates/desk/frame.h"

struct wish_tally {
	const char	*text;
	int64_t		 count;
};

struct wish_kind {
	const char	*title;
	const char	*none;		/* said when there is no line */
	const char	*id;
	struct wish_tally *tallies;
	size_t		 ntallies;
};

struct wish_person {
	const char	*name;
	const char	*gemeente;
	const char	*state;
	const char	*shade;
	const char	*diet;
	const char	*access;
};

struct wishes_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*lead;
	struct wish_kind *kinds;
	size_t		 nkinds;
	bool		 any;		/* there is a wish at all */
	const struct field_view *reason;
	bool		 named;		/* people are shown */
	struct wish_person *people;
	size_t		 npeople;
};

#endif
