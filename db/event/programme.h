#ifndef DB_EVENT_PROGRAMME_H
#define DB_EVENT_PROGRAMME_H

#include <stdint.h>

#include "db/event/catalog.h"

/*
 * Writing the programme: rounds, their sessions and what happens besides.
 * Rounds are numbered in the order of time, whatever is added or moved, for
 * choices are kept by that number (registration.h).  An id of 0 adds a row
 * and sets the id.  Telling people of it is for acts/programme.c.
 */

/* FULL: an event has at most ROUNDS_MAX rounds. */
enum status	 round_put(struct db *, int64_t event, struct round *);

/* FULL: it has sessions still. */
enum status	 round_remove(struct db *, int64_t event,
		    const struct round *);

/* A new one comes last in its round. */
enum status	 session_put(struct db *, int64_t round, struct session *);

/* Nobody may have chosen it: see session_move_choices. */
enum status	 session_remove(struct db *, int64_t session);

/* The choosers stand in line for to, or with 0 have no choice any more. */
enum status	 session_move_choices(struct db *, int64_t session, int64_t to,
		    int64_t now);

/* The sessions of a round get this order. */
enum status	 session_order(struct db *, const struct round *);

enum status	 item_put(struct db *, int64_t event,
		    struct programme_item *);
enum status	 item_remove(struct db *, int64_t item);

/* A topic to choose in the form, of all events; positie: from 1. */
enum status	 thema_put(struct db *, const struct thema *, int64_t positie);

/* How many chose each session; one that nobody chose is left out. */
struct session_interest {
	int64_t		 session;
	int64_t		 zeker;		/* with a seat */
	int64_t		 wachten;
};

enum status	 session_interest(struct db *, int64_t event, struct arena *,
		    struct session_interest **, size_t *count);
struct session_interest session_interest_of(const struct session_interest *,
		    size_t count, int64_t session);

/* A person who chose this session, or something in this round. */
struct chooser {
	int64_t		 registration;
	int64_t		 participant;
};

struct choosers {
	struct chooser	*list;
	size_t		 count;
};

enum status	 session_choosers(struct db *, int64_t session, int64_t round,
		    struct arena *, struct choosers *);

/* The whole programme and the texts to another event, days later. */
enum status	 programme_copy(struct db *, const struct catalog *from,
		    int64_t to, int days);

#endif
