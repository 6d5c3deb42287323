/* Statements: their values, their rows, and what they changed. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "db/connection.h"

struct value
value_null(void)
{
	return (struct value){ .type = VALUE_NULL };
}

struct value
value_integer(int64_t integer)
{
	return (struct value){ .type = VALUE_INTEGER, .integer = integer };
}

struct value
value_text(const char *text)
{
	if (text == NULL)
		return value_null();
	return (struct value){ .type = VALUE_TEXT, .bytes = text,
	    .length = strlen(text) };
}

struct value
value_blob(const void *bytes, size_t length)
{
	return (struct value){ .type = VALUE_BLOB, .bytes = bytes,
	    .length = length };
}

void
value_texts(struct value *values, size_t *used, const char *const *texts,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		values[(*used)++] = value_text(texts[i]);
}

static int
bind_one(sqlite3_stmt *statement, int place, const struct value *value)
{
	switch (value->type) {
	case VALUE_INTEGER:
		return sqlite3_bind_int64(statement, place, value->integer);
	case VALUE_TEXT:
		return sqlite3_bind_text64(statement, place, value->bytes,
		    value->length, SQLITE_STATIC, SQLITE_UTF8);
	case VALUE_BLOB:
		return sqlite3_bind_blob64(statement, place, value->bytes,
		    value->length, SQLITE_STATIC);
	case VALUE_NULL:
		break;
	}
	return sqlite3_bind_null(statement, place);
}

static enum status
prepare(struct db *db, const struct statement *sql)
{
	char *text;
	int code;

	if (PREPARED(db, sql) != NULL)
		return STATUS_OK;
	if ((text = statement_text(sql)) == NULL)
		return STATUS_FAIL;
	code = sqlite3_prepare_v3(db->handle, text, -1,
	    SQLITE_PREPARE_PERSISTENT, &PREPARED(db, sql), NULL);
	free(text);
	return code == SQLITE_OK ? STATUS_OK : connection_failed(db, sql->name);
}

enum status
db_prepare(struct db *db)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < STATEMENTS; i++)
		status = prepare(db, &__start_statements[i]);
	return status;
}

void
rows_open(struct rows *rows, struct db *db, const struct statement *sql,
    const struct value *values, size_t count)
{
	*rows = (struct rows){ .db = db };
	if ((rows->status = prepare(db, sql)) != STATUS_OK)
		return;
	rows->statement = PREPARED(db, sql);
	/* A statement cannot be walked twice at the same time. */
	assert(!sqlite3_stmt_busy(rows->statement));
	assert((size_t)sqlite3_bind_parameter_count(rows->statement) == count);
	for (size_t i = 0; i < count; i++)
		if (bind_one(rows->statement, (int)i + 1, &values[i]) !=
		    SQLITE_OK)
			rows->status = connection_failed(db, "bind");
}

bool
rows_next(struct rows *rows)
{
	int code;

	if (rows->status != STATUS_OK)
		return false;
	if ((code = sqlite3_step(rows->statement)) == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		rows->status = connection_failed(rows->db, "step");
	return false;
}

enum status
rows_close(struct rows *rows)
{
	if (rows->statement == NULL)
		return rows->status;
	/* With RETURNING a fault may show only here. */
	if (sqlite3_reset(rows->statement) != SQLITE_OK &&
	    rows->status == STATUS_OK)
		rows->status = connection_failed(rows->db, "reset");
	sqlite3_clear_bindings(rows->statement);
	rows->statement = NULL;
	return rows->status;
}

int64_t
rows_integer(const struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

bool
rows_null(const struct rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

const char *
rows_text(const struct rows *rows, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(rows->statement,
	    column);
	int length = sqlite3_column_bytes(rows->statement, column);

	return text == NULL ? NULL : arena_copy(arena, text, (size_t)length);
}

const char *
rows_borrow(const struct rows *rows, int column)
{
	const unsigned char *text = sqlite3_column_text(rows->statement,
	    column);

	return text == NULL ? "" : (const char *)text;
}

const void *
rows_blob(const struct rows *rows, int column, struct arena *arena,
    size_t *length)
{
	const void *bytes = sqlite3_column_blob(rows->statement, column);

	*length = (size_t)sqlite3_column_bytes(rows->statement, column);
	return arena_copy(arena, bytes, *length);
}

void
rows_bytes(const struct rows *rows, int column, void *bytes, size_t size)
{
	const void *blob = sqlite3_column_blob(rows->statement, column);
	size_t length = (size_t)sqlite3_column_bytes(rows->statement, column);

	if (length > 0)
		memcpy(bytes, blob, length < size ? length : size);
}

enum status
db_run(struct db *db, const struct statement *sql,
    const struct value *values, size_t count)
{
	struct rows rows;

	rows_open(&rows, db, sql, values, count);
	while (rows_next(&rows))
		continue;
	return rows_close(&rows);
}

enum status
db_change(struct db *db, const struct statement *sql,
    const struct value *values, size_t count, enum status otherwise)
{
	enum status status = db_run(db, sql, values, count);

	return status == STATUS_OK && db_changed(db) == 0 ? otherwise : status;
}

int64_t
db_changed(const struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int64_t
db_changed_ever(const struct db *db)
{
	return sqlite3_total_changes64(db->handle);
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

enum status
db_integer(struct db *db, const struct statement *sql,
    const struct value *values, size_t count, int64_t *integer)
{
	enum status status;
	struct rows rows;
	bool found;
	int64_t got = 0;

	rows_open(&rows, db, sql, values, count);
	if ((found = rows_next(&rows)))
		got = rows_integer(&rows, 0);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (!found)
		return STATUS_NOTFOUND;
	*integer = got;
	return STATUS_OK;
}

SQL(DATA_VERSION, "PRAGMA data_version");

int64_t
db_version(struct db *db)
{
	int64_t version = -1;

	db_integer(db, SQL_DATA_VERSION, NO_VALUES, &version);
	return version;
}

enum status
db_script(struct db *db, const char *sql, size_t length)
{
	char *text = strndup(sql, length);
	enum status status;

	if (text == NULL)
		return STATUS_FAIL;
	status = sqlite3_exec(db->handle, text, NULL, NULL, NULL) == SQLITE_OK
	    ? STATUS_OK : connection_failed(db, "script");
	free(text);
	return status;
}

SQL(INTEGRITY, "PRAGMA integrity_check(1)");

enum status
db_check(struct db *db, struct arena *arena, const char **found)
{
	const char *words = "";
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_INTEGRITY, NO_VALUES);
	while (rows_next(&rows))
		words = rows_text(&rows, 0, arena);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (words == NULL)
		words = "";
	*found = words;
	if (strcmp(words, "ok") == 0)
		connection_is_sound();
	return STATUS_OK;
}

SQL(FOREIGN_KEYS, "PRAGMA foreign_key_check");

enum status
db_count_orphans(struct db *db, size_t *count)
{
	enum status status;
	struct rows rows;
	size_t found = 0;

	rows_open(&rows, db, SQL_FOREIGN_KEYS, NO_VALUES);
	while (rows_next(&rows))
		found++;
	if ((status = rows_close(&rows)) == STATUS_OK)
		*count = found;
	return status;
}
