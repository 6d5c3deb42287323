#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/statement.h"

struct arena;

/*
 * One connection to the database and its prepared statements; only db.c
 * includes sqlite3.h.  A connection belongs to one thread at a time.
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
	DB_WRITE
};

/* DB_WRITE makes the file when there is none; migrating is migration.h's. */
enum status	 db_open(const char *path, enum db_mode, struct db **);
void		 db_close(struct db *);
const char	*db_path(const struct db *);

/*
 * A write transaction: the lock, BEGIN IMMEDIATE, work in savepoints, COMMIT.
 * BUSY: somebody else holds the database for longer than we wait; or the
 * disk is full.  Nothing of a failed work or a failed commit remains.
 */
typedef enum status (*db_work)(struct db *, void *arg, struct arena *);

enum status	 db_begin(struct db *);
enum status	 db_try(struct db *, db_work, void *arg, struct arena *);
enum status	 db_commit(struct db *);
void		 db_rollback(struct db *);

/* All of these for one piece of work. */
enum status	 db_write(struct db *, db_work, void *arg, struct arena *);

/* One consistent view for several reads; begin may be repeated. */
enum status	 db_snapshot(struct db *);
void		 db_release(struct db *);

/* After a walk that was left in the middle, as by an exhausted arena. */
void		 db_recover(struct db *);

/* Changes when another connection has committed. */
int64_t		 db_version(struct db *);

/*
 * One figure that a writer has read from rows and keeps right itself: known
 * only as long as no other connection has committed and nothing was rolled
 * back since.  It saves counting the same rows again for every job.
 */
struct db_memo {
	bool		 known;
	int64_t		 of;		/* what it is the figure of */
	int64_t		 figure;
};

struct db_memo	*db_memo(struct db *);

/* BUSY: the disk is so full that a write may soon fail. */
enum status	 db_has_room(const struct db *);

/* A value for a statement; the memory must outlive the call it goes into. */
struct value {
	enum { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BLOB } type;
	int64_t		 integer;
	const void	*bytes;
	size_t		 length;
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
 * Walk the rows of a statement:
 *	rows_open(&rows, db, SQL_X, VALUES(...));
 *	while (rows_next(&rows))
 *		... rows_integer(&rows, 0) ...
 *	status = rows_close(&rows);
 * Faults wait for the close.  A column's text is copied into the arena.
 */
struct rows {
	struct db	*db;
	void		*statement;
	enum status	 status;
};

void		 rows_open(struct rows *, struct db *, enum sql,
		    const struct value *, size_t);
bool		 rows_next(struct rows *);
enum status	 rows_close(struct rows *);

int64_t		 rows_integer(const struct rows *, int column);
bool		 rows_null(const struct rows *, int column);
const char	*rows_text(const struct rows *, int column, struct arena *);
const void	*rows_blob(const struct rows *, int column, struct arena *,
		    size_t *length);

/* A statement without rows; db_changed tells how many it touched. */
enum status	 db_run(struct db *, enum sql, const struct value *, size_t);
int64_t		 db_changed(const struct db *);
int64_t		 db_last_id(const struct db *);

/* The single integer of a single row; NOTFOUND when there is none. */
enum status	 db_integer(struct db *, enum sql, const struct value *,
		    size_t, int64_t *);

/* Text with several statements, for migrations and the demo event. */
enum status	 db_script(struct db *, const char *sql, size_t length);

#endif
