#ifndef CGI_FORM_FORM_VIEW_H
#define CGI_FORM_FORM_VIEW_H

#include "cgi/form/submission.h"
#include "cgi/page.h"
#include "templates/public/form.h"

/*
 * Draw the form with a submission in it: everything typed, a message at each
 * fault and all of them in a summary on top.  The frame says whether it is
 * for signing up or for changing.
 */
extern const struct form_frame form_frame_new;

void	form_page_draw(struct page_context *, const struct submission *,
	    const struct form_frame *, struct request *, struct response *);

/*
 * The form about one person: by themselves, with what only that person is
 * asked; about who comes instead; or about a guest, by an organiser.
 */
enum person_form_kind {
	PERSON_FORM_OWN,
	PERSON_FORM_INSTEAD,
	PERSON_FORM_GUEST
};

void	person_page_draw(struct page_context *, const struct submission *,
	    const struct participant_input *, enum person_form_kind,
	    const struct form_frame *, struct request *, struct response *);

/* What they draw, for pages with other surroundings. */
void	form_page_view(struct page_context *, const struct submission *,
	    const struct form_frame *, struct arena *, struct form_page *);
void	person_page_view(struct page_context *, const struct submission *,
	    const struct participant_input *, enum person_form_kind,
	    const struct form_frame *, struct arena *, struct person_form *);

/* The question for the municipality alone, with all there are to choose. */
struct field_view form_gemeente(struct drawing *, const struct submission *);

#endif
