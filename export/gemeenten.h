#ifndef EXPORT_GEMEENTEN_H
#define EXPORT_GEMEENTEN_H

#include <stdbool.h>
#include <stddef.h>

#include "db/turnout.h"
#include "export/csv.h"

/*
 * What stands in a line about a municipality: names of places and numbers,
 * no people.  The first GEMEENTE_PLACE columns say which it is, and are all
 * there is to say about one that is silent.
 */
#define GEMEENTE_PLACE		5
#define GEMEENTE_COLUMNS	11

extern const char *const gemeente_titles[GEMEENTE_COLUMNS];

/* NULL: the column is a number, and so in *number. */
const char	*gemeente_text(size_t column, const struct turnout *,
		    int64_t *number);

/* All of them, as csv.h writes. */
enum status	 csv_gemeenten(const struct turnout *, size_t count,
		    csv_write, void *arg);

#endif
