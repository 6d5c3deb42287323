#ifndef DB_ACCOUNT_TOTP_H
#define DB_ACCOUNT_TOTP_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/token.h"

struct arena;
struct db;

/*
 * The second factor: a code by the clock (RFC 6238, SHA-1, six digits, thirty
 * seconds, as every app for it knows), or one of ten recovery codes, each
 * good once.
 *
 * What we share with the telephone is not stored.  Like links (token.h) it is
 * derived from the installation's secret and a nonce in the row, here with
 * the account as well: a reader of the database or a backup of it without the
 * file `secret` cannot make a single code.  A new telephone gets a new nonce.
 */
#define TOTP_SECRET	20
#define TOTP_STEP	30	/* seconds */
#define TOTP_WINDOW	1	/* steps that a clock may be off, both ways */
#define TOTP_DIGITS	6

struct totp {
	unsigned char	nonce[HASH_SIZE];
	int64_t		sinds;
	int64_t		stap;		/* of the last code that was taken */
	int64_t		codes;		/* recovery codes that are left */
};

void		 totp_secret(const struct secret *, int64_t account,
		    const unsigned char nonce[HASH_SIZE],
		    unsigned char bytes[TOTP_SECRET]);

/* To be typed over: base32 in groups of four. */
const char	*totp_words(const unsigned char bytes[TOTP_SECRET],
		    struct arena *);

/* otpauth://totp/ISSUER:NAAM?secret=…, for a QR code. */
const char	*totp_uri(const unsigned char bytes[TOTP_SECRET],
		    const char *issuer, const char *naam, struct arena *);

/* INVALID: not a code of now.  *stap: the step that it is of. */
enum status	 totp_check(const unsigned char bytes[TOTP_SECRET],
		    const char *code, int64_t now, int64_t *stap);

/* NOTFOUND: the account has none. */
enum status	 totp_get(struct db *, int64_t account, struct arena *,
		    struct totp *);

/*
 * Take a code, as typed, and let it never be good again: a code by the clock
 * with all of its step and before, a recovery code by removing it.  In a
 * write transaction, so that of two at the same time one is refused.
 * INVALID: wrong or used.  NOTFOUND: there is no second factor.
 */
enum status	 totp_use(struct db *, const struct secret *,
		    int64_t account, const char *code, int64_t now,
		    struct arena *);

/* In place of the one before.  FULL: that nonce has been used. */
enum status	 totp_put(struct db *, int64_t account,
		    const unsigned char nonce[HASH_SIZE], int64_t stap,
		    int64_t now);

/* With its recovery codes; also when there is none. */
enum status	 totp_remove(struct db *, int64_t account);

/*
 * For the day that the telephone is gone: "4821-9037-5512".  Digits only,
 * for the same field of the login page and the keys that a telephone shows
 * with it.
 */
#define RECOVERY_CODES	10
#define RECOVERY_SIZE	sizeof("4821-9037-5512")

struct recovery {
	char		 code[RECOVERY_CODES][RECOVERY_SIZE];
};

void		 recovery_make(const uint64_t random[RECOVERY_CODES],
		    struct recovery *);

/* The only ones from now on; the account must have a second factor. */
enum status	 recovery_put(struct db *, const struct secret *,
		    int64_t account, const struct recovery *);

#endif
