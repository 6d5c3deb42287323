#ifndef ACTS_NOTIFY_H
#define ACTS_NOTIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "acts/act.h"
#include "db/event/programme.h"
#include "db/registration/seats.h"
#include "mail/compose/facts.h"
#include "templates/mail/mail.h"

#define NOTICES_LINES	100

/*
 * What the people of one registration are told about one change: each gets
 * one letter at most, whatever the change was made of.
 */
struct notices {
	const char	*actor;		/* name of who acts (notices_begin) */
	enum mail_kind	 contact;
	bool		 joins;		/* those of its municipality (twice.h) */
	enum mail_kind	 participant[PARTICIPANTS_MAX];	/* by index */
	/* What came by itself, and why: a clause with "omdat". */
	bool		 contact_given;
	bool		 given[PARTICIPANTS_MAX];
	const char	*why;
	struct notices_line {
		struct fact	 fact;	/* what changed */
		size_t		 of;	/* index of whom, or NOTICES_OF_… */
	}		 lines[NOTICES_LINES];
	size_t		 nlines;
};

/* Instead of an index: the contact alone reads it, or everybody does. */
#define NOTICES_OF_CONTACT	(PARTICIPANTS_MAX)
#define NOTICES_OF_ALL		(PARTICIPANTS_MAX + 1)

/*
 * Nothing yet, of an act about this registration as it is before it: who the
 * contact or the participant is that acts.
 */
struct notices	 notices_begin(const struct act_context *,
		    const struct registration *, struct arena *);

/*
 * A fact to be told: the contact reads all of them, a participant what is
 * about them.  Those beyond NOTICES_LINES are left out.
 */
void		 notices_add(struct notices *, size_t of, struct fact);

/*
 * Owe the letters: the contact's overview, and one to each participant
 * concerned who has an address of their own.  The registration is as it is
 * after the change.  What becomes of older letters: owing.h.
 */
enum status	 notify(struct db *, const struct act_context *,
		    const struct registration *, const struct notices *,
		    struct arena *);

/*
 * Who is left behind, at the mailbox that they had: this participant of the
 * registration as it was before, or its contact (NULL).  Where nothing can
 * have arrived nothing is owed.
 */
enum status	 notify_left(struct db *, const struct act_context *,
		    const struct registration *, const struct participant *,
		    enum mail_kind, const struct notices *, struct arena *);

/*
 * Give free places and seats away and tell those who moved up, and why there
 * was room: a clause with "omdat".  Those of own, the registration that the
 * act is about (NULL for none), come into its notices, unless those have
 * something for them already.
 */
#define BECAUSE_FREED	 "omdat er een plaats is vrijgekomen"
#define BECAUSE_MORE	 "omdat er meer plaatsen zijn"
#define BECAUSE_RESERVED "omdat plaatsen niet langer worden vastgehouden"

enum status	 notify_given(struct db *, const struct act_context *,
		    const struct event *, const struct registration *own,
		    const char *why, struct notices *, struct arena *);

/* Tell those who were given something, but for these registrations. */
enum status	 notify_others(struct db *, const struct act_context *,
		    const struct seats_given *, const char *why,
		    const int64_t *but, size_t nbut, struct arena *);

/*
 * Tell everybody who comes or waits something about the event itself: the kind
 * of mail is notices->contact, its lines say what changed.  Or just those who
 * chose something of the programme, of these registrations.
 */
enum status	 notify_all(struct db *, const struct act_context *,
		    const struct event *, const struct notices *,
		    struct arena *);
enum status	 notify_choosers(struct db *, const struct act_context *,
		    const struct notices *,
		    const struct choosers *, const int64_t *ids,
		    size_t count);

#endif
