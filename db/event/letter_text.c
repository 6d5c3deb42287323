#include <string.h>

#include "core/text.h"
#include "db/db.h"
#include "db/event/letter_text.h"
#include "db/list.h"

#define LETTERS_MAX	200

static const struct column letter_columns[] = {
	COLUMN(struct letter_text, key),
	COLUMN(struct letter_text, subject),
	COLUMN(struct letter_text, text),
};

/* The key stands behind the word, the subject in front of the first line. */
SQL(LETTER_TEXT_LIST,
    "SELECT substr(sleutel, 7), substr(tekst, 1, instr(tekst, char(10)) - 1),"
    " substr(tekst, instr(tekst, char(10)) + 1) FROM event_text"
    " WHERE event = ?1 AND sleutel >= 'brief ' AND sleutel < 'brief!'");

enum status
letter_text_list(struct db *db, int64_t event, struct arena *arena,
    struct letter_text **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct letter_text, letter_columns, LETTERS_MAX);

	return list_read(db, SQL_LETTER_TEXT_LIST,
	    VALUES(value_integer(event)), &all, arena, list, count);
}

SQL(LETTER_TEXT_PUT,
    "INSERT INTO event_text (event, sleutel, tekst)"
    " VALUES (?1, 'brief ' || ?2, ?3 || char(10) || ?4)"
    " ON CONFLICT (event, sleutel) DO UPDATE SET tekst = excluded.tekst");
SQL(LETTER_TEXT_REMOVE,
    "DELETE FROM event_text WHERE event = ?1 AND sleutel = 'brief ' || ?2");

enum status
letter_text_write(struct db *db, int64_t event,
    const struct letter_text *letter)
{
	if (text_empty(letter->subject) && text_empty(letter->text))
		return db_run(db, SQL_LETTER_TEXT_REMOVE, VALUES(
		    value_integer(event), value_text(letter->key)));
	return db_run(db, SQL_LETTER_TEXT_PUT, VALUES(value_integer(event),
	    value_text(letter->key), value_text(letter->subject),
	    value_text(letter->text)));
}
