#include <assert.h>
#include <ctype.h>
#include <liboath/oath.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/log.h"
#include "db/account/totp.h"
#include "db/db.h"

#define URI_MAX		1000
#define BASE32_LENGTH	(TOTP_SECRET * 8 / 5)
#define GROUP		4
#define TYPED_MAX	32

_Static_assert(TOTP_SECRET * 8 % 5 == 0, "base32 without padding");

static pthread_once_t	 once = PTHREAD_ONCE_INIT;

static void
oath_open(void)
{
	if (oath_init() != OATH_OK) {
		log_line(LOG_ERROR, "totp: liboath does not start");
		abort();
	}
}

void
totp_secret(const struct secret *secret, int64_t account,
    const unsigned char nonce[HASH_SIZE], unsigned char bytes[TOTP_SECRET])
{
	unsigned char from[HASH_SIZE + sizeof(account)];

	memcpy(from, nonce, HASH_SIZE);
	memcpy(from + HASH_SIZE, &account, sizeof(account));
	secret_derive(secret, "tweede stap", from, sizeof(from), bytes,
	    TOTP_SECRET);
}

static const char *
base32(const unsigned char bytes[TOTP_SECRET], struct arena *arena)
{
	const char *copy;
	size_t length;
	char *text;

	if (oath_base32_encode((const char *)bytes, TOTP_SECRET, &text,
	    &length) != OATH_OK)
		abort();	/* no memory for thirty bytes */
	assert(length == BASE32_LENGTH);
	copy = arena_copy(arena, text, length);
	explicit_bzero(text, length);
	free(text);
	return copy;
}

const char *
totp_words(const unsigned char bytes[TOTP_SECRET], struct arena *arena)
{
	const char *text = base32(bytes, arena);
	struct buf words;

	buf_init(&words, arena, URI_MAX);
	for (size_t i = 0; text[i] != '\0'; i++) {
		if (i > 0 && i % GROUP == 0)
			buf_char(&words, ' ');
		buf_char(&words, text[i]);
	}
	return words.data;
}

const char *
totp_uri(const unsigned char bytes[TOTP_SECRET], const char *issuer,
    const char *naam, struct arena *arena)
{
	struct buf uri;

	buf_init(&uri, arena, URI_MAX);
	buf_text(&uri, "otpauth://totp/");
	buf_percent(&uri, issuer, strlen(issuer));
	buf_char(&uri, ':');
	buf_percent(&uri, naam, strlen(naam));
	buf_printf(&uri, "?secret=%s&issuer=", base32(bytes, arena));
	buf_percent(&uri, issuer, strlen(issuer));
	return uri.data;
}

/* As typed, without blanks and dashes; "" when it cannot be a code. */
static void
code_of(const char *typed, char code[TYPED_MAX + 1])
{
	size_t length = 0;

	for (; *typed != '\0' && length < TYPED_MAX; typed++)
		if (*typed != ' ' && *typed != '-')
			code[length++] = (char)tolower((unsigned char)*typed);
	code[*typed == '\0' ? length : 0] = '\0';
}

static bool
is_by_clock(const char *code)
{
	return strlen(code) == TOTP_DIGITS &&
	    strspn(code, "0123456789") == TOTP_DIGITS;
}

enum status
totp_check(const unsigned char bytes[TOTP_SECRET], const char *typed,
    int64_t now, int64_t *stap)
{
	char code[TYPED_MAX + 1];
	uint64_t counter;
	int position;

	code_of(typed, code);
	if (!is_by_clock(code))
		return STATUS_INVALID;
	pthread_once(&once, oath_open);
	if (oath_totp_validate3((const char *)bytes, TOTP_SECRET,
	    (time_t)now, TOTP_STEP, 0, TOTP_WINDOW, &position, &counter,
	    code) < 0)
		return STATUS_INVALID;
	*stap = (int64_t)counter;
	return STATUS_OK;
}

SQL(TOTP_GET,
    "SELECT t.nonce, t.sinds, t.stap, (SELECT count(*) FROM recovery r"
    " WHERE r.account = t.account) FROM totp t WHERE t.account = ?1");

enum status
totp_get(struct db *db, int64_t account, struct arena *arena, struct totp *totp)
{
	struct totp found = { .sinds = 0 };
	const void *nonce;
	enum status status;
	struct rows rows;
	size_t length = 0;

	rows_open(&rows, db, SQL_TOTP_GET, VALUES(value_integer(account)));
	if (rows_next(&rows)) {
		nonce = rows_blob(&rows, 0, arena, &length);
		if (length == HASH_SIZE)
			memcpy(found.nonce, nonce, HASH_SIZE);
		found.sinds = rows_integer(&rows, 1);
		found.stap = rows_integer(&rows, 2);
		found.codes = rows_integer(&rows, 3);
	}
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (length != HASH_SIZE)
		return STATUS_NOTFOUND;
	*totp = found;
	return STATUS_OK;
}

