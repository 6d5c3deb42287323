#ifndef DB_LIST_H
#define DB_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/db.h"

/*
 * Rows as structs.  A table says which member each column of a statement
 * goes into, in the statement's order:
 *
 *	SQL(NOTE_LIST, "SELECT id, tekst FROM note WHERE registration = ?1");
 *
 *	static const struct column note_columns[] = {
 *		COLUMN(struct note, id),
 *		COLUMN(struct note, tekst),
 *	};
 *
 * A member is an int64_t, a bool or a const char *, whose text is copied
 * into the arena; a NULL column is 0, false or NULL.  Where that is not
 * enough, a function fills the element instead.
 */
struct column {
	size_t		 offset;	/* of the member in the element */
	enum {
		COLUMN_INTEGER,
		COLUMN_BOOL,
		COLUMN_TEXT
	} kind;
};

#define COLUMN(type, member) { offsetof(type, member), \
	_Generic(((type *)0)->member, int64_t: COLUMN_INTEGER, \
	bool: COLUMN_BOOL, const char *: COLUMN_TEXT) }

/* Fill one zeroed element from the current row. */
typedef void (*list_take)(const struct rows *, struct arena *, void *element);

/* max bounds what a list may take of the memory; SIZE_MAX: the arena does. */
struct list_of {
	size_t			 size;		/* of an element, in bytes */
	size_t			 max;
	const struct column	*columns;
	size_t			 ncolumns;
	list_take		 take;		/* NULL: the columns say it */
};

#define LIST_OF(type, columns, max) { sizeof(type), max, columns, \
	sizeof(columns) / sizeof((columns)[0]), NULL }
#define LIST_BY(type, take, max) { sizeof(type), max, NULL, 0, take }

/*
 * All rows of a statement as an array in the arena; list is the address of a
 * pointer to elements.  FULL: there are more than max; it is logged, and
 * nothing is cut in silence.  BUSY, FAIL: as rows_close of db.h.
 */
enum status	 list_read(struct db *, const struct statement *,
		    const struct value *, size_t nvalues,
		    const struct list_of *, struct arena *, void *list,
		    size_t *count);

/*
 * What is worked off portion by portion is so many rows at a time, and a page
 * that shows the first of many shows so many.  Tests make it small.
 */
extern size_t	 list_portion;

/* The one row of a statement.  NOTFOUND: there is no such row. */
enum status	 row_read(struct db *, const struct statement *,
		    const struct value *, size_t nvalues,
		    const struct list_of *, struct arena *, void *element);

/* The current row of a walk, into an element that need not be zeroed. */
void		 row_take(const struct rows *, const struct list_of *,
		    struct arena *, void *element);

/* For rows of a single column: an element is a const char *, an int64_t. */
void		 take_text(const struct rows *, struct arena *, void *);
void		 take_integer(const struct rows *, struct arena *, void *);

#endif
