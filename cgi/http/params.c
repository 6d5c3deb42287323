#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/http/params.h"
#include "core/arena.h"
#include "core/buf.h"

/*
 * A form of sixty participants has about five hundred names and each is
 * asked for once, so looking along the list would be a quarter of a million
 * comparisons.  Hence the buckets.  Names chosen to collide only bring the
 * list back, and FORM_PAIRS_MAX bounds that.
 */
static size_t
name_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
}

/* The length of the character at s, 0 when it is not one. */
static size_t
utf8_length(const unsigned char *s, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	length = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)		/* or it had a shorter form */
		low = 0xa0;
	else if (s[0] == 0xed)		/* or it is a surrogate */
		high = 0x9f;
	else if (s[0] == 0xf0)
		low = 0x90;
	else if (s[0] == 0xf4)		/* or it is beyond U+10FFFF */
		high = 0x8f;
	if (left < length || s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

bool
form_utf8(const char *text, size_t length)
{
	size_t step;

	for (size_t i = 0; i < length; i += step) {
		step = utf8_length((const unsigned char *)text + i,
		    length - i);
		if (step == 0)
			return false;
	}
	return true;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that %XX at text stands for, or -1. */
static int
escaped_byte(const char *text, size_t left)
{
	int high, low;

	if (left < 3 || text[0] != '%')
		return -1;
	high = hex_digit(text[1]);
	low = hex_digit(text[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/*
 * Decode in place and end with a NUL: text[length] is ours to write, it
 * held the separator.  False for what no form of ours can contain.
 */
static bool
text_decode(char *text, size_t length)
{
	size_t end = 0;
	int byte;

	for (size_t i = 0; i < length; i++, end++) {
		if ((byte = escaped_byte(text + i, length - i)) >= 0) {
			text[end] = (char)byte;
			i += 2;
		} else {
			text[end] = text[i] == '+' ? ' ' : text[i];
		}
		if (text[end] == '\0')
			return false;
	}
	text[end] = '\0';
	return form_utf8(text, end);
}

/* One `name=value` of length bytes, decoded where it stands. */
static bool
pair_decode(struct pair *pair, char *text, size_t length)
{
	char *equals = memchr(text, '=', length);
	size_t before = equals == NULL ? length : (size_t)(equals - text);

	pair->name = text;
	pair->value = equals == NULL ? "" : equals + 1;
	if (equals != NULL && !text_decode(equals + 1, length - before - 1))
		return false;
	return text_decode(text, before);
}

/* How many pairs at most: empty ones between two `&` are none. */
static size_t
pairs_count(const char *data, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		if (data[i] != '&' && (i == 0 || data[i - 1] == '&'))
			count++;
	return count;
}

static bool
pairs_decode(struct pair *pairs, char *text, size_t length)
{
	char *end, *stop = text + length;

	while (text < stop) {
		end = memchr(text, '&', (size_t)(stop - text));
		if (end == NULL)
			end = stop;
		if (end > text &&
		    !pair_decode(pairs++, text, (size_t)(end - text)))
			return false;
		text = end + 1;
	}
	return true;
}

/* From the last to the first, so that each bucket has the form's order. */
static void
form_index(struct form *form, struct pair *pairs, struct arena *arena)
{
	const struct pair **bucket;

	for (form->nbuckets = 8; form->nbuckets < form->count;)
		form->nbuckets *= 2;
	form->buckets = arena_array(arena, form->nbuckets,
	    sizeof(*form->buckets));
	for (size_t i = form->count; i-- > 0;) {
		bucket = &form->buckets[name_hash(pairs[i].name) &
		    (form->nbuckets - 1)];
		pairs[i].next = *bucket;
		*bucket = &pairs[i];
	}
}

enum status
form_parse(const char *data, size_t length, struct arena *arena,
    struct form **out)
{
	size_t count = pairs_count(data, length);
	struct form *form;
	struct pair *pairs;

	if (count > FORM_PAIRS_MAX)
		return STATUS_INVALID;
	form = arena_alloc(arena, sizeof(*form));
	pairs = arena_array(arena, count, sizeof(*pairs));
	if (!pairs_decode(pairs, arena_copy(arena, data, length), length))
		return STATUS_INVALID;
	form->pairs = pairs;
	form->count = count;
	form_index(form, pairs, arena);
	*out = form;
	return STATUS_OK;
}

const char *
form_value(const struct form *form, const char *name)
{
	const struct pair *pair = form_next(form, name, NULL);

	return pair == NULL ? NULL : pair->value;
}

const char *
form_text(const struct form *form, const char *name)
{
	const char *value = form_value(form, name);

	return value == NULL ? "" : value;
}

int64_t
form_number(const struct form *form, const char *name)
{
	return strtoll(form_text(form, name), NULL, 10);
}

const char *
query_text(const struct form *query, const char *name)
{
	const char *value = form_text(query, name);

	return strlen(value) > QUERY_TEXT_MAX ? "" : value;
}

const struct pair *
form_next(const struct form *form, const char *name, const struct pair *after)
{
	const struct pair *pair;

	if (form == NULL)
		return NULL;
	pair = after != NULL ? after->next :
	    form->buckets[name_hash(name) & (form->nbuckets - 1)];
	while (pair != NULL && strcmp(pair->name, name) != 0)
		pair = pair->next;
	return pair;
}

void
query_add(struct buf *out, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	buf_printf(out, "%c%s=", strchr(out->data, '?') == NULL ? '?' : '&',
	    name);
	buf_percent(out, value, strlen(value));
}
