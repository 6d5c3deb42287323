#ifndef ACTS_OFFER_H
#define ACTS_OFFER_H

#include "acts/act.h"

/*
 * Places that are held for an answer (db/registration/offer.h).  What asks
 * them is notify_given; this is the answer, and what happens without one.
 */

/*
 * Yes, we still come: of one person by number, or of everybody who was asked
 * (0).  They are told what is signed up.  Again changes nothing.  NOTFOUND:
 * no such person, or the place is gone.
 */
enum status	 act_accept(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);

/*
 * By itself, each minute: places whose answer is overdue lapse and are given
 * to who is next; from its day on the contact hears that a name is missing,
 * and from a later one such a place lapses as well, at least OFFER_WHILE
 * after the contact was asked.  Who loses a place is told.
 */
enum status	 act_chase(struct db *, const struct act_context *,
		    struct arena *);

#endif
