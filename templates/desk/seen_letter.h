#ifndef TEMPLATES_DESK_SEEN_LETTER_H
#define TEMPLATES_DESK_SEEN_LETTER_H

#include <stddef.h>
#include <stdint.h>

/*
 * The letters that are about to be owed, one at a time: `brief` in the form is
 * the number of the one to see.
 */
struct odd_letter {
	const char	*label;		/* "langste naam" */
	const char	*number;
};

struct seen_letter {
	const char	*to;		/* NULL: like a contact's, nobody's own */
	const char	*subject;
	const char	*text;
	int64_t		 number;	/* from 1, of */
	int64_t		 count;
	const char	*before;	/* number of the one before, or NULL */
	const char	*after;
	struct odd_letter *odd;		/* worth a look */
	size_t		 nodd;
};

/* Why some get none: the reason, and their names. */
struct left_out {
	const char	*why;
	const char	*names;
	int64_t		 count;
	const char	*many;		/* "323 gemeenten": folded; or NULL */
};

struct left_outs {
	struct left_out	*list;
	size_t		 nlist;
	const char	*whom;		/* "Gemeenten", of the column */
};

#endif
