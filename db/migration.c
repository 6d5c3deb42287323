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
static const struct migration_step migrations[] = { SCHEMA_FILES(ROW) };

/*
 * A database that is stamped with a version whose file it never ran cannot be
 * migrated again.  So many files as versions, and none above: none is missing.
 */
#define ONE(n)	+ 1
_Static_assert(0 SCHEMA_FILES(ONE) == SCHEMA_VERSION &&
    sizeof(migrations) / sizeof(migrations[0]) == SCHEMA_VERSION + 1,
    "db/schema holds other files than 1.sql to SCHEMA_VERSION.sql");

#define APPLICATION_ID	0x4f524932	/* "ORI2", as db/schema/1.sql sets it */

struct stepping {
	const struct migration_step	*step;
	int64_t				 version;
};

static enum status
take_step(struct db *db, void *arg, struct arena *arena)
{
	const struct stepping *stepping = arg;
	const struct migration_step *step = stepping->step;
	enum status status;

	status = db_script(db, step->start, (size_t)(step->end - step->start));
	if (status != STATUS_OK)
		return status;
	return db_script(db, arena_printf(arena, "PRAGMA user_version = %lld",
	    (long long)stepping->version), SIZE_MAX);
}

SQL(USER_VERSION, "PRAGMA user_version");
SQL(APPLICATION_ID, "PRAGMA application_id");

enum status
migration_steps(struct db *db, const struct migration_step *steps,
    int64_t last, struct arena *arena)
{
	enum status status;
	int64_t version;

	status = db_integer(db, SQL_USER_VERSION, NO_VALUES, &version);
	while (status == STATUS_OK && version++ < last)
		status = db_write(db, take_step, &(struct stepping){
			&steps[version], version,
		}, arena);
	return status;
}

/* Version 0.1 numbered its schemas from 1, too, and had another model. */
static enum status
refuse_foreign(struct db *db)
{
	int64_t version, application;
	enum status status;

	status = db_integer(db, SQL_USER_VERSION, NO_VALUES, &version);
	if (status == STATUS_OK)
		status = db_integer(db, SQL_APPLICATION_ID, NO_VALUES,
		    &application);
	if (status != STATUS_OK || version == 0 ||
	    application == APPLICATION_ID)
		return status;
	log_line(LOG_ERROR, "the database is of version 0.1 or of another "
	    "program: it cannot be carried over, start with a new one");
	return STATUS_INVALID;
}

enum status
migration_run(struct db *db, struct arena *arena)
{
	enum status status = refuse_foreign(db);

	if (status == STATUS_OK)
		status = migration_steps(db, migrations, SCHEMA_VERSION, arena);
	return status == STATUS_OK ? migration_check(db) : status;
}

enum status
migration_check(struct db *db)
{
	enum status status = refuse_foreign(db);
	int64_t version;

	if (status == STATUS_OK)
		status = db_integer(db, SQL_USER_VERSION, NO_VALUES, &version);
	if (status != STATUS_OK)
		return status;
	if (version == SCHEMA_VERSION)
		return db_prepare(db);
	if (version > SCHEMA_VERSION)
		log_line(LOG_ERROR, "the database has schema %lld, this "
		    "program knows up to %d: install a newer one",
		    (long long)version, SCHEMA_VERSION);
	else
		log_line(LOG_ERROR, "the database has schema %lld, this "
		    "program needs %d: run orientatie init",
		    (long long)version, SCHEMA_VERSION);
	return STATUS_INVALID;
}
