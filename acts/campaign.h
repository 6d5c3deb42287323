#ifndef ACTS_CAMPAIGN_H
#define ACTS_CAMPAIGN_H

#include "acts/act.h"
#include "db/campaign/invited.h"
#include "db/campaign/mailing.h"

/*
 * The campaign: municipalities are invited, the silent are reminded, and what
 * one answers is noted.  Who gets a letter is worked out in the transaction
 * that owes it, by invited_why: who answered meanwhile is not asked again.
 */
struct campaign_order {
	int64_t			 event;
	const char		**codes;	/* of whom it is asked */
	size_t			 ncodes;
	bool			 remind_only;	/* not those never invited */
	const char		*sentence;	/* the organiser's own, or "" */
	const char		*selection;	/* whom, in words */
	int64_t			 due;

	/* Found: */
	struct mailing		 mailing;	/* id 0: nobody was left */
	size_t			 owed;
};

/* NOTFOUND: nobody can be invited to that event (any more). */
enum status	 act_invite(struct db *, const struct act_context *,
		    struct campaign_order *, struct arena *);

/*
 * On each of the days that the event's herinneren says, from half past nine
 * (on the Monday after a weekend): remind the invited who are silent, once.
 */
enum status	 act_remind_silent(struct db *, const struct act_context *,
		    struct arena *);

/*
 * A letter on paper went to these municipalities: the ladder knows from when
 * on to wait.  Of those that answered nothing is noted.  order->owed says to
 * how many.
 */
enum status	 act_note_paper(struct db *, const struct act_context *,
		    struct campaign_order *, struct arena *);

/* Withdraw what of a mailing nobody has tried; NOTFOUND: no such mailing. */
enum status	 act_stop_mailing(struct db *, const struct act_context *,
		    int64_t mailing, int64_t *stopped, struct arena *);

/* What a municipality answered on the page of its code. */
enum campaign_answer {
	ANSWER_COMES,		/* goes to the form */
	ANSWER_DECLINES,	/* about: why, or "" */
	ANSWER_ELSEWHERE,	/* about: the address to ask */
	ANSWER_LATER,		/* about: 2026-12-08 */
	ANSWER_STOP,		/* no more mail */
	ANSWER__MAX
};

enum status	 act_answer_invitation(struct db *,
		    const struct act_context *, int64_t event,
		    const char *gemeente, enum campaign_answer,
		    const char *about, struct arena *);

#endif
