#ifndef MAIL_COMPOSE_ENVELOPE_H
#define MAIL_COMPOSE_ENVELOPE_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox.h"

/*
 * Set the sender that is named to the relay: letter->afzender and its verp.
 * With a bounce_address each letter has a sender of its own, LOCAL+MARK@
 * DOMAIN, so that a bounce names its letter even when nothing is left of the
 * text.  The mark is derived from message_id, which must be set.
 */
void		 envelope_set(const struct config *, const struct secret *,
		    struct arena *, struct letter *);

/* That sender for a mark; without a bounce_address it is mail_from. */
const char	*envelope_sender(const struct config *, const char *mark,
		    struct arena *);

/*
 * A Message-ID without <>: the name, a mark, and the domain of mail_from.
 * The mark is derived from what is unique to this letter, so that the same
 * letter has the same one.
 */
const char	*envelope_message_id(const struct config *,
		    const struct secret *, const char *name,
		    const void *unique, size_t length, struct arena *);

#endif
