#ifndef DB_GEMEENTE_GEMEENTE_FILE_H
#define DB_GEMEENTE_GEMEENTE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/gemeente/gemeente.h"

/*
 * A file of municipalities: CSV (csv_reader.h) with the columns of
 * db/gemeente/gemeenten.csv by their names, in any order.  Those from
 * mbo_namen on may be left out; what is left out of the file stays as it is.
 */
struct gemeente_line {
	size_t			 line;
	struct gemeente_record	 record;
};

struct gemeente_file {
	const char		*text;	/* UTF-8: reads as the same again */
	bool			 has[GEMEENTE__MAX];
	struct gemeente_line	*rows;
	size_t			 nrows;
};

/* INVALID: what is wrong, and where, is in faults. */
enum status	 gemeente_file_read(const void *, size_t length,
		    struct arena *, struct gemeente_file *,
		    struct csv_faults *);

#endif
