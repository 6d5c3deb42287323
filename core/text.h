#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

struct arena;

/*
 * Text from outside is made clean once, at the door: valid UTF-8, NFC, no
 * characters that nobody sees (by their Unicode category), white space
 * collapsed and trimmed.
 * Everything behind the door relies on it.
 */
enum text_shape {
	TEXT_LINE,	/* line breaks become spaces */
	TEXT_LINES	/* line breaks stay, as \n; at most one empty line */
};

/*
 * raw: any bytes up to a NUL.  INVALID: not UTF-8.  FULL: longer than max
 * code points, *length says how long.  The clean text lives in the arena.
 */
enum status	 text_clean(const char *raw, enum text_shape, size_t max,
		    struct arena *, const char **clean, size_t *length);

/*
 * For finding and sorting: "Súdwest-Fryslân" gives "sudwest-fryslan", in the
 * arena.  Compatibility decomposition (UAX #15), case folded, marks stripped,
 * and the Latin letters that have no decomposition (ø, ł, ı, đ, æ, œ) spelled
 * out.  The input must be valid UTF-8; anything else gives "".
 */
const char	*text_fold(const char *, struct arena *);

/* Whether there is a letter of any script: what a name is made of. */
bool		 text_has_letter(const char *);

/* Does every word occur in the text?  Both are folded (text_fold). */
bool		 text_holds(const char *text, const char *words);

/* Code points in valid UTF-8. */
size_t		 text_length(const char *);

/* A name never holds a web address; a spammer's does. */
bool		 text_has_address(const char *);

/*
 * A copy that is freed by free; NULL stays NULL.  Without memory it aborts:
 * only for what a process takes over when it starts.
 */
char		*text_copy(const char *);

/* NULL for "", for settings that were left empty. */
const char	*text_or_none(const char *);

/* "Jan", "Jan en Piet", "Jan, Piet en Zoë"; NULL without any. */
const char	*text_enumerate(const char *const *items, size_t count,
		    struct arena *);

/* Bytes are compared; NULL counts as empty. */
bool		 text_empty(const char *);
bool		 text_same(const char *, const char *);

#endif
