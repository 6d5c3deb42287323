#ifndef ACTS_CONFIRM_H
#define ACTS_CONFIRM_H

#include "acts/act.h"

/*
 * Count people whom a visitor added to a registration, before places are
 * given: too many of one network wait for the contact's word
 * (confirmation.h).  An organiser's are not counted.
 */
enum status	 confirm_count(struct db *, const struct act_context *,
		    struct registration *, size_t people);

#endif
