#ifndef TEMPLATES_DESK_REQUIREMENTS_H
#define TEMPLATES_DESK_REQUIREMENTS_H

#include "templates/desk/frame.h"

struct requirements_tally {
	const char	*text;
	int64_t		 count;
};

struct requirements_kind {
	const char	*title;
	const char	*none;		/* said when there is no line */
	const char	*id;
	struct requirements_tally *tallies;
	size_t		 ntallies;
};

struct requirements_person {
	const char	*name;
	const char	*gemeente;
	const char	*state;
	const char	*shade;
	const char	*diet;
	const char	*access;
};

struct requirements_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*lead;
	struct requirements_kind *kinds;
	size_t		 nkinds;
	bool		 any;		/* there are some at all */
	const struct field_view *reason;
	bool		 named;		/* people are shown */
	struct requirements_person *people;
	size_t		 npeople;
};

#endif
