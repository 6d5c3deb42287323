#ifndef DB_GEMEENTE_LOOKUP_H
#define DB_GEMEENTE_LOOKUP_H

#include <stddef.h>

struct arena;
struct catalog;
struct gemeente;

/*
 * Which municipality somebody means who typed something in their own way:
 * with "gemeente" before it, another apostrophe or no hyphen, the name of a
 * place that lies in it, or the name or code of one that has merged.
 *
 * Thread rules: none, they only read.
 */

/* NULL: none, or more than one. */
const struct gemeente *lookup_gemeente(const struct catalog *,
		    const char *text, struct arena *);

/*
 * The municipality of an address, by its domain; NULL: of none, or of more
 * than one that share it.
 */
const struct gemeente *lookup_domain(const struct catalog *,
		    const char *address);

/*
 * What may be meant by a text that is none: "Woerden", "Haarlemmermeer
 * (Hoofddorp)", nearest first; returns how many.
 */
#define SUGGESTIONS_MAX	3
size_t		 lookup_suggest(const struct catalog *, const char *text,
		    struct arena *, const char *labels[SUGGESTIONS_MAX]);

/* Letters and digits, folded, with single spaces: what is compared. */
const char	*lookup_key(const char *text, struct arena *);

/* The places that are no municipality, for tests; returns how many. */
struct place {
	const char	*name;
	const char	*code;
	const char	*key;
};
size_t		 lookup_places(const struct place **);

#endif
