#ifndef CGI_FORM_SUBMISSION_H
#define CGI_FORM_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cgi/app.h"
#include "cgi/form/draw.h"
#include "cgi/form/organiser_questions.h"
#include "cgi/http/request.h"
#include "db/registration/questions.h"
#include "db/registration/registration.h"

/*
 * One filled-in form: what was typed, what it comes to, and what is wrong
 * with it.  Nothing typed is ever lost: the page is drawn from raw.
 */
struct participant_input {
	size_t		 number;	/* as in the form's names, from 1 */
	bool		 is_contact;	/* the contact comes in person */
	bool		 blank;		/* nothing was filled in */
	bool		 known;		/* a participant that was there */
	bool		 gone;		/* known and cancelled: not shown */
	bool		 guest;		/* asked for as one (guest.h) */
	struct answer	 answer[PARTICIPANT__MAX];
	struct answer	 session[ROUNDS_MAX];
	int64_t		 session_id[ROUNDS_MAX];
};

struct submission {
	const char	*key;
	bool		 shared;	/* the web server completes the key */
	struct answer	 contact[CONTACT__MAX];
	const struct gemeente *gemeente;
	const struct gemeente *kept;	/* that of the rows; NULL: none */
	bool		 choosing;	/* another municipality than the one known */
	struct answer	 session[ROUNDS_MAX];	/* of whoever chooses none */
	int64_t		 session_id[ROUNDS_MAX];
	struct participant_input *inputs;
	size_t		 ninputs;
	size_t		 nknown;	/* 0: a new sign-up */
	/* Taken off just now, from this number (0: nobody); without a script
	 * it goes along in the form, as deelnemer_0, to be put back. */
	struct participant_input removed;
	const char	**themas;	/* as sent */
	size_t		 nthemas;
	const char	*themas_fault;
	const char	*inputs_fault;
	const char	*trouble;	/* with the form as a whole */
	size_t		 nfaults;
	struct organiser *organiser;	/* NULL: it is not the desk's form */
};

/* A fresh key: this form has not been sent yet. */
void		 submission_issue_key(struct app *, struct arena *,
		    struct submission *);

/* The head of one: the web server gives each visitor the rest. */
void		 submission_share_key(struct app *, struct arena *,
		    struct submission *);

/* What an empty form shows: parts blank blocks and a fresh key. */
void		 submission_blank(struct app *, size_t inputs, struct arena *,
		    struct submission *);

/* Take everything over from the form, without judging it. */
void		 submission_read(const struct params *, const struct catalog *,
		    struct arena *, struct submission *);

/* What the form for changing shows: what is signed up. */
void		 submission_of(const struct registration *,
		    const struct catalog *, struct arena *,
		    struct submission *);

/*
 * Tell the blocks apart that are participants already.  What their form does
 * not ask stays as it is, and an answer that is as it was is not judged again
 * (answer.kept): today's rule is not yesterday's.  known: how many there were when the form was
 * drawn; a person who was added since gets a block in between.
 */
void		 submission_match(struct submission *,
		    const struct registration *, size_t known,
		    const struct catalog *, struct arena *);

/*
 * The buttons that only change the form: one block more, one less, or that one
 * again.  False: none of them was pressed.
 */
bool		 submission_rearrange(struct submission *,
		    const struct params *);

/* Judge it.  INVALID: faults or trouble are filled in. */
enum status	 submission_check(struct app *, const struct catalog *,
		    struct arena *, struct submission *);

/* The same for a change, which has no key, and for the organiser's form. */
enum status	 submission_check_change(struct submission *,
		    const struct catalog *, struct arena *);

/* Just one block, as the page of one person asks it. */
enum status	 submission_check_participant(struct submission *,
		    struct participant_input *, const struct catalog *,
		    struct arena *);

/* What a block asks: a guest's role is another one. */
const struct field *input_field(const struct participant_input *,
		    enum participant_field, struct arena *);

/* Whether a block stands for a person who comes. */
bool		 submission_counts(const struct submission *,
		    const struct participant_input *);

/* The participant that a checked block comes to. */
void		 submission_participant(const struct participant_input *,
		    int64_t positie, struct participant *);

/* The registration that a checked submission comes to. */
void		 submission_registration(struct app *,
		    const struct submission *, const struct catalog *,
		    struct arena *, struct registration *);

/* "deelnemer_2_" and the like. */
const char	*input_name(size_t number, const char *name, struct arena *);
const char	*input_session_name(size_t number, size_t round,
		    struct arena *);
const char	*common_session_name(size_t round, struct arena *);

/*
 * What stands behind the @ of an address without one: that of the contact's
 * own, unless strangers have theirs there; NULL: nothing.
 */
const char	*submission_domain(const struct submission *, struct arena *);

#endif
