#ifndef CGI_DESK_ACCOUNT_TOTP_H
#define CGI_DESK_ACCOUNT_TOTP_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "db/account/totp.h"

/* What the pages of a second factor have in common (totp.c, totp_setup.c). */
#define FACTOR_WRONG	"Deze code klopt niet, of is al gebruikt. Neem de " \
	"volgende code uit uw app."

/* A key of a page, such as token.h issues; unguessable and our own. */
const char	*factor_new_key(struct app *, struct arena *);

/*
 * Recovery codes that come from such a key, which is kept nowhere: a second
 * click with it gets the page of the first one, and not a complaint instead
 * of the codes.
 */
void		 factor_recovery(const struct app *, const char *key,
		    struct recovery *);

/* Them on a page, the only time. */
enum status	 factor_show_recovery(struct app *, struct request *,
		    const struct recovery *, struct response *);

/* Setting it up, for the first time or on another telephone (totp_setup.c). */
enum status	 set_up_show(struct app *, struct request *,
		    struct response *);
enum status	 set_up_post(struct app *, struct request *,
		    struct response *);

#endif
