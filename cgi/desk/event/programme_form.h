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
struct part {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	const struct catalog	*catalog;
	struct act_context		 act;
	int64_t			 id;		/* 0: a new one */
	struct inquiry		 inquiry;
	const char		*title;
	const char		*action;
	const char		*remove;	/* its button, or NULL */
	struct inquiry_kept	*hidden;
	size_t			 nhidden;
};

/* The catalog of an event, or 0 of the one looked at, in the arena. */
enum status	 part_catalog(struct app *, struct request *, int64_t event,
		    const struct catalog **);

/* id from the address: a number, or "nieuw" for 0. */
enum status	 part_open(struct app *, struct request *, struct response *,
		    struct part *);

/* The form as it is. */
enum status	 part_draw(struct part *);

/* The form again, as 422; trouble says why, or NULL: the faults do. */
enum status	 part_refuse(struct part *, const char *trouble);

/* Did somebody else change it since this form was made?  And that answer. */
bool		 part_is_old(const struct part *);
enum status	 part_refuse_old(struct part *);

/* Is this POST the other button? */
bool		 part_is_removal(const struct part *);

/* begin before einde, both in the inquiry; else a fault. */
bool		 part_is_ordered(struct part *);

/*
 * Ask before people are affected: sentences, the people who hear of it, and
 * what they get instead (or NULL).  deed: actie of the form that is sent
 * then, or NULL.
 */
struct part_question {
	const char		*title;
	const char		*sentences[4];
	size_t			 nsentences;
	struct concern		 concern;
	const struct field_view	*choice;
	const struct summary_view *summary;
	const char		*deed;
	const char		*loud;
	const char		*quiet;
};

enum status	 part_ask(struct part *, const struct part_question *);

/*
 * The same before a change is saved: what those who chose it hear of, which
 * then is mailed to them unless the organiser says no (news), and what else
 * there is to know (warning).  Each may be NULL, but not both.
 */
enum status	 part_ask_change(struct part *, const char *news,
		    const char *warning, struct concern *);

/* Do it and lead back to the programme.  arg is the work's. */
enum status	 part_run(struct part *, db_work, void *arg,
		    const char *done);

#endif
