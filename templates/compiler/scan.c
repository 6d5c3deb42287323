#include <string.h>

#include "core/arena.h"
#include "templates/compiler/scan.h"
#include "templates/compiler/source.h"

#define WORD_BYTES							\
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

static const char *const words[TOKEN__MAX] = {
	[TOKEN_TEMPLATE] = "template",
	[TOKEN_INCLUDE] = "include",
	[TOKEN_IF] = "if",
	[TOKEN_ELIF] = "elif",
	[TOKEN_ELSE] = "else",
	[TOKEN_FOR] = "for",
	[TOKEN_FOR_TEXT] = "for-text",
	[TOKEN_END] = "end",
	[TOKEN_CALL] = "call",
	[TOKEN_LINES] = "lines",
};

/* Name the tag by its first word and step over it. */
static void
classify(struct token *token)
{
	const char *end = token->start + token->length;
	size_t space = strspn(token->start, " \t\n");
	const char *word = token->start + space;
	size_t length = strspn(word, WORD_BYTES);

	token->kind = *word == '!' ? TOKEN_COMMENT : TOKEN_VALUE;
	for (enum token_kind kind = 0; kind < TOKEN__MAX; kind++) {
		if (words[kind] == NULL || strlen(words[kind]) != length ||
		    memcmp(words[kind], word, length) != 0)
			continue;
		token->kind = kind;
		token->start = word + length;
		token->length = (size_t)(end - token->start);
	}
}

/* No more tokens than this: each {{ gives a tag and the text before it. */
static size_t
count_bound(const struct source *source)
{
	const char *p = source->data;
	size_t bound = 1;

	for (; *p != '\0'; p++)
		bound += p[0] == '\n' ? 1 : p[0] == '{' && p[1] == '{' ? 2 : 0;
	return bound;
}

static size_t
count_lines(const char *from, const char *to)
{
	size_t lines = 0;

	while (from < to)
		lines += *from++ == '\n';
	return lines;
}

/* The tag at p; the result is behind its }}. */
static const char *
scan_tag(const struct source *source, const char *p, struct token *token)
{
	const char *close = strstr(p + 2, "}}");

	if (close == NULL)
		source_fail(source, p, "{{ without }}");
	token->at = p;
	token->start = p + 2;
	token->length = (size_t)(close - token->start);
	classify(token);
	return close + 2;
}

static const char *
scan_text(const char *p, struct token *token)
{
	const char *start = p;

	while (*p != '\0' && *p != '\n' && !(p[0] == '{' && p[1] == '{'))
		p++;
	if (*p == '\n')
		p++;
	*token = (struct token){ TOKEN_TEXT, start, start,
	    (size_t)(p - start), 0 };
	return p;
}

void
scan_tokens(struct arena *arena, const struct source *source,
    struct tokens *tokens)
{
	const char *p = source->data, *start;
	struct token *token = arena_array(arena, count_bound(source),
	    sizeof(*token));
	size_t line = 1, n = 0;

	for (; *p != '\0'; n++) {
		start = p;
		if (p[0] == '{' && p[1] == '{')
			p = scan_tag(source, p, &token[n]);
		else
			p = scan_text(p, &token[n]);
		token[n].line = line;
		line += count_lines(start, p);
	}
	*tokens = (struct tokens){ token, n };
}
