#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/link.h"

#define ID_BYTES	6
#define MAC_BYTES	16
#define BYTES		(ID_BYTES + MAC_BYTES)
#define ID_MAX		(((int64_t)1 << 47) - 1)
#define MARK_BYTES	10
#define BASE64		sodium_base64_VARIANT_URLSAFE_NO_PADDING

/* Big-endian, so that the same numbers are the same bytes everywhere. */
static void
put_number(int64_t number, size_t nbytes, unsigned char *bytes)
{
	for (size_t i = nbytes; i-- > 0; number >>= 8)
		bytes[i] = (unsigned char)(number & 0xff);
}

static void
make_mac(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, unsigned char mac[MAC_BYTES])
{
	unsigned char about[16];

	put_number(id, 8, about);
	put_number(nonce, 8, about + 8);
	secret_derive(secret, purpose, about, sizeof(about), mac, MAC_BYTES);
}

int64_t
link_nonce(void (*random)(void *, size_t))
{
	uint64_t nonce;

	random(&nonce, sizeof(nonce));
	nonce &= INT64_MAX;
	return nonce == 0 ? 1 : (int64_t)nonce;
}

void
link_make(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, char link[LINK_LENGTH + 1])
{
	unsigned char bytes[BYTES];

	assert(id > 0 && id <= ID_MAX);
	put_number(id, ID_BYTES, bytes);
	make_mac(secret, purpose, id, nonce, bytes + ID_BYTES);
	sodium_bin2base64(link, LINK_LENGTH + 1, bytes, BYTES, BASE64);
}

enum status
link_id(const char *link, int64_t *id)
{
	unsigned char bytes[BYTES];
	int64_t found = 0;
	size_t length;

	if (strlen(link) != LINK_LENGTH || sodium_base642bin(bytes, BYTES,
	    link, LINK_LENGTH, NULL, &length, NULL, BASE64) != 0 ||
	    length != BYTES)
		return STATUS_INVALID;
	for (size_t i = 0; i < ID_BYTES; i++)
		found = found << 8 | bytes[i];
	if (found == 0 || found > ID_MAX)
		return STATUS_INVALID;
	*id = found;
	return STATUS_OK;
}

bool
link_holds(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, const char *link)
{
	char right[LINK_LENGTH + 1];

	link_make(secret, purpose, id, nonce, right);
	return strlen(link) == LINK_LENGTH &&
	    sodium_memcmp(link, right, LINK_LENGTH) == 0;
}

void
mark_make(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, char mark[LINK_MARK_SIZE])
{
	unsigned char mac[MAC_BYTES];
	char hex[2 * MARK_BYTES + 1];

	make_mac(secret, purpose, id, nonce, mac);
	sodium_bin2hex(hex, sizeof(hex), mac, MARK_BYTES);
	snprintf(mark, LINK_MARK_SIZE, "%lld-%s", (long long)id, hex);
}

enum status
mark_id(const char *mark, int64_t *id)
{
	size_t digits = strspn(mark, "0123456789");
	long long found;

	if (digits == 0 || digits > 15 || mark[digits] != '-' ||
	    strlen(mark) != digits + 1 + 2 * MARK_BYTES)
		return STATUS_INVALID;
	found = atoll(mark);
	if (found == 0 || found > ID_MAX)
		return STATUS_INVALID;
	*id = found;
	return STATUS_OK;
}

/* Not secret for long: it is in every header; so a plain comparison does. */
bool
mark_holds(const struct secret *secret, const char *purpose, int64_t id,
    int64_t nonce, const char *mark)
{
	char right[LINK_MARK_SIZE];

	mark_make(secret, purpose, id, nonce, right);
	return strcasecmp(mark, right) == 0;
}
