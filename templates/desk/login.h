#ifndef TEMPLATES_DESK_LOGIN_H
#define TEMPLATES_DESK_LOGIN_H

#include "templates/desk/frame.h"

struct login_page {
	const struct desk_frame *frame;
	const char	*fault;
	const char	*user;
	const char	*proof;	/* the password was right: a code is asked */
};

#endif
