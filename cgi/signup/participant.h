#ifndef CGI_SIGNUP_PARTICIPANT_H
#define CGI_SIGNUP_PARTICIPANT_H

#include "cgi/form/submission.h"
#include "cgi/http/response.h"
#include "cgi/signup/links.h"
#include "db/registration/requirements.h"

/*
 * A person's own page.  answers and consent_fault are of requirements that
 * could not be kept, or NULL.
 */
enum status	 participant_draw(struct app *, struct request *,
		    const struct linked *, const struct answer *answers,
		    const char *consent_fault, struct response *);

#endif
