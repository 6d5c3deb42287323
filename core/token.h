#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

/*
 * Unguessable words in links, cookies and forms.  A link's token is not
 * stored: it is derived from the installation's secret and a nonce in the
 * row, so that every later mail can name it again, while the database holds
 * only its hash.  Tokens are never logged.
 */
#define SECRET_SIZE	32
#define NONCE_SIZE	16
#define HASH_SIZE	32
#define TOKEN_LENGTH	24		/* 144 bits, URL-safe */
#define KEY_LENGTH	44
#define KEY_HEAD_LENGTH	28
#define KEY_TAIL_LENGTH	32

struct secret {
	unsigned char	bytes[SECRET_SIZE];
};

/* Must be called once by every main; ends the process when it fails. */
void		token_open(void);

/*
 * The secret in a file of SECRET_SIZE bytes and mode 0600.  NOTFOUND: there
 * is no file.  FAIL: it cannot be read; logged.
 */
enum status	secret_load(const char *path, struct secret *);

/*
 * A new installation's secret is a draft, beside its place, until a database
 * is on disk that knows it: so a secret without a database is never what an
 * interrupted start left.  Whoever drafts at the same time, or after an
 * interrupted start, gets the same.  NOTFOUND: that of another was put in its
 * place meanwhile.  FAIL: it cannot be made; logged.
 */
enum status	secret_draft(const char *path, struct secret *);
enum status	secret_keep_draft(const char *path);
void		secret_drop_draft(const char *path);

/* So many random bytes, good for nonces and tokens.  From any thread. */
void		random_bytes(void *, size_t);

/*
 * 16 to 64 bytes that only this installation can make of purpose and nonce:
 * keyed BLAKE2b (RFC 7693).  length and nbytes are bytes.
 */
void		secret_derive(const struct secret *, const char *purpose,
		    const void *nonce, size_t length, unsigned char *bytes,
		    size_t nbytes);

/* A token of the same, in base64url (RFC 4648, 5) with its NUL. */
void		token_derive(const struct secret *, const char *purpose,
		    const void *nonce, size_t length,
		    char token[TOKEN_LENGTH + 1]);

/* What the database holds of a token, a key or a cookie: its BLAKE2b. */
void		token_hash(const char *token, unsigned char hash[HASH_SIZE]);

/* In time that does not tell where the first difference is. */
bool		token_same(const char *, const char *);

/* 22 to 64 URL-safe characters. */
bool		key_is_wellformed(const char *);

/*
 * The idempotency key of one form: when it was given out, randomness, and a
 * mark that only we can make.  key_read gives INVALID for a key that is not
 * ours.
 */
void		key_issue(const struct secret *, int64_t now,
		    const unsigned char nonce[NONCE_SIZE],
		    char key[KEY_LENGTH + 1]);

/*
 * What the database holds of a key: when it was given out, big-endian, and a
 * hash.  Keys of one hour stand together in an index; one that is not ours
 * stands before them.
 */
void		key_digest(const struct secret *, const char *key,
		    unsigned char digest[HASH_SIZE]);
enum status	key_read(const struct secret *, const char *key,
		    int64_t *issued);

/*
 * The same for a form that many visitors get in one copy: the head is ours,
 * with the time and the mark, and the web server sets KEY_TAIL_LENGTH
 * hexadecimal digits of randomness behind it, others for each visitor.
 * key_read takes the whole; a head alone is no key.
 */
void		key_issue_head(const struct secret *, int64_t now,
		    char head[KEY_HEAD_LENGTH + 1]);

#endif
