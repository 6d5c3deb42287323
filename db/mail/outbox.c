#include <assert.h>

#include "core/arena.h"
#include "db/list.h"
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

SQL(OUTBOX_ADD,
    "INSERT INTO outbox (onderwerp, ontvanger, versie, soort, afzender,"
    " message_id, gemaakt, volgende, vast_tot, verp)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7, ?8)"
    " ON CONFLICT (onderwerp, ontvanger, versie) DO NOTHING");
SQL(OUTBOX_ADD_BERICHT,
    "INSERT INTO outbox_bericht (outbox, bericht) VALUES (?1, ?2)");

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

SQL(PACE_COUNT,
    "SELECT coalesce(sum(aantal), 0) FROM mail_pace WHERE seconde > ?1");

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

SQL(PACE_ADD,
    "INSERT INTO mail_pace (seconde, aantal) VALUES (?1, ?2)"
    " ON CONFLICT (seconde) DO UPDATE SET aantal = aantal + excluded.aantal");
SQL(PACE_SWEEP, "DELETE FROM mail_pace WHERE seconde <= ?1");

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

/* The next date before the try; the id keeps letters from bunching. */
SQL(OUTBOX_CLAIM,
    "UPDATE outbox SET pogingen = pogingen + 1, vast_tot = ?1 + ?4,"
    " volgende = ?1 + max(?4, min(?2 * (pogingen + 1) * (pogingen + 1), ?3)"
    " + id % 60) WHERE id IN (SELECT id FROM outbox WHERE volgende <= ?1"
    " ORDER BY volgende, id LIMIT ?5)"
    " RETURNING id, afzender, ontvanger, (SELECT bericht"
    " FROM outbox_bericht b WHERE b.outbox = outbox.id), pogingen");

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

/* What was sent has been sent, even if it was cancelled meanwhile. */
SQL(OUTBOX_ANSWER,
    "UPDATE outbox SET status = ?2, antwoord = ?3, vast_tot = ?4,"
    " verzonden = CASE WHEN ?2 = 'sent' THEN ?4 END,"
    " volgende = CASE WHEN ?2 = 'deferred' THEN ?4"
    " + min(?5 * pogingen * pogingen, ?6) + id % 60 END"
    " WHERE id = ?1 AND (status <> 'cancelled' OR ?2 = 'sent')");

enum status
outbox_answer(struct db *db, int64_t id, enum outbox_state state,
    const char *answer, int64_t now)
{
	return db_run(db, SQL_OUTBOX_ANSWER, VALUES(value_integer(id),
	    value_text(outbox_word(state)), value_text(answer),
	    value_integer(now), value_integer(FIRST_WAIT),
	    value_integer(LONGEST_WAIT)));
}

/* The relay was away: the try does not count against the letter. */
SQL(OUTBOX_PUT_BACK,
    "UPDATE outbox SET pogingen = max(pogingen - 1, 0), volgende = ?2,"
    " vast_tot = ?4, antwoord = ?3, status = 'deferred'"
    " WHERE id = ?1 AND status IN ('queued', 'deferred')");

enum status
outbox_put_back(struct db *db, int64_t id, int64_t due, const char *answer,
    int64_t now)
{
	return db_run(db, SQL_OUTBOX_PUT_BACK, VALUES(value_integer(id),
	    value_integer(due), value_text(answer), value_integer(now)));
}

SQL(OUTBOX_RELEASE,
    "UPDATE outbox SET pogingen = max(pogingen - 1, 0), volgende = ?2,"
    " vast_tot = ?2 WHERE id = ?1 AND status IN ('queued', 'deferred')");

enum status
outbox_release(struct db *db, int64_t id, int64_t now)
{
	return db_run(db, SQL_OUTBOX_RELEASE, VALUES(value_integer(id),
	    value_integer(now)));
}

/* Not while a mailer may be sending it. */
SQL(OUTBOX_RETRY,
    "UPDATE outbox SET status = 'queued', volgende = max(?2, vast_tot),"
    " verzonden = NULL"
    " WHERE id = ?1 AND status IN ('queued', 'deferred', 'failed',"
    " 'cancelled')");

enum status
outbox_retry(struct db *db, int64_t id, int64_t now)
{
	return db_change(db, SQL_OUTBOX_RETRY, VALUES(value_integer(id),
	    value_integer(now)), STATUS_NOTFOUND);
}

