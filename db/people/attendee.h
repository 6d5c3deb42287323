#ifndef DB_PEOPLE_ATTENDEE_H
#define DB_PEOPLE_ATTENDEE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "db/registration/questions.h"
#include "db/registration/registration.h"

struct arena;
struct db;

#define ATTENDEE_MARK	'\037'	/* between a key and its title */
#define ATTENDEE_END	'\036'	/* between one of them and the next */

/* A line of the organiser's list: one participant with the delegation's. */
struct attendee {
	int64_t		 nummer;
	int64_t		 registration;
	int64_t		 positie;
	enum attendance_status attendance;
	const char	*gemeente_naam;
	const char	*gemeente_code;
	const char	*provincie;
	const char	*regio;		/* the labour-market region; or "" */
	int64_t		 aangemeld;
	int64_t		 gewijzigd;	/* last, whatever of it */
	int64_t		 versie;	/* of the registration */
	bool		 unconfirmed;	/* the place waits for the contact */
	/* Key or number of the round, mark, title, for each; "" for none. */
	const char	*themas;
	const char	*sessies;	/* the chosen ones */
	const char	*contact[CONTACT__MAX];
	const char	*answer[PARTICIPANT__MAX];
};

/*
 * Which people are asked for: list, count and every export take it.  Texts are
 * never NULL; "" and 0 ask nothing.
 */
struct attendee_filter {
	int64_t		 event;
	const char	*query;		/* as core/search.h finds people */
	const char	*status;	/* bevestigd, wachtlijst, afgemeld, or
					 * ATTENDEE_UNCONFIRMED */
	const char	*rol;
	const char	*gemeente;	/* code */
	const char	*provincie;
	const char	*regio;
	int64_t		 session;	/* chosen, whether or not with a seat */
	int64_t		 since;		/* signed up at that moment or later */
	bool		 held;		/* only places without a name */
	const char	*came;		/* ja or nee: at the door */
};

/* Those whose place waits until the contact has confirmed it. */
#define ATTENDEE_UNCONFIRMED	"bevestigen"

/* Besides the roles: all guests (guest.h), and all who are none. */
#define ATTENDEE_GUESTS		"gasten"
#define ATTENDEE_DELEGATES	"delegaties"

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

/* The same, but the counting ends at most. */
enum status	 attendee_count_to(struct db *, const struct attendee_filter *,
		    int64_t most, int64_t *count);

enum attendee_order {
	ATTENDEE_BY_NAME,
	ATTENDEE_NEWEST,		/* signed up last, first */
	ATTENDEE_BY_GEMEENTE,		/* and then by name */
	ATTENDEE_BEST,			/* by how well the query fits */
	ATTENDEE_ORDER__MAX
};

/*
 * A page of the list: the first, or the one that lies next to a person.
 * There is no counting from the beginning, so the last page costs as little
 * as the first, and a sign-up meanwhile shifts nothing.
 */
struct attendee_at {
	enum attendee_order order;
	int64_t		 from;		/* a nummer; 0: the first page */
	bool		 back;		/* those before it, not behind it */
	size_t		 max;
	int64_t		 most;		/* where counting all may end */
};

/*
 * In the order of the list, whatever the direction.  more: there are others
 * further in that direction.  NOTFOUND: nobody has that nummer here.
 */
struct attendees {
	struct attendee	*list;
	size_t		 count;
	bool		 more;
	int64_t		 total;		/* ATTENDEE_BEST: as far as counted */
};

enum status	 attendee_page(struct db *, const struct attendee_filter *,
		    const struct attendee_at *, struct arena *,
		    struct attendees *);

/* What of that person is searched (core/search.h).  NOTFOUND: as above. */
enum status	 attendee_text(struct db *, int64_t event, int64_t nummer,
		    struct arena *, const char **text);

/*
 * How many there are in all, knowing a page of them, which may tell it.
 * From at->most on the figure means no more than "more".
 */
enum status	 attendee_total(struct db *, const struct attendee_filter *,
		    const struct attendee_at *, const struct attendees *,
		    int64_t *total);

/* The labour-market regions that municipalities lie in, in order. */
enum status	 attendee_regios(struct db *, struct arena *, const char ***,
		    size_t *count);

/* What this person chose, by round, for the machine export. */
struct attendee_session {
	int64_t		 ronde;		/* its number */
	int64_t		 sessie;	/* its id */
	const char	*titel;
	const char	*status;	/* attendance_word */
};

enum status	 attendee_sessions(struct db *, int64_t nummer,
		    struct arena *, struct attendee_session **, size_t *count);

#endif
