#ifndef TEMPLATES_DESK_MAILING_H
#define TEMPLATES_DESK_MAILING_H

#include <stdint.h>

#include "templates/desk/frame.h"

/* What was sent to many: a line of the list, and the page of one. */
struct mailing_row {
	int64_t		 id;
	const char	*subject;
	const char	*chosen;	/* whom, in words */
	const char	*when;
	const char	*who;
	const char	*result;	/* "140 verzonden, 2 mislukt" */
};

struct mailings_page {
	const struct desk_frame *frame;
	struct mailing_row *rows;
	size_t		 nrows;
};

struct mailing_page {
	const struct desk_frame *frame;
	const struct mailing_row *of;
	const char	*kind;		/* what it is about, and why; or NULL */
	const char	*text;		/* of it, or the own sentence; or NULL */
	bool		 undo;		/* the act can be, with its mails */
	const char	*open;		/* "49 mails gaan uit om 9.22 uur" */
};

#endif
