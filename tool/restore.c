/* What a backup is for. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "acts/replay.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/text.h"
#include "db/installation.h"
#include "db/migration.h"
#include "db/registration/invariants.h"
#include "db/secret_mark.h"
#include "db/writer.h"
#include "export/scratch.h"
#include "mail/housekeeping.h"
#include "tool/bundle.h"
#include "tool/restore.h"
#include "tool/tool.h"

static enum outcome
print_summary(struct db *db, struct arena *arena)
{
	enum status status;
	const char *counts;

	status = installation_counts(db, arena, &counts);
	if (status != STATUS_OK)
		return tool_logged(status);
	puts(counts);
	return OUTCOME_OK;
}

/* Each that does not hold, with the first row that breaks it. */
static enum status
check_invariants(struct db *db)
{
	struct breach breaches[INVARIANTS];
	int64_t moment = 0;
	enum status status;
	size_t count = 0;

	if ((status = db_snapshot(db)) != STATUS_OK)
		return status;
	status = invariants_moment(db, &moment);
	if (status == STATUS_OK)
		status = invariants_check(db, moment, breaches, &count);
	db_release(db);
	for (size_t i = 0; i < count; i++)
		log_line(LOG_ERROR, "backup: does not hold: %s (%lld times, "
		    "first %s %lld)", breaches[i].invariant->words,
		    (long long)breaches[i].count,
		    breaches[i].invariant->subject, (long long)breaches[i].id);
	return status == STATUS_OK && count > 0 ? STATUS_INVALID : status;
}

/* Everything that must hold of a database that stands alone. */
static enum status
check_all(struct db *db, const struct secret *secret, struct arena *arena)
{
	const char *words = "";
	size_t orphans = 0;
	enum status status;

	status = migration_check(db);
	if (status == STATUS_OK)
		status = secret_mark_check(db, secret);
	if (status == STATUS_OK)
		status = db_check(db, arena, &words);
	if (status == STATUS_OK && strcmp(words, "ok") != 0) {
		log_line(LOG_ERROR, "backup: the database: %s", words);
		status = STATUS_INVALID;
	}
	if (status == STATUS_OK)
		status = db_count_orphans(db, &orphans);
	if (status == STATUS_OK && orphans > 0) {
		log_line(LOG_ERROR, "backup: %zu rows refer to rows that are "
		    "not there", orphans);
		status = STATUS_INVALID;
	}
	return status == STATUS_OK ? check_invariants(db) : status;
}

/* What was taken apart into a directory, as an installation of its own. */
static enum outcome
check_room(const char *dir, struct arena *arena)
{
	enum outcome outcome = OUTCOME_FAILED;
	struct secret secret;
	enum status status;
	struct db *db;

	status = secret_load(arena_printf(arena, "%s/" BUNDLE_SECRET, dir),
	    &secret);
	if (status == STATUS_OK)
		status = db_open(arena_printf(arena, "%s/" BUNDLE_DATABASE,
		    dir), DB_READ, &db);
	if (status != STATUS_OK)
		return tool_logged(status);
	status = check_all(db, &secret, arena);
	if (status == STATUS_OK)
		outcome = print_summary(db, arena);
	db_close(db);
	return status == STATUS_OK ? outcome : tool_logged(status);
}

/* The date of this file is when a copy was last proven to be good. */
static enum outcome
note_verified(struct tool *tool)
{
	const char *path = arena_printf(tool->arena, "%s.verified",
	    tool->config->database);
	FILE *file = fopen(path, "we");

	if (file == NULL || fclose(file) != 0)
		return tool_fail("%s: %s", path, strerror(errno));
	return OUTCOME_OK;
}

