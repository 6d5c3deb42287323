#ifndef DB_GEMEENTE_GEMEENTE_IMPORT_H
#define DB_GEMEENTE_GEMEENTE_IMPORT_H

#include <stddef.h>

#include "db/gemeente/gemeente_file.h"

/*
 * What a file would change, worked out before anything is: shown to a person
 * as a dry run, and then done exactly so or not at all.
 */
enum plan_kind {
	PLAN_NEW,
	PLAN_CHANGED,
	PLAN_ENDED,		/* not in the file, and so ends */
	PLAN_ABSENT,		/* not in the file, and stays as it is */
	PLAN_SAME,
	PLAN__MAX
};

struct plan_row {
	enum plan_kind			 kind;
	const struct gemeente_record	*before;	/* NULL for a new one */
	struct gemeente_record		 after;
	size_t				 line;		/* 0: not in the file */
};

struct gemeente_plan {
	struct plan_row	*rows;		/* the file's, then what is not in it */
	size_t		 nrows;
	size_t		 counts[PLAN__MAX];
	char		 mark[GEMEENTE_MARK_SIZE];	/* the same for the same plan */
};

/*
 * end: the first day (2027-01-01) on which those not in the file have
 * ended, or NULL to leave them alone.  INVALID: what does not fit is in faults.
 */
enum status	 gemeente_plan(struct db *, const struct gemeente_file *,
		    const char *end, struct arena *, struct gemeente_plan *,
		    struct csv_faults *);

/* Whether this value changes; for a new one, whether there is any. */
bool		 plan_changes(const struct plan_row *, enum gemeente_field);

/* In the transaction in which it was made. */
enum status	 gemeente_plan_apply(struct db *, const struct gemeente_plan *,
		    struct arena *);

#endif
