#include <string.h>

#include "core/token.h"
#include "db/account/known_network.h"
#include "db/db.h"

#define NETWORK_MAX	64

/* The account first: what follows has no fixed length. */
static void
place_of(const struct secret *secret, int64_t account, const char *network,
    unsigned char place[HASH_SIZE])
{
	unsigned char bytes[sizeof(account) + NETWORK_MAX];
	size_t length = strnlen(network, NETWORK_MAX);

	memcpy(bytes, &account, sizeof(account));
	memcpy(bytes + sizeof(account), network, length);
	secret_derive(secret, "plek", bytes, sizeof(account) + length, place,
	    HASH_SIZE);
}

SQL(PLACE_KNOWN,
    "SELECT count(*) FROM place WHERE account = ?1 AND plek = ?2"
    " AND gezien >= ?3");

bool
place_known(struct db *db, const struct secret *secret, int64_t account,
    const char *network, int64_t now)
{
	unsigned char place[HASH_SIZE];
	int64_t known = 0;

	place_of(secret, account, network, place);
	return db_integer(db, SQL_PLACE_KNOWN, VALUES(value_integer(account),
	    value_blob(place, HASH_SIZE), value_integer(now - PLACE_KEPT)),
	    &known) == STATUS_OK && known > 0;
}

SQL(PLACE_ADD,
    "INSERT INTO place (account, plek, gezien) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (account, plek) DO UPDATE SET gezien = excluded.gezien");
SQL(PLACE_TRIM,
    "DELETE FROM place WHERE account = ?1 AND plek NOT IN (SELECT plek"
    " FROM place WHERE account = ?1 ORDER BY gezien DESC, plek LIMIT ?2)");
SQL(PLACE_SWEEP, "DELETE FROM place WHERE gezien < ?1");

enum status
place_add(struct db *db, const struct secret *secret, int64_t account,
    const char *network, int64_t now)
{
	unsigned char place[HASH_SIZE];
	enum status status;

	place_of(secret, account, network, place);
	status = db_run(db, SQL_PLACE_ADD, VALUES(value_integer(account),
	    value_blob(place, HASH_SIZE), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_PLACE_TRIM,
		    VALUES(value_integer(account),
		    value_integer(PLACES_MAX)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_PLACE_SWEEP,
		    VALUES(value_integer(now - PLACE_KEPT)));
	return status;
}

SQL(PLACE_FORGET, "DELETE FROM place WHERE account = ?1");

enum status
place_forget(struct db *db, int64_t account)
{
	return db_run(db, SQL_PLACE_FORGET, VALUES(value_integer(account)));
}
