#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/statement.h"

struct arena;

/*
 * One connection to the database and its prepared statements: db.c opens and
 * locks it, query.c runs statements, copy.c knows the file as a whole; nobody
 * else includes sqlite3.h.  A connection belongs to one thread at a time.
 *
 * Debian 12's SQLite can corrupt a database when one connection checkpoints
 * while another commits and resets the log (the WAL-reset bug).  Therefore:
 * a process has at most one DB_WRITE connection; every write transaction and
 * the checkpoint in its commit run under one flock, on DATABASE.lock, that
 * all processes share; all other connections are read-only, which never
 * checkpoint; and closing never checkpoints either.
 */
struct db;

enum db_mode {
	DB_READ,
	DB_WRITE,
	DB_NEW			/* DB_WRITE that makes a missing file */
};

/*
 * Only DB_NEW makes the file when there is none; migrating is migration.h's.
 * BUSY, FAIL: it cannot be opened or locked; logged.  The caller ends it with
 * db_close, which takes NULL too.  The path is the connection's.
 *
 * When the file at the path is no longer the one that was opened, every
 * write is refused with BUSY: what it would store could never be found again.
 */
enum status	 db_open(const char *path, enum db_mode, struct db **);
void		 db_close(struct db *);
const char	*db_path(const struct db *);

/*
 * Hold the files against every program, to put others in their place.  BUSY:
 * one has the database open for writing; meanwhile none can open it so.  The
 * lock ends with the close of its descriptor.
 */
enum status	 db_seize(const char *path, int *lock);

/*
 * Bring all of the log into the file and empty the log, under the lock, so
 * that the file alone is the whole database.  BUSY, without waiting: somebody
 * reads or writes now.
 */
enum status	 db_checkpoint(struct db *);

/*
 * The parts of it for who writes all the time (log_copier.h).  A log that is
 * watched is not copied by a commit.  Copying waits for nobody and keeps
 * nobody out; *copied, so many pages of the log are in the file now.  BUSY:
 * another copies.  SQLite syncs the file only when no page came meanwhile:
 * whoever copied the last few would wait for all of them to reach the disk,
 * unless they were synced before.
 */
void		 db_watch_log(struct db *);
int		 db_log_pages(const struct db *);
enum status	 db_copy_log(struct db *, int *copied);
void		 db_sync_copied(struct db *);

/*
 * Write the file anew, so that nothing of what was deleted is left in its
 * gaps, and empty the log: secure_delete overwrites what goes, but not the
 * copies that a page kept when its rows moved to another.  It takes as long
 * as writing the whole database; nobody else writes meanwhile.  BUSY: as
 * db_checkpoint.
 */
enum status	 db_compact(struct db *);

/*
 * Copy the database as it is at this moment into a new file, of mode 0600 and
 * on disk; other programs may write meanwhile.  FAIL: logged, and no file is
 * left.
 */
enum status	 db_copy(struct db *, const char *path);

/*
 * Prepare every statement of the program, for the schema that it is written
 * for.  FAIL: one is wrong; its name and SQLite's words are logged.
 */
enum status	 db_prepare(struct db *);

/*
 * A write transaction: the lock, BEGIN IMMEDIATE, work in savepoints, COMMIT.
 * BUSY: another process holds the database for longer than DB_WAIT_MS; or the
 * disk is full or does not do as it should.  Nothing of a failed work or a
 * failed commit remains.
 */
#define DB_WAIT_MS	2500
typedef enum status (*db_work)(struct db *, void *arg, struct arena *);

/*
 * db_begin and db_commit stand around any number of tries; each try is one
 * work, undone alone unless its status, which is returned, is OK.  An arena
 * that is exhausted ends the work with FAIL.
 */
enum status	 db_begin(struct db *);
enum status	 db_begin_within(struct db *, int ms);
enum status	 db_try(struct db *, db_work, void *arg, struct arena *);
enum status	 db_commit(struct db *);
void		 db_rollback(struct db *);

/* All of these for one piece of work; what work returns, or BUSY or FAIL. */
enum status	 db_write(struct db *, db_work, void *arg, struct arena *);

/*
 * One consistent view for several reads, until the release; it may be asked
 * for again meanwhile.  BUSY, FAIL: there is none.
 */
enum status	 db_snapshot(struct db *);
void		 db_release(struct db *);

