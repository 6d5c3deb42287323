#include "db/attendee.h"
#include "db/db.h"

#define CONTACT_FIRST	12
#define ANSWER_FIRST	(CONTACT_FIRST + CONTACT__MAX)

static const char *
joined(const struct rows *rows, int column, struct arena *arena)
{
	return rows_null(rows, column) ? "" : rows_text(rows, column, arena);
}

static void
read_row(const struct rows *rows, struct arena *arena,
    struct attendee *attendee)
{
	*attendee = (struct attendee){
		.nummer = rows_integer(rows, 0),
		.registration = rows_integer(rows, 1),
		.positie = rows_integer(rows, 2),
		.place = place_from_word(rows_text(rows, 3, arena)),
		.gemeente_naam = rows_text(rows, 4, arena),
		.gemeente_code = rows_text(rows, 5, arena),
		.provincie = rows_text(rows, 6, arena),
		.regio = rows_text(rows, 7, arena),
		.aangemeld = rows_integer(rows, 8),
		.gewijzigd = rows_integer(rows, 9),
		.themas = joined(rows, 10, arena),
		.sessies = joined(rows, 11, arena),
	};
	for (int i = 0; i < CONTACT__MAX; i++)
		attendee->contact[i] = rows_text(rows, CONTACT_FIRST + i,
		    arena);
	for (int i = 0; i < PARTICIPANT__MAX; i++)
		attendee->answer[i] = rows_text(rows, ANSWER_FIRST + i, arena);
}

struct attendee_filter
attendee_all(int64_t event)
{
	return (struct attendee_filter){
		.event = event, .query = "", .status = "", .rol = "",
		.gemeente = "", .provincie = "", .regio = "",
	};
}

/* In the order of statement.c's conditions. */
#define CONDITIONS(filter) \
	value_integer((filter)->event), value_text((filter)->query), \
	value_text((filter)->status), value_text((filter)->rol), \
	value_text((filter)->gemeente), value_text((filter)->provincie), \
	value_text((filter)->regio), value_integer((filter)->session), \
	value_integer((filter)->since), value_integer((filter)->held)

enum status
attendee_walk(struct db *db, const struct attendee_filter *filter,
    int64_t max, struct arena *arena, attendee_each each, void *arg)
{
	enum status status = STATUS_OK, closed;
	struct attendee attendee;
	struct rows rows;

	rows_open(&rows, db, SQL_ATTENDEE_LIST, VALUES(CONDITIONS(filter),
	    value_integer(max)));
	while (status == STATUS_OK && rows_next(&rows)) {
		read_row(&rows, arena, &attendee);
		status = each(&attendee, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

enum status
attendee_count(struct db *db, const struct attendee_filter *filter,
    int64_t *count)
{
	return db_integer(db, SQL_ATTENDEE_COUNT, VALUES(CONDITIONS(filter)),
	    count);
}
