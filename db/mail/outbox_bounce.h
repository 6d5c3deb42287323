#ifndef DB_MAIL_OUTBOX_BOUNCE_H
#define DB_MAIL_OUTBOX_BOUNCE_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;
struct secret;

/* A letter of the outbox that something came back for. */
struct bounced_letter {
	int64_t		 id;
	const char	*status;
	int64_t		 event;
	int64_t		 registration;
	int64_t		 participant;	/* 0: it went to the contact */
	const char	*ontvanger;
	int64_t		 gemaakt;
};

/*
 * The letter that a mark names (core/link.h), of its envelope sender or its
 * Message-ID, as purpose says.  NOTFOUND: it is no mark of ours.
 */
enum status	 outbox_by_mark(struct db *, const struct secret *,
		    const char *purpose, const char *mark, struct arena *,
		    struct bounced_letter *);

/*
 * It came back, or is late on its way, with the words of the server that
 * said so.  NOTFOUND: that is known already, or it is not on its way.
 */
enum status	 outbox_bounced(struct db *, int64_t id, const char *answer,
		    int64_t now);
enum status	 outbox_delayed(struct db *, int64_t id, const char *answer);

#endif
