#ifndef DB_REGISTRATION_ROOM_H
#define DB_REGISTRATION_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "db/registration/seats.h"

struct db;
struct event;

/*
 * In SQL: family, the codes that are one municipality with ?2 on day ?3: up to
 * the last successor, and down to all that became it.
 */
#define GEMEENTE_FAMILY							\
    "WITH RECURSIVE up (code, n) AS (SELECT ?2, 0 UNION ALL"		\
    " SELECT g.opvolger, n + 1 FROM up JOIN gemeente g"			\
    " ON g.code = up.code WHERE g.opvolger IS NOT NULL"			\
    " AND g.geldig_tot <= ?3 AND n < 20),"				\
    " family (code, n) AS (SELECT * FROM (SELECT code, 0 FROM up"	\
    " ORDER BY n DESC LIMIT 1) UNION ALL SELECT g.code, n + 1"		\
    " FROM family f JOIN gemeente g ON g.opvolger = f.code"		\
    " WHERE g.geldig_tot <= ?3 AND n < 20)"

/* Nearly always it is of ?2 alone, which is asked without a walk. */
#define GEMEENTE_IS_ALONE						\
    "(SELECT g.opvolger IS NULL AND NOT EXISTS (SELECT 1 FROM gemeente o"	\
    " WHERE o.opvolger = g.code) FROM gemeente g WHERE g.code = ?2)"

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
