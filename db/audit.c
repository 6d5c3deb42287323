#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/field.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/list.h"

#define ACCOUNTS_MAX	500

/* Between the parts of a change and behind each: no text of ours has them. */
#define PART		'\x1f'
#define END		'\x1e'
#define VALUE_MAX	2000	/* bytes */
#define MORE		"en meer\x1f\x1f\x1e"

static void
add_part(struct buf *waarden, const char *text)
{
	size_t length = strlen(text), cut = VALUE_MAX;

	if (length <= VALUE_MAX) {
		buf_text(waarden, text);
		return;
	}
	while (((unsigned char)text[cut] & 0xc0) == 0x80)
		cut--;
	buf_add(waarden, text, cut);
	buf_text(waarden, "…");
}

void
audit_value(struct buf *waarden, const char *label, const char *old,
    const char *now)
{
	size_t left = waarden->max - waarden->length;

	old = old == NULL ? "" : old;
	now = now == NULL ? "" : now;
	if (text_same(old, now) || left < 2 * sizeof(MORE))
		return;
	if (left < 4 * VALUE_MAX) {
		buf_text(waarden, MORE);
		waarden->max = waarden->length + sizeof(MORE);
		return;
	}
	add_part(waarden, label);
	buf_char(waarden, PART);
	add_part(waarden, old);
	buf_char(waarden, PART);
	add_part(waarden, now);
	buf_char(waarden, END);
}

void
audit_answer(struct buf *waarden, const struct field *field, const char *whom,
    const char *old, const char *now, struct arena *arena)
{
	const char *title = field->title == NULL ? field->label : field->title;

	old = old == NULL ? "" : old;
	now = now == NULL ? "" : now;
	if (field->flags & (FIELD_SPECIAL | FIELD_OWN) || text_same(old, now))
		return;
	audit_value(waarden, arena_printf(arena, "%s%s", whom, title),
	    field_words(field, old, arena), field_words(field, now, arena));
}

static const char *
next_part(const char **at, char end, struct arena *arena)
{
	const char *from = *at, *to = strchr(from, end);

	if (to == NULL)
		to = from + strlen(from);
	*at = to + (*to != '\0');
	return arena_copy(arena, from, (size_t)(to - from));
}

size_t
audit_changes(const char *waarden, struct arena *arena,
    struct audit_change **changes)
{
	size_t count = 0, read = 0;

	for (const char *at = waarden; *at != '\0'; at++)
		count += *at == END;
	*changes = arena_array(arena, count, sizeof(**changes));
	for (const char *at = waarden; read < count; read++) {
		struct audit_change *one = &(*changes)[read];

		one->label = next_part(&at, PART, arena);
		one->old = next_part(&at, PART, arena);
		one->now = next_part(&at, END, arena);
	}
	return count;
}

static struct value
text_or_empty(const char *text)
{
	return value_text(text == NULL ? "" : text);
}

static struct value
number_or_null(int64_t number)
{
	return number == 0 ? value_null() : value_integer(number);
}

SQL(AUDIT_ADD,
    "INSERT INTO audit (moment, wie, wat, event, registration, participant,"
    " toelichting, waarden, reden)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

enum status
audit_add(struct db *db, const struct audit *audit, int64_t now)
{
	return db_run(db, SQL_AUDIT_ADD, VALUES(value_integer(now),
	    value_text(audit->wie), value_text(audit->wat),
	    number_or_null(audit->event), number_or_null(audit->registration),
	    number_or_null(audit->participant),
	    text_or_empty(audit->toelichting), text_or_empty(audit->waarden),
	    text_or_empty(audit->reden)));
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
	COLUMN(struct audit_line, entry.waarden),
	COLUMN(struct audit_line, entry.reden),
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
	value_integer((filter)->no_requirements), \
	value_integer((filter)->after)

/* The conditions of struct audit_filter, in its order. */
#define LINES \
    "SELECT a.id, a.moment, a.wie, a.wat, coalesce(e.titel, '')," \
    " coalesce(r.id, a.registration), p.id IS NOT NULL, a.toelichting," \
    " coalesce(p.voornaam, '')," \
    " coalesce(p.achternaam, ''), p.naam_volgt = 'ja'," \
    " coalesce(g.naam, ''), coalesce(g.code, ''), a.event," \
    " a.participant, a.waarden, a.reden FROM audit a" \
    " LEFT JOIN event e ON e.id = a.event" \
    " LEFT JOIN participant p ON p.id = a.participant" \
    " LEFT JOIN registration r" \
    " ON r.id = coalesce(a.registration, p.registration)" \
    " LEFT JOIN gemeente g ON g.code = r.gemeente" \
    " WHERE (?1 = 0 OR a.id < ?1)" \
    " AND (?2 = 0 OR coalesce(a.event, r.event, ?2) = ?2)" \
    " AND (?3 = '' OR a.wie = ?3 COLLATE NOCASE" \
    " OR a.wie = 'account ' || ?3 COLLATE NOCASE)" \
    " AND (?4 = '' OR a.wat = ?4) AND a.moment >= ?5" \
    " AND (?6 = 0 OR a.moment < ?6) AND (?7 = '' OR r.gemeente = ?7)" \
    " AND (?8 = 0 OR r.id = ?8) AND (?9 = 0 OR a.participant = ?9" \
    " OR (a.participant IS NULL AND r.id =" \
    " (SELECT registration FROM participant WHERE id = ?9)))" \
    " AND (?10 = 0 OR a.wat NOT LIKE 'wens%')"

SQL(AUDIT_LIST, LINES " AND ?11 = 0 ORDER BY a.id DESC LIMIT ?12");
SQL(AUDIT_NEWER, LINES " AND a.id > ?11 ORDER BY a.id LIMIT ?12");

static void
turn_around(struct audit_line *lines, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct audit_line kept = lines[i];

		lines[i] = lines[count - 1 - i];
		lines[count - 1 - i] = kept;
	}
}

enum status
audit_page(struct db *db, const struct audit_filter *filter, size_t max,
    struct arena *arena, struct audit_line **lines, size_t *count)
{
	const struct list_of list =
	    LIST_OF(struct audit_line, line_columns, max);
	enum status status;

	status = list_read(db, filter->after == 0 ? SQL_AUDIT_LIST :
	    SQL_AUDIT_NEWER, VALUES(CONDITIONS(filter),
	    value_integer((int64_t)max)), &list, arena, lines, count);
	if (status == STATUS_OK && filter->after != 0)
		turn_around(*lines, *count);
	return status;
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