enum outcome
restore_try(struct tool *tool, const char *path, const char *key)
{
	const char *beside = getenv("TMPDIR"), *dir;
	enum outcome outcome;
	enum status status;

	status = bundle_room(text_empty(beside) ? "/var/tmp" : beside,
	    tool->arena, &dir);
	if (status != STATUS_OK)
		return tool_logged(status);
	status = bundle_read(path, key, dir, tool->arena);
	outcome = status == STATUS_OK ? check_room(dir, tool->arena) :
	    tool_logged(status);
	bundle_clear(dir);
	return outcome == OUTCOME_OK && tool->config != NULL ?
	    note_verified(tool) : outcome;
}

enum outcome
tool_verify(struct tool *tool, int argc, char **argv)
{
	const char *key;

	return tool_option(argc, argv, "--key", &key) ?
	    restore_try(tool, argv[0], key) : OUTCOME_USAGE;
}

/* Away with what is there, under a name that says when. */
static enum status
set_aside(const char *path, const char *stamp, struct arena *arena)
{
	const char *aside = arena_printf(arena, "%s.voor-%s", path, stamp);

	if (rename(path, aside) == 0) {
		printf("kept: %s\n", aside);
		return STATUS_OK;
	}
	if (errno == ENOENT)
		return STATUS_OK;
	log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
	return STATUS_FAIL;
}

/* By a copy: the place of the secret may be on another disk. */
static enum status
put_back(const char *dir, const char *name, const char *path,
    struct arena *arena)
{
	const char *from = arena_printf(arena, "%s/%s", dir, name);
	char *made = arena_printf(arena, "%s.XXXXXX", path);
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = mkostemp(made, O_CLOEXEC);
	bool whole = in != -1 && out != -1;
	char piece[65536];
	ssize_t got = 0;

	while (whole && (got = read(in, piece, sizeof(piece))) > 0)
		whole = write(out, piece, (size_t)got) == got;
	whole = whole && got == 0 && fsync(out) == 0 &&
	    rename(made, path) == 0;
	if (!whole)
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
	if (!whole && out != -1)
		unlink(made);
	if (in != -1)
		close(in);
	if (out != -1)
		close(out);
	return whole ? bundle_sync_dir(scratch_dir(path, arena)) : STATUS_FAIL;
}

/*
 * The database comes last: until then no program starts, so a restore that
 * was broken off is done again.
 */
static enum status
replace_all(const char *dir, const struct config *config, struct arena *arena)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	char stamp[32];
	time_t now = (time_t)clock_now();
	enum status status = STATUS_OK;
	struct tm tm;

	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", gmtime_r(&now, &tm));
	for (size_t i = 0; status == STATUS_OK && i < 3; i++)
		status = set_aside(arena_printf(arena, "%s%s",
		    config->database, endings[i]), stamp, arena);
	if (status == STATUS_OK)
		status = set_aside(config->secret, stamp, arena);
	if (status == STATUS_OK)
		status = put_back(dir, BUNDLE_SECRET, config->secret, arena);
	if (status == STATUS_OK)
		status = put_back(dir, BUNDLE_DATABASE, config->database,
		    arena);
	return status;
}

/* Where nothing is left of the configuration, that of the backup counts. */
static enum status
load_config(struct tool *tool, const char *dir)
{
	enum status status = STATUS_OK;

	if (tool->config != NULL)
		return STATUS_OK;
	printf("configuration: %s, from the backup\n", tool->config_path);
	status = put_back(dir, BUNDLE_CONFIG, tool->config_path, tool->arena);
	return status == STATUS_OK ?
	    config_load(tool->config_path, &tool->config) : status;
}

/* What the database that is replaced knows of erasures. */
struct replaying {
	struct act_context	 act;
	struct replay_line	*lines;
	size_t			 count;
	size_t			 next;
	int64_t			 erased;
};

#define REPLAY_PORTION	100

static enum status
replay_portion(struct db *db, void *arg, struct arena *arena)
{
	struct replaying *replaying = arg;
	enum status status = STATUS_OK;
	size_t end = replaying->next + REPLAY_PORTION;
	bool done;

	for (; status == STATUS_OK && replaying->next < replaying->count &&
	    replaying->next < end; replaying->next++) {
		status = act_replay(db, &replaying->act,
		    &replaying->lines[replaying->next], arena, &done);
		replaying->erased += done;
	}
	return status;
}

