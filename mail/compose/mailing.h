#ifndef MAIL_COMPOSE_MAILING_H
#define MAIL_COMPOSE_MAILING_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"
#include "mail/compose/compose.h"

struct db;
struct event;
struct mailing;

/*
 * A letter of what an organiser wrote to a selection; the word is that of the
 * mailing.  One of news says why it is sent, and how to get no more.  Its facts
 * are the mailing's number.  One about no registration is a test, with a link that
 * leads nowhere.  composed->over: the person has another address by now, or
 * is no longer there.
 */
enum status	 mailing_compose(struct db *, const struct config *,
		    const struct secret *, const struct debt *, int64_t now,
		    struct arena *, struct composed *);

/*
 * The same to be shown, for a person of that name and municipality; of the
 * mailing its subject, text and ground.
 */
struct compose_sample mailing_sample(const struct config *,
		    const struct event *, const struct mailing *,
		    const char *naam, const char *gemeente, struct arena *);

#endif
