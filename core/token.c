#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/token.h"

#define TOKEN_BYTES	18
#define KEY_BYTES	33
#define STAMP_BYTES	5
#define MARK_BYTES	(KEY_BYTES - STAMP_BYTES - NONCE_SIZE)
#define HEAD_BYTES	21
#define BASE64		sodium_base64_VARIANT_URLSAFE_NO_PADDING

_Static_assert(TOKEN_BYTES * 4 == TOKEN_LENGTH * 3, "no padding");
_Static_assert(KEY_BYTES * 4 == KEY_LENGTH * 3, "no padding");
_Static_assert(HEAD_BYTES * 4 == KEY_HEAD_LENGTH * 3, "no padding");
_Static_assert(SECRET_SIZE == crypto_generichash_KEYBYTES, "one key");

void
token_open(void)
{
	if (sodium_init() < 0) {
		log_line(LOG_ERROR, "token: libsodium does not start");
		abort();
	}
}

void
random_bytes(void *bytes, size_t length)
{
	randombytes_buf(bytes, length);
}

#define DRAFT	".new"

enum status
secret_load(const char *path, struct secret *secret)
{
	struct secret read_one;
	ssize_t got;
	int fd;

	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1) {
		if (errno == ENOENT)
			return STATUS_NOTFOUND;
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	got = read(fd, read_one.bytes, SECRET_SIZE);
	close(fd);
	if (got != SECRET_SIZE) {
		log_line(LOG_ERROR, "%s: not a secret of %d bytes", path,
		    SECRET_SIZE);
		return STATUS_FAIL;
	}
	*secret = read_one;
	return STATUS_OK;
}

/* Whole under a name of its own first: a link is there or not. */
static enum status
secret_create(const char *draft)
{
	char own[PATH_MAX + sizeof(".XXXXXX")];
	struct secret secret;
	bool linked = false;
	int fd;

	snprintf(own, sizeof(own), "%s.XXXXXX", draft);
	if ((fd = mkostemp(own, O_CLOEXEC)) == -1)
		return STATUS_FAIL;
	random_bytes(secret.bytes, SECRET_SIZE);
	if (write(fd, secret.bytes, SECRET_SIZE) == SECRET_SIZE &&
	    fsync(fd) == 0)
		linked = link(own, draft) == 0 || errno == EEXIST;
	sodium_memzero(&secret, sizeof(secret));
	close(fd);
	unlink(own);
	return linked ? STATUS_OK : STATUS_FAIL;
}

enum status
secret_draft(const char *path, struct secret *secret)
{
	char draft[PATH_MAX];
	enum status status;

	snprintf(draft, sizeof(draft), "%s" DRAFT, path);
	status = secret_load(draft, secret);
	if (status != STATUS_NOTFOUND)
		return status;
	if (secret_create(draft) == STATUS_OK)
		return secret_load(draft, secret);
	log_line(LOG_ERROR, "%s: cannot make the secret: %s", path,
	    strerror(errno));
	return STATUS_FAIL;
}

enum status
secret_keep_draft(const char *path)
{
	char draft[PATH_MAX];

	snprintf(draft, sizeof(draft), "%s" DRAFT, path);
	/*
	 * A link, which never replaces: somebody who started at the same time
	 * may have been first, and what lies here by now be nobody's.
	 */
	if (link(draft, path) == 0 || access(path, F_OK) == 0) {
		unlink(draft);
		return STATUS_OK;
	}
	log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
	return STATUS_FAIL;
}

void
secret_drop_draft(const char *path)
{
	char draft[PATH_MAX];

	snprintf(draft, sizeof(draft), "%s" DRAFT, path);
	unlink(draft);
}

void
secret_derive(const struct secret *secret, const char *purpose,
    const void *nonce, size_t length, unsigned char *bytes, size_t nbytes)
{
	crypto_generichash_state state;

	assert(nbytes >= crypto_generichash_BYTES_MIN &&
	    nbytes <= crypto_generichash_BYTES_MAX);
	crypto_generichash_init(&state, secret->bytes, SECRET_SIZE, nbytes);
	/* The NUL ends the purpose: no two pairs give the same bytes. */
	crypto_generichash_update(&state, (const unsigned char *)purpose,
	    strlen(purpose) + 1);
	crypto_generichash_update(&state, nonce, length);
	crypto_generichash_final(&state, bytes, nbytes);
}

void
token_derive(const struct secret *secret, const char *purpose,
    const void *nonce, size_t length, char token[TOKEN_LENGTH + 1])
{
	unsigned char mac[TOKEN_BYTES];

	secret_derive(secret, purpose, nonce, length, mac, sizeof(mac));
	sodium_bin2base64(token, TOKEN_LENGTH + 1, mac, sizeof(mac), BASE64);
}

