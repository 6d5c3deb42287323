#include <stdlib.h>
#include <string.h>

#include "db/arena.h"
#include "db/clock.h"
#include "db/db.h"
#include "db/email.h"
#include "db/event.h"
#include "db/field.h"
#include "db/list.h"
#include "db/text.h"

#define TEXT_MAX	4000
#define NUMBER_MAX	10000000

#define TEXT(name)	{ #name, SETTING_TEXT, \
	offsetof(struct event, name), 0 }
#define MOMENT(name)	{ #name, SETTING_MOMENT, \
	offsetof(struct event, name), 0 }
#define NUMBER(name, max)	{ #name, SETTING_NUMBER, \
	offsetof(struct event, name), max }

const struct event_setting event_settings[EVENT_SETTINGS] = {
	TEXT(titel),
	TEXT(doelgroep),
	TEXT(omschrijving),
	MOMENT(begin),
	MOMENT(einde),
	TEXT(locatie),
	TEXT(bereikbaar),
	NUMBER(capaciteit, NUMBER_MAX),
	MOMENT(aanmelden_open),
	MOMENT(aanmelden_dicht),
	NUMBER(max_per_aanmelding, PARTICIPANTS_MAX),
	TEXT(organisatie),
	TEXT(organisatie_email),
	MOMENT(wijzigen_tot),
	NUMBER(gereserveerd_wethouders, NUMBER_MAX),
	MOMENT(gereserveerd_tot),
	NUMBER(max_per_gemeente, NUMBER_MAX),
	TEXT(bewaartermijn),
};

#undef TEXT
#undef MOMENT
#undef NUMBER

enum event_phase
event_phase(const struct event *event, int64_t now)
{
	if (now >= event->einde)
		return EVENT_PAST;
	if (now >= event->aanmelden_dicht)
		return EVENT_CLOSED;
	if (now < event->aanmelden_open)
		return EVENT_EARLY;
	return EVENT_OPEN;
}

static void
read_row(const struct rows *rows, struct arena *arena, struct event *event)
{
	*event = (struct event){
		.id = rows_integer(rows, 0),
		.uid = rows_text(rows, 1, arena),
		.volgnummer = rows_integer(rows, 2),
		.titel = rows_text(rows, 3, arena),
		.doelgroep = rows_text(rows, 4, arena),
		.omschrijving = rows_text(rows, 5, arena),
		.begin = rows_integer(rows, 6),
		.einde = rows_integer(rows, 7),
		.locatie = rows_text(rows, 8, arena),
		.bereikbaar = rows_text(rows, 9, arena),
		.capaciteit = rows_integer(rows, 10),
		.aanmelden_open = rows_integer(rows, 11),
		.aanmelden_dicht = rows_integer(rows, 12),
		.max_per_aanmelding = rows_integer(rows, 13),
		.organisatie = rows_text(rows, 14, arena),
		.organisatie_email = rows_text(rows, 15, arena),
		.wijzigen_tot = rows_integer(rows, 16),
		.gereserveerd_wethouders = rows_integer(rows, 17),
		.gereserveerd_tot = rows_integer(rows, 18),
		.max_per_gemeente = rows_integer(rows, 19),
		.bewaartermijn = rows_text(rows, 20, arena),
		.zichtbaar = rows_integer(rows, 21) != 0,
	};
}

enum status
event_visible(struct db *db, struct arena *arena, struct event *event)
{
	enum status status;
	int64_t id;

	status = db_integer(db, SQL_EVENT_VISIBLE, NO_VALUES, &id);
	return status == STATUS_OK ? event_get(db, id, arena, event) : status;
}

enum status
event_get(struct db *db, int64_t id, struct arena *arena,
    struct event *event)
{
	enum status status;
	struct rows rows;
	bool found;

	rows_open(&rows, db, SQL_EVENT_GET, VALUES(value_integer(id)));
	if ((found = rows_next(&rows)))
		read_row(&rows, arena, event);
	if ((status = rows_close(&rows)) != STATUS_OK)
		return status;
	return found ? STATUS_OK : STATUS_NOTFOUND;
}

static void
take_line(const struct rows *rows, struct arena *arena, void *element)
{
	*(struct event_line *)element = (struct event_line){
		.id = rows_integer(rows, 0),
		.titel = rows_text(rows, 1, arena),
		.begin = rows_integer(rows, 2),
		.einde = rows_integer(rows, 3),
		.zichtbaar = rows_integer(rows, 4) != 0,
	};
}

static const struct list_of line_list = {
	take_line, sizeof(struct event_line), EVENTS_MAX
};

enum status
event_list(struct db *db, struct arena *arena, struct event_line **lines,
    size_t *count)
{
	return list_read(db, SQL_EVENT_LIST, NO_VALUES, &line_list, arena,
	    lines, count);
}

enum status
event_publish(struct db *db, int64_t id)
{
	enum status status;

	status = db_run(db, SQL_EVENT_HIDE, NO_VALUES);
	if (status == STATUS_OK)
		status = db_run(db, SQL_EVENT_PUBLISH,
		    VALUES(value_integer(id)));
	if (status == STATUS_OK && db_changed(db) == 0)
		return STATUS_NOTFOUND;
	return status;
}

