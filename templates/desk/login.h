#ifndef TEMPLATES_DESK_LOGIN_H
#define TEMPLATES_DESK_LOGIN_H

#include "templates/desk/desk_form.h"

struct login_page {
	const struct desk_frame *frame;
	const char	*fault;
	const char	*user;
	const char	*proof;	/* the password was right: a code is asked */
	struct desk_form_kept *kept;	/* of a form that could not be taken */
	size_t		 nkept;
};

/* What was typed before signing in, to be sent after all. */
struct unfinished_page {
	const struct desk_frame *frame;
	const char	*action;
	const char	*first;		/* path of what must be done before */
	struct desk_form_kept *fields;
	size_t		 nfields;
};

#endif
