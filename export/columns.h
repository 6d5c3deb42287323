#ifndef EXPORT_COLUMNS_H
#define EXPORT_COLUMNS_H

#include <stddef.h>

#include "db/attendee.h"

struct arena;

/*
 * What stands in the attendee export: the contract's columns in its order,
 * and behind them every field whose row asks for a column of its own.
 */
struct column {
	const char	*title;
	const char	*(*text)(const struct attendee *, struct arena *);
};

#define COLUMNS_FIXED	19

size_t		 columns_count(void);
const char	*column_title(size_t column);
const char	*column_text(size_t column, const struct attendee *,
		    struct arena *);

#endif
