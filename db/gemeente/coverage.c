#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/gemeente/coverage.h"
#include "db/gemeente/gemeente.h"
#include "db/head_count.h"
#include "db/list.h"

static const struct {
	const char	*word;
	const char	*key;
} states[COVERAGE__MAX] = {
	[COVERAGE_SIGNED_UP] = { "aangemeld", "aangemeld" },
	[COVERAGE_HELD] = { "plaats vastgehouden", "vastgehouden" },
	[COVERAGE_WAITING] = { "wachtlijst", "wachtlijst" },
	[COVERAGE_CANCELLED] = { "afgemeld", "afgemeld" },
	[COVERAGE_DECLINED] = { "komt niet", "afgezegd" },
	[COVERAGE_SILENT] = { "stil", "stil" },
};

const char *
coverage_word(enum coverage_state state)
{
	return states[state].word;
}

const char *
coverage_key(enum coverage_state state)
{
	return states[state].key;
}

static void
take(const struct rows *rows, struct arena *arena, void *element)
{
	struct coverage *one = element;

	*one = (struct coverage){
		.code = rows_text(rows, 0, arena),
		.naam = rows_text(rows, 1, arena),
		.aliassen = rows_text(rows, 2, arena),
		.provincie = rows_text(rows, 3, arena),
		.regio = rows_text(rows, 4, arena),
		.mbo_namen = rows_text(rows, 5, arena),
		.contact_email = rows_text(rows, 6, arena),
		.heeft_mbo = rows_integer(rows, 7) != 0,
		.today = rows_integer(rows, 8) != 0,
		.opvolger = rows_text(rows, 9, arena),
		.including = "",
		.own = {
			.confirmed = rows_integer(rows, 10),
			.waiting = rows_integer(rows, 11),
			.cancelled = rows_integer(rows, 12),
			.held = rows_integer(rows, 13),
			.named = rows_integer(rows, 14),
		},
		.declined = rows_integer(rows, 15),
		.note = rows_text(rows, 16, arena),
		.geldig_tot = rows_text(rows, 17, arena),
	};
	one->all = one->own;
	one->sort = catalog_sort_word(one->naam, arena);
}

static int
compare_code(const void *key, const void *element)
{
	const struct coverage *one = element;

	return strcmp(key, one->code);
}

static int
compare_sort(const void *a, const void *b)
{
	const struct coverage *left = a, *right = b;
	int order = strcmp(left->sort, right->sort);

	return order != 0 ? order : strcmp(left->code, right->code);
}

static struct coverage *
find(struct coverage *list, size_t count, const char *code)
{
	return bsearch(code, list, count, sizeof(*list), compare_code);
}

static void
add_people(struct coverage_people *to, const struct coverage_people *from)
{
	to->confirmed += from->confirmed;
	to->waiting += from->waiting;
	to->cancelled += from->cancelled;
	to->held += from->held;
	to->named += from->named;
}

/*
 * The code of today's municipality that this one went into, or NULL.  A step
 * between may have nobody of its own, and so is not in the list.
 */
static const char *
successor(struct db *db, struct coverage *list, size_t count,
    const struct coverage *one, struct arena *arena)
{
	const char *code = one->opvolger;

	for (size_t step = 0; code[0] != '\0' && step < GEMEENTEN_MAX;
	    step++) {
		const struct coverage *at = find(list, count, code);
		struct gemeente_record record;

		if (at != NULL && at->today)
			return at->code;
		if (at != NULL)
			code = at->opvolger;
		else if (gemeente_get(db, code, arena, &record) == STATUS_OK)
			code = record.value[GEMEENTE_OPVOLGER];
		else
			break;
	}
	return NULL;
}

/* Its people and its refusal count where it went. */
static void
fold(const struct coverage *one, struct coverage *into, struct arena *arena)
{
	const struct coverage_people *own = &one->own;

	add_people(&into->all, own);
	if (into->declined < one->declined) {
		into->declined = one->declined;
		into->note = one->note;
	}
	if (own->confirmed + own->waiting + own->cancelled > 0)
		into->including = into->including[0] == '\0' ? one->naam :
		    arena_printf(arena, "%s, %s", into->including, one->naam);
}

static enum coverage_state
state_of(const struct coverage *one)
{
	const struct coverage_people *all = &one->all;

	return all->named > 0 ? COVERAGE_SIGNED_UP :
	    all->confirmed > 0 ? COVERAGE_HELD :
	    all->waiting > 0 ? COVERAGE_WAITING :
	    all->cancelled > 0 ? COVERAGE_CANCELLED :
	    one->declined != 0 ? COVERAGE_DECLINED : COVERAGE_SILENT;
}

/*
 * Those of the day ?2, and those of another that people came from; counts and
 * source are what the two statements differ in.
 */
