#ifndef DB_PEOPLE_STATISTICS_H
#define DB_PEOPLE_STATISTICS_H

#include <stdint.h>

#include "core/status.h"
#include "db/registration/registration.h"

struct arena;
struct db;

/*
 * How an event stands, counted from the rows.  Within a snapshot
 * (db_snapshot) all figures are of one moment and add up.
 */
enum statistics_role {
	STATISTICS_WETHOUDER,
	STATISTICS_MEDEWERKER,
	STATISTICS_GUEST,	/* guest.h */
	STATISTICS_ROLE__MAX
};

enum statistics_kind {
	STATISTICS_WITH_MBO,	/* of the municipality */
	STATISTICS_WITHOUT_MBO,
	STATISTICS_OF_NONE,	/* guests, and only they */
	STATISTICS_KIND__MAX
};

struct statistics_session {
	int64_t		 session;
	int64_t		 taken;
	int64_t		 waiting;	/* also who waits for a place at all */
};

struct statistics_thema {
	const char	*titel;
	int64_t		 delegations;	/* that chose it */
};

struct statistics {
	/* People: each is in exactly one of these. */
	int64_t		 people[STATISTICS_ROLE__MAX][STATISTICS_KIND__MAX][
			    ATTENDANCE__MAX];
	int64_t		 held[ATTENDANCE__MAX];	/* of those, without a name */

	/* People by the day on which their delegation signed up, whatever
	 * became of them; every day from the first to the last, in order. */
	int64_t		 first_day;	/* its midnight; 0: nobody yet */
	int64_t		*days;
	size_t		 ndays;

	struct statistics_session *sessions;	/* in the programme's order */
	size_t		 nsessions;
	struct statistics_thema *themas;
	size_t		 nthemas;
};

enum status	 statistics_read(struct db *, int64_t event, struct arena *,
		    struct statistics *);

/* Only people and held of it; the rest stays as it is.  Cheap at any size. */
enum status	 statistics_heads(struct db *, int64_t event,
		    struct statistics *);

/* Sums over what is not asked about; the maximum of an enum means all. */
int64_t		 statistics_people(const struct statistics *,
		    enum statistics_role, enum statistics_kind,
		    enum attendance_status);

/*
 * Letters that want a person: refused, and waiting since before that moment
 * (counted no further than STATISTICS_WAITING_MAX).
 */
#define STATISTICS_WAITING_MAX	1000
enum status	 statistics_mail(struct db *, int64_t waiting_since,
		    int64_t *failed, int64_t *waiting);

#endif
