#ifndef TEMPLATES_DESK_PROGRAMME_H
#define TEMPLATES_DESK_PROGRAMME_H

#include "templates/desk/frame.h"

struct programme_session {
	int64_t		 id;
	const char	*title;
	const char	*about;
	const char	*room;
	int64_t		 capacity;
	int64_t		 seated;
	int64_t		 waiting;
	const char	*full;		/* "vol", "3 te veel", or NULL */
	bool		 first;		/* of its round */
	bool		 last;
};

/* A round with its sessions, or something else of the day. */
struct programme_entry {
	int64_t		 id;
	const char	*hours;
	const char	*title;
	const char	*about;
	bool		 round;
	struct programme_session *sessions;
	size_t		 nsessions;
};

struct programme_page {
	const struct desk_frame *frame;
	const char	*when;
	bool		 may_change;
	bool		 may_add_round;
	struct programme_entry *parts;
	size_t		 nparts;
};

#endif
