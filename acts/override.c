/* Places beyond the rules: the organiser's, and never without a reason. */
#include "acts/override.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/seats.h"

/* What is given to whom. */
struct override_work {
	struct db			*db;
	const struct act_context	*act;
	const struct event		*event;
	struct arena			*arena;
	struct registration		 now;
	struct notices			*notices;
};

static enum status
record(const struct override_work *work, const char *wat, int64_t participant,
    const char *about)
{
	return audit_add(work->db, &(struct audit){
		.wie = work->act->who, .wat = wat,
		.event = work->event->id,
		.registration = work->now.id,
		.participant = participant,
		.toelichting = about, .reden = work->act->reason,
	}, work->act->now);
}

/* A confirmation that is to be read already says that there is a place. */
static enum status
give_place(struct override_work *work, size_t index)
{
	const struct participant *one = &work->now.participants[index];
	enum mail_kind *kind = &work->notices->participant[index];
	enum status status;

	status = seats_override(work->db, one->id, work->act->now);
	if (status == STATUS_OK)
		status = record(work, "buiten de rij geplaatst", one->id, NULL);
	if (*kind == MAIL_NONE || *kind == MAIL_CHANGED)
		*kind = MAIL_PROMOTED;
	notices_add(work->notices, index, (struct fact){ FACT_PROMOTED, {
		participant_label(one, work->arena),
	} });
	if (work->notices->contact == MAIL_NONE)
		work->notices->contact = MAIL_PROMOTED;
	return status;
}

/* The session that this person, who has a place, waits for in the round. */
static enum status
give_session(struct override_work *work, size_t index, size_t round)
{
	const struct participant *one = &work->now.participants[index];
	const struct round *in;
	const struct session *session;
	enum status status;

	if (one->attendance != ATTENDANCE_CONFIRMED ||
	    one->session[round] == 0 ||
	    one->session_attendance[round] != ATTENDANCE_WAITING)
		return STATUS_OK;
	session = catalog_session(work->act->catalog, one->session[round], &in);
	if (session == NULL)
		return STATUS_OK;
	notices_add(work->notices, index, (struct fact){ FACT_SEAT, {
		participant_label(one, work->arena), session->titel,
	} });
	status = seats_override_session(work->db, one->id, session->id);
	if (status == STATUS_OK)
		status = record(work, "sessie buiten de rij", one->id,
		    session->titel);
	return status;
}

enum status
override_apply(struct db *db, const struct act_context *act,
    const struct event *event, int64_t registration,
    const struct override *override, struct notices *notices,
    struct arena *arena)
{
	struct override_work work = {
		.db = db, .act = act, .event = event, .arena = arena,
		.notices = notices,
	};
	struct registration *now = &work.now;
	enum status status;
	bool any = false;

	if (!act->override || text_empty(act->reason))
		return STATUS_OK;
	status = registration_get(db, registration, arena, now);
	for (size_t i = 0; status == STATUS_OK && i < now->nparticipants; i++)
		if (override->place[i] &&
		    now->participants[i].attendance == ATTENDANCE_WAITING) {
			status = give_place(&work, i);
			any = true;
		}
	/* With a place there may be room in the session after all. */
	if (status == STATUS_OK && any)
		status = notify_given(db, act, event, now, BECAUSE_FREED,
		    notices, arena);
	if (status == STATUS_OK)
		status = registration_get(db, registration, arena, now);
	for (size_t i = 0; status == STATUS_OK && i < now->nparticipants; i++)
		for (size_t round = 0; status == STATUS_OK &&
		    round < ROUNDS_MAX; round++)
			if (override->session[i][round])
				status = give_session(&work, i, round);
	return status;
}

enum status
act_override(struct db *db, const struct act_context *act, int64_t id,
    int64_t positie, struct arena *arena)
{
	struct override override = { .place = { false } };
	struct registration registration;
	struct notices notices;
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK && registration.event != event.id)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		notices = notices_begin(act, &registration, arena);
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration.nparticipants; i++)
		override.place[i] = registration.participants[i].positie ==
		    positie;
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = override_apply(db, act, &event, id, &override,
		    &notices, arena);
	if (status == STATUS_OK && notices.contact == MAIL_NONE)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = notify(db, act, &registration, &notices, arena);
	return status;
}
