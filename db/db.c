/*
 * The one file that talks to SQLite.  See db.h for why there is a lock
 * besides SQLite's own.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
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
#include "db/db.h"

#define FOLD_LIMIT	((size_t)1 << 20)
#define LOCK_STEP_US	100
#define NEW_WAIT_MS	30000	/* others that make the same file */
#define ROOM_BYTES	((uint64_t)4 << 20)	/* less is a full disk */
#define STATEMENTS	((size_t)(__stop_statements - __start_statements))
#define PREPARED(db, sql) ((db)->prepared[(sql) - __start_statements])
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

struct db {
	sqlite3		*handle;
	sqlite3_stmt	**prepared; /* one each, in the order of the section */
	char		*path;
	int		 lock;		/* -1 for a reader */
	struct file_mark {
		dev_t	 device;
		ino_t	 inode;
	} files[2];			/* what was opened: the file, its log */
	bool		 snapshot;
};

static _Atomic enum db_state	state;

enum db_state
db_state(void)
{
	return atomic_load(&state);
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

/* Once, where it is seen; the text never holds a bound value. */
static enum status
failed(const struct db *db, const char *doing)
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
 * The writer's indexes of letters and attendees are hit all over, so they are
 * to stay in memory; and a checkpoint every few sign-ups would write the same
 * pages again and again.  The log grows to 16 MB for it.
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
	{ DB_WRITE, "PRAGMA cache_size = -6144" },
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

static enum status
plain(struct db *db, const char *sql)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	return failed(db, sql);
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
	return failed(db, "fold, holds and fits");
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
			status = plain(db, pragmas[i].sql);
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
static enum status
check_files(const struct db *db)
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
		    SQLITE_OK ? set_up(db, mode) : failed(db, path);
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
	if ((status = check_files(db)) != STATUS_OK ||
	    (status = plain(db, "BEGIN IMMEDIATE")) != STATUS_OK)
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
	if ((status = plain(db, "SAVEPOINT work")) != STATUS_OK)
		return status;
	if ((status = guarded(db, work, arg, arena)) != STATUS_OK) {
		reset_statements(db);
		if (sqlite3_get_autocommit(db->handle))
			return status;
		if (plain(db, "ROLLBACK TO work") != STATUS_OK)
			abort();
	}
	if (plain(db, "RELEASE work") != STATUS_OK)
		abort();
	return status;
}

void
db_rollback(struct db *db)
{
	reset_statements(db);
	/* Going on with half a transaction would be worse than ending. */
	if (!sqlite3_get_autocommit(db->handle) &&
	    plain(db, "ROLLBACK") != STATUS_OK)
		abort();
	flock(db->lock, LOCK_UN);
}

enum status
db_commit(struct db *db)
{
	enum status status = STATUS_BUSY;
	enum db_state failing = DB_FAILING;

	if (sqlite3_get_autocommit(db->handle) ||
	    (status = plain(db, "COMMIT")) != STATUS_OK) {
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

/* before: a statement that comes first, or NULL. */
static enum status
checkpoint_after(struct db *db, const char *before)
{
	enum status status = STATUS_OK;
	int code;

	assert(db->lock != -1);
	if (flock(db->lock, LOCK_EX | LOCK_NB) != 0)
		return STATUS_BUSY;
	if (check_files(db) != STATUS_OK)
		status = STATUS_BUSY;
	if (status == STATUS_OK && before != NULL)
		status = plain(db, before);
	if (status != STATUS_OK) {
		flock(db->lock, LOCK_UN);
		return status;
	}
	sqlite3_busy_timeout(db->handle, 0);
	code = sqlite3_wal_checkpoint_v2(db->handle, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(db->handle, DB_WAIT_MS);
	flock(db->lock, LOCK_UN);
	if (code == SQLITE_OK || code == SQLITE_BUSY)
		return code == SQLITE_OK ? STATUS_OK : STATUS_BUSY;
	return failed(db, "checkpoint");
}

enum status
db_checkpoint(struct db *db)
{
	return checkpoint_after(db, NULL);
}

enum status
db_compact(struct db *db)
{
	return checkpoint_after(db, "VACUUM");
}

static enum status
sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	enum status status = fd != -1 && fsync(fd) == 0 ? STATUS_OK :
	    STATUS_FAIL;

	if (status != STATUS_OK)
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
	if (fd != -1)
		close(fd);
	return status;
}

/* All pages in one step: a step more would begin again at each commit. */
static enum status
copy_pages(struct db *db, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", db->handle,
	    "main");
	int code = backup == NULL ? sqlite3_errcode(to) :
	    sqlite3_backup_step(backup, -1);

	sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE)
		return STATUS_OK;
	log_line(LOG_ERROR, "database: the copy failed: %s",
	    sqlite3_errstr(code));
	return STATUS_FAIL;
}

