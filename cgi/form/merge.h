#ifndef CGI_FORM_MERGE_H
#define CGI_FORM_MERGE_H

#include "core/buf.h"

/*
 * Two people at the same thing.  A form carries what it was made from, as a
 * mark of each value under its name; so, when it comes back, whatever its
 * sender did not touch stays as it is by then, and only what both changed, to
 * different values, has to be asked.  Marks come from a browser: a made up
 * one changes nothing but whose value its sender keeps.
 */
#define MERGE_MARKS_MAX	((size_t)32 << 10)

void		 merge_mark(struct buf *marks, const char *name,
		    const char *value);

enum merge {
	MERGE_NOW,		/* not touched: as it is now */
	MERGE_TYPED,
	MERGE_BOTH		/* or there is no mark that tells */
};

/* marks may be NULL. */
enum merge	 merge_of(const char *marks, const char *name,
		    const char *typed, const char *now);

#endif
