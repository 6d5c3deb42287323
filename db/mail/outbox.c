#include <assert.h>

#include "core/arena.h"
#include "db/list.h"
#include "db/mail/outbox.h"

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
		[OUTBOX_WITHDRAWN] = "withdrawn",
	};

	assert(state < OUTBOX__MAX);
	return words[state];
}

SQL(OUTBOX_LAST, "SELECT coalesce(max(id), 0) FROM outbox");
SQL(OUTBOX_OWED_SINCE,
    "SELECT count(*) FROM outbox WHERE id > ?1 AND status = 'queued'");

enum status
outbox_last(struct db *db, int64_t *id)
{
	return db_integer(db, SQL_OUTBOX_LAST, NO_VALUES, id);
}

enum status
outbox_owed_since(struct db *db, int64_t id, int64_t *count)
{
	return db_integer(db, SQL_OUTBOX_OWED_SINCE,
	    VALUES(value_integer(id)), count);
}

static const struct column owed_columns[] = {
	COLUMN(struct debt, id),
	COLUMN(struct debt, soort),
	COLUMN(struct debt, event),
	COLUMN(struct debt, registration),
	COLUMN(struct debt, participant),
	COLUMN(struct debt, nonce),
	COLUMN(struct debt, ontvanger),
	COLUMN(struct debt, naam),
	COLUMN(struct debt, wie),
	COLUMN(struct debt, feiten),
	COLUMN(struct debt, gemaakt),
	COLUMN(struct debt, ander),
};

SQL(OUTBOX_OWED_LIST,
    "SELECT id, soort, event, registration, participant, nonce, ontvanger,"
    " naam, wie, feiten, gemaakt, ander FROM outbox WHERE id > ?1"
    " AND status = 'queued' ORDER BY id LIMIT ?2");

enum status
outbox_owed_list(struct db *db, int64_t id, struct arena *arena,
    struct debt **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct debt, owed_columns, SIZE_MAX);

	return list_read(db, SQL_OUTBOX_OWED_LIST, VALUES(value_integer(id),
	    value_integer((int64_t)list_portion)), &all, arena, list, count);
}

SQL(OUTBOX_OWE,
    "INSERT INTO outbox (soort, event, registration, participant, nonce,"
    " ontvanger, naam, wie, feiten, gemaakt, volgende, vast_tot, gemeente,"
    " ander) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10,"
    " coalesce(?12, ''), ?13)");

enum status
outbox_owe(struct db *db, struct debt *debt, int64_t due, int64_t now)
{
	enum status status;

	status = db_run(db, SQL_OUTBOX_OWE, VALUES(value_text(debt->soort),
	    value_integer(debt->event), value_integer(debt->registration),
	    value_integer(debt->participant), value_integer(debt->nonce),
	    value_text(debt->ontvanger), value_text(debt->naam),
	    value_text(debt->wie), value_text(debt->feiten),
	    value_integer(now), value_integer(due),
	    value_text(debt->gemeente), value_integer(debt->ander)));
	if (status == STATUS_OK) {
		debt->id = db_last_id(db);
		debt->gemaakt = now;
	}
	return status;
}

static const struct column recent_columns[] = {
	COLUMN(struct recent, id),
	COLUMN(struct recent, soort),
	COLUMN(struct recent, participant),
	COLUMN(struct recent, nonce),
	COLUMN(struct recent, ontvanger),
	COLUMN(struct recent, feiten),
	COLUMN(struct recent, status),
	COLUMN(struct recent, gemaakt),
	COLUMN(struct recent, volgende),
	COLUMN(struct recent, vast_tot),
	COLUMN(struct recent, pogingen),
	COLUMN(struct recent, samen),
	COLUMN(struct recent, ander),
};

SQL(OUTBOX_RECENT,
    "SELECT id, soort, participant, nonce, ontvanger, feiten, status,"
    " gemaakt, volgende, vast_tot, pogingen, samen, ander FROM outbox"
    " WHERE registration = ?1"
    " AND (gemaakt > ?2 OR volgende IS NOT NULL) ORDER BY id");

enum status
outbox_recent(struct db *db, int64_t registration, int64_t since,
    struct arena *arena, struct recent **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct recent, recent_columns, SIZE_MAX);

	return list_read(db, SQL_OUTBOX_RECENT,
	    VALUES(value_integer(registration), value_integer(since)), &all,
	    arena, list, count);
}

