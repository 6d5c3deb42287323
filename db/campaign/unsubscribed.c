#include "core/arena.h"
#include "db/campaign/mailing.h"
#include "db/campaign/unsubscribed.h"
#include "db/db.h"
#include "db/list.h"

#define PURPOSE		"geen nieuws"	/* of links, and of marks */
#define MARK_PURPOSE	"wie geen nieuws wil"
#define NONCE		1	/* the mark is random enough */
#define MARK_BITS	47	/* of a link's id */

int64_t
unsubscribed_mark(const struct secret *secret, const char *address)
{
	unsigned char bytes[16];
	char folded[256];
	uint64_t mark = 0;
	size_t length = 0;

	for (; address[length] != '\0' && length < sizeof(folded); length++) {
		char c = address[length];

		folded[length] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	secret_derive(secret, MARK_PURPOSE, folded, length, bytes, sizeof(bytes));
	for (size_t i = 0; i < 8; i++)
		mark = mark << 8 | bytes[i];
	mark >>= 64 - MARK_BITS;
	return mark == 0 ? 1 : (int64_t)mark;
}

void
unsubscribed_link(const struct secret *secret, const char *address,
    char link[LINK_LENGTH + 1])
{
	link_make(secret, PURPOSE, unsubscribed_mark(secret, address), NONCE,
	    link);
}

enum status
unsubscribed_read_link(const struct secret *secret, const char *link,
    int64_t *mark)
{
	enum status status = link_id(link, mark);

	return status == STATUS_OK && !link_holds(secret, PURPOSE, *mark,
	    NONCE, link) ? STATUS_INVALID : status;
}

SQL(UNSUBSCRIBED_KNOWN, "SELECT 1 FROM geen_nieuws WHERE kenmerk = ?1");

enum status
unsubscribed_known(struct db *db, int64_t mark)
{
	int64_t one;

	return db_integer(db, SQL_UNSUBSCRIBED_KNOWN,
	    VALUES(value_integer(mark)), &one);
}

SQL(UNSUBSCRIBED_ADD,
    "INSERT OR IGNORE INTO geen_nieuws (kenmerk, sinds) VALUES (?1, ?2)");

enum status
unsubscribed_add(struct db *db, int64_t mark, int64_t now)
{
	return db_run(db, SQL_UNSUBSCRIBED_ADD, VALUES(value_integer(mark),
	    value_integer(now)));
}

SQL(UNSUBSCRIBED_REMOVE, "DELETE FROM geen_nieuws WHERE kenmerk = ?1");

enum status
unsubscribed_remove(struct db *db, int64_t mark)
{
	return db_run(db, SQL_UNSUBSCRIBED_REMOVE,
	    VALUES(value_integer(mark)));
}

static const struct column open_columns[] = {
	COLUMN(struct open_news, id),
	COLUMN(struct open_news, ontvanger),
};

SQL(UNSUBSCRIBED_OPEN,
    "SELECT id, ontvanger FROM outbox WHERE volgende IS NOT NULL"
    " AND soort = '" MAILING_NEWS "'");

enum status
unsubscribed_open_news(struct db *db, struct arena *arena,
    struct open_news **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct open_news, open_columns, SIZE_MAX);

	return list_read(db, SQL_UNSUBSCRIBED_OPEN, NO_VALUES, &all, arena,
	    list, count);
}
