#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/list.h"

#define CACHE_LIMIT	((size_t)4 << 20)
#define LIST_MAX	2000	/* of any list here */

SQL(ROUND_LIST,
    "SELECT id, nummer, titel, begin, einde FROM round WHERE event = ?1"
    " ORDER BY nummer");

static const struct column round_columns[] = {
	COLUMN(struct round, id),
	COLUMN(struct round, nummer),
	COLUMN(struct round, titel),
	COLUMN(struct round, begin),
	COLUMN(struct round, einde),
};

static const struct list_of rounds =
    LIST_OF(struct round, round_columns, ROUNDS_MAX);

SQL(SESSION_LIST,
    "SELECT id, titel, omschrijving, zaal, capaciteit FROM session"
    " WHERE round = ?1 ORDER BY positie");

static const struct column session_columns[] = {
	COLUMN(struct session, id),
	COLUMN(struct session, titel),
	COLUMN(struct session, omschrijving),
	COLUMN(struct session, zaal),
	COLUMN(struct session, capaciteit),
};

static const struct list_of sessions =
    LIST_OF(struct session, session_columns, LIST_MAX);

SQL(ITEM_LIST,
    "SELECT begin, einde, titel, omschrijving, id FROM programme_item"
    " WHERE event = ?1 ORDER BY begin, id");

static const struct column item_columns[] = {
	COLUMN(struct programme_item, begin),
	COLUMN(struct programme_item, einde),
	COLUMN(struct programme_item, titel),
	COLUMN(struct programme_item, omschrijving),
	COLUMN(struct programme_item, id),
};

static const struct list_of items =
    LIST_OF(struct programme_item, item_columns, LIST_MAX);

static enum status
load_programme(struct db *db, struct arena *arena, struct catalog *catalog)
{
	int64_t event = catalog->event.id;
	enum status status;

	status = list_read(db, SQL_ROUND_LIST, VALUES(value_integer(event)),
	    &rounds, arena, &catalog->rounds, &catalog->nrounds);
	for (size_t i = 0; status == STATUS_OK && i < catalog->nrounds; i++) {
		struct round *round = &catalog->rounds[i];

		status = list_read(db, SQL_SESSION_LIST,
		    VALUES(value_integer(round->id)), &sessions, arena,
		    &round->sessions, &round->nsessions);
	}
	if (status == STATUS_OK)
		status = list_read(db, SQL_ITEM_LIST,
		    VALUES(value_integer(event)), &items, arena,
		    &catalog->items, &catalog->nitems);
	return status;
}

static int
compare_options(const void *a, const void *b)
{
	const struct gemeente_option *left = a, *right = b;
	int order = strcmp(left->folded, right->folded);

	return order != 0 ? order : strcmp(left->label, right->label);
}

/* 's-Gravenhage is looked for under the G, not under a quotation mark. */
const char *
catalog_sort_word(const char *label, struct arena *arena)
{
	const char *folded = text_fold(label, arena);

	folded += folded[0] == '\'';
	return strncmp(folded, "s-", 2) == 0 ? folded + 2 : folded;
}

/* Who looks for a municipality of before is told where it went. */
static void
add_other(struct catalog *catalog, const struct gemeente_option *other,
    struct gemeente_option *options, size_t *count, struct arena *arena)
{
	const struct gemeente *now = catalog_gemeente(catalog, other->code);
	struct gemeente_option *option = &options[*count];

	if (now == NULL)
		return;
	*option = *other;
	option->folded = catalog_sort_word(other->label, arena);
	if (other->was[0] != '\0')
		option->label = arena_printf(arena, "%s (nu %s)",
		    other->label, now->naam);
	(*count)++;
}

/* Names and aliases of today's municipalities, in one sorted list. */
static void
merge_options(struct catalog *catalog, const struct gemeente_option *others,
    size_t nothers, struct arena *arena)
{
	struct gemeente_option *options;
	size_t count = 0;

	options = arena_array(arena, catalog->ngemeenten + nothers,
	    sizeof(*options));
	for (size_t i = 0; i < catalog->ngemeenten; i++)
		options[count++] = (struct gemeente_option){
			.code = catalog->gemeenten[i].code,
			.label = catalog->gemeenten[i].naam,
			.folded = catalog_sort_word(catalog->gemeenten[i].naam,
			    arena),
			.was = "",
		};
	for (size_t i = 0; i < nothers; i++)
		add_other(catalog, &others[i], options, &count, arena);
	qsort(options, count, sizeof(*options), compare_options);
	for (size_t i = 0; i < catalog->ngemeenten; i++)
		catalog->gemeenten[i].folded = catalog_sort_word(
		    catalog->gemeenten[i].officiele_naam, arena);
	catalog->options = options;
	catalog->noptions = count;
}

