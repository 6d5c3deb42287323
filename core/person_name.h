#ifndef CORE_PERSON_NAME_H
#define CORE_PERSON_NAME_H

#include <stdbool.h>

struct arena;

/*
 * Dutch family names.  People type the prefix as part of the name, "van den
 * Berg"; only sorting takes it off.  Nothing is ever re-cased: a person's own
 * spelling wins.  Names are clean UTF-8 (text.h); results are in the arena or
 * part of what was given.
 */
struct person_name {
	const char	*prefix;	/* "van den", or "" */
	const char	*core;		/* "Berg" */
};

/* Cuts the longest known prefix from the front, never the whole name. */
void		 person_name_split(const char *achternaam, struct arena *,
		    struct person_name *);

/*
 * Whether it looks like one, so that it may stand in somebody else's letter:
 * no address of any kind, no slash but that of "v/d", no number that could be
 * called.
 */
bool		 person_name_is_plain(const char *);

/* Whether a reader would see a name there: a letter, or the dash of no name. */
bool		 person_name_is_visible(const char *);

/* "Berg, van den" in one's own order: "van den Berg". */
const char	*person_name_tidy(const char *achternaam, struct arena *);

/*
 * Who has one name has it as a family name, and for a first name a dash, which
 * is never shown.
 */

/* "Zoë van der Berg" */
const char	*person_name_full(const char *voornaam, const char *achternaam,
		    struct arena *);

/* "Berg, Zoë van der": how a list shows it. */
const char	*person_name_sorted(const char *voornaam,
		    const char *achternaam, struct arena *);

/*
 * Bytes that sort by strcmp as a Dutch list does: core, then prefix, then
 * first name, each folded.
 */
const char	*person_name_sort_key(const char *voornaam,
		    const char *achternaam, struct arena *);

#endif
