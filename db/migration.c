#include <stdio.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/db.h"
#include "db/migration.h"

/*
 * The linker puts the files of db/schema into the program, and the Makefile
 * says which there are: SCHEMA_FILES(X) is X(1) X(2) and so on.
 */
#define DECLARE(n) \
	extern const char _binary_db_schema_##n##_sql_start[]; \
	extern const char _binary_db_schema_##n##_sql_end[];
SCHEMA_FILES(DECLARE)

#define ROW(n)	[n] = { _binary_db_schema_##n##_sql_start, \
	_binary_db_schema_##n##_sql_end },
static const struct {
	const char	*start;
	const char	*end;
} migrations[] = { SCHEMA_FILES(ROW) };

/*
 * A database that is stamped with a version whose file it never ran cannot be
 * migrated again.  So many files as versions, and none above: none is missing.
 */
#define ONE(n)	+ 1
_Static_assert(0 SCHEMA_FILES(ONE) == SCHEMA_VERSION &&
    sizeof(migrations) / sizeof(migrations[0]) == SCHEMA_VERSION + 1,
    "db/schema holds other files than 1.sql to SCHEMA_VERSION.sql");

static enum status
step(struct db *db, void *arg, struct arena *arena)
{
	const int64_t *version = arg;
	enum status status;
	char *stamp;

	status = db_script(db, migrations[*version].start,
	    (size_t)(migrations[*version].end - migrations[*version].start));
	if (status != STATUS_OK)
		return status;
	stamp = arena_printf(arena, "PRAGMA user_version = %lld",
	    (long long)*version);
	return db_script(db, stamp, SIZE_MAX);
}

static enum status
too_new(int64_t version)
{
	log_line(LOG_ERROR, "the database has schema %lld, this program "
	    "knows up to %d: install a newer one", (long long)version,
	    SCHEMA_VERSION);
	return STATUS_INVALID;
}

enum status
migration_run(struct db *db, struct arena *arena)
{
	enum status status;
	int64_t version;

	status = db_integer(db, SQL_USER_VERSION, NO_VALUES, &version);
	if (status == STATUS_OK && version > SCHEMA_VERSION)
		return too_new(version);
	while (status == STATUS_OK && version++ < SCHEMA_VERSION)
		status = db_write(db, step, &version, arena);
	return status;
}

enum status
migration_check(struct db *db)
{
	enum status status;
	int64_t version;

	status = db_integer(db, SQL_USER_VERSION, NO_VALUES, &version);
	if (status != STATUS_OK || version == SCHEMA_VERSION)
		return status;
	if (version > SCHEMA_VERSION)
		return too_new(version);
	log_line(LOG_ERROR, "the database has schema %lld, this program "
	    "needs %d: run orientatie init", (long long)version,
	    SCHEMA_VERSION);
	return STATUS_INVALID;
}
