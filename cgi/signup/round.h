#ifndef CGI_SIGNUP_ROUND_H
#define CGI_SIGNUP_ROUND_H

#include "cgi/draw.h"
#include "cgi/signup/submission.h"

/* The sessions of a round to choose from, as draw.h draws other questions. */
struct round_view draw_round(struct drawing *, const struct part *,
		    size_t round, const char *who);

#endif
