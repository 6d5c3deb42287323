/* Erasing: one person, a delegation, or everybody of an event. */
#include "acts/act.h"
#include "acts/notify.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/mail/outbox.h"
#include "db/registration/attendee_index.h"
#include "db/registration/seats.h"
#include "db/retention/erasure.h"

struct erasing {
	struct db			*db;
	const struct act_context	*act;
	struct arena			*arena;
	struct event			 event;
	struct registration		 registration;
	struct participant		*person;	/* NULL: all of it */
};

/* What stays: that it was erased, when, by whom and why. */
static enum status
record(const struct erasing *erasing, int64_t participant)
{
	enum status status;

	status = audit_add(erasing->db, &(struct audit){
		.wie = erasing->act->who, .wat = "gewist",
		.event = erasing->event.id,
		.registration = erasing->registration.id,
		.participant = participant, .reden = erasing->act->reason,
	}, erasing->act->now);
	return status != STATUS_OK ? status :
	    erasure_note(erasing->db, erasing->act->now);
}

/* Until the event is over a place is given back first, as by a cancellation. */
static enum status
leave(const struct erasing *erasing)
{
	enum status status = STATUS_OK;

	if (event_is_over(&erasing->event, erasing->act->now))
		return STATUS_OK;
	for (size_t i = 0; status == STATUS_OK &&
	    i < erasing->registration.nparticipants; i++) {
		const struct participant *one =
		    &erasing->registration.participants[i];

		if ((erasing->person == NULL || one == erasing->person) &&
		    one->attendance != ATTENDANCE_CANCELLED)
			status = seats_cancel(erasing->db, one->id,
			    erasing->act->now);
	}
	return status;
}

/* Letters to the others that have not gone say nothing of this person. */
static enum status
silence_letters(const struct erasing *erasing)
{
	const struct participant *one = erasing->person;
	const char *const names[] = {
		participant_label(one, erasing->arena),
		one->answer[PARTICIPANT_ACHTERNAAM],
		one->answer[PARTICIPANT_EMAIL],
	};
	enum status status;
	struct recent *recent;
	size_t count = 0;

	status = outbox_recent(erasing->db, erasing->registration.id,
	    erasing->act->now, erasing->arena, &recent, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (recent[i].volgende != 0)
			status = erasure_of_facts(erasing->db, recent[i].id,
			    facts_without(recent[i].feiten, names, 3,
			    erasing->arena));
	return status;
}

/* The contact hears that somebody is gone, and not who. */
static struct notices
tell_contact(const struct erasing *erasing)
{
	struct notices notices = notices_begin(erasing->act,
	    &erasing->registration, erasing->arena);

	notices.actor = "Een deelnemer";
	if (event_is_over(&erasing->event, erasing->act->now) ||
	    erasing->person->attendance == ATTENDANCE_CANCELLED)
		return notices;
	notices.contact = MAIL_CHANGED;
	notices_add(&notices, NOTICES_OF_CONTACT, (struct fact){ FACT_ERASED, {
		arena_printf(erasing->arena, "%lld",
		    (long long)erasing->person->id),
	} });
	return notices;
}

static enum status
erase_person(struct erasing *erasing)
{
	struct registration *now = &erasing->registration;
	struct notices notices = tell_contact(erasing);
	int64_t id = erasing->person->id;
	enum status status;

	status = leave(erasing);
	if (status == STATUS_OK)
		status = silence_letters(erasing);
	if (status == STATUS_OK)
		status = erasure_of_participant(erasing->db, now->id, id);
	/* A question that named them is gone from what is searched, too. */
	if (status == STATUS_OK)
		status = attendee_index_registration(erasing->db, now->id,
		    erasing->arena);
	if (status == STATUS_OK)
		status = registration_get(erasing->db, now->id,
		    erasing->arena, now);
	if (status == STATUS_OK)
		status = registration_changed(erasing->db, now);
	if (status == STATUS_OK)
		status = notify_given(erasing->db, erasing->act,
		    &erasing->event, now, BECAUSE_FREED, &notices,
		    erasing->arena);
	if (status == STATUS_OK)
		status = registration_get(erasing->db, now->id,
		    erasing->arena, now);
	if (status == STATUS_OK)
		status = notify(erasing->db, erasing->act, now, &notices,
		    erasing->arena);
	return status == STATUS_OK ? record(erasing, id) : status;
}

static enum status
erase_all(struct erasing *erasing)
{
	struct notices notices = { .contact = MAIL_NONE };
	int64_t participant = erasing->person == NULL ? 0 :
	    erasing->person->id;
	enum status status;

	erasing->person = NULL;
	status = leave(erasing);
	if (status == STATUS_OK)
		status = erasure_of_registration(erasing->db,
		    erasing->registration.id);
	if (status == STATUS_OK)
		status = notify_given(erasing->db, erasing->act,
		    &erasing->event, NULL, BECAUSE_FREED, &notices,
		    erasing->arena);
	return status == STATUS_OK ? record(erasing, participant) : status;
}

enum status
act_erase(struct db *db, const struct act_context *act, int64_t registration,
    int64_t participant, struct arena *arena)
{
	struct erasing erasing = { .db = db, .act = act, .arena = arena };
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &erasing.event);
	if (status == STATUS_OK)
		status = registration_get(db, registration, arena,
		    &erasing.registration);
	if (status != STATUS_OK)
		return status;
	if (participant != 0)
		erasing.person = participant_with_id(&erasing.registration,
		    participant);
	if (erasing.registration.event != erasing.event.id ||
	    (participant != 0 && erasing.person == NULL))
		return STATUS_NOTFOUND;
	/* No registration is empty: with the last person the rest goes. */
	return erasing.person == NULL ||
	    erasing.registration.nparticipants == 1 ?
	    erase_all(&erasing) : erase_person(&erasing);
}

enum status
act_erase_event(struct db *db, const struct act_context *act, int64_t *left,
    struct arena *arena)
{
	struct erasing erasing = { .db = db, .act = act, .arena = arena };
	enum status status;
	int64_t *ids;
	size_t count;

	erasing.event = act->catalog->event;
	status = erasure_next(db, erasing.event.id, arena, &ids, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = erasure_of_registration(db, ids[i]);
	if (status != STATUS_OK)
		return status;
	*left = (int64_t)count;
	if (count > 0)
		return erasure_note(db, act->now);
	status = erasure_of_words(db, erasing.event.id);
	return status == STATUS_OK ? record(&erasing, 0) : status;
}