SQL(OUTBOX_REACHED,
    "SELECT EXISTS (SELECT 1 FROM outbox WHERE registration = ?1"
    " AND participant = ?2 AND ontvanger = ?3 COLLATE NOCASE"
    " AND pogingen > 0 AND status <> 'failed')");

enum status
outbox_reached(struct db *db, int64_t registration, int64_t participant,
    const char *address, bool *reached)
{
	int64_t found = 0;
	enum status status;

	status = db_integer(db, SQL_OUTBOX_REACHED, VALUES(
	    value_integer(registration), value_integer(participant),
	    value_text(address)), &found);
	*reached = found != 0;
	return status;
}

SQL(OUTBOX_COUNT_TO,
    "SELECT count(*) FROM outbox WHERE ontvanger = ?1 COLLATE NOCASE"
    " AND gemaakt > ?2 AND samen = 0");

enum status
outbox_count_to(struct db *db, const char *address, int64_t since,
    int64_t *count)
{
	return db_integer(db, SQL_OUTBOX_COUNT_TO,
	    VALUES(value_text(address), value_integer(since)), count);
}

SQL(OUTBOX_WITHDRAW,
    "UPDATE outbox SET status = 'withdrawn', volgende = NULL, antwoord = ?2"
    " WHERE id = ?1 AND status IN ('queued', 'deferred')"
    " AND (vast_tot <= ?3 OR pogingen = 0)");

enum status
outbox_withdraw(struct db *db, int64_t id, const char *reason, int64_t now)
{
	return db_change(db, SQL_OUTBOX_WITHDRAW, VALUES(value_integer(id),
	    value_text(reason), value_integer(now)), STATUS_NOTFOUND);
}

SQL(OUTBOX_WITHDRAW_FROM,
    "UPDATE outbox SET status = 'withdrawn', volgende = NULL,"
    " antwoord = '" OUTBOX_MOVED_ON "' WHERE registration = ?1"
    " AND participant = ?2 AND nonce = ?3"
    " AND status IN ('queued', 'deferred')"
    " AND (vast_tot <= ?4 OR pogingen = 0)");

enum status
outbox_withdraw_from(struct db *db, int64_t registration, int64_t participant,
    int64_t nonce, int64_t now)
{
	return db_run(db, SQL_OUTBOX_WITHDRAW_FROM, VALUES(
	    value_integer(registration), value_integer(participant),
	    value_integer(nonce), value_integer(now)));
}

SQL(OUTBOX_STOP,
    "UPDATE outbox SET status = 'withdrawn', volgende = NULL, antwoord = ?3"
    " WHERE id BETWEEN ?1 AND ?2 AND status = 'queued' AND pogingen = 0");

enum status
outbox_stop(struct db *db, int64_t first, int64_t last, const char *reason,
    int64_t *stopped)
{
	enum status status;

	status = db_run(db, SQL_OUTBOX_STOP, VALUES(value_integer(first),
	    value_integer(last), value_text(reason)));
	if (status == STATUS_OK)
		*stopped = db_changed(db);
	return status;
}

/* The letters of one message, whose own letter is ?1. */
#define TOGETHER "(id = ?1 OR (samen = ?1 AND samen <> 0))"

/* What was sent has been sent, even if it was cancelled meanwhile. */
SQL(OUTBOX_ANSWER,
    "UPDATE outbox SET status = ?2, antwoord = ?3, vast_tot = ?4,"
    " verzonden = CASE WHEN ?2 = 'sent' THEN ?4 END,"
    " volgende = CASE WHEN ?2 = 'deferred' THEN ?4"
    " + min(?5 * pogingen * pogingen, ?6) + ?1 % 60 END"
    " WHERE " TOGETHER " AND (status NOT IN ('cancelled', 'withdrawn')"
    " OR ?2 = 'sent')");

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
    " WHERE " TOGETHER " AND status IN ('queued', 'deferred')");

enum status
outbox_put_back(struct db *db, int64_t id, int64_t due, const char *answer,
    int64_t now)
{
	return db_run(db, SQL_OUTBOX_PUT_BACK, VALUES(value_integer(id),
	    value_integer(due), value_text(answer), value_integer(now)));
}

SQL(OUTBOX_RELEASE,
    "UPDATE outbox SET pogingen = max(pogingen - 1, 0), volgende = ?2,"
    " vast_tot = ?2 WHERE " TOGETHER " AND status IN ('queued', 'deferred')");

