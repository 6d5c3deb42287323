/* A text of an organiser, with placeholders (`make fuzz`). */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/arena.h"
#include "templates/substitute.h"

#define LIMIT	((size_t)8 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* A text without a fault holds no brace of ours once it is filled in. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct placeholders values = {
		.value = { "{naam}", "1", "2", "3", "4", "5", "6" },
	};
	struct arena *arena = arena_new(LIMIT);
	const char *text, *filled;

	if (ARENA_GUARD(arena) == 0) {
		text = arena_copy(arena, data, size);
		filled = substitute(text, &values, arena);
		assert(filled == NULL || strlen(filled) <=
		    strlen(text) + strlen("{naam}") * size);
		if (substitute_fault(text, true, arena) == NULL &&
		    filled != NULL)
			assert(strstr(filled, "{waar}") == NULL);
	}
	arena_unguard(arena);
	arena_free(arena);
	return 0;
}
