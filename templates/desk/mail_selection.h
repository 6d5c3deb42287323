#ifndef TEMPLATES_DESK_MAIL_SELECTION_H
#define TEMPLATES_DESK_MAIL_SELECTION_H

#include <stdint.h>

#include "templates/desk/campaign.h"
#include "templates/desk/frame.h"
#include "templates/public/form.h"

/* Mail to a selection: the text, and who gets it before anything goes. */
struct mail_selection_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*action;
	const char	*chosen;
	const char	*placeholders;	/* that may be used */
	struct field_view *fields;	/* subject and text */
	size_t		 nfields;
	bool		 asked;		/* there is a text; what follows */
	int64_t		 ngets;
	const char	*title;
	struct left_outs *left;
	const char	*names;
	struct seen_letter *letter;
	const struct field_view *test;	/* where a test goes */
	const char	*tested;	/* proof of it, or NULL */
	bool		 must_test;
	const struct due_view *due;
	const char	*submit;
	const char	*back;
};

#endif
