#ifndef CGI_DESK_OVERVIEW_VIEW_H
#define CGI_DESK_OVERVIEW_VIEW_H

#include "db/event/catalog.h"
#include "db/people/statistics.h"
#include "templates/desk/overview.h"

/* What municipalities answered (coverage.h), in two figures. */
struct answers {
	int64_t		 coming;	/* somebody by name has a place */
	int64_t		 silent;	/* with mbo, and nothing heard */
};

/* What was counted, as tiles, tables and charts of the overview. */
void		 overview_view_set(const struct statistics *,
		    const struct answers *, const struct catalog *, int64_t now,
		    struct arena *, struct overview_page *);

#endif
