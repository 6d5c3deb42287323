#ifndef CGI_DESK_ACCOUNT_REAUTH_H
#define CGI_DESK_ACCOUNT_REAUTH_H

#include "acts/account.h"
#include "cgi/desk/desk_page.h"
#include "cgi/form/draw.h"
#include "templates/desk/reauth.h"

/* The passwords and codes that a form asks of a visitor who is signed in. */
enum secret_field {
	SECRET_PASSWORD,	/* wachtwoord: the one in use */
	SECRET_FRESH,		/* nieuw: the one to come */
	SECRET_CODE,	/* code: of the second factor, or for recovery */
	SECRET_CURRENT,		/* huidig: the same, next to a first code */
	SECRET_FIRST,		/* code: the first that a new app makes */
	SECRET__MAX
};

struct secret_view reauth_draw(struct drawing *, enum secret_field,
		    const char *fault);

/* All that an act of an account with itself must know, but what was typed. */
void		 reauth_begin(struct app *, struct request *,
		    struct own_account *);

/*
 * Whether the password that was typed is theirs; then own_account->hash is set.
 * INVALID: *fault is a sentence.  FULL: the same, and it was tried too often.
 */
enum status	 reauth_check(struct app *, struct request *,
		    struct own_account *, const char **fault);

#endif
