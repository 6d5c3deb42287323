#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"

enum event_phase
event_phase(const struct event *event, int64_t now)
{
	if (now >= event->einde)
		return EVENT_PAST;
	if (now >= event->aanmelden_dicht)
		return EVENT_CLOSED;
	if (event->aanmelden_open == 0 || now < event->aanmelden_open)
		return EVENT_EARLY;
	return EVENT_OPEN;
}

enum status
event_remind_days(const char *text, int days[REMIND_DAYS_MAX], size_t *count)
{
	size_t n = 0;

	while (*text != '\0') {
		char *end;
		long day = strtol(text, &end, 10);

		if (end == text || day < 1 || day > 365 ||
		    n == REMIND_DAYS_MAX || text[0] == '+')
			return STATUS_INVALID;
		days[n++] = (int)day;
		text = end + strspn(end, ", ");
		if (*text != '\0' && text == end)
			return STATUS_INVALID;
	}
	*count = n;
	return STATUS_OK;
}

/* The midnight of a day that begins there; *text stands behind it then. */
static enum status
read_day(const char **text, int64_t *midnight)
{
	char moment[] = "2026-12-19T00:00";

	*text += strcspn(*text, "0123456789");
	if (strlen(*text) < 10)
		return STATUS_INVALID;
	memcpy(moment, *text, 10);
	*text += 10;
	return clock_parse(moment, midnight);
}

enum status
event_recess(const char *text, int64_t *midnight)
{
	while (strpbrk(text, "0123456789") != NULL) {
		enum status status;
		int64_t first, last;

		status = read_day(&text, &first);
		if (status == STATUS_OK)
			status = read_day(&text, &last);
		if (status != STATUS_OK || last < first)
			return STATUS_INVALID;
		if (midnight != NULL && *midnight >= first &&
		    *midnight <= last)
			*midnight = clock_midnight(last, 1);
	}
	return text[strspn(text, " ,")] == '\0' ? STATUS_OK : STATUS_INVALID;
}

bool
event_is_over(const struct event *event, int64_t now)
{
	return event->afgelast != 0 || event_phase(event, now) == EVENT_PAST;
}

bool
event_allows(const struct event *event, enum event_deed deed, int64_t now)
{
	enum event_phase phase = event_phase(event, now);

	/* Who cannot come may say so, in case it goes on after all. */
	if (event->afgelast != 0 && deed != EVENT_CANCEL)
		return false;
	switch (deed) {
	case EVENT_CHANGE:
		return phase != EVENT_PAST && now < event->wijzigen_tot;
	case EVENT_CANCEL:
		return phase != EVENT_PAST;
	case EVENT_SIGN_UP:
	case EVENT_RESTORE:
		break;
	}
	return phase == EVENT_OPEN;
}

SQL(EVENT_GET,
    "SELECT id, uid, volgnummer, titel, doelgroep, omschrijving, begin, einde,"
    " locatie, bereikbaar, capaciteit, aanmelden_open, aanmelden_dicht,"
    " max_per_aanmelding, organisatie, organisatie_email, wijzigen_tot,"
    " gereserveerd_wethouders, gereserveerd_tot, max_per_gemeente,"
    " bewaartermijn, bewaartermijn_wensen, herinneren, herinneren_max,"
    " herinneren_om, reces, wachtlijst_vragen, naam_vragen, naam_vrijgeven,"
    " zichtbaar, versie, kleur,"
    " afzender_naam, antwoord_email, afgelast, afgelast_tekst, eerder_begin,"
    " eerder_einde, eerder_locatie, gasten_tellen FROM event WHERE id = ?1");

static const struct column event_columns[] = {
	COLUMN(struct event, id),
	COLUMN(struct event, uid),
	COLUMN(struct event, volgnummer),
	COLUMN(struct event, titel),
	COLUMN(struct event, doelgroep),
	COLUMN(struct event, omschrijving),
	COLUMN(struct event, begin),
	COLUMN(struct event, einde),
	COLUMN(struct event, locatie),
	COLUMN(struct event, bereikbaar),
	COLUMN(struct event, capaciteit),
	COLUMN(struct event, aanmelden_open),
	COLUMN(struct event, aanmelden_dicht),
	COLUMN(struct event, max_per_aanmelding),
	COLUMN(struct event, organisatie),
	COLUMN(struct event, organisatie_email),
	COLUMN(struct event, wijzigen_tot),
	COLUMN(struct event, gereserveerd_wethouders),
	COLUMN(struct event, gereserveerd_tot),
	COLUMN(struct event, max_per_gemeente),
	COLUMN(struct event, bewaartermijn),
	COLUMN(struct event, bewaartermijn_wensen),
	COLUMN(struct event, herinneren),
	COLUMN(struct event, herinneren_max),
	COLUMN(struct event, herinneren_om),
	COLUMN(struct event, reces),
	COLUMN(struct event, wachtlijst_vragen),
	COLUMN(struct event, naam_vragen),
	COLUMN(struct event, naam_vrijgeven),
	COLUMN(struct event, zichtbaar),
	COLUMN(struct event, versie),
	COLUMN(struct event, kleur),
	COLUMN(struct event, afzender_naam),
	COLUMN(struct event, antwoord_email),
	COLUMN(struct event, afgelast),
	COLUMN(struct event, afgelast_tekst),
	COLUMN(struct event, eerder_begin),
	COLUMN(struct event, eerder_einde),
	COLUMN(struct event, eerder_locatie),
	COLUMN(struct event, gasten_tellen),
};

