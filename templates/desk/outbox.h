#ifndef TEMPLATES_DESK_OUTBOX_H
#define TEMPLATES_DESK_OUTBOX_H

#include "templates/desk/frame.h"

struct mail_row {
	int64_t		 id;
	const char	*to;
	const char	*kind;
	const char	*gemeente;	/* or NULL */
	int64_t		 person;	/* whose page to go to, or 0 */
	const char	*again;	/* what to ask of that page for another */
	const char	*state;
	const char	*shade;
	const char	*when;		/* sent, or will be tried */
	const char	*answer;	/* the server's words */
	bool		 open;		/* not sent: something can be done */
};

/* Which letters to show. */
struct mail_choice {
	const char	*path;
	const char	*label;
	bool		 chosen;
};

struct mails_page {
	const struct desk_frame *frame;
	const char	*summary;
	const char	*alarm;		/* nothing goes out, and why; or NULL */
	const char	*fault;
	bool		 may_act;
	struct mail_choice *choices;
	size_t		 nchoices;
	const char	*kind;		/* the choice in an address, or NULL */
	const char	*query;
	const char	*here;		/* the address with all questions */
	struct mail_row	*mails;
	size_t		 nmails;
	const struct pages_view *pages;
};

#endif
