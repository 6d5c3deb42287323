#ifndef MAIL_COMPOSE_CALENDAR_H
#define MAIL_COMPOSE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"

struct buf;

/*
 * What the receiving program is asked to do.  PLAIN is the default: a file
 * that can be added to anybody's calendar.  With an organiser, and more so
 * with REQUEST, programs mail an answer that is read by nobody and that
 * contradicts our own list; see people.md 6.2.
 */
enum calendar_method {
	CALENDAR_PLAIN,		/* no METHOD, no people */
	CALENDAR_PUBLISH,	/* organiser */
	CALENDAR_REQUEST,	/* organiser and attendee */
	CALENDAR_CANCEL,	/* the same; only after a REQUEST */
	CALENDAR__MAX
};

/*
 * One meeting; UTF-8, nothing is owned.  The same uid with a higher sequence
 * replaces the meeting.  Calendars are shared with whole teams, so there is
 * no personal link in any of it.
 */
struct calendar_event {
	const char	*uid;			/* part@domain */
	int		 sequence;		/* from 0 */
	int64_t		 stamp;			/* when it was written */
	int64_t		 begin;
	int64_t		 end;
	const char	*summary;
	const char	*location;		/* NULL: none */
	const char	*description;		/* may have lines; NULL: none */
	const char	*url;			/* ASCII; NULL: none */
	bool		 cancelled;
	enum calendar_method method;
	const char	*organiser_name;	/* NULL: none */
	const char	*organiser_address;
	const char	*attendee_name;		/* NULL: none */
	const char	*attendee_address;
};

/*
 * Add the file of RFC 5545 to out: times in UTC, lines of at most 75 bytes
 * that end in CRLF.  STATUS_INVALID: a control character, an address that
 * is not one, an end before the beginning, or a REQUEST for what is
 * cancelled.  STATUS_FULL: no room in out.  Out is as it was then.
 */
enum status	calendar_write(const struct calendar_event *,
		    struct buf *out);

/* The word for METHOD and for the mail's method parameter; PLAIN: NULL. */
const char	*calendar_method_word(enum calendar_method);

#endif
