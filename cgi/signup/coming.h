#ifndef CGI_SIGNUP_COMING_H
#define CGI_SIGNUP_COMING_H

#include "cgi/http/response.h"
#include "cgi/signup/links.h"

/*
 * The buttons that cancel and bring back, on the contact's page and on a
 * person's own.  A form field `deelnemer`, which may come more than once, says
 * whom the contact means; without one it is everybody.  `houder` says which
 * holder of the place the page showed: when somebody else holds it by now,
 * nothing is done.  FULL: it can no longer be done, or is not what was seen.
 */
enum status	 coming_post(struct app *, struct request *,
		    const struct linked *, struct response *);

#endif
