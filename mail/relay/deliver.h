#ifndef MAIL_RELAY_DELIVER_H
#define MAIL_RELAY_DELIVER_H

#include <stdint.h>

#include "core/config.h"
#include "db/mail/outbox_claim.h"
#include "db/writer.h"
#include "mail/relay/relay_pause.h"
#include "mail/relay/smtp.h"

/*
 * The queue's way to the relay.  A deliverer is one connection in one thread:
 * it claims letters in batches, sends them one by one, and has the answers
 * written while it sends on.  The claim is on disk before SMTP starts, the
 * answer after; between them a crash means only that the letter is due
 * later.
 *
 *	main		relay_pause_open, a deliverer_new for each thread
 *	its thread	deliver_turn until told to end; waits as it says
 *	main		deliverer_free, which gives back what was not tried
 */
enum delivery {
	DELIVERY_NONE,		/* nothing is due */
	DELIVERY_DONE,		/* one letter has its answer */
	DELIVERY_PAUSE,		/* the relay is away: wait for it */
	DELIVERY_ALARM,		/* our settings are refused: it waits too */
	DELIVERY_TROUBLE,	/* the database is; wait and try again */
	DELIVERY__MAX
};

struct deliverer;

/*
 * What composes the letters that are due (mail/compose/composer.h), called in
 * the deliverer's thread before a claim; arg belongs to this deliverer.
 */
struct deliver_compose {
	enum status	(*run)(void *arg, const struct terms *, struct arena *,
			    struct composed *, size_t *count);
	void		*arg;
};

/*
 * smtp is the deliverer's from now on.  compose NULL: all is composed.  One of
 * several takes its own share of the letters, and from all of them when there
 * is nothing in that.
 */
struct deliverer *deliverer_new(const struct config *, struct writer *,
		    struct relay_pause *, struct smtp *, int64_t (*now)(void),
		    const struct deliver_compose *, struct share);
void		 deliverer_free(struct deliverer *);

/* One letter at most. */
enum delivery	 deliver_turn(struct deliverer *);

#endif
