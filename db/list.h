#ifndef DB_LIST_H
#define DB_LIST_H

#include <stddef.h>

#include "db/db.h"

/*
 * All rows of a statement as an array in the arena.  take fills one zeroed
 * element from the current row; list is the address of a pointer to elements
 * of that size.  At most max rows are read: the caller's bound on memory.
 * BUSY, FAIL: as rows_close of db.h.
 */
typedef void (*list_take)(const struct rows *, struct arena *, void *element);

struct list_of {
	list_take	 take;
	size_t		 size;		/* of an element */
	size_t		 max;
};

enum status	 list_read(struct db *, const struct statement *,
		    const struct value *, size_t nvalues,
		    const struct list_of *, struct arena *, void *list,
		    size_t *count);

/* For rows of a single column: an element is a const char *, an int64_t. */
void		 take_text(const struct rows *, struct arena *, void *);
void		 take_integer(const struct rows *, struct arena *, void *);

/*
 * The one row of a statement as an element of that size, whose texts are in
 * the arena.  NOTFOUND: there is no such row.
 */
enum status	 row_read(struct db *, const struct statement *,
		    const struct value *, size_t nvalues, list_take,
		    struct arena *, void *element, size_t size);

#endif
