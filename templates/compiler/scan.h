#ifndef TEMPLATES_COMPILER_SCAN_H
#define TEMPLATES_COMPILER_SCAN_H

#include <stddef.h>

struct arena;
struct source;

/* The tags from COMMENT to END are control: they print nothing themselves. */
enum token_kind {
	TOKEN_TEXT,
	TOKEN_COMMENT,
	TOKEN_TEMPLATE,
	TOKEN_INCLUDE,
	TOKEN_IF,
	TOKEN_ELIF,
	TOKEN_ELSE,
	TOKEN_FOR,
	TOKEN_FOR_TEXT,
	TOKEN_END,
	TOKEN_CALL,
	TOKEN_LINES,
	TOKEN_VALUE,
	TOKEN__MAX
};

struct token {
	enum token_kind	 kind;
	const char	*at;	/* in the file: the text, or the {{ */
	const char	*start;	/* the text, or the tag behind its word */
	size_t		 length;
	size_t		 line;
};

struct tokens {
	struct token	*token;
	size_t		 ntoken;
};

/*
 * Cut the file into literal text and {{tags}}.  A piece of text ends behind
 * its newline, so that a line is a run of tokens.  Fails on {{ without }}.
 */
void	scan_tokens(struct arena *, const struct source *, struct tokens *);

#endif
