#ifndef CGI_DESK_FIGURES_H
#define CGI_DESK_FIGURES_H

#include "db/catalog.h"
#include "db/summary.h"
#include "templates/desk/overview.h"

/* What was counted, as tiles, tables and charts of the overview. */
void		 figures_set(const struct summary *, const struct catalog *,
		    int64_t now, struct arena *, struct overview_page *);

#endif
