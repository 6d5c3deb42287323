#ifndef DB_PEOPLE_RECIPIENT_H
#define DB_PEOPLE_RECIPIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * Whom a letter about a change would reach: the contact of each delegation
 * concerned and its participants with an address of their own.
 */
struct recipient {
	const char	*naam;
	const char	*gemeente;
	bool		 contact;
	int64_t		 all;		/* how many there are, of each row */
};

/*
 * session or round: those who chose it; both 0: all who come or wait.  By
 * municipality, the contact first; the first portion of them.
 */
enum status	 recipient_list(struct db *, int64_t event, int64_t session,
		    int64_t round, struct arena *, struct recipient **,
		    size_t *count);

/* Some people who come, to show what a letter to them looks like. */
struct sample {
	int64_t		 participant;
	int64_t		 registration;
	const char	*naam;
	const char	*gemeente;
};

#define SAMPLES_MAX	300

enum status	 sample_list(struct db *, int64_t event, struct arena *,
		    struct sample **, size_t *count);

#endif
