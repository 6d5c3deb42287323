#ifndef CGI_FORM_EDIT_H
#define CGI_FORM_EDIT_H

#include "cgi/form/submission.h"
#include "cgi/page.h"
#include "templates/public/form.h"

/*
 * A form that changes a registration, while it answers: the contact's, the
 * person's and the organiser's are all of this kind.  The handler that begins
 * one sets everything up to draw; nothing is read before that.
 */
struct editing {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct registration	 registration;	/* as it is now */
	struct participant	*person;	/* NULL: the whole form */
	bool			 replaces;	/* them, by somebody else */
	bool			 own;	/* the person about themselves */
	struct page_context	 context;
	struct act_context	 act;
	void			(*draw)(struct editing *);
	enum status		(*post)(struct editing *);
	/* Runs the work instead of the writer, or asks first; or NULL. */
	enum status		(*settle)(struct editing *, db_work, void *arg,
				    struct act_context *, bool *asked);
	const void		*around;	/* what draw needs besides */
	const char		*after;		/* where saving leads */

	struct submission	 submission;
	struct participant_input *input;	/* of the person */
	struct form_frame	 frame;
	size_t			 known;		/* people when it was drawn */
};

/* The form with what is signed up now; to replace somebody, an empty one. */
enum status	 editing_show(struct editing *);

/*
 * What was sent is checked and saved: 303 to after; or it is the same form
 * again with everything typed and what is wrong.  What somebody else saved
 * meanwhile stays; where both changed the same (409) it is asked.  FULL: it
 * can no longer be changed.
 */
enum status	 editing_post(struct editing *);

/*
 * The form of this one person, which asks only of them: the rest of the
 * registration stays as its rows have it.  Their role is asked of a guest
 * alone.
 */
enum status	 editing_post_person(struct editing *);

#endif
