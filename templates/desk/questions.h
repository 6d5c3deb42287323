#ifndef TEMPLATES_DESK_QUESTIONS_H
#define TEMPLATES_DESK_QUESTIONS_H

#include "templates/desk/frame.h"

struct question_row {
	const char	*gemeente;
	const char	*text;
};

/* A topic or a session, on a sheet of its own. */
struct question_group {
	const char	*title;
	const char	*round;		/* of a session, or NULL */
	struct question_row *rows;
	size_t		 nrows;
};

struct questions_page {
	const struct desk_frame *frame;
	const struct event_view *event;
	bool		 by_session;
	bool		 cut;		/* there may be more */
	struct question_group *groups;
	size_t		 ngroups;
};

#endif
