#include "db/list.h"
#include "db/people/export_mark.h"

/*
 * No change waits longer than this between getting its time and being
 * written.
 */
#define OVERLAP	60

#define LOGGED_MAX	100

struct export_of
export_of(int64_t account, int64_t event, const char *selection)
{
	struct export_of of = { .account = account, .event = event };

	token_hash(selection, of.selection);
	return of;
}

SQL(EXPORT_LAST_PARTICIPANT, "SELECT coalesce(max(id), 0) FROM participant");
SQL(EXPORT_LAST_AUDIT, "SELECT coalesce(max(id), 0) FROM audit");

enum status
export_mark_now(struct db *db, int64_t now, struct export_mark *mark)
{
	struct export_mark found = { .moment = now };
	enum status status;

	status = db_integer(db, SQL_EXPORT_LAST_PARTICIPANT, NO_VALUES,
	    &found.participant);
	if (status == STATUS_OK)
		status = db_integer(db, SQL_EXPORT_LAST_AUDIT, NO_VALUES,
		    &found.audit);
	if (status == STATUS_OK)
		*mark = found;
	return status;
}

SQL(EXPORT_MARK_GET,
    "SELECT moment, participant, audit FROM export_merk"
    " WHERE account = ?1 AND event = ?2 AND selectie = ?3");

enum status
export_mark_get(struct db *db, const struct export_of *of,
    struct export_mark *mark)
{
	struct export_mark found = { .moment = 0 };
	enum status status;
	struct rows rows;
	bool any;

	rows_open(&rows, db, SQL_EXPORT_MARK_GET,
	    VALUES(value_integer(of->account), value_integer(of->event),
	    value_blob(of->selection, HASH_SIZE)));
	if ((any = rows_next(&rows)))
		found = (struct export_mark){
			rows_integer(&rows, 0), rows_integer(&rows, 1),
			rows_integer(&rows, 2),
		};
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	if (!any)
		return STATUS_NOTFOUND;
	*mark = found;
	return STATUS_OK;
}

SQL(EXPORT_MARK_PUT,
    "INSERT INTO export_merk (account, event, selectie, moment, participant,"
    " audit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT (account, event, selectie) DO UPDATE SET"
    " moment = excluded.moment, participant = excluded.participant,"
    " audit = excluded.audit");

enum status
export_mark_put(struct db *db, const struct export_of *of,
    const struct export_mark *mark)
{
	return db_run(db, SQL_EXPORT_MARK_PUT,
	    VALUES(value_integer(of->account), value_integer(of->event),
	    value_blob(of->selection, HASH_SIZE), value_integer(mark->moment),
	    value_integer(mark->participant), value_integer(mark->audit)));
}

const char *
difference_word(enum difference difference)
{
	switch (difference) {
	case DIFFERENCE_NEW:
		return "nieuw";
	case DIFFERENCE_CHANGED:
		return "gewijzigd";
	case DIFFERENCE_CANCELLED:
		return "afgemeld";
	case DIFFERENCE_NONE:
		break;
	}
	return "";
}

SQL(EXPORT_AUDITED,
    "SELECT EXISTS (SELECT 1 FROM audit WHERE registration = ?1"
    " AND id > ?2 AND moment = ?3 AND wat <> 'bekeken')");

enum status
export_difference(struct db *db, const struct export_mark *mark,
    const struct attendee *attendee, enum difference *difference)
{
	bool cancelled = attendee->attendance == ATTENDANCE_CANCELLED;
	int64_t changed = attendee->gewijzigd > mark->moment;
	enum status status = STATUS_OK;

	/* A person who came and went in between was never on a list. */
	if (attendee->nummer > mark->participant) {
		*difference = cancelled ? DIFFERENCE_CANCELLED :
		    DIFFERENCE_NEW;
		return STATUS_OK;
	}
	if (!changed && attendee->gewijzigd >= mark->moment - OVERLAP)
		/* A change and its line in the log have the same time. */
		status = db_integer(db, SQL_EXPORT_AUDITED,
		    VALUES(value_integer(attendee->registration),
		    value_integer(mark->audit),
		    value_integer(attendee->gewijzigd)), &changed);
	if (status == STATUS_OK)
		*difference = !changed ? DIFFERENCE_NONE : cancelled ?
		    DIFFERENCE_CANCELLED : DIFFERENCE_CHANGED;
	return status;
}

static const struct column logged_columns[] = {
	COLUMN(struct audit, wat),
	COLUMN(struct audit, waarden),
};

SQL(EXPORT_LOGGED,
    "SELECT wat, waarden FROM audit WHERE registration = ?1 AND id > ?2"
    " AND coalesce(participant, ?3) = ?3 AND wat <> 'bekeken'"
    " ORDER BY id LIMIT ?4");

enum status
export_logged(struct db *db, const struct export_mark *mark,
    const struct attendee *attendee, struct arena *arena, struct audit **list,
    size_t *count)
{
	static const struct list_of some =
	    LIST_OF(struct audit, logged_columns, LOGGED_MAX);

	return list_read(db, SQL_EXPORT_LOGGED,
	    VALUES(value_integer(attendee->registration),
	    value_integer(mark->audit), value_integer(attendee->nummer),
	    value_integer(LOGGED_MAX)), &some, arena, list, count);
}

SQL(EXPORT_COLUMNS_GET,
    "SELECT kolommen FROM export_kolommen WHERE account = ?1");

enum status
export_columns_get(struct db *db, int64_t account, struct arena *arena,
    const char **names)
{
	static const struct list_of one = LIST_BY(const char *, take_text, 1);

	return row_read(db, SQL_EXPORT_COLUMNS_GET,
	    VALUES(value_integer(account)), &one, arena, names);
}

SQL(EXPORT_COLUMNS_PUT,
    "INSERT INTO export_kolommen (account, kolommen) VALUES (?1, ?2)"
    " ON CONFLICT (account) DO UPDATE SET kolommen = excluded.kolommen");

enum status
export_columns_put(struct db *db, int64_t account, const char *names)
{
	return db_run(db, SQL_EXPORT_COLUMNS_PUT,
	    VALUES(value_integer(account), value_text(names)));
}
