/* The event itself: what it means to people when it changes. */
#include "acts/act.h"
#include "acts/notify.h"
#include "acts/writable.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/event/settings.h"

#define WHAT_MAX	2000

enum status
act_gather(struct db *db, int64_t event, struct act_context *act,
    struct arena *arena)
{
	char today[CLOCK_DAY_SIZE];
	struct catalog *catalog;
	enum status status;

	clock_day(act->now, today);
	status = catalog_load(db, event, today, arena, &catalog);
	if (status == STATUS_OK)
		act->catalog = catalog;
	return status;
}

enum status
act_give(struct db *db, const struct act_context *act, struct arena *arena)
{
	return notify_given(db, act, &act->catalog->event, NULL,
	    BECAUSE_RESERVED, NULL, arena);
}

size_t
act_event_changes(const struct event *before, const struct event *after,
    struct arena *arena, struct fact facts[EVENT_CHANGES])
{
	size_t count = 0;

	if (before->begin != after->begin || before->einde != after->einde)
		facts[count++] = (struct fact){ FACT_WHEN, {
			clock_span(after->begin, after->einde, arena),
			clock_span(before->begin, before->einde, arena),
		} };
	if (!text_same(before->locatie, after->locatie))
		facts[count++] = (struct fact){ FACT_WHERE, {
			after->locatie, before->locatie,
		} };
	if (!text_same(before->titel, after->titel))
		facts[count++] = (struct fact){ FACT_TITLE, {
			after->titel, before->titel,
		} };
	return count;
}

/* Each setting that differs, with its values. */
static enum status
record(struct db *db, const struct act_context *act, const struct event *before,
    const struct event *after, struct arena *arena)
{
	struct buf what, values;

	buf_init(&what, arena, WHAT_MAX);
	buf_init(&values, arena, AUDIT_VALUES_MAX);
	for (size_t i = 0; i < EVENT_SETTINGS; i++) {
		const struct event_setting *one = &event_settings[i];
		const char *old = event_setting_text(before, one, arena);
		const char *now = event_setting_text(after, one, arena);

		if (text_same(old, now))
			continue;
		buf_printf(&what, "%s%s", what.length == 0 ? "" : ", ",
		    one->field.label);
		audit_answer(&values, &one->field, "", old, now, arena);
	}
	if ((before->gesloten == 0) != (after->gesloten == 0))
		buf_printf(&what, "%s%s", what.length == 0 ? "" : ", ",
		    after->gesloten != 0 ? "Aanmelden gesloten" :
		    "Aanmelden weer open");
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = "ingesteld", .event = after->id,
		.toelichting = what.data, .waarden = values.data,
	}, act->now);
}

/* What of the programme lies outside of the event, and the first of it. */
static const char *
programme_apart(const struct catalog *catalog, const struct event *wanted,
    struct arena *arena)
{
	const char *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < catalog->nrounds; i++)
		if (catalog->rounds[i].begin < wanted->begin ||
		    catalog->rounds[i].einde > wanted->einde) {
			first = catalog->rounds[i].titel;
			count++;
		}
	for (size_t i = 0; i < catalog->nitems; i++)
		if (catalog->items[i].begin < wanted->begin ||
		    catalog->items[i].einde > wanted->einde) {
			first = catalog->items[i].titel;
			count++;
		}
	return count == 0 ? NULL : arena_printf(arena, "In het programma "
	    "%s %zu %s buiten de nieuwe tijden, zoals ‘%s’.",
	    count == 1 ? "ligt" : "liggen", count, count == 1 ? "onderdeel" :
	    "onderdelen", first);
}

size_t
act_event_apart(const struct catalog *catalog, const struct event *wanted,
    struct arena *arena, const char *sentences[EVENT_APART])
{
	const struct event *now = &catalog->event;
	size_t count = 0;

