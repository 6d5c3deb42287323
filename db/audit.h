#ifndef DB_AUDIT_H
#define DB_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct buf;
struct db;
struct field;

/*
 * The audit log: who did what to whom, written in the transaction of the act.
 * What people's words are stands in waarden and reden, and the database lets
 * nobody change or remove a row but for emptying these two.
 */
struct audit {
	const char	*wie;	/* contact, deelnemer, systeem, account NAME */
	const char	*wat;		/* aangemeld, afgemeld, … */
	int64_t		 event;		/* these three: 0 for none */
	int64_t		 registration;
	int64_t		 participant;
	const char	*toelichting;	/* identifiers and names of fields */
	const char	*waarden;	/* by audit_value; or NULL */
	const char	*reden;		/* or NULL */
};

/*
 * Old and new value of what an act changed, in words; nothing when they are
 * the same.  Never what somebody needs (requirements), passwords or codes.
 * A long value is cut, and those that no longer fit are counted as one.
 */
#define AUDIT_VALUES_MAX	((size_t)32 << 10)
void		 audit_value(struct buf *waarden, const char *label,
		    const char *old, const char *now);

/*
 * The same of an answer, under its title, for whom ("Deelnemer 2: " or "").
 * What only that person is asked, and special data, is left out.
 */
void		 audit_answer(struct buf *waarden, const struct field *,
		    const char *whom, const char *old, const char *now,
		    struct arena *);

struct audit_change {
	const char	*label;
	const char	*old;
	const char	*now;
};

/* Read them back; returns how many. */
size_t		 audit_changes(const char *waarden, struct arena *,
		    struct audit_change **);

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
	int64_t		 after;		/* newer, those nearest to it */
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

/* Texts of a filter that asks for a wat alone. */
#define AUDIT_ANY	.wie = "", .gemeente = ""

/*
 * The newest first, at most max: of those that fit the newest, or with after
 * the oldest.
 */
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
