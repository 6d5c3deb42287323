#ifndef DB_PEOPLE_ATTENDANCE_LIST_H
#define DB_PEOPLE_ATTENDANCE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * The people expected, at the door or in a room: what a person with a list
 * needs to find a name and tick it off, and nothing to reach anybody by.
 */
#define ATTENDANCE_LIST_MAX	6000	/* of one page */

/* A person with a place, in the order of the sort key. */
struct attendance_guest {
	int64_t		 nummer;
	const char	*voornaam;
	const char	*achternaam;
	const char	*rol;
	const char	*gemeente;
	bool		 geen_foto;
	const char	*letter;	/* the sort key's first, folded */
	const char	*sessies;	/* "1. Lassen (zaal 3); 2. Bouw": seats
					 * by round, with their rooms */
};

/* What of the door's list is asked for. */
struct attendance_asked {
	int64_t		 event;
	const char	*query;		/* by name and municipality; "": all */
	const char	*letter;	/* names from it onward; "": all */
	int64_t		 behind;	/* those behind this person; 0: all */
	size_t		 max;
};

/* A walk in the order of the names that ends at max: a page costs a page. */
enum status	 attendance_door(struct db *, const struct attendance_asked *,
		    struct arena *, struct attendance_guest **, size_t *count);

/* Places of a municipality that still wait for their names. */
struct attendance_held {
	const char	*gemeente;
	int64_t		 wethouders;
	int64_t		 medewerkers;
};

enum status	 attendance_held(struct db *, int64_t event, const char *query,
		    struct arena *, struct attendance_held **, size_t *count);

/* Somebody who chose a session and has not cancelled. */
struct attendance_member {
	int64_t		 nummer;
	const char	*voornaam;
	const char	*achternaam;
	bool		 naam_volgt;
	const char	*rol;
	const char	*gemeente;
	bool		 seat;		/* in the session; else waiting */
	bool		 place;		/* at the event */
};

enum status	 attendance_session(struct db *, int64_t session, size_t max,
		    struct arena *, struct attendance_member **, size_t *count);

#endif
