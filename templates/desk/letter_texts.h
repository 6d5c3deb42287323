#ifndef TEMPLATES_DESK_LETTER_TEXTS_H
#define TEMPLATES_DESK_LETTER_TEXTS_H

#include "templates/desk/desk_form.h"

/* The automatic letters, and the form for the words of one. */
struct letter_text_row {
	const char	*path;
	const char	*title;
	bool		 changed;	/* an organiser wrote it otherwise */
};

struct letter_texts_page {
	const struct desk_frame *frame;
	struct letter_text_row *rows;
	size_t		 nrows;
};

struct letter_text_page {
	const struct desk_frame *frame;
	const struct desk_form_page *desk_form;
	const char	*action;
	const char	*placeholders;
	const char	*whose;
	const struct seen_letter *letter;
	bool		 changed;	/* there is a way back */
};

#endif
