#ifndef DB_EVENT_EVENT_TEXT_H
#define DB_EVENT_EVENT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/field.h"
#include "core/status.h"

struct arena;
struct db;

/*
 * What an organiser adds to the pages and letters of an event: plain text,
 * with placeholders (templates/substitute.h).  Empty: nothing is added.  The
 * name of a row's field is its key in the database.
 */
enum tekst {
	TEKST_INLEIDING,	/* on the event page */
	TEKST_FORMULIER,	/* above the form */
	TEKST_CONTACT,		/* in the contact's confirmation */
	TEKST_DEELNEMER,	/* in a participant's confirmation */
	TEKST_WACHTLIJST,	/* in both, for people who wait */
	TEKST_HERINNERING,
	TEKST_ONDERTEKENING,	/* below "Met vriendelijke groet," */
	TEKST__MAX
};

#define TEKST_LENGTH	2000	/* code points */

extern const struct field tekst_fields[TEKST__MAX];

/* A letter has somebody to name; a page is for everybody. */
bool		 tekst_is_personal(enum tekst);

/* All of an event; those that nobody wrote are "". */
enum status	 tekst_read(struct db *, int64_t event, struct arena *,
		    const char *tekst[TEKST__MAX]);
enum status	 tekst_write(struct db *, int64_t event, enum tekst,
		    const char *clean);

#endif
