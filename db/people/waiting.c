#include "db/db.h"
#include "db/list.h"
#include "db/people/waiting.h"

static const struct column waiting_columns[] = {
	COLUMN(struct waiting, registration),
	COLUMN(struct waiting, participant),
	COLUMN(struct waiting, gemeente),
	COLUMN(struct waiting, people),
	COLUMN(struct waiting, wethouders),
	COLUMN(struct waiting, placed),
	COLUMN(struct waiting, policy),
	COLUMN(struct waiting, aangemeld),
};

SQL(WAITING_LIST,
    "SELECT w.registration, w.participant, g.naam, w.people, w.wethouders,"
    " (SELECT count(*) FROM participant p WHERE p.registration = r.id"
    " AND p.status = 'bevestigd'), r.wachtlijst, r.aangemeld FROM (SELECT"
    " registration, min(rij) AS rij, min(id) AS participant,"
    " count(*) AS people, sum(rol = 'wethouder') AS wethouders"
    " FROM participant WHERE event = ?1 AND status = 'wachtlijst'"
    " GROUP BY registration ORDER BY 2, 1 LIMIT ?3 OFFSET ?2) w"
    " JOIN registration r ON r.id = w.registration"
    " JOIN gemeente g ON g.code = r.gemeente ORDER BY w.rij, w.registration");

enum status
waiting_list(struct db *db, int64_t event, int64_t first, int64_t max,
    struct arena *arena, struct waiting **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct waiting, waiting_columns, SIZE_MAX);

	return list_read(db, SQL_WAITING_LIST, VALUES(value_integer(event),
	    value_integer(first), value_integer(max)), &all, arena, list,
	    count);
}

SQL(WAITING_COUNT,
    "SELECT count(DISTINCT registration), count(*) FROM participant"
    " WHERE event = ?1 AND status = 'wachtlijst'");

enum status
waiting_count(struct db *db, int64_t event, int64_t *delegations,
    int64_t *people)
{
	struct rows rows;

	*delegations = *people = 0;
	rows_open(&rows, db, SQL_WAITING_COUNT, VALUES(value_integer(event)));
	if (rows_next(&rows)) {
		*delegations = rows_integer(&rows, 0);
		*people = rows_integer(&rows, 1);
	}
	return rows_close(&rows);
}
