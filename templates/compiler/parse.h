#ifndef TEMPLATES_COMPILER_PARSE_H
#define TEMPLATES_COMPILER_PARSE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct source;
struct token;

/*
 * The inside of a tag, read from left to right.  What is read is appended as
 * C; what is not in the language ends the program with its place.
 *
 * A path is C identifiers with dots, and every dot is written as ->: views
 * hold nested things by pointer.
 */
struct cursor {
	const struct source	*source;
	const char		*at;
	const char		*end;
};

/* A piece of the file that is a C identifier. */
struct name {
	const char	*start;
	size_t		 length;
};

struct cursor	parse_tag(const struct source *, const struct token *);

/* Step over the symbol, when it is the next thing. */
bool		parse_symbol(struct cursor *, const char *symbol);

/* The same, and it has to be. */
void		parse_expect(struct cursor *, const char *symbol);

/* Fails when anything but white space is left. */
void		parse_end(struct cursor *);

/* A name that the template may give: not "out", which the caller holds. */
struct name	parse_new_name(struct cursor *);

/* count: what the path's list is counted by; or NULL. */
void		parse_path(struct cursor *, struct buf *path,
		    struct buf *count);
void		parse_condition(struct cursor *, struct buf *);

/* NAME(ARG, ...) as the C call NAME(out, ARG, ...) without semicolon. */
void		parse_call(struct cursor *, struct buf *);

/*
 * NAME(PARAMS) as the C declarator of the function, and to uses, when it is
 * not NULL, a use of each parameter, so that none is unused.
 */
void		parse_head(struct cursor *, struct buf *, struct buf *uses);

/* "path": what stands between the quotes. */
struct name	parse_include(struct cursor *);

/*
 * ITEM in PATH.  The path becomes C; the counter's path is the same with an
 * n before the last name.
 */
struct name	parse_loop(struct cursor *, struct buf *path,
		    struct buf *count);

#endif
