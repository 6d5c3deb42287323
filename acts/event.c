/* The event itself: what it means to people when it changes. */
#include "acts/act.h"
#include "acts/notify.h"
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
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = "ingesteld", .event = after->id,
		.toelichting = what.data, .waarden = values.data,
	}, act->now);
}

enum status
act_set_event(struct db *db, const struct act_context *act,
    const struct event *event, struct arena *arena)
{
	struct notices notices = { .contact = MAIL_MOVED };
	struct fact facts[EVENT_CHANGES];
	struct event before;
	enum status status;
	size_t count;

	status = event_get(db, event->id, arena, &before);
	if (status == STATUS_OK && before.versie != event->versie)
		return STATUS_INVALID;
	if (status == STATUS_OK)
		status = event_update(db, event);
	if (status == STATUS_OK)
		status = record(db, act, &before, event, arena);
	if (status == STATUS_OK)
		status = notify_given(db, act, event, NULL, BECAUSE_MORE, NULL,
		    arena);
	if (status != STATUS_OK || event->volgnummer <= before.volgnummer)
		return status;
	count = act_event_changes(&before, event, arena, facts);
	for (size_t i = 0; i < count; i++)
		notices_add(&notices, NOTICES_OF_ALL, facts[i]);
	return notify_all(db, act, event, &notices, arena);
}

enum status
act_remind(struct db *db, const struct act_context *act, struct arena *arena)
{
	struct notices notices = { .contact = MAIL_REMINDER };
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK && event_phase(&event, act->now) == EVENT_PAST)
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
