#ifndef DB_MAIL_BOUNCED_ADDRESS_H
#define DB_MAIL_BOUNCED_ADDRESS_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * Mail addresses from which a letter came back: an organiser who wants
 * to write there should know.  Upper and lower case are the same.
 */
struct address {
	const char	*address;
	int64_t		 bounced;	/* when it was last heard */
	const char	*reden;		/* in the other server's words */
};

enum status	 address_bounced(struct db *, const struct address *);

/* NOTFOUND: nothing bad was heard of it. */
enum status	 address_known(struct db *, const char *address);

/* A person knows better.  NOTFOUND: nothing was known against it. */
enum status	 address_forget(struct db *, const char *address);

/* Every one of them, by address. */
enum status	 address_each(struct db *, struct arena *,
		    void (*)(const struct address *, void *), void *);

#endif
