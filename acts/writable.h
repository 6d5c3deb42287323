#ifndef ACTS_WRITABLE_H
#define ACTS_WRITABLE_H

#include "acts/act.h"

/*
 * Whatever is accepted as an event, a round, a text must be able to write its
 * calendar, its page and its letters: found out by doing so, in the
 * transaction that stored it, for whoever is the most there can be to write.
 * Every act that changes what an event says ends with it.  FULL: it cannot
 * be; act->trouble says what, and what would help, in a sentence.
 */
enum status	 act_writable(struct db *, const struct act_context *,
		    int64_t event, struct arena *);

#endif
