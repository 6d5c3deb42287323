#ifndef TEMPLATES_DESK_GEMEENTE_H
#define TEMPLATES_DESK_GEMEENTE_H

#include "templates/desk/frame.h"

/* Somebody who signed up from there. */
struct gemeente_person {
	int64_t		 number;
	const char	*name;
	const char	*under;	/* the municipality that went into this */
	const char	*role;
	const char	*state;
	const char	*shade;
};

/* A municipality that this one came from, or went into. */
struct gemeente_link {
	const char	*code;
	const char	*name;
};

struct gemeente_page {
	const struct desk_frame *frame;
	const char	*back;		/* to the list, with its filter */
	const char	*code;
	const char	*name;
	const char	*official;	/* NULL: the same */
	const char	*past;	/* why it is none of today; NULL: it is */
	const char	*state;		/* NULL: it is not asked any more */
	const char	*shade;
	const char	*declined;	/* when it said so, or NULL */
	const char	*note;
	const char	*province;
	const char	*region;
	const char	*domain;
	const char	*aliases;
	const char	*colleges;
	bool		 mbo;
	const char	*contact;	/* NULL: this role may not see it */
	const char	*mailto;
	struct gemeente_link *successor;	/* or NULL */
	struct gemeente_link *predecessors;
	size_t		 npredecessors;
	struct gemeente_person *persons;
	size_t		 npersons;

	bool		 may_edit;
	const struct summary_view *summary;
	const char	*trouble;
	const char	*mark;
	struct field_view *before;	/* questions before the tick */
	size_t		 nbefore;
	bool		 mbo_ticked;
	struct field_view *after;	/* and behind it */
	size_t		 nafter;
	struct field_view *note_field;	/* NULL: cannot be noted now */
	bool		 may_take_back;
	bool		 open;		/* the form */
};

#endif
