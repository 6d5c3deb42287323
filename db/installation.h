#ifndef DB_INSTALLATION_H
#define DB_INSTALLATION_H

#include <stdint.h>

#include "core/config.h"
#include "core/status.h"
#include "core/token.h"
#include "db/db.h"

/*
 * Secret and database of an installation belong together: with another secret
 * every link that was ever mailed is dead, and every new one would be too once
 * the right secret is back.  So the database holds a keyed mark of its secret,
 * and nothing starts with a pair that does not match.
 */

/*
 * Open both.  INVALID: one is missing, they do not belong together, or the
 * schema is another (migration_check).  BUSY, FAIL as db_open.  All logged,
 * with what to do.  The caller closes the database.
 */
enum status	 installation_open(const struct config *, enum db_mode,
		    struct secret *, struct db **);

/*
 * The same for `init`: a new one where nothing of an old one is, and else the
 * database brought to this program's schema.  May run many times at once, and
 * be killed at any moment: the next completes it.
 */
enum status	 installation_make(const struct config *, struct arena *,
		    struct secret *, struct db **);

/* How much it holds, in words, for a person: "3 aanmeldingen, …". */
enum status	 installation_counts(struct db *, struct arena *,
		    const char **counts);

/* Write the row that changes nothing else. */
enum status	 installation_beat(struct db *, int64_t now);

/* The mailer says each minute that it goes on; when it said so last. */
enum status	 installation_mailer_beat(struct db *, int64_t now);
enum status	 installation_mailer_seen(struct db *, int64_t *when);

#endif
