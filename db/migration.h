#ifndef DB_MIGRATION_H
#define DB_MIGRATION_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;
struct secret;

/*
 * The schema as it came about: db/schema/N.sql brings version N - 1 to N.
 * A migration that has been released is never changed.
 */
#define SCHEMA_VERSION	1

/*
 * Bring the database to SCHEMA_VERSION, each step in a transaction of its
 * own, and prepare the program's statements for it.  A new one gets the mark
 * of its secret (secret_mark.h).  INVALID: it is newer than this program, or
 * of version 0.1, whose schema was another.  FAIL: a step or a statement does
 * not work; logged.
 */
enum status	migration_run(struct db *, const struct secret *,
		    struct arena *);

/*
 * What migration_run does with the program's own steps: from the database's
 * version to the last, each step in a transaction with its number.  steps[N]
 * brings version N - 1 to N.  Before the first step of a database that has a
 * schema already it is copied, under the same lock, to PATH.voor-versie-N.
 * Many may run it at once.  A NULL secret leaves no mark.
 */
struct migration_step {
	const char	*start;
	const char	*end;
};

enum status	migration_steps(struct db *, const struct migration_step *,
		    int64_t last, const struct secret *, struct arena *);

/* The schema's number in the database; 0: there is none yet. */
enum status	migration_version(struct db *, int64_t *version);

/*
 * INVALID unless the database is at SCHEMA_VERSION: run `orientatie init`.
 * Prepares the program's statements, so that a wrong one stops the start.
 */
enum status	migration_check(struct db *);

#endif
