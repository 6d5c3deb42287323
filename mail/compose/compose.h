#ifndef MAIL_COMPOSE_COMPOSE_H
#define MAIL_COMPOSE_COMPOSE_H

#include <stdint.h>

#include "core/config.h"
#include "core/token.h"
#include "db/event/catalog.h"
#include "db/mail/outbox_claim.h"
#include "db/registration/registration.h"
#include "templates/mail/mail.h"

struct arena;

/*
 * The letters that people get: a registration and a kind of mail become
 * a finished message.  The contact gets an overview of everybody; a participant
 * with an address of their own gets their own, and one without is written
 * about in the contact's.
 */
struct compose {
	const struct catalog	*catalog;
	const struct event	*event;		/* as it is now */
	const struct config	*config;
	const struct secret	*secret;
	int64_t			 now;
	const char		*feiten;	/* facts.h; NULL: none */
	const char		*why;	/* somebody waits, or NULL */
	const struct registration *other;	/* to compare with, or NULL */
	bool			 sample;	/* its links lead nowhere */
};

/* The participants who read one letter, at one mailbox: at least one. */
struct readers {
	const struct participant *list[PARTICIPANTS_MAX];
	size_t			 count;
};

/*
 * The message of a letter that is owed, about the registration as it is now.
 * FAIL: it cannot be written, which only a fault of ours can cause; it is
 * logged.
 */
enum status	 compose_contact(const struct compose *,
		    const struct registration *, enum mail_kind,
		    const struct debt *, struct arena *, struct composed *);
enum status	 compose_participant(const struct compose *,
		    const struct registration *, const struct readers *,
		    enum mail_kind, const struct debt *, struct arena *,
		    struct composed *);

/*
 * The same without its envelope, to show what would be sent.  A sample of a
 * real person holds no link that would work.
 */
struct compose_sample {
	const char	*subject;
	const char	*text;
	const char	*html;
};

struct compose_sample compose_show_contact(const struct compose *,
		    const struct registration *, enum mail_kind,
		    struct arena *);
struct compose_sample compose_show_participant(const struct compose *,
		    const struct registration *, const struct participant *,
		    enum mail_kind, struct arena *);

#endif
