#include <string.h>

#include "core/buf.h"
#include "templates/compiler/emit.h"
#include "templates/compiler/source.h"

/* ISO C promises 4095 bytes in a string, and -Wpedantic holds us to it. */
#define PIECE_MAX	4000

/*
 * Octal for all that is not plain ASCII, because it has three digits and
 * ends there, and for the question mark, which could make a trigraph.
 */
static void
add_byte(struct buf *c, char byte)
{
	unsigned char b = (unsigned char)byte;

	if (byte == '\n')
		buf_text(c, "\\n");
	else if (byte == '"' || byte == '\\')
		buf_printf(c, "\\%c", byte);
	else if (b < ' ' || b >= 0x7f || byte == '?')
		buf_printf(c, "\\%03o", (unsigned)b);
	else
		buf_char(c, byte);
}

void
emit_line(struct buf *c, const struct source *source, size_t line)
{
	buf_printf(c, "#line %zu \"", line);
	for (const char *p = source->name; *p != '\0'; p++)
		add_byte(c, *p);
	buf_text(c, "\"\n");
}

void
emit_literal(struct buf *c, const char *text, size_t length)
{
	size_t piece;

	for (; length > 0; text += piece, length -= piece) {
		piece = length < PIECE_MAX ? length : PIECE_MAX;
		buf_text(c, "\tbuf_add(out, \"");
		for (size_t i = 0; i < piece; i++) {
			add_byte(c, text[i]);
			if (text[i] == '\n' && i + 1 < piece)
				buf_text(c, "\"\n\t    \"");
		}
		buf_printf(c, "\", %zu);\n", piece);
	}
}

void
emit_include(struct buf *c, const char *path, size_t length)
{
	size_t before = c->length;
	const char *first;

	buf_printf(c, "#include \"%.*s\"\n", (int)length, path);
	if (c->failed)
		return;
	first = strstr(c->data, c->data + before);
	if (first == c->data + before)
		return;
	c->length = before;
	c->data[before] = '\0';
}

void
emit_guard(struct buf *c, const char *path)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	buf_text(c, "TEMPLATES_");
	for (; *path != '\0'; path++) {
		char upper = *path >= 'a' && *path <= 'z' ?
		    (char)(*path - 'a' + 'A') : *path;

		buf_char(c, strchr(letters, upper) != NULL ? upper : '_');
	}
}
