#ifndef EXPORT_REQUIREMENTS_H
#define EXPORT_REQUIREMENTS_H

#include <stddef.h>

#include "db/registration/requirements.h"
#include "export/csv.h"

/*
 * Requirements for the caterer and the venue: how many people who come wrote
 * the same, and never their names.  The same text in another spelling is the
 * same requirement.  Most come first, then by text: the order tells nothing
 * of people.
 */
struct requirements_count {
	const char	*text;
	int64_t		 count;
};

void		 requirements_tally_up(const struct requirements_line *,
		    size_t nlines, enum requirement_field, struct arena *,
		    struct requirements_count **, size_t *count);

/* Soort;Wens;Aantal */
enum status	 csv_requirements(const struct requirements_line *,
		    size_t nlines, struct arena *, csv_write, void *arg);

#endif
