#ifndef CGI_SIGNUP_EDITING_H
#define CGI_SIGNUP_EDITING_H

#include "cgi/page.h"
#include "cgi/signup/submission.h"

/*
 * A form that changes a registration, while it answers: the contact's, the
 * person's and the organiser's are all of this kind.  Who begins one sets
 * everything up to draw; nothing is read before that.
 */
struct editing {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct registration	 registration;	/* as it is now */
	struct participant	*person;	/* NULL: the whole form */
	bool			 own;	/* the person about themselves */
	struct scene		 scene;
	struct act		 act;
	void			(*draw)(struct editing *);
	const void		*around;	/* what draw needs besides */
	const char		*after;		/* where saving leads */

	struct submission	 submission;
	struct part		*part;		/* of the person */
	struct form_frame	 frame;
	size_t			 known;		/* people when it was drawn */
};

/* What is signed up now, as the form shows it. */
void		 editing_fill_rows(struct editing *);

/* What was sent; the person's own answers are left to the caller. */
void		 editing_fill_form(struct editing *);

/* Somebody comes in the person's place: nothing of theirs is kept. */
void		 editing_clear_person(struct editing *, bool typed);

/* Draw it, as an answer with faults. */
enum status	 editing_draw(struct editing *, int code);

/*
 * Save what was checked: 303 to after; or the same form again with
 * everything typed and what is wrong.  When somebody else saved meanwhile
 * (409) it says in what the two differ.  FULL: it can no longer be changed.
 */
enum status	 editing_save(struct editing *, const struct registration *);
enum status	 editing_replace(struct editing *,
		    const struct participant *);

#endif
