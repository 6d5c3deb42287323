#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "templates/substitute.h"

/*
 * More than the longest text with the longest words in it: what is too long
 * for a letter is refused when it is written (acts/writable.h), not cut.
 */
#define RESULT_MAX	((size_t)1 << 20)
#define WORD_MAX	40	/* bytes between braces */

static const char *const words[PLACEHOLDER__MAX] = {
	[PLACEHOLDER_TITEL] = "titel",
	[PLACEHOLDER_WANNEER] = "wanneer",
	[PLACEHOLDER_WAAR] = "waar",
	[PLACEHOLDER_ORGANISATIE] = "organisatie",
	[PLACEHOLDER_NAAM] = "naam",
	[PLACEHOLDER_GEMEENTE] = "gemeente",
	[PLACEHOLDER_LINK] = "link",
};

static size_t
count_for(bool personal)
{
	return personal ? PLACEHOLDER__MAX : PLACEHOLDER_NAAM;
}

/* at stands on a brace: the length of the word behind it, 0 for none. */
static size_t
word_length(const char *at)
{
	size_t length = strcspn(at + 1, "{}\n");

	return at[1 + length] == '}' && length <= WORD_MAX ? length : 0;
}

/* PLACEHOLDER__MAX: there is no such. */
static enum placeholder
find(const char *word, size_t length)
{
	for (enum placeholder i = 0; i < PLACEHOLDER__MAX; i++)
		if (strlen(words[i]) == length &&
		    memcmp(words[i], word, length) == 0)
			return i;
	return PLACEHOLDER__MAX;
}

const char *
substitute(const char *text, const struct placeholders *placeholders,
    struct arena *arena)
{
	const char *brace;
	struct buf out;

	if (text_empty(text))
		return NULL;
	buf_init(&out, arena, RESULT_MAX);
	while ((brace = strchr(text, '{')) != NULL) {
		size_t length = word_length(brace);
		enum placeholder found = find(brace + 1, length);

		buf_add(&out, text, (size_t)(brace - text));
		text = brace + 1;
		if (found == PLACEHOLDER__MAX) {
			buf_char(&out, '{');
			continue;
		}
		if (placeholders->value[found] != NULL)
			buf_text(&out, placeholders->value[found]);
		text += length + 1;
	}
	buf_text(&out, text);
	return text_empty(out.data) ? NULL : out.data;
}

const char *
substitute_list(bool personal, struct arena *arena)
{
	const char *list[PLACEHOLDER__MAX];
	size_t count = count_for(personal);

	for (size_t i = 0; i < count; i++)
		list[i] = arena_printf(arena, "{%s}", words[i]);
	return text_enumerate(list, count, arena);
}

static size_t
letters(const char *at)
{
	return strspn(at, "abcdefghijklmnopqrstuvwxyz");
}

/* A word of ours behind a brace that nothing closes. */
static bool
begins_word(const char *at, bool personal)
{
	return find(at, letters(at)) < count_for(personal);
}

const char *
substitute_fault(const char *text, bool personal, struct arena *arena)
{
	const char *brace = text;

	while ((brace = strchr(brace, '{')) != NULL) {
		size_t length = word_length(brace);

		if (length == 0 && begins_word(brace + 1, personal))
			return arena_printf(arena, "Bij {%.*s ontbreekt de "
			    "accolade erachter.", (int)letters(brace + 1),
			    brace + 1);
		if (length > 0 &&
		    find(brace + 1, length) >= count_for(personal))
			return arena_printf(arena, "{%.*s} kan hier niet. "
			    "Gebruik alleen %s.", (int)length, brace + 1,
			    substitute_list(personal, arena));
		brace++;
	}
	return NULL;
}
