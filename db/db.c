/*
 * Connections, the lock, transactions.  See db.h for why there is a lock
 * besides SQLite's own.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/log.h"
#include "core/search.h"
#include "core/text.h"
#include "db/connection.h"

#define FOLD_LIMIT	((size_t)1 << 20)
#define LOCK_STEP_US	100
#define NEW_WAIT_MS	30000	/* others that make the same file */
#define ROOM_BYTES	((uint64_t)4 << 20)	/* less is a full disk */
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static _Atomic enum db_state	state;
static pthread_once_t		configured = PTHREAD_ONCE_INIT;

enum db_state
db_state(void)
{
	return atomic_load(&state);
}

void
connection_is_sound(void)
{
	enum db_state damaged = DB_DAMAGED;

	atomic_compare_exchange_strong(&state, &damaged, DB_SOUND);
}

/* What the next try may find mended; the caller can do nothing about it. */
static bool
may_pass(const struct db *db, int code)
{
	switch (code) {
	case SQLITE_READONLY:		/* of a writer: what the disk became */
		return db->lock != -1;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
		return true;
	default:
		return false;
	}
}

static void
note_state(int code)
{
	enum db_state sound = DB_SOUND;

	if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
		atomic_store(&state, DB_DAMAGED);
	else if (code == SQLITE_IOERR)
		atomic_compare_exchange_strong(&state, &sound, DB_FAILING);
}

/* Once, where it is seen. */
enum status
connection_failed(const struct db *db, const char *doing)
{
	int code = sqlite3_errcode(db->handle) & 0xff;
	bool passes = may_pass(db, code);

	note_state(code);
	log_line(passes ? LOG_WARNING : LOG_ERROR, "database: %s: %s (%d)",
	    doing, sqlite3_errmsg(db->handle),
	    sqlite3_extended_errcode(db->handle));
	return passes ? STATUS_BUSY : STATUS_FAIL;
}

/*
 * The writer's indexes of letters and attendees are hit all over; what does
 * not fit into its memory the system has in its own, and more made no sign-up
 * cheaper.  A checkpoint every few sign-ups would write the same pages again
 * and again: a tool lets the log grow to 16 MB, the programs copy sooner,
 * beside what they write (log_copier.h).
 */
static const struct {
	enum db_mode	 mode;		/* DB_READ: for a writer too */
	const char	*sql;
} pragmas[] = {
	{ DB_READ, "PRAGMA busy_timeout = 2500" },
	{ DB_READ, "PRAGMA foreign_keys = ON" },
	/* REPLACE deletes, too. */
	{ DB_READ, "PRAGMA recursive_triggers = ON" },
	{ DB_READ, "PRAGMA trusted_schema = OFF" },
	{ DB_READ, "PRAGMA cell_size_check = ON" },
	{ DB_READ, "PRAGMA synchronous = FULL" },
	{ DB_READ, "PRAGMA mmap_size = 0" },
	{ DB_READ, "PRAGMA temp_store = MEMORY" },
	{ DB_READ, "PRAGMA cache_size = -256" },		/* KiB */
	{ DB_WRITE, "PRAGMA journal_mode = WAL" },
	{ DB_WRITE, "PRAGMA secure_delete = ON" },
	{ DB_WRITE, "PRAGMA cache_size = -2560" },
	{ DB_WRITE, "PRAGMA wal_autocheckpoint = 4000" },	/* pages */
	{ DB_WRITE, "PRAGMA journal_size_limit = 16777216" },
	/* A read opens the log, which check_files wants to know. */
	{ DB_WRITE, "PRAGMA schema_version" },
};

static const struct {
	int	what;
	int	on;
} switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
};

enum status
connection_plain(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	return connection_failed(db, sql);
}

/*
 * What a search can ask of text.h and search.h: fold(text); of what is folded
 * already, holds(words, text) and fits(query, fields, so many), the rank.  The
 * schema uses none of them, so that any tool can write.
 */
