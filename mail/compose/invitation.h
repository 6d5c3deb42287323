#ifndef MAIL_COMPOSE_INVITATION_H
#define MAIL_COMPOSE_INVITATION_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"
#include "mail/compose/compose.h"

struct db;
struct catalog;

/*
 * The letter that invites a municipality or reminds it.  Its facts are the
 * organiser's own sentence.  Whether it still is to be sent is asked by the
 * claim (outbox_claim.h).
 */
enum status	 invitation_compose(struct db *, const struct config *,
		    const struct secret *, const struct debt *, int64_t now,
		    struct arena *, struct composed *);

/*
 * The same to be shown, with a link that leads nowhere.  gemeente: its name;
 * invited: when it was, 0 for a first letter; sentence: "" for none.
 */
struct compose_sample invitation_sample(const struct config *,
		    const struct catalog *, const char *gemeente,
		    int64_t invited, const char *sentence, struct arena *);

#endif
