#include "db/db.h"
#include "db/list.h"
#include "db/registration/note.h"

static const struct column note_columns[] = {
	COLUMN(struct note, id),
	COLUMN(struct note, moment),
	COLUMN(struct note, wie),
	COLUMN(struct note, text),
};

SQL(NOTE_LIST,
    "SELECT id, moment, wie, tekst FROM note WHERE registration = ?1"
    " ORDER BY id DESC");

enum status
note_list(struct db *db, int64_t registration, struct arena *arena,
    struct note **notes, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct note, note_columns, SIZE_MAX);

	return list_read(db, SQL_NOTE_LIST,
	    VALUES(value_integer(registration)), &all, arena, notes, count);
}

SQL(NOTE_ADD,
    "INSERT INTO note (registration, moment, wie, tekst)"
    " VALUES (?1, ?2, ?3, ?4)");

enum status
note_add(struct db *db, int64_t registration, const struct note *note)
{
	return db_run(db, SQL_NOTE_ADD, VALUES(value_integer(registration),
	    value_integer(note->moment), value_text(note->wie),
	    value_text(note->text)));
}

SQL(NOTE_REMOVE, "DELETE FROM note WHERE id = ?1 AND registration = ?2");

enum status
note_remove(struct db *db, int64_t registration, int64_t id)
{
	return db_change(db, SQL_NOTE_REMOVE, VALUES(value_integer(id),
	    value_integer(registration)), STATUS_NOTFOUND);
}
