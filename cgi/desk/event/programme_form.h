#ifndef CGI_DESK_EVENT_PROGRAMME_FORM_H
#define CGI_DESK_EVENT_PROGRAMME_FORM_H

#include "acts/programme.h"
#include "cgi/desk/event/impact.h"
#include "cgi/form/desk_form.h"

/*
 * What the forms of a round, a session and another item of the programme
 * have in common.  The catalog is one of this request, in its arena: what is
 * found in it stays until the answer.
 */
struct programme_form {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	const struct catalog	*catalog;
	struct act_context	 act;
	char			 trouble[ACT_TROUBLE];	/* of the act */
	int64_t			 id;		/* 0: a new one */
	struct desk_form	 desk_form;
	const char		*title;
	const char		*action;
	const char		*remove;	/* its button, or NULL */
	struct desk_form_kept	*hidden;
	size_t			 nhidden;
};

/* The catalog of an event, or 0 of the one looked at, in the arena. */
enum status	 programme_form_catalog(struct app *, struct request *,
		    int64_t event, const struct catalog **);

/* id from the address: a number, or "nieuw" for 0. */
enum status	 programme_form_open(struct app *, struct request *,
		    struct response *, struct programme_form *);

/* The form as it is. */
enum status	 programme_form_draw(struct programme_form *);

/* The form again, as 422; trouble says why, or NULL: the faults do. */
enum status	 programme_form_refuse(struct programme_form *,
		    const char *trouble);

/* Did somebody else change the same since it was made?  And that answer. */
bool		 programme_form_is_old(const struct programme_form *);
enum status	 programme_form_refuse_old(struct programme_form *);

/* Is this POST the other button? */
bool		 programme_form_is_removal(const struct programme_form *);

/* begin before einde, both in the form; else a fault. */
bool		 programme_form_is_ordered(struct programme_form *);

/*
 * Ask before people are affected: sentences, the people who hear of it, and
 * what they get instead (or NULL), which comes before the letters (next).
 * actie: of the form that is sent then, or NULL.
 */
struct programme_question {
	const char		*title;
	const char		*sentences[4 + IMPACT_OUTLOOK];
	size_t			 nsentences;
	struct impact		 impact;
	const struct field_view	*choice;
	const struct summary_view *summary;
	const char		*actie;
	const char		*reach;		/* or NULL */
	const char		*next;		/* to the letters; or NULL */
	struct desk_form_kept	 kept;		/* chosen before; or {NULL} */
	const struct outlook	*outlook;	/* with its letters; or NULL */
	const char		*loud;
	const char		*quiet;
};

enum status	 programme_form_ask(struct programme_form *,
		    const struct programme_question *);

/*
 * The same before a change is saved: what is mailed to those who chose it
 * unless the organiser says no (notices), what else there is to know
 * (warning), and who moves up.  Each may be NULL, but not all.
 */
enum status	 programme_form_ask_change(struct programme_form *,
		    const char *notices, const char *warning,
		    const struct outlook *, struct impact *);

/*
 * What saving would do: work and arg are the outlook's, act is the one in arg.
 * What cannot be written (FULL) is refused with why when it is saved, so here
 * it moves nobody.  Else what outlook_find returns.
 */
enum status	 programme_form_foretell(struct programme_form *,
		    struct act_context *, struct outlook *);

/* Do it as it was answered and lead back.  arg, and the act in it: the work's. */
enum status	 programme_form_run(struct programme_form *, db_work, void *arg,
		    struct act_context *, const char *done);

#endif
