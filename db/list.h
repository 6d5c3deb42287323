#ifndef DB_LIST_H
#define DB_LIST_H

#include <stddef.h>

#include "db/db.h"

/*
 * All rows of a statement as an array in the arena.  take fills one zeroed
 * element from the current row; list is the address of a pointer to elements
 * of that size.  At most max rows are read: the caller's bound on memory.
 */
typedef void (*list_take)(const struct rows *, struct arena *, void *element);

struct list_of {
	list_take	 take;
	size_t		 size;		/* of an element */
	size_t		 max;
};

enum status	 list_read(struct db *, enum sql, const struct value *,
		    size_t nvalues, const struct list_of *, struct arena *,
		    void *list, size_t *count);

#endif
