#ifndef CGI_DESK_CAMPAIGN_DUE_H
#define CGI_DESK_CAMPAIGN_DUE_H

#include "cgi/form/draw.h"
#include "cgi/http/params.h"
#include "templates/desk/campaign.h"

/*
 * When the letters of a mailing go: in ten minutes, which is the time to take
 * them back, at once, or at a moment of one's own.
 */
struct due {
	enum { DUE_SOON, DUE_AT_ONCE, DUE_AT } which;
	struct answer	 typed;		/* the moment */
	int64_t		 moment;	/* found */
	int64_t		 soon;
};

/* INVALID: the moment is none, or does not lie between now and last. */
enum status	 due_read(const struct params *, int64_t now, int64_t last,
		    struct arena *, struct due *);

const struct due_view *due_draw(const struct due *, struct drawing *);

#endif
