#include "db/audit.h"
#include "db/list.h"

#define ACCOUNTS_MAX	500

static struct value
number_or_null(int64_t number)
{
	return number == 0 ? value_null() : value_integer(number);
}

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

static const char *
joined(const struct rows *rows, int column, struct arena *arena)
{
	return rows_null(rows, column) ? "" : rows_text(rows, column, arena);
}

static void
take_line(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct audit_line *)element = (struct audit_line){
		.id = rows_integer(rows, 0),
		.moment = rows_integer(rows, 1),
		.deed = {
			.wie = rows_text(rows, 2, arena),
			.wat = rows_text(rows, 3, arena),
			.event = rows_integer(rows, 13),
			.registration = rows_integer(rows,
			    rows_null(rows, 5) ? 14 : 5),
			.participant = rows_integer(rows, 15),
			.toelichting = rows_text(rows, 7, arena),
		},
		.event_titel = joined(rows, 4, arena),
		.known = !rows_null(rows, 6),
		.voornaam = joined(rows, 8, arena),
		.achternaam = joined(rows, 9, arena),
		.naam_volgt = rows_integer(rows, 10) != 0,
		.gemeente = joined(rows, 11, arena),
		.gemeente_code = joined(rows, 12, arena),
	};
}

/* In the order of statement.c's conditions. */
#define CONDITIONS(filter) \
	value_integer((filter)->before), value_integer((filter)->event), \
	value_text((filter)->wie), value_text((filter)->wat), \
	value_integer((filter)->from), value_integer((filter)->until), \
	value_text((filter)->gemeente), \
	value_integer((filter)->registration), \
	value_integer((filter)->participant), \
	value_integer((filter)->no_wishes)

enum status
audit_page(struct db *db, const struct audit_filter *filter, size_t max,
    struct arena *arena, struct audit_line **lines, size_t *count)
{
	const struct list_of list = {
		take_line, sizeof(struct audit_line), max
	};

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
		take_line(&rows, arena, &line);
		status = each(&line, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

static void
take_name(const struct rows *rows, struct arena *arena, void *element)
{
	*(const char **)element = rows_text(rows, 0, arena);
}

static const struct list_of account_list = {
	take_name, sizeof(const char *), ACCOUNTS_MAX
};

enum status
audit_accounts(struct db *db, struct arena *arena, const char ***names,
    size_t *count)
{
	return list_read(db, SQL_AUDIT_ACCOUNTS, NO_VALUES, &account_list,
	    arena, names, count);
}
