#ifndef DB_RETENTION_FIGURES_H
#define DB_RETENTION_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What stays of people who were erased: how many, by one thing at a time and
 * never in combination.  In the order of events, the newest first.
 */
struct figure {
	int64_t		 event;
	const char	*titel;		/* of it */
	const char	*over;		/* gemeente, regio, rol or thema */
	const char	*waarde;	/* its name; "": unknown */
	const char	*status;	/* of people; of a thema: "" */
	int64_t		 aantal;
};

enum status	 figures_list(struct db *, struct arena *, struct figure **,
		    size_t *count);

#endif
