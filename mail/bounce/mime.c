#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "mail/bounce/mime.h"

#define BOUNDARY_MAX	70	/* RFC 2046 5.1.1 */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return is_blank(c) || c == '\r' || c == '\n';
}

static struct span
span_of(const char *at, const char *end)
{
	return (struct span){ at, (size_t)(end - at) };
}

bool
mime_line(struct span *rest, struct span *line)
{
	const char *end = rest->at + rest->length, *stop;

	if (rest->length == 0)
		return false;
	stop = memchr(rest->at, '\n', rest->length);
	*line = span_of(rest->at, stop == NULL ? end : stop);
	*rest = span_of(stop == NULL ? end : stop + 1, end);
	if (line->length > 0 && line->at[line->length - 1] == '\r')
		line->length--;
	return true;
}

bool
mime_header(struct span *rest, struct mime_header *header)
{
	struct span line, more;
	const char *colon;

	while (mime_line(rest, &line)) {
		if (line.length == 0)
			return false;
		colon = memchr(line.at, ':', line.length);
		if (colon == NULL || is_blank(line.at[0]))
			continue;
		while (rest->length > 0 && is_blank(rest->at[0]))
			if (mime_line(rest, &more))
				line = span_of(line.at, more.at + more.length);
		header->value = span_of(colon + 1, line.at + line.length);
		header->name = span_of(line.at, colon);
		while (header->name.length > 0 &&
		    is_blank(header->name.at[header->name.length - 1]))
			header->name.length--;
		return true;
	}
	return false;
}

bool
mime_named(const struct mime_header *header, const char *name)
{
	return header->name.length == strlen(name) &&
	    strncasecmp(header->name.at, name, header->name.length) == 0;
}

char *
mime_value_bytes(const struct mime_header *header, struct arena *arena)
{
	struct span raw = header->value;
	char *value, *to;

	while (raw.length > 0 && is_space(raw.at[0]))
		raw = span_of(raw.at + 1, raw.at + raw.length);
	while (raw.length > 0 && is_space(raw.at[raw.length - 1]))
		raw.length--;
	if (raw.length > MIME_VALUE_MAX)
		raw.length = MIME_VALUE_MAX;
	value = to = arena_alloc(arena, raw.length + 1);
	for (size_t i = 0; i < raw.length; i++) {
		if (raw.at[i] == '\r' || raw.at[i] == '\n')
			continue;	/* a blank follows */
		*to++ = raw.at[i] == '\t' ? ' ' :
		    (unsigned char)raw.at[i] < ' ' || raw.at[i] == 0x7f ?
		    '?' : raw.at[i];
	}
	return value;
}

char *
mime_value(const struct mime_header *header, struct arena *arena)
{
	char *value = mime_value_bytes(header, arena);

	for (char *c = value; *c != '\0'; c++)
		if ((unsigned char)*c > 0x7f)
			*c = '?';
	return value;
}

char *
mime_find(struct span head, const char *name, struct arena *arena)
{
	struct mime_header header;

	while (mime_header(&head, &header))
		if (mime_named(&header, name))
			return mime_value(&header, arena);
	return NULL;
}

/* The value of boundary=, in quotes or not; NULL: none that can be. */
static const char *
boundary_in(const char *value, struct arena *arena)
{
	const char *at = strcasestr(value, "boundary=");
	char found[BOUNDARY_MAX + 1];
	size_t length = 0;
	bool quoted;

	if (at == NULL)
		return NULL;
	at += strlen("boundary=");
	if ((quoted = *at == '"'))
		at++;
	for (; *at != '\0' && *at != '"'; at++) {
		if (!quoted && (*at == ';' || is_blank(*at)))
			break;
		if (quoted && at[0] == '\\' && at[1] != '\0')
			at++;
		if (length == BOUNDARY_MAX)
			return NULL;
		found[length++] = *at;
	}
	return length == 0 ? NULL : arena_copy(arena, found, length);
}

