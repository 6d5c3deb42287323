#include <string.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/list.h"

#define FIRST_ROOM	16

void
row_take(const struct rows *rows, const struct list_of *of,
    struct arena *arena, void *element)
{
	memset(element, 0, of->size);
	if (of->take != NULL)
		of->take(rows, arena, element);
	for (size_t i = 0; i < of->ncolumns; i++) {
		void *at = (char *)element + of->columns[i].offset;

		switch (of->columns[i].kind) {
		case COLUMN_INTEGER:
			*(int64_t *)at = rows_integer(rows, (int)i);
			break;
		case COLUMN_BOOL:
			*(bool *)at = rows_integer(rows, (int)i) != 0;
			break;
		case COLUMN_TEXT:
			*(const char **)at = rows_text(rows, (int)i, arena);
			break;
		}
	}
}

size_t list_portion = 1000;

enum status
list_read(struct db *db, const struct statement *sql,
    const struct value *values, size_t nvalues, const struct list_of *of,
    struct arena *arena, void *list, size_t *count)
{
	size_t room = of->max < FIRST_ROOM ? of->max : FIRST_ROOM, used = 0;
	char *array = arena_array(arena, room, of->size), *larger;
	enum status status;
	struct rows rows;

	bool more = false;

	rows_open(&rows, db, sql, values, nvalues);
	while (rows_next(&rows) && !(more = used == of->max)) {
		if (used == room) {
			larger = arena_array(arena, room * 2, of->size);
			array = memcpy(larger, array, room * of->size);
			room *= 2;
		}
		row_take(&rows, of, arena, array + used++ * of->size);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (more) {
		log_line(LOG_WARNING, "%s: more than %zu rows", sql->name,
		    of->max);
		return STATUS_FULL;
	}
	memcpy(list, &array, sizeof(array));
	*count = used;
	return STATUS_OK;
}

enum status
row_read(struct db *db, const struct statement *sql,
    const struct value *values, size_t nvalues, const struct list_of *of,
    struct arena *arena, void *element)
{
	void *found = arena_alloc(arena, of->size);
	enum status status;
	struct rows rows;
	bool any;

	rows_open(&rows, db, sql, values, nvalues);
	if ((any = rows_next(&rows)))
		row_take(&rows, of, arena, found);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (!any)
		return STATUS_NOTFOUND;
	memcpy(element, found, of->size);
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
