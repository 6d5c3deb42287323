#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/short_code.h"
#include "db/campaign/invited.h"
#include "db/db.h"
#include "db/event/catalog.h"
#include "db/gemeente/gemeente.h"
#include "db/list.h"
#include "db/mail/outbox.h"

#define DAY	86400

struct line {
	const char	*code;
	struct invited	 invited;
};

static void
take(const struct rows *rows, struct arena *arena, void *element)
{
	struct line *line = element;

	line->code = rows_text(rows, 0, arena);
	line->invited = (struct invited){
		.address = rows_text(rows, 1, arena),
		.later = rows_text(rows, 2, arena),
		.stopped = rows_integer(rows, 3),
		.opened = rows_integer(rows, 4),
		.letters = rows_integer(rows, 5),
		.first = rows_integer(rows, 6),
		.last = rows_integer(rows, 7),
		.waits = rows_integer(rows, 8) > 0,
		.bounced = rows_integer(rows, 9) > 0,
		.most = rows_integer(rows, 10) + 1,
		.between = rows_integer(rows, 11) * DAY,
		.ladder = rows_integer(rows, 12) > 0,
		.griffie = rows_integer(rows, 13) > 0,
		.paper = rows_integer(rows, 14),
	};
}

/*
 * Mail comes back from an address; a letter that failed there says as much.
 * Of the municipality m, for the event ?1.
 */
#define COMES_BACK(address)						\
    "(EXISTS (SELECT 1 FROM address b WHERE b.address = " address ")"	\
    " OR EXISTS (SELECT 1 FROM outbox o WHERE o.event = ?1"		\
    " AND o.gemeente = m.code AND o.gemeente <> '' AND o.status = 'failed'" \
    " AND o.ontvanger = " address " COLLATE NOCASE))"

/*
 * What was taken back or overtaken by an answer never arrived, and counts for
 * nothing.
 */
SQL(INVITED_LIST,
    "WITH m AS (SELECT g.code, coalesce(i.adres, '') AS own,"
    " g.gemeente_email AS first, g.griffie_email AS second,"
    " coalesce(i.later, '') AS later, coalesce(i.gestopt, 0) AS stopped,"
    " coalesce(i.geopend, 0) AS opened, coalesce(i.brief, 0) AS paper,"
    " coalesce(n.letters, 0) AS letters, coalesce(n.oldest, 0) AS oldest,"
    " coalesce(n.newest, 0) AS newest, coalesce(n.waiting, 0) AS waiting,"
    " e.herinneren_max AS most, e.herinneren_om AS between_,"
    " e.herinneren_ladder = 'ja' AS ladder"
    " FROM event e CROSS JOIN gemeente g LEFT JOIN invitation i ON i.event = ?1"
    " AND i.gemeente = g.code LEFT JOIN (SELECT gemeente, count(*) AS letters,"
    " min(gemaakt) AS oldest, max(gemaakt) AS newest,"
    " count(*) FILTER (WHERE volgende IS NOT NULL) AS waiting FROM outbox"
    " WHERE event = ?1 AND gemeente <> '' AND status NOT IN ('withdrawn',"
    " 'cancelled') GROUP BY gemeente) n ON n.gemeente = g.code"
    " WHERE e.id = ?1 AND g.code <> '" GEMEENTE_NONE "'),"
    " asked AS (SELECT *, ladder AND own = '' AND second <> '' AND (letters >= "
    INVITED_FIRST " OR first = '' OR " COMES_BACK("first") ") AS up FROM m)"
    " SELECT code, CASE WHEN own <> '' THEN own WHEN up THEN second"
    " ELSE first END AS adres, later, stopped, opened, letters, oldest,"
    " newest, waiting, CASE WHEN own <> '' THEN " COMES_BACK("own")
    " WHEN up THEN " COMES_BACK("second") " ELSE " COMES_BACK("first") " END,"
    " most, between_, ladder, up, paper FROM asked m ORDER BY code");