enum status
event_get(struct db *db, int64_t id, struct arena *arena, struct event *event)
{
	static const struct list_of one =
	    LIST_OF(struct event, event_columns, 1);

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
    " coalesce((SELECT bezet FROM seat_count WHERE seat_count.event = event.id"
    " AND gemeente = ''), 0),"
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

SQL(EVENT_ADD,
    "INSERT INTO event (uid, titel, doelgroep, omschrijving, begin, einde,"
    " locatie, bereikbaar, capaciteit, aanmelden_open, aanmelden_dicht,"
    " max_per_aanmelding, organisatie, organisatie_email, wijzigen_tot,"
    " gereserveerd_wethouders, gereserveerd_tot, max_per_gemeente,"
    " bewaartermijn, kleur, afzender_naam, antwoord_email,"
    " bewaartermijn_wensen, herinneren, herinneren_max, herinneren_om, reces,"
    " wachtlijst_vragen, naam_vragen, naam_vrijgeven, gasten_tellen, zichtbaar)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
    " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
    " CASE ?19 WHEN 0 THEN 90 ELSE ?19 END, coalesce(?20, ''),"
    " coalesce(?21, ''), coalesce(?22, ''),"
    " CASE ?23 WHEN 0 THEN 7 ELSE ?23 END, coalesce(?24, ''),"
    " CASE ?25 WHEN 0 THEN 3 ELSE ?25 END,"
    " CASE ?26 WHEN 0 THEN 7 ELSE ?26 END, coalesce(?27, ''), ?28, ?29, ?30,"
    " coalesce(?31, ''),"
    " NOT EXISTS (SELECT 1 FROM event WHERE zichtbaar = 1))");

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
	    value_integer(event->bewaartermijn), value_text(event->kleur),
	    value_text(event->afzender_naam),
	    value_text(event->antwoord_email),
	    value_integer(event->bewaartermijn_wensen),
	    value_text(event->herinneren),
	    value_integer(event->herinneren_max),
	    value_integer(event->herinneren_om), value_text(event->reces),
	    value_integer(event->wachtlijst_vragen),
	    value_integer(event->naam_vragen),
	    value_integer(event->naam_vrijgeven),
	    value_text(event->gasten_tellen)));
	if (status == STATUS_OK)
		event->id = db_last_id(db);
	return status;
}

SQL(EVENT_UPDATE,
    "UPDATE event SET uid = ?2, volgnummer = ?3, titel = ?4, doelgroep = ?5,"
    " omschrijving = ?6, begin = ?7, einde = ?8, locatie = ?9,"
    " bereikbaar = ?10, capaciteit = ?11, aanmelden_open = ?12,"
    " aanmelden_dicht = ?13, max_per_aanmelding = ?14, organisatie = ?15,"
    " organisatie_email = ?16, wijzigen_tot = ?17,"
    " gereserveerd_wethouders = ?18, gereserveerd_tot = ?19,"
    " max_per_gemeente = ?20, bewaartermijn = ?21, kleur = ?22,"
    " afzender_naam = ?23, antwoord_email = ?24, afgelast = ?25,"
    " afgelast_tekst = ?26, eerder_begin = ?27, eerder_einde = ?28,"
    " eerder_locatie = ?29, bewaartermijn_wensen = ?30, herinneren = ?31,"
    " herinneren_max = ?32, herinneren_om = ?33, reces = ?34,"
    " wachtlijst_vragen = ?35, naam_vragen = ?36, naam_vrijgeven = ?37,"
    " gasten_tellen = ?38,"
    " versie = versie + 1"
    " WHERE id = ?1");

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
	    value_integer(event->bewaartermijn), value_text(event->kleur),
	    value_text(event->afzender_naam),
	    value_text(event->antwoord_email),
	    value_integer(event->afgelast), value_text(event->afgelast_tekst),
	    value_integer(event->eerder_begin),
	    value_integer(event->eerder_einde),
	    value_text(event->eerder_locatie),
	    value_integer(event->bewaartermijn_wensen),
	    value_text(event->herinneren),
	    value_integer(event->herinneren_max),
	    value_integer(event->herinneren_om), value_text(event->reces),
	    value_integer(event->wachtlijst_vragen),
	    value_integer(event->naam_vragen),
	    value_integer(event->naam_vrijgeven),
	    value_text(event->gasten_tellen)));
}

SQL(EVENT_RENEW_ENTRY,
    "UPDATE event SET volgnummer = volgnummer + 1 WHERE id = ?1");

enum status
event_renew_entry(struct db *db, int64_t id)
{
	return db_run(db, SQL_EVENT_RENEW_ENTRY, VALUES(value_integer(id)));
}

bool
event_entry_differs(const struct event *a, const struct event *b)
{
	return a->begin != b->begin || a->einde != b->einde ||
	    !text_same(a->locatie, b->locatie) ||
	    !text_same(a->titel, b->titel);
}

const char *
event_sender(const struct event *event)
{
	return text_empty(event->afzender_naam) ? event->organisatie :
	    event->afzender_naam;
}

const char *
event_reply_to(const struct event *event)
{
	return text_empty(event->antwoord_email) ? event->organisatie_email :
	    event->antwoord_email;
}
