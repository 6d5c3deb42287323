#ifndef DB_CAMPAIGN_MAILING_H
#define DB_CAMPAIGN_MAILING_H

#include <stddef.h>
#include <stdint.h>

#include "db/mail/outbox.h"

struct arena;
struct db;

/*
 * What an organiser sent to many at once, to be read and counted afterwards.
 * Its letters have consecutive ids, because there is one writer: so it is
 * stopped by outbox_stop, and counted without a mark in the outbox.
 */
#define MAILING_INVITES		"uitnodiging"
#define MAILING_WRITES		"bericht"	/* about their sign-up */
#define MAILING_NEWS		"nieuws"	/* not: who wants none gets none */
#define MAILING_OF_ACT		"handeling"	/* the letters of one act */

struct mailing {
	int64_t		 id;
	int64_t		 event;
	const char	*soort;		/* one of these words */
	const char	*onderwerp;
	const char	*tekst;		/* of an invitation: the own sentence */
	const char	*grond;		/* of news: why it may be sent; or NULL */
	const char	*keuze;		/* who were chosen, in words */
	const char	*wie;
	int64_t		 gemaakt;
	int64_t		 eerste;
	int64_t		 laatste;
};

/* Sets its id. */
enum status	 mailing_add(struct db *, struct mailing *);
enum status	 mailing_set_letters(struct db *, int64_t id, int64_t first,
		    int64_t last);
enum status	 mailing_get(struct db *, int64_t id, struct arena *,
		    struct mailing *);

/* Of an event, the newest first. */
enum status	 mailing_list(struct db *, int64_t event, struct arena *,
		    struct mailing **, size_t *count);

/*
 * How its letters stand; open: may still be stopped.  One that came back has
 * failed after it was sent: it is counted there, and not as failed.
 */
#define MAILING_CAME_BACK	OUTBOX__MAX

struct mailing_result {
	int64_t		 state[OUTBOX__MAX + 1];
	int64_t		 open;
	int64_t		 due;		/* the first of those; 0 */
};

enum status	 mailing_result(struct db *, const struct mailing *,
		    struct mailing_result *);

#endif
