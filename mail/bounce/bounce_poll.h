#ifndef MAIL_BOUNCE_BOUNCE_POLL_H
#define MAIL_BOUNCE_BOUNCE_POLL_H

#include <stdbool.h>

#include "core/config.h"
#include "core/token.h"
#include "db/writer.h"

/* Takes what came back from the configured mailbox to bounce.h. */
struct bounce_poll;

/*
 * stop: leave a visit at once; asked again and again.  Without a mailbox in
 * the configuration, or with one that cannot be right, which is logged,
 * visits do nothing: the mailer sends all the same.
 */
struct bounce_poll *bounce_poll_new(const struct config *,
		    const struct secret *, struct writer *,
		    bool (*stop)(void));
void		 bounce_poll_free(struct bounce_poll *);

/* All that is new, MAILBOX_VISIT at a time. */
void		 bounce_poll_visit(struct bounce_poll *);

#endif
