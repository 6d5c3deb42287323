#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include <stdint.h>

#include "db/status.h"

struct db;

/*
 * Who did what to whom, written in the transaction of the deed.  Identifiers
 * only, no personal data.  The database refuses to change or remove a row.
 */
struct audit {
	const char	*wie;		/* contact, deelnemer, systeem, account NAME */
	const char	*wat;		/* aangemeld, afgemeld, … */
	int64_t		 event;		/* these three: 0 for none */
	int64_t		 registration;
	int64_t		 participant;
	const char	*toelichting;	/* or NULL */
};

enum status	 audit_add(struct db *, const struct audit *, int64_t now);

#endif
