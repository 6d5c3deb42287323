#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/limit.h"

#define SLOTS	8192
#define WAYS	8	/* places where a name may stand */

_Static_assert((SLOTS & (SLOTS - 1)) == 0, "a power of two");
_Static_assert((WAYS & (WAYS - 1)) == 0, "a power of two");

struct limit_slot {
	uint64_t	who;
	int64_t		begin;
	int		count;
};

struct limit {
	pthread_mutex_t	mutex;
	unsigned char	key[crypto_shorthash_KEYBYTES];
	struct limit_slot	slots[SLOTS];
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

static int
weight(const struct limit_slot *slot, int64_t now)
{
	return now - slot->begin < LIMIT_WHILE ? slot->count : 0;
}

/* Its own slot, or else the one of its places that is missed least. */
static struct limit_slot *
slot_for(struct limit *limit, uint64_t hash, int64_t now)
{
	struct limit_slot *ways = &limit->slots[hash & (SLOTS - WAYS)];
	struct limit_slot *least = ways;

	for (size_t i = 0; i < WAYS; i++) {
		if (ways[i].who == hash && weight(&ways[i], now) > 0)
			return &ways[i];
		if (weight(&ways[i], now) < weight(least, now))
			least = &ways[i];
	}
	*least = (struct limit_slot){ .who = hash, .begin = now };
	return least;
}

bool
limit_allows(struct limit *limit, const char *who, int max, int64_t now)
{
	unsigned char bytes[crypto_shorthash_BYTES];
	uint64_t hash;
	bool allowed;

	if (limit == NULL)
		return true;
	crypto_shorthash(bytes, (const unsigned char *)who, strlen(who),
	    limit->key);
	memcpy(&hash, bytes, sizeof(hash));
	pthread_mutex_lock(&limit->mutex);
	allowed = ++slot_for(limit, hash, now)->count <= max;
	pthread_mutex_unlock(&limit->mutex);
	return allowed;
}
