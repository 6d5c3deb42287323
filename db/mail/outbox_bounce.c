#include "core/arena.h"
#include "core/link.h"
#include "db/list.h"
#include "db/mail/outbox_bounce.h"

static const struct column columns[] = {
	COLUMN(struct bounced_letter, id),
	COLUMN(struct bounced_letter, status),
	COLUMN(struct bounced_letter, event),
	COLUMN(struct bounced_letter, registration),
	COLUMN(struct bounced_letter, participant),
	COLUMN(struct bounced_letter, ontvanger),
	COLUMN(struct bounced_letter, gemaakt),
};

SQL(OUTBOX_BY_ID,
    "SELECT id, status, coalesce(event, 0), registration, participant,"
    " ontvanger, gemaakt FROM outbox WHERE id = ?1");

enum status
outbox_by_mark(struct db *db, const struct secret *secret,
    const char *purpose, const char *mark, struct arena *arena,
    struct bounced_letter *letter)
{
	static const struct list_of one =
	    LIST_OF(struct bounced_letter, columns, 1);
	struct bounced_letter found;
	enum status status;
	int64_t id;

	if (mark_id(mark, &id) != STATUS_OK)
		return STATUS_NOTFOUND;
	status = row_read(db, SQL_OUTBOX_BY_ID, VALUES(value_integer(id)),
	    &one, arena, &found);
	if (status != STATUS_OK)
		return status;
	if (!mark_holds(secret, purpose, id, found.gemaakt, mark))
		return STATUS_NOTFOUND;
	*letter = found;
	return STATUS_OK;
}

/* The report is about a message: of all letters that it told. */
#define TOGETHER "(id = ?1 OR (samen = ?1 AND samen <> 0))"

SQL(OUTBOX_BOUNCED,
    "UPDATE outbox SET status = 'failed', antwoord = ?2, vast_tot = ?3"
    " WHERE " TOGETHER " AND status = 'sent'");

enum status
outbox_bounced(struct db *db, int64_t id, const char *answer, int64_t now)
{
	return db_change(db, SQL_OUTBOX_BOUNCED, VALUES(value_integer(id),
	    value_text(answer), value_integer(now)), STATUS_NOTFOUND);
}

SQL(OUTBOX_DELAYED,
    "UPDATE outbox SET antwoord = ?2 WHERE " TOGETHER " AND status = 'sent'"
    " AND antwoord <> ?2");

enum status
outbox_delayed(struct db *db, int64_t id, const char *answer)
{
	return db_change(db, SQL_OUTBOX_DELAYED, VALUES(value_integer(id),
	    value_text(answer)), STATUS_NOTFOUND);
}
