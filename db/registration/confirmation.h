#ifndef DB_REGISTRATION_CONFIRMATION_H
#define DB_REGISTRATION_CONFIRMATION_H

#include <stdbool.h>
#include <stdint.h>

#include "core/link.h"
#include "core/status.h"

struct arena;
struct db;
struct participant;
struct registration;
struct secret;

/*
 * Anybody can fill in a form in anybody's name.  Who reads the contact's mail
 * can press the button behind a link that stands nowhere else.  Until then
 * letters go to the contact and to addresses of the municipality that is
 * signed up, and not to strangers; and one network takes no more than so many
 * places in an hour: beyond that a registration is kept and stands in line,
 * but gets none.  What was kept back is given when the button is pressed.
 *
 * A network is remembered as a keyed hash for that hour: the database tells
 * nobody where people are.
 */
enum to_confirm {
	TO_CONFIRM_NOTHING,
	TO_CONFIRM_LETTERS,	/* to strangers */
	TO_CONFIRM_PLACES	/* and the places, too */
};

#define CONFIRMATION_LINK	"bevestiging"	/* its purpose (link.h) */
#define CONFIRMATION_WHILE	3600	/* seconds */

/* What these people add to the network's, and whether it was too many. */
struct confirmation_count {
	const char	*network;	/* network.h */
	int64_t		 people;
	int64_t		 max;
	int64_t		 now;
};

/*
 * In a write transaction, before places are given: count people whom a
 * registration that is to be confirmed got; registration->to_confirm becomes
 * TO_CONFIRM_PLACES when it is too many.  OK, and nothing, for a
 * registration with TO_CONFIRM_NOTHING.
 */
enum status	 confirmation_count(struct db *, const struct secret *,
		    struct registration *, const struct confirmation_count *);

/* It was confirmed: nothing of its network is known any more. */
enum status	 confirmation_done(struct db *, struct registration *);

/* Forget what is older than CONFIRMATION_WHILE. */
enum status	 confirmation_sweep(struct db *, int64_t now);

/* Whether who reads there is of the municipality, for all that we know. */
bool		 registration_owns_address(const struct registration *,
		    const char *address);

/* May the participant be written to now?  And does anything wait for it? */
bool		 confirmation_permits(const struct registration *,
		    const struct participant *);
bool		 confirmation_is_needed(const struct registration *);

/* The link for the button, another than that of the contact's page. */
void		 confirmation_link(const struct registration *,
		    const struct secret *, char link[LINK_LENGTH + 1]);

#endif
