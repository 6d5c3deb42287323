#ifndef TEMPLATES_DESK_GEMEENTEN_IMPORT_H
#define TEMPLATES_DESK_GEMEENTEN_IMPORT_H

#include <stdint.h>

#include "templates/desk/frame.h"

struct import_change {
	const char	*label;
	const char	*before;	/* NULL: it was empty */
	const char	*after;		/* NULL: it becomes empty */
};

/* A municipality that is new, changes, ends, or is not in the file. */
struct import_row {
	const char	*code;
	const char	*name;
	int64_t		 line;		/* 0: not in the file */
	struct import_change *changes;
	size_t		 nchanges;
	bool		 fresh;		/* there was nothing before */
};

struct import_group {
	const char	*heading;	/* "3 gemeenten zijn nieuw" */
	const char	*id;
	struct import_row *rows;
	size_t		 nrows;
	bool		 linked;	/* they are there already */
	bool		 closed;
};

struct gemeenten_import_page {
	const struct desk_frame *frame;
	const char	*trouble;	/* heading of what is wrong, or NULL */
	struct fault_view *faults;
	size_t		 nfaults;
	const char	*more;	/* faults that are not listed, or NULL */
	bool		 file_wrong;	/* the file, not the date */
	const char	*file_described;
	struct field_view *end;

	/* Once a file was read and nothing was wrong: */
	bool		 checked;
	bool		 changes;
	const char	*summary;
	struct import_group *groups;
	size_t		 ngroups;
	const char	*content;
	const char	*end_date;
	const char	*mark;
};

#endif
