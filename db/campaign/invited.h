#ifndef DB_CAMPAIGN_INVITED_H
#define DB_CAMPAIGN_INVITED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/token.h"
#include "db/event/event.h"
#include "db/gemeente/coverage.h"

struct arena;
struct db;

/*
 * The municipality is invited, and nobody in it.  Its answer is the coverage
 * that there is, so that any sign-up, by whatever way, answers all invitations
 * of it; besides, it may say when it decides, that another address is to be
 * asked, or that it wants no more mail.
 */
/* Kinds in the outbox. */
#define INVITATION_WORD		"uitnodiging"
#define INVITATION_AGAIN_WORD	"herinnering uitnodiging"

struct invited {
	const struct coverage	*coverage;
	const char	*address;	/* where the next letter goes; or "" */
	bool		 ladder;	/* the event's: see invited_rung */
	bool		 griffie;	/* that is the second address */
	int64_t		 paper;		/* written to on paper, last; 0 */
	const char	*later;	/* 2026-12-08, that day included; or "" */
	int64_t		 stopped;	/* no more mail, since; 0 */
	int64_t		 opened;	/* went to the form, last; 0 */
	int64_t		 letters;	/* owed and not taken back */
	int64_t		 first;		/* of these, when it was owed; 0 */
	int64_t		 last;
	int64_t		 most;		/* letters, by the event's settings */
	int64_t		 between;	/* seconds between two of them */
	bool		 waits;		/* one has not gone yet */
	bool		 bounced;	/* from that address */
};

/* Those of today, in the order of coverage_read. */
enum status	 invited_read(struct db *, int64_t event, const char *today,
		    struct arena *, struct invited **, size_t *count);

/* How it stands, as one word: the first that fits. */
enum invited_state {
	INVITED_SIGNED_UP,
	INVITED_WAITING,
	INVITED_DECLINED,	/* or signed up, and all cancelled */
	INVITED_LATER,
	INVITED_BOUNCED,
	INVITED_SILENT,		/* a letter is owed or went */
	INVITED_NOT,
	INVITED__MAX
};

enum invited_state invited_state(const struct invited *, const char *today);

/*
 * Why it gets no letter now.  The one rule: the page that asks beforehand, the
 * act that owes and the days that remind by themselves take it.
 */
enum invited_why {
	INVITED_MAY,
	INVITED_ANSWERED,
	INVITED_DECIDES,	/* later */
	INVITED_STOPPED,
	INVITED_NO_ADDRESS,
	INVITED_CAME_BACK,
	INVITED_WAITS,		/* its last letter has not gone yet */
	INVITED_OFTEN,
	INVITED_LATELY,
	INVITED_WHY__MAX
};

enum invited_why invited_why(const struct invited *, const char *today,
		    int64_t now);

/*
 * The ladder, where the event has one: after INVITED_FIRST letters to its first
 * address without an answer, or when mail comes back from there, a municipality
 * is asked at the second one, unless it named an address itself; when no mail
 * may go any more, on paper; and when that is silent too, somebody calls.
 */
#define INVITED_FIRST	"2"	/* in SQL */

enum invited_rung {
	RUNG_NONE,		/* there is no ladder, or nothing to ask */
	RUNG_MAIL,
	RUNG_GRIFFIE,
	RUNG_PAPER,
	RUNG_SOON,		/* the paper may still be answered */
	RUNG_CALL
};

enum invited_rung invited_rung(const struct invited *, const char *today);

/* May the event be invited to: it is the public one, open or to be opened. */
bool		 invited_event(const struct event *, int64_t now);

/* The answers of a municipality, each besides what it said before. */
enum status	 invited_set_address(struct db *, int64_t event,
		    const char *code, const char *address);
enum status	 invited_set_later(struct db *, int64_t event,
		    const char *code, const char *day);
enum status	 invited_set_stopped(struct db *, int64_t event,
		    const char *code, int64_t moment);
enum status	 invited_set_opened(struct db *, int64_t event,
		    const char *code, int64_t moment);
enum status	 invited_set_paper(struct db *, int64_t event,
		    const char *code, int64_t moment);

/* Withdraw its letters that have not gone. */
enum status	 invited_withdraw(struct db *, int64_t event,
		    const char *code, const char *reason, int64_t now);

/* Whether today is a first for reminding by itself, and then no more. */
enum status	 invited_take_day(struct db *, int64_t event,
		    const char *day, bool *first);

/* Its code in links and on paper. */
#define INVITED_PURPOSE	"uitnodiging"
const char	*invited_code(const struct secret *, int64_t event,
		    const char *gemeente, struct arena *);

#endif
