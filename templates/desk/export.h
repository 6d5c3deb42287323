#ifndef TEMPLATES_DESK_EXPORT_H
#define TEMPLATES_DESK_EXPORT_H

#include "templates/desk/frame.h"

struct export_link {
	const char	*path;
	const char	*label;
	const char	*about;
};

struct export_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*fault;		/* about the columns; or NULL */
	const char	*lead;

	/* People: NULL when this role may not take them along. */
	const char	*action;
	const char	*list;		/* the list with the same filter */
	const char	*later;		/* a workbook that was asked for */
	const char	*last;		/* when this was last taken; or NULL */
	bool		 since;
	struct option_view *columns;
	size_t		 ncolumns;
	struct export_link *links;
	size_t		 nlinks;
};

#endif
