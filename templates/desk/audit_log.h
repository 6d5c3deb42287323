#ifndef TEMPLATES_DESK_AUDIT_LOG_H
#define TEMPLATES_DESK_AUDIT_LOG_H

#include "templates/desk/frame.h"

/* A line of the audit log: the sentence of templates/audit_text.h, in parts. */
struct log_row {
	const char	*when;
	const char	*who;
	const char	*before;
	const char	*whom;
	const char	*after;
	const char	*path;		/* to the person it is about, or NULL */
	const char	**lines;	/* what changed, and why */
	size_t		 nlines;
	const char	*folded;	/* so many lines, in words; or NULL */
	const char	*event;		/* another one than is looked at */
};

struct log_page {
	const struct desk_frame *frame;
	const char	*summary;	/* what is asked for, in words */
	struct option_view *who;
	size_t		 nwho;
	struct option_view *what;
	size_t		 nwhat;
	const char	*from;		/* as typed */
	const char	*until;
	const char	*gemeente;
	const char	*number;	/* of a registration */
	const char	*person;	/* number of a participant, or NULL */
	bool		 this_event;
	const char	*csv;		/* address; NULL: this role may not */
	bool		 nameless;	/* requirements: shown without a name */
	struct log_row	*rows;
	size_t		 nrows;
	const struct pages_view *pages;
};

#endif
