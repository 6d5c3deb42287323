#ifndef TEMPLATES_DESK_REAUTH_H
#define TEMPLATES_DESK_REAUTH_H

#include <stdbool.h>

/* A question that is never answered on the page: a password or a code. */
struct secret_view {
	const char	*name;		/* form key, and the id */
	const char	*label;
	const char	*hint;
	const char	*autocomplete;
	const char	*fault;		/* or NULL */
	const char	*describedby;
	bool		 code;		/* shown while it is typed */
};

#endif