enum status
db_copy(struct db *db, const char *path)
{
	enum status status = STATUS_FAIL;
	sqlite3 *to = NULL;
	int fd;

	/* Made here, for its mode. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	close(fd);
	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) ==
	    SQLITE_OK)
		status = copy_pages(db, to);
	sqlite3_close(to);
	if (status == STATUS_OK)
		status = sync_file(path);
	if (status != STATUS_OK)
		unlink(path);
	return status;
}

enum status
db_snapshot(struct db *db)
{
	enum status status;

	if (db->snapshot)
		return STATUS_OK;
	if ((status = plain(db, "BEGIN")) == STATUS_OK)
		db->snapshot = true;
	return status;
}

void
db_release(struct db *db)
{
	if (!db->snapshot)
		return;
	reset_statements(db);
	if (plain(db, "COMMIT") != STATUS_OK)
		abort();
	db->snapshot = false;
}

void
db_recover(struct db *db)
{
	reset_statements(db);
	db_release(db);
}

SQL(DATA_VERSION, "PRAGMA data_version");

int64_t
db_version(struct db *db)
{
	int64_t version = -1;

	db_integer(db, SQL_DATA_VERSION, NO_VALUES, &version);
	return version;
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

struct value
value_null(void)
{
	return (struct value){ .type = VALUE_NULL };
}

struct value
value_integer(int64_t integer)
{
	return (struct value){ .type = VALUE_INTEGER, .integer = integer };
}

struct value
value_text(const char *text)
{
	if (text == NULL)
		return value_null();
	return (struct value){ .type = VALUE_TEXT, .bytes = text,
	    .length = strlen(text) };
}

struct value
value_blob(const void *bytes, size_t length)
{
	return (struct value){ .type = VALUE_BLOB, .bytes = bytes,
	    .length = length };
}

void
value_texts(struct value *values, size_t *used, const char *const *texts,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		values[(*used)++] = value_text(texts[i]);
}

static int
bind_one(sqlite3_stmt *statement, int place, const struct value *value)
{
	switch (value->type) {
	case VALUE_INTEGER:
		return sqlite3_bind_int64(statement, place, value->integer);
	case VALUE_TEXT:
		return sqlite3_bind_text64(statement, place, value->bytes,
		    value->length, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(statement, place, value->bytes,
		    value->length, SQLITE_STATIC);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(statement, place);
}

static enum status
prepare(struct db *db, const struct statement *sql)
{
	char *text;
	int code;

	if (PREPARED(db, sql) != NULL)
		return STATUS_OK;
	if ((text = statement_text(sql)) == NULL)
		return STATUS_FAIL;
	code = sqlite3_prepare_v3(db->handle, text, -1,
	    SQLITE_PREPARE_PERSISTENT, &PREPARED(db, sql), NULL);
	free(text);
	return code == SQLITE_OK ? STATUS_OK : failed(db, sql->name);
}

enum status
db_prepare(struct db *db)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < STATEMENTS; i++)
		status = prepare(db, &__start_statements[i]);
	return status;
}

void
rows_open(struct rows *rows, struct db *db, const struct statement *sql,
    const struct value *values, size_t count)
{
	*rows = (struct rows){ .db = db };
	if ((rows->status = prepare(db, sql)) != STATUS_OK)
		return;
	rows->statement = PREPARED(db, sql);
	/* A statement cannot be walked twice at the same time. */
	assert(!sqlite3_stmt_busy(rows->statement));
	assert((size_t)sqlite3_bind_parameter_count(rows->statement) == count);
	for (size_t i = 0; i < count; i++)
		if (bind_one(rows->statement, (int)i + 1, &values[i]) !=
		    SQLITE_OK)
			rows->status = failed(db, "bind");
}

