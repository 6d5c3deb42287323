#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include <stdio.h>

struct world;

/*
 * The bytes are those of tests/golden/NAME; what was written instead is left
 * at /tmp/NAME.actual.
 */
void		 golden_compare(struct world *, const char *name,
		    const char *data);

/* A whole file, written; and what is left of a stream, read. */
void		 golden_write(const char *path, const char *data);
const char	*golden_read(struct world *, FILE *);

/* Quoted-printable as text, its lines ended by \n (RFC 2045, 6.7). */
char		*golden_unquoted(struct world *, const char *);

/* The calendar entry in a message, or "". */
char		*golden_calendar(struct world *, const char *message);

#endif
