/* The row of an event: what its organiser set, and what became of it. */
#include <string.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/event/settings.h"
#include "db/list.h"

/* What is no setting.  The statements have these, then @instelling@. */
static const struct column own_columns[] = {
	COLUMN(struct event, id),
	COLUMN(struct event, uid),
	COLUMN(struct event, volgnummer),
	COLUMN(struct event, zichtbaar),
	COLUMN(struct event, versie),
	COLUMN(struct event, afgelast),
	COLUMN(struct event, afgelast_tekst),
	COLUMN(struct event, gesloten),
	COLUMN(struct event, eerder_begin),
	COLUMN(struct event, eerder_einde),
	COLUMN(struct event, eerder_locatie),
};

#define OWN	(sizeof(own_columns) / sizeof(own_columns[0]))

SQL_WITH(setting_columns, EVENT_GET,
    "SELECT id, uid, volgnummer, zichtbaar, versie, afgelast, afgelast_tekst,"
    " gesloten, eerder_begin, eerder_einde, eerder_locatie, @instelling@"
    " FROM event WHERE id = ?1");

enum status
event_get(struct db *db, int64_t id, struct arena *arena, struct event *event)
{
	struct column columns[OWN + EVENT_SETTINGS];
	const struct list_of one = LIST_OF(struct event, columns, 1);

	memcpy(columns, own_columns, sizeof(own_columns));
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		columns[OWN + i] = event_settings[i].column;
	return row_read(db, SQL_EVENT_GET, VALUES(value_integer(id)),
	    &one, arena, event);
}

SQL(EVENT_VISIBLE, "SELECT id FROM event WHERE zichtbaar = 1");

enum status
event_visible(struct db *db, struct arena *arena, struct event *event)
{
	enum status status;
	int64_t id;

	status = db_integer(db, SQL_EVENT_VISIBLE, NO_VALUES, &id);
	return status == STATUS_OK ? event_get(db, id, arena, event) : status;
}

static const struct column line_columns[] = {
	COLUMN(struct event_line, id),
	COLUMN(struct event_line, titel),
	COLUMN(struct event_line, begin),
	COLUMN(struct event_line, einde),
	COLUMN(struct event_line, zichtbaar),
	COLUMN(struct event_line, afgelast),
	COLUMN(struct event_line, komen),
	COLUMN(struct event_line, wachten),
};

SQL(EVENT_LIST,
    "SELECT id, titel, begin, einde, zichtbaar, afgelast,"
    " coalesce((SELECT bezet FROM seat_count c WHERE c.event = event.id), 0),"
    " (SELECT count(*) FROM participant p WHERE p.event = event.id"
    " AND p.status = 'wachtlijst') FROM event ORDER BY begin DESC, id DESC");

enum status
event_list(struct db *db, struct arena *arena, struct event_line **lines,
    size_t *count)
{
	static const struct list_of all =
	    LIST_OF(struct event_line, line_columns, SIZE_MAX);

	return list_read(db, SQL_EVENT_LIST, NO_VALUES, &all, arena, lines,
	    count);
}

SQL(EVENT_HIDE, "UPDATE event SET zichtbaar = 0 WHERE zichtbaar = 1");
SQL(EVENT_PUBLISH, "UPDATE event SET zichtbaar = 1 WHERE id = ?1");

enum status
event_publish(struct db *db, int64_t id)
{
	enum status status = db_run(db, SQL_EVENT_HIDE, NO_VALUES);

	return status != STATUS_OK ? status : db_change(db, SQL_EVENT_PUBLISH,
	    VALUES(value_integer(id)), STATUS_NOTFOUND);
}

/* Append the settings to the values that are there already. */
static void
add_settings(const struct event *event, struct value *values, size_t *used)
{
	for (size_t i = 0; i < EVENT_SETTINGS; i++) {
		const struct column *column = &event_settings[i].column;
		const void *at = (const char *)event + column->offset;
		const char *text;

		if (column->kind == COLUMN_INTEGER) {
			values[(*used)++] = value_integer(*(const int64_t *)at);
			continue;
		}
		text = *(const char *const *)at;
		values[(*used)++] = value_text(text == NULL ? "" : text);
	}
}

SQL_WITH(setting_columns, EVENT_ADD,
    "INSERT INTO event (uid, zichtbaar, @instelling@) VALUES (?1,"
    " NOT EXISTS (SELECT 1 FROM event WHERE zichtbaar = 1),"
    " @instelling?2@)");

enum status
event_add(struct db *db, struct event *event)
{
	struct value values[1 + EVENT_SETTINGS] = { value_text(event->uid) };
	enum status status;
	size_t used = 1;

	add_settings(event, values, &used);
	status = db_run(db, SQL_EVENT_ADD, values, used);
	if (status == STATUS_OK)
		event->id = db_last_id(db);
	return status;
}

SQL_WITH(setting_columns, EVENT_UPDATE,
    "UPDATE event SET versie = versie + 1, uid = ?2, volgnummer = ?3,"
    " afgelast = ?4, afgelast_tekst = ?5, gesloten = ?6, eerder_begin = ?7,"
    " eerder_einde = ?8, eerder_locatie = ?9, @instelling=10@"
    " WHERE id = ?1");

enum status
event_update(struct db *db, const struct event *event)
{
	struct value values[9 + EVENT_SETTINGS] = {
		value_integer(event->id), value_text(event->uid),
		value_integer(event->volgnummer),
		value_integer(event->afgelast),
		value_text(event->afgelast_tekst),
		value_integer(event->gesloten),
		value_integer(event->eerder_begin),
		value_integer(event->eerder_einde),
		value_text(event->eerder_locatie),
	};
	size_t used = 9;

	add_settings(event, values, &used);
	return db_run(db, SQL_EVENT_UPDATE, values, used);
}

SQL(EVENT_RENEW_ENTRY,
    "UPDATE event SET volgnummer = volgnummer + 1 WHERE id = ?1");

enum status
event_renew_entry(struct db *db, int64_t id)
{
	return db_run(db, SQL_EVENT_RENEW_ENTRY, VALUES(value_integer(id)));
}
