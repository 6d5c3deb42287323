#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/http/params.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/utf8.h"

/*
 * A form of sixty participants has about five hundred names and each is
 * asked for once, so looking along the list would be a quarter of a million
 * comparisons.  Hence the buckets.  Names chosen to collide only bring the
 * list back, and PARAMS_MAX bounds that.
 */
static size_t
name_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
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
	return utf8_valid(text, end);
}

/* Each `name=value` is decoded where it stands. */
static bool
pairs_decode(struct pair *pair, char *text, size_t length)
{
	char *end, *equals, *stop = text + length;

	while (text < stop) {
		end = memchr(text, '&', (size_t)(stop - text));
		if (end == NULL)
			end = stop;
		if (end > text) {
			equals = memchr(text, '=', (size_t)(end - text));
			pair->name = text;
			pair->value = equals == NULL ? "" : equals + 1;
			if (equals != NULL && !text_decode(equals + 1,
			    (size_t)(end - equals) - 1))
				return false;
			if (!text_decode(text, (size_t)((equals == NULL ?
			    end : equals) - text)))
				return false;
			pair++;
		}
		text = end + 1;
	}
	return true;
}

enum status
params_parse(const char *data, size_t length, struct arena *arena,
    struct params **out)
{
	const struct pair **bucket;
	struct pair *pairs;
	struct params *params;
	size_t count = 0;

	/* At most so many: empty ones between two `&` are none. */
	for (size_t i = 0; i < length; i++)
		count += data[i] != '&' && (i == 0 || data[i - 1] == '&');
	if (count > PARAMS_MAX)
		return STATUS_INVALID;
	params = arena_alloc(arena, sizeof(*params));
	pairs = arena_array(arena, count, sizeof(*pairs));
	if (!pairs_decode(pairs, arena_copy(arena, data, length), length))
		return STATUS_INVALID;
	params->pairs = pairs;
	params->count = count;
	for (params->nbuckets = 8; params->nbuckets < count;)
		params->nbuckets *= 2;
	params->buckets = arena_array(arena, params->nbuckets,
	    sizeof(*params->buckets));
	/* From the last, so that each bucket has the form's order. */
	for (size_t i = count; i-- > 0;) {
		bucket = &params->buckets[name_hash(pairs[i].name) &
		    (params->nbuckets - 1)];
		pairs[i].next = *bucket;
		*bucket = &pairs[i];
	}
	*out = params;
	return STATUS_OK;
}

const char *
params_value(const struct params *params, const char *name)
{
	const struct pair *pair = params_next(params, name, NULL);

	return pair == NULL ? NULL : pair->value;
}

const char *
form_text(const struct params *params, const char *name)
{
	const char *value = params_value(params, name);

	return value == NULL ? "" : value;
}

int64_t
form_number(const struct params *params, const char *name)
{
	return strtoll(form_text(params, name), NULL, 10);
}

const char *
query_text(const struct params *query, const char *name)
{
	const char *value = form_text(query, name);

	return strlen(value) > QUERY_TEXT_MAX ? "" : value;
}

const struct pair *
params_next(const struct params *params, const char *name,
    const struct pair *after)
{
	const struct pair *pair;

	if (params == NULL)
		return NULL;
	pair = after != NULL ? after->next :
	    params->buckets[name_hash(name) & (params->nbuckets - 1)];
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
