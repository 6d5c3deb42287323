#ifndef DB_EVENT_LETTER_TEXT_H
#define DB_EVENT_LETTER_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct db;

/*
 * What an organiser wrote instead of the words by which an automatic letter
 * begins: its subject and its opening, with placeholders.  They stand among
 * the event's texts; what nobody wrote is the default of opening.txt.
 */
struct letter_text {
	const char	*key;		/* "aangemeld contact" */
	const char	*subject;	/* "" : the default */
	const char	*text;
};

#define LETTER_SUBJECT_MAX	150	/* code points */
#define LETTER_TEXT_MAX		2000

/* All of an event. */
enum status	 letter_text_list(struct db *, int64_t event, struct arena *,
		    struct letter_text **, size_t *count);
/* Both "": the default again. */
enum status	 letter_text_write(struct db *, int64_t event,
		    const struct letter_text *);

#endif
