#ifndef TESTS_SUPPORT_CONTENT_H
#define TESTS_SUPPORT_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/support/world.h"

/*
 * All that a database holds at a moment: its pages, but for what the first one
 * counts of them.
 */
struct content {
	unsigned char	*pages;
	int64_t		 size;
};

struct content	 content_of(struct world *);
bool		 content_is(struct world *, const struct content *);
void		 content_free(struct content *);

#endif
