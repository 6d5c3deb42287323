#ifndef CGI_DESK_HANDLERS_H
#define CGI_DESK_HANDLERS_H

#include "cgi/http/router.h"

/* What the organiser's routes lead to; see routes.c. */

/* login.c: in and out, and who may pass */
enum status	 login_show(struct app *, struct request *, struct response *);
enum status	 login_post(struct app *, struct request *, struct response *);
enum status	 logout_post(struct app *, struct request *,
		    struct response *);

/*
 * The admit of router.h: a session by cookie, a role high enough, and for a
 * POST the form's csrf.  A GET without a session is led to the login page.
 */
enum status	 login_admit(struct app *, const struct route *,
		    struct request *, struct response *);

/* attendees.c: who comes */
enum status	 desk_home(struct app *, struct request *, struct response *);
enum status	 attendees_show(struct app *, struct request *,
		    struct response *);
enum status	 attendees_csv(struct app *, struct request *,
		    struct response *);

/* attendee.c: one person; deed.c: its buttons; edit.c: its forms */
enum status	 attendee_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_post(struct app *, struct request *,
		    struct response *);
enum status	 attendee_edit_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_edit_post(struct app *, struct request *,
		    struct response *);
enum status	 attendee_replace_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_replace_post(struct app *, struct request *,
		    struct response *);

/* add.c: signing somebody up by hand */
enum status	 attendee_add_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_add_post(struct app *, struct request *,
		    struct response *);

/* mail.c: the outbox, for people */
enum status	 mail_show(struct app *, struct request *, struct response *);
enum status	 mail_post(struct app *, struct request *, struct response *);

#endif
