#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"

#define NORMAL_MAX	((size_t)1 << 20)

/* Two letters that belong together, as in Persian names. */
static bool
is_joiner(utf8proc_int32_t c)
{
	return c == 0x200c || c == 0x200d;
}

/*
 * What nobody sees, or what reorders or hides the rest: an attack, never part
 * of a name.  By its Unicode category, not by a list of what was seen so far.
 */
static bool
is_hidden(utf8proc_int32_t c)
{
	utf8proc_category_t category = utf8proc_category(c);

	return category == UTF8PROC_CATEGORY_CC ||
	    category == UTF8PROC_CATEGORY_CF ||
	    (utf8proc_get_property(c)->ignorable &&
	    category != UTF8PROC_CATEGORY_MN);
}

static bool
is_space(utf8proc_int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 ||
	    c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	    c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

/* What is owed before the next visible character. */
enum gap {
	GAP_NONE,
	GAP_SPACE,
	GAP_LINE,
	GAP_PARAGRAPH
};

/* Copy what people can see, with its white space made regular. */
static enum status
tidy(const char *raw, enum text_shape shape, struct buf *out)
{
	static const char *const fill[] = {
		[GAP_NONE] = "", [GAP_SPACE] = " ", [GAP_LINE] = "\n",
		[GAP_PARAGRAPH] = "\n\n",
	};
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)raw;
	utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(raw), step;
	enum gap gap = GAP_NONE;
	utf8proc_int32_t c, joiner = 0;

	for (; left > 0; at += step, left -= step) {
		if ((step = utf8proc_iterate(at, left, &c)) < 1)
			return STATUS_INVALID;
		if (shape == TEXT_LINES && c == '\n') {
			gap = gap < GAP_LINE ? GAP_LINE : GAP_PARAGRAPH;
		} else if (is_space(c)) {
			gap = gap < GAP_SPACE ? GAP_SPACE : gap;
		} else if (is_joiner(c)) {
			joiner = c;
		} else if (!is_hidden(c)) {
			if (out->length > 0)
				buf_text(out, fill[gap]);
			if (out->length > 0 && gap == GAP_NONE && joiner != 0)
				buf_text(out, joiner == 0x200c ?
				    "\xe2\x80\x8c" : "\xe2\x80\x8d");
			gap = GAP_NONE;
			joiner = 0;
			buf_add(out, at, (size_t)step);
		}
	}
	return out->failed ? STATUS_FULL : STATUS_OK;
}

static const char *
normal(const char *text, utf8proc_option_t options, struct arena *arena)
{
	utf8proc_uint8_t *mapped;
	utf8proc_ssize_t length;
	const char *copy;

	length = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | options);
	if (length < 0)
		return "";
	copy = arena_copy(arena, mapped, (size_t)length);
	free(mapped);
	return copy;
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

enum status
text_clean(const char *raw, enum text_shape shape, size_t max,
    struct arena *arena, const char **clean, size_t *length)
{
	enum status status;
	struct buf tidied;
	const char *text;

	buf_init(&tidied, arena, NORMAL_MAX);
	if ((status = tidy(raw, shape, &tidied)) != STATUS_OK)
		return status;
	text = tidied.data;
	if (!is_ascii(text))
		text = normal(text, UTF8PROC_COMPOSE, arena);
	*length = text_length(text);
	if (*length > max)
		return STATUS_FULL;
	*clean = text;
	return STATUS_OK;
}

/* Letters that Unicode does not take apart. */
static const struct {
	const char *letter;
	const char *plain;
} spelled[] = {
	{ "ø", "o" }, { "ł", "l" }, { "ı", "i" }, { "đ", "d" },
	{ "æ", "ae" }, { "œ", "oe" }, { "þ", "th" }, { "ð", "d" },
	{ "’", "'" }, { "‘", "'" }, { "`", "'" },
};

static size_t
spell_out(const char *at, struct buf *out)
{
	for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++) {
		size_t length = strlen(spelled[i].letter);

		if (strncmp(at, spelled[i].letter, length) == 0) {
			buf_text(out, spelled[i].plain);
			return length;
		}
	}
	buf_char(out, *at);
	return 1;
}

