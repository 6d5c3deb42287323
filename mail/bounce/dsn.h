#ifndef MAIL_BOUNCE_DSN_H
#define MAIL_BOUNCE_DSN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * What came back for a letter: a delivery status notification (RFC 3464 in
 * a multipart/report, RFC 6522).  Everything in it was written by others and
 * may be forged; the caller asks for the token or the Message-ID first.
 * All texts are one line of printable ASCII, at most MIME_VALUE_MAX long.
 */
enum dsn_kind {
	DSN_NONE,		/* an automatic answer, a person's letter */
	DSN_UNKNOWN,		/* a bounce that only says so in words */
	DSN_REPORT,		/* has at least one recipient */
	DSN_KIND__MAX
};

enum dsn_action {
	DSN_FAILED,
	DSN_DELAYED,		/* they try on; nothing is lost yet */
	DSN_DELIVERED,
	DSN_RELAYED,		/* to where no reports come from */
	DSN_EXPANDED,		/* to several others */
	DSN_ACTION__MAX
};

struct dsn_recipient {
	const char	*final;		/* who it was for in the end; "" */
	const char	*original;	/* what we had written; "" */
	enum dsn_action	 action;
	const char	*status;	/* 5.1.1; "" */
	const char	*diagnostic;	/* the other server's words, perhaps
					 * from the part for people; "" */
};

#define DSN_RECIPIENTS_MAX	50
#define DSN_BYTES_MAX		((size_t)1 << 20)

struct dsn {
	enum dsn_kind		 kind;
	const char		*verp;		/* the token; NULL */
	const char		*message_id;	/* of what came back, or of what
						 * the report answers; NULL */
	size_t			 nrecipients;
	struct dsn_recipient	 recipients[DSN_RECIPIENTS_MAX];
};

/*
 * Read one message, of which the first DSN_BYTES_MAX count.  It may be
 * anything at all; time is linear in its length and the arena is used for
 * less than DSN_ARENA.  bounce_address is where bounces go: for
 * bounce@x.nl the token is found in bounce+TOKEN@x.nl.  "": none is looked
 * for.
 */
#define DSN_ARENA	((size_t)4 << 20)
void	dsn_read(const void *message, size_t length,
	    const char *bounce_address, struct arena *, struct dsn *);

/*
 * Whether the report means that address, however it spells it: in any case,
 * its local part in quotes, its domain in U-labels, or as xtext (RFC 3461 4).
 */
bool	dsn_names(const struct dsn_recipient *, const char *address);

#endif
