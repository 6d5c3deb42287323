#ifndef ACTS_UNDO_H
#define ACTS_UNDO_H

#include "acts/act.h"

/*
 * Take an act of the desk back together with its letters, which all wait still
 * (db/campaign/undo.h): places and turns are as they were, also of who moved
 * up by it, and nobody hears of either.  A wish that went with a place does
 * not come back.  NOTFOUND: there is nothing to take back, or not any more.
 * FULL: somebody else has what would be given back.
 */
enum status	 act_undo(struct db *, const struct act_context *,
		    int64_t mailing, struct arena *);

#endif
