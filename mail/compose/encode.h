#ifndef MAIL_COMPOSE_ENCODE_H
#define MAIL_COMPOSE_ENCODE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/*
 * How text gets into a mail: RFC 2047 for headers, RFC 2045 for bodies.
 * What comes out is ASCII, with CRLF as the only line ending.  Values are
 * UTF-8; should one not be, the result is a mail that reads badly, never
 * one that is built differently.
 */

/* A continuation byte of UTF-8: no text is cut in front of it. */
bool	encode_is_inside(char);

/*
 * The value can stand in one line: no control characters, those of Latin-1
 * (U+0080 to U+009F) included.  True for the empty string.
 */
bool	encode_is_line(const char *value);

/*
 * One header line, folded at 78, CRLF included.  The value has to be
 * encode_is_line and the address email_is_safe: that is asserted, because
 * a header that smuggles in another is worse than a stop.  Name may be NULL
 * or empty.  Only an address too long for a line makes a longer line.
 */
void	encode_header(const char *header, const char *value, struct buf *);
void	encode_mailbox(const char *header, const char *name,
	    const char *address, struct buf *);

/* Quoted-printable, lines of at most 76; LF and CRLF both become CRLF. */
void	encode_quoted(const char *text, struct buf *);

/* Base64 in lines of 76, without a CRLF behind the last. */
void	encode_base64(const void *, size_t length, struct buf *);

#endif