void
token_hash(const char *token, unsigned char hash[HASH_SIZE])
{
	crypto_generichash(hash, HASH_SIZE, (const unsigned char *)token,
	    strlen(token), NULL, 0);
}

bool
token_same(const char *a, const char *b)
{
	unsigned char left[HASH_SIZE], right[HASH_SIZE];

	token_hash(a, left);
	token_hash(b, right);
	return sodium_memcmp(left, right, HASH_SIZE) == 0;
}

bool
key_is_wellformed(const char *key)
{
	size_t length = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789-_");

	return key[length] == '\0' && length >= 22 && length <= 64;
}

static void
key_mark(const struct secret *secret, const unsigned char *head,
    unsigned char mark[MARK_BYTES])
{
	unsigned char mac[HASH_SIZE];

	crypto_generichash(mac, sizeof(mac), head, STAMP_BYTES + NONCE_SIZE,
	    secret->bytes, SECRET_SIZE);
	memcpy(mark, mac, MARK_BYTES);
}

static void
stamp_write(int64_t now, unsigned char stamp[STAMP_BYTES])
{
	for (size_t i = 0; i < STAMP_BYTES; i++)
		stamp[i] = (unsigned char)(now >> (8 * i));
}

static int64_t
stamp_read(const unsigned char stamp[STAMP_BYTES])
{
	int64_t moment = 0;

	for (size_t i = 0; i < STAMP_BYTES; i++)
		moment |= (int64_t)stamp[i] << (8 * i);
	return moment;
}

void
key_issue(const struct secret *secret, int64_t now,
    const unsigned char nonce[NONCE_SIZE], char key[KEY_LENGTH + 1])
{
	unsigned char bytes[KEY_BYTES];

	stamp_write(now, bytes);
	memcpy(bytes + STAMP_BYTES, nonce, NONCE_SIZE);
	key_mark(secret, bytes, bytes + STAMP_BYTES + NONCE_SIZE);
	sodium_bin2base64(key, KEY_LENGTH + 1, bytes, sizeof(bytes), BASE64);
}

void
key_issue_head(const struct secret *secret, int64_t now,
    char head[KEY_HEAD_LENGTH + 1])
{
	unsigned char bytes[HEAD_BYTES];

	stamp_write(now, bytes);
	secret_derive(secret, "formulier", bytes, STAMP_BYTES,
	    bytes + STAMP_BYTES, HEAD_BYTES - STAMP_BYTES);
	sodium_bin2base64(head, KEY_HEAD_LENGTH + 1, bytes, sizeof(bytes),
	    BASE64);
}

/* Made again for the moment that it states, it must be the same. */
static enum status
read_shared(const struct secret *secret, const char *key, int64_t *issued)
{
	char head[KEY_HEAD_LENGTH + 1];
	unsigned char bytes[HEAD_BYTES];
	size_t length;

	if (strspn(key + KEY_HEAD_LENGTH, "0123456789abcdef") !=
	    KEY_TAIL_LENGTH || sodium_base642bin(bytes, sizeof(bytes), key,
	    KEY_HEAD_LENGTH, NULL, &length, NULL, BASE64) != 0 ||
	    length != HEAD_BYTES)
		return STATUS_INVALID;
	key_issue_head(secret, stamp_read(bytes), head);
	if (sodium_memcmp(head, key, KEY_HEAD_LENGTH) != 0)
		return STATUS_INVALID;
	*issued = stamp_read(bytes);
	return STATUS_OK;
}

enum status
key_read(const struct secret *secret, const char *key, int64_t *issued)
{
	unsigned char bytes[KEY_BYTES], mark[MARK_BYTES];
	size_t length = strlen(key);

	if (length == KEY_HEAD_LENGTH + KEY_TAIL_LENGTH)
		return read_shared(secret, key, issued);
	if (sodium_base642bin(bytes, sizeof(bytes), key, length, NULL,
	    &length, NULL, BASE64) != 0 || length != KEY_BYTES)
		return STATUS_INVALID;
	key_mark(secret, bytes, mark);
	if (sodium_memcmp(mark, bytes + STAMP_BYTES + NONCE_SIZE,
	    MARK_BYTES) != 0)
		return STATUS_INVALID;
	*issued = stamp_read(bytes);
	return STATUS_OK;
}

void
key_digest(const struct secret *secret, const char *key,
    unsigned char digest[HASH_SIZE])
{
	unsigned char hash[HASH_SIZE];
	int64_t issued = 0;

	(void)key_read(secret, key, &issued);
	token_hash(key, hash);
	for (size_t i = 0; i < STAMP_BYTES; i++)
		digest[i] = (unsigned char)(issued >>
		    (8 * (STAMP_BYTES - 1 - i)));
	memcpy(digest + STAMP_BYTES, hash, HASH_SIZE - STAMP_BYTES);
}