enum status
outbox_release(struct db *db, int64_t id, int64_t now)
{
	return db_run(db, SQL_OUTBOX_RELEASE, VALUES(value_integer(id),
	    value_integer(now)));
}

/*
 * Not while a mailer may be sending it.  What did not arrive is tried again
 * with those who would have read it, too.
 */
SQL(OUTBOX_RETRY,
    "UPDATE outbox SET status = 'queued', volgende = max(?2, vast_tot),"
    " verzonden = NULL WHERE (id = ?1 AND status IN ('queued', 'deferred',"
    " 'failed', 'cancelled', 'withdrawn')) OR (status IN ('queued',"
    " 'deferred', 'failed') AND id IN (SELECT o.samen FROM outbox o"
    " WHERE o.id = ?1 AND o.samen <> 0 UNION ALL SELECT m.id"
    " FROM outbox o CROSS JOIN outbox m ON m.samen = iif(o.samen = 0, o.id,"
    " o.samen) AND m.samen <> 0 WHERE o.id = ?1))");

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

/* Of a failed letter vast_tot is about when it was tried last. */
SQL(OUTBOX_FAILED_SINCE, "SELECT count(*) FROM outbox"
    " WHERE status = 'failed' AND vast_tot > ?1");

enum status
outbox_failed_since(struct db *db, int64_t since, int64_t *count)
{
	return db_integer(db, SQL_OUTBOX_FAILED_SINCE,
	    VALUES(value_integer(since)), count);
}

SQL(OUTBOX_LAST_RECIPIENT,
    "SELECT ontvanger FROM outbox ORDER BY id DESC LIMIT 1");

enum status
outbox_last_recipient(struct db *db, struct arena *arena,
    const char **recipient)
{
	const char *found = NULL;
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_OUTBOX_LAST_RECIPIENT, NO_VALUES);
	if (rows_next(&rows))
		found = rows_text(&rows, 0, arena);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found == NULL)
		return STATUS_NOTFOUND;
	*recipient = found;
	return STATUS_OK;
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
		.debt = {
			.id = rows_integer(rows, 0),
			.soort = rows_text(rows, 1, arena),
			.event = rows_integer(rows, 2),
			.registration = rows_integer(rows, 3),
			.participant = rows_integer(rows, 4),
			.nonce = rows_integer(rows, 5),
			.ontvanger = rows_text(rows, 6, arena),
			.naam = rows_text(rows, 7, arena),
			.wie = rows_text(rows, 8, arena),
			.feiten = rows_text(rows, 9, arena),
			.gemaakt = rows_integer(rows, 13),
			.gemeente = rows_text(rows, 18, arena),
		},
		.status = rows_text(rows, 11, arena),
		.pogingen = rows_integer(rows, 12),
		.gemaakt = rows_integer(rows, 13),
		.volgende = rows_integer(rows, 14),
		.antwoord = rows_text(rows, 15, arena),
		.verzonden = rows_integer(rows, 16),
	};

	if (rows_null(rows, 10))
		return;
	item->afzender = rows_text(rows, 10, arena);
	item->bericht = rows_blob(rows, 17, arena, &item->length);
}

SQL(OUTBOX_GET,
    "SELECT id, soort, event, registration, participant, nonce, ontvanger,"
    " naam, wie, feiten, afzender, status, pogingen, gemaakt, volgende,"
    " antwoord, verzonden, bericht, gemeente"
    " FROM outbox LEFT JOIN outbox_bericht b ON b.outbox = iif(samen = 0, id,"
    " samen) WHERE id = ?1");

enum status
outbox_get(struct db *db, int64_t id, struct arena *arena,
    struct outbox_item *item)
{
	static const struct list_of one =
	    LIST_BY(struct outbox_item, take_item, 1);

	return row_read(db, SQL_OUTBOX_GET, VALUES(value_integer(id)),
	    &one, arena, item);
}

SQL(OUTBOX_ANY_SENT,
    "SELECT EXISTS (SELECT 1 FROM outbox WHERE status = 'sent')");

enum status
outbox_any_sent(struct db *db, bool *any)
{
	int64_t sent;
	enum status status = db_integer(db, SQL_OUTBOX_ANY_SENT, NO_VALUES,
	    &sent);

	if (status == STATUS_OK)
		*any = sent != 0;
	return status;
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
