#ifndef MAIL_BOUNCE_MIME_H
#define MAIL_BOUNCE_MIME_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * Reading what strangers wrote: the lines, headers and parts of a message
 * (RFC 5322, 2045, 2046).  Nothing is refused: a message that is built badly
 * only has less in it.  Lines end in LF or CRLF.  Every function looks at a
 * byte a fixed number of times.
 */
struct span {
	const char	*at;
	size_t		 length;
};

#define MIME_VALUE_MAX	1000	/* bytes of a header that count */

/* Take a line off rest, without its ending.  False: nothing is left. */
bool		 mime_line(struct span *rest, struct span *line);

struct mime_header {
	struct span	 name;
	struct span	 value;		/* folded as it was */
};

/*
 * Take the next header off rest; lines that are none are passed over.
 * False at the empty line, which is taken too, or at the end.
 */
bool		 mime_header(struct span *rest, struct mime_header *);
bool		 mime_named(const struct mime_header *, const char *name);

/* Unfolded, trimmed, cut at MIME_VALUE_MAX; what is not ASCII becomes '?'. */
char		*mime_value(const struct mime_header *, struct arena *);

/* The same with bytes of more than seven bits as they are. */
char		*mime_value_bytes(const struct mime_header *, struct arena *);

/* The value of the first header of that name in a head; NULL: none. */
char		*mime_find(struct span head, const char *name,
		    struct arena *);

struct mime_part {
	struct span	 head;
	struct span	 body;
	const char	*type;		/* "text/plain", lower case */
	const char	*boundary;	/* NULL: not a multipart */
	enum {
		MIME_PLAIN,
		MIME_BASE64,
		MIME_QUOTED
	}		 encoding;
};

/* A message, or a part of one. */
void		 mime_part(struct span whole, struct arena *,
		    struct mime_part *);

/*
 * The parts of a multipart:
 *	mime_walk(&walk, &part);
 *	while (mime_next(&walk, &whole))
 * The last one may have been cut off.
 */
struct mime_walk {
	struct span	 rest;
	const char	*boundary;
	size_t		 length;
	bool		 begun;
	bool		 over;
};

void		 mime_walk(struct mime_walk *, const struct mime_part *);
bool		 mime_next(struct mime_walk *, struct span *whole);

/* The body without its transfer encoding, at most max bytes of it. */
struct span	 mime_decode(const struct mime_part *, size_t max,
		    struct arena *);

#endif
