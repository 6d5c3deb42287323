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
 * name of a row's field is its key in the database.  From
 * EVENT_TEXT_DECLARED on they are what the privacy page and the accessibility
 * statement say of the organisation: no placeholders, and a type of their own.
 */
enum event_text {
	EVENT_TEXT_INLEIDING,	/* on the event page */
	EVENT_TEXT_FORMULIER,	/* above the form */
	EVENT_TEXT_CONTACT,		/* in the contact's confirmation */
	EVENT_TEXT_DEELNEMER,	/* in a participant's confirmation */
	EVENT_TEXT_WACHTLIJST,	/* in both, for people who wait */
	EVENT_TEXT_HERINNERING,
	EVENT_TEXT_ONDERTEKENING,	/* below "Met vriendelijke groet," */
	EVENT_TEXT_DECLARED,
	EVENT_TEXT_ADRES = EVENT_TEXT_DECLARED,
	EVENT_TEXT_FG,			/* the data protection officer */
	EVENT_TEXT_FG_EMAIL,
	EVENT_TEXT_ONTVANGERS,		/* who else gets data; a line each */
	EVENT_TEXT_STATUS,		/* A to D; "": no statement, E */
	EVENT_TEXT_DATUM,
	EVENT_TEXT_DOOR,
	EVENT_TEXT_BEWIJS,
	EVENT_TEXT_TEKORT,
	EVENT_TEXT_KLACHT,
	EVENT_TEXT__MAX
};

#define EVENT_TEXT_LENGTH	2000	/* code points */

extern const struct field event_text_fields[EVENT_TEXT__MAX];

/* A letter has somebody to name; a page is for everybody. */
bool		 event_text_is_personal(enum event_text);

/* All of an event; those that nobody wrote are "". */
enum status	 event_text_read(struct db *, int64_t event, struct arena *,
		    const char *text[EVENT_TEXT__MAX]);
enum status	 event_text_write(struct db *, int64_t event, enum event_text,
		    const char *clean);

#endif
