#ifndef MAIL_COMPOSE_ENVELOPE_H
#define MAIL_COMPOSE_ENVELOPE_H

#include <stdint.h>

#include "core/config.h"
#include "core/token.h"

struct arena;

/*
 * What tells one letter from all others outside: the sender that is named to
 * the relay, and the Message-ID.  Both hold a mark that proves itself
 * (core/link.h), made of the letter's id and the moment it was owed at, so
 * that a report about it leads back to its row and nothing needs to be
 * stored.
 */
#define ENVELOPE_SENDER		"afzender"	/* purposes of the marks */
#define ENVELOPE_MESSAGE_ID	"bericht"

/*
 * With a bounce_address each letter has a sender of its own, LOCAL+MARK@
 * DOMAIN, so that a bounce names its letter even when nothing is left of the
 * text; else it is mail_from.
 */
const char	*envelope_sender(const struct config *, const struct secret *,
		    int64_t id, int64_t made, struct arena *);

/* A Message-ID without <>: the mark and the domain of mail_from. */
const char	*envelope_message_id(const struct config *,
		    const struct secret *, int64_t id, int64_t made,
		    struct arena *);

#endif
