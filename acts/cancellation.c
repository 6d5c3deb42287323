/* Cancelling and coming back. */
#include "acts/act.h"
#include "acts/notify.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/requirements.h"
#include "db/registration/seats.h"

/* Those who are there already stay as they are. */
static enum status
move_those(struct db *db, bool cancels,
    const struct registration *registration, int64_t positie, int64_t now,
    struct notices *notices, struct arena *arena)
{
	enum status status;
	bool known = positie == 0;
	int64_t rij;

	status = seats_line_end(db, registration->event, &rij);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (positie != 0 && one->positie != positie)
			continue;
		known = true;
		if (cancels == (one->attendance == ATTENDANCE_CANCELLED))
			continue;
		status = cancels ? seats_cancel(db, one->id, now) :
		    seats_return(db, one->id, rij, now);
		/*
		 * Requirements were for this day only: they go with the place.
		 */
		if (status == STATUS_OK && cancels)
			status = requirements_remove(db, one->id);
		notices->contact = notices->participant[i] = cancels ?
		    MAIL_CANCELLED : MAIL_RESTORED;
		notices_add(notices, i, (struct fact){ cancels ?
			FACT_CANCELLED : FACT_RESTORED, {
			participant_label(one, arena),
		} });
	}
	return known ? status : STATUS_NOTFOUND;
}

static enum status
record(struct db *db, const struct act_context *act, const char *wat,
    const struct registration *registration, int64_t positie)
{
	int64_t participant = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].positie == positie)
			participant = registration->participants[i].id;
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat,
		.event = registration->event,
		.registration = registration->id,
		.participant = participant, .reden = act->reason,
	}, act->now);
}

/* Cancelling and coming back differ in when it is too late, and in words. */
static enum status
cancel_or_restore(struct db *db, const struct act_context *act, bool cancels,
    int64_t id, int64_t positie, struct arena *arena)
{
	struct registration registration;
	struct notices notices;
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status != STATUS_OK)
		return status;
	if (registration.event != event.id || (!act->always &&
	    !event_allows(&event, cancels ? EVENT_CANCEL : EVENT_RESTORE,
	    act->now)))
		return STATUS_NOTFOUND;
	notices = notices_begin(act, &registration, arena);
	notices.joins = participants_count(&registration,
	    ATTENDANCE_CANCELLED) == registration.nparticipants;
	status = move_those(db, cancels, &registration, positie, act->now,
	    &notices, arena);
	if (status != STATUS_OK || notices.contact == MAIL_NONE)
		return status;
	status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = notify_given(db, act, &event, &registration,
		    BECAUSE_FREED, &notices, arena);
	/* Read again: the places are known now. */
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = notify(db, act, &registration, &notices, arena);
	if (status == STATUS_OK)
		status = record(db, act, cancels ? "afgemeld" : "hersteld",
		    &registration, positie);
	return status;
}

enum status
act_cancel(struct db *db, const struct act_context *act, int64_t registration,
    int64_t positie, struct arena *arena)
{
	return cancel_or_restore(db, act, true, registration, positie, arena);
}

enum status
act_restore(struct db *db, const struct act_context *act, int64_t registration,
    int64_t positie, struct arena *arena)
{
	return cancel_or_restore(db, act, false, registration, positie, arena);
}
