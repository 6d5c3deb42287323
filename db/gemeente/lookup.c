#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/spelling.h"
#include "core/text.h"
#include "db/event/catalog.h"
#include "db/gemeente/lookup.h"

#define KEY_MAX		400
#define SLIPS_MAX	2
#define TWO_SLIPS_FROM	6	/* in a shorter name two slips are another */
#define BEGINNING_FROM	3	/* letters that may be the start of a name */

/* Made of plaatsen.csv, in the order of their keys. */
static const struct place places[] = {
#include "places.h"
};

#define NPLACES	(sizeof(places) / sizeof(places[0]))

size_t
lookup_places(const struct place **list)
{
	*list = places;
	return NPLACES;
}

/* Words that say nothing about which one it is. */
static const char *
without(const char *key, const char *word)
{
	size_t length = strlen(word);

	return strncmp(key, word, length) == 0 && key[length] != '\0' ?
	    key + length : key;
}

const char *
lookup_key(const char *text, struct arena *arena)
{
	const char *folded = text_fold(text, arena);
	struct buf key;

	buf_init(&key, arena, KEY_MAX);
	for (; *folded != '\0'; folded++)
		if (isalnum((unsigned char)*folded) ||
		    (unsigned char)*folded >= 0x80)
			buf_char(&key, *folded);
		else if (folded[1] != '\0' && key.length > 0 &&
		    key.data[key.length - 1] != ' ')
			buf_char(&key, ' ');
	if (key.length > 0 && key.data[key.length - 1] == ' ')
		key.data[--key.length] = '\0';
	return without(without(key.data, "gemeente "), "s ");
}

/* One, or another than before: then it is none of them. */
struct found {
	const struct gemeente	*gemeente;
	bool			 many;
};

static void
find(struct found *found, const struct catalog *catalog, const char *code)
{
	const struct gemeente *gemeente = catalog_gemeente(catalog, code);

	for (size_t i = 0; gemeente == NULL && i < catalog->noptions; i++)
		if (strcmp(catalog->options[i].was, code) == 0)
			gemeente = catalog_gemeente(catalog,
			    catalog->options[i].code);
	if (gemeente == NULL)
		return;
	found->many = found->many || (found->gemeente != NULL &&
	    found->gemeente != gemeente);
	found->gemeente = gemeente;
}

static const struct gemeente *
only(const struct found *found)
{
	return found->many ? NULL : found->gemeente;
}

const struct gemeente *
lookup_gemeente(const struct catalog *catalog, const char *text,
    struct arena *arena)
{
	const struct gemeente *exact = catalog_find_gemeente(catalog, text,
	    arena);
	struct found found = { .many = false };
	const char *key;

	if (exact != NULL || text[0] == '\0')
		return exact;
	find(&found, catalog, text);
	key = lookup_key(text, arena);
	for (size_t i = 0; found.gemeente == NULL && i < catalog->ngemeenten;
	    i++)
		if (strcmp(lookup_key(catalog->gemeenten[i].officiele_naam,
		    arena), key) == 0)
			return &catalog->gemeenten[i];
	for (size_t i = 0; i < catalog->noptions; i++)
		if (strcmp(lookup_key(catalog->options[i].folded, arena),
		    key) == 0)
			find(&found, catalog, catalog->options[i].code);
	for (size_t i = 0; found.gemeente == NULL && i < NPLACES; i++)
		for (; i < NPLACES && strcmp(places[i].key, key) == 0; i++)
			find(&found, catalog, places[i].code);
	return only(&found);
}

const struct gemeente *
lookup_domain(const struct catalog *catalog, const char *address)
{
	const char *at = strrchr(address, '@');
	struct found found = { .many = false };

	for (size_t i = 0; at != NULL && i < catalog->ngemeenten; i++)
		if (at[1] != '\0' && strcasecmp(catalog->gemeenten[i].domein,
		    at + 1) == 0)
			find(&found, catalog, catalog->gemeenten[i].code);
	return only(&found);
}

/* The best so far, nearest first; each municipality once. */
struct guesses {
	const char		*key;
	const struct gemeente	*gemeente[SUGGESTIONS_MAX];
	const char		*by[SUGGESTIONS_MAX];
	size_t			 distance[SUGGESTIONS_MAX];
	size_t			 count;
};

static size_t
distance_of(const char *key, const char *name)
{
	size_t length = strlen(key);

	if (length >= BEGINNING_FROM && strncmp(name, key, length) == 0)
		return strlen(name) == length ? 0 : 1;
	if (length < TWO_SLIPS_FROM)
		return spelling_distance(key, name, 1) > 1 ? SLIPS_MAX + 1 :
		    spelling_distance(key, name, 1);
	return spelling_distance(key, name, SLIPS_MAX);
}

static void
guess(struct guesses *all, const struct gemeente *gemeente, size_t distance,
    const char *by)
{
	size_t at = all->count;

	if (gemeente == NULL)
		return;
	for (size_t i = 0; i < all->count; i++)
		if (all->gemeente[i] == gemeente) {
			if (all->distance[i] <= distance)
				return;
			at = i;
		}
	if (at == all->count && all->count < SUGGESTIONS_MAX)
		all->count++;
	else if (at == all->count && all->distance[--at] <= distance)
		return;
	for (; at > 0 && all->distance[at - 1] > distance; at--) {
		all->gemeente[at] = all->gemeente[at - 1];
		all->by[at] = all->by[at - 1];
		all->distance[at] = all->distance[at - 1];
	}
	all->gemeente[at] = gemeente;
	all->by[at] = by;
	all->distance[at] = distance;
}

size_t
lookup_suggest(const struct catalog *catalog, const char *text,
    struct arena *arena, const char *labels[SUGGESTIONS_MAX])
{
	struct guesses all = { .key = lookup_key(text, arena) };

	if (all.key[0] == '\0')
		return 0;
	for (size_t i = 0; i < catalog->noptions; i++) {
		size_t distance = distance_of(all.key, lookup_key(
		    catalog->options[i].folded, arena));

		if (distance <= SLIPS_MAX)
			guess(&all, catalog_gemeente(catalog,
			    catalog->options[i].code), distance, NULL);
	}
	/* There are many places: one that is not quite it comes later. */
	for (size_t i = 0; i < NPLACES; i++) {
		size_t distance = distance_of(all.key, places[i].key);
		struct found found = { .many = false };

		if (distance > SLIPS_MAX)
			continue;
		find(&found, catalog, places[i].code);
		guess(&all, found.gemeente, distance + (distance > 0),
		    places[i].name);
	}
	while (all.count > 1 && all.distance[all.count - 1] > all.distance[0])
		all.count--;
	for (size_t i = 0; i < all.count; i++)
		labels[i] = all.by[i] == NULL ? all.gemeente[i]->naam :
		    arena_printf(arena, "%s (%s)", all.gemeente[i]->naam,
		    all.by[i]);
	return all.count;
}
