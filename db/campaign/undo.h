#ifndef DB_CAMPAIGN_UNDO_H
#define DB_CAMPAIGN_UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/campaign/mailing.h"

struct arena;
struct db;

/*
 * What an act of the desk did to people's places and seats, as it was before:
 * between undo_begin and undo_end triggers of the schema write that down, also
 * of who moved up by it and of letters that its own overtook.  It can be put
 * back while all its letters wait and nobody concerned has changed since.
 */
#define UNDO_WHILE	600	/* seconds after the act */

/* In the transaction of the act.  mailing: its letters; 0: nothing is kept. */
enum status	 undo_begin(struct db *, int64_t now);
enum status	 undo_end(struct db *, int64_t mailing);

enum status	 undo_possible(struct db *, const struct mailing *, int64_t now,
		    bool *possible);

/*
 * Put it back; *alone: nobody else got a place, or changed one, since the act,
 * so that there is room for it as there was.  The registrations concerned are
 * in *list; the line is to be settled by the caller.
 */
enum status	 undo_put_back(struct db *, const struct mailing *, int64_t now,
		    struct arena *, int64_t **list, size_t *count,
		    bool *alone);

/* Whether a session of an event has more people than seats. */
enum status	 undo_crowded(struct db *, int64_t event, bool *crowded);

#endif
