#ifndef MAIL_COMPOSE_LETTER_H
#define MAIL_COMPOSE_LETTER_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"
#include "mail/compose/message.h"

struct buf;

/*
 * From bodies to what is stored: the message of a letter that is owed, with
 * its marks and its envelope.  draft says what differs: who it is from, where
 * answers go, the name and the subject.  FAIL: it cannot be written, which
 * only a fault of ours can cause; it is logged.
 */
enum status	 letter_write(const struct config *, const struct secret *,
		    const struct debt *, int64_t now,
		    const struct message *draft, const struct buf *text,
		    const struct buf *html, struct arena *,
		    struct composed *);

#endif
