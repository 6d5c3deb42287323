#include "core/arena.h"
#include "db/list.h"
#include "db/mail/outbox_bounce.h"

static const struct column posted_columns[] = {
	COLUMN(struct posted, id),
	COLUMN(struct posted, status),
	COLUMN(struct posted, onderwerp),
	COLUMN(struct posted, ontvanger),
};

SQL(POSTED_BY_VERP,
    "SELECT id, status, onderwerp, ontvanger FROM outbox WHERE verp = ?1");

enum status
posted_by_verp(struct db *db, const char *verp, struct arena *arena,
    struct posted *posted)
{
	static const struct list_of one =
	    LIST_OF(struct posted, posted_columns, 1);

	return row_read(db, SQL_POSTED_BY_VERP, VALUES(value_text(verp)),
	    &one, arena, posted);
}

SQL(POSTED_BY_MESSAGE_ID,
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE message_id = ?1");

enum status
posted_by_message_id(struct db *db, const char *message_id,
    struct arena *arena, struct posted *posted)
{
	static const struct list_of one =
	    LIST_OF(struct posted, posted_columns, 1);

	return row_read(db, SQL_POSTED_BY_MESSAGE_ID,
	    VALUES(value_text(message_id)), &one, arena, posted);
}

SQL(POSTED_BOUNCED,
    "UPDATE outbox SET status = 'failed', antwoord = ?2, vast_tot = ?3"
    " WHERE id = ?1 AND status = 'sent'");

enum status
posted_bounced(struct db *db, int64_t id, const char *answer, int64_t now)
{
	return db_change(db, SQL_POSTED_BOUNCED, VALUES(value_integer(id),
	    value_text(answer), value_integer(now)), STATUS_NOTFOUND);
}

SQL(POSTED_DELAYED,
    "UPDATE outbox SET antwoord = ?2 WHERE id = ?1 AND status = 'sent'"
    " AND antwoord <> ?2");

enum status
posted_delayed(struct db *db, int64_t id, const char *answer)
{
	return db_change(db, SQL_POSTED_DELAYED, VALUES(value_integer(id),
	    value_text(answer)), STATUS_NOTFOUND);
}
