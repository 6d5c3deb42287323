#ifndef DB_FOUND_H
#define DB_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/search.h"
#include "db/db.h"

/*
 * The best of those who fit a query, for a page.  A statement walks everybody
 * in the order of their names; of each rank only as many are remembered as
 * the page can show, and the walk ends when nobody who follows can be on it
 * or be counted.  So nothing is gathered or sorted, however many fit.
 */
struct found_from {
	int64_t		 nummer;
	const char	*naam;		/* what the walk sorts on */
	enum search_rank rank;
};

struct found_asked {
	const char	*query;
	enum search_field fields;	/* so many are searched */
	const struct found_from *from;	/* who stands before; NULL: nobody */
	bool		 back;		/* the walk and the answer run back */
	size_t		 max;
	int64_t		 most;		/* where counting may end */
	/* Within a rank: 0 goes before 1, of ?1, a number.  NULL: all alike. */
	const struct statement *second;
};

struct found {
	int64_t		*list;		/* numbers, the best first */
	size_t		 count;
	int64_t		 total;		/* who fit; below most it is exact */
};

/* walk: number, name, what is searched; by name and number, or back. */
enum status	 found_read(struct db *, const struct statement *walk,
		    const struct value *, size_t nvalues,
		    const struct found_asked *, struct arena *,
		    struct found *);

#endif
