/* The same letter once more, for a person who lost the letter. */
#include "acts/act.h"
#include "acts/notify.h"
#include "db/audit.h"
#include "db/event/event.h"

/* A letter about how things stand, whatever happened before. */
static enum status
choose(const struct registration *registration, int64_t positie,
    struct notices *notices, int64_t *participant)
{
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (positie == 0 || one->positie != positie ||
		    !participant_is_own(registration, one))
			continue;
		notices->participant[i] = MAIL_AGAIN;
		*participant = one->id;
		return STATUS_OK;
	}
	if (positie != 0)
		return STATUS_NOTFOUND;
	notices->contact = MAIL_AGAIN;
	return STATUS_OK;
}

enum status
act_resend(struct db *db, const struct act_context *act, int64_t id,
    int64_t positie, struct arena *arena)
{
	struct registration registration;
	struct notices notices;
	struct event event;
	int64_t participant = 0;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK && registration.event != event.id)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		notices = notices_begin(act, &registration, arena);
	if (status == STATUS_OK)
		status = choose(&registration, positie, &notices, &participant);
	/* The organiser wants it, confirmed or not. */
	registration.to_confirm = TO_CONFIRM_NOTHING;
	/* A letter of its own: the outbox knows them apart by this. */
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = notify(db, act, &registration, &notices, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "bericht opnieuw gestuurd",
			.event = event.id, .registration = id,
			.participant = participant,
		}, act->now);
	return status;
}
