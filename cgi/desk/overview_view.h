#ifndef CGI_DESK_OVERVIEW_VIEW_H
#define CGI_DESK_OVERVIEW_VIEW_H

#include "db/event/catalog.h"
#include "db/people/statistics.h"
#include "templates/desk/overview.h"

/* What municipalities answered (coverage.h), and whether we can reach them. */
struct answers {
	int64_t		 all;
	int64_t		 coming;	/* somebody by name has a place */
	int64_t		 with_mbo;
	int64_t		 silent;	/* with mbo, and nothing heard */
	int64_t		 addresses;	/* have one for invitations */
	bool		 mailed;	/* some letter has left this machine */
};

#define OVERVIEW_TODO	5	/* at most; page->todo has room for them */

/* What was counted, as tiles, tables and a chart of the overview;
 * page->may_add says for whom. */
void		 overview_view_set(const struct statistics *,
		    const struct answers *, const struct catalog *, int64_t now,
		    struct arena *, struct overview_page *);

#endif
