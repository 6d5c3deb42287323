#ifndef MAIL_COMPOSE_MESSAGE_H
#define MAIL_COMPOSE_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct buf;

/* A PNG that the page shows as <img src="cid:…"> (RFC 2392). */
struct message_picture {
	const char	*cid;			/* of the shape of an address */
	const void	*bytes;
	size_t		 length;
};

/*
 * One mail to one person.  Strings are UTF-8; addresses are what email_check
 * returned.  Nothing is owned.
 *
 * The same message always gives the same bytes: they are stored in the
 * outbox with the registration, and what is sent later is what was stored.
 */
struct message {
	const char	*from_name;		/* NULL: none */
	const char	*from_address;
	const char	*reply_to;		/* an address; NULL: none */
	const char	*to_name;		/* NULL: none */
	const char	*to_address;
	const char	*subject;		/* not empty */
	const char	*message_id;		/* local@domain, without <> */
	int64_t		 date;
	const char	*language;		/* "nl" */
	const char	*text;			/* all there is to say */
	const char	*html;			/* the same, as a page */
	const struct message_picture *pictures;
	size_t		 npictures;
	const char	*calendar;		/* RFC 5545; NULL: none */
	size_t		 calendar_length;
	const char	*calendar_name;		/* NULL: "bijeenkomst.ics" */
	const char	*calendar_method;	/* NULL: no such parameter */
	const char	*unsubscribe;	/* address to POST to (RFC 8058), or NULL */
};

/*
 * Add the message to out: ASCII, lines end in CRLF and none is over 78
 * unless an address is.  Date is in the zone of TZ.  STATUS_INVALID: a
 * value has a line break or another control character, or cannot stand
 * where it goes; out is as it was.  STATUS_FULL: it does not fit in out.
 */
enum status	message_write(const struct message *, struct arena *,
		    struct buf *out);

#endif
