#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "core/arena.h"
#include "core/buf.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define TEXT_MAX	((size_t)4 << 20)

void
golden_write(const char *path, const char *data)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, strlen(data), file), strlen(data));
	assert_int_equal(fclose(file), 0);
}

const char *
golden_read(struct world *world, FILE *file)
{
	struct buf out;
	char part[4096];
	size_t got;

	buf_init(&out, world->arena, TEXT_MAX);
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(&out, part, got);
	assert_false(out.failed);
	return out.data;
}

void
golden_compare(struct world *world, const char *name, const char *data)
{
	const char *path = arena_printf(world->arena, "tests/golden/%s",
	    name);
	const char *actual = arena_printf(world->arena, "/tmp/%s.actual",
	    name);
	FILE *file = fopen(path, "r");
	const char *golden = "";

	if (file != NULL) {
		golden = golden_read(world, file);
		fclose(file);
	}
	if (strcmp(golden, data) != 0) {
		golden_write(actual, data);
		fail_msg("%s is not %s", actual, path);
	}
}

char *
golden_unquoted(struct world *world, const char *from)
{
	char *text = arena_string(world->arena, from), *to = text;
	unsigned byte;

	for (; *from != '\0'; from++) {
		if (strncmp(from, "=\r\n", 3) == 0) {
			from += 2;
		} else if (sscanf(from, "=%2X", &byte) == 1) {
			*to++ = (char)byte;
			from += 2;
		} else if (*from != '\r') {
			*to++ = *from;
		}
	}
	*to = '\0';
	return text;
}

char *
golden_calendar(struct world *world, const char *letter)
{
	const char *part = strstr(letter, "Content-Type: text/calendar"), *at;
	char *calendar = arena_alloc(world->arena, strlen(letter) + 1);
	size_t length;

	if (part == NULL)
		return arena_string(world->arena, "");
	at = strstr(part, "\r\n\r\n") + 4;
	assert_int_equal(sodium_base642bin((unsigned char *)calendar,
	    strlen(letter), at, (size_t)(strstr(at, "\r\n--") - at), "\r\n",
	    &length, NULL, sodium_base64_VARIANT_ORIGINAL), 0);
	calendar[length] = '\0';
	return calendar;
}
