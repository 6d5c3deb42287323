#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/limit.h"

#define SLOTS	8192

_Static_assert((SLOTS & (SLOTS - 1)) == 0, "a power of two");

struct slot {
	uint64_t	who;
	int64_t		begin;
	int		count;
};

struct limit {
	pthread_mutex_t	mutex;
	unsigned char	key[crypto_shorthash_KEYBYTES];
	struct slot	slots[SLOTS];
};

struct limit *
limit_new(void)
{
	struct limit *limit = calloc(1, sizeof(*limit));

	if (limit == NULL)
		return NULL;
	pthread_mutex_init(&limit->mutex, NULL);
	crypto_shorthash_keygen(limit->key);
	return limit;
}

void
limit_free(struct limit *limit)
{
	if (limit == NULL)
		return;
	pthread_mutex_destroy(&limit->mutex);
	free(limit);
}

static uint64_t
hash_of(const struct limit *limit, const char *who)
{
	unsigned char bytes[crypto_shorthash_BYTES];
	uint64_t hash;

	crypto_shorthash(bytes, (const unsigned char *)who, strlen(who),
	    limit->key);
	memcpy(&hash, bytes, sizeof(hash));
	return hash;
}

bool
limit_allows(struct limit *limit, const char *who, int max, int64_t now)
{
	struct slot *slot;
	uint64_t hash;
	bool allowed;

	if (limit == NULL)
		return true;
	hash = hash_of(limit, who);
	slot = &limit->slots[hash & (SLOTS - 1)];
	pthread_mutex_lock(&limit->mutex);
	if (slot->who != hash || now - slot->begin >= LIMIT_WHILE)
		*slot = (struct slot){ .who = hash, .begin = now };
	allowed = ++slot->count <= max;
	pthread_mutex_unlock(&limit->mutex);
	return allowed;
}
