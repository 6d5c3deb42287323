#ifndef DB_REGISTRATION_REQUIREMENTS_H
#define DB_REGISTRATION_REQUIREMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/field.h"
#include "core/status.h"

struct arena;
struct db;
struct event;

/*
 * Dietary and access requirements: special-category data (art. 9 AVG).  Only
 * the person gives them, on their own page and with consent; they stand in a
 * table of their own and never in a mail, a log or the ordinary export.
 */
enum requirement_field {
	REQUIREMENT_DIEET,
	REQUIREMENT_TOEGANG,
	REQUIREMENT__MAX
};

extern const struct field requirement_fields[REQUIREMENT__MAX];

struct requirements {
	const char	*answer[REQUIREMENT__MAX];	/* never NULL */
	int64_t		 toestemming;		/* when consent was given */
};

/* The last moment that they are kept. */
int64_t		 requirements_until(const struct event *);

/* NOTFOUND: no such participant, or they have cancelled. */
enum status	 requirements_put(struct db *, int64_t participant,
		    const struct requirements *);

/* NOTFOUND: none was given, or it was withdrawn. */
enum status	 requirements_get(struct db *, int64_t participant,
		    struct arena *, struct requirements *);
enum status	 requirements_remove(struct db *, int64_t participant);

/*
 * Everybody's at an event that come or wait, in the order of the sort key:
 * only for the organiser's own page of requirements.
 */
struct requirements_line {
	const char	*answer[REQUIREMENT__MAX];
	bool		 comes;			/* false: waits */
	const char	*voornaam;		/* both "" for a held place */
	const char	*achternaam;
	const char	*gemeente;
};

enum status	 requirements_list(struct db *, int64_t event, struct arena *,
		    struct requirements_line **, size_t *count);
#endif