static void
take_type(struct mime_part *part, const char *value, struct arena *arena)
{
	size_t length = strcspn(value, "; (");
	char *type = arena_copy(arena, value, length);

	for (char *c = type; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	part->type = type;
	if (strncmp(type, "multipart/", 10) == 0)
		part->boundary = boundary_in(value + length, arena);
}

void
mime_part(struct span whole, struct arena *arena, struct mime_part *part)
{
	const char *start = whole.at, *value;
	struct mime_header header;
	bool typed = false, encoded = false;

	*part = (struct mime_part){ .type = "text/plain" };
	while (mime_header(&whole, &header)) {
		if (!typed && mime_named(&header, "Content-Type")) {
			typed = true;
			take_type(part, mime_value(&header, arena), arena);
		}
		if (!encoded &&
		    mime_named(&header, "Content-Transfer-Encoding")) {
			encoded = true;
			value = mime_value(&header, arena);
			if (strncasecmp(value, "base64", 6) == 0)
				part->encoding = MIME_BASE64;
			else if (strncasecmp(value, "quoted-printable",
			    16) == 0)
				part->encoding = MIME_QUOTED;
		}
	}
	part->head = span_of(start, whole.at);
	part->body = whole;
}

void
mime_walk(struct mime_walk *walk, const struct mime_part *part)
{
	*walk = (struct mime_walk){
		.rest = part->body,
		.boundary = part->boundary,
		.length = part->boundary == NULL ? 0 : strlen(part->boundary),
		.over = part->boundary == NULL,
	};
}

/* "--boundary", "--boundary--" and blanks behind it. */
static bool
is_delimiter(const struct mime_walk *walk, struct span line, bool *last)
{
	size_t at = 2 + walk->length;

	if (line.length < at || line.at[0] != '-' || line.at[1] != '-' ||
	    memcmp(line.at + 2, walk->boundary, walk->length) != 0)
		return false;
	*last = line.length >= at + 2 && line.at[at] == '-' &&
	    line.at[at + 1] == '-';
	if (*last)
		at += 2;
	while (at < line.length && is_blank(line.at[at]))
		at++;
	return at == line.length;
}

/* What stands before the next delimiter; it and its line are taken. */
static struct span
take_part(struct mime_walk *walk)
{
	struct span part = { walk->rest.at, 0 }, line;

	while (mime_line(&walk->rest, &line)) {
		if (is_delimiter(walk, line, &walk->over))
			return part;
		part = span_of(part.at, line.at + line.length);
	}
	walk->over = true;
	return part;
}

bool
mime_next(struct mime_walk *walk, struct span *whole)
{
	if (!walk->over && !walk->begun) {
		walk->begun = true;
		take_part(walk);	/* the preamble */
	}
	if (walk->over)
		return false;
	*whole = take_part(walk);
	return true;
}

static size_t
decode_base64(struct span from, char *to, size_t max)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, held = 0;
	size_t length = 0;
	const char *digit;

	for (size_t i = 0; i < from.length && from.at[i] != '='; i++) {
		digit = memchr(digits, from.at[i], sizeof(digits) - 1);
		if (digit == NULL)
			continue;
		bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffff;
		if ((held += 6) < 8)
			continue;
		held -= 8;
		if (length == max)
			break;
		to[length++] = (char)(bits >> held & 0xff);
	}
	return length;
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes of a "=XX" or a soft line break at the start; 0: neither. */
static size_t
escape_length(struct span from)
{
	size_t i = 1;

	if (from.length >= 3 && hex_digit(from.at[1]) != -1 &&
	    hex_digit(from.at[2]) != -1)
		return 3;
	if (i < from.length && from.at[i] == '\r')
		i++;
	return i < from.length && from.at[i] == '\n' ? i + 1 : 0;
}

static size_t
decode_quoted(struct span from, char *to, size_t max)
{
	const char *end = from.at + from.length;
	size_t length = 0, taken;

	while (from.length > 0 && length < max) {
		taken = from.at[0] == '=' ? escape_length(from) : 0;
		if (taken == 0)
			to[length++] = from.at[0];
		else if (from.at[taken - 1] != '\n')
			to[length++] = (char)(hex_digit(from.at[1]) << 4 |
			    hex_digit(from.at[2]));
		from = span_of(from.at + (taken == 0 ? 1 : taken), end);
	}
	return length;
}

struct span
mime_decode(const struct mime_part *part, size_t max, struct arena *arena)
{
	struct span from = part->body;
	char *to;

	if (part->encoding == MIME_PLAIN) {
		if (from.length > max)
			from.length = max;
		return from;
	}
	if (max > from.length)		/* it never becomes longer */
		max = from.length;
	to = arena_alloc(arena, max);
	return (struct span){ to, part->encoding == MIME_BASE64 ?
	    decode_base64(from, to, max) : decode_quoted(from, to, max) };
}
