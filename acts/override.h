#ifndef ACTS_OVERRIDE_H
#define ACTS_OVERRIDE_H

#include "acts/act.h"
#include "acts/notify.h"

/*
 * Which people get a place, and in which rounds a seat, also where there is
 * no room: by index in the registration.
 */
struct override {
	bool	 place[PARTICIPANTS_MAX];
	bool	 session[PARTICIPANTS_MAX][ROUNDS_MAX];
};

/*
 * After notify_given has given what the rules give: those who still wait get it
 * all the same, each with a line in the audit log that holds act->reason.
 */
enum status	 override_apply(struct db *, const struct act_context *,
		    const struct event *, int64_t registration,
		    const struct override *, struct notices *, struct arena *);

#endif
