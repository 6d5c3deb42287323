#ifndef CGI_HTTP_PARAMS_H
#define CGI_HTTP_PARAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

struct arena;
struct buf;

/*
 * What a browser sends for a form or behind a question mark, by the WHATWG
 * URL standard: `+` is a space, %XX a byte, and a % that no two hexadecimal
 * digits follow stands for itself.  Names and values are valid UTF-8 without
 * NUL, and nothing else is promised of them: line ends and control
 * characters are still in there.
 */
#define PARAMS_MAX	2000

struct pair {
	const char		*name;
	const char		*value;		/* "" when there was no `=` */
	const struct pair	*next;		/* of those with a like hash */
};

/* The pairs in the order of the form; buckets is how they are found. */
struct params {
	const struct pair	 *pairs;
	size_t			  count;
	const struct pair	**buckets;
	size_t			  nbuckets;	/* a power of two */
};

/*
 * INVALID: more than PARAMS_MAX pairs, a NUL, or not UTF-8 once decoded.
 * The form and its text live in the arena; data may be NULL when length is 0.
 */
enum status	 params_parse(const char *data, size_t length, struct arena *,
		    struct params **);

/* The first value of that name, or NULL.  A NULL form holds nothing. */
const char	*params_value(const struct params *, const char *name);

/*
 * The same with "" for none, and that as a number; and for what an address
 * asks, where a value of more than QUERY_TEXT_MAX bytes asks nothing.
 */
#define QUERY_TEXT_MAX	200
const char	*form_text(const struct params *, const char *name);
int64_t		 form_number(const struct params *, const char *name);
const char	*query_text(const struct params *, const char *name);

/*
 * The pairs of one name in the order of the form: the first after NULL, the
 * next after each, NULL behind the last.  after must be of the same name.
 */
const struct pair *params_next(const struct params *, const char *name,
		    const struct pair *after);

/*
 * The other way: add name=value to an address, behind its `?` or with a `&`,
 * percent-encoded.  A value of "" asks nothing and adds nothing.
 */
void		 query_add(struct buf *, const char *name, const char *value);

#endif
