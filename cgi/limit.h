#ifndef CGI_LIMIT_H
#define CGI_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How often something may happen in a while, counted in memory by a keyed
 * hash of an address or a name: nothing is written down and nothing can be
 * read back.  The table has a fixed size: under a flood of different names
 * the smallest counts are forgotten, so that a flood does not wipe out the
 * count of a name that is over the limit.  nginx's own limit stands in front.
 * For all threads.
 */
struct limit;

#define LIMIT_WHILE	600	/* seconds */

/* NULL when there is no memory. */
struct limit	*limit_new(void);
void		 limit_free(struct limit *);

/* Count one more; false when it is more than max.  A NULL limit allows all. */
bool		 limit_allows(struct limit *, const char *who, int max,
		    int64_t now);

#endif
