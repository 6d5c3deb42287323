#ifndef ACTS_ACT_H
#define ACTS_ACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/config.h"
#include "core/token.h"
#include "db/event/catalog.h"
#include "db/registration/registration.h"
#include "mail/compose/facts.h"

struct arena;
struct db;

/*
 * An act, act_*, is what people do: each is one piece of work in a write
 * transaction that changes the rows, gives away the places that came free,
 * puts the letters into the outbox and says so in the audit log.  All of it
 * happens or none.  The letters are written inside, because only there is
 * known who has a place.  Handlers and the tool call acts; nobody else changes
 * registrations.
 */
#define ACT_TROUBLE	400

struct act_context {
	const struct catalog	*catalog;
	const struct config	*config;
	const struct secret	*secret;
	int64_t			 now;
	void			(*random)(void *, size_t);	/* token.h */
	int64_t			 began;	/* when the form was given out, or 0 */
	const char		*who;	/* for the audit log */
	int64_t			 self;	/* the participant who acts, or 0 */
	bool			 always;	/* organiser: no deadlines */
	const char		*network;	/* who asks: network.h; or NULL */

	/*
	 * Also the organiser's: no letters about the change itself; a person
	 * who gets a place because of it is still told.
	 */
	bool			 quiet;
	bool			 silent;	/* not even those persons are */

	/*
	 * And where there is no room: a person who is added gets a place all
	 * the same, and one who chooses a full session a seat.  Only with a
	 * reason.
	 */
	bool			 override;
	const char		*reason;	/* for the audit log; or NULL */
	bool			 asked_for;	/* by the municipality */
	const char		*sentence;	/* in its letters; or NULL */
	int64_t			 hold;	/* seconds they wait, to take back */
	/*
	 * Where an act that answers FULL says why, in a sentence for people:
	 * room for ACT_TROUBLE bytes, or NULL.
	 */
	char			*trouble;
};

/*
 * The circumstances for a caller that keeps no catalog, read in this
 * transaction; config, secret, now, random and who are set.  event: an id, or
 * CATALOG_VISIBLE.
 */
enum status	 act_gather(struct db *, int64_t event, struct act_context *,
		    struct arena *);

/*
 * Sign up a delegation: answers, key_hash and sessions are set.  A
 * key that was used before changes nothing: OK with the same content, INVALID
 * with other.  NOTFOUND: signing up is closed, or there is another event now.
 */
enum status	 act_sign_up(struct db *, const struct act_context *,
		    struct registration *, struct arena *);

/*
 * The contact has pressed the button that only her mail leads to, or an
 * organiser knows better: what was kept back is given and owed.  Again
 * changes nothing.  positie is not looked at.
 */
enum status	 act_confirm(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);

/*
 * Cancel one participant by number, or everybody with 0; and bring them
 * back, at the end of the line.  Those who are there already stay as they
 * are.  NOTFOUND: no such person, or it is too late for it.
 */
enum status	 act_cancel(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);
enum status	 act_restore(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);

/*
 * Bring a registration to what is wanted: answers, topics, sessions, and
 * people at a number after the last are added.  Nobody is removed by it.
 * wanted->versie is the one that was looked at: INVALID when somebody else
 * changed it since.  NOTFOUND: there is none, or it is too late.  FULL: more
 * people than a registration can hold, or those who have places may not keep
 * them so (seats_may_keep).  Whether somebody is still the same person at the
 * same mailbox, and what becomes of their link, is decided here (holder.h).
 */
enum status	 act_change(struct db *, const struct act_context *,
		    const struct registration *wanted, struct arena *);

/*
 * Another person comes in the place at wanted->positie and keeps its place
 * and sessions, however alike the names are.  Both are told.  FULL: not in
 * this role.
 */
enum status	 act_replace(struct db *, const struct act_context *,
		    int64_t registration, int64_t versie,
		    const struct participant *wanted, struct arena *);

/*
 * Another address for a person, whose letter came back: the contact
 * (participant 0) or a participant, who is told anew.  NOTFOUND:
 * there is no such person, or they no longer come.
 */
enum status	 act_change_address(struct db *, const struct act_context *,
		    int64_t registration, int64_t participant,
		    const char *address, struct arena *);

/*
 * A place for a person who waits, by number, although it is not their turn
 * or there is none; act->reason says why.  NOTFOUND: they do not wait.
 */
enum status	 act_override(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);

/*
 * Write to the contact (positie 0) or a participant once more, about how
 * things stand.  NOTFOUND: no such person, or no address of their own.
 */
enum status	 act_resend(struct db *, const struct act_context *,
		    int64_t registration, int64_t positie, struct arena *);

/*
 * The personal links that belong at an address are mailed to it.  Whether
 * there are any is not known here; beyond the limits nothing is owed.
 */
enum status	 act_send_links(struct db *, const struct act_context *,
		    const char *address);

/*
 * Erase a participant, or with 0 the whole registration, and whatever is held
 * about them (erasure.h).  A place is given back, so the line moves; letters
 * that have not gone are withdrawn; the contact is told that somebody is gone,
 * and not who.  The last person of a registration takes the rest along.
 * There is no way back.  NOTFOUND: there is no such registration or person.
 */
enum status	 act_erase(struct db *, const struct act_context *,
		    int64_t registration, int64_t participant,
		    struct arena *);

/*
 * Everybody of the event, a portion each time it is called: *left is how many
 * registrations went, 0 when there was nobody left, and then the log says so.
 * Nobody gets a place by it, and nobody is written to.
 */
enum status	 act_erase_event(struct db *, const struct act_context *,
		    int64_t *left, struct arena *);

/*
 * Change the event's row.  More places are given away at once; when its time
 * or place changed, everybody coming is told and the number of its calendar
 * entry (volgnummer) rises.  INVALID: somebody else changed it since
 * event->versie.  FULL: it could not be written (writable.h).
 */
enum status	 act_set_event(struct db *, const struct act_context *,
		    const struct event *, struct arena *);

/*
 * What a letter about such a change says to the people who come.  Returns how
 * many facts, 0 when no letter is sent.
 */
#define EVENT_CHANGES	3
size_t		 act_event_changes(const struct event *before,
		    const struct event *after, struct arena *,
		    struct fact facts[EVENT_CHANGES]);

/*
 * What stands elsewhere and does not move along when the event of the catalog
 * becomes as wanted: the programme, deadlines, how to get there.  In
 * sentences; returns how many.  The desk asks about them, a shell is told.
 */
#define EVENT_APART	3
size_t		 act_event_apart(const struct catalog *,
		    const struct event *wanted, struct arena *,
		    const char *sentences[EVENT_APART]);

/*
 * Give away what came free by itself: when the places that were reserved for
 * wethouders are no longer.
 */
enum status	 act_give(struct db *, const struct act_context *,
		    struct arena *);

/*
 * Call the event off, or have it go on after all: everybody who comes or waits
 * hears of it, with a sentence of the organiser's (or NULL), and calendars are
 * told.  Places and the line stay as they are.  NOTFOUND: it is so already,
 * or the event is past.
 */
#define CALL_OFF_MAX	500	/* code points of that sentence */
enum status	 act_call_off(struct db *, const struct act_context *,
		    bool off, const char *text, struct arena *);

/* Remind everybody who comes or waits.  NOTFOUND: it has been. */
enum status	 act_remind(struct db *, const struct act_context *,
		    struct arena *);

#endif
