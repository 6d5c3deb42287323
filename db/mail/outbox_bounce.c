#include "core/arena.h"
#include "db/db.h"
#include "db/mail/outbox_bounce.h"

static enum status
find_posted(struct db *db, const struct statement *sql, const char *key,
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
		};
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.id == 0)
		return STATUS_NOTFOUND;
	*posted = found;
	return STATUS_OK;
}

SQL(POSTED_BY_VERP,
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE verp = ?1");

enum status
posted_by_verp(struct db *db, const char *verp, struct arena *arena,
    struct posted *posted)
{
	return find_posted(db, SQL_POSTED_BY_VERP, verp, arena, posted);
}

SQL(POSTED_BY_MESSAGE_ID,
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE message_id = ?1");

enum status
posted_by_message_id(struct db *db, const char *message_id,
    struct arena *arena, struct posted *posted)
{
	return find_posted(db, SQL_POSTED_BY_MESSAGE_ID, message_id, arena,
	    posted);
}

static enum status
changed_one(struct db *db, enum status status)
{
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

SQL(POSTED_BOUNCED,
    "UPDATE outbox SET status = 'failed', antwoord = ?2, vast_tot = ?3"
    " WHERE id = ?1 AND status = 'sent'");

enum status
posted_bounced(struct db *db, int64_t id, const char *answer, int64_t now)
{
	return changed_one(db, db_run(db, SQL_POSTED_BOUNCED, VALUES(
	    value_integer(id), value_text(answer), value_integer(now))));
}

SQL(POSTED_DELAYED,
    "UPDATE outbox SET antwoord = ?2 WHERE id = ?1 AND status = 'sent'"
    " AND antwoord <> ?2");

enum status
posted_delayed(struct db *db, int64_t id, const char *answer)
{
	return changed_one(db, db_run(db, SQL_POSTED_DELAYED, VALUES(
	    value_integer(id), value_text(answer))));
}
