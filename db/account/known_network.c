#include <string.h>

#include "core/token.h"
#include "db/account/known_network.h"
#include "db/db.h"

#define NETWORK_MAX	64

/* The account first: what follows has no fixed length. */
static void
network_hash(const struct secret *secret, int64_t account, const char *network,
    unsigned char hash[HASH_SIZE])
{
	unsigned char bytes[sizeof(account) + NETWORK_MAX];
	size_t length = strnlen(network, NETWORK_MAX);

	memcpy(bytes, &account, sizeof(account));
	memcpy(bytes + sizeof(account), network, length);
	secret_derive(secret, "netwerk", bytes, sizeof(account) + length, hash,
	    HASH_SIZE);
}

SQL(NETWORK_KNOWN,
    "SELECT count(*) FROM known_network WHERE account = ?1 AND netwerk = ?2"
    " AND gezien >= ?3");

bool
network_is_known(struct db *db, const struct secret *secret, int64_t account,
    const char *network, int64_t now)
{
	unsigned char hash[HASH_SIZE];
	int64_t known = 0;

	network_hash(secret, account, network, hash);
	return db_integer(db, SQL_NETWORK_KNOWN, VALUES(value_integer(account),
	    value_blob(hash, HASH_SIZE), value_integer(now - NETWORK_KEPT)),
	    &known) == STATUS_OK && known > 0;
}

SQL(NETWORK_ADD,
    "INSERT INTO known_network (account, netwerk, gezien) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (account, netwerk) DO UPDATE SET gezien = excluded.gezien");
SQL(NETWORK_TRIM,
    "DELETE FROM known_network WHERE account = ?1 AND netwerk NOT IN"
    " (SELECT netwerk FROM known_network WHERE account = ?1"
    " ORDER BY gezien DESC, netwerk LIMIT ?2)");
SQL(NETWORK_SWEEP, "DELETE FROM known_network WHERE gezien < ?1");

enum status
network_add(struct db *db, const struct secret *secret, int64_t account,
    const char *network, int64_t now)
{
	unsigned char hash[HASH_SIZE];
	enum status status;

	network_hash(secret, account, network, hash);
	status = db_run(db, SQL_NETWORK_ADD, VALUES(value_integer(account),
	    value_blob(hash, HASH_SIZE), value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_NETWORK_TRIM,
		    VALUES(value_integer(account),
		    value_integer(NETWORKS_MAX)));
	if (status == STATUS_OK)
		status = network_sweep(db, now);
	return status;
}

enum status
network_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_NETWORK_SWEEP,
	    VALUES(value_integer(now - NETWORK_KEPT)));
}

SQL(NETWORK_FORGET, "DELETE FROM known_network WHERE account = ?1");

enum status
network_forget(struct db *db, int64_t account)
{
	return db_run(db, SQL_NETWORK_FORGET, VALUES(value_integer(account)));
}
