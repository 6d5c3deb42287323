#ifndef CGI_DESK_PEOPLE_PERSON_DONE_H
#define CGI_DESK_PEOPLE_PERSON_DONE_H

#include "db/registration/registration.h"

struct arena;

/*
 * What stands above a person's page after something was done, by the word
 * behind ?gedaan=: with the name, and how the person stands now where that is
 * not certain.  NULL: nothing.
 */
const char	*attending_done(const struct participant *, const char *done,
		    struct arena *);

#endif
