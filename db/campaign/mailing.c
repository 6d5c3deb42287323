#include <string.h>

#include "core/arena.h"
#include "db/campaign/mailing.h"
#include "db/db.h"
#include "db/list.h"

#define LISTED_MAX	500

SQL(MAILING_ADD,
    "INSERT INTO mailing (event, soort, onderwerp, tekst, keuze, wie,"
    " gemaakt, grond, eerste, laatste)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0)");

enum status
mailing_add(struct db *db, struct mailing *mailing)
{
	enum status status;

	status = db_run(db, SQL_MAILING_ADD, VALUES(
	    value_integer(mailing->event), value_text(mailing->soort),
	    value_text(mailing->onderwerp), value_text(mailing->tekst),
	    value_text(mailing->keuze), value_text(mailing->wie),
	    value_integer(mailing->gemaakt),
	    value_text(mailing->grond == NULL ? "" : mailing->grond)));
	if (status == STATUS_OK)
		mailing->id = db_last_id(db);
	return status;
}

SQL(MAILING_LETTERS,
    "UPDATE mailing SET eerste = ?2, laatste = ?3 WHERE id = ?1");

enum status
mailing_set_letters(struct db *db, int64_t id, int64_t first, int64_t last)
{
	return db_run(db, SQL_MAILING_LETTERS, VALUES(value_integer(id),
	    value_integer(first), value_integer(last)));
}

static const struct column columns[] = {
	COLUMN(struct mailing, id),
	COLUMN(struct mailing, event),
	COLUMN(struct mailing, soort),
	COLUMN(struct mailing, onderwerp),
	COLUMN(struct mailing, tekst),
	COLUMN(struct mailing, grond),
	COLUMN(struct mailing, keuze),
	COLUMN(struct mailing, wie),
	COLUMN(struct mailing, gemaakt),
	COLUMN(struct mailing, eerste),
	COLUMN(struct mailing, laatste),
};

#define MAILING	"SELECT id, event, soort, onderwerp, tekst, grond, keuze, wie," \
    " gemaakt, eerste, laatste FROM mailing"
SQL(MAILING_GET, MAILING " WHERE id = ?1");
SQL(MAILING_LIST, MAILING " WHERE event = ?1 ORDER BY id DESC LIMIT 500");

enum status
mailing_get(struct db *db, int64_t id, struct arena *arena,
    struct mailing *mailing)
{
	static const struct list_of one = LIST_OF(struct mailing, columns, 1);

	return row_read(db, SQL_MAILING_GET, VALUES(value_integer(id)), &one,
	    arena, mailing);
}

enum status
mailing_list(struct db *db, int64_t event, struct arena *arena,
    struct mailing **list, size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct mailing, columns, LISTED_MAX);

	return list_read(db, SQL_MAILING_LIST, VALUES(value_integer(event)),
	    &all, arena, list, count);
}

SQL(MAILING_RESULT,
    "SELECT iif(status = 'failed' AND verzonden IS NOT NULL, '', status)"
    " AS stand, count(*), count(*) FILTER (WHERE status = 'queued'"
    " AND pogingen = 0), min(volgende) FILTER (WHERE status = 'queued'"
    " AND pogingen = 0) FROM outbox WHERE id BETWEEN ?1 AND ?2"
    " GROUP BY stand");

enum status
mailing_result(struct db *db, const struct mailing *mailing,
    struct mailing_result *result)
{
	struct rows rows;
	char word[16];

	memset(result, 0, sizeof(*result));
	rows_open(&rows, db, SQL_MAILING_RESULT, VALUES(
	    value_integer(mailing->eerste), value_integer(mailing->laatste)));
	while (rows_next(&rows)) {
		memset(word, 0, sizeof(word));
		rows_bytes(&rows, 0, word, sizeof(word) - 1);
		if (word[0] == '\0')
			result->state[MAILING_CAME_BACK] =
			    rows_integer(&rows, 1);
		for (enum outbox_state i = 0; i < OUTBOX__MAX; i++)
			if (strcmp(word, outbox_word(i)) == 0)
				result->state[i] = rows_integer(&rows, 1);
		result->open += rows_integer(&rows, 2);
		if (!rows_null(&rows, 3))
			result->due = rows_integer(&rows, 3);
	}
	return rows_close(&rows);
}
