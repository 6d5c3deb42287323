#include "core/arena.h"
#include "core/text.h"
#include "db/db.h"
#include "db/registration/attendee_index.h"
#include "db/registration/registration.h"

#define ROW_LIMIT	((size_t)1 << 20)	/* of one row and its folding */

/*
 * What a row is made of: the text as the fields of core/search.h in their
 * order.  It and the name are still to be folded.
 */
#define NEXT		" || char(10) || "
#define PLAIN(column)	"replace(replace(" column ", char(10), ' '), char(13), ' ')"
#define ATTENDEE_FACTS \
    "SELECT p.event, p.sorteersleutel, p.id, CASE p.naam_volgt WHEN 'ja'" \
    " THEN 'naam volgt' ELSE " FULL_NAME("p.voornaam", "p.achternaam") " END" \
    NEXT "p.id || ' ' || r.id" NEXT "g.naam || ' ' || coalesce((SELECT" \
    " group_concat(alias, ' ') FROM gemeente_alias" \
    " WHERE gemeente = r.gemeente), '')" NEXT PLAIN("p.functie") \
    NEXT "g.arbeidsmarktregio || ' ' || g.provincie" NEXT "p.email" \
    NEXT FULL_NAME("r.contact_voornaam", "r.contact_achternaam") \
    NEXT "r.contact_email" NEXT "replace(replace(replace(" \
    "r.contact_telefoon, ' ', ''), '-', ''), '+31', '0')" \
    NEXT PLAIN("r.vraag") ", r.aangemeld, g.naam, r.gemeente," \
    " p.rol, p.naam_volgt FROM registration r" \
    " CROSS JOIN participant p ON p.registration = r.id" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente"

#define ATTENDEE_ROW \
    " INTO attendee (event, naam, participant, zoek, aangemeld, plaats, code," \
    " rolsoort, volgt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"

/* Of one who is new it costs less. */
SQL(ATTENDEE_ADD, "INSERT" ATTENDEE_ROW);
SQL(ATTENDEE_PUT, "REPLACE" ATTENDEE_ROW);

static enum status
put(struct db *db, const struct statement *sql, const struct rows *facts,
    struct arena *arena)
{
	return db_run(db, sql, VALUES(
	    value_integer(rows_integer(facts, 0)),
	    value_text(rows_text(facts, 1, arena)),
	    value_integer(rows_integer(facts, 2)),
	    value_text(text_fold(rows_text(facts, 3, arena), arena)),
	    value_integer(rows_integer(facts, 4)),
	    value_text(text_fold(rows_text(facts, 5, arena), arena)),
	    value_text(rows_text(facts, 6, arena)),
	    value_text(rows_text(facts, 7, arena)),
	    value_text(rows_text(facts, 8, arena))));
}

/* The few of one registration. */
static enum status
put_some(struct db *db, const struct statement *put_one,
    const struct statement *sql, int64_t id, struct arena *arena)
{
	enum status status = STATUS_OK, closed;
	struct rows facts;

	rows_open(&facts, db, sql, VALUES(value_integer(id)));
	while (status == STATUS_OK && rows_next(&facts))
		status = put(db, put_one, &facts, arena);
	closed = rows_close(&facts);
	return status != STATUS_OK ? status : closed;
}

SQL(ATTENDEE_OF_PARTICIPANT, ATTENDEE_FACTS
    " WHERE p.id = ?1 AND r.id = (SELECT registration FROM participant"
    " WHERE id = ?1)");

enum status
attendee_index_participant(struct db *db, int64_t participant,
    struct arena *arena)
{
	return put_some(db, SQL_ATTENDEE_PUT, SQL_ATTENDEE_OF_PARTICIPANT,
	    participant, arena);
}

SQL(ATTENDEE_OF_REGISTRATION, ATTENDEE_FACTS " WHERE r.id = ?1");

enum status
attendee_index_registration(struct db *db, int64_t registration,
    struct arena *arena)
{
	return put_some(db, SQL_ATTENDEE_PUT, SQL_ATTENDEE_OF_REGISTRATION,
	    registration, arena);
}

enum status
attendee_index_new(struct db *db, int64_t registration, struct arena *arena)
{
	return put_some(db, SQL_ATTENDEE_ADD, SQL_ATTENDEE_OF_REGISTRATION,
	    registration, arena);
}

/* However many there are: the memory is that of one row. */
static enum status
put_many(struct db *db, const struct statement *sql,
    const struct value *values, size_t count)
{
	struct arena *arena = arena_new(ROW_LIMIT);
	enum status status = STATUS_OK, closed;
	struct rows facts;

	rows_open(&facts, db, sql, values, count);
	while (status == STATUS_OK && rows_next(&facts)) {
		status = put(db, SQL_ATTENDEE_PUT, &facts, arena);
		arena_reset(arena);
	}
	closed = rows_close(&facts);
	arena_free(arena);
	return status != STATUS_OK ? status : closed;
}

SQL(ATTENDEE_OF_GEMEENTE, ATTENDEE_FACTS
    " WHERE r.gemeente = ?1 AND r.event IN (SELECT id FROM event)");

enum status
attendee_index_gemeente(struct db *db, const char *code)
{
	return put_many(db, SQL_ATTENDEE_OF_GEMEENTE,
	    VALUES(value_text(code)));
}

SQL(ATTENDEE_CLEAR, "DELETE FROM attendee");
SQL(ATTENDEE_OF_ALL, ATTENDEE_FACTS);

enum status
attendee_index_all(struct db *db)
{
	enum status status;

	status = db_run(db, SQL_ATTENDEE_CLEAR, NO_VALUES);
	if (status == STATUS_OK)
		status = put_many(db, SQL_ATTENDEE_OF_ALL, NO_VALUES);
	return status;
}
