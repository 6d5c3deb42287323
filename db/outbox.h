#ifndef DB_OUTBOX_H
#define DB_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include "db/status.h"

struct arena;
struct db;

/*
 * Mail waiting to go.  A letter is a row, written in the transaction of what
 * it tells of.  No row says "being sent": a claim counts the try and sets
 * the next date before SMTP starts, so a crash anywhere means only that the
 * letter is due later.  UNIQUE (onderwerp, ontvanger, versie) makes "never
 * twice about one thing" a rule of the database.
 */
enum outbox_state {
	OUTBOX_QUEUED,		/* not tried yet, or asked for again */
	OUTBOX_DEFERRED,	/* tried; volgende says when again */
	OUTBOX_SENT,		/* the server took it: 250 */
	OUTBOX_FAILED,		/* refused for good, or it came back */
	OUTBOX_CANCELLED,
	OUTBOX__MAX
};

/* queued, deferred, sent, failed, cancelled */
const char	*outbox_word(enum outbox_state);

struct letter {
	const char	*onderwerp;	/* what it is about: registration:7 */
	int64_t		 versie;	/* and which change of that */
	const char	*soort;
	const char	*afzender;	/* of the envelope */
	const char	*ontvanger;
	const char	*message_id;
	const void	*bericht;	/* the finished message */
	size_t		 length;
};

/* In the transaction of what it is about.  The same letter again is none. */
enum status	 outbox_add(struct db *, const struct letter *, int64_t now);

struct claim {
	int64_t		 id;
	const char	*afzender;
	const char	*ontvanger;
	const void	*bericht;
	size_t		 length;
	int64_t		 pogingen;	/* this one included */
};

/*
 * Take the letter that is due longest and count the try.  NOTFOUND: nothing
 * is due.  Whatever happens to the caller, it is not due again before the
 * next date, a minute times the square of the tries, at most six hours.
 */
enum status	 outbox_claim(struct db *, int64_t now, struct arena *,
		    struct claim *);

/*
 * What became of a claim, with the server's words: OUTBOX_SENT,
 * OUTBOX_DEFERRED or OUTBOX_FAILED.
 */
enum status	 outbox_answer(struct db *, int64_t id, enum outbox_state,
		    const char *answer, int64_t now);

/* The relay was away: the try does not count, it is due again at due. */
enum status	 outbox_put_back(struct db *, int64_t id, int64_t due,
		    const char *answer);

/* When the next letter is due; NOTFOUND when none waits. */
enum status	 outbox_next(struct db *, int64_t *due);

/* By hand.  NOTFOUND: no such letter, or it is past that. */
enum status	 outbox_retry(struct db *, int64_t id, int64_t now);

/* For doctor: the age of the oldest that waits, and how many failed. */
enum status	 outbox_health(struct db *, int64_t now, int64_t *age,
		    int64_t *failed);

struct outbox_line {
	int64_t		 id;
	const char	*status;
	const char	*ontvanger;
	int64_t		 volgende;	/* 0: none */
	const char	*antwoord;
	const char	*soort;
};

/* Every letter, oldest first, one call each. */
enum status	 outbox_each(struct db *, struct arena *,
		    void (*)(const struct outbox_line *, void *), void *);

#endif