	if ((wanted->begin != now->begin || wanted->einde != now->einde) &&
	    (sentences[count] = programme_apart(catalog, wanted, arena)) !=
	    NULL)
		count++;
	if (clock_days(now->begin, wanted->begin) != 0 &&
	    wanted->aanmelden_dicht == now->aanmelden_dicht)
		sentences[count++] = arena_printf(arena, "Aanmelden sluit nog "
		    "steeds op %s; dat is niet mee verschoven.",
		    clock_moment(now->aanmelden_dicht, arena));
	if (!text_same(wanted->locatie, now->locatie) &&
	    !text_empty(now->bereikbaar) &&
	    text_same(wanted->bereikbaar, now->bereikbaar))
		sentences[count++] = "De tekst ‘Zo komt u er’ is niet "
		    "gewijzigd. Klopt die nog voor de nieuwe plaats?";
	return count;
}

/* When and where people knew it to be; gone when it is so again. */
static void
keep_earlier(const struct event *before, struct event *event)
{
	if (event->eerder_begin == 0 && (before->begin != event->begin ||
	    before->einde != event->einde)) {
		event->eerder_begin = before->begin;
		event->eerder_einde = before->einde;
	} else if (event->eerder_begin == event->begin &&
	    event->eerder_einde == event->einde) {
		event->eerder_begin = event->eerder_einde = 0;
	}
	if (text_empty(event->eerder_locatie) &&
	    !text_same(before->locatie, event->locatie))
		event->eerder_locatie = before->locatie;
	else if (text_same(event->eerder_locatie, event->locatie))
		event->eerder_locatie = "";
}

enum status
act_set_event(struct db *db, const struct act_context *act,
    const struct event *wanted, struct arena *arena)
{
	struct notices notices = { .contact = MAIL_MOVED };
	struct event before, next = *wanted, *event = &next;
	struct fact facts[EVENT_CHANGES];
	enum status status;
	size_t count;

	status = event_get(db, event->id, arena, &before);
	if (status != STATUS_OK)
		return status;
	if (before.versie != event->versie)
		return STATUS_INVALID;
	/* A calendar takes the entry with the highest number for the newest. */
	event->volgnummer = before.volgnummer +
	    event_entry_differs(&before, event);
	if (event_phase(&before, act->now) != EVENT_EARLY)
		keep_earlier(&before, event);
	/* Another date is an answer to that it was closed before it. */
	if (event->aanmelden_dicht != before.aanmelden_dicht)
		event->gesloten = 0;
	status = event_update(db, event);
	if (status == STATUS_OK)
		status = act_writable(db, act, event->id, arena);
	if (status == STATUS_OK)
		status = record(db, act, &before, event, arena);
	if (status == STATUS_OK)
		status = notify_given(db, act, event, NULL, BECAUSE_MORE, NULL,
		    arena);
	if (status != STATUS_OK || event->volgnummer <= before.volgnummer ||
	    event->afgelast != 0)
		return status;
	count = act_event_changes(&before, event, arena, facts);
	for (size_t i = 0; i < count; i++)
		notices_add(&notices, NOTICES_OF_ALL, facts[i]);
	return notify_all(db, act, event, &notices, arena);
}

enum status
act_call_off(struct db *db, const struct act_context *act, bool off,
    const char *text, struct arena *arena)
{
	struct notices notices = {
		.contact = off ? MAIL_CALLED_OFF : MAIL_GOES_ON,
	};
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status != STATUS_OK)
		return status;
	if ((event.afgelast != 0) == off ||
	    event_phase(&event, act->now) == EVENT_PAST)
		return STATUS_NOTFOUND;
	event.afgelast = off ? act->now : 0;
	event.afgelast_tekst = text == NULL ? "" : text;
	event.volgnummer++;
	status = event_update(db, &event);
	if (status == STATUS_OK)
		status = act_writable(db, act, event.id, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = off ? "afgelast" :
			    "gaat toch door",
			.event = event.id, .reden = text,
		}, act->now);
	if (status == STATUS_OK)
		status = notify_all(db, act, &event, &notices, arena);
	/* What came free meanwhile. */
	if (status == STATUS_OK && !off)
		status = notify_given(db, act, &event, NULL, BECAUSE_FREED,
		    NULL, arena);
	return status;
}

enum status
act_remind(struct db *db, const struct act_context *act, struct arena *arena)
{
	struct notices notices = { .contact = MAIL_REMINDER };
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK && event_is_over(&event, act->now))
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = notify_all(db, act, &event, &notices, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "herinnerd",
			.event = event.id,
		}, act->now);
	return status;
}
