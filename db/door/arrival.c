#include <string.h>

#include "core/arena.h"
#include "core/text.h"
#include "db/db.h"
#include "db/door/arrival.h"
#include "db/found.h"
#include "db/list.h"

#define NAME_BYTES	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789-_"

static bool
is_name(const char *text, size_t length)
{
	return length > 0 && length <= ARRIVAL_NAME_MAX &&
	    strspn(text, NAME_BYTES) >= length;
}

bool
arrival_valid(const struct arrival *one)
{
	const char *slash = strchr(one->herroept, '/');

	if (one->herroept[0] != '\0' && (slash == NULL ||
	    !is_name(one->herroept, (size_t)(slash - one->herroept)) ||
	    !is_name(slash + 1, strlen(slash + 1))))
		return false;
	return is_name(one->toestel, strlen(one->toestel)) &&
	    is_name(one->nonce, strlen(one->nonce)) &&
	    text_length(one->deur) <= ARRIVAL_DOOR_MAX;
}

SQL(ARRIVAL_ADD,
    "INSERT INTO arrival (event, participant, toestel, nonce, moment, deur,"
    " herroept) SELECT p.event, p.id, ?3, ?4, ?5, ?6, ?7 FROM participant p"
    " WHERE p.id = ?2 AND p.event = ?1 ON CONFLICT DO NOTHING");

enum status
arrival_add(struct db *db, int64_t event, const struct arrival *one,
    bool *added)
{
	enum status status;

	status = db_run(db, SQL_ARRIVAL_ADD, VALUES(value_integer(event),
	    value_integer(one->participant), value_text(one->toestel),
	    value_text(one->nonce), value_integer(one->moment),
	    value_text(one->deur), value_text(one->herroept)));
	if (status == STATUS_OK)
		*added = db_changed(db) > 0;
	return status;
}

static const struct column arrival_columns[] = {
	COLUMN(struct arrival, id),
	COLUMN(struct arrival, participant),
	COLUMN(struct arrival, toestel),
	COLUMN(struct arrival, nonce),
	COLUMN(struct arrival, moment),
	COLUMN(struct arrival, deur),
	COLUMN(struct arrival, herroept),
};

#define ARRIVAL_COLUMNS	"id, participant, toestel, nonce, moment, deur," \
    " herroept"

SQL(ARRIVAL_LIST,
    "SELECT " ARRIVAL_COLUMNS " FROM arrival WHERE event = ?1 AND id > ?2"
    " ORDER BY id LIMIT ?3");

enum status
arrival_list(struct db *db, int64_t event, int64_t behind, size_t max,
    struct arena *arena, struct arrival **list, size_t *count)
{
	const struct list_of page =
	    LIST_OF(struct arrival, arrival_columns, max);

	return list_read(db, SQL_ARRIVAL_LIST, VALUES(value_integer(event),
	    value_integer(behind), value_integer((int64_t)max)), &page, arena,
	    list, count);
}

SQL(ARRIVAL_PRESENT,
    "SELECT " ARRIVAL_COLUMNS " FROM present WHERE participant = ?1"
    " ORDER BY moment, id");

enum status
arrival_present(struct db *db, int64_t participant, struct arena *arena,
    struct arrival **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct arrival, arrival_columns, SIZE_MAX);

	return list_read(db, SQL_ARRIVAL_PRESENT,
	    VALUES(value_integer(participant)), &all, arena, list, count);
}

static const struct column guest_columns[] = {
	COLUMN(struct door_guest, nummer),
	COLUMN(struct door_guest, event),
	COLUMN(struct door_guest, registration),
	COLUMN(struct door_guest, nonce),
	COLUMN(struct door_guest, voornaam),
	COLUMN(struct door_guest, achternaam),
	COLUMN(struct door_guest, rol),
	COLUMN(struct door_guest, gemeente),
	COLUMN(struct door_guest, status),
	COLUMN(struct door_guest, gewijzigd),
	COLUMN(struct door_guest, volgt),
	COLUMN(struct door_guest, geen_foto),
	COLUMN(struct door_guest, sessies),
	COLUMN(struct door_guest, binnen),
	COLUMN(struct door_guest, deur),
};

#define GUEST_FIRST(what) \
    "(SELECT " what " FROM present b WHERE b.participant = p.id" \
    " ORDER BY b.moment, b.id LIMIT 1)"
