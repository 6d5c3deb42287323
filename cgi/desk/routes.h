#ifndef CGI_DESK_ROUTES_H
#define CGI_DESK_ROUTES_H

#include "cgi/http/router.h"

/* The organiser's pages; origin is the configured address of the site. */
struct site	 desk_site(const char *origin);

#endif
