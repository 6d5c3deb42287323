#ifndef DB_REGISTRATION_OFFER_H
#define DB_REGISTRATION_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;
struct event;

/*
 * A place that is held for an answer.  Close to the event (wachtlijst_vragen)
 * who waited longest is asked whether they still want to come: the place is
 * theirs until vraag_tot, so that it is promised to nobody else, and lapses
 * without a yes.  A held place whose name does not come lapses likewise, once
 * its contact has been asked (namen_gevraagd).  acts/offer.h does it.
 */
#define OFFER_WHILE	((int64_t)2 * 86400)	/* seconds to answer */

/* Is it so near that who waits is asked first?  And until when? */
bool		 offer_asks(const struct event *, int64_t now);
int64_t		 offer_until(const struct event *, int64_t now);

/* The moments of the event's naam_vragen and naam_vrijgeven; 0: never. */
int64_t		 offer_names_from(const struct event *);
int64_t		 offer_names_until(const struct event *);

/* Hold the place of who has one for an answer; 0: it is theirs. */
enum status	 offer_hold(struct db *, int64_t participant, int64_t until);
enum status	 offer_names_asked(struct db *, int64_t registration,
		    int64_t now);

/*
 * Registrations, at most list_portion: where an answer is overdue; where a
 * place has no name and nobody was asked; where one was asked until then.
 */
enum status	 offer_overdue(struct db *, int64_t event, int64_t now,
		    struct arena *, int64_t **ids, size_t *count);
enum status	 offer_nameless(struct db *, int64_t event,
		    int64_t asked_from, int64_t asked_until, struct arena *,
		    int64_t **ids, size_t *count);

/* How many people were asked and did not answer yet. */
enum status	 offer_count(struct db *, int64_t event, int64_t *people);

#endif
