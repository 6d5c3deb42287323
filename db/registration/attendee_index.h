#ifndef DB_REGISTRATION_ATTENDEE_INDEX_H
#define DB_REGISTRATION_ATTENDEE_INDEX_H

#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * The table attendee, which the desk's list is read from (people/attendee.h).
 * Whoever writes a person, a contact or the name of a municipality calls one
 * of these behind it, in the same transaction.  They read the rows as they
 * now are, fold them and store what is searched and sorted by.  BUSY, FAIL:
 * as db_run.
 */
enum status	 attendee_index_participant(struct db *, int64_t participant,
		    struct arena *);
enum status	 attendee_index_registration(struct db *, int64_t registration,
		    struct arena *);
/* The same, when nobody of it is in the table yet. */
enum status	 attendee_index_new(struct db *, int64_t registration,
		    struct arena *);

/* Everybody of that municipality, at whatever event. */
enum status	 attendee_index_gemeente(struct db *, const char *code);

/* All of it anew, after another tool has written. */
enum status	 attendee_index_all(struct db *);

#endif