const char *
text_fold(const char *text, struct arena *arena)
{
	struct buf out;
	char *lower;

	if (is_ascii(text)) {
		lower = arena_string(arena, text);
		for (char *at = lower; *at != '\0'; at++)
			if (*at >= 'A' && *at <= 'Z')
				*at = (char)(*at - 'A' + 'a');
			else if (*at == '`')
				*at = '\'';
		return lower;
	}
	text = normal(text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
	    UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE, arena);
	if (is_ascii(text))
		return text;
	buf_init(&out, arena, NORMAL_MAX);
	while (*text != '\0')
		text += spell_out(text, &out);
	return out.data;
}

bool
text_has_letter(const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(text), step;
	utf8proc_category_t category;
	utf8proc_int32_t c;

	for (; left > 0; at += step, left -= step) {
		if ((step = utf8proc_iterate(at, left, &c)) < 1)
			return false;
		category = utf8proc_category(c);
		if (category >= UTF8PROC_CATEGORY_LU &&
		    category <= UTF8PROC_CATEGORY_LO &&
		    !utf8proc_get_property(c)->ignorable)
			return true;
	}
	return false;
}

bool
text_holds(const char *text, const char *words)
{
	static const char between[] = " ,;\t";
	size_t length = strlen(text), word;

	for (words += strspn(words, between); *words != '\0';
	    words += strspn(words, between)) {
		word = strcspn(words, between);
		if (memmem(text, length, words, word) == NULL)
			return false;
		words += word;
	}
	return true;
}

size_t
text_length(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

/* A dot, and what browsers take for one in a domain (UTS 46). */
static size_t
dot_length(const char *text)
{
	static const char *const dots[] = {
		".", "\xe3\x80\x82", "\xef\xbc\x8e", "\xef\xbd\xa1",
	};

	for (size_t i = 0; i < sizeof(dots) / sizeof(dots[0]); i++)
		if (strncmp(text, dots[i], strlen(dots[i])) == 0)
			return strlen(dots[i]);
	return 0;
}

/* Not between letters: bytes of a character beyond ASCII are of a letter. */
static bool
ends_word(char c)
{
	return c == '\0' || strchr(" \t\n,;:()<>[]\"/?#@", c) != NULL;
}

/*
 * "digid.example": something of more than one letter, a dot, and a last part
 * of more than one.  Not "J.P.", "v.d.Berg", "St.-Jan" or "Th. de Vries".
 */
static bool
is_domain(const char *word)
{
	size_t longest = 0, part = 0, dot;
	const char *at = word;

	for (; !ends_word(*at); at += dot == 0 ? 1 : dot) {
		dot = dot_length(at);
		if (dot == 0)
			part += ((unsigned char)*at & 0xc0) != 0x80;
		else if (!ends_word(at[dot]) && at[dot] != '-' &&
		    dot_length(at + dot) == 0) {
			longest = part > longest ? part : longest;
			part = 0;
		}
	}
	return longest > 1 && part > 1;
}

bool
text_has_address(const char *text)
{
	if (strcasestr(text, "://") != NULL ||
	    strcasestr(text, "www.") != NULL ||
	    strcasestr(text, "http:") != NULL)
		return true;
	for (const char *at = text; *at != '\0'; at++)
		if ((at == text || ends_word(at[-1])) && is_domain(at))
			return true;
	return false;
}

char *
text_copy(const char *text)
{
	char *made;

	if (text == NULL)
		return NULL;
	if ((made = strdup(text)) == NULL)
		abort();
	return made;
}

const char *
text_or_none(const char *text)
{
	return text_empty(text) ? NULL : text;
}

const char *
text_enumerate(const char *const *items, size_t count, struct arena *arena)
{
	const char *text = count == 0 ? NULL : items[0];

	for (size_t i = 1; i < count; i++)
		text = arena_printf(arena, "%s%s%s", text,
		    i + 1 == count ? " en " : ", ", items[i]);
	return text;
}

bool
text_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

bool
text_same(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}
