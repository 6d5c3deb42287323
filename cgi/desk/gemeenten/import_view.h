#ifndef CGI_DESK_GEMEENTEN_IMPORT_VIEW_H
#define CGI_DESK_GEMEENTEN_IMPORT_VIEW_H

#include "db/gemeente/gemeente_import.h"
#include "templates/desk/gemeenten_import.h"

struct arena;

/* What a plan changes, in groups: new, changed, ended, not in the file. */
void	import_draw_plan(const struct gemeente_import *, struct arena *,
	    struct gemeenten_import_page *);

/* What is wrong with a file, each with its line. */
void	import_draw_faults(const struct csv_faults *, struct arena *,
	    struct gemeenten_import_page *);

#endif
