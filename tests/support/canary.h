#ifndef TESTS_SUPPORT_CANARY_H
#define TESTS_SUPPORT_CANARY_H

#include "tests/support/world.h"

/*
 * People whose every word is a bird's: planted by the ways that people and
 * organisers have, so that a test can look for them afterwards.  Participant
 * 1 of registration 1 is all KANARIE, participant 2 all MEREL, the contact all
 * EKSTER, and what a municipality is said to have said is REIGER.  A note and
 * the question name KANARIE.
 */
#define KANARIE		"kanarie"
#define MEREL		"merel"
#define EKSTER		"ekster"
#define REIGER		"reiger"

/* In a world of desk_open; letters went, and one is open. */
void		 canary_plant(struct world *);

/*
 * What is written of them later: a mailing to who is found by a name, the
 * badges, a municipality's other address, a server's answer, and after the
 * event, by nobody in particular, what was thought of it (WINTERKONING).
 */
#define WINTERKONING	"winterkoning"
void		 canary_plant_later(struct world *);

/*
 * "table.column " of each that holds the bird in any case; "" for none.  The
 * search index and letters (without their soft ends of lines) as well.
 */
const char	*canary_columns(struct world *, const char *bird);

/*
 * How often the bird can be read in the bytes of the database and its log,
 * after the mailer's minute.
 */
size_t		 canary_bytes(struct world *, const char *bird);

#endif
