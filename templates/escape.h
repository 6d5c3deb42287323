#ifndef TEMPLATES_ESCAPE_H
#define TEMPLATES_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/*
 * What the C that templatec writes calls.  Nobody else has to: the compiler
 * chooses the function by the place of the hole, so that no page can choose
 * wrongly.  In all of them a NULL string prints nothing, and strings are the
 * valid UTF-8 that was checked at the door.
 */

/* & < > " ' become entities. */
void	escape_text(struct buf *, const char *);
void	escape_attribute(struct buf *, const char *);

/* As escape_text; every newline becomes <br>. */
void	escape_lines(struct buf *, const char *);

/*
 * A whole address, or the beginning of one, for a quoted attribute.  It is
 * http, https, mailto, tel or relative; anything else prints "#".  So does
 * what a browser would read differently from us: a control character, a
 * space in front, and two (back)slashes in front, which name a host.
 */
void	escape_url(struct buf *, const char *);

/* One part of a path or query: all but the unreserved becomes %XX. */
void	escape_url_part(struct buf *, const char *);

void	escape_number(struct buf *, int64_t);
void	escape_unsigned(struct buf *, uint64_t);

/*
 * For .txt, where a value must not begin a line: every control character
 * and Unicode line separator becomes a space; plain_lines keeps newlines.
 */
void	plain_text(struct buf *, const char *);
void	plain_lines(struct buf *, const char *);

/*
 * Print by type.  A bool, a char or a struct has no row here and is an error
 * of the C compiler; an enum counts as the integer it is.
 */
#define ESCAPE_BY_TYPE(string, out, value) _Generic((value),	\
	char *: string,						\
	const char *: string,					\
	int: escape_number,					\
	long: escape_number,					\
	long long: escape_number,				\
	unsigned: escape_unsigned,				\
	unsigned long: escape_unsigned,				\
	unsigned long long: escape_unsigned)(out, value)

#define ESCAPE_TEXT(out, value)					\
	ESCAPE_BY_TYPE(escape_text, out, value)
#define ESCAPE_ATTRIBUTE(out, value)				\
	ESCAPE_BY_TYPE(escape_attribute, out, value)
#define ESCAPE_URL(out, value)					\
	ESCAPE_BY_TYPE(escape_url, out, value)
#define ESCAPE_URL_PART(out, value)				\
	ESCAPE_BY_TYPE(escape_url_part, out, value)
#define PLAIN_TEXT(out, value)					\
	ESCAPE_BY_TYPE(plain_text, out, value)

/* The value, which must be a string: C alone would only warn. */
#define ESCAPE_STRING(value)					\
	_Generic((value), char *: (value), const char *: (value))

#endif
