#ifndef CGI_DESK_EXPORT_EXPORT_REQUEST_H
#define CGI_DESK_EXPORT_EXPORT_REQUEST_H

#include "cgi/app.h"
#include "cgi/http/router.h"
#include "db/people/export_mark.h"
#include "export/columns.h"
#include "export/xlsx.h"

/* One export of people, from the request to the file. */
struct export_request {
	const struct event *event;
	const struct catalog *catalog;
	const char	*who;		/* name of the account */
	struct attendee_filter filter;
	struct columns	 columns;
	struct export_of of;
	struct export_mark mark;	/* of this one */
	struct export_mark last;	/* of the one before; moment 0: none */
	bool		 since;		/* with that sheet */
	const char	*words;		/* the filter */
	int64_t		 now;
	struct xlsx_progress *progress;	/* NULL: made at once */
};

/* The page to choose on, of this request; fault: about its columns, or NULL. */
enum status	 export_draw(struct app *, struct request *,
		    const struct export_request *, const char *fault,
		    struct response *);

/* The columns of "deurlijst" or "badges", by name; "" of anything else. */
const char	*export_preset(const char *word);

#endif
