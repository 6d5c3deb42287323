#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/person_name.h"
#include "core/search.h"
#include "core/text.h"
#include "db/db.h"
#include "db/list.h"
#include "db/registration/attendee_index.h"

#define ROW_LIMIT	((size_t)1 << 20)	/* of one row and its folding */

/* What a row is made of. */
struct facts {
	int64_t		 event, id, registration, aangemeld;
	const char	*sorteersleutel, *voornaam, *achternaam, *functie, *email,
			*rol, *naam_volgt;
	const char	*contact_voornaam, *contact_achternaam, *contact_email,
			*contact_telefoon, *vraag;
	const char	*code, *gemeente, *aliassen, *arbeidsmarktregio,
			*provincie;
};

static const struct column fact_columns[] = {
	COLUMN(struct facts, event),
	COLUMN(struct facts, id),
	COLUMN(struct facts, registration),
	COLUMN(struct facts, aangemeld),
	COLUMN(struct facts, sorteersleutel),
	COLUMN(struct facts, voornaam),
	COLUMN(struct facts, achternaam),
	COLUMN(struct facts, functie),
	COLUMN(struct facts, email),
	COLUMN(struct facts, rol),
	COLUMN(struct facts, naam_volgt),
	COLUMN(struct facts, contact_voornaam),
	COLUMN(struct facts, contact_achternaam),
	COLUMN(struct facts, contact_email),
	COLUMN(struct facts, contact_telefoon),
	COLUMN(struct facts, vraag),
	COLUMN(struct facts, code),
	COLUMN(struct facts, gemeente),
	COLUMN(struct facts, aliassen),
	COLUMN(struct facts, arbeidsmarktregio),
	COLUMN(struct facts, provincie),
};

#define ATTENDEE_FACTS \
    "SELECT p.event, p.id, r.id, r.aangemeld, p.sorteersleutel, p.voornaam," \
    " p.achternaam, p.functie, p.email, p.rol, p.naam_volgt," \
    " r.contact_voornaam, r.contact_achternaam, r.contact_email," \
    " r.contact_telefoon, r.vraag, r.gemeente, g.naam, coalesce((SELECT" \
    " group_concat(alias, ' ') FROM gemeente_alias" \
    " WHERE gemeente = r.gemeente), ''), g.arbeidsmarktregio, g.provincie" \
    " FROM registration r CROSS JOIN participant p ON p.registration = r.id" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente"

#define ATTENDEE_ROW \
    " INTO attendee (event, naam, participant, zoek, aangemeld, plaats, code," \
    " rolsoort, volgt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"

/* Of one who is new it costs less. */
SQL(ATTENDEE_ADD, "INSERT" ATTENDEE_ROW);
SQL(ATTENDEE_PUT, "REPLACE" ATTENDEE_ROW);

/* As it is asked for (search.c): its digits, 06 for +316. */
static const char *
digits(const char *phone, struct arena *arena)
{
	char *kept = arena_alloc(arena, strlen(phone) + 1), *end = kept;

	for (; *phone != '\0'; phone++)
		if (*phone != ' ' && *phone != '-')
			*end++ = *phone;
	*end = '\0';
	if (strncmp(kept, "+31", 3) == 0) {
		kept += 2;
		kept[0] = '0';
	}
	return kept;
}

/* Folded; a line of what somebody typed ends no field. */
static const char *
searched(const struct facts *row, struct arena *arena)
{
	const char *const fields[SEARCH__MAX] = {
		[SEARCH_NAME] = !text_empty(row->naam_volgt) ? "naam volgt" :
		    person_name_full(row->voornaam, row->achternaam, arena),
		[SEARCH_NUMBER] = arena_printf(arena, "%lld %lld",
		    (long long)row->id, (long long)row->registration),
		[SEARCH_GEMEENTE] = arena_printf(arena, "%s %s",
		    row->gemeente, row->aliassen),
		[SEARCH_FUNCTIE] = row->functie,
		[SEARCH_REGION] = arena_printf(arena, "%s %s",
		    row->arbeidsmarktregio, row->provincie),
		[SEARCH_EMAIL] = row->email,
		[SEARCH_CONTACT] = person_name_full(row->contact_voornaam,
		    row->contact_achternaam, arena),
		[SEARCH_CONTACT_EMAIL] = row->contact_email,
		[SEARCH_PHONE] = digits(row->contact_telefoon, arena),
		[SEARCH_QUESTION] = row->vraag,
	};
	struct buf text;

	buf_init(&text, arena, ROW_LIMIT);
	for (size_t i = 0; i < SEARCH__MAX; i++) {
		size_t start = text.length + (i > 0);

		if (i > 0)
			buf_char(&text, SEARCH_NEXT);
		buf_text(&text, fields[i]);
		for (; start < text.length; start++)
			if (strchr("\r\n", text.data[start]) != NULL)
				text.data[start] = ' ';
	}
	return text_fold(text.data, arena);
}

static enum status
put(struct db *db, const struct statement *sql, const struct rows *rows,
    struct arena *arena)
{
	static const struct list_of facts =
	    LIST_OF(struct facts, fact_columns, SIZE_MAX);
	struct facts row;

	row_take(rows, &facts, arena, &row);
	return db_run(db, sql, VALUES(value_integer(row.event),
	    value_text(row.sorteersleutel), value_integer(row.id),
	    value_text(searched(&row, arena)), value_integer(row.aangemeld),
	    value_text(text_fold(row.gemeente, arena)), value_text(row.code),
	    value_text(row.rol), value_text(row.naam_volgt)));
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
