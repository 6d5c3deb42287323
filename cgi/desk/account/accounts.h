#ifndef CGI_DESK_ACCOUNT_ACCOUNTS_H
#define CGI_DESK_ACCOUNT_ACCOUNTS_H

#include "cgi/app.h"
#include "cgi/http/request.h"
#include "cgi/http/response.h"
#include "templates/desk/accounts.h"

/* What the list of accounts and the page of one have in common. */

struct account_row accounts_row(const struct account *,
		    const struct request *);

/* A password that we make and show once; *hash is of it. */
enum status	 accounts_make_password(struct app *, struct request *,
		    const char **password, const char **hash);
enum status	 accounts_show_password(struct app *, struct request *,
		    const char *naam, const char *password, bool first,
		    struct response *);

#endif
