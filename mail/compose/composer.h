#ifndef MAIL_COMPOSE_COMPOSER_H
#define MAIL_COMPOSE_COMPOSER_H

#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "core/token.h"
#include "db/mail/outbox_claim.h"

struct arena;
struct db;

/*
 * From what is owed to the messages.  A composer has a connection that only
 * reads and a copy of the catalog; it belongs to one thread.  It holds no
 * lock and writes nothing: what it makes is stored by the claim
 * (db/mail/outbox_claim.h).
 */
struct composer;

/* The database is the configuration's.  FAIL: it cannot be opened. */
enum status	 composer_new(const struct config *, const struct secret *,
		    struct composer **);
void		 composer_free(struct composer *);

/*
 * Compose the letters of these terms that are due and have no message, in one
 * view of the database.  A letter that cannot be composed has its
 * fault instead of a message and keeps nobody else's back.  The memory is in
 * the arena.  BUSY, FAIL: the database.
 */
enum status	 composer_run(struct composer *, const struct terms *,
		    struct arena *, struct composed *, size_t *count);

/*
 * A letter of a registration as people would read it, from rows that need not
 * be committed: its links lead nowhere.
 */
struct catalog;
struct compose_sample;
enum status	 composer_sample(struct db *, const struct config *,
		    const struct secret *, const struct catalog *,
		    const struct debt *, int64_t now, struct arena *,
		    struct compose_sample *);

/* One letter as it would be sent now, to be looked at. */
enum status	 composer_show(struct composer *, struct debt *, int64_t now,
		    struct arena *, struct composed *);

#endif
