#ifndef CGI_DESK_ACCOUNT_RECOVERY_CODES_H
#define CGI_DESK_ACCOUNT_RECOVERY_CODES_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "db/account/totp.h"

/*
 * What the two pages of a second factor have in common: the one that sets it
 * up (totp_setup.c) and the one of a factor that is on (totp.c).
 */
#define TOTP_WRONG	"Deze code klopt niet, of is al gebruikt. Neem de " \
	"volgende code uit uw app."

/* A key of a page, such as token.h issues; unguessable and our own. */
const char	*totp_new_key(struct app *, struct arena *);

/*
 * Recovery codes that come from such a key, which is kept nowhere: a second
 * click with it gets the page of the first one, and not a complaint instead
 * of the codes.
 */
void		 totp_recovery(const struct app *, const char *key,
		    struct recovery *);

/* The codes on a page, the only time. */
enum status	 totp_show_recovery(struct app *, struct request *,
		    const struct recovery *, struct response *);

#endif
