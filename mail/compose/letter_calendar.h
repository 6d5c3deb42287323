#ifndef MAIL_COMPOSE_LETTER_CALENDAR_H
#define MAIL_COMPOSE_LETTER_CALENDAR_H

#include <stdbool.h>

#include "mail/compose/compose.h"

struct buf;

/* The event as a calendar file, without anything personal. */
enum status	 compose_calendar(const struct compose *, struct buf *);

/*
 * The file in a letter, and what it asks of a calendar program: the
 * configuration's word, by default nothing (calendar.h says why).  Who has no
 * place gets none, but for the guest whose invitation is taken back.  guest:
 * whom the mailbox belongs to, NULL for a contact who does not come.
 */
enum status	 letter_calendar(const struct compose *, bool has_place,
		    const struct participant *guest, const char *address,
		    struct arena *, struct buf *, const char **method);

#endif
