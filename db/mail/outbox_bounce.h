#ifndef DB_MAIL_OUTBOX_BOUNCE_H
#define DB_MAIL_OUTBOX_BOUNCE_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* A letter of the outbox that something came back for. */
struct bounced_letter {
	int64_t		 id;
	const char	*status;
	const char	*onderwerp;
	const char	*ontvanger;
};

/* By the token of its envelope sender, or by its Message-ID.  NOTFOUND */
enum status	 outbox_by_verp(struct db *, const char *verp,
		    struct arena *, struct bounced_letter *);
enum status	 outbox_by_message_id(struct db *, const char *message_id,
		    struct arena *, struct bounced_letter *);

/*
 * It came back, or is late on its way, with the words of the server that
 * said so.  NOTFOUND: that is known already, or it is not on its way.
 */
enum status	 outbox_bounced(struct db *, int64_t id, const char *answer,
		    int64_t now);
enum status	 outbox_delayed(struct db *, int64_t id, const char *answer);

#endif
