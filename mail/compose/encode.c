#include <assert.h>
#include <string.h>

#include "core/buf.h"
#include "core/email.h"
#include "mail/compose/encode.h"

#define HEADER_MAX	78	/* RFC 5322 2.1.1 */
#define WORDS_MAX	76	/* a line with encoded words, RFC 2047 2 */
#define WORD_MAX	75
#define BODY_MAX	76	/* RFC 2045 6.7 and 6.8 */
#define LINE_ROOM	(BODY_MAX - 1)	/* before the = of a soft break */
#define PLAIN_MAX	60	/* a run that fits behind any header's name */

#define WORD_BEGIN	"=?utf-8?B?"
#define WORD_END	"?="

bool
encode_is_inside(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

bool
encode_is_line(const char *value)
{
	for (const char *p = value; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == 0xc2 && (unsigned char)p[1] >= 0x80 &&
		    (unsigned char)p[1] <= 0x9f)
			return false;
	}
	return true;
}

/* How far the last line of out has come. */
static size_t
column(const struct buf *out)
{
	size_t i = out->length;

	while (i > 0 && out->data[i - 1] != '\n')
		i--;
	return out->length - i;
}

/* Of at most so many bytes as an encoded word or a line holds. */
static void
base64_add(const unsigned char *data, size_t length, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char line[BODY_MAX], *at = line;

	assert(length <= BODY_MAX / 4 * 3);
	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		unsigned int bits = (unsigned int)data[i] << 16;

		if (left > 1)
			bits |= (unsigned int)data[i + 1] << 8;
		if (left > 2)
			bits |= data[i + 2];
		*at++ = digits[bits >> 18];
		*at++ = digits[bits >> 12 & 63];
		*at++ = left > 1 ? digits[bits >> 6 & 63] : '=';
		*at++ = left > 2 ? digits[bits & 63] : '=';
	}
	buf_add(out, line, (size_t)(at - line));
}

void
encode_base64(const void *data, size_t length, struct buf *out)
{
	const unsigned char *bytes = data;
	size_t line = BODY_MAX / 4 * 3;

	for (; length > line; bytes += line, length -= line) {
		base64_add(bytes, line, out);
		buf_text(out, "\r\n");
	}
	base64_add(bytes, length, out);
}

/* The text as encoded words, the first from the present column on. */
static void
words_add(const char *text, struct buf *out)
{
	size_t length = strlen(text), room = WORDS_MAX - column(out), take;

	if (room > WORD_MAX)
		room = WORD_MAX;
	while (length > 0) {
		/* As many whole characters as the word has columns for. */
		take = (room - strlen(WORD_BEGIN WORD_END)) / 4 * 3;
		if (take >= length)
			take = length;
		else	/* Three steps back: a character has four bytes. */
			for (int i = 0; i < 3 && encode_is_inside(text[take]);
			    i++)
				take--;
		assert(take > 0);
		buf_text(out, WORD_BEGIN);
		base64_add((const unsigned char *)text, take, out);
		buf_text(out, WORD_END);
		text += take;
		length -= take;
		if (length > 0)
			buf_text(out, "\r\n ");
		room = WORD_MAX;
	}
}

/*
 * The value can go as it is: visible ASCII in runs that fit on a line, with
 * one space between them.  Anything else, two spaces included, might not
 * survive folding and is encoded.
 */
static bool
value_is_plain(const char *value)
{
	size_t run = 0;

	if (strstr(value, "=?") != NULL)
		return false;
	for (; *value != '\0'; value++) {
		if (*value == ' ' && run > 0)
			run = 0;
		else if (*value <= 0x20 || *value > 0x7e || ++run > PLAIN_MAX)
			return false;
	}
	return run > 0;
}

void
encode_header(const char *header, const char *value, struct buf *out)
{
	bool plain = value_is_plain(value);
	size_t run;

	assert(encode_is_line(value));
	buf_text(out, header);
	buf_char(out, ':');
	if (!plain && *value != '\0') {
		buf_char(out, ' ');
		words_add(value, out);
	}
	while (plain && *value != '\0') {
		run = strcspn(value, " ");
		buf_text(out, column(out) + 1 + run > HEADER_MAX ?
		    "\r\n " : " ");
		buf_add(out, value, run);
		value += run;
		if (*value == ' ')
			value++;
	}
	buf_text(out, "\r\n");
}

/* A short ASCII name goes in quotes, so that commas and dots do no harm. */
static void
name_add(const char *name, struct buf *out)
{
	size_t length = strlen(name);

	for (const char *p = name; *p != '\0'; p++)
		if (*p == '"' || *p == '\\')
			length++;
	buf_char(out, ' ');
	if (length > PLAIN_MAX || !value_is_plain(name)) {
		words_add(name, out);
		return;
	}
	buf_char(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			buf_char(out, '\\');
		buf_char(out, *name);
	}
	buf_char(out, '"');
}

void
encode_mailbox(const char *header, const char *name, const char *address,
    struct buf *out)
{
	bool named = name != NULL && *name != '\0';

	assert(email_is_safe(address));
	buf_text(out, header);
	buf_char(out, ':');
	if (named) {
		assert(encode_is_line(name));
		name_add(name, out);
	}
	/* Not right behind the header's name: that line would be empty. */
	if (named && column(out) + strlen(" <>") + strlen(address) > WORDS_MAX)
		buf_text(out, "\r\n");
	buf_printf(out, " <%s>\r\n", address);
}

/* The line ending at text: 0, 1 or 2 bytes. */
static size_t
newline_length(const char *text)
{
	if (*text == '\n')
		return 1;
	return text[0] == '\r' && text[1] == '\n' ? 2 : 0;
}

/*
 * How many bytes, at most room, go as they are.  A space at the end of a line
 * would be lost on the way.
 */
static size_t
plain_run(const char *text, size_t room)
{
	size_t run = 0;

	while (run < room && text[run] >= ' ' && text[run] < 0x7f &&
	    text[run] != '=')
		run++;
	if (run > 0 && text[run - 1] == ' ' && (text[run] == '\0' ||
	    newline_length(text + run) > 0))
		run--;
	return run;
}

/* A character, which is never cut by a line's end. */
static size_t
character_length(const char *text)
{
	size_t length = 1;

	if ((unsigned char)*text >= 0xc0)
		while (length < 4 && encode_is_inside(text[length]))
			length++;
	return length;
}

static void
escape_add(const char *text, size_t length, struct buf *out)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < length; i++)
		buf_add(out, (const char[]){ '=',
		    digits[(unsigned char)text[i] >> 4],
		    digits[(unsigned char)text[i] & 15] }, 3);
}

void
encode_quoted(const char *text, struct buf *out)
{
	size_t at = 0, run, length;

	while (*text != '\0') {
		/* A dot that begins a line ends the mail at a relay that
		 * forgets to double it (RFC 5321 4.5.2). */
		run = at == 0 && *text == '.' ? 0 :
		    plain_run(text, LINE_ROOM - at);
		buf_add(out, text, run);
		text += run;
		at += run;
		length = character_length(text);
		if (newline_length(text) > 0) {
			buf_text(out, "\r\n");
			text += newline_length(text);
			at = 0;
		} else if (at + 3 * length > LINE_ROOM && *text != '\0') {
			buf_text(out, "=\r\n");
			at = 0;
		} else if (*text != '\0') {
			escape_add(text, length, out);
			text += length;
			at += 3 * length;
		}
	}
}
