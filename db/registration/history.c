#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "db/registration/history.h"

static const struct column entry_columns[] = {
	COLUMN(struct history_entry, moment),
	COLUMN(struct history_entry, wie),
	COLUMN(struct history_entry, wat),
	COLUMN(struct history_entry, participant),
	COLUMN(struct history_entry, toelichting),
	COLUMN(struct history_entry, waarden),
	COLUMN(struct history_entry, reden),
};

SQL(HISTORY_LIST,
    "SELECT moment, wie, wat, participant, toelichting, waarden, reden"
    " FROM audit WHERE registration = ?1 AND wat NOT LIKE 'wens%'"
    " AND wat <> 'bekeken'"
    " ORDER BY id DESC");

enum status
history_list(struct db *db, int64_t registration, struct arena *arena,
    struct history_entry **entries, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct history_entry, entry_columns, SIZE_MAX);

	return list_read(db, SQL_HISTORY_LIST,
	    VALUES(value_integer(registration)), &all, arena, entries, count);
}

static const struct column letter_columns[] = {
	COLUMN(struct history_letter, id),
	COLUMN(struct history_letter, soort),
	COLUMN(struct history_letter, ontvanger),
	COLUMN(struct history_letter, status),
	COLUMN(struct history_letter, antwoord),
	COLUMN(struct history_letter, gemaakt),
	COLUMN(struct history_letter, verzonden),
};

SQL(HISTORY_LETTERS,
    "SELECT id, soort, ontvanger, status, antwoord, gemaakt, verzonden"
    " FROM outbox WHERE registration = ?1 AND participant IN (0, ?2)"
    " ORDER BY id DESC");

enum status
history_letters(struct db *db, int64_t registration, int64_t participant,
    struct arena *arena, struct history_letter **letters, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct history_letter, letter_columns, SIZE_MAX);

	return list_read(db, SQL_HISTORY_LETTERS,
	    VALUES(value_integer(registration), value_integer(participant)),
	    &all, arena, letters, count);
}
