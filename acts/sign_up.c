#include <string.h>

#include "acts/confirm.h"
#include "acts/notify.h"
#include "acts/override.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/event/catalog.h"
#include "db/registration/seats.h"

/* The organiser's way in: nobody of them is to wait. */
static enum status
override_everybody(struct db *db, const struct act_context *act,
    const struct event *event, int64_t registration, struct notices *notices,
    struct arena *arena)
{
	struct override everybody;

	memset(&everybody, true, sizeof(everybody));
	return override_apply(db, act, event, registration, &everybody,
	    notices, arena);
}

static enum status
notify_everybody(struct db *db, const struct act_context *act,
    const struct event *event, const struct registration *written,
    struct arena *arena)
{
	struct notices notices = notices_begin(act, written, arena);
	enum status status;

	notices.contact = MAIL_SIGNED_UP;
	notices.joins = true;
	for (size_t i = 0; i < PARTICIPANTS_MAX; i++)
		notices.participant[i] = MAIL_SIGNED_UP;
	status = notify_given(db, act, event, written, BECAUSE_FREED,
	    &notices, arena);
	if (status == STATUS_OK && act->override)
		status = override_everybody(db, act, event, written->id,
		    &notices, arena);
	if (status == STATUS_OK)
		status = notify(db, act, written, &notices, arena);
	return status;
}

/* Whoever began to type before it closed has some minutes to end. */
static bool
is_in_time(const struct event *event, const struct act_context *act)
{
	return event_allows(event, EVENT_SIGN_UP, act->now) ||
	    (act->began != 0 &&
	    event_allows(event, EVENT_SIGN_UP, act->began) &&
	    act->now < event_closes(event) + EVENT_GRACE);
}

enum status
act_sign_up(struct db *db, const struct act_context *act,
    struct registration *registration, struct arena *arena)
{
	struct event event;
	enum status status;

	registration_digest(registration, act->secret, arena,
	    registration->content);
	status = registration_by_key(db, registration);
	if (status != STATUS_NOTFOUND)
		return status;
	/* The event as it is now, and open; the organiser may always add. */
	status = catalog_event(db, act->catalog, arena, &event);
	if (status == STATUS_OK && !act->always && (!event.zichtbaar ||
	    !is_in_time(&event, act)))
		return STATUS_NOTFOUND;
	registration->nonce = link_nonce(act->random);
	for (size_t i = 0; i < registration->nparticipants; i++)
		registration->participants[i].nonce = link_nonce(act->random);
	if (status == STATUS_OK)
		status = registration_add(db, registration);
	if (status == STATUS_OK && act->config->limits && !act->always) {
		registration->to_confirm = TO_CONFIRM_LETTERS;
		status = confirm_count(db, act, registration,
		    registration->nparticipants);
	}
	if (status == STATUS_OK)
		status = seats_admit(db, &event, act->now, registration,
		    arena);
	if (status == STATUS_OK)
		status = registration_add_people(db, registration,
		    act->catalog, arena);
	if (status == STATUS_OK)
		status = notify_everybody(db, act, &event, registration, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "aangemeld",
			.event = event.id, .registration = registration->id,
			.reden = act->reason,
		}, act->now);
	return status;
}
