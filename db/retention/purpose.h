#ifndef DB_RETENTION_PURPOSE_H
#define DB_RETENTION_PURPOSE_H

#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "core/status.h"

struct arena;
struct db;
struct event;

/*
 * What is kept, for what, and for how long: one table.  The mailer's
 * housekeeping, the privacy page, /beheer/bewaren and the register of
 * processing (`orientatie avg register`) walk it, and a test fails for a
 * column of the schema or a file that stands in none of its rows.
 */
enum purpose_id {
	PURPOSE_REGISTRATION,
	PURPOSE_REQUIREMENT,
	PURPOSE_LETTER,
	PURPOSE_EVALUATION,
	PURPOSE_BOUNCE,
	PURPOSE_UNSUBSCRIBED,
	PURPOSE_ABUSE,
	PURPOSE_LOG,
	PURPOSE_DESK,
	PURPOSE_COPY,
	PURPOSE_GEMEENTE,
	/* These are not about people. */
	PURPOSE_EVENT,
	PURPOSE_FIGURES,
	PURPOSE_WORKING,
	PURPOSE__MAX
};

/* From when a term is counted, and what sets it. */
enum term {
	TERM_EVENT,		/* its end, + event->bewaartermijn */
	TERM_EVENT_WISH,	/* its end, + event->bewaartermijn_wensen */
	TERM_EVALUATION,	/* its end, + evaluation_keep_days */
	TERM_LETTER,		/* when it was sent, + mail_keep_days */
	TERM_BOUNCE,		/* when it came back, + bounce_keep_days */
	TERM_LOG,		/* when it was written, + audit_keep_days */
	TERM_COPY,		/* when it was made, + backup_days */
	TERM_HOUR,
	TERM_STAYS		/* as long as the installation does */
};

/* Words are Dutch; people NULL: it is about nobody. */
struct purpose {
	const char	*word;		/* aanmelding, wens, … */
	const char	*title;
	enum term	 term;
	const char	*people;	/* about whom */
	const char	*data;		/* what of them */
	const char	*why;
	const char	*ground;	/* in the law */
	const char	*whom;		/* who gets to see it */
	const char	*until;		/* beyond the term itself, or NULL */
};

extern const struct purpose purposes[PURPOSE__MAX];

enum deed {
	DEED_DELETE,		/* the row goes */
	DEED_COUNT,		/* it goes, and is counted (cijfer) */
	DEED_BLANK,		/* these columns are emptied, the row stays */
	DEED_KEEP		/* it stays */
};

/* columns: their names with a space between, or "*" where the row goes. */
struct holding {
	enum purpose_id	 purpose;
	const char	*table;
	const char	*columns;
	enum deed	 deed;
};

extern const struct holding holdings[];
extern const size_t nholdings;

/*
 * Files, by a pattern of fnmatch below the directory of the database; after,
 * in words, what ends them.
 */
struct held_file {
	enum purpose_id	 purpose;
	const char	*pattern;
	const char	*after;
};

extern const struct held_file held_files[];
extern const size_t nheld_files;

/* Days of a term; event is asked only for its own, and may be NULL else. */
int64_t		 term_days(enum term, const struct event *,
		    const struct config *);

/* "90 dagen na de bijeenkomst", "zolang het programma wordt gebruikt" */
const char	*term_words(enum term, const struct event *,
		    const struct config *, struct arena *);

/*
 * One portion of what is over now, of sweep number which, in a write
 * transaction: *count rows at most max went; fewer than max: that was all of
 * them.  What went is counted (gewist).
 */
#define RETENTION_SWEEPS	14
enum status	 retention_sweep(struct db *, size_t which,
		    const struct config *, int64_t now, int64_t max,
		    struct arena *, int64_t *count);

/* How a purpose stands: rows held, those over by more than an hour, gone. */
struct retention_state {
	int64_t		 held;
	int64_t		 late;
	int64_t		 gone;		/* within a year */
};

enum status	 retention_state(struct db *, const struct config *,
		    int64_t now, struct retention_state[PURPOSE__MAX]);

#endif
