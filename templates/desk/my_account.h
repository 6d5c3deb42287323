#ifndef TEMPLATES_DESK_MY_ACCOUNT_H
#define TEMPLATES_DESK_MY_ACCOUNT_H

#include "templates/desk/frame.h"
#include "templates/desk/reauth.h"

struct session_row {
	const char	*name;
	const char	*browser;
	const char	*since;
	const char	*seen;
	bool		 own;		/* that of this page */
};

struct account_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*naam;
	const char	*role;		/* and what it may do */
	const char	*totp;	/* in words */
	bool		 has_totp;
	bool		 organiser;
	struct secret_view *password;
	struct secret_view *fresh;
	struct session_row *sessions;
	size_t		 nsessions;
};

#endif
