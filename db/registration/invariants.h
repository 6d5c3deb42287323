#ifndef DB_REGISTRATION_INVARIANTS_H
#define DB_REGISTRATION_INVARIANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;
struct statement;

/*
 * What holds in every database between two transactions, whoever did what:
 * the rules of seats.h, and that what is kept twice says the same.  Tests ask
 * after every act, `orientatie verify` of a copy.  Referential integrity and
 * the CHECKs of the schema are SQLite's to keep (db_check, db_count_orphans).
 */
struct invariant {
	const char	*name;		/* of one word, stable */
	const char	*words;		/* what holds, for people */
	const char	*subject;	/* what the ids are ids of */
	const struct statement *broken_by;	/* the ids of what breaks it */
	bool		 timed;		/* its ?1 is the moment asked about */
};

#define INVARIANTS	17
extern const struct invariant invariants[INVARIANTS];

/* One that does not hold: by how many, and the first of them. */
struct breach {
	const struct invariant	*invariant;
	int64_t			 count;
	int64_t			 id;
};

/*
 * Ask all of them, as they should hold at now; of a copy that is the moment of
 * its last change (invariants_moment).  In a snapshot or a transaction of the
 * caller's.  It reads every row, so it is nothing for a page.  *count 0: all
 * is well.  BUSY, FAIL: the database.
 */
enum status	 invariants_check(struct db *, int64_t now,
		    struct breach breaches[INVARIANTS], size_t *count);

/* When something was last done, by the audit log; 0: nothing yet. */
enum status	 invariants_moment(struct db *, int64_t *now);

#endif
