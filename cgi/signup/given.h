#ifndef CGI_SIGNUP_GIVEN_H
#define CGI_SIGNUP_GIVEN_H

#include "db/registration/registration.h"
#include "templates/public/registration.h"

struct arena;
struct catalog;

/*
 * What was given, a row an answer, each with its way to change it; what may
 * still be given stands there as well.  edit: the start of the address of
 * the form's field, NULL when nothing can be changed.
 */
struct given {
	struct given_view	*views;
	size_t			 nviews;
};

struct given	 given_of_contact(const struct registration *,
		    const struct catalog *, const char *edit, struct arena *);

/* mail: where what is about them goes; own: they read it themselves. */
struct given	 given_of_person(const struct participant *,
		    const struct catalog *, const struct person_view *,
		    const char *mail, const char *edit, bool own,
		    struct arena *);

#endif