SQL(GEMEENTE_LIST,
    "SELECT code, naam, officiele_naam, provincie, domein, heeft_mbo"
    " FROM gemeente WHERE code <> '" GEMEENTE_NONE "' AND geldig_vanaf <= ?1"
    " AND (geldig_tot IS NULL OR geldig_tot > ?1) ORDER BY code");

static const struct column gemeente_columns[] = {
	COLUMN(struct gemeente, code),
	COLUMN(struct gemeente, naam),
	COLUMN(struct gemeente, officiele_naam),
	COLUMN(struct gemeente, provincie),
	COLUMN(struct gemeente, domein),
	COLUMN(struct gemeente, heeft_mbo),
};

static const struct list_of gemeenten =
    LIST_OF(struct gemeente, gemeente_columns, LIST_MAX);

/* Every one that has ended leads to its successor, over any number of steps. */
SQL(ALIAS_LIST,
    "WITH RECURSIVE moved (was, code) AS (SELECT code, opvolger FROM gemeente"
    " WHERE geldig_tot <= ?1 AND opvolger IS NOT NULL UNION"
    " SELECT moved.was, next.opvolger FROM moved JOIN gemeente next"
    " ON next.code = moved.code WHERE next.geldig_tot <= ?1"
    " AND next.opvolger IS NOT NULL)"
    " SELECT alias, gemeente, '' FROM gemeente_alias UNION ALL"
    " SELECT naam, moved.code, was FROM moved JOIN gemeente g"
    " ON g.code = was UNION ALL"
    " SELECT alias, moved.code, was FROM moved JOIN gemeente_alias"
    " ON gemeente = was ORDER BY 1");

static const struct column alias_columns[] = {
	COLUMN(struct gemeente_option, label),
	COLUMN(struct gemeente_option, code),
	COLUMN(struct gemeente_option, was),
};

static const struct list_of aliases =
    LIST_OF(struct gemeente_option, alias_columns, LIST_MAX);

static enum status
load_gemeenten(struct db *db, const char *today, struct arena *arena,
    struct catalog *catalog)
{
	struct gemeente_option *others;
	enum status status;
	size_t nothers;

	status = list_read(db, SQL_GEMEENTE_LIST, VALUES(value_text(today)),
	    &gemeenten, arena, &catalog->gemeenten, &catalog->ngemeenten);
	if (status == STATUS_OK)
		status = list_read(db, SQL_ALIAS_LIST,
		    VALUES(value_text(today)), &aliases, arena, &others,
		    &nothers);
	if (status == STATUS_OK)
		merge_options(catalog, others, nothers, arena);
	return status;
}

SQL(THEMA_LIST,
    "SELECT sleutel, titel, toelichting FROM thema ORDER BY positie");

static const struct column thema_columns[] = {
	COLUMN(struct thema, sleutel),
	COLUMN(struct thema, titel),
	COLUMN(struct thema, toelichting),
};

static const struct list_of themas =
    LIST_OF(struct thema, thema_columns, LIST_MAX);

SQL(CATALOG_VERSION, "SELECT versie FROM catalog_version");

enum status
catalog_load(struct db *db, int64_t event, const char *today,
    struct arena *arena, struct catalog **loaded)
{
	struct catalog *catalog = arena_alloc(arena, sizeof(*catalog));
	enum status status;

	status = db_integer(db, SQL_CATALOG_VERSION, NO_VALUES,
	    &catalog->version);
	if (status == STATUS_OK)
		status = event == CATALOG_VISIBLE ?
		    event_visible(db, arena, &catalog->event) :
		    event_get(db, event, arena, &catalog->event);
	if (status == STATUS_OK)
		status = load_programme(db, arena, catalog);
	if (status == STATUS_OK)
		status = list_read(db, SQL_THEMA_LIST, NO_VALUES, &themas,
		    arena, &catalog->themas, &catalog->nthemas);
	if (status == STATUS_OK)
		status = load_gemeenten(db, today, arena, catalog);
	if (status == STATUS_OK)
		status = event_text_read(db, catalog->event.id, arena,
		    catalog->texts);
	if (status == STATUS_OK)
		status = letter_text_list(db, catalog->event.id, arena,
		    &catalog->letters, &catalog->nletters);
	if (status == STATUS_OK)
		*loaded = catalog;
	return status;
}

enum status
catalog_event(struct db *db, const struct catalog *catalog,
    struct arena *arena, struct event *event)
{
	enum status status;
	int64_t version;

	status = db_integer(db, SQL_CATALOG_VERSION, NO_VALUES, &version);
	if (status == STATUS_OK && version != catalog->version)
		return event_get(db, catalog->event.id, arena, event);
	if (status == STATUS_OK)
		*event = catalog->event;
	return status;
}

static int
compare_code(const void *key, const void *element)
{
	const struct gemeente *gemeente = element;

	return strcmp(key, gemeente->code);
}

