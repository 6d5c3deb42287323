/* A file of municipalities as somebody uploads it (`make fuzz`). */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/arena.h"
#include "core/csv_reader.h"
#include "core/utf8.h"

#define LIMIT	((size_t)32 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(LIMIT);
	struct csv_faults faults = { 0 };
	struct csv_table table;

	if (ARENA_GUARD(arena) == 0 &&
	    csv_read(data, size, arena, &table, &faults) == STATUS_OK) {
		assert(table.nrows <= CSV_ROWS_MAX);
		for (size_t i = 0; i < table.nrows; i++) {
			assert(table.rows[i].ncells <= CSV_CELLS_MAX);
			for (size_t j = 0; j < table.rows[i].ncells; j++)
				assert(utf8_valid(table.rows[i].cells[j],
				    strlen(table.rows[i].cells[j])));
		}
	}
	arena_unguard(arena);
	arena_free(arena);
	return 0;
}
