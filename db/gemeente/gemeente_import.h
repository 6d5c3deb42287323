#ifndef DB_GEMEENTE_GEMEENTE_IMPORT_H
#define DB_GEMEENTE_GEMEENTE_IMPORT_H

#include <stddef.h>

#include "db/gemeente/gemeente_file.h"

/*
 * What a file would change, worked out before anything is: shown to a person
 * as a dry run, and then done exactly so or not at all.
 */
enum gemeente_import_kind {
	IMPORT_NEW,
	IMPORT_CHANGED,
	IMPORT_ENDED,		/* not in the file, and so ends */
	IMPORT_ABSENT,		/* not in the file, and stays as it is */
	IMPORT_SAME,
	IMPORT__MAX
};

struct gemeente_import_row {
	enum gemeente_import_kind	 kind;
	const struct gemeente_record	*before;	/* NULL for a new one */
	struct gemeente_record		 after;
	size_t				 line;		/* 0: not in the file */
};

struct gemeente_import {
	struct gemeente_import_row *rows; /* the file's, then the others */
	size_t		 nrows;
	size_t		 counts[IMPORT__MAX];
	char		 mark[GEMEENTE_MARK_SIZE]; /* of this very plan */
};

/*
 * end: the first day (2027-01-01) on which those not in the file have
 * ended, or NULL to leave them alone.  INVALID: what does not fit is in faults.
 */
enum status	 gemeente_import(struct db *, const struct gemeente_file *,
		    const char *end, struct arena *, struct gemeente_import *,
		    struct csv_faults *);

/* Whether this value changes; for a new one, whether there is any. */
bool		 gemeente_import_changes(const struct gemeente_import_row *,
		    enum gemeente_field);

/* In the transaction in which it was made. */
enum status	 gemeente_import_apply(struct db *,
		    const struct gemeente_import *, struct arena *);

#endif
