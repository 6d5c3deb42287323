#include "core/arena.h"
#include "db/db.h"
#include "db/mail/bounced_address.h"

SQL(ADDRESS_BOUNCED,
    "INSERT INTO address (address, bounced, reden) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (address) DO UPDATE SET bounced = excluded.bounced,"
    " reden = excluded.reden");

enum status
address_bounced(struct db *db, const struct address *address)
{
	return db_run(db, SQL_ADDRESS_BOUNCED, VALUES(
	    value_text(address->address), value_integer(address->bounced),
	    value_text(address->reden)));
}

SQL(ADDRESS_KNOWN, "SELECT 1 FROM address WHERE address = ?1");

enum status
address_known(struct db *db, const char *address)
{
	int64_t one;

	return db_integer(db, SQL_ADDRESS_KNOWN, VALUES(value_text(address)),
	    &one);
}

SQL(ADDRESS_FORGET, "DELETE FROM address WHERE address = ?1");

enum status
address_forget(struct db *db, const char *address)
{
	return db_change(db, SQL_ADDRESS_FORGET, VALUES(value_text(address)),
	    STATUS_NOTFOUND);
}

SQL(ADDRESS_LIST,
    "SELECT address, bounced, reden FROM address ORDER BY address");

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