/* After a walk that was left in the middle, as by an exhausted arena. */
void		 db_recover(struct db *);

/* A number that changes when another connection has committed; -1: unknown. */
int64_t		 db_version(struct db *);

/* BUSY: less than 4 MiB of the disk is free, so a write may soon fail. */
enum status	 db_has_room(const struct db *);

/*
 * What this process last met, on any of its connections: nothing; a disk that
 * failed, until a write succeeds; or a damaged file, until db_check finds
 * it whole.  From any thread.
 */
enum db_state {
	DB_SOUND,
	DB_FAILING,
	DB_DAMAGED
};

enum db_state	 db_state(void);

/* A value for a statement; the memory must outlive the call it goes into. */
struct value {
	enum { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BLOB } type;
	int64_t		 integer;
	const void	*bytes;		/* of a text: UTF-8 */
	size_t		 length;	/* bytes, without a NUL */
};

struct value	 value_null(void);
struct value	 value_integer(int64_t);
struct value	 value_text(const char *);	/* NULL is SQL NULL */
struct value	 value_blob(const void *, size_t);

/* Append count texts behind the values that are there already. */
void		 value_texts(struct value *, size_t *used,
		    const char *const *texts, size_t count);

#define VALUES(...)	(const struct value[]){ __VA_ARGS__ }, \
	sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
#define NO_VALUES	NULL, 0

/*
 * Walk the rows of a statement (statement.h), with a value for each of its
 * parameters:
 *	rows_open(&rows, db, SQL_X, VALUES(...));
 *	while (rows_next(&rows))
 *		... rows_integer(&rows, 0) ...
 *	status = rows_close(&rows);
 * A fault ends the walk and is what the close returns, logged: BUSY as of
 * db_write, or FAIL.  Every open is followed by one close, unless an
 * exhausted arena jumps out of the walk (db_recover).  A statement cannot be
 * walked twice at the same time.
 */
struct rows {
	struct db	*db;
	void		*statement;
	enum status	 status;
};

void		 rows_open(struct rows *, struct db *,
		    const struct statement *, const struct value *, size_t);
bool		 rows_next(struct rows *);
enum status	 rows_close(struct rows *);

/*
 * A column of the current row, counted from 0.  The integer of a NULL is 0.
 * A text is UTF-8, and a copy in the arena with a NUL behind it; NULL for a
 * NULL.  A blob too; its length is in bytes.
 */
int64_t		 rows_integer(const struct rows *, int column);
bool		 rows_null(const struct rows *, int column);
const char	*rows_text(const struct rows *, int column, struct arena *);
const void	*rows_blob(const struct rows *, int column, struct arena *,
		    size_t *length);

/* The text where it stands, until the next row; "" for a NULL. */
const char	*rows_borrow(const struct rows *, int column);

/* A blob of a fixed size; what a shorter one lacks stays as it was. */
void		 rows_bytes(const struct rows *, int column, void *bytes,
		    size_t size);

/*
 * Run a statement that has no rows.  db_change is for one that must find a
 * row to change: when there is none it returns otherwise.  BUSY, FAIL: as
 * rows_close.
 */
enum status	 db_run(struct db *, const struct statement *,
		    const struct value *, size_t);
enum status	 db_change(struct db *, const struct statement *,
		    const struct value *, size_t, enum status otherwise);

/* How many rows the last statement touched, and the id of one it added. */
int64_t		 db_changed(const struct db *);
int64_t		 db_changed_ever(const struct db *);	/* since the open */
int64_t		 db_last_id(const struct db *);

/*
 * The single integer of a single row.  NOTFOUND: there is no row.  BUSY,
 * FAIL: as rows_close.
 */
enum status	 db_integer(struct db *, const struct statement *,
		    const struct value *, size_t, int64_t *);

/*
 * Run text with several statements, for migrations: at most length bytes, or
 * up to its NUL.  BUSY, FAIL: as rows_close; what came before has been done.
 */
enum status	 db_script(struct db *, const char *sql, size_t length);

/* *found, in the arena: "ok", or SQLite's words for the first fault. */
enum status	 db_check(struct db *, struct arena *, const char **found);

/* How many rows refer to a row that is not there; 0 in a sound database. */
enum status	 db_count_orphans(struct db *, size_t *count);

#endif
