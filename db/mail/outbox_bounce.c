#include "core/arena.h"
#include "db/list.h"
#include "db/mail/outbox_bounce.h"

static const struct column posted_columns[] = {
	COLUMN(struct bounced_letter, id),
	COLUMN(struct bounced_letter, status),
	COLUMN(struct bounced_letter, onderwerp),
	COLUMN(struct bounced_letter, ontvanger),
};

SQL(OUTBOX_BY_VERP,
    "SELECT id, status, onderwerp, ontvanger FROM outbox WHERE verp = ?1");

enum status
outbox_by_verp(struct db *db, const char *verp, struct arena *arena,
    struct bounced_letter *bounced_letter)
{
	static const struct list_of one =
	    LIST_OF(struct bounced_letter, posted_columns, 1);

	return row_read(db, SQL_OUTBOX_BY_VERP, VALUES(value_text(verp)),
	    &one, arena, bounced_letter);
}

SQL(OUTBOX_BY_MESSAGE_ID,
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE message_id = ?1");

enum status
outbox_by_message_id(struct db *db, const char *message_id,
    struct arena *arena, struct bounced_letter *bounced_letter)
{
	static const struct list_of one =
	    LIST_OF(struct bounced_letter, posted_columns, 1);

	return row_read(db, SQL_OUTBOX_BY_MESSAGE_ID,
	    VALUES(value_text(message_id)), &one, arena, bounced_letter);
}

SQL(OUTBOX_BOUNCED,
    "UPDATE outbox SET status = 'failed', antwoord = ?2, vast_tot = ?3"
    " WHERE id = ?1 AND status = 'sent'");

enum status
outbox_bounced(struct db *db, int64_t id, const char *answer, int64_t now)
{
	return db_change(db, SQL_OUTBOX_BOUNCED, VALUES(value_integer(id),
	    value_text(answer), value_integer(now)), STATUS_NOTFOUND);
}

SQL(OUTBOX_DELAYED,
    "UPDATE outbox SET antwoord = ?2 WHERE id = ?1 AND status = 'sent'"
    " AND antwoord <> ?2");

enum status
outbox_delayed(struct db *db, int64_t id, const char *answer)
{
	return db_change(db, SQL_OUTBOX_DELAYED, VALUES(value_integer(id),
	    value_text(answer)), STATUS_NOTFOUND);
}