/*
 * Keyed, because forty bits are too few for a plain hash; and with the
 * account, so that nobody's code is known by another's.
 */
static void
recovery_hash(const struct secret *secret, int64_t account,
    const char *typed, unsigned char hash[HASH_SIZE])
{
	unsigned char from[sizeof(account) + TYPED_MAX];
	char code[TYPED_MAX + 1];
	size_t length;

	code_of(typed, code);
	length = strlen(code);
	memcpy(from, &account, sizeof(account));
	memcpy(from + sizeof(account), code, length);
	secret_derive(secret, "herstelcode", from, sizeof(account) + length,
	    hash, HASH_SIZE);
}

SQL(TOTP_STEP,
    "UPDATE totp SET stap = ?2 WHERE account = ?1 AND stap < ?2");
SQL(RECOVERY_USE, "DELETE FROM recovery WHERE account = ?1 AND code_hash = ?2");

enum status
totp_use(struct db *db, const struct secret *secret, int64_t account,
    const char *typed, int64_t now, struct arena *arena)
{
	unsigned char bytes[TOTP_SECRET], hash[HASH_SIZE];
	char code[TYPED_MAX + 1];
	struct totp totp;
	enum status status;
	int64_t stap;

	code_of(typed, code);
	status = totp_get(db, account, arena, &totp);
	if (status != STATUS_OK)
		return status;
	if (!is_by_clock(code)) {
		recovery_hash(secret, account, code, hash);
		return db_change(db, SQL_RECOVERY_USE,
		    VALUES(value_integer(account),
		    value_blob(hash, HASH_SIZE)), STATUS_INVALID);
	}
	totp_secret(secret, account, totp.nonce, bytes);
	status = totp_check(bytes, code, now, &stap);
	explicit_bzero(bytes, sizeof(bytes));
	if (status != STATUS_OK)
		return status;
	/* The statement decides: a step is only ever left behind. */
	return db_change(db, SQL_TOTP_STEP, VALUES(value_integer(account),
	    value_integer(stap)), STATUS_INVALID);
}

SQL(TOTP_PUT,
    "INSERT INTO totp (account, nonce, sinds, stap) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (nonce) DO NOTHING");

enum status
totp_put(struct db *db, int64_t account,
    const unsigned char nonce[HASH_SIZE], int64_t stap, int64_t now)
{
	enum status status;

	status = totp_remove(db, account);
	if (status == STATUS_OK)
		status = db_change(db, SQL_TOTP_PUT,
		    VALUES(value_integer(account),
		    value_blob(nonce, HASH_SIZE), value_integer(now),
		    value_integer(stap)), STATUS_FULL);
	return status;
}

SQL(TOTP_REMOVE, "DELETE FROM totp WHERE account = ?1");

enum status
totp_remove(struct db *db, int64_t account)
{
	return db_run(db, SQL_TOTP_REMOVE, VALUES(value_integer(account)));
}

/* Twelve digits of sixty-four bits: no code is likelier than another. */
void
recovery_make(const uint64_t random[RECOVERY_CODES],
    struct recovery *recovery)
{
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		unsigned low = (unsigned)(random[i] % 10000);
		unsigned middle = (unsigned)(random[i] / 10000 % 10000);
		unsigned high = (unsigned)(random[i] / 100000000 % 10000);

		snprintf(recovery->code[i], RECOVERY_SIZE, "%04u-%04u-%04u",
		    high, middle, low);
	}
}

SQL(RECOVERY_ADD, "INSERT INTO recovery (account, code_hash) VALUES (?1, ?2)");
SQL(RECOVERY_CLEAR, "DELETE FROM recovery WHERE account = ?1");

enum status
recovery_put(struct db *db, const struct secret *secret, int64_t account,
    const struct recovery *recovery)
{
	unsigned char hash[HASH_SIZE];
	enum status status;

	status = db_run(db, SQL_RECOVERY_CLEAR,
	    VALUES(value_integer(account)));
	for (size_t i = 0; status == STATUS_OK && i < RECOVERY_CODES; i++) {
		recovery_hash(secret, account, recovery->code[i], hash);
		status = db_run(db, SQL_RECOVERY_ADD,
		    VALUES(value_integer(account),
		    value_blob(hash, HASH_SIZE)));
	}
	return status;
}
