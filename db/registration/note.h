#ifndef DB_REGISTRATION_NOTE_H
#define DB_REGISTRATION_NOTE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What organisers write down about a delegation, for each other: it is never
 * mailed or exported, and goes with the registration.
 */
#define NOTE_MAX	1000	/* code points */

struct note {
	int64_t		 id;
	int64_t		 moment;
	const char	*wie;		/* the account's name */
	const char	*text;
};

/* The newest first. */
enum status	 note_list(struct db *, int64_t registration, struct arena *,
		    struct note **, size_t *count);
enum status	 note_add(struct db *, int64_t registration,
		    const struct note *);

/* NOTFOUND: there is no such note, or no longer. */
enum status	 note_remove(struct db *, int64_t registration, int64_t id);

#endif
