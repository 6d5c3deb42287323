#ifndef TEMPLATES_DESK_TURNOUT_H
#define TEMPLATES_DESK_TURNOUT_H

#include "templates/desk/frame.h"

/* Who came of those with a place, and of which group nobody did. */
struct turnout_row {
	const char	*what;
	int64_t		 placed;
	int64_t		 came;
	int64_t		 missed;
};

struct turnout_group {
	const char	*heading;	/* and of the first column */
	const char	*id;
	struct turnout_row *rows;
	size_t		 nrows;
};

struct turnout_page {
	const struct desk_frame *frame;
	const char	*came;		/* in a sentence */
	const char	*thanks;	/* where who came is written to; or NULL */
	const char	*missed;
	struct turnout_group *groups;
	size_t		 ngroups;
	const char	*link;		/* of the three questions */
	const char	*answers;	/* how many, in a sentence */
	struct turnout_row *grades;	/* came: how many said so */
	size_t		 ngrades;
	const char	**taken;
	size_t		 ntaken;
	const char	**other;
	size_t		 nother;
};

#endif
