#ifndef DB_GEMEENTE_COVERAGE_H
#define DB_GEMEENTE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * Coverage: what each municipality answered.  The states go in this order:
 * the first that fits is the answer, so a sign-up overrules a refusal.
 */
enum coverage_state {
	COVERAGE_SIGNED_UP,	/* somebody by name has a place */
	COVERAGE_HELD,		/* only places whose name follows */
	COVERAGE_WAITING,	/* nobody has a place, somebody waits */
	COVERAGE_CANCELLED,	/* signed up, and all have cancelled */
	COVERAGE_DECLINED,	/* said that nobody comes */
	COVERAGE_SILENT,
	COVERAGE__MAX
};

/* aangemeld, plaats vastgehouden, wachtlijst, afgemeld, afgezegd, stil. */
const char	*coverage_word(enum coverage_state);

/* In an address: "vastgehouden" for the held ones, else that word. */
const char	*coverage_key(enum coverage_state);

struct coverage_people {
	int64_t		 confirmed;	/* have a place, with or without name */
	int64_t		 waiting;
	int64_t		 cancelled;
	int64_t		 held;		/* of the first two: name follows */
	int64_t		 named;		/* of the first: with a name */
};

/*
 * A municipality of today; or one that has ended and that people signed up
 * under.  Then within is the code of the one of today that it went into, where
 * its people count, or NULL when there is none.
 */
struct coverage {
	const char	*code;
	const char	*naam;
	const char	*aliassen;	/* joined by | */
	const char	*provincie;
	const char	*regio;		/* labour-market region, or "" */
	const char	*mbo_namen;	/* joined by | */
	const char	*contact_email;	/* of the municipality, or "" */
	bool		 heeft_mbo;
	bool		 today;
	const char	*geldig_tot;	/* or "" */
	const char	*opvolger;	/* code, or "" */
	const char	*within;
	const char	*including;	/* names that went into this one; "" */
	struct coverage_people own;	/* signed up under its own name */
	struct coverage_people all;	/* and under those that went into it */
	enum coverage_state state;	/* by all */
	int64_t		 declined;	/* when; 0: it did not */
	const char	*note;
	const char	*sort;		/* folded, as the list is sorted */
};

/* Sorted by name.  today: 2026-11-24. */
enum status	 coverage_read(struct db *, int64_t event, const char *today,
		    struct arena *, struct coverage **, size_t *count);

/* Texts are never NULL; "" and false ask nothing. */
struct coverage_filter {
	const char	*query;		/* in the names of it, of what went into
					 * it and of its colleges */
	enum coverage_state state;	/* COVERAGE__MAX asks nothing */
	const char	*provincie;
	const char	*regio;
	bool		 mbo;		/* only with a college */
};

struct coverage_filter coverage_all(void);

/* One that counts within another fits no filter: it is shown there. */
bool		 coverage_fits(const struct coverage *,
		    const struct coverage_filter *, struct arena *);

/* Figures of several: only municipalities of today count as one. */
struct coverage_total {
	const char	*naam;
	int64_t		 gemeenten;
	int64_t		 by_state[COVERAGE__MAX];
	struct coverage_people people;
};

void		 coverage_add(struct coverage_total *,
		    const struct coverage *);

/* In per cent with a place; 0 and 100 only for none and all, -1 of none. */
int		 coverage_percent(const struct coverage_total *);

/* A refusal, which a sign-up overrules.  undecline: NOTFOUND for none. */
enum status	 coverage_decline(struct db *, int64_t event,
		    const char *code, const char *who, const char *note,
		    int64_t now);
enum status	 coverage_undecline(struct db *, int64_t event,
		    const char *code);

#endif
