#include "db/db.h"
#include "db/json.h"

SQL(JSON_TEXT,
    "SELECT coalesce(json_extract(?1, ?2), '') WHERE json_valid(?1)");

enum status
json_text(struct db *db, const char *json, const char *path,
    struct arena *arena, const char **value)
{
	const char *found = NULL;
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_JSON_TEXT, VALUES(value_text(json),
	    value_text(path)));
	if (rows_next(&rows))
		found = rows_text(&rows, 0, arena);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found == NULL)
		return STATUS_NOTFOUND;
	*value = found;
	return STATUS_OK;
}
