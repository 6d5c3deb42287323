#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/requirements.h"

const struct field wish_fields[WISH__MAX] = {
	[WISH_DIEET] = {
		.name = "dieet", .label = "Dieetwens of allergie",
		.hint = "De lunch is vegetarisch.",
		.title = "Dieet", .type = FIELD_LINES, .max = 500,
		.flags = FIELD_OWN | FIELD_SPECIAL,
		.purpose = "Voor de cateraar: alleen als aantallen en "
		    "regels zonder naam.",
	},
	[WISH_TOEGANG] = {
		.name = "toegang", .label = "Wat u nodig heeft om mee te doen",
		.hint = "Zoals een plaats voor een rolstoel of een "
		    "schrijftolk.",
		.title = "Toegang", .type = FIELD_LINES, .max = 500,
		.flags = FIELD_OWN | FIELD_SPECIAL,
		.purpose = "Om de zaal en de ontvangst daarop in te richten.",
	},
};

int64_t
wish_until(const struct event *event)
{
	return event->einde + WISH_KEPT;
}

SQL(WISH_PUT,
    "INSERT INTO wish (participant, dieet, toegang, toestemming)"
    " SELECT id, ?2, ?3, ?4 FROM participant WHERE id = ?1"
    " AND status <> 'afgemeld' ON CONFLICT (participant) DO UPDATE SET"
    " dieet = excluded.dieet, toegang = excluded.toegang,"
    " toestemming = excluded.toestemming");

enum status
wish_put(struct db *db, int64_t participant, const struct wish *wish)
{
	return db_change(db, SQL_WISH_PUT, VALUES(value_integer(participant),
	    value_text(wish->answer[WISH_DIEET]),
	    value_text(wish->answer[WISH_TOEGANG]),
	    value_integer(wish->toestemming)), STATUS_NOTFOUND);
}

static const struct column wish_columns[] = {
	COLUMN(struct wish, answer[WISH_DIEET]),
	COLUMN(struct wish, answer[WISH_TOEGANG]),
	COLUMN(struct wish, toestemming),
};

SQL(WISH_GET,
    "SELECT dieet, toegang, toestemming FROM wish WHERE participant = ?1");

enum status
wish_get(struct db *db, int64_t participant, struct arena *arena,
    struct wish *wish)
{
	static const struct list_of one = LIST_OF(struct wish, wish_columns, 1);

	return row_read(db, SQL_WISH_GET, VALUES(value_integer(participant)),
	    &one, arena, wish);
}

SQL(WISH_REMOVE, "DELETE FROM wish WHERE participant = ?1");

enum status
wish_remove(struct db *db, int64_t participant)
{
	return db_run(db, SQL_WISH_REMOVE,
	    VALUES(value_integer(participant)));
}

SQL(WISH_SWEEP,
    "DELETE FROM wish WHERE participant IN (SELECT p.id FROM participant p"
    " JOIN event e ON e.id = p.event WHERE e.einde <= ?1)");

enum status
wish_sweep(struct db *db, int64_t now)
{
	return db_run(db, SQL_WISH_SWEEP,
	    VALUES(value_integer(now - WISH_KEPT)));
}

#define WISHES_MAX	20000

static const struct column line_columns[] = {
	COLUMN(struct wish_line, answer[WISH_DIEET]),
	COLUMN(struct wish_line, answer[WISH_TOEGANG]),
	COLUMN(struct wish_line, comes),
	COLUMN(struct wish_line, voornaam),
	COLUMN(struct wish_line, achternaam),
	COLUMN(struct wish_line, gemeente),
};

SQL(WISH_LIST,
    "SELECT w.dieet, w.toegang, p.status = 'bevestigd', p.voornaam,"
    " p.achternaam, g.naam FROM wish w JOIN participant p"
    " ON p.id = w.participant JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente WHERE p.event = ?1"
    " AND p.status <> 'afgemeld' ORDER BY p.sorteersleutel, p.id");

enum status
wish_list(struct db *db, int64_t event, struct arena *arena,
    struct wish_line **list, size_t *count)
{
	static const struct list_of of =
	    LIST_OF(struct wish_line, line_columns, WISHES_MAX);

	return list_read(db, SQL_WISH_LIST, VALUES(value_integer(event)), &of,
	    arena, list, count);
}
