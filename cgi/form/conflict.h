#ifndef CGI_FORM_CONFLICT_H
#define CGI_FORM_CONFLICT_H

#include "cgi/form/edit.h"

/*
 * In what a change that came too late differs from what was saved meanwhile,
 * question by question: editing->registration is as it is now.
 */
const struct conflict_view *conflict_of(const struct editing *,
		    const struct registration *wanted);

#endif
