#ifndef MAIL_COMPOSE_DIGEST_H
#define MAIL_COMPOSE_DIGEST_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox.h"

struct db;

/*
 * The letter that tells the organiser what mail did not arrive: refused in
 * the last day, or waiting longer than mail_alarm_minutes.  NOTFOUND: there
 * is nothing to tell, or no address to send it to.  A second digest of one
 * day counts as the same letter for the outbox, which keeps one.
 */
enum status	 digest_write(struct db *, const struct config *,
		    const struct secret *, int64_t now, struct arena *,
		    struct letter *);

#endif
