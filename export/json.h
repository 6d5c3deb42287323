#ifndef EXPORT_JSON_H
#define EXPORT_JSON_H

#include "db/registration/registration.h"
#include "db/registration/requirements.h"

struct access;
struct arena;
struct buf;
struct catalog;

/* A string with its quotes, escaped by RFC 8259. */
void	json_string(struct buf *, const char *);

/*
 * Everything that is kept of one participant, for that person (art. 15 and
 * 20 AVG).  requirements NULL: none were given.
 */
void	json_participant(struct buf *, const struct registration *,
	    const struct participant *, const struct requirements *,
	    const struct access *, const struct catalog *, struct arena *);

/*
 * And of a registration, for its contact: all that was signed up, but not
 * what only a participant gave.
 */
void	json_registration(struct buf *, const struct registration *,
	    const struct access *, const struct catalog *, struct arena *);

#endif
