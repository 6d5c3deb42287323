#include <string.h>

#include "acts/act.h"
#include "acts/notify.h"
#include "acts/override.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/event/event.h"

/*
 * The event as it is in this transaction, if it still takes sign-ups; from
 * the organiser it always does.
 */
static enum status
open_event(struct db *db, const struct act *act, struct arena *arena,
    struct event *event)
{
	enum status status;

	if (act->always)
		return event_get(db, act->catalog->event.id, arena, event);
	status = event_visible(db, arena, event);
	if (status == STATUS_OK && (event->id != act->catalog->event.id ||
	    event_phase(event, act->now) != EVENT_OPEN))
		return STATUS_NOTFOUND;
	return status;
}

static enum status
tell_everybody(struct db *db, const struct act *act,
    const struct event *event, const struct registration *written,
    struct arena *arena)
{
	struct news news = { .contact = OCCASION_SIGNED_UP };
	struct registration registration;
	struct beyond everybody;
	enum status status;

	for (size_t i = 0; i < PARTICIPANTS_MAX; i++)
		news.participant[i] = OCCASION_SIGNED_UP;
	memset(&everybody, true, sizeof(everybody));
	status = tell_given(db, act, event, written, &news, arena);
	if (status == STATUS_OK)
		status = grant_beyond(db, act, event, written->id, &everybody,
		    &news, arena);
	/* Read again: the places are known now. */
	if (status == STATUS_OK)
		status = registration_get(db, written->id, arena,
		    &registration);
	if (status == STATUS_OK)
		status = tell(db, act, event, &registration, &news, arena);
	return status;
}

enum status
act_sign_up(struct db *db, const struct act *act,
    struct registration *registration, struct arena *arena)
{
	struct event event;
	enum status status;
	int64_t before;

	status = registration_by_key(db, act->catalog->event.id,
	    registration->key_hash, &before);
	if (status != STATUS_NOTFOUND)
		return status;
	status = open_event(db, act, arena, &event);
	if (status == STATUS_OK)
		status = registration_add(db, registration, act->secret,
		    act->catalog, arena);
	if (status == STATUS_OK)
		status = tell_everybody(db, act, &event, registration, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "aangemeld",
			.event = event.id, .registration = registration->id,
			.toelichting = act->reason,
		}, act->now);
	return status;
}
