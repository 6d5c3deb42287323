#include <assert.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/mail/outbox.h"

#define FIRST_WAIT	60
#define LONGEST_WAIT	(6 * 3600)
#define MINUTE		60

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
	enum status status;

	status = db_run(db, SQL_OUTBOX_ADD, VALUES(
	    value_text(letter->onderwerp), value_text(letter->ontvanger),
	    value_integer(letter->versie), value_text(letter->soort),
	    value_text(letter->afzender), value_text(letter->message_id),
	    value_integer(now), value_text(letter->verp)));
	if (status != STATUS_OK || db_changed(db) == 0)
		return status;
	return db_run(db, SQL_OUTBOX_ADD_BERICHT, VALUES(
	    value_integer(db_last_id(db)),
	    value_blob(letter->bericht, letter->length)));
}

/* How many letters may go now. */
static enum status
pace_room(struct db *db, const struct terms *terms, int64_t *room)
{
	enum status status;
	int64_t taken = 0;

	if (terms->per_minute <= 0) {
		*room = (int64_t)terms->max;
		return STATUS_OK;
	}
	status = db_integer(db, SQL_PACE_COUNT,
	    VALUES(value_integer(terms->now - MINUTE)), &taken);
	if (status != STATUS_OK)
		return status;
	*room = terms->per_minute - taken;
	if (*room > (int64_t)terms->max)
		*room = (int64_t)terms->max;
	return STATUS_OK;
}

