#ifndef DB_MAIL_OUTBOX_CLAIM_H
#define DB_MAIL_OUTBOX_CLAIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/mail/outbox.h"

/*
 * From what is owed to what is sent.  A mailer first composes the letters
 * that are due and have no message yet (outbox_due), outside any lock.  Then
 * it claims, in a job of the writer: the messages are stored with the claim,
 * in one transaction, and are sent unchanged at every try.
 *
 * Between composing and claiming the world may have moved: then the message
 * is thrown away and composed again at the next turn.  A letter whose address
 * is no longer that of the person it was owed to is withdrawn; one that a
 * newer letter about the same subject will replace waits for that.  One that
 * was put off until its event was over is withdrawn as well.
 *
 * One message can tell several letters, each to a participant with the same
 * mailbox: they have the try and the answer in common.  When one of them is
 * closed, or is to be withdrawn, the message is thrown away before its next
 * try and the others are composed without it.
 */

/*
 * Which letters to take.  hold: seconds within which the caller has surely
 * ended with all of them; a letter that could be under way is never handed
 * out again.  per_minute: of all mailers together in any sixty seconds; 0 is
 * no limit.  share: those that are this one's of so many callers, who would
 * else compose and claim the same ones at the same time; 0 of 0 is all.
 */
struct terms {
	int64_t		 now;
	int64_t		 hold;
	size_t		 max;
	int64_t		 per_minute;
	struct share {
		int64_t	 number;	/* from 0 */
		int64_t	 of;
	}		 share;
};

/* Letters that are due and have no message, in the order of the claim. */
enum status	 outbox_due(struct db *, const struct terms *,
		    struct arena *, struct debt **, size_t *count);

/*
 * The letters that can be told with this one, which is to a participant: of
 * the same kind and registration, to others at the same mailbox, due by a
 * minute after now.  None that has another open letter about its subject.
 */
enum status	 outbox_companions(struct db *, int64_t id, int64_t now,
		    struct arena *, struct debt **, size_t *count);

/* A letter that was composed.  Its memory is the caller's. */
struct composed {
	int64_t		 id;
	int64_t		 versie;	/* of the registration; 0: of none */
	const char	*fault;		/* it cannot be: why; else NULL */
	bool		 nothing;	/* there is nothing to say: no trace */
	const char	*over;		/* no longer to be: why; else NULL */
	const char	*afzender;	/* of the envelope */
	const void	*bericht;
	size_t		 length;
	/* Older letters whose news it tells: they are withdrawn. */
	const int64_t	*overtakes;
	size_t		 novertakes;
	/* Other letters that it tells: they go with it. */
	const int64_t	*companions;
	size_t		 ncompanions;
};

/* Of a message that was stored just now the memory is the composed one's. */
struct claim {
	int64_t		 id;
	const char	*afzender;
	const char	*ontvanger;
	const void	*bericht;
	size_t		 length;
	int64_t		 pogingen;	/* this one included */
};

/*
 * INVALID: the letter was for somebody else, or for another address, than
 * the person has now.  *anybody: it is for none of them, such as one to who
 * was replaced.  NOTFOUND: no such letter.
 */
enum status	 outbox_holds(struct db *, int64_t id, bool *anybody);

/*
 * Take the letters that are due longest, at most terms->max, and count the
 * try of each.  A letter that could not be composed becomes failed, with the
 * words.  NOTFOUND: nothing is due, or the minute is full.  Whatever happens
 * to the caller, a letter is not due again before the hold is over and
 * before its next date, a minute times the square of the tries, at most six
 * hours.
 */
enum status	 outbox_claim(struct db *, const struct terms *,
		    const struct composed *, size_t ncomposed, struct arena *,
		    struct claim *, size_t *count);

/*
 * What is in the hand of a mailer is due now.  For a mailer that starts and
 * knows that no other one lives: those who held it are dead, and with them
 * their connections.
 */
enum status	 outbox_take_over(struct db *, int64_t now, int64_t *count);

#endif
