#ifndef DB_GEMEENTE_ADDRESS_IMPORT_H
#define DB_GEMEENTE_ADDRESS_IMPORT_H

#include <stddef.h>

#include "core/csv_fault.h"
#include "db/gemeente/gemeente.h"

/*
 * A file of addresses for invitations: which municipality, by code, name or
 * alias, and which address.  Two columns with or without a line of headers,
 * or any file with a column of each, such as the desk's own exports.  In
 * whatever a spreadsheet makes of it (csv_reader.h, charset.h).
 *
 * What a file would do is worked out row by row before anything is done.  A
 * row that cannot be used keeps no other one back.
 */
enum address_outcome {
	ADDRESS_NEW,		/* there was none */
	ADDRESS_CHANGED,
	ADDRESS_SAME,
	ADDRESS_NONE,		/* no address in the row: it stays as it is */
	ADDRESS_UNKNOWN,	/* no such municipality today */
	ADDRESS_WRONG,		/* that is no address */
	ADDRESS_TWICE,		/* another row said another one */
	ADDRESS__MAX
};

struct address_row {
	size_t			 line;
	enum address_outcome	 outcome;
	const char		*said;		/* which, as the file has it */
	const char		*code;		/* NULL: unknown */
	const char		*naam;
	const char		*before;	/* or "" */
	const char		*after;		/* as said, when it is wrong */
};

struct address_import {
	const char		*text;		/* reads as the same again */
	struct address_row	*rows;
	size_t			 nrows;
	size_t			 counts[ADDRESS__MAX];
	char			 mark[GEMEENTE_MARK_SIZE];
};

/*
 * INVALID: it is no such file; why is in faults.  NOTFOUND: no event has been
 * set up.
 */
enum status	 address_import(struct db *, const void *, size_t length,
		    const char *today, struct arena *,
		    struct address_import *, struct csv_faults *);

/* How many addresses would change. */
size_t		 address_import_changes(const struct address_import *);

/* In the transaction in which it was made. */
enum status	 address_import_apply(struct db *,
		    const struct address_import *);

#endif
