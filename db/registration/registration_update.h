#ifndef DB_REGISTRATION_REGISTRATION_UPDATE_H
#define DB_REGISTRATION_REGISTRATION_UPDATE_H

#include <stdint.h>

#include "db/registration/registration.h"

/* Changing rows of a registration that is there; acts decide what and when. */

/* The contact's answers and the topics. */
enum status	 registration_update(struct db *, const struct registration *,
		    struct arena *);

/* The answers of one participant, who changed at participant->gewijzigd. */
enum status	 participant_update(struct db *, const struct participant *,
		    struct arena *);

/* Something about this person changed that stands in other rows. */
enum status	 participant_touch(struct db *, int64_t participant,
		    int64_t now);

/* The same about all of them that come or wait. */
enum status	 registration_touch(struct db *, int64_t registration,
		    int64_t now);

/* A new link from the nonce; the old one ends. */
enum status	 participant_renew(struct db *, const struct participant *);
enum status	 registration_renew(struct db *, const struct registration *);

#endif
