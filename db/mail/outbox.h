#ifndef DB_MAIL_OUTBOX_H
#define DB_MAIL_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

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
	const char	*verp;		/* the mark in afzender; NULL: none */
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
 * Which letters to take.  hold: seconds within which the caller has surely
 * ended with all of them; a letter that could be under way is never handed
 * out again.  per_minute: of all mailers together in any sixty seconds; 0 is
 * no limit.
 */
struct terms {
	int64_t		 now;
	int64_t		 hold;
	size_t		 max;
	int64_t		 per_minute;
};

/*
 * Take the letters that are due longest, at most terms->max, and count the
 * try of each.  NOTFOUND: nothing is due, or the minute is full.  Whatever
 * happens to the caller, a letter is not due again before the hold is over
 * and before its next date, a minute times the square of the tries, at most
 * six hours.
 */
enum status	 outbox_claim(struct db *, const struct terms *,
		    struct arena *, struct claim *, size_t *count);

/*
 * What became of a claim, with the server's words: OUTBOX_SENT,
 * OUTBOX_DEFERRED, which is due again after the tries' wait, or
 * OUTBOX_FAILED.
 */
enum status	 outbox_answer(struct db *, int64_t id, enum outbox_state,
		    const char *answer, int64_t now);

/* The relay was away: the try does not count, it is due again at due. */
enum status	 outbox_put_back(struct db *, int64_t id, int64_t due,
		    const char *answer, int64_t now);

/* A claim that was not tried: due as if it had never been claimed. */
enum status	 outbox_release(struct db *, int64_t id, int64_t now);

/*
 * By hand.  NOTFOUND: no such letter, or it is past that.  A letter that a
 * mailer may have in hand is due only when the mailer has ended with it.
 */
enum status	 outbox_retry(struct db *, int64_t id, int64_t now);
enum status	 outbox_cancel(struct db *, int64_t id);

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

/*
 * The letters that want a person, at most *count, oldest first: refused
 * after failed_since, or waiting since before waiting_since.
 */
enum status	 outbox_trouble(struct db *, int64_t failed_since,
		    int64_t waiting_since, struct arena *,
		    struct outbox_line *, size_t *count);

/* One letter with all that is known of it.  Times: 0 is none. */
struct outbox_item {
	struct letter	 letter;	/* without verp */
	const char	*status;
	int64_t		 pogingen;
	int64_t		 gemaakt;
	int64_t		 volgende;
	const char	*antwoord;
	int64_t		 verzonden;
};

enum status	 outbox_get(struct db *, int64_t id, struct arena *,
		    struct outbox_item *);

/*
 * The alarm: the relay refuses our settings, so nothing goes out until a
 * person has looked.  It goes off by itself when a letter is sent.
 */
struct alarm {
	int64_t		 sinds;
	const char	*antwoord;	/* the last refusal */
};

enum status	 alarm_raise(struct db *, const char *answer, int64_t now);
enum status	 alarm_clear(struct db *);

/* NOTFOUND: all is well. */
enum status	 alarm_get(struct db *, struct arena *, struct alarm *);

#endif
