#ifndef DB_MAIL_OUTBOX_H
#define DB_MAIL_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * The outbox: mail that is owed.  An act writes what is owed, in its own
 * transaction: the kind of letter, about whom, to which address, who acted
 * and the facts of what changed.  The message is composed when a mailer
 * first claims the letter (outbox_claim.h).  No row says "being sent": a
 * claim counts the try and sets the next date before SMTP starts, so a crash
 * anywhere means only that the letter is due later.
 *
 * The subject of a letter is the registration, the participant (0: the
 * contact) and the holder of that one's link.  Of one subject one letter is
 * open at a time: an act that owes a newer one withdraws the older and tells
 * what it would have told.
 *
 * Letters of one kind to several participants at one mailbox are told by one
 * message, that of the first of them.  Each stays a letter of its own, with
 * its own subject; they are claimed and answered together (outbox_claim.h).
 */
enum outbox_state {
	OUTBOX_QUEUED,		/* not tried yet, or asked for again */
	OUTBOX_DEFERRED,	/* tried; volgende says when again */
	OUTBOX_SENT,		/* the server took it: 250 */
	OUTBOX_FAILED,		/* refused for good, or it came back */
	OUTBOX_CANCELLED,	/* by hand */
	OUTBOX_WITHDRAWN,	/* by a rule; antwoord says by which */
	OUTBOX__MAX
};

/* queued, deferred, sent, failed, cancelled, withdrawn */
const char	*outbox_word(enum outbox_state);

/* Reasons of a withdrawal, as they are shown. */
#define OUTBOX_OVERTAKEN	"ingehaald door een nieuwer bericht"
#define OUTBOX_MOVED_ON		"dit adres is niet meer van deze persoon"
#define OUTBOX_STOPPED		"tegengehouden"
#define OUTBOX_ANSWERED		"de gemeente heeft intussen geantwoord"
#define OUTBOX_UNWANTED		"wil geen nieuws meer"
#define OUTBOX_LATE		"niet aangenomen voordat het evenement voorbij was"

/* What is owed.  Texts are clean, and but for one never NULL. */
struct debt {
	int64_t		 id;		/* filled in by outbox_owe */
	const char	*soort;
	int64_t		 event;
	int64_t		 registration;	/* 0: about none, such as a digest */
	int64_t		 participant;	/* 0: to the contact */
	int64_t		 nonce;		/* of the holder; 0: whoever it is */
	const char	*gemeente;	/* invited; NULL or "": none */
	const char	*ontvanger;
	const char	*naam;		/* of somebody who is in no row now */
	const char	*wie;		/* who acted, as the audit log has it */
	const char	*feiten;	/* facts.h */
	int64_t		 gemaakt;
	int64_t		 ander;		/* another registration, or 0 (other.h) */
};

/* The number of the last letter (0: none), and how many are owed since. */
enum status	 outbox_last(struct db *, int64_t *id);
enum status	 outbox_owed_since(struct db *, int64_t id, int64_t *count);

/* Those owed since, at most list_portion. */
enum status	 outbox_owed_list(struct db *, int64_t id, struct arena *,
		    struct debt **, size_t *count);

/* In the transaction of what it is about; due: not before that. */
enum status	 outbox_owe(struct db *, struct debt *, int64_t due,
		    int64_t now);

/* A letter about a registration that is open, or was made lately. */
struct recent {
	int64_t		 id;
	const char	*soort;
	int64_t		 participant;
	int64_t		 nonce;
	const char	*ontvanger;
	const char	*feiten;
	const char	*status;
	int64_t		 gemaakt;
	int64_t		 volgende;	/* 0: it is not open */
	int64_t		 vast_tot;
	int64_t		 pogingen;
	int64_t		 samen;		/* whose message tells it; 0: its own */
	int64_t		 ander;
};

/* Those made after since and those still open, oldest first. */
enum status	 outbox_recent(struct db *, int64_t registration,
		    int64_t since, struct arena *, struct recent **,
		    size_t *count);

/*
 * Whether a letter about this participant (0: to the contact) may have arrived
 * at the address: it was tried and did not come back.
 */
enum status	 outbox_reached(struct db *, int64_t registration,
		    int64_t participant, const char *address, bool *reached);

/* How many letters were owed to an address after since. */
enum status	 outbox_count_to(struct db *, const char *address,
		    int64_t since, int64_t *count);

/*
 * Withdraw one that is open and not in anybody's hand; NOTFOUND: it is not.
 * outbox_stop does so to all from first to last that no mailer has tried:
 * the letters of one act have consecutive ids, since there is one writer.
 */
enum status	 outbox_withdraw(struct db *, int64_t id, const char *reason,
		    int64_t now);
enum status	 outbox_stop(struct db *, int64_t first, int64_t last,
		    const char *reason, int64_t *stopped);

/*
 * The open letters to somebody who holds that link no more; one that is in a
 * mailer's hand is withdrawn by the next claim.
 */
enum status	 outbox_withdraw_from(struct db *, int64_t registration,
		    int64_t participant, int64_t nonce, int64_t now);

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

/* For doctor: how many failed since, and whom the last letter is to. */
enum status	 outbox_failed_since(struct db *, int64_t since,
		    int64_t *count);
enum status	 outbox_last_recipient(struct db *, struct arena *,
		    const char **recipient);

/* The age of the oldest that waits, and how many failed. */
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
	struct debt	 debt;
	const char	*afzender;	/* NULL: not composed, or dropped */
	const void	*bericht;
	size_t		 length;
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

/* Has any letter ever been taken by a mail server? */
enum status	 outbox_any_sent(struct db *, bool *any);

enum status	 alarm_raise(struct db *, const char *answer, int64_t now);
enum status	 alarm_clear(struct db *);

/* NOTFOUND: all is well. */
enum status	 alarm_get(struct db *, struct arena *, struct alarm *);

#endif
