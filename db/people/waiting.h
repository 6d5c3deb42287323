#ifndef DB_PEOPLE_WAITING_H
#define DB_PEOPLE_WAITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/* The waiting list as the organiser reads it: a delegation a line, in turn. */
struct waiting {
	int64_t		 registration;
	int64_t		 participant;	/* the first of them who waits */
	const char	*gemeente;
	int64_t		 people;	/* who wait */
	int64_t		 wethouders;	/* of those */
	int64_t		 placed;	/* others of it, who have a place */
	const char	*policy;	/* registration.wachtlijst */
	int64_t		 aangemeld;
};

/* Those from place first in the line on, 0 for the front; at most max. */
enum status	 waiting_list(struct db *, int64_t event, int64_t first,
		    int64_t max, struct arena *, struct waiting **,
		    size_t *count);
enum status	 waiting_count(struct db *, int64_t event,
		    int64_t *delegations, int64_t *people);

#endif
