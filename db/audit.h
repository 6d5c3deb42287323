#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * The audit log: who did what to whom, written in the transaction of the act.
 * Identifiers only, no personal data.  The database refuses to change or
 * remove a row.
 */
struct audit {
	const char	*wie;	/* contact, deelnemer, systeem, account NAME */
	const char	*wat;		/* aangemeld, afgemeld, … */
	int64_t		 event;		/* these three: 0 for none */
	int64_t		 registration;
	int64_t		 participant;
	const char	*toelichting;	/* or NULL */
};

enum status	 audit_add(struct db *, const struct audit *, int64_t now);

/* One row as it is read: names are looked up now, and may be gone ("" then). */
struct audit_line {
	int64_t		 id;
	int64_t		 moment;
	struct audit	 entry;
	const char	*event_titel;
	bool		 known;		/* the participant is still there */
	const char	*voornaam;
	const char	*achternaam;
	bool		 naam_volgt;
	const char	*gemeente;
	const char	*gemeente_code;
};

/* Which rows are asked for.  Texts are never NULL; "" and 0 ask nothing. */
struct audit_filter {
	int64_t		 before;	/* older than the row with this id */
	int64_t		 event;		/* of it, or of no event at all */
	const char	*wie;	/* account NAME by its name alone, too */
	const char	*wat;
	int64_t		 from;
	int64_t		 until;		/* and not that moment itself */
	const char	*gemeente;	/* code */
	int64_t		 registration;	/* and its participants */
	int64_t		 participant;	/* and of its registration as a whole */
	bool		 no_requirements; /* no word that begins with "wens" */
};

/* The newest first, at most max. */
enum status	 audit_page(struct db *, const struct audit_filter *,
		    size_t max, struct arena *, struct audit_line **,
		    size_t *count);

/* The same, one call each; what it returns ends the walk unless it is OK. */
typedef enum status (*audit_each)(const struct audit_line *, struct arena *,
    void *arg);
enum status	 audit_walk(struct db *, const struct audit_filter *,
		    struct arena *, audit_each, void *arg);

/* The names of the accounts, to choose from. */
enum status	 audit_accounts(struct db *, struct arena *,
		    const char ***names, size_t *count);

#endif
