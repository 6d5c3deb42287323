#ifndef DB_ATTENDEE_H
#define DB_ATTENDEE_H

#include <stdbool.h>
#include <stdint.h>

#include "db/field.h"
#include "db/registration.h"
#include "db/status.h"

struct arena;
struct db;

/* A line of the organiser's list: one participant with the delegation's. */
struct attendee {
	int64_t		 nummer;
	int64_t		 registration;
	int64_t		 positie;
	enum place	 place;
	const char	*gemeente_naam;
	const char	*gemeente_code;
	const char	*provincie;
	const char	*regio;		/* the labour-market region; or "" */
	int64_t		 aangemeld;
	int64_t		 gewijzigd;	/* last, whatever of it */
	const char	*themas;	/* titles, joined by commas; "" for none */
	const char	*sessies;	/* the same, of the chosen ones */
	const char	*contact[CONTACT__MAX];
	const char	*answer[PARTICIPANT__MAX];
};

/*
 * Who is looked for: list, count and every export take the same.  Texts are
 * never NULL; "" and 0 ask nothing.
 */
struct attendee_filter {
	int64_t		 event;
	const char	*query;		/* in names, municipality and
					 * addresses, in any spelling */
	const char	*status;	/* bevestigd, wachtlijst, afgemeld */
	const char	*rol;
	const char	*gemeente;	/* code */
	const char	*provincie;
	const char	*regio;
	int64_t		 session;	/* chosen, whether or not with a seat */
	int64_t		 since;		/* signed up at that moment or later */
	bool		 held;		/* only places without a name */
};

/* Everybody at an event. */
struct attendee_filter attendee_all(int64_t event);

/*
 * In the order of the sort key, one call each; what each returns ends the
 * walk unless it is OK.  Whether the arena is reset after each row is the
 * caller's to decide.
 */
typedef enum status (*attendee_each)(const struct attendee *, struct arena *,
    void *arg);

enum status	 attendee_walk(struct db *, const struct attendee_filter *,
		    int64_t max, struct arena *, attendee_each, void *arg);
enum status	 attendee_count(struct db *, const struct attendee_filter *,
		    int64_t *count);

#endif
