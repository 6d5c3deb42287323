#include "core/arena.h"
#include "db/list.h"
#include "db/retention/figures.h"

SQL(FIGURES_LIST,
    "SELECT c.event, e.titel, c.over, coalesce(g.naam, t.titel, c.waarde),"
    " c.status, c.aantal FROM cijfer c JOIN event e ON e.id = c.event"
    " LEFT JOIN gemeente g ON c.over = 'gemeente' AND g.code = c.waarde"
    " LEFT JOIN thema t ON c.over = 'thema' AND t.sleutel = c.waarde"
    " ORDER BY e.begin DESC, c.event DESC, c.over DESC, 4, c.status");

static const struct column figure_columns[] = {
	COLUMN(struct figure, event),
	COLUMN(struct figure, titel),
	COLUMN(struct figure, over),
	COLUMN(struct figure, waarde),
	COLUMN(struct figure, status),
	COLUMN(struct figure, aantal),
};

enum status
figures_list(struct db *db, struct arena *arena, struct figure **figures,
    size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct figure, figure_columns, SIZE_MAX);

	return list_read(db, SQL_FIGURES_LIST, NO_VALUES, &all, arena,
	    figures, count);
}
