#include <string.h>

#include "core/arena.h"
#include "db/list.h"

#define FIRST_ROOM	16

enum status
list_read(struct db *db, const struct statement *sql,
    const struct value *values, size_t nvalues, const struct list_of *of,
    struct arena *arena, void *list, size_t *count)
{
	size_t room = of->max < FIRST_ROOM ? of->max : FIRST_ROOM, used = 0;
	char *array = arena_array(arena, room, of->size), *larger;
	enum status status;
	struct rows rows;

	rows_open(&rows, db, sql, values, nvalues);
	while (used < of->max && rows_next(&rows)) {
		if (used == room) {
			larger = arena_array(arena, room * 2, of->size);
			array = memcpy(larger, array, room * of->size);
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

void
take_text(const struct rows *rows, struct arena *arena, void *element)
{
	*(const char **)element = rows_text(rows, 0, arena);
}

void
take_integer(const struct rows *rows, struct arena *arena, void *element)
{
	(void)arena;
	*(int64_t *)element = rows_integer(rows, 0);
}

enum status
row_read(struct db *db, const struct statement *sql,
    const struct value *values, size_t nvalues, list_take take,
    struct arena *arena, void *element, size_t size)
{
	const struct list_of one = { take, size, 1 };
	enum status status;
	void *found;
	size_t count;

	status = list_read(db, sql, values, nvalues, &one, arena, &found,
	    &count);
	if (status != STATUS_OK)
		return status;
	if (count == 0)
		return STATUS_NOTFOUND;
	memcpy(element, found, size);
	return STATUS_OK;
}
