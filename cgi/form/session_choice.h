#ifndef CGI_FORM_SESSION_CHOICE_H
#define CGI_FORM_SESSION_CHOICE_H

#include "cgi/form/draw.h"
#include "cgi/form/submission.h"

/* The sessions of a round to choose from, as draw.h draws other questions. */
struct round_view draw_round(struct drawing *, const char *name,
		    const struct answer *, size_t round, const char *who);

#endif
