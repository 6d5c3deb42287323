#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/installation.h"
#include "db/migration.h"
#include "db/secret_mark.h"

SQL(INSTALLATION_BEAT,
    "UPDATE installation SET hartslag = ?1 WHERE id = 1");

enum status
installation_beat(struct db *db, int64_t now)
{
	return db_change(db, SQL_INSTALLATION_BEAT,
	    VALUES(value_integer(now)), STATUS_FAIL);
}

SQL(INSTALLATION_MAILER_BEAT,
    "UPDATE installation SET mailer_gezien = ?1 WHERE id = 1");

enum status
installation_mailer_beat(struct db *db, int64_t now)
{
	return db_change(db, SQL_INSTALLATION_MAILER_BEAT,
	    VALUES(value_integer(now)), STATUS_FAIL);
}

SQL(INSTALLATION_MAILER_SEEN,
    "SELECT mailer_gezien FROM installation WHERE id = 1");

enum status
installation_mailer_seen(struct db *db, int64_t *when)
{
	return db_integer(db, SQL_INSTALLATION_MAILER_SEEN, NO_VALUES, when);
}

SQL(INSTALLATION_COUNTS,
    "SELECT (SELECT count(*) FROM event),"
    " (SELECT count(*) FROM registration),"
    " (SELECT count(*) FROM participant), (SELECT count(*) FROM outbox),"
    " (SELECT count(*) FROM account), (SELECT count(*) FROM audit)");

enum status
installation_counts(struct db *db, struct arena *arena, const char **counts)
{
	static const char *const words[] = {
		"bijeenkomsten", "aanmeldingen", "deelnemers", "brieven",
		"accounts", "regels in het logboek",
	};
	const char *text = "";
	struct rows rows;

	rows_open(&rows, db, SQL_INSTALLATION_COUNTS, NO_VALUES);
	if (rows_next(&rows))
		for (int i = 0; i < 6; i++)
			text = arena_printf(arena, "%s%s%lld %s", text,
			    i == 0 ? "" : ", ",
			    (long long)rows_integer(&rows, i), words[i]);
	if (rows_close(&rows) != STATUS_OK)
		return STATUS_FAIL;
	*counts = text;
	return STATUS_OK;
}

static enum status
missing(const char *path, const char *advice)
{
	log_line(LOG_ERROR, "%s is missing: %s", path, advice);
	return STATUS_INVALID;
}

static bool
exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

enum status
installation_open(const struct config *config, enum db_mode mode,
    struct secret *secret, struct db **opened)
{
	enum status status = secret_load(config->secret, secret);
	struct db *db;

	if (!exists(config->database))
		return missing(config->database, status == STATUS_OK ?
		    "restore a backup" : "run orientatie init");
	if (status == STATUS_NOTFOUND)
		return missing(config->secret, "put it back from a backup, "
		    "or run orientatie init if that was interrupted");
	if (status == STATUS_OK)
		status = db_open(config->database, mode, &db);
	if (status != STATUS_OK)
		return status;
	if ((status = migration_check(db)) == STATUS_OK)
		status = secret_mark_check(db, secret);
	if (status == STATUS_OK)
		*opened = db;
	else
		db_close(db);
	return status;
}

/*
 * A log without its database, or a secret without: something of an
 * installation that was lost.  The secret is looked for first: it comes into
 * its place after the database.
 */
static enum status
refuse_remains(const struct config *config, enum status has_secret)
{
	char log[4096];

	if (exists(config->database))
		return STATUS_OK;
	snprintf(log, sizeof(log), "%s-wal", config->database);
	if (has_secret == STATUS_OK || exists(log))
		return missing(config->database, "restore a backup, or "
		    "remove what is left of the old installation");
	return STATUS_OK;
}

/* The same, for a database that is there and has nothing in it. */
static enum status
refuse_emptied(struct db *db, enum status has_secret)
{
	int64_t version;
	enum status status;

	if (has_secret != STATUS_OK)
		return STATUS_OK;
	status = migration_version(db, &version);
	if (status == STATUS_OK && version == 0)
		return missing(db_path(db), "the file is there and empty; "
		    "restore a backup, or remove the secret as well");
	return status;
}

enum status
installation_make(const struct config *config, struct arena *arena,
    struct secret *secret, struct db **opened)
{
	enum status has_secret = secret_load(config->secret, secret), status;
	struct db *db = NULL;

	if (has_secret != STATUS_OK && has_secret != STATUS_NOTFOUND)
		return has_secret;
	status = refuse_remains(config, has_secret);
	if (status == STATUS_OK)
		status = db_open(config->database, DB_NEW, &db);
	if (status != STATUS_OK)
		return status;
	status = refuse_emptied(db, has_secret);
	if (status == STATUS_OK && has_secret == STATUS_NOTFOUND)
		status = secret_draft(config->secret, secret);
	/* Another's draft, which is in its place by now. */
	if (status == STATUS_NOTFOUND)
		status = has_secret = secret_load(config->secret, secret);
	if (status == STATUS_OK)
		status = migration_run(db, secret, arena);
	/* Who made it at the same time may have put its secret in place. */
	if (status == STATUS_OK && has_secret == STATUS_NOTFOUND &&
	    (has_secret = secret_load(config->secret, secret)) == STATUS_OK)
		secret_drop_draft(config->secret);
	if (status == STATUS_OK)
		status = secret_mark_check(db, secret);
	if (has_secret == STATUS_NOTFOUND) {
		if (status == STATUS_OK)
			status = secret_keep_draft(config->secret);
		else if (status == STATUS_INVALID)
			secret_drop_draft(config->secret);
	}
	if (status == STATUS_OK)
		*opened = db;
	else
		db_close(db);
	return status;
}
