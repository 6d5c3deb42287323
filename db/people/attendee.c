#include "core/arena.h"
#include "core/log.h"
#include "core/search.h"
#include "core/text.h"
#include "core/turns.h"
#include "db/db.h"
#include "db/found.h"
#include "db/list.h"
#include "db/people/attendee.h"
#include "db/registration/guest.h"

#define REGIOS_MAX	200
#define AT_A_TIME	2
#define TURN_SECONDS	10

#define CONTACT_FIRST	14
#define ANSWER_FIRST	(CONTACT_FIRST + CONTACT__MAX)

static void
take_attendee(const struct rows *rows, struct arena *arena, void *element)
{
	struct attendee *attendee = element;

	*attendee = (struct attendee){
		.nummer = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.positie = rows_integer(rows, 2),
		.attendance = attendance_from_word(rows_text(rows, 3, arena)),
		.gemeente_naam = rows_text(rows, 4, arena),
		.gemeente_code = rows_text(rows, 5, arena),
		.provincie = rows_text(rows, 6, arena),
		.regio = rows_text(rows, 7, arena),
		.aangemeld = rows_integer(rows, 8),
		.gewijzigd = rows_integer(rows, 9),
		.themas = rows_text(rows, 10, arena),
		.sessies = rows_text(rows, 11, arena),
		.versie = rows_integer(rows, 12),
		.unconfirmed = rows_integer(rows, 13) != 0,
	};
	if (attendee->gemeente_code[0] == GEMEENTE_NONE[0])
		attendee->gemeente_code = "";
	for (int i = 0; i < CONTACT__MAX; i++)
		attendee->contact[i] = rows_text(rows, CONTACT_FIRST + i,
		    arena);
	for (int i = 0; i < PARTICIPANT__MAX; i++)
		attendee->answer[i] = rows_text(rows, ANSWER_FIRST + i, arena);
}

struct attendee_filter
attendee_all(int64_t event)
{
	return (struct attendee_filter){
		.event = event, .query = "", .status = "", .rol = "",
		.gemeente = "", .provincie = "", .regio = "", .came = "",
	};
}

/*
 * The conditions of struct attendee_filter, in its order.  All of them are
 * about the table attendee, so that the others are looked at only for those
 * found.  ?12 says whether any is asked.
 */
#define ATTENDEE_MEETS(a) \
    "(?2 = '' OR fits(fold(?2), " a ".zoek, 10) < 4) AND " ATTENDEE_IS(a)
#define ATTENDEE_IS(a) \
    "(?3 = '' OR " a ".participant IN (SELECT id FROM participant" \
    " WHERE event = ?1 AND status = ?3) OR (?3 = '" ATTENDEE_UNCONFIRMED \
    "' AND " a ".participant IN (SELECT w.id FROM registration u" \
    " JOIN participant w ON w.registration = u.id" \
    " AND w.status = 'wachtlijst' WHERE u.event = ?1" \
    " AND u.bevestigen = 2)))" \
    " AND (?4 = '' OR " a ".rolsoort = ?4 OR ?4 = CASE " a ".code" \
    " WHEN '" GEMEENTE_NONE "' THEN '" ATTENDEE_GUESTS "'" \
    " ELSE '" ATTENDEE_DELEGATES "' END)" \
    " AND (?5 = '' OR " a ".code = ?5)" \
    " AND (?6 = '' OR " a ".code IN (SELECT code FROM gemeente" \
    " WHERE provincie = ?6))" \
    " AND (?7 = '' OR " a ".code IN (SELECT code FROM gemeente" \
    " WHERE arbeidsmarktregio = ?7))" \
    " AND (?8 = 0 OR " a ".participant IN (SELECT participant" \
    " FROM participant_session WHERE session = ?8))" \
    " AND (?9 = 0 OR " a ".aangemeld >= ?9)" \
    " AND (?10 = 0 OR " a ".volgt = 'ja')" \
    " AND (?11 = '' OR (?11 = 'ja') = EXISTS (SELECT 1 FROM present" \
    " WHERE participant = " a ".participant))"

