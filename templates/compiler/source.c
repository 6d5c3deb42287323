#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/utf8.h"
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

void
source_read(struct arena *arena, const char *name, struct source *source)
{
	const char *dot = strrchr(name, '.');
	char *data = arena_alloc(arena, SOURCE_MAX + 2);
	FILE *file = fopen(name, "rb");
	size_t length;

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
	for (const char *p = data, *end = p + source->length; p < end;
	    p += length) {
		if (*p == '\0')
			source_fail(source, p, "a NUL byte");
		if (*p == '\r')
			source_fail(source, p, "a carriage return");
		length = utf8_length(p, (size_t)(end - p));
		if (length == 0)
			source_fail(source, p, "invalid UTF-8");
		if (length == 1 && *p != '\n' && *p != '\t' &&
		    (*p < ' ' || *p == 0x7f))
			source_fail(source, p, "a control character");
	}
}
