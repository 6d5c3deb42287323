#ifndef EXPORT_CELL_H
#define EXPORT_CELL_H

#include <stddef.h>

/*
 * A text as a cell of Excel can hold it: at most 32,767 UTF-16 units, cut
 * between characters; line ends as \n; no character that XML forbids; and
 * what looks like Excel's own escape for one (_x000D_) escaped, so that it
 * is read back as it was typed.  What is no UTF-8 becomes U+FFFD.
 */
#define CELL_UNITS_MAX	32767

struct cell {
	size_t		 length;	/* bytes of text */
	size_t		 units;		/* UTF-16, as Excel counts */
	size_t		 points;	/* code points, escapes written out */
	size_t		 lines;
	size_t		 widest;	/* code points of the longest line */
	char		 text[CELL_UNITS_MAX * 4 + 1];
};

void	cell_fill(struct cell *, const char *text);

#endif
