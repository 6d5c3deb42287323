#ifndef MAIL_COMPOSE_DIGEST_H
#define MAIL_COMPOSE_DIGEST_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"

struct db;

/*
 * The letter that tells the organiser what mail did not arrive: refused in
 * the last day, or waiting longer than mail_alarm_minutes.  One is owed a
 * day, and none while an earlier one waits: it says how things stand when it
 * is composed, so digests never pile up in the queue that they complain of.
 * NOTFOUND: there is nothing to tell, or no address to send it to.
 */
#define DIGEST_WORD	"digest"	/* its kind in the outbox */

enum status	 digest_owe(struct db *, const struct config *, int64_t now,
		    struct arena *);
enum status	 digest_compose(struct db *, const struct config *,
		    const struct secret *, const struct debt *, int64_t now,
		    struct arena *, struct composed *);

#endif
