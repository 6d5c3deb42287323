#include <assert.h>

#include "db/arena.h"
#include "db/db.h"
#include "db/outbox.h"

#define FIRST_WAIT	60
#define LONGEST_WAIT	(6 * 3600)

const char *
outbox_word(enum outbox_state state)
{
	static const char *const words[OUTBOX__MAX] = {
		[OUTBOX_QUEUED] = "queued",
		[OUTBOX_DEFERRED] = "deferred",
		[OUTBOX_SENT] = "sent",
		[OUTBOX_FAILED] = "failed",
		[OUTBOX_CANCELLED] = "cancelled",
	};

	assert(state < OUTBOX__MAX);
	return words[state];
}

enum status
outbox_add(struct db *db, const struct letter *letter, int64_t now)
{
	return db_run(db, SQL_OUTBOX_ADD, VALUES(
	    value_text(letter->onderwerp), value_text(letter->ontvanger),
	    value_integer(letter->versie), value_text(letter->soort),
	    value_text(letter->afzender), value_text(letter->message_id),
	    value_blob(letter->bericht, letter->length), value_integer(now)));
}

enum status
outbox_claim(struct db *db, int64_t now, struct arena *arena,
    struct claim *claim)
{
	struct claim found = { .id = 0 };
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_OUTBOX_CLAIM, VALUES(value_integer(now),
	    value_integer(FIRST_WAIT), value_integer(LONGEST_WAIT)));
	while (rows_next(&rows)) {
		found.id = rows_integer(&rows, 0);
		found.afzender = rows_text(&rows, 1, arena);
		found.ontvanger = rows_text(&rows, 2, arena);
		found.bericht = rows_blob(&rows, 3, arena, &found.length);
		found.pogingen = rows_integer(&rows, 4);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.id == 0)
		return STATUS_NOTFOUND;
	*claim = found;
	return STATUS_OK;
}

enum status
outbox_answer(struct db *db, int64_t id, enum outbox_state state,
    const char *answer, int64_t now)
{
	return db_run(db, SQL_OUTBOX_ANSWER, VALUES(value_integer(id),
	    value_text(outbox_word(state)), value_text(answer),
	    state == OUTBOX_SENT ? value_integer(now) : value_null()));
}

enum status
outbox_put_back(struct db *db, int64_t id, int64_t due, const char *answer)
{
	return db_run(db, SQL_OUTBOX_PUT_BACK, VALUES(value_integer(id),
	    value_integer(due), value_text(answer)));
}

enum status
outbox_next(struct db *db, int64_t *due)
{
	enum status status;
	struct rows rows;
	int64_t found = 0;
	bool none = true;

	rows_open(&rows, db, SQL_OUTBOX_NEXT, NO_VALUES);
	if (rows_next(&rows) && !(none = rows_null(&rows, 0)))
		found = rows_integer(&rows, 0);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (none)
		return STATUS_NOTFOUND;
	*due = found;
	return STATUS_OK;
}

enum status
outbox_retry(struct db *db, int64_t id, int64_t now)
{
	enum status status;

	status = db_run(db, SQL_OUTBOX_RETRY, VALUES(value_integer(id),
	    value_integer(now)));
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

enum status
outbox_health(struct db *db, int64_t now, int64_t *age, int64_t *failed)
{
	enum status status;
	struct rows rows;
	int64_t oldest = now;

	rows_open(&rows, db, SQL_OUTBOX_OLDEST, NO_VALUES);
	if (rows_next(&rows) && !rows_null(&rows, 0))
		oldest = rows_integer(&rows, 0);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	*age = now - oldest;
	return db_integer(db, SQL_OUTBOX_COUNT_FAILED, NO_VALUES, failed);
}

enum status
outbox_each(struct db *db, struct arena *arena,
    void (*each)(const struct outbox_line *, void *), void *arg)
{
	struct outbox_line line;
	struct rows rows;

	rows_open(&rows, db, SQL_OUTBOX_LIST, NO_VALUES);
	while (rows_next(&rows)) {
		line = (struct outbox_line){
			.id = rows_integer(&rows, 0),
			.status = rows_text(&rows, 1, arena),
			.ontvanger = rows_text(&rows, 2, arena),
			.volgende = rows_integer(&rows, 3),
			.antwoord = rows_text(&rows, 4, arena),
			.soort = rows_text(&rows, 5, arena),
		};
		each(&line, arg);
		arena_reset(arena);
	}
	return rows_close(&rows);
}
