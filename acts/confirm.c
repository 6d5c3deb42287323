/* The contact confirms: what was kept back until then is given and owed. */
#include "acts/confirm.h"
#include "acts/notify.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "mail/compose/compose.h"

enum status
confirm_count(struct db *db, const struct act_context *act,
    struct registration *registration, size_t people)
{
	return act->always ? STATUS_OK : confirmation_count(db, act->secret,
	    registration, &(struct confirmation_count){
		.network = act->network == NULL ? "" : act->network,
		.people = (int64_t)people,
		.max = act->config->people_per_network, .now = act->now,
	});
}

/*
 * Who was not written to hears of it now, and where places were kept back
 * everybody who waits for one, the contact too.
 */
static struct notices
owed_now(const struct act_context *act,
    const struct registration *registration, struct arena *arena)
{
	bool places = registration->to_confirm == TO_CONFIRM_PLACES;
	struct notices notices = notices_begin(act, registration, arena);

	if (places)
		notices.contact = MAIL_SIGNED_UP;
	notices.joins = places;
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->attendance != ATTENDANCE_CANCELLED &&
		    (!confirmation_permits(registration, one) || (places &&
		    one->attendance == ATTENDANCE_WAITING)))
			notices.participant[i] = MAIL_SIGNED_UP;
	}
	return notices;
}

static enum status
give_and_tell(struct db *db, const struct act_context *act,
    const struct event *event, struct registration *registration,
    struct notices *notices, struct arena *arena)
{
	struct act_context signing = *act;
	int64_t id = registration->id;
	enum status status;

	status = notify_given(db, act, event, registration, BECAUSE_FREED,
	    notices, arena);
	/* Read again: the places are known now. */
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, registration);
	/* The letters tell of the sign-up, whoever confirms it. */
	signing.who = "contact";
	if (status == STATUS_OK)
		status = notify(db, &signing, registration, notices, arena);
	return status;
}

enum status
act_confirm(struct db *db, const struct act_context *act, int64_t id,
    int64_t positie, struct arena *arena)
{
	struct registration registration;
	struct notices notices;
	struct event event;
	enum status status;

	(void)positie;
	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK && registration.event != event.id)
		return STATUS_NOTFOUND;
	if (status != STATUS_OK ||
	    registration.to_confirm == TO_CONFIRM_NOTHING)
		return status;
	notices = owed_now(act, &registration, arena);
	status = confirmation_done(db, &registration);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = give_and_tell(db, act, &event, &registration,
		    &notices, arena);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = "bevestigd", .event = event.id,
		.registration = id,
	}, act->now);
}
