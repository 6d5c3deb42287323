#ifndef CGI_SIGNUP_ROUTES_H
#define CGI_SIGNUP_ROUTES_H

#include "cgi/http/router.h"

/* The public pages; origin is the configured address of the site. */
struct site	 signup_site(const char *origin);

#endif
