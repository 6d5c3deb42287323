#include "core/log.h"
#include "db/db.h"
#include "db/secret_mark.h"

#define MARK_SIZE	32
#define PURPOSE		"installatie"

static void
mark_of(const struct secret *secret, unsigned char mark[MARK_SIZE])
{
	secret_derive(secret, PURPOSE, "", 0, mark, MARK_SIZE);
}

SQL(SECRET_MARK_ADD,
    "INSERT INTO installation (id, kenmerk) VALUES (1, ?1)");

enum status
secret_mark_add(struct db *db, const struct secret *secret)
{
	unsigned char mark[MARK_SIZE];

	mark_of(secret, mark);
	return db_run(db, SQL_SECRET_MARK_ADD,
	    VALUES(value_blob(mark, sizeof(mark))));
}

SQL(SECRET_MARK_SAME,
    "SELECT kenmerk = ?1 FROM installation WHERE id = 1");

enum status
secret_mark_check(struct db *db, const struct secret *secret)
{
	unsigned char mark[MARK_SIZE];
	enum status status;
	int64_t same = 0;

	mark_of(secret, mark);
	status = db_integer(db, SQL_SECRET_MARK_SAME,
	    VALUES(value_blob(mark, sizeof(mark))), &same);
	if ((status == STATUS_OK && same) ||
	    (status != STATUS_OK && status != STATUS_NOTFOUND))
		return status;
	log_line(LOG_ERROR, "%s: this database belongs to another secret: "
	    "put the secret back from a backup", db_path(db));
	return STATUS_INVALID;
}
