#ifndef MAIL_BOUNCE_BOUNCE_H
#define MAIL_BOUNCE_BOUNCE_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/status.h"
#include "db/writer.h"

/*
 * What comes back for our letters.  A report is believed for one letter
 * only: the one whose token it carries, or else the one whose Message-ID
 * came back with it, when the report also names its recipient.  Both are
 * unguessable; a person who was sent a letter can at worst forge a bounce of
 * that one.  What is marked is always the recipient of our letter, never an
 * address that stands in the report.
 *
 * A letter that came back is failed, with the words, and its address is
 * undeliverable (db/mail/bounced_address.h); one that is late gets the words.
 */
struct bouncer {
	struct writer	*writer;
	const struct secret *secret;
	const char	*address;	/* bounce@x.nl; "": no tokens */
	int64_t		(*now)(void);
	struct arena	*arena;		/* reset by each message */
};

/* What the bouncer's arena must be able to hold. */
#define BOUNCE_ARENA	((size_t)8 << 20)

/*
 * Deal with one message from the mailbox, whatever it is.  OK: it is done
 * with, also when it was none of ours; the same again changes nothing.
 * BUSY: not yet, because the letter is under way and the relay has not
 * answered yet.
 */
enum status	 bounce_handle(struct bouncer *, const void *message,
		    size_t length);

#endif
