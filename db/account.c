#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "db/account.h"
#include "db/arena.h"
#include "db/db.h"
#include "db/token.h"

#define OPERATIONS	2
#define MEMORY		((size_t)64 << 20)
#define AT_A_TIME	2

static const char *const words[ROLE__MAX] = {
	[ROLE_DOOR] = "deur",
	[ROLE_READER] = "inzage",
	[ROLE_ORGANISER] = "organisator",
};

const char *
role_word(enum role role)
{
	assert(role < ROLE__MAX);
	return words[role];
}

enum status
role_read(const char *word, enum role *role)
{
	for (enum role one = ROLE_DOOR; one < ROLE__MAX; one++)
		if (strcmp(words[one], word) == 0) {
			*role = one;
			return STATUS_OK;
		}
	return STATUS_INVALID;
}

/*
 * What a flood of logins may take of the memory: the one lock of this file,
 * a counter of hashes that run.
 */
static pthread_mutex_t	 mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	 freed = PTHREAD_COND_INITIALIZER;
static int		 running;

static void
hash_enter(void)
{
	pthread_mutex_lock(&mutex);
	while (running >= AT_A_TIME)
		pthread_cond_wait(&freed, &mutex);
	running++;
	pthread_mutex_unlock(&mutex);
}

static void
hash_leave(void)
{
	pthread_mutex_lock(&mutex);
	running--;
	pthread_cond_signal(&freed);
	pthread_mutex_unlock(&mutex);
}

enum status
password_hash(const char *password, struct arena *arena, const char **hash)
{
	char *made = arena_alloc(arena, crypto_pwhash_STRBYTES);
	int code;

	hash_enter();
	code = crypto_pwhash_str_alg(made, password, strlen(password),
	    OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
	hash_leave();
	if (code != 0)
		return STATUS_BUSY;	/* no memory for it now */
	*hash = made;
	return STATUS_OK;
}

/* Of no password: so that an unknown name takes as long as a known one. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=2,p=1$"
    "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

enum status
password_check(const char *password, const char *hash)
{
	int code;

	hash_enter();
	code = crypto_pwhash_str_verify(hash == NULL ? nobody : hash,
	    password, strlen(password));
	hash_leave();
	return code == 0 && hash != NULL ? STATUS_OK : STATUS_INVALID;
}

enum status
account_add(struct db *db, const char *naam, const char *hash,
    enum role role, int64_t now)
{
	enum status status;

	status = db_run(db, SQL_ACCOUNT_ADD, VALUES(value_text(naam),
	    value_text(hash), value_text(role_word(role)),
	    value_integer(now)));
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_FULL;
	return status;
}

enum status
account_by_name(struct db *db, const char *naam, struct arena *arena,
    struct account *account)
{
	struct account found = { .id = 0 };
	enum status status;
	struct rows rows;

	rows_open(&rows, db, SQL_ACCOUNT_BY_NAME, VALUES(value_text(naam)));
	if (rows_next(&rows)) {
		found.id = rows_integer(&rows, 0);
		found.naam = rows_text(&rows, 1, arena);
		found.wachtwoord = rows_text(&rows, 2, arena);
		role_read(rows_text(&rows, 3, arena), &found.rol);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.id == 0)
		return STATUS_NOTFOUND;
	*account = found;
	return STATUS_OK;
}

enum status
login_add(struct db *db, const char *token, int64_t account, int64_t now)
{
	unsigned char hash[HASH_SIZE];

	token_hash(token, hash);
	return db_run(db, SQL_LOGIN_ADD, VALUES(value_blob(hash, HASH_SIZE),
	    value_integer(account), value_integer(now)));
}

static bool
is_over(const struct login *login, int64_t now)
{
	return now - login->begin > LOGIN_LONGEST ||
	    now - login->gezien > LOGIN_IDLE;
}

enum status
login_get(struct db *db, const char *token, int64_t now, struct arena *arena,
    struct login *login)
{
	unsigned char hash[HASH_SIZE];
	struct login found = { .token = token };
	enum status status;
	struct rows rows;

	token_hash(token, hash);
	rows_open(&rows, db, SQL_LOGIN_GET,
	    VALUES(value_blob(hash, HASH_SIZE)));
	if (rows_next(&rows)) {
		found.account.id = rows_integer(&rows, 0);
		found.account.naam = rows_text(&rows, 1, arena);
		role_read(rows_text(&rows, 2, arena), &found.account.rol);
		found.begin = rows_integer(&rows, 3);
		found.gezien = rows_integer(&rows, 4);
		found.event = rows_integer(&rows, 5);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (found.account.id == 0 || is_over(&found, now))
		return STATUS_NOTFOUND;
	*login = found;
	return STATUS_OK;
}

enum status
login_seen(struct db *db, const char *token, int64_t now)
{
	unsigned char hash[HASH_SIZE];

	token_hash(token, hash);
	return db_run(db, SQL_LOGIN_SEEN, VALUES(value_blob(hash, HASH_SIZE),
	    value_integer(now)));
}

enum status
login_look_at(struct db *db, const char *token, int64_t event)
{
	unsigned char hash[HASH_SIZE];

	token_hash(token, hash);
	return db_run(db, SQL_LOGIN_LOOK_AT,
	    VALUES(value_blob(hash, HASH_SIZE), value_integer(event)));
}

enum status
login_end(struct db *db, const char *token)
{
	unsigned char hash[HASH_SIZE];

	token_hash(token, hash);
	return db_run(db, SQL_LOGIN_END, VALUES(value_blob(hash, HASH_SIZE)));
}

enum status
login_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_LOGIN_SWEEP,
	    VALUES(value_integer(now - LOGIN_LONGEST),
	    value_integer(now - LOGIN_IDLE)));
}
