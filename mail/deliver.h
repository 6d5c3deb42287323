#ifndef MAIL_DELIVER_H
#define MAIL_DELIVER_H

#include <stdint.h>

#include "db/config.h"
#include "db/writer.h"
#include "mail/smtp.h"

/*
 * One turn of the queue: take the letter that is due longest, send it, note
 * the relay's answer.  The claim is on disk before SMTP starts, the answer
 * after; between them a crash means only that the letter is due later.
 */
enum delivery {
	DELIVERY_NONE,		/* nothing is due */
	DELIVERY_DONE,		/* one letter has its answer */
	DELIVERY_PAUSE,		/* the relay is away: wait a while */
	DELIVERY_ALARM,		/* our settings are refused: wait longer */
	DELIVERY_TROUBLE,	/* the database is; wait and try again */
	DELIVERY__MAX
};

struct deliverer {
	struct writer	*writer;
	struct smtp	*smtp;		/* of this thread */
	struct arena	*arena;		/* reset by each turn */
	int64_t		(*now)(void);
};

enum delivery	 deliver_one(struct deliverer *);

/* The configured route.  FAIL: it cannot be right; the log says why. */
enum status	 deliver_route(const struct config *, struct smtp **);

#endif
