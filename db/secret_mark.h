#ifndef DB_SECRET_MARK_H
#define DB_SECRET_MARK_H

#include "core/status.h"
#include "core/token.h"

struct db;

/*
 * What tells that a database and a secret belong together (installation.h).
 * It is added in the transaction that makes the first table.  INVALID: the
 * database is of another secret, or says nothing; logged.
 */
enum status	 secret_mark_add(struct db *, const struct secret *);
enum status	 secret_mark_check(struct db *, const struct secret *);

#endif
