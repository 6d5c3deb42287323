#ifndef MAIL_COMPOSE_LOST_LINK_H
#define MAIL_COMPOSE_LOST_LINK_H

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"

struct db;

/*
 * The letter with the links that somebody lost: all of the event that belong
 * at its address.  It is owed to whatever address was typed, so that the page
 * tells nobody who is signed up; what there is to send is looked up when it is
 * composed.  NOTFOUND: there is none, and nothing is kept of the letter.
 */
#define LOST_LINK_WORD	"links"		/* its kind in the outbox */

enum status	 lost_link_compose(struct db *, const struct config *,
		    const struct secret *, const struct debt *, int64_t now,
		    struct arena *, struct composed *);

#endif