bool
rows_next(struct rows *rows)
{
	int code;

	if (rows->status != STATUS_OK)
		return false;
	if ((code = sqlite3_step(rows->statement)) == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		rows->status = failed(rows->db, "step");
	return false;
}

enum status
rows_close(struct rows *rows)
{
	if (rows->statement == NULL)
		return rows->status;
	/* With RETURNING a fault may show only here. */
	if (sqlite3_reset(rows->statement) != SQLITE_OK &&
	    rows->status == STATUS_OK)
		rows->status = failed(rows->db, "reset");
	sqlite3_clear_bindings(rows->statement);
	rows->statement = NULL;
	return rows->status;
}

int64_t
rows_integer(const struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

bool
rows_null(const struct rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

const char *
rows_text(const struct rows *rows, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(rows->statement,
	    column);
	int length = sqlite3_column_bytes(rows->statement, column);

	return text == NULL ? NULL : arena_copy(arena, text, (size_t)length);
}

const void *
rows_blob(const struct rows *rows, int column, struct arena *arena,
    size_t *length)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);

	*length = (size_t)sqlite3_column_bytes(rows->statement, column);
	return arena_copy(arena, bytes, *length);
}

void
rows_bytes(const struct rows *rows, int column, void *bytes, size_t size)
{
	const void *blob = sqlite3_column_blob(rows->statement, column);
	size_t length = (size_t)sqlite3_column_bytes(rows->statement, column);

	if (length > 0)
		memcpy(bytes, blob, length < size ? length : size);
}

enum status
db_run(struct db *db, const struct statement *sql,
    const struct value *values, size_t count)
{
	struct rows rows;

	rows_open(&rows, db, sql, values, count);
	while (rows_next(&rows))
		continue;
	return rows_close(&rows);
}

enum status
db_change(struct db *db, const struct statement *sql,
    const struct value *values, size_t count, enum status otherwise)
{
	enum status status = db_run(db, sql, values, count);

	return status == STATUS_OK && db_changed(db) == 0 ? otherwise : status;
}

int64_t
db_changed(const struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t
db_changed_ever(const struct db *db)
{
	return sqlite3_total_changes64(db->handle);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

enum status
db_integer(struct db *db, const struct statement *sql,
    const struct value *values, size_t count, int64_t *integer)
{
	enum status status;
	struct rows rows;
	bool found;
	int64_t got = 0;

	rows_open(&rows, db, sql, values, count);
	if ((found = rows_next(&rows)))
		got = rows_integer(&rows, 0);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (!found)
		return STATUS_NOTFOUND;
	*integer = got;
	return STATUS_OK;
}

enum status
db_script(struct db *db, const char *sql, size_t length)
{
	char *text = strndup(sql, length);
	enum status status;

	if (text == NULL)
		return STATUS_FAIL;
	status = sqlite3_exec(db->handle, text, NULL, NULL, NULL) == SQLITE_OK
	    ? STATUS_OK : failed(db, "script");
	free(text);
	return status;
}

SQL(INTEGRITY, "PRAGMA integrity_check(1)");

enum status
db_check(struct db *db, struct arena *arena, const char **found)
{
	enum db_state damaged = DB_DAMAGED;
	const char *words = "";
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_INTEGRITY, NO_VALUES);
	while (rows_next(&rows))
		words = rows_text(&rows, 0, arena);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (words == NULL)
		words = "";
	*found = words;
	if (strcmp(words, "ok") == 0)
		atomic_compare_exchange_strong(&state, &damaged, DB_SOUND);
	return STATUS_OK;
}

SQL(FOREIGN_KEYS, "PRAGMA foreign_key_check");

enum status
db_count_orphans(struct db *db, size_t *count)
{
	enum status status;
	struct rows rows;
	size_t found = 0;

	rows_open(&rows, db, SQL_FOREIGN_KEYS, NO_VALUES);
	while (rows_next(&rows))
		found++;
	if ((status = rows_close(&rows)) == STATUS_OK)
		*count = found;
	return status;
}
