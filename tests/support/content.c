#include <sqlite3.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/content.h"

struct content
content_of(struct world *world)
{
	sqlite3_int64 size;
	struct content content = {
		.pages = sqlite3_serialize(world->seen, "main", &size, 0),
	};

	assert_non_null(content.pages);
	content.size = size;
	memset(content.pages + 24, 0, 4);
	memset(content.pages + 92, 0, 8);
	return content;
}

bool
content_is(struct world *world, const struct content *before)
{
	struct content now = content_of(world);
	bool same = now.size == before->size &&
	    memcmp(now.pages, before->pages, (size_t)now.size) == 0;

	content_free(&now);
	return same;
}

void
content_free(struct content *content)
{
	sqlite3_free(content->pages);
}
