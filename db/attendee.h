#ifndef DB_ATTENDEE_H
#define DB_ATTENDEE_H

#include <stdint.h>

#include "db/field.h"
#include "db/registration.h"
#include "db/status.h"

struct arena;
struct db;

/* A line of the organiser's list: one participant with the delegation's. */
struct attendee {
	int64_t		 nummer;
	enum place	 place;
	const char	*gemeente_naam;
	const char	*gemeente_code;
	const char	*provincie;
	int64_t		 aangemeld;
	const char	*themas;	/* titles, joined by commas; "" for none */
	const char	*contact[CONTACT__MAX];
	const char	*answer[PARTICIPANT__MAX];
};

/*
 * In the order of the sort key, one call each; what each returns ends the
 * walk unless it is OK.  query: what to look for in names, municipalities
 * and addresses, in any spelling, "" for all.  Whether the arena is reset after
 * each row is the caller's to decide.
 */
typedef enum status (*attendee_each)(const struct attendee *, struct arena *,
    void *arg);

enum status	 attendee_walk(struct db *, int64_t event, const char *query,
		    int64_t max, struct arena *, attendee_each, void *arg);
enum status	 attendee_count(struct db *, int64_t event, int64_t *count);

#endif