static void
sql_fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct arena *arena = sqlite3_user_data(context);
	const char *text = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	if (text == NULL)
		return;
	sqlite3_result_text(context, text_fold(text, arena), -1,
	    SQLITE_TRANSIENT);
	arena_reset(arena);
}

static void
sql_holds(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *words = (const char *)sqlite3_value_text(values[0]);
	const char *text = (const char *)sqlite3_value_text(values[1]);

	(void)count;
	sqlite3_result_int(context, words != NULL && text != NULL &&
	    text_holds(text, words));
}

/* The query is read once a statement, not once a row. */
static void
sql_fits(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[1]);
	struct search *search = sqlite3_get_auxdata(context, 0);

	(void)count;
	if (text == NULL || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	if (search == NULL) {
		search = sqlite3_malloc(sizeof(*search));
		if (search == NULL) {
			sqlite3_result_error_nomem(context);
			return;
		}
		search_read((const char *)sqlite3_value_text(values[0]),
		    search);
		sqlite3_result_int(context, search_rank(search, text,
		    (enum search_field)sqlite3_value_int(values[2])));
		sqlite3_set_auxdata(context, 0, search, sqlite3_free);
		return;
	}
	sqlite3_result_int(context, search_rank(search, text,
	    (enum search_field)sqlite3_value_int(values[2])));
}

static void
free_arena(void *arena)
{
	arena_free(arena);
}

