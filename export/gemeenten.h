#ifndef EXPORT_GEMEENTEN_H
#define EXPORT_GEMEENTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/gemeente/coverage.h"
#include "db/gemeente/gemeente.h"

struct arena;
struct buf;

/*
 * What stands in a line about a municipality, in every file: names of places
 * and numbers, no people.  The first GEMEENTE_PLACE columns say which it is;
 * the last is the address for invitations, which not everybody may see.
 */
#define GEMEENTE_PLACE		6
#define GEMEENTE_OPEN		11	/* columns for every reader */
#define GEMEENTE_COLUMNS	12

extern const char *const gemeente_titles[GEMEENTE_COLUMNS];

/* NULL: the column is a number, and so in *number. */
const char	*gemeente_text(size_t column, const struct coverage *,
		    int64_t *number, struct arena *);

/* The answers, as csv.h writes; contact: with the invitation address. */
void	gemeenten_csv(struct buf *, const struct coverage *, size_t count,
	    const struct coverage_filter *, bool contact, struct arena *);

/* The columns that an import reads, to edit and to bring back. */
void	gemeenten_file_csv(struct buf *, const struct gemeente_record *,
	    size_t count);

#endif