/*
 * The text stands in the order of the names: that order is walked and asked
 * in one.  The others are indexes without it; who is found is gathered first
 * for them, in one walk as well, and nothing is when nothing is asked.
 */
#define NAME_ASKED	" WHERE a.event = ?1 AND (?12 = 0 OR (" \
    ATTENDEE_MEETS("a") "))"
#define OTHER_ASKED	" WHERE a.event = ?1 AND (?12 = 0 OR a.participant IN" \
    " (SELECT f.participant FROM attendee f NOT INDEXED" \
    " WHERE f.event = ?1 AND " ATTENDEE_MEETS("f") "))"
#define ATTENDEE_COUNTED \
    "SELECT count(*) FROM (SELECT 1 FROM attendee a"
#define ATTENDEE_JOINED \
    " CROSS JOIN participant p ON p.id = a.participant" ATTENDEE_DELEGATION
#define ATTENDEE_DELEGATION \
    " CROSS JOIN registration r ON r.id = p.registration" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente"
#define ATTENDEE_COLUMNS \
    "SELECT p.id, p.registration, p.positie, p.status, g.naam, g.code," \
    " g.provincie, g.arbeidsmarktregio, r.aangemeld, p.gewijzigd," \
    " coalesce((SELECT group_concat(een, char(30)) FROM (SELECT" \
    " t.sleutel || char(31) || t.titel AS een FROM registration_thema rt JOIN thema t ON t.sleutel = rt.thema" \
    " WHERE rt.registration = r.id ORDER BY t.positie)), '')," \
    " coalesce((SELECT group_concat(een, char(30)) FROM (SELECT" \
    " o.nummer || char(31) || s.titel AS een FROM participant_session ps JOIN session s ON s.id = ps.session" \
    " JOIN round o ON o.id = ps.round WHERE ps.participant = p.id" \
    " ORDER BY o.nummer)), ''), r.versie," \
    " r.bevestigen = 2 AND p.status = 'wachtlijst', @contact@, @deelnemer@"
#define ATTENDEE_LINE	ATTENDEE_COLUMNS " FROM attendee a" ATTENDEE_JOINED

static bool
is_asked(const struct attendee_filter *filter)
{
	return filter->query[0] != '\0' || filter->status[0] != '\0' ||
	    filter->rol[0] != '\0' || filter->gemeente[0] != '\0' ||
	    filter->provincie[0] != '\0' || filter->regio[0] != '\0' ||
	    filter->session != 0 || filter->since != 0 || filter->held ||
	    filter->came[0] != '\0';
}

/* The same, as values. */
#define CONDITIONS(filter) \
	value_integer((filter)->event), value_text((filter)->query), \
	value_text((filter)->status), value_text((filter)->rol), \
	value_text((filter)->gemeente), value_text((filter)->provincie), \
	value_text((filter)->regio), value_integer((filter)->session), \
	value_integer((filter)->since), value_integer((filter)->held), \
	value_text((filter)->came), value_integer(is_asked(filter))

SQL_WITH(question_columns, ATTENDEE_LIST,
    ATTENDEE_LINE NAME_ASKED " ORDER BY a.naam, a.participant LIMIT ?13");

