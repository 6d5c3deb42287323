#ifndef TEMPLATES_DESK_ACCOUNTS_H
#define TEMPLATES_DESK_ACCOUNTS_H

#include "templates/desk/frame.h"

struct account_row {
	int64_t		 id;
	const char	*naam;
	const char	*role;
	bool		 totp;
	bool		 closed;
	bool		 self;
	const char	*made;
	const char	*seen;		/* NULL: never */
};

struct accounts_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const char	*lead;
	bool		 demanded;
	struct account_row *accounts;
	size_t		 naccounts;
	struct field_view *naam;
	struct field_view *rol;
};

struct account_edit_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	const struct account_row *account;
	const char	*sessions;	/* how many, in words */
	struct field_view *rol;
};

/* Shown once. */
struct made_page {
	const struct desk_frame *frame;
	const char	*naam;
	const char	*password;
	bool		 first;		/* of a new account */
};

#endif
