#ifndef MAIL_RELAY_RELAY_PAUSE_H
#define MAIL_RELAY_RELAY_PAUSE_H

#include <pthread.h>
#include <stdint.h>

#include "mail/relay/smtp.h"

/*
 * What the deliverers of a process share: a relay that is away for one is
 * away for all, and none of them tries a letter before the pause is over.
 * The pauses grow while nothing goes through.
 *
 * A refusal that may be about the relay or about one recipient
 * (SMTP_MAYBE_...) makes that recipient a suspect.  The relay is at fault
 * when another recipient meets the same before a letter goes through; the
 * recipient is when a letter went through.  One that meets it three times
 * while no other letter is there to tell pauses nobody: "later" becomes its
 * own, "never" raises the alarm, for it may be the settings.
 * Letters lose a try only by what is their recipient's own.
 */
#define SUSPECTS_MAX	16	/* the oldest makes room */

struct suspect {
	char		 recipient[256];
	int64_t		 since;		/* letters sent when it began */
	int		 times;		/* that it met one */
	int		 own;		/* of these, while others went */
};

struct relay_pause {
	pthread_mutex_t	 mutex;		/* of what follows */
	int64_t		 until;		/* 0: no pause */
	int64_t		 length;	/* of the last pause, seconds */
	enum smtp_result why;		/* UNREACHABLE or MISCONFIGURED */
	int64_t		 sent;		/* letters that went through */
	unsigned	 oldest;
	struct suspect	 suspects[SUSPECTS_MAX];
};

void			 relay_pause_open(struct relay_pause *);
void			 relay_pause_close(struct relay_pause *);

/* Why nothing may be tried now; SMTP_SENT: there is no pause. */
enum smtp_result	 relay_pause_ask(struct relay_pause *, int64_t now);

/*
 * What the relay's answer to a letter means now that all answers are known.
 * A result that does not count against the letter sets *due, which is when
 * it may be tried again: MAYBE_..., or the two that begin a pause.
 */
enum smtp_result	 relay_pause_judge(struct relay_pause *,
			    const char *recipient, enum smtp_result,
			    int64_t now, int64_t *due);

#endif
