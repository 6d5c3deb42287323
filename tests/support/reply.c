#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/reply.h"

/* So much is shown of a body around what matters. */
#define AROUND	200

/* The longest piece of the text that is in the body, and where it is. */
static const char *
nearest(const char *body, const char *text, size_t *length)
{
	const char *found = body;

	*length = 0;
	for (; *text != '\0'; text++)
		for (const char *at = body; *at != '\0'; at++) {
			size_t same = 0;

			while (text[same] != '\0' && text[same] == at[same])
				same++;
			if (same > *length) {
				*length = same;
				found = at;
			}
		}
	return found;
}

/* What stands around a place in the body, and never half a letter. */
static void
show(const struct reply *reply, const char *at, size_t length)
{
	size_t before = (size_t)(at - reply->body);
	const char *from = before > AROUND ? at - AROUND : reply->body;
	const char *end = at + strnlen(at, length + AROUND);

	while ((*from & 0xc0) == 0x80)
		from++;
	while ((*end & 0xc0) == 0x80)
		end++;
	print_error("---- of the body, code %d:\n%.*s\n----\n", reply->code,
	    (int)(end - from), from);
}

void
assert_holds_at(const struct reply *reply, const char *text,
    const char *file, int line)
{
	const char *at;
	size_t length;

	if (strstr(reply->body, text) != NULL)
		return;
	at = nearest(reply->body, text, &length);
	print_error("not there: %s\nThe nearest: %.*s\n", text, (int)length,
	    at);
	show(reply, at, length);
	_fail(file, line);
}

void
assert_lacks_at(const struct reply *reply, const char *text,
    const char *file, int line)
{
	const char *at = strstr(reply->body, text);

	if (at == NULL)
		return;
	print_error("there: %s\n", text);
	show(reply, at, strlen(text));
	_fail(file, line);
}

const char *
reply_cut_at(struct world *world, const struct reply *reply,
    const char *before, const char *end, const char *file, int line)
{
	const char *at;

	assert_holds_at(reply, before, file, line);
	at = strstr(reply->body, before) + strlen(before);
	return arena_copy(world->arena, at, strcspn(at, end));
}

const char *
reply_value_at(struct world *world, const struct reply *reply,
    const char *name, const char *file, int line)
{
	return reply_cut_at(world, reply, arena_printf(world->arena,
	    "name=\"%s\" value=\"", name), "\"", file, line);
}
