#include "db/db.h"
#include "db/list.h"
#include "db/people/question_list.h"

static const struct column line_columns[] = {
	COLUMN(struct question_line, kop),
	COLUMN(struct question_line, ronde),
	COLUMN(struct question_line, gemeente),
	COLUMN(struct question_line, vraag),
};

#define ASKED \
    " WHERE r.event = ?1 AND r.vraag <> '' AND EXISTS (SELECT 1 FROM" \
    " participant p WHERE p.registration = r.id AND p.status <> 'afgemeld')"

SQL(QUESTION_BY_THEMA,
    "SELECT coalesce(t.titel, ''), '', g.naam, r.vraag FROM registration r"
    " JOIN gemeente g ON g.code = r.gemeente"
    " LEFT JOIN registration_thema rt ON rt.registration = r.id"
    " LEFT JOIN thema t ON t.sleutel = rt.thema" ASKED
    " ORDER BY t.positie IS NULL, t.positie, g.naam, r.id LIMIT ?2");
SQL(QUESTION_BY_SESSION,
    "SELECT s.titel, o.titel, g.naam, r.vraag FROM registration r"
    " JOIN gemeente g ON g.code = r.gemeente"
    " JOIN (SELECT DISTINCT p.registration, ps.session, ps.round"
    " FROM participant p JOIN participant_session ps"
    " ON ps.participant = p.id AND ps.status = 'bevestigd'"
    " WHERE p.event = ?1) c ON c.registration = r.id"
    " JOIN session s ON s.id = c.session JOIN round o ON o.id = c.round" ASKED
    " ORDER BY o.nummer, s.positie, g.naam, r.id LIMIT ?2");

static enum status
read_lines(struct db *db, const struct statement *sql, int64_t event,
    size_t max, struct arena *arena, struct question_line **lines,
    size_t *count)
{
	const struct list_of all = LIST_OF(struct question_line, line_columns,
	    max);

	return list_read(db, sql, VALUES(value_integer(event),
	    value_integer((int64_t)max)), &all, arena, lines, count);
}

enum status
question_by_thema(struct db *db, int64_t event, size_t max,
    struct arena *arena, struct question_line **lines, size_t *count)
{
	return read_lines(db, SQL_QUESTION_BY_THEMA, event, max, arena, lines,
	    count);
}

enum status
question_by_session(struct db *db, int64_t event, size_t max,
    struct arena *arena, struct question_line **lines, size_t *count)
{
	return read_lines(db, SQL_QUESTION_BY_SESSION, event, max, arena,
	    lines, count);
}