static const struct line *
find(const struct line *lines, size_t count, const char *code)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(code, lines[middle].code);

		if (order == 0)
			return &lines[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

enum status
invited_read(struct db *db, int64_t event, const char *today,
    struct arena *arena, struct invited **list, size_t *count)
{
	static const struct list_of all =
	    LIST_BY(struct line, take, GEMEENTEN_MAX);
	struct coverage *coverage;
	struct line *lines;
	size_t nlines, ncoverage, n = 0;
	enum status status;

	status = coverage_read(db, event, today, arena, &coverage, &ncoverage);
	if (status == STATUS_OK)
		status = list_read(db, SQL_INVITED_LIST,
		    VALUES(value_integer(event)), &all, arena, &lines,
		    &nlines);
	if (status != STATUS_OK)
		return status;
	*list = arena_array(arena, ncoverage, sizeof(**list));
	for (size_t i = 0; i < ncoverage; i++) {
		const struct line *line = find(lines, nlines,
		    coverage[i].code);

		if (!coverage[i].today || line == NULL)
			continue;
		(*list)[n] = line->invited;
		(*list)[n++].coverage = &coverage[i];
	}
	*count = n;
	return STATUS_OK;
}

enum invited_state
invited_state(const struct invited *one, const char *today)
{
	static const enum invited_state states[COVERAGE__MAX] = {
		[COVERAGE_SIGNED_UP] = INVITED_SIGNED_UP,
		[COVERAGE_HELD] = INVITED_SIGNED_UP,
		[COVERAGE_WAITING] = INVITED_WAITING,
		[COVERAGE_CANCELLED] = INVITED_DECLINED,
		[COVERAGE_DECLINED] = INVITED_DECLINED,
		[COVERAGE_SILENT] = INVITED_SILENT,
	};
	enum invited_state state = states[one->coverage->state];

	return state != INVITED_SILENT ? state :
	    strcmp(one->later, today) >= 0 ? INVITED_LATER :
	    one->bounced ? INVITED_BOUNCED :
	    one->letters > 0 ? INVITED_SILENT : INVITED_NOT;
}

enum invited_why
invited_why(const struct invited *one, const char *today, int64_t now)
{
	return one->coverage->state != COVERAGE_SILENT ? INVITED_ANSWERED :
	    strcmp(one->later, today) >= 0 ? INVITED_DECIDES :
	    one->stopped != 0 ? INVITED_STOPPED :
	    one->address[0] == '\0' ? INVITED_NO_ADDRESS :
	    one->bounced ? INVITED_CAME_BACK :
	    one->waits ? INVITED_WAITS :
	    one->letters >= one->most ? INVITED_OFTEN :
	    one->letters > 0 && one->last > now - one->between ?
	    INVITED_LATELY : INVITED_MAY;
}

enum invited_rung
invited_rung(const struct invited *one, const char *today)
{
	/* When a mail may go is no matter here. */
	enum invited_why why = invited_why(one, today, INT64_MAX);
	char day[CLOCK_DAY_SIZE];

	if (!one->ladder || why == INVITED_ANSWERED || why == INVITED_DECIDES)
		return RUNG_NONE;
	if (why == INVITED_MAY || why == INVITED_WAITS)
		return one->griffie ? RUNG_GRIFFIE : RUNG_MAIL;
	clock_day(one->paper + one->between, day);
	return one->paper == 0 ? RUNG_PAPER : strcmp(day, today) > 0 ?
	    RUNG_SOON : RUNG_CALL;
}

bool
invited_event(const struct event *event, int64_t now)
{
	enum event_phase phase = event_phase(event, now);

	return event->zichtbaar && event->afgelast == 0 &&
	    (phase == EVENT_EARLY || phase == EVENT_OPEN);
}

#define SET(column)							\
    "INSERT INTO invitation (event, gemeente, " column ")"		\
    " VALUES (?1, ?2, ?3) ON CONFLICT (event, gemeente) DO UPDATE SET "	\
    column " = excluded." column
SQL(INVITED_ADDRESS, SET("adres"));
SQL(INVITED_LATER, SET("later"));
SQL(INVITED_STOPPED, SET("gestopt"));
SQL(INVITED_OPENED, SET("geopend"));
SQL(INVITED_PAPER, SET("brief"));

enum status
invited_set_address(struct db *db, int64_t event, const char *code,
    const char *address)
{
	return db_run(db, SQL_INVITED_ADDRESS, VALUES(value_integer(event),
	    value_text(code), value_text(address)));
}

enum status
invited_set_later(struct db *db, int64_t event, const char *code,
    const char *day)
{
	return db_run(db, SQL_INVITED_LATER, VALUES(value_integer(event),
	    value_text(code), value_text(day)));
}

enum status
invited_set_stopped(struct db *db, int64_t event, const char *code,
    int64_t moment)
{
	return db_run(db, SQL_INVITED_STOPPED, VALUES(value_integer(event),
	    value_text(code), value_integer(moment)));
}

enum status
invited_set_opened(struct db *db, int64_t event, const char *code,
    int64_t moment)
{
	return db_run(db, SQL_INVITED_OPENED, VALUES(value_integer(event),
	    value_text(code), value_integer(moment)));
}

enum status
invited_set_paper(struct db *db, int64_t event, const char *code,
    int64_t moment)
{
	return db_run(db, SQL_INVITED_PAPER, VALUES(value_integer(event),
	    value_text(code), value_integer(moment)));
}

SQL(INVITED_WITHDRAW,
    "UPDATE outbox SET status = 'withdrawn', volgende = NULL, antwoord = ?3"
    " WHERE event = ?1 AND gemeente = ?2 AND gemeente <> ''"
    " AND status IN ('queued', 'deferred')"
    " AND (vast_tot <= ?4 OR pogingen = 0)");

enum status
invited_withdraw(struct db *db, int64_t event, const char *code,
    const char *reason, int64_t now)
{
	return db_run(db, SQL_INVITED_WITHDRAW, VALUES(value_integer(event),
	    value_text(code), value_text(reason), value_integer(now)));
}

SQL(INVITED_TAKE_DAY,
    "INSERT OR IGNORE INTO invitation_day (event, dag) VALUES (?1, ?2)");

enum status
invited_take_day(struct db *db, int64_t event, const char *day, bool *first)
{
	enum status status = db_run(db, SQL_INVITED_TAKE_DAY,
	    VALUES(value_integer(event), value_text(day)));

	*first = status == STATUS_OK && db_changed(db) > 0;
	return status;
}

const char *
invited_code(const struct secret *secret, int64_t event, const char *gemeente,
    struct arena *arena)
{
	char *code = arena_alloc(arena, SHORT_CODE_SIZE);

	short_code_make(secret, INVITED_PURPOSE, arena_printf(arena,
	    "%lld %s", (long long)event, gemeente), code);
	return code;
}
