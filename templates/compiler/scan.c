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

/* The tag at p, named by its first word; the result is behind its }}. */
static const char *
scan_tag(const struct source *source, const char *p, struct token *token)
{
	const char *word = p + 2 + strspn(p + 2, " \t\n");
	const char *close = strstr(p + 2, "}}");
	size_t length = strspn(word, WORD_BYTES);

	if (close == NULL)
		source_fail(source, p, "{{ without }}");
	token->at = p;
	token->start = p + 2;
	token->kind = *word == '!' ? TOKEN_COMMENT : TOKEN_VALUE;
	for (enum token_kind kind = 0; kind < TOKEN__MAX; kind++) {
		if (words[kind] == NULL || strlen(words[kind]) != length ||
		    memcmp(words[kind], word, length) != 0)
			continue;
		token->kind = kind;
		token->start = word + length;
	}
	token->length = (size_t)(close - token->start);
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
	const char *p, *start;
	size_t line = 1, n = 0, bound = 1;
	struct token *token;

	/* No more than this: each {{ gives a tag and the text before it. */
	for (p = source->data; *p != '\0'; p++)
		bound += p[0] == '\n' ? 1 : p[0] == '{' && p[1] == '{' ? 2 : 0;
	token = arena_array(arena, bound, sizeof(*token));
	p = source->data;
	for (; *p != '\0'; n++) {
		start = p;
		if (p[0] == '{' && p[1] == '{')
			p = scan_tag(source, p, &token[n]);
		else
			p = scan_text(p, &token[n]);
		token[n].line = line;
		while (start < p)
			line += *start++ == '\n';
	}
	*tokens = (struct tokens){ token, n };
}
