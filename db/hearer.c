#include "db/db.h"
#include "db/hearer.h"
#include "db/list.h"

static void
take_hearer(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct hearer *)element = (struct hearer){
		.naam = rows_text(rows, 0, arena),
		.gemeente = rows_text(rows, 1, arena),
		.contact = rows_integer(rows, 2) != 0,
	};
}

static const struct list_of hearers = {
	take_hearer, sizeof(struct hearer), HEARERS_MAX
};

enum status
hearer_list(struct db *db, int64_t event, int64_t session, int64_t round,
    struct arena *arena, struct hearer **list, size_t *count)
{
	return list_read(db, SQL_HEARER_LIST, VALUES(value_integer(event),
	    value_integer(session), value_integer(round)), &hearers, arena,
	    list, count);
}
