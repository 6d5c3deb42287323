#ifndef DB_CONNECTION_H
#define DB_CONNECTION_H

#include <sqlite3.h>
#include <sys/types.h>

#include "db/db.h"

/*
 * What db.c, query.c and copy.c share, and nobody else: only these include
 * sqlite3.h.
 */
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
	int		 log_pages;	/* behind the last commit, if watched */
};

#define STATEMENTS	((size_t)(__stop_statements - __start_statements))
#define PREPARED(db, sql) ((db)->prepared[(sql) - __start_statements])

/*
 * Log what SQLite said about the last call; the text never holds a bound
 * value.  BUSY: it may pass; else FAIL.
 */
enum status	 connection_failed(const struct db *, const char *doing);

/* A statement without values or rows. */
enum status	 connection_plain(struct db *, const char *sql);

/* BUSY, logged: the files at the path are no longer those that were opened. */
enum status	 connection_check_files(const struct db *);

/* db_check found the file whole. */
void		 connection_is_sound(void);

#endif
