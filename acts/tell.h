#ifndef ACTS_TELL_H
#define ACTS_TELL_H

#include <stdbool.h>
#include <stddef.h>

#include "acts/act.h"
#include "db/seats.h"
#include "templates/view.h"

/* Whom a change concerns, by index in the registration. */
struct concerned {
	bool	one[PARTICIPANTS_MAX];
};

/*
 * Put the letters about a change into the outbox: the contact's overview,
 * and one to each participant concerned who has an address of their own.
 * The registration is as it is after the change.
 */
enum status	 tell(struct db *, const struct act *, const struct event *,
		    const struct registration *, const struct concerned *,
		    enum occasion, struct arena *);

/*
 * Give free places away and tell those who moved up, except the people of
 * the registration `except`, who are told by their own act.
 */
enum status	 tell_given(struct db *, const struct act *,
		    const struct event *, int64_t except, struct arena *);

#endif
