#include <dirent.h>
#include <fnmatch.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "db/account/known_network.h"
#include "db/account/login.h"
#include "db/retention/erasure.h"
#include "db/retention/purpose.h"
#include "mail/compose/digest.h"
#include "mail/housekeeping.h"

#define DAY		86400
#define PORTION		200	/* rows in one transaction */
#define ARENA_LIMIT	((size_t)1 << 20)

/* Up to this size the file is written anew at once, a larger one at night. */
#define COMPACT_AT_ONCE	((off_t)32 << 20)
#define COMPACT_FROM	3	/* o'clock */

struct sweep {
	const struct housekeeping	*housekeeping;
	int64_t				 now;
	size_t				 which;
	int64_t				 went;
	int64_t				 erased;	/* since when */
};

static enum status
sweep_portion(struct db *db, void *arg, struct arena *arena)
{
	struct sweep *sweep = arg;

	return retention_sweep(db, sweep->which, sweep->housekeeping->config,
	    sweep->now, PORTION, arena, &sweep->went);
}

static enum status
sweep_logins(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	enum status status = login_sweep(db, sweep->now);

	(void)arena;
	return status == STATUS_OK ? network_sweep(db, sweep->now) : status;
}

static enum status
owe_digest(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;
	enum status status;

	status = digest_owe(db, sweep->housekeeping->config, sweep->now,
	    arena);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
ask_erased(struct db *db, void *arg, struct arena *arena)
{
	struct sweep *sweep = arg;

	(void)arena;
	return erasure_since(db, &sweep->erased);
}

static enum status
note_compacted(struct db *db, void *arg, struct arena *arena)
{
	const struct sweep *sweep = arg;

	(void)arena;
	return erasure_compacted(db, sweep->erased);
}

/*
 * What a restore set aside (tool/restore.c) is a copy like any other.  Its
 * name is as old as the restore; what is in it may be older.
 */
static void
remove_copies(const char *path, const struct sweep *sweep,
    struct arena *arena)
{
	const char *dir = dirname(arena_string(arena, path));
	const char *pattern = arena_printf(arena, "%s*.voor-*",
	    basename(arena_string(arena, path)));
	int64_t days = sweep->housekeeping->config->backup_days;
	DIR *stream = opendir(dir);
	struct dirent *entry;
	const char *copy;
	struct stat st;

	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (fnmatch(pattern, entry->d_name, 0) != 0)
			continue;
		copy = arena_printf(arena, "%s/%s", dir, entry->d_name);
		if (stat(copy, &st) == 0 &&
		    st.st_ctime < sweep->now - days * DAY &&
		    unlink(copy) == -1)
			log_line(LOG_ERROR, "%s: cannot be removed", copy);
	}
	if (stream != NULL)
		closedir(stream);
}

enum status
housekeeping_forget(const struct housekeeping *housekeeping, int64_t now)
{
	struct sweep sweep = { .housekeeping = housekeeping, .now = now };
	struct arena *arena = arena_new(ARENA_LIMIT);
	enum status status;

	status = writer_run(housekeeping->writer, sweep_logins, &sweep);
	for (; status == STATUS_OK && sweep.which < RETENTION_SWEEPS;
	    sweep.which++)
		do {
			/* In portions: a sign-up never waits for long. */
			status = writer_run(housekeeping->writer,
			    sweep_portion, &sweep);
		} while (status == STATUS_OK && sweep.went == PORTION);
	remove_copies(housekeeping->config->database, &sweep, arena);
	remove_copies(housekeeping->config->secret, &sweep, arena);
	arena_free(arena);
	return status;
}

enum status
housekeeping_compact(const struct housekeeping *housekeeping, int64_t now)
{
	struct sweep sweep = { .housekeeping = housekeeping, .now = now };
	enum status status;
	struct stat st;

	status = writer_run(housekeeping->writer, ask_erased, &sweep);
	if (status != STATUS_OK || sweep.erased == 0 ||
	    stat(housekeeping->config->database, &st) == -1 ||
	    (st.st_size > COMPACT_AT_ONCE &&
	    (now - clock_midnight(now, 0)) / 3600 != COMPACT_FROM))
		return status;
	status = writer_compact(housekeeping->writer);
	return status != STATUS_OK ? status :
	    writer_run(housekeeping->writer, note_compacted, &sweep);
}

enum status
housekeeping_sweep(const struct housekeeping *housekeeping, int64_t now)
{
	struct sweep sweep = { .housekeeping = housekeeping, .now = now };
	enum status forgot, digest;

	forgot = housekeeping_forget(housekeeping, now);
	digest = writer_run(housekeeping->writer, owe_digest, &sweep);
	return forgot != STATUS_OK ? forgot : digest;
}
