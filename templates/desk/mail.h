#ifndef TEMPLATES_DESK_MAIL_H
#define TEMPLATES_DESK_MAIL_H

#include "templates/desk/frame.h"

struct mail_row {
	int64_t		 id;
	const char	*to;
	const char	*kind;
	const char	*state;
	const char	*shade;
	const char	*answer;	/* the server's words */
	const char	*next;		/* try, or NULL */
	bool		 open;		/* not sent: something can be done */
};

struct mails_page {
	const struct desk_frame *frame;
	const char	*summary;
	const char	*alarm;		/* nothing goes out, and why; or NULL */
	const char	*fault;
	bool		 all;		/* which of the three is shown */
	bool		 attention;
	bool		 unconfirmed;
	struct mail_row	*mails;
	size_t		 nmails;
};

#endif
