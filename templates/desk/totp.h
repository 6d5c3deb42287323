#ifndef TEMPLATES_DESK_TOTP_H
#define TEMPLATES_DESK_TOTP_H

#include "templates/desk/frame.h"
#include "templates/desk/reauth.h"
#include "templates/qr.h"

/* Setting it up, or again on another telephone. */
struct totp_setup {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	bool		 demanded;
	bool		 replaces;
	const char	*key;
	const struct qr_view *qr;
	const char	*words;		/* the same, to be typed over */
	struct secret_view *secrets;
	size_t		 nsecrets;
};

/* It is on. */
struct totp_page {
	const struct desk_frame *frame;
	const struct summary_view *summary;
	bool		 demanded;
	const char	*since;
	const char	*codes;		/* that are left, in words */
	bool		 few;
	struct secret_view *secrets;
	size_t		 nsecrets;
};

struct code_view {
	const char	*text;
};

/* Shown once. */
struct recovery_page {
	const struct desk_frame *frame;
	struct code_view *codes;
	size_t		 ncodes;
};

#endif