enum status
event_add(struct db *db, struct event *event)
{
	enum status status;

	status = db_run(db, SQL_EVENT_ADD, VALUES(value_text(event->uid),
	    value_text(event->titel), value_text(event->doelgroep),
	    value_text(event->omschrijving), value_integer(event->begin),
	    value_integer(event->einde), value_text(event->locatie),
	    value_text(event->bereikbaar), value_integer(event->capaciteit),
	    value_integer(event->aanmelden_open),
	    value_integer(event->aanmelden_dicht),
	    value_integer(event->max_per_aanmelding),
	    value_text(event->organisatie),
	    value_text(event->organisatie_email),
	    value_integer(event->wijzigen_tot),
	    value_integer(event->gereserveerd_wethouders),
	    value_integer(event->gereserveerd_tot),
	    value_integer(event->max_per_gemeente),
	    value_text(event->bewaartermijn)));
	if (status == STATUS_OK)
		event->id = db_last_id(db);
	return status;
}

enum status
event_update(struct db *db, const struct event *event)
{
	return db_run(db, SQL_EVENT_UPDATE, VALUES(value_integer(event->id),
	    value_text(event->uid), value_integer(event->volgnummer),
	    value_text(event->titel), value_text(event->doelgroep),
	    value_text(event->omschrijving), value_integer(event->begin),
	    value_integer(event->einde), value_text(event->locatie),
	    value_text(event->bereikbaar), value_integer(event->capaciteit),
	    value_integer(event->aanmelden_open),
	    value_integer(event->aanmelden_dicht),
	    value_integer(event->max_per_aanmelding),
	    value_text(event->organisatie),
	    value_text(event->organisatie_email),
	    value_integer(event->wijzigen_tot),
	    value_integer(event->gereserveerd_wethouders),
	    value_integer(event->gereserveerd_tot),
	    value_integer(event->max_per_gemeente),
	    value_text(event->bewaartermijn)));
}

static const char *
set_text(const char *value, struct arena *arena, const char **target)
{
	const char *clean;
	size_t length;

	if (text_clean(value, TEXT_LINES, TEXT_MAX, arena, &clean, &length) !=
	    STATUS_OK || clean[0] == '\0')
		return "must be text, in UTF-8 and not too long";
	*target = clean;
	return NULL;
}

static const char *
set_number(const struct event_setting *setting, const char *value,
    struct arena *arena, int64_t *target)
{
	char *end;
	long long number = strtoll(value, &end, 10);

	if (end == value || *end != '\0' || number < 0 ||
	    number > setting->max)
		return arena_printf(arena, "must be a number from 0 to %lld",
		    (long long)setting->max);
	*target = number;
	return NULL;
}

static const char *
set_one(struct event *event, const struct event_setting *setting,
    const char *value, struct arena *arena)
{
	void *target = (char *)event + setting->offset;

	switch (setting->type) {
	case SETTING_TEXT:
		return set_text(value, arena, target);
	case SETTING_NUMBER:
		return set_number(setting, value, arena, target);
	case SETTING_MOMENT:
		break;
	}
	if (clock_parse(value, target) == STATUS_OK)
		return NULL;
	return "must be a local time that exists, such as 2027-01-12T10:00";
}

/* What must hold between settings. */
static const char *
disagreement(const struct event *event, struct arena *arena)
{
	const char *address;

	if (event->einde <= event->begin)
		return "einde must lie after begin: set einde first";
	if (event->max_per_aanmelding < 1)
		return "max_per_aanmelding must be at least 1";
	if (email_check(event->organisatie_email, arena, &address) != EMAIL_OK)
		return "organisatie_email must be a mail address";
	return NULL;
}

static bool
calendar_differs(const struct event *a, const struct event *b)
{
	return a->begin != b->begin || a->einde != b->einde ||
	    !text_same(a->locatie, b->locatie) ||
	    !text_same(a->titel, b->titel);
}

enum status
event_set(struct event *event, const char *name, const char *value,
    struct arena *arena, const char **fault)
{
	struct event changed = *event;

	*fault = "is no setting of an event";
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		if (strcmp(event_settings[i].name, name) == 0)
			*fault = set_one(&changed, &event_settings[i], value,
			    arena);
	if (*fault == NULL)
		*fault = disagreement(&changed, arena);
	if (*fault != NULL)
		return STATUS_INVALID;
	if (calendar_differs(&changed, event))
		changed.volgnummer++;
	*event = changed;
	return STATUS_OK;
}

const char *
event_setting_text(const struct event *event, const struct event_setting *setting,
    struct arena *arena)
{
	const void *at = (const char *)event + setting->offset;
	int64_t number;

	if (setting->type == SETTING_TEXT)
		return *(const char *const *)at;
	memcpy(&number, at, sizeof(number));
	if (setting->type == SETTING_MOMENT)
		return clock_local(number, arena);
	return arena_printf(arena, "%lld", (long long)number);
}