static enum status
add_functions(struct db *db)
{
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC |
	    SQLITE_DIRECTONLY;

	if (sqlite3_create_function_v2(db->handle, "fold", 1, flags,
	    arena_new(FOLD_LIMIT), sql_fold, NULL, NULL, free_arena) ==
	    SQLITE_OK && sqlite3_create_function_v2(db->handle, "holds", 2,
	    flags, NULL, sql_holds, NULL, NULL, NULL) == SQLITE_OK &&
	    sqlite3_create_function_v2(db->handle, "fits", 3, flags, NULL,
	    sql_fits, NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	return connection_failed(db, "fold, holds and fits");
}

static enum status
set_up(struct db *db, enum db_mode mode)
{
	enum status status;

	sqlite3_extended_result_codes(db->handle, 1);
	for (size_t i = 0; i < COUNT(switches); i++)
		sqlite3_db_config(db->handle, switches[i].what,
		    switches[i].on, (int *)NULL);
	status = add_functions(db);
	for (size_t i = 0; status == STATUS_OK && i < COUNT(pragmas); i++)
		if (mode != DB_READ || pragmas[i].mode == DB_READ)
			status = connection_plain(db, pragmas[i].sql);
	return status;
}

/*
 * One file with two locks that know nothing of each other: flock for the one
 * who writes now; and that of fcntl, shared by all who have the database open
 * for writing, and alone by who replaces it (db_seize).
 */
static enum status
open_lock(const char *database, short type, int *lock)
{
	struct flock open_for = { .l_type = type, .l_whence = SEEK_SET };
	enum status status = STATUS_OK;
	char *path;
	int fd;

	if (asprintf(&path, "%s.lock", database) == -1)
		return STATUS_FAIL;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
	if (fd == -1) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		status = STATUS_FAIL;
	} else if (fcntl(fd, F_OFD_SETLK, &open_for) == -1) {
		log_line(LOG_WARNING, "database: %s is %s", database,
		    type == F_WRLCK ? "in use" : "being replaced");
		close(fd);
		status = STATUS_BUSY;
	}
	free(path);
	if (status == STATUS_OK)
		*lock = fd;
	return status;
}

enum status
db_seize(const char *path, int *lock)
{
	return open_lock(path, F_WRLCK, lock);
}

static bool
mark_files(const struct db *db, struct file_mark files[2])
{
	static const char *const names[] = { "", "-wal" };
	char path[PATH_MAX];
	struct stat st;

	for (size_t i = 0; i < COUNT(names); i++) {
		if (snprintf(path, sizeof(path), "%s%s", db->path,
		    names[i]) >= (int)sizeof(path) || stat(path, &st) == -1)
			return false;
		files[i] = (struct file_mark){ st.st_dev, st.st_ino };
	}
	return true;
}

/*
 * A commit into a file that was removed or replaced succeeds, and nobody
 * ever sees it again.
 */
enum status
connection_check_files(const struct db *db)
{
	struct file_mark now[2];

	if (mark_files(db, now) &&
	    now[0].device == db->files[0].device &&
	    now[0].inode == db->files[0].inode &&
	    now[1].device == db->files[1].device &&
	    now[1].inode == db->files[1].inode)
		return STATUS_OK;
	log_line(LOG_ERROR, "database: %s or its log was removed or replaced: "
	    "nothing is written until the programs start again", db->path);
	return STATUS_BUSY;
}

/* flock has no time-out of its own. */
static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status
take_lock(const struct db *db, int64_t until)
{
	const struct timespec step = { .tv_nsec = LOCK_STEP_US * 1000L };

	do {
		if (flock(db->lock, LOCK_EX | LOCK_NB) == 0)
			return STATUS_OK;
		if (errno != EWOULDBLOCK && errno != EINTR)
			break;
		nanosleep(&step, NULL);
	} while (now_ms() < until);
	log_line(LOG_WARNING, "database: the write lock is held by another "
	    "process");
	return STATUS_BUSY;
}

/*
 * Each allocation of SQLite would take a lock of the whole process, to count
 * what nobody reads.
 */
static void
count_no_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum status
db_open(const char *path, enum db_mode mode, struct db **opened)
{
	const int flags = SQLITE_OPEN_NOMUTEX |
	    (mode == DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
	    (mode == DB_NEW ? SQLITE_OPEN_CREATE : 0);
	struct db *db = calloc(1, sizeof(*db));
	enum status status = STATUS_OK;

	if (db == NULL)
		return STATUS_FAIL;
	pthread_once(&configured, count_no_memory);
	db->lock = -1;
	db->path = strdup(path);
	db->prepared = calloc(STATEMENTS, sizeof(sqlite3_stmt *));
	if (db->path == NULL || db->prepared == NULL)
		status = STATUS_FAIL;
	if (status == STATUS_OK && mode != DB_READ)
		status = open_lock(path, F_RDLCK, &db->lock);
	/* Many may make the same file at the same time. */
	if (status == STATUS_OK && mode == DB_NEW)
		status = take_lock(db, now_ms() + NEW_WAIT_MS);
	if (status == STATUS_OK)
		status = sqlite3_open_v2(path, &db->handle, flags, NULL) ==
		    SQLITE_OK ? set_up(db, mode) : connection_failed(db, path);
	if (db->lock != -1)
		flock(db->lock, LOCK_UN);
	if (status == STATUS_OK && mode != DB_READ &&
	    !mark_files(db, db->files)) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		status = STATUS_FAIL;
	}
	if (status != STATUS_OK) {
		db_close(db);
		return status;
	}
	*opened = db;
	return STATUS_OK;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; db->prepared != NULL && i < STATEMENTS; i++)
		sqlite3_finalize(db->prepared[i]);
	free(db->prepared);
	sqlite3_close(db->handle);
	if (db->lock != -1)
		close(db->lock);
	free(db->path);
	free(db);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

enum status
db_begin(struct db *db)
{
	return db_begin_within(db, DB_WAIT_MS);
}

enum status
db_begin_within(struct db *db, int ms)
{
	int64_t until = now_ms() + ms;
	enum status status;
	int left;

	assert(db->lock != -1);
	db_release(db);
	if ((status = take_lock(db, until)) != STATUS_OK)
		return status;
	/* Who takes SQLite's own lock alone shares the rest of the time. */
	left = (int)(until - now_ms());
	sqlite3_busy_timeout(db->handle, left < 1 ? 1 : left);
	if ((status = connection_check_files(db)) != STATUS_OK ||
	    (status = connection_plain(db, "BEGIN IMMEDIATE")) != STATUS_OK)
		flock(db->lock, LOCK_UN);
	return status;
}

/* What a fault or an exhausted arena left open would block the rollback. */
static void
reset_statements(struct db *db)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		if (db->prepared[i] == NULL)
			continue;
		sqlite3_reset(db->prepared[i]);
		sqlite3_clear_bindings(db->prepared[i]);
	}
}

