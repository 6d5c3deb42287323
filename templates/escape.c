#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "templates/escape.h"

/*
 * What a byte becomes; NULL: itself.  The terminating NUL has a row, so that
 * one look at the table also finds the end of the string.
 */
#define ENTITIES							\
	['\0'] = "", ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;",	\
	['"'] = "&quot;", ['\''] = "&#39;"

static const char *const text_rows[256] = { ENTITIES };
static const char *const line_rows[256] = { ENTITIES, ['\n'] = "<br>" };

/* Runs of bytes without a row are added at once: pages are mostly that. */
static void
add_replaced(struct buf *out, const char *text, const char *const rows[256])
{
	const char *end;

	if (text == NULL)
		return;
	for (;; text = end + 1) {
		end = text;
		while (rows[(unsigned char)*end] == NULL)
			end++;
		buf_add(out, text, (size_t)(end - text));
		if (*end == '\0')
			return;
		buf_text(out, rows[(unsigned char)*end]);
	}
}

void
escape_text(struct buf *out, const char *text)
{
	add_replaced(out, text, text_rows);
}

void
escape_attribute(struct buf *out, const char *text)
{
	add_replaced(out, text, text_rows);
}

void
escape_lines(struct buf *out, const char *text)
{
	add_replaced(out, text, line_rows);
}

static bool
scheme_allowed(const char *url, size_t length)
{
	static const char *const allowed[] = {
		"http", "https", "mailto", "tel", "cid",
	};

	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (strlen(allowed[i]) == length &&
		    strncasecmp(allowed[i], url, length) == 0)
			return true;
	return false;
}

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* Neither another site nor a scheme that could run. */
static bool
url_harmless(const char *url)
{
	size_t head = strcspn(url, ":/?#");

	if (url[0] == ' ' || (is_slash(url[0]) && is_slash(url[1])))
		return false;
	for (const char *p = url; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return url[head] != ':' || scheme_allowed(url, head);
}

void
escape_url(struct buf *out, const char *url)
{
	if (url != NULL)
		escape_attribute(out, url_harmless(url) ? url : "#");
}

void
escape_url_part(struct buf *out, const char *text)
{
	if (text != NULL)
		buf_percent(out, text, strlen(text));
}

void
escape_unsigned(struct buf *out, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	buf_add(out, digits + at, sizeof(digits) - at);
}

void
escape_number(struct buf *out, int64_t number)
{
	if (number < 0)
		buf_char(out, '-');
	/* Negated as unsigned: INT64_MIN has no positive of its type. */
	escape_unsigned(out, number < 0 ? -(uint64_t)number :
	    (uint64_t)number);
}

/* A control character or separator, of one to three bytes, is a space. */
static void
add_plain(struct buf *out, const char *text, bool lines)
{
	const char *run = text;
	size_t control;

	if (text == NULL)
		return;
	while (*text != '\0') {
		const unsigned char *p = (const unsigned char *)text;

		if (lines && p[0] == '\n')
			control = 0;
		else if (p[0] < ' ' || p[0] == 0x7f)
			control = 1;
		else if (p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f)
			control = 2;
		else if (p[0] == 0xe2 && p[1] == 0x80 &&
		    (p[2] == 0xa8 || p[2] == 0xa9))
			control = 3;
		else
			control = 0;
		if (control == 0) {
			text++;
			continue;
		}
		buf_add(out, run, (size_t)(text - run));
		buf_char(out, ' ');
		run = text += control;
	}
	buf_add(out, run, (size_t)(text - run));
}

void
plain_text(struct buf *out, const char *text)
{
	add_plain(out, text, false);
}

void
plain_lines(struct buf *out, const char *text)
{
	add_plain(out, text, true);
}
