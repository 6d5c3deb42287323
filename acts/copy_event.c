/* Texts, which event is the public one, and the copy of one. */
#include "acts/programme.h"
#include "acts/writable.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/event/programme.h"

#define NOTE_MAX	1000

static enum status
note(struct db *db, const struct act_context *act, const char *wat,
    int64_t event, const char *what, const char *values)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = event,
		.toelichting = what, .waarden = values,
	}, act->now);
}

enum status
act_set_texts(struct db *db, const struct act_context *act,
    const char *const texts[EVENT_TEXT__MAX], struct arena *arena)
{
	int64_t event = act->catalog->event.id;
	const char *before[EVENT_TEXT__MAX];
	struct buf changed, values;
	enum status status;

	buf_init(&changed, arena, NOTE_MAX);
	buf_init(&values, arena, AUDIT_VALUES_MAX);
	status = event_text_read(db, event, arena, before);
	for (enum event_text i = 0; status == STATUS_OK && i < EVENT_TEXT__MAX;
	    i++) {
		if (texts[i] == NULL || text_same(before[i], texts[i]))
			continue;
		buf_printf(&changed, "%s%s", changed.length == 0 ? "" : ", ",
		    event_text_fields[i].label);
		audit_answer(&values, &event_text_fields[i], "", before[i],
		    texts[i], arena);
		status = event_text_write(db, event, i, texts[i]);
	}
	if (status == STATUS_OK && changed.length > 0)
		status = act_writable(db, act, event, arena);
	if (status == STATUS_OK && changed.length > 0)
		status = note(db, act, "teksten gewijzigd", event,
		    changed.data, values.data);
	return status;
}

enum status
act_set_letter(struct db *db, const struct act_context *act,
    const struct letter_text *letter, const char *title, struct arena *arena)
{
	int64_t event = act->catalog->event.id;
	enum status status = letter_text_write(db, event, letter);

	if (status == STATUS_OK)
		status = act_writable(db, act, event, arena);
	return status != STATUS_OK ? status : note(db, act,
	    "teksten gewijzigd", event, arena_printf(arena, "brief: %s",
	    title), NULL);
}

enum status
act_publish(struct db *db, const struct act_context *act, int64_t event)
{
	enum status status = event_publish(db, event);

	if (status == STATUS_OK)
		status = note(db, act, "openbaar gemaakt", event, NULL, NULL);
	return status;
}

static int64_t
later_or_none(int64_t when, int days)
{
	return when == 0 ? 0 : clock_later(when, days);
}

/* Everything a copy takes over, at its own time. */
enum status
act_copy_event(struct db *db, const struct act_context *act,
    struct event_copy *copy, struct arena *arena)
{
	int days = copy->days;
	struct act_context now = *act;
	struct event next;
	enum status status;

	status = act_gather(db, act->catalog->event.id, &now, arena);
	if (status != STATUS_OK)
		return status;
	next = now.catalog->event;
	next.uid = copy->uid;
	next.titel = copy->titel;
	next.afgelast = next.gesloten = next.eerder_begin = next.eerder_einde = 0;
	next.afgelast_tekst = next.eerder_locatie = "";
	next.begin = clock_later(next.begin, days);
	next.einde = clock_later(next.einde, days);
	next.aanmelden_open = 0;
	next.aanmelden_dicht = clock_later(next.aanmelden_dicht, days);
	next.wijzigen_tot = later_or_none(next.wijzigen_tot, days);
	next.gereserveerd_tot = later_or_none(next.gereserveerd_tot, days);
	status = event_add(db, &next);
	if (status == STATUS_OK)
		status = programme_copy(db, now.catalog, next.id, days);
	if (status == STATUS_OK)
		status = act_writable(db, act, next.id, arena);
	if (status == STATUS_OK)
		status = note(db, act, "bijeenkomst gemaakt", next.id,
		    arena_printf(arena, "uit %s", act->catalog->event.titel),
		    NULL);
	copy->id = next.id;
	return status;
}
