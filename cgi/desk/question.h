#ifndef CGI_DESK_QUESTION_H
#define CGI_DESK_QUESTION_H

#include "acts/act.h"
#include "cgi/desk/event/impact.h"

/*
 * The one question before an act of the desk that mails: who hears of it, the
 * very letters, a sentence of one's own, with or without mail, and when.  The
 * answer is `besluit`; without one the page is drawn and nothing is done.
 * What the letters are is found by doing it and taking it back.
 */
struct question {
	struct app		*app;
	struct request		*request;
	enum desk		 here;
	const char		*title;
	const char		*about;		/* what happens besides; or NULL */
	const char		*actie;
	const char		*version;	/* or NULL */
	struct desk_form_kept	*hidden;	/* what comes along, and */
	size_t			 nhidden;
	const char		*does;		/* "Afmelden", for the buttons */
	bool			 undoable;	/* it changes places alone */
	bool			 only_mails;	/* there is no doing it without */
	const char		*back;
	struct act_context	*act;		/* in arg: the answer is put here */
	db_work			 work;
	void			*arg;
	int64_t			 event;

	int64_t			 mailing;	/* found: to take back; or 0 */
};

/*
 * Ask, or do as it was answered: *asked, and the page is drawn.  act->quiet:
 * the form said itself that nobody is written to, and nothing is asked.
 */
enum status	 question_settle(struct question *, struct response *,
		    bool *asked);

/* All that a form sent, to come along with the answer. */
void		 question_keep_form(struct question *);

/* Draw it.  INVALID, NOTFOUND, FULL: the work's. */
enum status	 question_ask(struct question *, struct response *);

/*
 * Do it as it was answered; its letters are one mailing, which
 * /beheer/berichten shows and takes back.
 */
enum status	 question_run(struct question *);

#endif
