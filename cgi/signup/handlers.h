#ifndef CGI_SIGNUP_HANDLERS_H
#define CGI_SIGNUP_HANDLERS_H

#include "cgi/http/router.h"

/* What the public routes lead to; see routes.c and the contract's paths. */

/* event.c: what, when, where, and the calendar file */
enum status	 event_show(struct app *, struct request *, struct response *);
enum status	 agenda_show(struct app *, struct request *,
		    struct response *);

/* register.c: the form and its POST */
enum status	 register_show(struct app *, struct request *,
		    struct response *);
enum status	 register_post(struct app *, struct request *,
		    struct response *);

/* registration.c: the contact's page, and what its buttons do */
enum status	 registration_show(struct app *, struct request *,
		    struct response *);
enum status	 registration_post(struct app *, struct request *,
		    struct response *);

/* invitation.c: what a municipality answers, by its code */
enum status	 invitation_show(struct app *, struct request *,
		    struct response *);
enum status	 invitation_post(struct app *, struct request *,
		    struct response *);
enum status	 invitation_stop(struct app *, struct request *,
		    struct response *);

/* unsubscribe.c: no news any more, by the link of a letter of it */
enum status	 unsubscribe_show(struct app *, struct request *,
		    struct response *);
enum status	 unsubscribe_post(struct app *, struct request *,
		    struct response *);

/* confirm.c: the button behind the mailed link */
enum status	 confirm_show(struct app *, struct request *,
		    struct response *);
enum status	 confirm_post(struct app *, struct request *,
		    struct response *);

/* lost_link.c: one's link once more, by mail */
enum status	 lost_link_show(struct app *, struct request *,
		    struct response *);
enum status	 lost_link_post(struct app *, struct request *,
		    struct response *);

/* change.c: the forms for changing, and what is sent with them */
enum status	 registration_change(struct app *, struct request *,
		    struct response *);
enum status	 participant_replace(struct app *, struct request *,
		    struct response *);
enum status	 participant_change(struct app *, struct request *,
		    struct response *);

/* participant.c: a person's own page; requirements.c: what they need there */
enum status	 participant_show(struct app *, struct request *,
		    struct response *);
enum status	 participant_data(struct app *, struct request *,
		    struct response *);
enum status	 registration_data(struct app *, struct request *,
		    struct response *);
enum status	 requirements_post(struct app *, struct request *,
		    struct response *);
enum status	 participant_post(struct app *, struct request *,
		    struct response *);

/* erase.c: what goes, by whoever holds a link, and that it is gone */
enum status	 registration_erase_show(struct app *, struct request *,
		    struct response *);
enum status	 registration_erase_post(struct app *, struct request *,
		    struct response *);
enum status	 participant_erase_show(struct app *, struct request *,
		    struct response *);
enum status	 participant_erase_post(struct app *, struct request *,
		    struct response *);
enum status	 erased_show(struct app *, struct request *,
		    struct response *);

/* texts.c: the pages that explain, and what machines ask */
enum status	 privacy_show(struct app *, struct request *,
		    struct response *);
enum status	 accessibility_show(struct app *, struct request *,
		    struct response *);
enum status	 robots_show(struct app *, struct request *,
		    struct response *);
enum status	 security_show(struct app *, struct request *,
		    struct response *);
enum status	 metrics_show(struct app *, struct request *,
		    struct response *);
enum status	 health_show(struct app *, struct request *,
		    struct response *);

/* colours.c: the stylesheet of one accent colour */
enum status	 colours_show(struct app *, struct request *,
		    struct response *);

/* event.c: the calendar file of the event that somebody signed up for */
enum status	 agenda_registration(struct app *, struct request *,
		    struct response *);
enum status	 agenda_participant(struct app *, struct request *,
		    struct response *);

/* evaluation.c: three questions afterwards */
enum status	 evaluation_show(struct app *, struct request *,
		    struct response *);
enum status	 evaluation_post(struct app *, struct request *,
		    struct response *);

#endif
