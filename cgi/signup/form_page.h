#ifndef CGI_SIGNUP_FORM_PAGE_H
#define CGI_SIGNUP_FORM_PAGE_H

#include "cgi/page.h"
#include "cgi/signup/submission.h"

/*
 * Draw the form with a submission in it: everything typed, a message at each
 * fault and all of them in a summary on top.
 */
void	form_page_draw(struct scene *, const struct submission *,
	    struct request *, struct response *);

#endif