const struct gemeente *
catalog_gemeente(const struct catalog *catalog, const char *code)
{
	return bsearch(code, catalog->gemeenten, catalog->ngemeenten,
	    sizeof(catalog->gemeenten[0]), compare_code);
}

const struct gemeente *
catalog_find_gemeente(const struct catalog *catalog, const char *text,
    struct arena *arena)
{
	const struct gemeente *gemeente = catalog_gemeente(catalog, text);
	const char *word;

	if (gemeente != NULL || text[0] == '\0')
		return gemeente;
	word = catalog_sort_word(text, arena);
	for (size_t i = 0; gemeente == NULL && i < catalog->noptions; i++)
		if (strcmp(catalog->options[i].folded, word) == 0)
			gemeente = catalog_gemeente(catalog,
			    catalog->options[i].code);
	for (size_t i = 0; gemeente == NULL && i < catalog->ngemeenten; i++)
		if (strcmp(catalog->gemeenten[i].folded, word) == 0)
			gemeente = &catalog->gemeenten[i];
	return gemeente;
}

const struct thema *
catalog_thema(const struct catalog *catalog, const char *sleutel)
{
	for (size_t i = 0; i < catalog->nthemas; i++)
		if (strcmp(catalog->themas[i].sleutel, sleutel) == 0)
			return &catalog->themas[i];
	return NULL;
}

const struct session *
catalog_session(const struct catalog *catalog, int64_t id,
    const struct round **in)
{
	for (size_t r = 0; r < catalog->nrounds; r++) {
		const struct round *round = &catalog->rounds[r];

		for (size_t s = 0; s < round->nsessions; s++)
			if (round->sessions[s].id == id) {
				*in = round;
				return &round->sessions[s];
			}
	}
	return NULL;
}

const struct round *
catalog_round(const struct catalog *catalog, int64_t id)
{
	for (size_t i = 0; i < catalog->nrounds; i++)
		if (catalog->rounds[i].id == id)
			return &catalog->rounds[i];
	return NULL;
}

const struct programme_item *
catalog_item(const struct catalog *catalog, int64_t id)
{
	for (size_t i = 0; i < catalog->nitems; i++)
		if (catalog->items[i].id == id)
			return &catalog->items[i];
	return NULL;
}

int64_t
catalog_doors(const struct catalog *catalog, const struct event *event)
{
	int64_t doors = event->begin;

	for (size_t i = 0; i < catalog->nitems; i++)
		if (catalog->items[i].begin < doors &&
		    catalog->items[i].einde >= event->begin)
			doors = catalog->items[i].begin;
	return doors;
}

struct catalog_cache {
	struct db	*db;
	struct arena	*arena;
	struct catalog	*catalog;	/* NULL until the first time */
	char		 today[CLOCK_DAY_SIZE];
};

struct catalog_cache *
catalog_cache_new(struct db *db)
{
	struct catalog_cache *cache = calloc(1, sizeof(*cache));

	if (cache == NULL)
		abort();
	cache->db = db;
	cache->arena = arena_new(CACHE_LIMIT);
	return cache;
}

void
catalog_cache_free(struct catalog_cache *cache)
{
	if (cache == NULL)
		return;
	arena_free(cache->arena);
	free(cache);
}

static enum status
load_again(struct catalog_cache *cache, int64_t event)
{
	enum status status;

	cache->catalog = NULL;
	arena_reset(cache->arena);
	switch (ARENA_GUARD(cache->arena)) {
	case 0:
		if ((status = db_snapshot(cache->db)) != STATUS_OK)
			break;
		status = catalog_load(cache->db, event, cache->today,
		    cache->arena, &cache->catalog);
		db_release(cache->db);
		break;
	case ARENA_STARVED:
		db_release(cache->db);
		status = STATUS_BUSY;
		break;
	default:
		db_release(cache->db);
		status = STATUS_FAIL;
	}
	arena_unguard(cache->arena);
	return status;
}

enum status
catalog_current(struct catalog_cache *cache, int64_t event, int64_t now,
    const struct catalog **catalog)
{
	const struct catalog *known = cache->catalog;
	char today[CLOCK_DAY_SIZE];
	enum status status = STATUS_OK;
	int64_t version = 0;
	bool current;

	clock_day(now, today);
	/* Only when event and day are right is the database asked. */
	current = known != NULL && strcmp(cache->today, today) == 0 &&
	    (event == CATALOG_VISIBLE ? known->event.zichtbaar :
	    known->event.id == event);
	if (current)
		status = db_integer(cache->db, SQL_CATALOG_VERSION, NO_VALUES,
		    &version);
	if (status != STATUS_OK)
		return status;
	if (!current || version != known->version) {
		memcpy(cache->today, today, sizeof(today));
		status = load_again(cache, event);
	}
	if (status == STATUS_OK)
		*catalog = cache->catalog;
	return status;
}
