#ifndef CGI_DESK_ACCOUNT_TOTP_SETUP_H
#define CGI_DESK_ACCOUNT_TOTP_SETUP_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"

/*
 * Setting up a second factor, for the first time or on another telephone.
 * It has the address of totp.c, which calls it while there is none, or when
 * it is asked for.
 */
enum status	 totp_setup_show(struct app *, struct request *,
		    struct response *);
enum status	 totp_setup_post(struct app *, struct request *,
		    struct response *);

#endif
