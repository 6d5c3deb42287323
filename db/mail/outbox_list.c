#include "core/arena.h"
#include "core/text.h"
#include "db/list.h"
#include "db/mail/outbox_list.h"

static const struct column columns[] = {
	COLUMN(struct outbox_row, id),
	COLUMN(struct outbox_row, status),
	COLUMN(struct outbox_row, ontvanger),
	COLUMN(struct outbox_row, soort),
	COLUMN(struct outbox_row, antwoord),
	COLUMN(struct outbox_row, gemaakt),
	COLUMN(struct outbox_row, volgende),
	COLUMN(struct outbox_row, verzonden),
	COLUMN(struct outbox_row, gemeente),
	COLUMN(struct outbox_row, participant),
	COLUMN(struct outbox_row, is_contact),
	COLUMN(struct outbox_row, event),
};

/* The contact's letter leads to the first of the delegation. */
SQL(OUTBOX_PAGE,
    "SELECT o.id, o.status, o.ontvanger, o.soort, o.antwoord, o.gemaakt,"
    " o.volgende, o.verzonden, coalesce(g.naam, ''), CASE o.participant"
    " WHEN 0 THEN (SELECT min(id) FROM participant"
    " WHERE registration = o.registration) ELSE o.participant END,"
    " o.registration <> 0 AND o.participant = 0, r.event FROM outbox o"
    " LEFT JOIN registration r ON r.id = o.registration"
    " LEFT JOIN gemeente g ON g.code = r.gemeente"
    " WHERE o.id < ?2 AND CASE ?1"
    " WHEN 1 THEN o.status IN ('failed', 'deferred')"
    " WHEN 2 THEN o.soort = 'aangemeld'"
    " AND o.status NOT IN ('sent', 'cancelled', 'withdrawn')"
    " ELSE true END"
    " AND (?3 = '' OR instr(fold(o.ontvanger), ?3) > 0"
    " OR instr(fold(coalesce(g.naam, '')), ?3) > 0)"
    " ORDER BY o.id DESC LIMIT ?4");

enum status
outbox_page(struct db *db, const struct outbox_filter *filter, size_t max,
    struct arena *arena, struct outbox_row **rows, size_t *count)
{
	const struct list_of of = LIST_OF(struct outbox_row, columns, max);
	int64_t before = filter->before > 0 ? filter->before : INT64_MAX;

	return list_read(db, SQL_OUTBOX_PAGE, VALUES(
	    value_integer(filter->kind), value_integer(before),
	    value_text(text_fold(filter->query, arena)),
	    value_integer((int64_t)max)), &of, arena, rows, count);
}
