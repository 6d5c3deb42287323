#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"

#define FIRST_ROOM	256

void
buf_init(struct buf *buf, struct arena *arena, size_t max)
{
	*buf = (struct buf){ .arena = arena, .max = max };
	buf->room = FIRST_ROOM;
	buf->data = arena_alloc(arena, buf->room);
}

void
buf_clear(struct buf *buf)
{
	buf->length = 0;
	buf->failed = false;
	buf->data[0] = '\0';
}

/* Room for more bytes and the NUL, by doubling; false beyond the maximum. */
static bool
buf_reserve(struct buf *buf, size_t more)
{
	size_t room = buf->room;
	char *data;

	if (buf->failed || more > buf->max - buf->length) {
		buf->failed = true;
		return false;
	}
	if (more < room - buf->length)
		return true;
	while (room - buf->length <= more)
		room *= 2;
	if (!arena_extend(buf->arena, buf->data, buf->room, room)) {
		data = arena_alloc(buf->arena, room);
		memcpy(data, buf->data, buf->length + 1);
		buf->data = data;
	}
	buf->room = room;
	return true;
}

void
buf_add(struct buf *buf, const void *data, size_t length)
{
	if (length == 0 || !buf_reserve(buf, length))
		return;
	memcpy(buf->data + buf->length, data, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void
buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void
buf_char(struct buf *buf, char c)
{
	if (!buf_reserve(buf, 1))
		return;
	buf->data[buf->length++] = c;
	buf->data[buf->length] = '\0';
}

void
buf_percent(struct buf *buf, const void *data, size_t length)
{
	static const char hex[] = "0123456789ABCDEF";
	const unsigned char *bytes = data;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = bytes[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		    c == '_' || c == '~')
			buf_char(buf, (char)c);
		else
			buf_add(buf, (const char[]){ '%', hex[c >> 4],
			    hex[c & 15] }, 3);
	}
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	size_t left = buf->room - buf->length;
	va_list args, again;
	int length;

	va_start(args, format);
	va_copy(again, args);
	/* Mostly there is room; what does not fit is written once more. */
	length = vsnprintf(buf->data + buf->length, left, format, args);
	va_end(args);
	assert(length >= 0);
	if (!buf_reserve(buf, (size_t)length)) {
		buf->data[buf->length] = '\0';
	} else {
		if ((size_t)length >= left)
			vsnprintf(buf->data + buf->length, (size_t)length + 1,
			    format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}
