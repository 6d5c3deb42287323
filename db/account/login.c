#include "core/arena.h"
#include "core/token.h"
#include "db/account/login.h"
#include "db/db.h"
#include "db/list.h"

/* NULL: the token of nobody. */
static struct value
hash_value(const char *token, unsigned char hash[HASH_SIZE])
{
	if (token == NULL)
		return value_null();
	token_hash(token, hash);
	return value_blob(hash, HASH_SIZE);
}

SQL(LOGIN_ADD,
    "INSERT INTO login (token_hash, account, begin, gezien)"
    " VALUES (?1, ?2, ?3, ?3)");
SQL(ACCOUNT_SEEN,
    "UPDATE account SET gezien = ?2 WHERE id ="
    " (SELECT account FROM login WHERE token_hash = ?1)");

enum status
login_add(struct db *db, const char *token, int64_t account, int64_t now)
{
	unsigned char hash[HASH_SIZE];
	struct value key = hash_value(token, hash);
	enum status status;

	status = db_run(db, SQL_LOGIN_ADD, VALUES(key, value_integer(account),
	    value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_ACCOUNT_SEEN, VALUES(key,
		    value_integer(now)));
	return status;
}

SQL(LOGIN_BROWSER, "UPDATE login SET browser = ?2 WHERE token_hash = ?1");

enum status
login_browser(struct db *db, const char *token, const char *browser)
{
	unsigned char hash[HASH_SIZE];

	return db_run(db, SQL_LOGIN_BROWSER, VALUES(hash_value(token, hash),
	    value_text(browser)));
}

bool
login_is_halfway(const struct login *login)
{
	return login->demanded && !login->account.totp;
}

static bool
is_over(const struct login *login, int64_t now)
{
	return now - login->begin > LOGIN_LONGEST ||
	    now - login->gezien > LOGIN_IDLE;
}

SQL(LOGIN_GET,
    "SELECT a.id, a.naam, a.rol, l.begin, l.gezien, l.event,"
    " t.account IS NOT NULL, d.totp_verplicht, l.deur FROM login l"
    " JOIN account a ON a.id = l.account JOIN desk d"
    " LEFT JOIN totp t ON t.account = a.id"
    " WHERE l.token_hash = ?1 AND NOT a.dicht");

static void
take_login(const struct rows *rows, struct arena *arena, void *element)
{
	struct login *login = element;

	login->account.id = rows_integer(rows, 0);
	login->account.naam = rows_text(rows, 1, arena);
	role_read(rows_text(rows, 2, arena), &login->account.rol);
	login->begin = rows_integer(rows, 3);
	login->gezien = rows_integer(rows, 4);
	login->event = rows_integer(rows, 5);
	login->account.totp = rows_integer(rows, 6) != 0;
	login->demanded = rows_integer(rows, 7) != 0;
	login->deur = rows_text(rows, 8, arena);
}

enum status
login_get(struct db *db, const char *token, int64_t now, struct arena *arena,
    struct login *login)
{
	static const struct list_of one = LIST_BY(struct login, take_login, 1);
	unsigned char hash[HASH_SIZE];
	struct login found;
	enum status status;

	status = row_read(db, SQL_LOGIN_GET, VALUES(hash_value(token, hash)),
	    &one, arena, &found);
	if (status != STATUS_OK)
		return status;
	if (is_over(&found, now))
		return STATUS_NOTFOUND;
	*login = found;
	login->token = token;
	return STATUS_OK;
}

SQL(LOGIN_SEEN, "UPDATE login SET gezien = ?2 WHERE token_hash = ?1");

enum status
login_seen(struct db *db, const char *token, int64_t now)
{
	unsigned char hash[HASH_SIZE];
	struct value key = hash_value(token, hash);
	enum status status;

	status = db_run(db, SQL_LOGIN_SEEN, VALUES(key, value_integer(now)));
	if (status == STATUS_OK)
		status = db_run(db, SQL_ACCOUNT_SEEN, VALUES(key,
		    value_integer(now)));
	return status;
}

SQL(LOGIN_LOOK_AT, "UPDATE login SET event = ?2 WHERE token_hash = ?1");

enum status
login_look_at(struct db *db, const char *token, int64_t event)
{
	unsigned char hash[HASH_SIZE];

	return db_run(db, SQL_LOGIN_LOOK_AT, VALUES(hash_value(token, hash),
	    value_integer(event)));
}

SQL(LOGIN_DOOR, "UPDATE login SET deur = ?2 WHERE token_hash = ?1");

enum status
login_door(struct db *db, const char *token, const char *deur)
{
	unsigned char hash[HASH_SIZE];

	return db_run(db, SQL_LOGIN_DOOR, VALUES(hash_value(token, hash),
	    value_text(deur)));
}

SQL(LOGIN_END, "DELETE FROM login WHERE token_hash = ?1");

enum status
login_end(struct db *db, const char *token)
{
	unsigned char hash[HASH_SIZE];

	return db_run(db, SQL_LOGIN_END, VALUES(hash_value(token, hash)));
}

SQL(LOGIN_SWEEP, "DELETE FROM login WHERE begin < ?1 OR gezien < ?2");

enum status
login_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_LOGIN_SWEEP,
	    VALUES(value_integer(now - LOGIN_LONGEST),
	    value_integer(now - LOGIN_IDLE)));
}

static const struct column session_columns[] = {
	COLUMN(struct session_line, name),
	COLUMN(struct session_line, begin),
	COLUMN(struct session_line, gezien),
	COLUMN(struct session_line, browser),
	COLUMN(struct session_line, own),
};

SQL(LOGIN_LIST,
    "SELECT hex(substr(token_hash, 1, 8)), begin, gezien, browser,"
    " token_hash = ?2 FROM login WHERE account = ?1 AND begin >= ?3"
    " AND gezien >= ?4 ORDER BY gezien DESC, begin DESC");

enum status
login_list(struct db *db, int64_t account, const char *token, int64_t now,
    struct arena *arena, struct session_line **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct session_line, session_columns, SESSIONS_MAX);
	unsigned char hash[HASH_SIZE];

	return list_read(db, SQL_LOGIN_LIST, VALUES(value_integer(account),
	    hash_value(token, hash), value_integer(now - LOGIN_LONGEST),
	    value_integer(now - LOGIN_IDLE)), &all, arena, list, count);
}

SQL(LOGIN_END_NAMED,
    "DELETE FROM login WHERE account = ?1"
    " AND hex(substr(token_hash, 1, 8)) = ?2");

enum status
login_end_named(struct db *db, int64_t account, const char *name)
{
	return db_change(db, SQL_LOGIN_END_NAMED,
	    VALUES(value_integer(account), value_text(name)), STATUS_NOTFOUND);
}

SQL(LOGIN_END_OTHERS,
    "DELETE FROM login WHERE account = ?1 AND token_hash IS NOT ?2");

enum status
login_end_others(struct db *db, int64_t account, const char *token)
{
	unsigned char hash[HASH_SIZE];

	return db_run(db, SQL_LOGIN_END_OTHERS,
	    VALUES(value_integer(account), hash_value(token, hash)));
}
