#ifndef DB_RETENTION_REPLAY_H
#define DB_RETENTION_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * A copy that is put back knows nothing of who was erased, or took back a
 * wish, after it was made; the database that it replaces does: its log says
 * so, by number.  Each line is done again in the copy before that is served
 * (acts/replay.c), and is then in the copy's own log, for the next time.
 */
struct replay_line {
	int64_t		 moment;
	const char	*wie;
	bool		 erased;	/* false: a wish was taken back */
	int64_t		 event;
	int64_t		 registration;	/* 0: everybody of the event */
	int64_t		 participant;	/* 0: all of the registration */
	int64_t		 begun;		/* as replay_begun says there */
};

enum status	 replay_list(struct db *, struct arena *,
		    struct replay_line **, size_t *count);

/*
 * When a registration began, by the first line of the log about it; 0: none.
 * Another one with the same number, of a copy that went its own way, began at
 * another moment.
 */
enum status	 replay_begun(struct db *, int64_t registration,
		    int64_t *moment);

/* Wishes given up to that moment, which were taken back then. */
enum status	 replay_wish(struct db *, const struct replay_line *);

/* Registrations of an event up to a moment. */
enum status	 replay_event(struct db *, int64_t event, int64_t moment,
		    struct arena *, int64_t **registrations, size_t *count);

#endif
