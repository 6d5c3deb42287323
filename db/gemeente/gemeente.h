#ifndef DB_GEMEENTE_GEMEENTE_H
#define DB_GEMEENTE_GEMEENTE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/csv_fault.h"
#include "core/field.h"
#include "core/status.h"

struct arena;
struct db;

/*
 * Municipalities as they are stored, edited and imported: each a row of
 * values indexed by this enum, never NULL.  One that merges keeps its row,
 * with an end date and a successor, so that what people signed up under
 * stays readable.  (catalog.h has those of today, for pages.)
 */
enum gemeente_field {
	GEMEENTE_CODE,
	GEMEENTE_OFFICIELE_NAAM,
	GEMEENTE_NAAM,
	GEMEENTE_ALIASSEN,		/* joined by |, sorted */
	GEMEENTE_PROVINCIE,
	GEMEENTE_ARBEIDSMARKTREGIO,
	GEMEENTE_DOMEIN,
	GEMEENTE_HEEFT_MBO,		/* "1" or "0" */
	GEMEENTE_MBO_NAMEN,		/* joined by | */
	GEMEENTE_EMAIL,
	GEMEENTE_GRIFFIE,
	GEMEENTE_GELDIG_VANAF,		/* 2026-01-01 */
	GEMEENTE_GELDIG_TOT,		/* the first day without it, or "" */
	GEMEENTE_OPVOLGER,		/* code, or "" */
	GEMEENTE__MAX
};

struct gemeente_record {
	const char	*value[GEMEENTE__MAX];
};

/* Label, hint and form key of each; what a value may be is gemeente_check. */
extern const struct field gemeente_fields[GEMEENTE__MAX];

/* Its column in a file (gemeente_file.h). */
extern const char *const gemeente_headers[GEMEENTE__MAX];

#define PROVINCIES	12
extern const char *const provincies[PROVINCIES];

#define GEMEENTEN_MAX	2000
#define GEMEENTE_SINCE	"2026-01-01"	/* when nothing else is known */

/*
 * A value as it came in becomes a clean one.  INVALID: *fault says what is
 * wrong (its line is left alone).  Dates may be written as Excel does,
 * 1-1-2027; lists also line by line; a ' that guards a cell against being
 * run as a formula goes off.
 */
enum status	 gemeente_check(enum gemeente_field, const char *raw,
		    struct arena *, const char **clean, struct csv_fault *);

/* All there are and were, by code; and one of them. */
enum status	 gemeente_list(struct db *, struct arena *,
		    struct gemeente_record **, size_t *count);
enum status	 gemeente_get(struct db *, const char *code, struct arena *,
		    struct gemeente_record *);

/* In a list by code; NULL: it is not there. */
const struct gemeente_record *gemeente_find(const struct gemeente_record *,
		    size_t count, const char *code);

/*
 * What only shows beside the others: dates in order, a successor that exists
 * and does not lead back.  all is sorted by code and holds this one too.
 */
enum status	 gemeente_fits(const struct gemeente_record *,
		    const struct gemeente_record *all, size_t count,
		    struct csv_fault *);

/* Add or change these; they may succeed one another in any order. */
enum status	 gemeente_put(struct db *,
		    const struct gemeente_record *const *, size_t count,
		    struct arena *);

/*
 * A hash of a text in hexadecimal, by which a form tells that nothing changed
 * since it was drawn; and of all values of one municipality.
 */
#define GEMEENTE_MARK_SIZE	65
void		 gemeente_mark_text(const char *, char[GEMEENTE_MARK_SIZE]);
void		 gemeente_mark(const struct gemeente_record *, struct arena *,
		    char[GEMEENTE_MARK_SIZE]);

/* A list of values as people read it: with this between them. */
const char	*gemeente_joined(const char *value, const char *between,
		    struct arena *);

#endif
