#ifndef DB_REGISTRATION_ROOM_H
#define DB_REGISTRATION_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "db/registration/seats.h"

struct db;
struct event;

/* What there is to give (seats.h).  A trial on a copy costs nothing. */
struct room {
	int64_t		 left;
	int64_t		 reserved;	/* of those, only for wethouders */
	int64_t		 gemeente;	/* what this municipality may have */
};

/* Takes one place of the room, when the rules give this person one. */
bool		 room_admits(struct room *, bool wethouder);

/* As things are now: of everybody, and then of one municipality. */
enum status	 room_of_event(struct db *, const struct event *, int64_t now,
		    struct room *);
enum status	 room_of_gemeente(struct db *, const struct event *,
		    const char *gemeente, struct room *);

#endif
