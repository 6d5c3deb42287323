#ifndef ACTS_TWICE_H
#define ACTS_TWICE_H

#include "acts/notify.h"

/*
 * Who is signed up twice for an event hears of it by mail, and of it alone:
 * the contacts of two registrations of one municipality, and a person who
 * stands in two (other.h).  Of a new registration it is said in the letters
 * that it owes anyway; the contact of the one that was there before gets one
 * of its own (MAIL_SECOND), under the limits of owing.h.  Of three in a row
 * the third is told beside the second: one letter a sign-up, however often a
 * municipality is signed up.
 *
 * The letters know the other registration by its number.  What they say of it
 * is looked up when they are composed, and gone when it is erased.
 */
struct twice {
	int64_t			 contact;	/* a registration; or 0 */
	int64_t			 participant[PARTICIPANTS_MAX];	/* so */
	struct registration	 other;		/* of contact */
};

/* For the registration after the change, and the letters that it owes. */
enum status	 twice_find(struct db *, const struct act_context *,
		    const struct registration *, const struct notices *,
		    struct arena *, struct twice *);

/* Owe the letter to the other contact, unless it is the same mailbox. */
enum status	 twice_tell(struct db *, const struct act_context *,
		    const struct registration *, const struct twice *,
		    struct arena *);

#endif
