#ifndef TEMPLATES_SUBSTITUTE_H
#define TEMPLATES_SUBSTITUTE_H

#include <stdbool.h>

struct arena;

/*
 * Texts that organisers edit name what differs from letter to letter by
 * placeholders, {naam}, from a fixed list.  The result is plain text: what it
 * is put into escapes it, so that neither a text nor a name can be markup.
 * What is filled in is not looked at again.
 */
enum placeholder {
	PLACEHOLDER_TITEL,
	PLACEHOLDER_WANNEER,
	PLACEHOLDER_WAAR,
	PLACEHOLDER_ORGANISATIE,
	PLACEHOLDER_NAAM,	/* from here on: only in a letter */
	PLACEHOLDER_GEMEENTE,
	PLACEHOLDER_LINK,
	PLACEHOLDER__MAX
};

/* Values; NULL counts as "". */
struct placeholders {
	const char	*value[PLACEHOLDER__MAX];
};

/* NULL for an empty text, which a template takes for nothing. */
const char	*substitute(const char *text, const struct placeholders *,
		    struct arena *);

/*
 * What is wrong with the placeholders of a text, in a sentence that names
 * those that there are, or the one that is not closed; NULL when nothing is.
 * personal: it is a letter's.
 */
const char	*substitute_fault(const char *text, bool personal,
		    struct arena *);

/* "{titel}, {wanneer} en {waar}": what may be used. */
const char	*substitute_list(bool personal, struct arena *);

#endif
