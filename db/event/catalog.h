#ifndef DB_EVENT_CATALOG_H
#define DB_EVENT_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/event/event.h"
#include "db/event/event_text.h"
#include "db/event/letter_text.h"

struct arena;
struct db;

/*
 * The catalog: what pages show and forms are checked against, and what changes
 * rarely, so the event, its programme and texts, the topics and today's
 * municipalities.  Each worker keeps a copy and looks with one cheap read
 * whether it is still true.
 */
#define ROUNDS_MAX	8

struct session {
	int64_t		 id;
	const char	*titel;
	const char	*omschrijving;
	const char	*zaal;
	int64_t		 capaciteit;
};

struct round {
	int64_t		 id;
	int64_t		 nummer;
	const char	*titel;
	int64_t		 begin;
	int64_t		 einde;
	struct session	*sessions;
	size_t		 nsessions;
};

struct programme_item {
	int64_t		 id;
	int64_t		 begin;
	int64_t		 einde;
	const char	*titel;
	const char	*omschrijving;
};

struct thema {
	const char	*sleutel;
	const char	*titel;
	const char	*toelichting;
};

/* The row of the table gemeente that stands for none; in no list of them. */
#define GEMEENTE_NONE	"-"

struct gemeente {
	const char	*code;
	const char	*naam;
	const char	*officiele_naam;
	const char	*folded;	/* that name, for finding */
	const char	*provincie;
	const char	*domein;
	bool		 heeft_mbo;
};

/*
 * A line of the list to choose from: a name or an alias, also of one that has
 * merged and leads to its successor; sorted folded.
 */
struct gemeente_option {
	const char	*code;		/* of one of today */
	const char	*label;
	const char	*folded;
	const char	*was;		/* the code that has ended, or "" */
};

struct catalog {
	int64_t		 version;
	struct event	 event;
	struct round	*rounds;
	size_t		 nrounds;
	struct programme_item *items;
	size_t		 nitems;
	struct thema	*themas;
	size_t		 nthemas;
	struct gemeente	*gemeenten;	/* by code */
	size_t		 ngemeenten;
	struct gemeente_option *options;
	size_t		 noptions;
	const char	*texts[EVENT_TEXT__MAX]; /* "" or NULL: none */
	struct letter_text *letters;	/* written instead of the defaults */
	size_t		 nletters;
};

#define CATALOG_VISIBLE	0	/* instead of an id: the public one */

/* today: YYYY-MM-DD.  NOTFOUND: there is no such event. */
enum status	 catalog_load(struct db *, int64_t event, const char *today,
		    struct arena *, struct catalog **);

/*
 * The catalog's event as it is in this transaction: it is only read again
 * where something changed since the catalog was.  NOTFOUND: it is gone.
 */
enum status	 catalog_event(struct db *, const struct catalog *,
		    struct arena *, struct event *);

const struct gemeente *catalog_gemeente(const struct catalog *,
		    const char *code);

/* By code, name, official name or alias, in any spelling; or NULL. */
const struct gemeente *catalog_find_gemeente(const struct catalog *,
		    const char *text, struct arena *);

/* How the name of a municipality sorts: 's-Gravenhage under the G. */
const char	*catalog_sort_word(const char *label, struct arena *);

const struct thema *catalog_thema(const struct catalog *, const char *sleutel);
const struct session *catalog_session(const struct catalog *, int64_t id,
		    const struct round **);
const struct round *catalog_round(const struct catalog *, int64_t id);
const struct programme_item *catalog_item(const struct catalog *, int64_t id);

/*
 * When people can come in: the part of the programme that runs up to the
 * event's beginning, or that beginning.  Calendars and letters begin with it.
 */
int64_t		 catalog_doors(const struct catalog *, const struct event *);

/*
 * The catalog of one worker, loaded again when the database's has changed or
 * another event is asked for.  What was given before is gone then.
 */
struct catalog_cache;
struct catalog_cache *catalog_cache_new(struct db *);
void		 catalog_cache_free(struct catalog_cache *);
enum status	 catalog_current(struct catalog_cache *, int64_t event,
		    int64_t now, const struct catalog **);

#endif
