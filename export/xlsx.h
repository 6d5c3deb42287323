#ifndef EXPORT_XLSX_H
#define EXPORT_XLSX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "db/event/event.h"
#include "db/gemeente/coverage.h"
#include "db/people/attendee.h"
#include "db/people/export_mark.h"
#include "export/columns.h"

/* How many people are in it by now; BUSY is what comes of a stop. */
struct xlsx_progress {
	_Atomic int64_t	 people;
	atomic_bool	 stop;
};

/*
 * The workbook: Deelnemers, Sinds vorige export when asked, Gemeenten,
 * Ontbrekende gemeenten, Over deze export.  The sheets about municipalities
 * have a filter of their own, and none about people.  No sheet holds
 * requirements (requirements.h): those have an export of their own.
 */
struct xlsx {
	const struct event	*event;
	const struct attendee_filter *filter;	/* NULL: no people at all */
	const struct columns	*columns;	/* of people */
	const struct export_mark *since;	/* NULL: not that sheet */
	const char		*selection;	/* the filter in words */
	struct coverage_filter	 gemeenten;	/* coverage_all: every one */
	bool			 contact;	/* with invitation addresses */
	const char		*who;		/* name of the account */
	int64_t			 now;
	struct xlsx_progress	*progress;	/* NULL: nobody looks */
};

/*
 * Made whole, in a file without a name in dir, in memory that does not grow
 * with the rows.  The caller holds a db_snapshot, so that the sheets agree.
 * Two at a time in a process; who cannot begin within ten seconds gets BUSY.
 * FULL: the disk is full, or there are more rows than Excel can show.
 */
enum status	 xlsx_make(struct db *, const struct xlsx *, const char *dir,
		    FILE **, int64_t *size);

#endif
