#ifndef DB_REGISTRATION_GUEST_H
#define DB_REGISTRATION_GUEST_H

#include <stdbool.h>

#include "core/field.h"
#include "db/event/catalog.h"

struct event;

/*
 * Guests are people of no municipality whom the organiser registers: speakers,
 * guests, people of the organisation itself.  What they are is their role.  A
 * guest is a registration of one person without a contact: letters go to the
 * guest alone, whose own link is the only one.
 *
 * They are no municipality's answer, and the maximum of one is not theirs.
 * Unless event->gasten_tellen they take none of the places either, and never
 * wait; else they stand in line as everybody does, or are given a place by
 * hand.
 */
#define GUEST_GEMEENTE	GEMEENTE_NONE

/* In SQL: the role of participant p is a guest's. */
#define GUEST_ROLE	"p.rol NOT IN ('wethouder', 'medewerker')"

extern const struct choice guest_roles[];

/* Whether this is the role of one. */
bool		 is_guest(const char *rol);

/* Whether guests come besides the places of this event. */
bool		 guests_are_extra(const struct event *);

#endif
