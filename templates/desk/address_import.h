#ifndef TEMPLATES_DESK_ADDRESS_IMPORT_H
#define TEMPLATES_DESK_ADDRESS_IMPORT_H

#include <stdint.h>

#include "templates/desk/frame.h"
#include "templates/public/form.h"

struct address_line {
	int64_t		 line;
	const char	*name;		/* or what the file calls it */
	const char	*before;	/* NULL: nothing */
	const char	*after;
};

struct address_group {
	const char	*heading;	/* "3 adressen zijn nieuw" */
	const char	*id;
	struct address_line *rows;
	size_t		 nrows;
	bool		 closed;
};

struct address_import_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;	/* of what is wrong, or NULL */
	bool		 checked;	/* a file was read */
	bool		 changes;
	struct address_group *groups;
	size_t		 ngroups;
	const char	*content;
	const char	*mark;
};

#endif