static enum status
pace_count(struct db *db, const struct terms *terms, size_t count)
{
	enum status status;

	if (terms->per_minute <= 0)
		return STATUS_OK;
	status = db_run(db, SQL_PACE_SWEEP,
	    VALUES(value_integer(terms->now - MINUTE)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_PACE_ADD, VALUES(
		    value_integer(terms->now),
		    value_integer((int64_t)count)));
	return status;
}

enum status
outbox_claim(struct db *db, const struct terms *terms, struct arena *arena,
    struct claim *claims, size_t *count)
{
	enum status status;
	struct rows rows;
	int64_t room;
	size_t n = 0;

	status = pace_room(db, terms, &room);
	if (status != STATUS_OK || room <= 0)
		return status == STATUS_OK ? STATUS_NOTFOUND : status;
	rows_open(&rows, db, SQL_OUTBOX_CLAIM, VALUES(
	    value_integer(terms->now), value_integer(FIRST_WAIT),
	    value_integer(LONGEST_WAIT), value_integer(terms->hold),
	    value_integer(room)));
	while (rows_next(&rows)) {
		assert(n < terms->max);
		claims[n].id = rows_integer(&rows, 0);
		claims[n].afzender = rows_text(&rows, 1, arena);
		claims[n].ontvanger = rows_text(&rows, 2, arena);
		claims[n].bericht = rows_blob(&rows, 3, arena,
		    &claims[n].length);
		claims[n++].pogingen = rows_integer(&rows, 4);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (n == 0)
		return STATUS_NOTFOUND;
	*count = n;
	return pace_count(db, terms, n);
}

enum status
outbox_answer(struct db *db, int64_t id, enum outbox_state state,
    const char *answer, int64_t now)
{
	return db_run(db, SQL_OUTBOX_ANSWER, VALUES(value_integer(id),
	    value_text(outbox_word(state)), value_text(answer),
	    value_integer(now), value_integer(FIRST_WAIT),
	    value_integer(LONGEST_WAIT)));
}

enum status
outbox_put_back(struct db *db, int64_t id, int64_t due, const char *answer,
    int64_t now)
{
	return db_run(db, SQL_OUTBOX_PUT_BACK, VALUES(value_integer(id),
	    value_integer(due), value_text(answer), value_integer(now)));
}

enum status
outbox_release(struct db *db, int64_t id, int64_t now)
{
	return db_run(db, SQL_OUTBOX_RELEASE, VALUES(value_integer(id),
	    value_integer(now)));
}

/* The statement touched one letter. */
static enum status
by_hand(struct db *db, enum status status)
{
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

enum status
outbox_retry(struct db *db, int64_t id, int64_t now)
{
	return by_hand(db, db_run(db, SQL_OUTBOX_RETRY,
	    VALUES(value_integer(id), value_integer(now))));
}

enum status
outbox_cancel(struct db *db, int64_t id)
{
	return by_hand(db, db_run(db, SQL_OUTBOX_CANCEL,
	    VALUES(value_integer(id))));
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

static struct outbox_line
take_line(const struct rows *rows, struct arena *arena)
{
	return (struct outbox_line){
		.id = rows_integer(rows, 0),
		.status = rows_text(rows, 1, arena),
		.ontvanger = rows_text(rows, 2, arena),
		.volgende = rows_integer(rows, 3),
		.antwoord = rows_text(rows, 4, arena),
		.soort = rows_text(rows, 5, arena),
	};
}

enum status
outbox_each(struct db *db, struct arena *arena,
    void (*each)(const struct outbox_line *, void *), void *arg)
{
	struct outbox_line line;
	struct rows rows;

	rows_open(&rows, db, SQL_OUTBOX_LIST, NO_VALUES);
	while (rows_next(&rows)) {
		line = take_line(&rows, arena);
		each(&line, arg);
		arena_reset(arena);
	}
	return rows_close(&rows);
}

enum status
outbox_trouble(struct db *db, int64_t failed_since, int64_t waiting_since,
    struct arena *arena, struct outbox_line *lines, size_t *count)
{
	enum status status;
	struct rows rows;
	size_t n = 0;

	rows_open(&rows, db, SQL_OUTBOX_TROUBLE, VALUES(
	    value_integer(failed_since), value_integer(waiting_since),
	    value_integer((int64_t)*count)));
	while (rows_next(&rows))
		lines[n++] = take_line(&rows, arena);
	status = rows_close(&rows);
	if (status == STATUS_OK)
		*count = n;
	return status;
}

static struct outbox_item
take_item(const struct rows *rows, struct arena *arena)
{
	struct outbox_item item = {
		.letter = {
			.onderwerp = rows_text(rows, 1, arena),
			.versie = rows_integer(rows, 2),
			.soort = rows_text(rows, 3, arena),
			.afzender = rows_text(rows, 4, arena),
			.ontvanger = rows_text(rows, 5, arena),
			.message_id = rows_text(rows, 6, arena),
		},
		.status = rows_text(rows, 8, arena),
		.pogingen = rows_integer(rows, 9),
		.gemaakt = rows_integer(rows, 10),
		.volgende = rows_integer(rows, 11),
		.antwoord = rows_text(rows, 12, arena),
		.verzonden = rows_integer(rows, 13),
	};

	item.letter.bericht = rows_blob(rows, 7, arena, &item.letter.length);
	return item;
}

enum status
outbox_get(struct db *db, int64_t id, struct arena *arena,
    struct outbox_item *item)
{
	struct outbox_item found;
	enum status status;
	struct rows rows;
	bool any = false;

	rows_open(&rows, db, SQL_OUTBOX_GET, VALUES(value_integer(id)));
	if (rows_next(&rows)) {
		found = take_item(&rows, arena);
		any = true;
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (!any)
		return STATUS_NOTFOUND;
	*item = found;
	return STATUS_OK;
}

enum status
alarm_raise(struct db *db, const char *answer, int64_t now)
{
	return db_run(db, SQL_ALARM_RAISE, VALUES(value_integer(now),
	    value_text(answer)));
}

enum status
alarm_clear(struct db *db)
{
	return db_run(db, SQL_ALARM_CLEAR, NO_VALUES);
}

enum status
alarm_get(struct db *db, struct arena *arena, struct alarm *alarm)
{
	struct alarm found = { .antwoord = NULL };
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_ALARM_GET, NO_VALUES);
	if (rows_next(&rows))
		found = (struct alarm){
			.sinds = rows_integer(&rows, 0),
			.antwoord = rows_text(&rows, 1, arena),
		};
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.antwoord == NULL)
		return STATUS_NOTFOUND;
	*alarm = found;
	return STATUS_OK;
}
