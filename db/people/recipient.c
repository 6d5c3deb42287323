#include "db/db.h"
#include "db/list.h"
#include "db/people/recipient.h"

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

static void
take_sample(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct sample *)element = (struct sample){
		.participant = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.naam = rows_text(rows, 2, arena),
		.gemeente = rows_text(rows, 3, arena),
	};
}

static const struct list_of samples = {
	take_sample, sizeof(struct sample), SAMPLES_MAX
};

enum status
sample_list(struct db *db, int64_t event, struct arena *arena,
    struct sample **list, size_t *count)
{
	return list_read(db, SQL_SAMPLE_LIST, VALUES(value_integer(event),
	    value_integer(SAMPLES_MAX)), &samples, arena, list, count);
}