#define GUEST \
    "SELECT p.id, p.event, p.registration, p.nonce, p.voornaam," \
    " p.achternaam, p.rol, g.naam, p.status, p.gewijzigd," \
    " p.naam_volgt = 'ja', p.foto_bezwaar = 'ja'," \
    " coalesce((SELECT group_concat(wat, '; ') FROM (SELECT" \
    " o.nummer || '. ' || s.titel" \
    " || CASE s.zaal WHEN '' THEN '' ELSE ' (' || s.zaal || ')' END AS wat" \
    " FROM participant_session ps JOIN session s ON s.id = ps.session" \
    " JOIN round o ON o.id = ps.round WHERE ps.participant = p.id" \
    " AND ps.status = 'bevestigd' ORDER BY o.nummer)), '')," \
    " coalesce(" GUEST_FIRST("b.moment") ", 0)," \
    " coalesce(" GUEST_FIRST("b.deur") ", '')"

#define GUEST_OF \
    " FROM participant p CROSS JOIN registration r ON r.id = p.registration" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente"

SQL(DOOR_GUEST, GUEST GUEST_OF " WHERE p.id = ?1");

enum status
door_guest(struct db *db, int64_t participant, struct arena *arena,
    struct door_guest *guest)
{
	static const struct list_of one =
	    LIST_OF(struct door_guest, guest_columns, 1);

	return row_read(db, SQL_DOOR_GUEST, VALUES(value_integer(participant)),
	    &one, arena, guest);
}

/* Behind those that are there; whoever is there, or gone, is not added. */
static enum status
add_guest(struct db *db, int64_t event, int64_t participant,
    struct arena *arena, struct door_guest *list, size_t *count)
{
	struct door_guest *guest = &list[*count];
	enum status status = door_guest(db, participant, arena, guest);

	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status == STATUS_OK && guest->event == event &&
	    (*count == 0 || list[0].nummer != participant))
		(*count)++;
	return status;
}

SQL(DOOR_SEARCH,
    "SELECT participant, naam, zoek FROM attendee WHERE event = ?1"
    " ORDER BY naam, participant");
SQL(DOOR_UNPLACED,
    "SELECT status <> 'bevestigd' FROM participant WHERE id = ?1");

/* Found by the own name, not a contact's; a number is that person first. */
enum status
door_search(struct db *db, int64_t event, const char *query,
    struct arena *arena, struct door_guest **list, size_t *count)
{
	const struct found_asked asked = {
		.query = query, .fields = SEARCH_GEMEENTE + 1,
		.max = DOOR_FOUND_MAX, .second = SQL_DOOR_UNPLACED,
	};
	struct found found;
	enum status status;
	int64_t number = 0;

	*count = 0;
	if (text_empty(query))
		return STATUS_OK;
	for (const char *at = query; number >= 0 && *at != '\0'; at++)
		number = *at < '0' || *at > '9' || number > INT32_MAX ? -1 :
		    number * 10 + (*at - '0');
	*list = arena_array(arena, DOOR_FOUND_MAX + 1, sizeof(**list));
	status = number <= 0 ? STATUS_OK : add_guest(db, event, number, arena,
	    *list, count);
	if (status == STATUS_OK)
		status = found_read(db, SQL_DOOR_SEARCH,
		    VALUES(value_integer(event)), &asked, arena, &found);
	for (size_t i = 0; status == STATUS_OK && i < found.count &&
	    *count < DOOR_FOUND_MAX; i++)
		status = add_guest(db, event, found.list[i], arena, *list,
		    count);
	return status;
}

SQL(DOOR_LIST,
    GUEST GUEST_OF " WHERE +p.event = ?1 AND p.id > ?2 ORDER BY p.id LIMIT ?3");

enum status
door_list(struct db *db, int64_t event, int64_t behind, struct arena *arena,
    struct door_guest **list, size_t *count)
{
	static const struct list_of page =
	    LIST_OF(struct door_guest, guest_columns, SIZE_MAX);

	return list_read(db, SQL_DOOR_LIST, VALUES(value_integer(event),
	    value_integer(behind), value_integer((int64_t)list_portion)),
	    &page, arena, list, count);
}

static const struct column replaced_columns[] = {
	COLUMN(struct door_replaced, waarden),
	COLUMN(struct door_replaced, moment),
	COLUMN(struct door_replaced, participant),
};

