#include "core/arena.h"
#include "db/db.h"
#include "db/list.h"
#include "db/retention/replay.h"

/* Whoever is cancelled or replaced takes a wish along. */
SQL(REPLAY_LIST,
    "SELECT a.moment, a.wie, a.wat = 'gewist', a.event, a.registration,"
    " a.participant, (SELECT moment FROM audit b WHERE b.registration ="
    " a.registration ORDER BY b.id LIMIT 1) FROM audit a WHERE a.wat IN"
    " ('gewist', 'wens ingetrokken', 'afgemeld', 'vervangen')"
    " AND a.event IS NOT NULL ORDER BY a.id");

static const struct column line_columns[] = {
	COLUMN(struct replay_line, moment),
	COLUMN(struct replay_line, wie),
	COLUMN(struct replay_line, erased),
	COLUMN(struct replay_line, event),
	COLUMN(struct replay_line, registration),
	COLUMN(struct replay_line, participant),
	COLUMN(struct replay_line, begun),
};

enum status
replay_list(struct db *db, struct arena *arena, struct replay_line **lines,
    size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct replay_line, line_columns, SIZE_MAX);

	return list_read(db, SQL_REPLAY_LIST, NO_VALUES, &all, arena, lines,
	    count);
}

SQL(REPLAY_BEGUN,
    "SELECT coalesce((SELECT moment FROM audit WHERE registration = ?1"
    " ORDER BY id LIMIT 1), 0)");

enum status
replay_begun(struct db *db, int64_t registration, int64_t *moment)
{
	return db_integer(db, SQL_REPLAY_BEGUN,
	    VALUES(value_integer(registration)), moment);
}

SQL(REPLAY_WISH,
    "DELETE FROM requirement WHERE participant IN (SELECT id FROM participant"
    " WHERE registration = ?1 AND (?2 = 0 OR id = ?2))"
    " AND toestemming <= ?3");

enum status
replay_wish(struct db *db, const struct replay_line *line)
{
	return db_run(db, SQL_REPLAY_WISH, VALUES(
	    value_integer(line->registration),
	    value_integer(line->participant), value_integer(line->moment)));
}

SQL(REPLAY_EVENT,
    "SELECT id FROM registration WHERE event = ?1 AND aangemeld <= ?2");

enum status
replay_event(struct db *db, int64_t event, int64_t moment,
    struct arena *arena, int64_t **registrations, size_t *count)
{
	static const struct list_of ids =
	    LIST_BY(int64_t, take_integer, SIZE_MAX);

	return list_read(db, SQL_REPLAY_EVENT, VALUES(value_integer(event),
	    value_integer(moment)), &ids, arena, registrations, count);
}
