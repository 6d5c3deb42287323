#ifndef CORE_SPELLING_H
#define CORE_SPELLING_H

#include <stddef.h>

/*
 * How many slips of the hand lie between two words: a letter too many, too
 * few or wrong, or two neighbours swapped count one each (the optimal string
 * alignment distance, Damerau 1964).  The words are folded (text_fold) and
 * compared by byte.  Above max it is max + 1, and the work stops early; a
 * word of more than SPELLING_LONGEST bytes is always that far away, unless
 * it is the same.
 *
 * Thread rules: none, it is pure.
 */
#define SPELLING_LONGEST	64

size_t		 spelling_distance(const char *, const char *, size_t max);

#endif