SQL(OUTBOX_CANCEL,
    "UPDATE outbox SET status = 'cancelled', volgende = NULL"
    " WHERE id = ?1 AND status IN ('queued', 'deferred', 'failed')");

enum status
outbox_cancel(struct db *db, int64_t id)
{
	return db_change(db, SQL_OUTBOX_CANCEL, VALUES(value_integer(id)),
	    STATUS_NOTFOUND);
}

SQL(OUTBOX_OLDEST,
    "SELECT min(gemaakt) FROM outbox WHERE volgende IS NOT NULL");
SQL(OUTBOX_COUNT_FAILED, "SELECT count(*) FROM outbox WHERE status = 'failed'");

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

static const struct column line_columns[] = {
	COLUMN(struct outbox_line, id),
	COLUMN(struct outbox_line, status),
	COLUMN(struct outbox_line, ontvanger),
	COLUMN(struct outbox_line, volgende),
	COLUMN(struct outbox_line, antwoord),
	COLUMN(struct outbox_line, soort),
};

static const struct list_of lines_of = LIST_OF(struct outbox_line,
    line_columns, SIZE_MAX);

SQL(OUTBOX_LIST,
    "SELECT id, status, ontvanger, volgende, antwoord, soort FROM outbox"
    " ORDER BY id");

enum status
outbox_each(struct db *db, struct arena *arena,
    void (*each)(const struct outbox_line *, void *), void *arg)
{
	struct outbox_line line;
	struct rows rows;

	rows_open(&rows, db, SQL_OUTBOX_LIST, NO_VALUES);
	while (rows_next(&rows)) {
		row_take(&rows, &lines_of, arena, &line);
		each(&line, arg);
		arena_reset(arena);
	}
	return rows_close(&rows);
}

/* What a person should look at: refused lately, or waiting too long. */
SQL(OUTBOX_TROUBLE,
    "SELECT id, status, ontvanger, volgende, antwoord, soort FROM outbox"
    " WHERE soort <> 'digest' AND ((status = 'failed' AND vast_tot > ?1)"
    " OR (volgende IS NOT NULL AND gemaakt <= ?2)) ORDER BY id LIMIT ?3");

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
		row_take(&rows, &lines_of, arena, &lines[n++]);
	status = rows_close(&rows);
	if (status == STATUS_OK)
		*count = n;
	return status;
}

static void
take_item(const struct rows *rows, struct arena *arena, void *element)
{
	struct outbox_item *item = element;

	*item = (struct outbox_item){
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

	item->letter.bericht = rows_blob(rows, 7, arena, &item->letter.length);
}

SQL(OUTBOX_GET,
    "SELECT id, onderwerp, versie, soort, afzender, ontvanger, message_id,"
    " bericht, status, pogingen, gemaakt, volgende, antwoord, verzonden"
    " FROM outbox JOIN outbox_bericht b ON b.outbox = id WHERE id = ?1");

enum status
outbox_get(struct db *db, int64_t id, struct arena *arena,
    struct outbox_item *item)
{
	static const struct list_of one =
	    LIST_BY(struct outbox_item, take_item, 1);

	return row_read(db, SQL_OUTBOX_GET, VALUES(value_integer(id)),
	    &one, arena, item);
}

SQL(ALARM_RAISE,
    "INSERT INTO mail_alarm (een, sinds, antwoord) VALUES (1, ?1, ?2)"
    " ON CONFLICT (een) DO UPDATE SET antwoord = excluded.antwoord");

enum status
alarm_raise(struct db *db, const char *answer, int64_t now)
{
	return db_run(db, SQL_ALARM_RAISE, VALUES(value_integer(now),
	    value_text(answer)));
}

SQL(ALARM_CLEAR, "DELETE FROM mail_alarm");

enum status
alarm_clear(struct db *db)
{
	return db_run(db, SQL_ALARM_CLEAR, NO_VALUES);
}

static const struct column alarm_columns[] = {
	COLUMN(struct alarm, sinds),
	COLUMN(struct alarm, antwoord),
};

SQL(ALARM_GET, "SELECT sinds, antwoord FROM mail_alarm");

enum status
alarm_get(struct db *db, struct arena *arena, struct alarm *alarm)
{
	static const struct list_of one =
	    LIST_OF(struct alarm, alarm_columns, 1);

	return row_read(db, SQL_ALARM_GET, NO_VALUES, &one, arena, alarm);
}