#define COVERAGE_SQL(counts, source) \
    "SELECT g.code, g.naam, coalesce((SELECT group_concat(alias, '|')" \
    " FROM gemeente_alias a WHERE a.gemeente = g.code), ''), g.provincie," \
    " g.arbeidsmarktregio, g.mbo_namen, g.gemeente_email, g.heeft_mbo," \
    " g.geldig_vanaf <= ?2 AND (g.geldig_tot IS NULL OR g.geldig_tot > ?2)," \
    " coalesce(g.opvolger, ''), " counts \
    ", coalesce(d.moment, 0), coalesce(d.toelichting, '')," \
    " coalesce(g.geldig_tot, '') FROM gemeente g" source \
    " LEFT JOIN gemeente_afgezegd d ON d.event = ?1 AND d.gemeente = g.code" \
    " WHERE g.code <> '" GEMEENTE_NONE "' AND (d.moment IS NOT NULL" \
    " OR (g.geldig_vanaf <= ?2" \
    " AND (g.geldig_tot IS NULL OR g.geldig_tot > ?2))" \
    " OR EXISTS (SELECT 1 FROM registration WHERE event = ?1" \
    " AND gemeente = g.code)) ORDER BY g.code"

/* head_count has a row of each municipality and sort. */
#define SUCH(such)	"coalesce(sum(aantal) FILTER (WHERE " such "), 0)"
#define COUNTS								\
	" LEFT JOIN (SELECT gemeente, "					\
	SUCH("status = 'bevestigd'") " AS zeker, "			\
	SUCH("status = 'wachtlijst'") " AS wachten, "			\
	SUCH("status = 'afgemeld'") " AS weg, "				\
	SUCH("status <> 'afgemeld' AND volgt = 'ja'") " AS vast, "	\
	SUCH("status = 'bevestigd' AND volgt = ''") " AS namen"		\
	" FROM " HEADS " GROUP BY gemeente) n"				\
	" ON n.gemeente = g.code"

SQL(COVERAGE, COVERAGE_SQL(
    "coalesce(zeker, 0), coalesce(wachten, 0), coalesce(weg, 0),"
    " coalesce(vast, 0), coalesce(namen, 0)", COUNTS));

enum status
coverage_read(struct db *db, int64_t event, const char *today,
    struct arena *arena, struct coverage **read, size_t *nread)
{
	static const struct list_of all =
	    LIST_BY(struct coverage, take, GEMEENTEN_MAX);
	struct coverage *list;
	enum status status;
	size_t count;

	status = list_read(db, SQL_COVERAGE, VALUES(value_integer(event),
	    value_text(today)), &all, arena, &list, &count);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		struct coverage *one = &list[i];

		if (one->today || (one->within = successor(db, list, count,
		    one, arena)) == NULL)
			continue;
		fold(one, find(list, count, one->within), arena);
	}
	/* The order by code, in which find looks, ends here. */
	for (size_t i = 0; i < count; i++)
		list[i].state = state_of(&list[i]);
	qsort(list, count, sizeof(*list), compare_sort);
	*read = list;
	*nread = count;
	return STATUS_OK;
}

struct coverage_filter
coverage_all(void)
{
	return (struct coverage_filter){
		.query = "", .state = COVERAGE__MAX, .provincie = "",
		.regio = "",
	};
}

static bool
is_or_any(const char *wanted, const char *is)
{
	return wanted[0] == '\0' || strcmp(wanted, is) == 0;
}

bool
coverage_fits(const struct coverage *one,
    const struct coverage_filter *filter, struct arena *arena)
{
	if (one->within != NULL ||
	    (filter->state != COVERAGE__MAX && one->state != filter->state) ||
	    (filter->mbo && !one->heeft_mbo) ||
	    !is_or_any(filter->provincie, one->provincie) ||
	    !is_or_any(filter->regio, one->regio))
		return false;
	return filter->query[0] == '\0' || text_holds(text_fold(
	    arena_printf(arena, "%s %s %s %s %s", one->code, one->naam,
	    one->aliassen, one->including, one->mbo_namen), arena),
	    text_fold(filter->query, arena));
}

void
coverage_add(struct coverage_total *total, const struct coverage *one)
{
	if (one->within != NULL)
		return;
	add_people(&total->people, &one->all);
	if (!one->today)
		return;
	total->gemeenten++;
	total->by_state[one->state]++;
}

int
coverage_percent(const struct coverage_total *total)
{
	int64_t all = total->gemeenten;
	int64_t placed = total->by_state[COVERAGE_SIGNED_UP] +
	    total->by_state[COVERAGE_HELD];
	int64_t percent;

	if (all == 0)
		return -1;
	percent = (100 * placed + all / 2) / all;
	if (percent == 0 && placed > 0)
		return 1;
	return percent == 100 && placed < all ? 99 : (int)percent;
}

SQL(GEMEENTE_DECLINE,
    "INSERT INTO gemeente_afgezegd (event, gemeente, moment, wie,"
    " toelichting) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (event, gemeente) DO UPDATE SET moment = excluded.moment,"
    " wie = excluded.wie, toelichting = excluded.toelichting");

enum status
coverage_decline(struct db *db, int64_t event, const char *code,
    const char *who, const char *note, int64_t now)
{
	return db_run(db, SQL_GEMEENTE_DECLINE, VALUES(value_integer(event),
	    value_text(code), value_integer(now), value_text(who),
	    value_text(note)));
}

SQL(GEMEENTE_UNDECLINE,
    "DELETE FROM gemeente_afgezegd WHERE event = ?1 AND gemeente = ?2");

enum status
coverage_undecline(struct db *db, int64_t event, const char *code)
{
	return db_change(db, SQL_GEMEENTE_UNDECLINE,
	    VALUES(value_integer(event), value_text(code)), STATUS_NOTFOUND);
}
