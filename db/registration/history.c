#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "db/registration/history.h"

static void
take_deed(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct deed *)element = (struct deed){
		.moment = rows_integer(rows, 0),
		.wie = rows_text(rows, 1, arena),
		.wat = rows_text(rows, 2, arena),
		.participant = rows_integer(rows, 3),
		.toelichting = rows_text(rows, 4, arena),
	};
}

SQL(HISTORY_LIST,
    "SELECT moment, wie, wat, participant, toelichting FROM audit"
    " WHERE registration = ?1 AND wat NOT LIKE 'wens%' ORDER BY id DESC");

enum status
history_list(struct db *db, int64_t registration, struct arena *arena,
    struct deed **deeds, size_t *count)
{
	static const struct list_of all = {
		take_deed, sizeof(struct deed), HISTORY_MAX
	};

	return list_read(db, SQL_HISTORY_LIST,
	    VALUES(value_integer(registration)), &all, arena, deeds, count);
}

static void
take_letter(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct history_letter *)element = (struct history_letter){
		.id = rows_integer(rows, 0),
		.soort = rows_text(rows, 1, arena),
		.ontvanger = rows_text(rows, 2, arena),
		.status = rows_text(rows, 3, arena),
		.antwoord = rows_text(rows, 4, arena),
		.gemaakt = rows_integer(rows, 5),
		.verzonden = rows_integer(rows, 6),
	};
}

SQL(HISTORY_LETTERS,
    "SELECT id, soort, ontvanger, status, antwoord, gemaakt, verzonden"
    " FROM outbox WHERE onderwerp IN (?1, ?2) ORDER BY id DESC");

enum status
history_letters(struct db *db, int64_t registration, int64_t participant,
    struct arena *arena, struct history_letter **letters, size_t *count)
{
	static const struct list_of all = {
		take_letter, sizeof(struct history_letter), HISTORY_MAX
	};

	return list_read(db, SQL_HISTORY_LETTERS, VALUES(
	    value_text(arena_printf(arena, "registration:%lld",
	    (long long)registration)),
	    value_text(arena_printf(arena, "participant:%lld",
	    (long long)participant))), &all, arena, letters, count);
}