enum status
attendee_walk(struct db *db, const struct attendee_filter *filter,
    int64_t max, struct arena *arena, attendee_each each, void *arg)
{
	enum status status = STATUS_OK, closed;
	struct attendee attendee;
	struct rows rows;

	rows_open(&rows, db, SQL_ATTENDEE_LIST, VALUES(CONDITIONS(filter),
	    value_integer(max)));
	while (status == STATUS_OK && rows_next(&rows)) {
		take_attendee(&rows, arena, &attendee);
		status = each(&attendee, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

enum status
attendee_count(struct db *db, const struct attendee_filter *filter,
    int64_t *count)
{
	return attendee_count_to(db, filter, INT64_MAX, count);
}

SQL(ATTENDEE_COUNT, ATTENDEE_COUNTED NAME_ASKED " LIMIT ?13)");

enum status
attendee_count_to(struct db *db, const struct attendee_filter *filter,
    int64_t most, int64_t *count)
{
	return db_integer(db, SQL_ATTENDEE_COUNT, VALUES(CONDITIONS(filter),
	    value_integer(most)), count);
}

/* Where in the list a page begins: what the orders sort on. */
struct key {
	const char	*naam;
	int64_t		 aangemeld;
	const char	*plaats;
	int64_t		 nummer;
	const char	*zoek;
	int64_t		 rank;		/* of the search; filled in here */
};

static const struct key first_key = { "", INT64_MAX, "", 0, "", -1 };

static const struct column key_columns[] = {
	COLUMN(struct key, naam),
	COLUMN(struct key, aangemeld),
	COLUMN(struct key, plaats),
	COLUMN(struct key, nummer),
	COLUMN(struct key, zoek),
};

SQL(ATTENDEE_KEY,
    "SELECT a.naam, a.aangemeld, a.plaats, a.participant, a.zoek"
    " FROM participant p"
    " JOIN attendee a ON a.event = p.event AND a.naam = p.sorteersleutel"
    " AND a.participant = p.id WHERE p.id = ?1 AND p.event = ?2");

static enum status
key_of(struct db *db, const struct attendee_filter *filter, int64_t nummer,
    struct arena *arena, struct key *key)
{
	static const struct list_of one = LIST_OF(struct key, key_columns, 1);
	struct search search;
	enum status status;

	status = row_read(db, SQL_ATTENDEE_KEY, VALUES(value_integer(nummer),
	    value_integer(filter->event)), &one, arena, key);
	if (status != STATUS_OK)
		return status;
	search_read(text_fold(filter->query, arena), &search);
	key->rank = search_rank(&search, key->zoek, SEARCH__MAX);
	return STATUS_OK;
}

enum status
attendee_text(struct db *db, int64_t event, int64_t nummer,
    struct arena *arena, const char **text)
{
	static const struct list_of one = LIST_OF(struct key, key_columns, 1);
	struct key key;
	enum status status = row_read(db, SQL_ATTENDEE_KEY,
	    VALUES(value_integer(nummer), value_integer(event)), &one, arena,
	    &key);

	if (status == STATUS_OK)
		*text = key.zoek;
	return status;
}

/* Each order, onward from behind a key and back from before it. */
#define NAME_ONWARD NAME_ASKED \
    " AND (a.naam, a.participant) > (?14, ?17)" \
    " ORDER BY a.naam, a.participant LIMIT ?13"
#define NAME_BACK NAME_ASKED \
    " AND (a.naam, a.participant) < (?14, ?17)" \
    " ORDER BY a.naam DESC, a.participant DESC LIMIT ?13"
#define NEWEST_ONWARD OTHER_ASKED \
    " AND (a.aangemeld, a.participant) < (?15, ?17)" \
    " ORDER BY a.aangemeld DESC, a.participant DESC LIMIT ?13"
#define NEWEST_BACK OTHER_ASKED \
    " AND (a.aangemeld, a.participant) > (?15, ?17)" \
    " ORDER BY a.aangemeld, a.participant LIMIT ?13"
#define GEMEENTE_ONWARD OTHER_ASKED \
    " AND (a.plaats, a.naam, a.participant) > (?16, ?14, ?17)" \
    " ORDER BY a.plaats, a.naam, a.participant LIMIT ?13"
#define GEMEENTE_BACK OTHER_ASKED \
    " AND (a.plaats, a.naam, a.participant) < (?16, ?14, ?17)" \
    " ORDER BY a.plaats DESC, a.naam DESC, a.participant DESC LIMIT ?13"

#define ATTENDEE_SQL(name, end)	SQL_WITH(question_columns, name, \
	ATTENDEE_LINE end)
ATTENDEE_SQL(ATTENDEE_BY_NAME, NAME_ONWARD);
ATTENDEE_SQL(ATTENDEE_BY_NAME_BACK, NAME_BACK);

ATTENDEE_SQL(ATTENDEE_NEWEST, NEWEST_ONWARD);
ATTENDEE_SQL(ATTENDEE_NEWEST_BACK, NEWEST_BACK);
ATTENDEE_SQL(ATTENDEE_BY_GEMEENTE, GEMEENTE_ONWARD);
ATTENDEE_SQL(ATTENDEE_BY_GEMEENTE_BACK, GEMEENTE_BACK);

/* The best first (found.h); ?12: whether more is asked than the query. */
#define BEST_ASKED \
    "SELECT a.participant, a.naam, a.zoek FROM attendee a" \
    " WHERE a.event = ?1 AND (?12 = 0 OR (" ATTENDEE_IS("a") "))"
SQL(ATTENDEE_BEST, BEST_ASKED " ORDER BY a.naam, a.participant");
SQL(ATTENDEE_BEST_BACK, BEST_ASKED
    " ORDER BY a.naam DESC, a.participant DESC");
SQL_WITH(question_columns, ATTENDEE_ONE,
    ATTENDEE_COLUMNS " FROM participant p" ATTENDEE_DELEGATION
    " WHERE p.id = ?1");

static const struct {
	const struct statement *onward;
	const struct statement *back;
} walks[ATTENDEE_ORDER__MAX] = {
	[ATTENDEE_BY_NAME] = { SQL_ATTENDEE_BY_NAME,
	    SQL_ATTENDEE_BY_NAME_BACK },
	[ATTENDEE_NEWEST] = { SQL_ATTENDEE_NEWEST, SQL_ATTENDEE_NEWEST_BACK },
	[ATTENDEE_BY_GEMEENTE] = { SQL_ATTENDEE_BY_GEMEENTE,
	    SQL_ATTENDEE_BY_GEMEENTE_BACK },
};

/* What follows the conditions in the statements of walks. */
#define FROM(key, max) \
	value_integer(max), value_text((key)->naam), \
	value_integer((key)->aangemeld), value_text((key)->plaats), \
	value_integer((key)->nummer)

/*
 * Who asks looks at everybody: of a hundred thousand who fit, their names are
 * megabytes while it lasts, for each who asks at the same time.
 */
static enum status
page_asked(struct db *db, const struct statement *walk,
    const struct attendee_filter *filter, const struct key *key,
    const struct list_of *page, struct arena *arena, struct attendees *found)
{
	static struct turns turns = TURNS(AT_A_TIME);
	enum status status;

	if (!turns_take(&turns, TURN_SECONDS)) {
		log_line(LOG_WARNING, "attendees: too many ask at a time");
		return STATUS_BUSY;
	}
	status = list_read(db, walk, VALUES(CONDITIONS(filter),
	    FROM(key, (int64_t)page->max)), page, arena, &found->list,
	    &found->count);
	turns_end();
	return status;
}

static enum status
page_best(struct db *db, const struct attendee_filter *filter,
    const struct attendee_at *at, const struct key *key, struct arena *arena,
    struct attendees *found)
{
	static const struct list_of one =
	    LIST_BY(struct attendee, take_attendee, 1);
	const struct found_from from = { at->from, key->naam, key->rank };
	const struct found_asked asked = {
		.query = filter->query, .fields = SEARCH__MAX,
		.from = at->from == 0 ? NULL : &from, .back = at->back,
		.max = at->max + 1, .most = at->most,
	};
	struct attendee_filter besides = *filter;
	enum status status;
	struct found best;

	besides.query = "";
	status = found_read(db, at->back ? SQL_ATTENDEE_BEST_BACK :
	    SQL_ATTENDEE_BEST, VALUES(CONDITIONS(&besides)), &asked, arena,
	    &best);
	if (status != STATUS_OK)
		return status;
	*found = (struct attendees){
		.list = arena_array(arena, best.count, sizeof(*found->list)),
		.total = best.total,
	};
	for (size_t i = 0; status == STATUS_OK && i < best.count; i++) {
		status = row_read(db, SQL_ATTENDEE_ONE,
		    VALUES(value_integer(best.list[i])), &one, arena,
		    &found->list[found->count]);
		found->count += status == STATUS_OK;
		/* Erased meanwhile. */
		if (status == STATUS_NOTFOUND)
			status = STATUS_OK;
	}
	return status;
}

enum status
attendee_page(struct db *db, const struct attendee_filter *filter,
    const struct attendee_at *at, struct arena *arena,
    struct attendees *found)
{
	/* One more than is shown tells whether there are more. */
	const struct list_of page =
	    LIST_BY(struct attendee, take_attendee, at->max + 1);
	struct key key = first_key;
	enum status status = STATUS_OK;

	if (at->from != 0)
		status = key_of(db, filter, at->from, arena, &key);
	if (status == STATUS_OK)
		status = at->order == ATTENDEE_BEST ? page_best(db, filter,
		    at, &key, arena, found) : page_asked(db, at->back ?
		    walks[at->order].back : walks[at->order].onward, filter,
		    &key, &page, arena, found);
	if (status != STATUS_OK)
		return status;
	found->more = found->count > at->max;
	if (found->more)
		found->count = at->max;
	/* A page back was walked from its end. */
	for (size_t i = 0; at->back && i < found->count / 2; i++) {
		struct attendee *last = &found->list[found->count - 1 - i];
		struct attendee other = found->list[i];

		found->list[i] = *last;
		*last = other;
	}
	return STATUS_OK;
}

enum status
attendee_total(struct db *db, const struct attendee_filter *filter,
    const struct attendee_at *at, const struct attendees *found,
    int64_t *total)
{
	if (at->order == ATTENDEE_BEST)
		*total = found->total;
	else if (at->from != 0 || found->more)
		return attendee_count_to(db, filter, at->most, total);
	else
		*total = (int64_t)found->count;
	return STATUS_OK;
}

SQL(ATTENDEE_REGIOS,
    "SELECT DISTINCT arbeidsmarktregio FROM gemeente"
    " WHERE arbeidsmarktregio <> '' ORDER BY arbeidsmarktregio");

enum status
attendee_regios(struct db *db, struct arena *arena, const char ***regios,
    size_t *count)
{
	static const struct list_of all =
	    LIST_BY(const char *, take_text, REGIOS_MAX);

	return list_read(db, SQL_ATTENDEE_REGIOS, NO_VALUES, &all, arena,
	    regios, count);
}

static const struct column session_columns[] = {
	COLUMN(struct attendee_session, ronde),
	COLUMN(struct attendee_session, sessie),
	COLUMN(struct attendee_session, titel),
	COLUMN(struct attendee_session, status),
};

SQL(ATTENDEE_SESSIONS,
    "SELECT o.nummer, s.id, s.titel, ps.status FROM participant_session ps"
    " JOIN session s ON s.id = ps.session JOIN round o ON o.id = ps.round"
    " WHERE ps.participant = ?1 ORDER BY o.nummer");

enum status
attendee_sessions(struct db *db, int64_t nummer, struct arena *arena,
    struct attendee_session **sessions, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct attendee_session, session_columns, ROUNDS_MAX);

	return list_read(db, SQL_ATTENDEE_SESSIONS,
	    VALUES(value_integer(nummer)), &all, arena, sessions, count);
}
