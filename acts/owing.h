#ifndef ACTS_OWING_H
#define ACTS_OWING_H

#include "acts/act.h"
#include "db/mail/outbox.h"
#include "templates/mail/mail.h"

/*
 * The letters about one registration, while an act owes more of them: when
 * each may go, and which of the older ones it takes the place of.
 *
 * Of one subject one letter is open at a time: an older one that has not gone
 * is withdrawn, and the new one tells its news as well.  Letters soon after
 * one another, and those beyond the configuration's limits, wait; what is
 * owed meanwhile is told by the same later letter, so nothing is lost.  An
 * organiser's letters (act->always) meet no limit.
 */
struct owing {
	struct db			*db;
	const struct act_context	*act;
	const struct registration	*registration;
	struct arena			*arena;
	struct recent			*recent;	/* of a day, and now */
	size_t				 nrecent;
};

/* All of it lives in the arena.  BUSY, FAIL: the database. */
enum status	 owing_begin(struct db *, const struct act_context *,
		    const struct registration *, struct arena *,
		    struct owing *);

/*
 * Owe one more.  The debt says to whom, with which facts: its kind, event,
 * registration and actor are filled in here.  Nothing is owed about an event
 * that is over, or to somebody who is not to be written to yet
 * (confirmation.h): act_confirm owes that one.
 */
enum status	 owing_add(struct owing *, enum mail_kind, struct debt);

#endif
