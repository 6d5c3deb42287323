#ifndef ACTS_DOOR_H
#define ACTS_DOOR_H

#include "acts/act.h"
#include "db/door/arrival.h"
#include "db/door/badge.h"

/*
 * Somebody comes in, at a door that is online: participant, toestel, nonce
 * and deur are set.  Who is in already stays so, and nothing is added: *was is
 * then the first fact that says it, and else of participant 0.  NOTFOUND:
 * nobody of this event.  FULL: they have no place, and act->override does not
 * say that they may come in all the same, which the log tells.
 */
enum status	 act_arrive(struct db *, const struct act_context *,
		    const struct arrival *, struct arena *,
		    struct arrival *was);

/* They are not in after all, by whichever door.  NOTFOUND: so it is. */
enum status	 act_not_arrived(struct db *, const struct act_context *,
		    const struct arrival *, struct arena *);

/*
 * What a device saw while nobody could be asked: its facts as they are, the
 * known ones again.  They are never refused: whom it let in is in.  *kept is
 * how many are known now; the others are of nobody.
 */
enum status	 act_take_over(struct db *, const struct act_context *,
		    const struct arrival *, size_t count, struct arena *,
		    size_t *kept);

/* Somebody whom nobody signed up: a place with the reason, and in. */
enum status	 act_walk_in(struct db *, const struct act_context *,
		    struct registration *, const struct arrival *,
		    struct arena *);


/* These badges are printed, with the words that they had (tekst). */
enum status	 act_badges_printed(struct db *, const struct act_context *,
		    const struct badge *, size_t count, struct arena *);

#endif
