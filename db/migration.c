#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/db.h"
#include "db/secret_mark.h"
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

#define TRIES	12		/* of DB_WAIT_MS each */

#define APPLICATION_ID	0x4f524932	/* "ORI2", as db/schema/1.sql sets it */

struct stepping {
	const struct migration_step	*steps;
	int64_t				 last;
	const struct secret		*secret;
	bool				 copied;
	bool				 done;
};

SQL(USER_VERSION, "PRAGMA user_version");
SQL(APPLICATION_ID, "PRAGMA application_id");

enum status
migration_version(struct db *db, int64_t *version)
{
	return db_integer(db, SQL_USER_VERSION, NO_VALUES, version);
}

/* What was committed before this transaction, by a reader beside it. */
static enum status
copy_before(struct db *db, int64_t version, struct arena *arena)
{
	const char *copy = arena_printf(arena, "%s.voor-versie-%lld",
	    db_path(db), (long long)version);
	enum status status;
	struct db *reader;

	unlink(copy);		/* of a step that did not work */
	status = db_open(db_path(db), DB_READ, &reader);
	if (status != STATUS_OK)
		return status;
	status = db_copy(reader, copy);
	db_close(reader);
	return status;
}

/* The version is what this transaction sees: another may migrate as well. */
static enum status
take_step(struct db *db, void *arg, struct arena *arena)
{
	struct stepping *stepping = arg;
	const struct migration_step *step;
	enum status status;
	int64_t version = 0;

	status = migration_version(db, &version);
	stepping->done = version >= stepping->last;
	if (status != STATUS_OK || stepping->done)
		return status;
	step = &stepping->steps[version + 1];
	if (version > 0 && !stepping->copied)
		status = copy_before(db, version + 1, arena);
	stepping->copied = true;
	if (status == STATUS_OK)
		status = db_script(db, step->start,
		    (size_t)(step->end - step->start));
	if (status == STATUS_OK)
		status = db_script(db, arena_printf(arena,
		    "PRAGMA user_version = %lld", (long long)version + 1),
		    SIZE_MAX);
	if (status == STATUS_OK && version == 0 && stepping->secret != NULL)
		status = secret_mark_add(db, stepping->secret);
	return status;
}

enum status
migration_steps(struct db *db, const struct migration_step *steps,
    int64_t last, const struct secret *secret, struct arena *arena)
{
	struct stepping stepping = {
		.steps = steps, .last = last, .secret = secret,
	};
	enum status status = STATUS_OK;
	int tries = 0;

	/* Many may wait for their turn; nobody at a page waits for this. */
	while ((status == STATUS_OK && !stepping.done) ||
	    (status == STATUS_BUSY && tries++ < TRIES))
		status = db_write(db, take_step, &stepping, arena);
	return status;
}

/* Version 0.1 numbered its schemas from 1, too, and had another model. */
static enum status
refuse_foreign(struct db *db)
{
	int64_t version, application;
	enum status status;

	status = migration_version(db, &version);
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
migration_run(struct db *db, const struct secret *secret,
    struct arena *arena)
{
	enum status status = refuse_foreign(db);

	if (status == STATUS_OK)
		status = migration_steps(db, migrations, SCHEMA_VERSION,
		    secret, arena);
	return status == STATUS_OK ? migration_check(db) : status;
}

enum status
migration_check(struct db *db)
{
	enum status status = refuse_foreign(db);
	int64_t version;

	if (status == STATUS_OK)
		status = migration_version(db, &version);
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
