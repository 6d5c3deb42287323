#ifndef ACTS_MAILING_H
#define ACTS_MAILING_H

#include "acts/act.h"
#include "db/campaign/mailing.h"
#include "db/people/attendee.h"

/*
 * Mail to a selection of people, about their sign-up or as news: who has no
 * address of their own is written to by the contact's, once, and who wants no
 * news gets none.  The same search tells the desk beforehand and owes the
 * letters, in its transaction.
 */
enum addressee_why {
	ADDRESSEE_MAY,
	ADDRESSEE_CANCELLED,	/* unless those were asked for */
	ADDRESSEE_UNCONFIRMED,	/* waits for the contact's word */
	ADDRESSEE_CAME_BACK,
	ADDRESSEE_UNSUBSCRIBED,	/* wants no news, and this is */
	ADDRESSEE_TWICE,	/* this mailbox gets it already */
	ADDRESSEE_WHY__MAX
};

struct addressee {
	enum addressee_why why;
	int64_t		 registration;
	int64_t		 participant;	/* 0: the contact */
	const char	*whom;		/* the participant who was chosen */
	const char	*naam;		/* of whose mailbox it is */
	const char	*address;
	const char	*gemeente;
	bool		 waits;		/* who was chosen, for a place */
};

struct mailing_order {
	struct attendee_filter	 filter;
	const int64_t		*only;	/* of these, participants; or NULL */
	size_t			 nonly;
	const char		*subject;
	const char		*text;
	const char		*ground;	/* it is news, and why; or NULL */
	const char		*selection;	/* in words */
	int64_t			 due;
	const char		*test;	/* one letter, to there; or NULL */
	const char		*test_name;

	/* Found: */
	int64_t			 mailing;	/* 0: nobody was left */
	size_t			 owed;
};

/* Of the order its filter, only and ground are looked at. */
enum status	 mailing_find(struct db *, const struct secret *,
		    const struct mailing_order *, struct arena *,
		    struct addressee **, size_t *count);

enum status	 act_mail_selection(struct db *, const struct act_context *,
		    struct mailing_order *, struct arena *);

/*
 * A mailbox by its mark (db/campaign/unsubscribed.h) wants no news any more,
 * and what is on its way to there is withdrawn; or it wants it again.
 */
enum status	 act_unsubscribe(struct db *, const struct act_context *,
		    int64_t mark, bool again, struct arena *);

#endif
