#ifndef CGI_DESK_EVENT_IMPACT_H
#define CGI_DESK_EVENT_IMPACT_H

#include "acts/outlook.h"
#include "cgi/desk/desk_page.h"
#include "cgi/http/response.h"
#include "templates/desk/desk_form.h"

/*
 * Before a change that concerns people who come: the page that says what
 * changes and for whom, and offers to mail those people.
 */
struct impact {
	enum desk	 here;
	int64_t		 session;	/* they chose; both 0: all who come */
	int64_t		 round;
	bool		 mails;		/* there is something to mail */
	int64_t		 event;		/* 0: the one that is looked at */
};

/* What the form decided: "" is nothing yet, and then it has to be asked. */
enum decision {
	DECISION_NONE,
	DECISION_MAIL,
	DECISION_QUIET
};

enum decision	 impact_decision(const struct request *);

/*
 * And besides it: a sentence of one's own for the letters (NULL: none), and
 * whether they wait, so that they can be taken back.
 */
#define IMPACT_HOLD	600	/* seconds */
const char	*impact_sentence(const struct request *);
void		 impact_answer(const struct request *, struct act_context *);
void		 impact_draw_more(struct app *, struct request *,
		    struct page_context *, struct impact_page *);

/*
 * Run an act that was asked about: its letters are one mailing, which
 * /beheer/berichten shows and takes back.
 */
struct impact_job {
	db_work		 work;
	void		*arg;
	const struct act_context *act;
	int64_t		 event;
	const char	*title;		/* of the question */
	bool		 undoable;	/* it changes places and nothing else */

	int64_t		 mailing;	/* found; 0: no letters */
};

enum status	 impact_run(struct writer *, struct impact_job *);

/* The path with ?gedaan=…, from where its mails can be reached. */
const char	*impact_path(const char *path, const struct impact_job *,
		    struct arena *);

/*
 * Who would move up, as sentences behind those that are there; and how many
 * letters that would be, all in all, for page->reach.
 */
#define IMPACT_OUTLOOK	3
size_t		 impact_say_outlook(const struct outlook *, struct arena *,
		    const char **sentences, size_t count);
const char	*impact_reach(const struct outlook *, struct arena *);

/*
 * The letters of an act, which outlook_find writes where outlook->letters_as
 * is this; with the sentence and the number that the form asks for.  Then the
 * one of that number, to be shown with the way to those beside it.
 */
struct outlook_letters *impact_letters(const struct request *,
		    struct act_context *);
void		 impact_show_letter(const struct outlook *,
		    const struct request *, struct impact_page *);

/*
 * page says what it is about; the rest of it is filled in here, and reach too
 * unless it is there.
 */
enum status	 impact_draw(struct app *, struct request *,
		    const struct impact *, struct impact_page *,
		    struct response *);

#endif
