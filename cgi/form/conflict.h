#ifndef CGI_FORM_CONFLICT_H
#define CGI_FORM_CONFLICT_H

#include "cgi/form/edit.h"

/* The mark that a form of editing->registration carries (merge.h). */
const char	*conflict_marks(const struct editing *);

/*
 * Bring a form that was made of older rows up to those of
 * editing->registration: what was not touched becomes as it is now.  NULL, or
 * what both changed; of somebody to be replaced, whatever somebody else did.
 */
const struct conflict_view *conflict_of(struct editing *, const char *marks);

#endif
