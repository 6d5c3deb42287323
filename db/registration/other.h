#ifndef DB_REGISTRATION_OTHER_H
#define DB_REGISTRATION_OTHER_H

#include <stdbool.h>
#include <stdint.h>

#include "db/registration/registration.h"

struct arena;
struct db;
struct event;

/*
 * Another registration of the same event that comes beside one: of the same
 * municipality, or with the same person.  Nobody is refused for it, and no
 * page tells of it: it may be meant, and whoever fills in a form has not
 * proved who they are.  Letters tell of it (acts/twice.h).
 *
 * Each of these is some steps in an index, however many have signed up.
 */

/*
 * The newest of the municipality (as it is on the day of the event) of which
 * anybody comes or waits: its id, event, nonce, municipality's name and
 * contact are filled in, no participants.  NOTFOUND: there is none.
 */
enum status	 other_of_gemeente(struct db *, const struct event *,
		    const struct registration *, struct arena *,
		    struct registration *other);

/*
 * One in which this participant comes or waits, too, at the same mailbox;
 * 0: none.  It is found by the letters that went there, so not one that
 * nobody wrote to them about.
 */
enum status	 other_of_person(struct db *, const struct registration *,
		    const struct participant *, struct arena *, int64_t *id);

/* Whether both are one person, as far as names tell. */
bool		 other_is_person(const struct participant *,
		    const struct participant *, struct arena *);

#endif
