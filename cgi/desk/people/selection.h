#ifndef CGI_DESK_PEOPLE_SELECTION_H
#define CGI_DESK_PEOPLE_SELECTION_H

#include "cgi/http/request.h"

struct arena;

/* What the list says once after something was done; or NULL. */
const char	*selection_done(const struct request *, struct arena *);

#endif
