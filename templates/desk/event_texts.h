#ifndef TEMPLATES_DESK_EVENT_TEXTS_H
#define TEMPLATES_DESK_EVENT_TEXTS_H

#include "templates/desk/desk_form.h"

struct letter_view {
	const char	*title;
	const struct seen_letter *letter;
	const char	*link;		/* to the same with its markup */
};

struct texts_page {
	const struct desk_frame *frame;
	const struct desk_form_page *desk_form;
	const char	*everywhere;	/* placeholders for pages */
	const char	*letters_only;	/* and for letters */
	struct option_view *samples;
	size_t		 nsamples;
	const char	*whose;		/* preview, in words */
	const char	*intro;
	const char	*note;
	struct letter_view *letters;
	size_t		 nletters;
};

#endif
