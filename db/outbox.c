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

static enum status
find_posted(struct db *db, enum sql sql, const char *key,
    struct arena *arena, struct posted *posted)
{
	struct posted found = { .id = 0 };
	enum status status;
	struct rows rows;

	rows_open(&rows, db, sql, VALUES(value_text(key)));
	if (rows_next(&rows))
		found = (struct posted){
			.id = rows_integer(&rows, 0),
			.status = rows_text(&rows, 1, arena),
			.onderwerp = rows_text(&rows, 2, arena),
			.ontvanger = rows_text(&rows, 3, arena),
			.antwoord = rows_text(&rows, 4, arena),
		};
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.id == 0)
		return STATUS_NOTFOUND;
	*posted = found;
	return STATUS_OK;
}

enum status
outbox_by_verp(struct db *db, const char *verp, struct arena *arena,
    struct posted *posted)
{
	return find_posted(db, SQL_OUTBOX_BY_VERP, verp, arena, posted);
}

enum status
outbox_by_message_id(struct db *db, const char *message_id,
    struct arena *arena, struct posted *posted)
{
	return find_posted(db, SQL_OUTBOX_BY_MESSAGE_ID, message_id, arena,
	    posted);
}

static enum status
changed_one(struct db *db, enum status status)
{
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

enum status
outbox_bounced(struct db *db, int64_t id, const char *answer, int64_t now)
{
	return changed_one(db, db_run(db, SQL_OUTBOX_BOUNCED, VALUES(
	    value_integer(id), value_text(answer), value_integer(now))));
}

enum status
outbox_delayed(struct db *db, int64_t id, const char *answer)
{
	return changed_one(db, db_run(db, SQL_OUTBOX_DELAYED, VALUES(
	    value_integer(id), value_text(answer))));
}
