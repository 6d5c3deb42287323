#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "templates/compiler/source.h"

void
source_fail(const struct source *source, const char *at,
    const char *format, ...)
{
	size_t line = 1, column = 1;
	va_list args;

	for (const char *p = source->data; p < at; p++) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	fprintf(stderr, "%s:%zu:%zu: ", source->name, line, column);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

/*
 * The length of the UTF-8 sequence at p, 0 when it is none.  Overlong forms,
 * surrogates and numbers beyond U+10FFFF are none.  The NUL behind the data
 * ends a sequence that the file cuts short.
 */
static size_t
sequence_length(const unsigned char *p)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return length;
}

static void
check_bytes(const struct source *source)
{
	const char *p = source->data, *end = p + source->length;
	size_t length;

	for (; p < end; p += length) {
		if (*p == '\0')
			source_fail(source, p, "a NUL byte");
		if (*p == '\r')
			source_fail(source, p, "a carriage return");
		length = sequence_length((const unsigned char *)p);
		if (length == 0)
			source_fail(source, p, "invalid UTF-8");
		if (length == 1 && *p != '\n' && *p != '\t' &&
		    (*p < ' ' || *p == 0x7f))
			source_fail(source, p, "a control character");
	}
}

void
source_read(struct arena *arena, const char *name, struct source *source)
{
	const char *dot = strrchr(name, '.');
	char *data = arena_alloc(arena, SOURCE_MAX + 2);
	FILE *file = fopen(name, "rb");

	*source = (struct source){ .name = name, .data = data };
	source->html = dot != NULL && strcmp(dot, ".html") == 0;
	if (file == NULL)
		source_fail(source, data, "%s", strerror(errno));
	source->length = fread(data, 1, SOURCE_MAX + 1, file);
	if (ferror(file))
		source_fail(source, data, "%s", strerror(errno));
	fclose(file);
	if (source->length > SOURCE_MAX)
		source_fail(source, data, "larger than %zu bytes", SOURCE_MAX);
	check_bytes(source);
}
