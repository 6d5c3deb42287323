#ifndef TESTS_SUPPORT_REPLY_H
#define TESTS_SUPPORT_REPLY_H

#include "tests/support/world.h"

/* What an answer of the application says; its headers are in world.h. */

/* Whether the body has this text; if not, what comes nearest is shown. */
#define assert_holds(reply, text) \
	assert_holds_at(reply, text, __FILE__, __LINE__)
#define assert_lacks(reply, text) \
	assert_lacks_at(reply, text, __FILE__, __LINE__)

/* What follows the first `before`, up to one of the characters in `end`. */
#define reply_cut(world, reply, before, end) \
	reply_cut_at(world, reply, before, end, __FILE__, __LINE__)

/* The value of the first control of that name. */
#define reply_value(world, reply, name) \
	reply_value_at(world, reply, name, __FILE__, __LINE__)

/* As above, for a caller at file and line. */
void		 assert_holds_at(const struct reply *, const char *text,
		    const char *file, int line);
void		 assert_lacks_at(const struct reply *, const char *text,
		    const char *file, int line);
const char	*reply_cut_at(struct world *, const struct reply *,
		    const char *before, const char *end, const char *file,
		    int line);
const char	*reply_value_at(struct world *, const struct reply *,
		    const char *name, const char *file, int line);

#endif
