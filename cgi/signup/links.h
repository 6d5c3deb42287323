#ifndef CGI_SIGNUP_LINKS_H
#define CGI_SIGNUP_LINKS_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "db/registration/registration.h"

/*
 * What a mailed link leads to: a registration, and with a personal link the
 * person.  request->tail is the token.  NOTFOUND: there is none, or there was.
 */
struct linked {
	struct registration	 registration;
	struct participant	*person;	/* NULL for the contact */
};

enum status	 link_registration(struct app *, struct request *,
		    struct linked *);
enum status	 link_participant(struct app *, struct request *,
		    struct linked *);

/*
 * The mark of whoever holds a place now, for a form to say whom it means: it
 * opens nothing, and it is another when the place is somebody else's.
 */
const char	*linked_holder(struct app *, const struct participant *,
		    struct arena *);
bool		 linked_is_holder(struct app *, const struct participant *,
		    const char *mark);

/* The person with a number, as a form sends it; NULL: nobody. */
struct participant *linked_person(const struct linked *, const char *positie);

#endif
