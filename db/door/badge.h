#ifndef DB_DOOR_BADGE_H
#define DB_DOOR_BADGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * Badges of who has a place and a name.  A badge is printed when the very
 * words of it were: another holder of the place, another name, municipality
 * or role needs another one.
 */
struct badge {
	int64_t		 nummer;
	int64_t		 nonce;
	const char	*voornaam;
	const char	*achternaam;
	const char	*gemeente;	/* "": of none, a guest */
	const char	*functie;
	const char	*rol;
	bool		 geen_foto;
	const char	*tekst;		/* the words, for badge_printed */
};

#define BADGES_PAGE	400

/*
 * In the order of the names, behind a person (0: from the first), BADGES_PAGE
 * at most and one more when there are; all, or those still to be printed.
 */
enum status	 badge_list(struct db *, int64_t event, bool all,
		    int64_t behind, struct arena *, struct badge **,
		    size_t *count);
enum status	 badge_count(struct db *, int64_t event, bool all,
		    int64_t *count);

/* This one is, with these words.  Somebody who is not of the event: nothing. */
enum status	 badge_printed(struct db *, int64_t event, int64_t participant,
		    const char *tekst, int64_t now);

#endif
