#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/registration/requirements.h"

const struct field requirement_fields[REQUIREMENT__MAX] = {
	[REQUIREMENT_DIEET] = {
		.name = "dieet", .label = "Dieetwens of allergie",
		.hint = "De lunch is vegetarisch.",
		.title = "Dieet", .type = FIELD_LINES, .max = 500,
		.flags = FIELD_OWN | FIELD_SPECIAL,
		.purpose = "Voor de cateraar: alleen als aantallen en "
		    "regels zonder naam.",
	},
	[REQUIREMENT_TOEGANG] = {
		.name = "toegang", .label = "Wat u nodig heeft om mee te doen",
		.hint = "Zoals een plaats voor een rolstoel of een "
		    "schrijftolk.",
		.title = "Toegang", .type = FIELD_LINES, .max = 500,
		.flags = FIELD_OWN | FIELD_SPECIAL,
		.purpose = "Om de zaal en de ontvangst daarop in te richten.",
	},
};

int64_t
requirements_until(const struct event *event)
{
	return event->einde + event->bewaartermijn_wensen * 86400;
}

SQL(REQUIREMENTS_PUT,
    "INSERT INTO requirement (participant, dieet, toegang, toestemming)"
    " SELECT id, ?2, ?3, ?4 FROM participant WHERE id = ?1"
    " AND status <> 'afgemeld' ON CONFLICT (participant) DO UPDATE SET"
    " dieet = excluded.dieet, toegang = excluded.toegang,"
    " toestemming = excluded.toestemming");

enum status
requirements_put(struct db *db, int64_t participant,
    const struct requirements *requirements)
{
	return db_change(db, SQL_REQUIREMENTS_PUT,
	    VALUES(value_integer(participant),
	    value_text(requirements->answer[REQUIREMENT_DIEET]),
	    value_text(requirements->answer[REQUIREMENT_TOEGANG]),
	    value_integer(requirements->toestemming)), STATUS_NOTFOUND);
}

static const struct column requirements_columns[] = {
	COLUMN(struct requirements, answer[REQUIREMENT_DIEET]),
	COLUMN(struct requirements, answer[REQUIREMENT_TOEGANG]),
	COLUMN(struct requirements, toestemming),
};

SQL(REQUIREMENTS_GET,
    "SELECT dieet, toegang, toestemming FROM requirement"
    " WHERE participant = ?1");

enum status
requirements_get(struct db *db, int64_t participant, struct arena *arena,
    struct requirements *requirements)
{
	static const struct list_of one = LIST_OF(struct requirements,
	    requirements_columns, 1);

	return row_read(db, SQL_REQUIREMENTS_GET,
	    VALUES(value_integer(participant)), &one, arena, requirements);
}

SQL(REQUIREMENTS_REMOVE, "DELETE FROM requirement WHERE participant = ?1");

enum status
requirements_remove(struct db *db, int64_t participant)
{
	return db_run(db, SQL_REQUIREMENTS_REMOVE,
	    VALUES(value_integer(participant)));
}

static const struct column line_columns[] = {
	COLUMN(struct requirements_line, answer[REQUIREMENT_DIEET]),
	COLUMN(struct requirements_line, answer[REQUIREMENT_TOEGANG]),
	COLUMN(struct requirements_line, comes),
	COLUMN(struct requirements_line, voornaam),
	COLUMN(struct requirements_line, achternaam),
	COLUMN(struct requirements_line, gemeente),
};

SQL(REQUIREMENTS_LIST,
    "SELECT q.dieet, q.toegang, p.status = 'bevestigd', p.voornaam,"
    " p.achternaam, g.naam FROM requirement q JOIN participant p"
    " ON p.id = q.participant JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente WHERE p.event = ?1"
    " AND p.status <> 'afgemeld' ORDER BY p.sorteersleutel, p.id");

enum status
requirements_list(struct db *db, int64_t event, struct arena *arena,
    struct requirements_line **list, size_t *count)
{
	static const struct list_of of =
	    LIST_OF(struct requirements_line, line_columns, SIZE_MAX);

	return list_read(db, SQL_REQUIREMENTS_LIST,
	    VALUES(value_integer(event)), &of, arena, list, count);
}
