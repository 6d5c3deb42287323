#ifndef CGI_LIMIT_H
#define CGI_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How often something may happen in a while, counted in memory by a keyed
 * hash of who does it: nothing is written down and nothing can be read back.
 * A table of fixed size: under a flood of different names the counts of who
 * did it least are forgotten, so that a flood does not wipe out the count of
 * who is over.  nginx's own limit is what stands in front.  For all threads.
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
