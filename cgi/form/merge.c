#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cgi/form/merge.h"

#define MARK_SIZE	17
#define FNV_BASIS	UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME	UINT64_C(0x100000001b3)

/* FNV-1a; browsers send a line end as CR LF wherever it came from. */
static void
mark_of(const char *value, char mark[MARK_SIZE])
{
	uint64_t hash = FNV_BASIS;

	for (; *value != '\0'; value++)
		if (*value != '\r')
			hash = (hash ^ (unsigned char)*value) * FNV_PRIME;
	snprintf(mark, MARK_SIZE, "%016" PRIx64, hash);
}

void
merge_mark(struct buf *marks, const char *name, const char *value)
{
	char mark[MARK_SIZE];

	mark_of(value, mark);
	buf_printf(marks, " %s:%s", name, mark);
}

/* The mark under that name, or NULL. */
static const char *
find(const char *marks, const char *name)
{
	size_t length = strlen(name);
	const char *at = marks;

	while (at != NULL && (at = strstr(at, name)) != NULL) {
		if (at > marks && at[-1] == ' ' && at[length] == ':' &&
		    strlen(at + length + 1) >= MARK_SIZE - 1)
			return at + length + 1;
		at += length;
	}
	return NULL;
}

static bool
is_marked(const char *mark, const char *value)
{
	char own[MARK_SIZE];

	mark_of(value, own);
	return strncmp(mark, own, MARK_SIZE - 1) == 0;
}

enum merge
merge_of(const char *marks, const char *name, const char *typed,
    const char *now)
{
	const char *mark = find(marks, name);
	char current[MARK_SIZE];

	mark_of(now, current);
	if (mark != NULL && is_marked(mark, typed))
		return MERGE_NOW;
	if (is_marked(current, typed) || (mark != NULL &&
	    strncmp(mark, current, MARK_SIZE - 1) == 0))
		return MERGE_TYPED;
	return MERGE_BOTH;
}
