#ifndef DB_DOOR_ARRIVAL_H
#define DB_DOOR_ARRIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What happened at the doors: facts, one for each time that a device says
 * "in" or takes that back.  They are only added, and told apart by device
 * and nonce; so devices that were apart are merged by union, in any order,
 * and a fact that is sent twice is one.  Whoever has a fact that nobody took
 * back is in; everything else is counted from that.
 */
struct arrival {
	int64_t		 id;		/* in the order in which they came */
	int64_t		 participant;
	const char	*toestel;	/* of these two: letters, digits, - _ */
	const char	*nonce;
	int64_t		 moment;
	const char	*deur;
	const char	*herroept;	/* 'toestel/nonce' taken back, or "" */
};

#define ARRIVAL_NAME_MAX	64	/* bytes of toestel and of nonce */
#define ARRIVAL_DOOR_MAX	40	/* code points */

/* Whether a device may say it so; what is known is not asked here. */
bool		 arrival_valid(const struct arrival *);

/*
 * Added, unless it is known already.  Of somebody who is not of this event,
 * or erased meanwhile, nothing is kept: *added is false for both.
 */
enum status	 arrival_add(struct db *, int64_t event,
		    const struct arrival *, bool *added);

/* The facts that came behind this one (0: all), at most max. */
enum status	 arrival_list(struct db *, int64_t event, int64_t behind,
		    size_t max, struct arena *, struct arrival **,
		    size_t *count);

/* What makes somebody be in now, the first one first; none: they are not. */
enum status	 arrival_present(struct db *, int64_t participant,
		    struct arena *, struct arrival **, size_t *count);

/* Those who may be let in: what a door needs to know, and no more. */
struct door_guest {
	int64_t		 nummer;
	int64_t		 event;
	int64_t		 registration;
	int64_t		 nonce;
	const char	*voornaam;
	const char	*achternaam;
	const char	*rol;
	const char	*gemeente;
	const char	*status;	/* attendance_word */
	int64_t		 gewijzigd;
	bool		 volgt;		/* a place whose name follows */
	bool		 geen_foto;
	const char	*sessies;	/* "1. Lassen (zaal 3); 2. Bouw" */
	int64_t		 binnen;	/* since; 0: is not in */
	const char	*deur;		/* and by which door */
};

/*
 * By name or municipality in any spelling, or by number; who has a place
 * first.  "" is nobody, who is asked for must be named.
 */
#define DOOR_FOUND_MAX	30
enum status	 door_search(struct db *, int64_t event, const char *query,
		    struct arena *, struct door_guest **, size_t *count);

/* NOTFOUND: there is no such participant. */
enum status	 door_guest(struct db *, int64_t participant, struct arena *,
		    struct door_guest *);

/* Everybody of the event, a portion behind a number, to take along. */
enum status	 door_list(struct db *, int64_t event, int64_t behind,
		    struct arena *, struct door_guest **, size_t *count);

/* Who was replaced by somebody, as far as the log still has the name. */
struct door_replaced {
	const char	*waarden;	/* audit_changes: old and new names */
	int64_t		 moment;
	int64_t		 participant;	/* who comes now, or 0 */
};

enum status	 door_replaced(struct db *, int64_t event, const char *query,
		    struct arena *, struct door_replaced **, size_t *count);

/* How many came of those expected; what: a session, door or group. */
struct door_count {
	const char	*what;
	int64_t		 expected;
	int64_t		 came;
};

/* One figure of all, came also without a place. */
enum status	 door_total(struct db *, int64_t event, struct arena *,
		    struct door_count *);
enum status	 door_by_door(struct db *, int64_t event, struct arena *,
		    struct door_count **, size_t *count);
enum status	 door_by_session(struct db *, int64_t event, struct arena *,
		    struct door_count **, size_t *count);

/* Afterwards: of those with a place, by municipality, role and region. */
enum door_group {
	DOOR_BY_GEMEENTE,
	DOOR_BY_ROLE,
	DOOR_BY_REGION,
	DOOR_GROUP__MAX
};

enum status	 door_turnout(struct db *, int64_t event, enum door_group,
		    struct arena *, struct door_count **, size_t *count);

#endif
