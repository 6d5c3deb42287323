#ifndef DB_REGISTRATION_SEATS_H
#define DB_REGISTRATION_SEATS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;
struct event;
struct registration;

/*
 * Seats: the places of an event, and the one door to them.  A person who signs
 * up, comes back or moves up stands in line first; seats_give then gives
 * places from the front, in the transaction that made the difference.  Seats
 * are counted by triggers of the schema as the rows change, so none can be
 * lost or given twice, and a count is one step.  (Only the organiser has
 * another door, seats_override.)
 *
 * Who signs up when the line is settled need not stand in it for a moment:
 * seats_admit says beforehand what seats_give would have given them, and they
 * are written with their places.
 *
 * The policy, in the order of the line: a delegation that chose "alles" gets
 * its places when all of its waiting people fit, "passend" as many as fit in
 * the order given, "wethouder" the same with wethouders first.  A person
 * who does not fit keeps the place in line; those behind may be served first.
 *
 * A registration whose places are to be confirmed stands in line as others
 * do, and gets none until it is (confirmation.h).
 *
 * Until event->gereserveerd_tot, gereserveerd_wethouders of the places are
 * only for wethouders; those who have a place already count towards them.
 * With max_per_gemeente no municipality gets more places than that; those
 * that are one on the day of the event, by a merger, count as one.  Once the
 * event is over nothing is given.
 *
 * Who has a place keeps it: when a rule gets tighter, when municipalities
 * merge, when the reservation is for more.  Nobody is put back in line by what
 * somebody else does.  But who has a place does not carry it where it would
 * not have been given: a change of municipality or role that breaks a rule is
 * refused (seats_may_keep), unless an organiser decides otherwise, with a
 * reason.  What a change leaves as it was is not judged.
 *
 * After each transaction the line is settled: nobody who waits would fit.  So
 * who signs up changes nothing for those in front, and is tried alone; a place
 * that comes free is offered from the front until it is taken.  What a walk
 * may skip stands in the table line; tests/db/registration/test_line.c holds
 * it to a model that walks all of the line every time.
 */

/* Places that people have; of guests only where they count (guest.h). */
enum status	 seats_taken(struct db *, int64_t event, int64_t *taken);

/* How many hold a seat in each session; a session with none is left out. */
struct session_seats {
	int64_t		 session;
	int64_t		 taken;
};
enum status	 seats_by_session(struct db *, int64_t event, struct arena *,
		    struct session_seats **, size_t *count);
int64_t		 session_left(const struct session_seats *, size_t count,
		    int64_t session, int64_t capaciteit);

/* The number for a person who joins the line now. */
enum status	 seats_line_end(struct db *, int64_t event, int64_t *rij);

/*
 * For a registration whose people are to be written now (registration.h): who
 * of them has a place, by attendance, and the others' turn in the line, rij.
 * Whom it leaves waiting seats_give tries, as everybody; it is still called,
 * for seats in sessions and for those in front.
 */
enum status	 seats_admit(struct db *, const struct event *, int64_t now,
		    struct registration *, struct arena *);

/* A person who got a place, or a seat in a session; in the line's order. */
struct seat_given {
	int64_t		 participant;
	int64_t		 registration;
	int64_t		 session;	/* 0: a place at the event */
};

struct seats_given {
	struct seat_given *list;
	size_t		 count;
};

/*
 * In a write transaction; event as it is in that transaction.  The list is in
 * the arena, places before seats.  Settling twice gives nothing.
 */
enum status	 seats_give(struct db *, const struct event *, int64_t now,
		    struct arena *, struct seats_given *);

/*
 * The second door, for the organiser alone: a place or a seat for this one
 * person outside the line and beyond the capacity, because there are guests
 * whom no rule foresees.  It is a door of its own so that seats_give can
 * never exceed anything; its caller writes a reason into the audit log.
 * NOTFOUND: this person does not wait (for a session: without a place).
 * Places that were carried against the rules are the organiser's, too.
 */
enum status	 seats_override(struct db *, int64_t participant, int64_t now);
enum status	 seats_override_session(struct db *, int64_t participant,
		    int64_t session);
enum status	 seats_by_hand(struct db *, int64_t registration);

/* Give up a place and its sessions, or come back at the end of the line. */
enum status	 seats_cancel(struct db *, int64_t participant, int64_t now);
enum status	 seats_return(struct db *, int64_t participant, int64_t rij,
		    int64_t now);

/* Why somebody has no place; present_waiting says it in words. */
enum waiting_for {
	WAITING_FOR_CONFIRMATION,	/* by the contact (confirmation.h) */
	WAITING_FOR_PLACE,	/* there is none */
	WAITING_FOR_ALL,	/* some, but not for all of them */
	WAITING_FOR_RESERVED,	/* what is left is for wethouders */
	WAITING_FOR_GEMEENTE,	/* the municipality has its maximum */
	WAITING_FOR_NOTHING,	/* the event is over */
	WAITING_FOR__MAX
};

struct line_place {
	int64_t		 before;	/* delegations in front */
	int64_t		 left;		/* places that nobody has */
	int64_t		 waiting;	/* people of this registration */
	enum waiting_for why;
};

/*
 * NOTFOUND: nobody of this registration waits.  Why they wait takes the same
 * in a line of any length: before, which has to be counted, is 0 there.
 */
enum status	 seats_line_place(struct db *, const struct event *,
		    int64_t now, const struct registration *,
		    struct line_place *);
enum status	 seats_why_waiting(struct db *, const struct event *,
		    int64_t now, const struct registration *,
		    struct line_place *);

/*
 * Whether those of a registration who have places may keep them when it
 * becomes as wanted: only the municipality and the roles of those who are in
 * wanted matter, and only where they differ.  FULL: not, for the reason in
 * *against.
 */
enum status	 seats_may_keep(struct db *, const struct event *,
		    int64_t at, const struct registration *now,
		    const struct registration *wanted,
		    enum waiting_for *against);

#endif