/* Whose name stood there is in the words of the change alone. */
SQL(DOOR_REPLACED,
    "SELECT a.waarden, a.moment, coalesce(a.participant, 0) FROM audit a"
    " WHERE a.event = ?1 AND a.waarden <> '' AND a.wat = 'vervangen'"
    " AND holds(fold(?2), fold(a.waarden)) ORDER BY a.id DESC LIMIT ?3");

enum status
door_replaced(struct db *db, int64_t event, const char *query,
    struct arena *arena, struct door_replaced **list, size_t *count)
{
	static const struct list_of page =
	    LIST_OF(struct door_replaced, replaced_columns, DOOR_FOUND_MAX);

	*count = 0;
	if (text_empty(query))
		return STATUS_OK;
	return list_read(db, SQL_DOOR_REPLACED, VALUES(value_integer(event),
	    value_text(query), value_integer(DOOR_FOUND_MAX)), &page, arena,
	    list, count);
}

static const struct column count_columns[] = {
	COLUMN(struct door_count, what),
	COLUMN(struct door_count, expected),
	COLUMN(struct door_count, came),
};

static const struct list_of counts =
    LIST_OF(struct door_count, count_columns, SIZE_MAX);

SQL(DOOR_TOTAL,
    "SELECT '', coalesce((SELECT bezet FROM seat_count WHERE event = ?1),"
    " 0), (SELECT count(DISTINCT participant)"
    " FROM present WHERE event = ?1)");

enum status
door_total(struct db *db, int64_t event, struct arena *arena,
    struct door_count *total)
{
	return row_read(db, SQL_DOOR_TOTAL, VALUES(value_integer(event)),
	    &counts, arena, total);
}

/* Whoever came in by two is counted at the first (min picks the row). */
SQL(DOOR_BY_DOOR,
    "SELECT deur, 0, count(*) FROM (SELECT deur, min(moment) FROM present"
    " WHERE event = ?1 GROUP BY participant) GROUP BY deur ORDER BY deur");

enum status
door_by_door(struct db *db, int64_t event, struct arena *arena,
    struct door_count **list, size_t *count)
{
	return list_read(db, SQL_DOOR_BY_DOOR, VALUES(value_integer(event)),
	    &counts, arena, list, count);
}

SQL(DOOR_BY_SESSION,
    "SELECT o.nummer || '. ' || s.titel, coalesce((SELECT bezet"
    " FROM session_count WHERE session = s.id), 0), (SELECT count(*)"
    " FROM participant_session ps WHERE ps.session = s.id"
    " AND ps.status = 'bevestigd' AND EXISTS (SELECT 1 FROM present"
    " WHERE participant = ps.participant))"
    " FROM round o JOIN session s ON s.round = o.id WHERE o.event = ?1"
    " ORDER BY o.nummer, s.positie");

enum status
door_by_session(struct db *db, int64_t event, struct arena *arena,
    struct door_count **list, size_t *count)
{
	return list_read(db, SQL_DOOR_BY_SESSION,
	    VALUES(value_integer(event)), &counts, arena, list, count);
}

#define TURNOUT(what) \
    "SELECT " what ", count(*), sum(EXISTS (SELECT 1 FROM present" \
    " WHERE participant = p.id)) FROM participant p" \
    " JOIN registration r ON r.id = p.registration" \
    " JOIN gemeente g ON g.code = r.gemeente WHERE p.event = ?1" \
    " AND p.status = 'bevestigd' GROUP BY 1 ORDER BY 1"

SQL(DOOR_TURNOUT_GEMEENTE, TURNOUT("g.naam"));
SQL(DOOR_TURNOUT_ROLE, TURNOUT("p.rol"));
SQL(DOOR_TURNOUT_REGION, TURNOUT("g.arbeidsmarktregio"));

enum status
door_turnout(struct db *db, int64_t event, enum door_group group,
    struct arena *arena, struct door_count **list, size_t *count)
{
	const struct statement *const by[DOOR_GROUP__MAX] = {
		[DOOR_BY_GEMEENTE] = SQL_DOOR_TURNOUT_GEMEENTE,
		[DOOR_BY_ROLE] = SQL_DOOR_TURNOUT_ROLE,
		[DOOR_BY_REGION] = SQL_DOOR_TURNOUT_REGION,
	};

	return list_read(db, by[group], VALUES(value_integer(event)), &counts,
	    arena, list, count);
}
