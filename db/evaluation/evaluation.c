#include <string.h>

#include "db/db.h"
#include "db/evaluation/evaluation.h"
#include "db/list.h"

#define PURPOSE	"evaluatie"

void
evaluation_code(const struct secret *secret, int64_t event,
    char code[ROW_CODE_SIZE])
{
	row_code_make(secret, PURPOSE, event, 0, code);
}

enum status
evaluation_event(const struct secret *secret, const char *typed,
    int64_t *event)
{
	char shown[ROW_CODE_SIZE], right[ROW_CODE_SIZE];
	int64_t id;

	if (row_code_read(typed, &id, shown) != STATUS_OK)
		return STATUS_NOTFOUND;
	evaluation_code(secret, id, right);
	if (!token_same(right, shown))
		return STATUS_NOTFOUND;
	*event = id;
	return STATUS_OK;
}

SQL(EVALUATION_ADD,
    "INSERT INTO evaluation (event, sleutel, oordeel, meegenomen, anders)"
    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");

/* Not key_digest: that begins with the moment. */
enum status
evaluation_add(struct db *db, const struct secret *secret,
    const struct evaluation *one, const char *key)
{
	unsigned char hash[HASH_SIZE];

	secret_derive(secret, PURPOSE, key, strlen(key), hash, sizeof(hash));
	return db_run(db, SQL_EVALUATION_ADD, VALUES(value_integer(one->event),
	    value_blob(hash, sizeof(hash)), value_integer(one->grade),
	    value_text(one->taken), value_text(one->other)));
}

SQL(EVALUATION_GRADES,
    "SELECT count(*), coalesce(sum(oordeel = 1), 0),"
    " coalesce(sum(oordeel = 2), 0), coalesce(sum(oordeel = 3), 0),"
    " coalesce(sum(oordeel = 4), 0), coalesce(sum(oordeel = 5), 0)"
    " FROM evaluation WHERE event = ?1");
SQL(EVALUATION_TAKEN,
    "SELECT meegenomen FROM evaluation WHERE event = ?1 AND meegenomen <> ''");
SQL(EVALUATION_OTHER,
    "SELECT anders FROM evaluation WHERE event = ?1 AND anders <> ''");

enum status
evaluation_results(struct db *db, int64_t event, struct arena *arena,
    struct evaluation_results *found)
{
	static const struct list_of texts =
	    LIST_BY(const char *, take_text, SIZE_MAX);
	int64_t figures[EVALUATION_GRADES + 1] = { 0 };
	enum status status;
	struct rows rows;

	*found = (struct evaluation_results){ .count = 0 };
	rows_open(&rows, db, SQL_EVALUATION_GRADES,
	    VALUES(value_integer(event)));
	if (rows_next(&rows))
		for (int i = 0; i <= EVALUATION_GRADES; i++)
			figures[i] = rows_integer(&rows, i);
	status = rows_close(&rows);
	found->count = figures[0];
	if (status != STATUS_OK || found->count < EVALUATION_LEAST)
		return status;
	memcpy(found->grades, figures + 1, sizeof(found->grades));
	status = list_read(db, SQL_EVALUATION_TAKEN,
	    VALUES(value_integer(event)), &texts, arena, &found->taken,
	    &found->ntaken);
	return status != STATUS_OK ? status : list_read(db,
	    SQL_EVALUATION_OTHER, VALUES(value_integer(event)), &texts, arena,
	    &found->other, &found->nother);
}
