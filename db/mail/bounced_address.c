#include "core/arena.h"
#include "db/db.h"
#include "db/mail/bounced_address.h"

enum status
address_bounced(struct db *db, const struct address *address)
{
	return db_run(db, SQL_ADDRESS_BOUNCED, VALUES(
	    value_text(address->address), value_integer(address->bounced),
	    value_text(address->reden)));
}

enum status
address_forget(struct db *db, const char *address)
{
	enum status status;

	status = db_run(db, SQL_ADDRESS_FORGET, VALUES(value_text(address)));
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

enum status
address_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_ADDRESS_SWEEP,
	    VALUES(value_integer(now - ADDRESS_KEPT)));
}

enum status
address_each(struct db *db, struct arena *arena,
    void (*each)(const struct address *, void *), void *arg)
{
	struct address address;
	struct rows rows;

	rows_open(&rows, db, SQL_ADDRESS_LIST, NO_VALUES);
	while (rows_next(&rows)) {
		address = (struct address){
			.address = rows_text(&rows, 0, arena),
			.bounced = rows_integer(&rows, 1),
			.reden = rows_text(&rows, 2, arena),
		};
		each(&address, arg);
		arena_reset(arena);
	}
	return rows_close(&rows);
}
