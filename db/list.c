#include <string.h>

#include "core/arena.h"
#include "db/list.h"

#define FIRST_ROOM	16

static char *
twice(struct arena *arena, const char *array, size_t room, size_t size)
{
	char *larger = arena_array(arena, room * 2, size);

	return memcpy(larger, array, room * size);
}

enum status
list_read(struct db *db, enum sql sql, const struct value *values,
    size_t nvalues, const struct list_of *of, struct arena *arena,
    void *list, size_t *count)
{
	size_t room = FIRST_ROOM, used = 0;
	char *array = arena_array(arena, room, of->size);
	enum status status;
	struct rows rows;

	rows_open(&rows, db, sql, values, nvalues);
	while (used < of->max && rows_next(&rows)) {
		if (used == room) {
			array = twice(arena, array, room, of->size);
			room *= 2;
		}
		of->take(&rows, arena, array + used++ * of->size);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	memcpy(list, &array, sizeof(array));
	*count = used;
	return STATUS_OK;
}
