#ifndef CGI_DESK_ACCOUNT_COOKIE_H
#define CGI_DESK_ACCOUNT_COOKIE_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"

/* The session's cookie, as strict as the address of the site allows. */
const char	*cookie_name(const struct app *);

/* What the browser sent, or NULL. */
const char	*cookie_token(const struct app *, const struct request *);

enum status	 cookie_set(const struct app *, const char *token,
		    struct arena *, struct response *);
enum status	 cookie_end(const struct app *, struct arena *,
		    struct response *);

#endif
