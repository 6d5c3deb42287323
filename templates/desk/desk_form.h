#ifndef TEMPLATES_DESK_DESK_FORM_H
#define TEMPLATES_DESK_DESK_FORM_H

#include "templates/desk/frame.h"
#include "templates/desk/seen_letter.h"

/* A form of the desk, and the question that may come before it is saved. */
struct desk_form_kept {
	const char	*name;
	const char	*value;
};

/* Questions under one heading; a heading of NULL is none. */
struct desk_form_group {
	const char	*heading;
	const char	*hint;
	struct field_view *fields;
	size_t		 nfields;
};

struct desk_form_page {
	const struct desk_frame *frame;
	const char	*title;
	const char	*lead;
	const char	*action;
	const char	*version;	/* the one that is changed, or NULL */
	const char	*trouble;	/* not saved, and why; or NULL */
	const char	**differences;	/* what it is about, in sentences */
	size_t		 ndifferences;
	const struct summary_view *summary;
	struct desk_form_kept *hidden;
	size_t		 nhidden;
	struct desk_form_group *groups;
	size_t		 ngroups;
	const char	*submit;
	bool		 no_way_back;	/* once it was pressed */
	const char	*remove;	/* the other button, or NULL */
	const char	*back;
	const char	*back_text;
	const char	*swatch;	/* the colour on it as it would be */
};

struct recipient_view {
	const char	*name;
	const char	*gemeente;
	const char	*what;		/* contactpersoon, deelnemer */
};

/* "Dit verandert voor mensen die komen": what, for whom, and what now. */
struct impact_page {
	const struct desk_frame *frame;
	const char	*title;
	const struct summary_view *summary;	/* of the choice, or NULL */
	const char	**sentences;
	size_t		 nsentences;
	const char	*reach;		/* how many would get a mail */
	struct recipient_view *recipients;
	size_t		 nrecipients;
	const char	*others;	/* who are not listed, or NULL */
	const struct seen_letter *letter;	/* or NULL */
	const char	*whom;		/* all of them, or NULL */
	const struct field_view *sentence;	/* of one's own, or NULL */
	const char	*later;		/* "om 9.22 uur": until then taken back */
	bool		 at_once;
	const char	*action;
	const char	*version;
	struct desk_form_kept *hidden;
	size_t		 nhidden;
	const struct field_view *choice;	/* what instead, or NULL */
	const char	*next;		/* its button, the letters behind it */
	const char	*actie;		/* value of actie, or NULL */
	const char	*loud;		/* the button that mails, or NULL */
	const char	*quiet;		/* and the one that does not */
	const char	*back;
};

#endif
