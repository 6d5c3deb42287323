#include "db/audit.h"
#include "db/list.h"

#define ACCOUNTS_MAX	500

static struct value
number_or_null(int64_t number)
{
	return number == 0 ? value_null() : value_integer(number);
}

SQL(AUDIT_ADD,
    "INSERT INTO audit (moment, wie, wat, event, registration, participant,"
    " toelichting) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

enum status
audit_add(struct db *db, const struct audit *audit, int64_t now)
{
	return db_run(db, SQL_AUDIT_ADD, VALUES(value_integer(now),
	    value_text(audit->wie), value_text(audit->wat),
	    number_or_null(audit->event), number_or_null(audit->registration),
	    number_or_null(audit->participant),
	    value_text(audit->toelichting == NULL ? "" :
	    audit->toelichting)));
}

static const struct column line_columns[] = {
	COLUMN(struct audit_line, id),
	COLUMN(struct audit_line, moment),
	COLUMN(struct audit_line, entry.wie),
	COLUMN(struct audit_line, entry.wat),
	COLUMN(struct audit_line, event_titel),
	COLUMN(struct audit_line, entry.registration),
	COLUMN(struct audit_line, known),
	COLUMN(struct audit_line, entry.toelichting),
	COLUMN(struct audit_line, voornaam),
	COLUMN(struct audit_line, achternaam),
	COLUMN(struct audit_line, naam_volgt),
	COLUMN(struct audit_line, gemeente),
	COLUMN(struct audit_line, gemeente_code),
	COLUMN(struct audit_line, entry.event),
	COLUMN(struct audit_line, entry.participant),
};

static const struct list_of lines_of = LIST_OF(struct audit_line, line_columns,
    SIZE_MAX);

/* The values of struct audit_filter, in its order. */
#define CONDITIONS(filter) \
	value_integer((filter)->before), value_integer((filter)->event), \
	value_text((filter)->wie), value_text((filter)->wat), \
	value_integer((filter)->from), value_integer((filter)->until), \
	value_text((filter)->gemeente), \
	value_integer((filter)->registration), \
	value_integer((filter)->participant), \
	value_integer((filter)->no_requirements)

/* The conditions of struct audit_filter, in its order. */
SQL(AUDIT_LIST,
    "SELECT a.id, a.moment, a.wie, a.wat, coalesce(e.titel, ''),"
    " coalesce(r.id, a.registration), p.id IS NOT NULL, a.toelichting,"
    " coalesce(p.voornaam, ''),"
    " coalesce(p.achternaam, ''), p.naam_volgt = 'ja',"
    " coalesce(g.naam, ''), coalesce(g.code, ''), a.event,"
    " a.participant FROM audit a"
    " LEFT JOIN event e ON e.id = a.event"
    " LEFT JOIN participant p ON p.id = a.participant"
    " LEFT JOIN registration r"
    " ON r.id = coalesce(a.registration, p.registration)"
    " LEFT JOIN gemeente g ON g.code = r.gemeente"
    " WHERE (?1 = 0 OR a.id < ?1)"
    " AND (?2 = 0 OR coalesce(a.event, r.event, ?2) = ?2)"
    " AND (?3 = '' OR a.wie = ?3 COLLATE NOCASE"
    " OR a.wie = 'account ' || ?3 COLLATE NOCASE)"
    " AND (?4 = '' OR a.wat = ?4) AND a.moment >= ?5"
    " AND (?6 = 0 OR a.moment < ?6) AND (?7 = '' OR r.gemeente = ?7)"
    " AND (?8 = 0 OR r.id = ?8) AND (?9 = 0 OR a.participant = ?9"
    " OR (a.participant IS NULL AND r.id ="
    " (SELECT registration FROM participant WHERE id = ?9)))"
    " AND (?10 = 0 OR a.wat NOT LIKE 'wens%') ORDER BY a.id DESC LIMIT ?11");

enum status
audit_page(struct db *db, const struct audit_filter *filter, size_t max,
    struct arena *arena, struct audit_line **lines, size_t *count)
{
	const struct list_of list =
	    LIST_OF(struct audit_line, line_columns, max);

	return list_read(db, SQL_AUDIT_LIST, VALUES(CONDITIONS(filter),
	    value_integer((int64_t)max)), &list, arena, lines, count);
}

enum status
audit_walk(struct db *db, const struct audit_filter *filter,
    struct arena *arena, audit_each each, void *arg)
{
	enum status status = STATUS_OK, closed;
	struct audit_line line;
	struct rows rows;

	rows_open(&rows, db, SQL_AUDIT_LIST, VALUES(CONDITIONS(filter),
	    value_integer(INT64_MAX)));
	while (status == STATUS_OK && rows_next(&rows)) {
		row_take(&rows, &lines_of, arena, &line);
		status = each(&line, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

SQL(AUDIT_ACCOUNTS, "SELECT naam FROM account ORDER BY naam");

enum status
audit_accounts(struct db *db, struct arena *arena, const char ***names,
    size_t *count)
{
	static const struct list_of all =
	    LIST_BY(const char *, take_text, ACCOUNTS_MAX);

	return list_read(db, SQL_AUDIT_ACCOUNTS, NO_VALUES, &all, arena,
	    names, count);
}