/* Where nothing can be read any more, it is said: nobody knows then. */
static void
read_erasures(struct tool *tool, struct replaying *replaying)
{
	const char *path = tool->config->database;
	enum status status = STATUS_NOTFOUND;
	struct db *db = NULL;

	if (access(path, F_OK) == 0)
		status = db_open(path, DB_READ, &db);
	if (status == STATUS_OK)
		status = replay_list(db, tool->arena, &replaying->lines,
		    &replaying->count);
	db_close(db);
	if (status == STATUS_OK)
		return;
	replaying->count = 0;
	printf("not known: who was erased since the copy was made; %s cannot "
	    "be read. Erase them once more.\n", path);
}

static enum status
erase_again(struct tool *tool, struct writer *writer,
    const struct config *config, int64_t now)
{
	struct replaying replaying = { .act = {
		.config = config, .now = now, .random = random_bytes,
	} };
	enum status status;
	struct secret secret;

	read_erasures(tool, &replaying);
	status = secret_load(config->secret, &secret);
	replaying.act.secret = &secret;
	while (status == STATUS_OK && replaying.next < replaying.count)
		status = writer_run(writer, replay_portion, &replaying);
	if (status == STATUS_OK && replaying.erased > 0)
		printf("erased again: %lld\n", (long long)replaying.erased);
	return status;
}

/*
 * What is over since the copy was made, and who was erased since, goes before
 * anything is served: no program can open the copy while it stands apart.
 */
static enum status
forget_what_is_over(struct tool *tool, const char *dir)
{
	struct config config = *tool->config;
	struct housekeeping housekeeping = { .config = &config };
	int64_t now = clock_now();
	enum status status;
	struct db *db;

	config.database = arena_printf(tool->arena, "%s/" BUNDLE_DATABASE,
	    dir);
	config.secret = arena_printf(tool->arena, "%s/" BUNDLE_SECRET, dir);
	status = db_open(config.database, DB_WRITE, &db);
	if (status != STATUS_OK)
		return status;
	if ((status = writer_new(db, &housekeeping.writer)) != STATUS_OK) {
		db_close(db);
		return status;
	}
	status = erase_again(tool, housekeeping.writer, &config, now);
	if (status == STATUS_OK)
		status = housekeeping_forget(&housekeeping, now);
	if (status == STATUS_OK)
		status = writer_compact(housekeeping.writer);
	writer_free(housekeeping.writer);
	return status;
}

static enum outcome
restore_into(struct tool *tool, const char *dir)
{
	enum status status = load_config(tool, dir);
	int lock = -1;

	if (status == STATUS_OK)
		status = forget_what_is_over(tool, dir);
	if (status == STATUS_OK)
		status = db_seize(tool->config->database, &lock);
	if (status == STATUS_OK)
		status = replace_all(dir, tool->config, tool->arena);
	if (lock != -1)
		close(lock);
	return tool_logged(status);
}

enum outcome
tool_restore(struct tool *tool, int argc, char **argv)
{
	enum outcome outcome;
	enum status status;
	const char *key, *dir, *place;

	if (!tool_option(argc, argv, "--key", &key))
		return OUTCOME_USAGE;
	/* Beside what it replaces, so that it can be moved there. */
	place = tool->config != NULL ? tool->config->database :
	    tool->config_path;
	status = bundle_room(scratch_dir(place, tool->arena), tool->arena,
	    &dir);
	if (status != STATUS_OK)
		return tool_logged(status);
	status = bundle_read(argv[0], key, dir, tool->arena);
	outcome = status == STATUS_OK ? check_room(dir, tool->arena) :
	    tool_logged(status);
	if (outcome == OUTCOME_OK)
		outcome = restore_into(tool, dir);
	bundle_clear(dir);
	return outcome;
}
