#include "db/attendee.h"
#include "db/db.h"

#define CONTACT_FIRST	7
#define ANSWER_FIRST	(CONTACT_FIRST + CONTACT__MAX)

static void
read_row(const struct rows *rows, struct arena *arena,
    struct attendee *attendee)
{
	const char *themas = rows_text(rows, 6, arena);

	attendee->nummer = rows_integer(rows, 0);
	attendee->place = place_from_word(rows_text(rows, 1, arena));
	attendee->gemeente_naam = rows_text(rows, 2, arena);
	attendee->gemeente_code = rows_text(rows, 3, arena);
	attendee->provincie = rows_text(rows, 4, arena);
	attendee->aangemeld = rows_integer(rows, 5);
	attendee->themas = themas == NULL ? "" : themas;
	for (int i = 0; i < CONTACT__MAX; i++)
		attendee->contact[i] = rows_text(rows, CONTACT_FIRST + i,
		    arena);
	for (int i = 0; i < PARTICIPANT__MAX; i++)
		attendee->answer[i] = rows_text(rows, ANSWER_FIRST + i, arena);
}

enum status
attendee_walk(struct db *db, int64_t event, const char *query, int64_t max,
    struct arena *arena, attendee_each each, void *arg)
{
	enum status status = STATUS_OK, closed;
	struct attendee attendee;
	struct rows rows;

	rows_open(&rows, db, SQL_ATTENDEE_LIST, VALUES(value_integer(event),
	    value_text(query), value_integer(max)));
	while (status == STATUS_OK && rows_next(&rows)) {
		read_row(&rows, arena, &attendee);
		status = each(&attendee, arena, arg);
	}
	closed = rows_close(&rows);
	return status != STATUS_OK ? status : closed;
}

enum status
attendee_count(struct db *db, int64_t event, int64_t *count)
{
	return db_integer(db, SQL_ATTENDEE_COUNT, VALUES(value_integer(event)),
	    count);
}
