#ifndef CGI_DESK_MAIL_MAILS_H
#define CGI_DESK_MAIL_MAILS_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"

/*
 * The page of all letters, of those that the address asks for: ?toon=aandacht
 * or onbevestigd, &q= and &voor=ID.  fault, or NULL, is said on top.
 */
enum status	 mails_draw(struct app *, struct request *, const char *fault,
		    struct response *);

/* The address of the page with the same questions. */
const char	*mails_address(const struct request *);

#endif