static enum status
guarded(struct db *db, db_work work, void *arg, struct arena *arena)
{
	enum status status;

	switch (ARENA_GUARD(arena)) {
	case 0:
		status = work(db, arg, arena);
		break;
	case ARENA_STARVED:
		status = STATUS_BUSY;
		break;
	default:
		status = STATUS_FAIL;
	}
	arena_unguard(arena);
	return status;
}

enum status
db_try(struct db *db, db_work work, void *arg, struct arena *arena)
{
	enum status status;

	/* A full disk has rolled everything back: there is no transaction. */
	if (sqlite3_get_autocommit(db->handle))
		return STATUS_BUSY;
	if ((status = connection_plain(db, "SAVEPOINT work")) != STATUS_OK)
		return status;
	if ((status = guarded(db, work, arg, arena)) != STATUS_OK) {
		reset_statements(db);
		if (sqlite3_get_autocommit(db->handle))
			return status;
		if (connection_plain(db, "ROLLBACK TO work") != STATUS_OK)
			abort();
	}
	if (connection_plain(db, "RELEASE work") != STATUS_OK)
		abort();
	return status;
}

void
db_rollback(struct db *db)
{
	reset_statements(db);
	/* Going on with half a transaction would be worse than ending. */
	if (!sqlite3_get_autocommit(db->handle) &&
	    connection_plain(db, "ROLLBACK") != STATUS_OK)
		abort();
	flock(db->lock, LOCK_UN);
}

enum status
db_commit(struct db *db)
{
	enum status status = STATUS_BUSY;
	enum db_state failing = DB_FAILING;

	if (sqlite3_get_autocommit(db->handle) ||
	    (status = connection_plain(db, "COMMIT")) != STATUS_OK) {
		db_rollback(db);
		return status;
	}
	atomic_compare_exchange_strong(&state, &failing, DB_SOUND);
	flock(db->lock, LOCK_UN);
	return STATUS_OK;
}

enum status
db_write(struct db *db, db_work work, void *arg, struct arena *arena)
{
	enum status status, committed;

	if ((status = db_begin(db)) != STATUS_OK)
		return status;
	status = db_try(db, work, arg, arena);
	committed = db_commit(db);
	return status != STATUS_OK ? status : committed;
}

enum status
db_snapshot(struct db *db)
{
	enum status status;

	if (db->snapshot)
		return STATUS_OK;
	if ((status = connection_plain(db, "BEGIN")) == STATUS_OK)
		db->snapshot = true;
	return status;
}

void
db_release(struct db *db)
{
	if (!db->snapshot)
		return;
	reset_statements(db);
	/* Where a page was found damaged this fails, and yet it is over. */
	if (connection_plain(db, "COMMIT") != STATUS_OK &&
	    !sqlite3_get_autocommit(db->handle))
		abort();
	db->snapshot = false;
}

void
db_recover(struct db *db)
{
	reset_statements(db);
	db_release(db);
}

enum status
db_has_room(const struct db *db)
{
	struct statvfs disk;

	if (statvfs(db->path, &disk) == 0 &&
	    (uint64_t)disk.f_bavail * disk.f_frsize < ROOM_BYTES) {
		log_line(LOG_WARNING, "database: the disk is full");
		return STATUS_BUSY;
	}
	return STATUS_OK;
}
