#ifndef DB_PEOPLE_HELD_LINK_H
#define DB_PEOPLE_HELD_LINK_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * The personal links of one event that belong at a mailbox: of contacts, and
 * of participants with that address of their own.  Who has cancelled is among
 * them: they can come back.
 */
struct held_link {
	int64_t		 registration;
	int64_t		 participant;	/* 0: the contact's */
	int64_t		 nonce;
	const char	*naam;
	const char	*gemeente;
};

#define HELD_LINKS_MAX	100

/* Upper and lower case are the same.  More than the maximum are left out. */
enum status	 held_link_list(struct db *, int64_t event,
		    const char *address, struct arena *, struct held_link **,
		    size_t *count);

#endif
