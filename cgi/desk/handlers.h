#ifndef CGI_DESK_HANDLERS_H
#define CGI_DESK_HANDLERS_H

#include "cgi/http/router.h"

/* What the organiser's routes lead to; see routes.c. */

/* login.c: in and out; admit.c: who may pass */
enum status	 login_show(struct app *, struct request *, struct response *);
enum status	 login_post(struct app *, struct request *, struct response *);
enum status	 logout_post(struct app *, struct request *,
		    struct response *);

/*
 * The admit of router.h: a session by cookie, a role high enough, and for a
 * POST the form's csrf.  A GET without a session is led to the login page,
 * and one of who still needs a second factor to where it is set up.
 */
enum status	 login_admit(struct app *, const struct route *,
		    struct request *, struct response *);

/* attendees.c: who comes */
enum status	 desk_home(struct app *, struct request *, struct response *);
enum status	 attendees_show(struct app *, struct request *,
		    struct response *);
enum status	 attendees_csv(struct app *, struct request *,
		    struct response *);

/* mail.c: the outbox, for people */
enum status	 mail_show(struct app *, struct request *, struct response *);
enum status	 mail_post(struct app *, struct request *, struct response *);

/* account.c: one's own account; factor.c: its second factor */
enum status	 account_show(struct app *, struct request *,
		    struct response *);
enum status	 account_post(struct app *, struct request *,
		    struct response *);
enum status	 sessions_post(struct app *, struct request *,
		    struct response *);
enum status	 factor_show(struct app *, struct request *,
		    struct response *);
enum status	 factor_post(struct app *, struct request *,
		    struct response *);

/* accounts.c: all accounts; one_account.c: one of them */
enum status	 accounts_show(struct app *, struct request *,
		    struct response *);
enum status	 accounts_post(struct app *, struct request *,
		    struct response *);
enum status	 one_account_show(struct app *, struct request *,
		    struct response *);
enum status	 one_account_post(struct app *, struct request *,
		    struct response *);

#endif
