/* Places beyond the rules: the organiser's, and never without a reason. */
#include "acts/override.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/seats.h"

/* What is being granted to whom. */
struct granting {
	struct db		*db;
	const struct act_context	*act;
	const struct event	*event;
	struct arena		*arena;
	struct registration	 now;
	struct notices		*notices;
};

static enum status
record(const struct granting *granting, const char *wat, int64_t participant,
    const char *about)
{
	const char *reason = granting->act->reason;

	return audit_add(granting->db, &(struct audit){
		.wie = granting->act->who, .wat = wat,
		.event = granting->event->id,
		.registration = granting->now.id,
		.participant = participant,
		.toelichting = about == NULL ? reason :
		    arena_printf(granting->arena, "%s: %s", about, reason),
	}, granting->act->now);
}

/* A confirmation that is to be read already says that there is a place. */
static enum status
grant_place(struct granting *granting, size_t index)
{
	const struct participant *one = &granting->now.participants[index];
	enum mail_kind *kind = &granting->notices->participant[index];
	enum status status;

	status = seats_grant(granting->db, one->id, granting->act->now);
	if (status == STATUS_OK)
		status = record(granting, "buiten de rij geplaatst", one->id,
		    NULL);
	if (*kind == MAIL_NONE || *kind == MAIL_CHANGED)
		*kind = MAIL_PROMOTED;
	if (granting->notices->contact == MAIL_NONE)
		granting->notices->contact = MAIL_PROMOTED;
	return status;
}

/* The session that this person, who has a place, waits for in the round. */
static enum status
grant_session(struct granting *granting, size_t index, size_t round)
{
	const struct participant *one = &granting->now.participants[index];
	const struct round *in;
	const struct session *session;
	enum status status;

	if (one->attendance != ATTENDANCE_CONFIRMED || one->session[round] ==
	    0 ||
	    one->session_attendance[round] != ATTENDANCE_WAITING)
		return STATUS_OK;
	session = catalog_session(granting->act->catalog, one->session[round],
	    &in);
	if (session == NULL)
		return STATUS_OK;
	notices_add(granting->notices, index, arena_printf(granting->arena,
	    "%s heeft nu een plaats in: %s.",
	    participant_name(one, granting->arena), session->titel));
	status = seats_grant_session(granting->db, one->id, session->id);
	if (status == STATUS_OK)
		status = record(granting, "sessie buiten de rij", one->id,
		    session->titel);
	return status;
}

enum status
grant_beyond(struct db *db, const struct act_context *act,
    const struct event *event,
    int64_t registration, const struct beyond *beyond, struct notices *notices,
    struct arena *arena)
{
	struct granting granting = {
		.db = db, .act = act, .event = event, .arena = arena,
		.notices = notices,
	};
	struct registration *now = &granting.now;
	enum status status;
	bool any = false;

	if (!act->beyond || text_empty(act->reason))
		return STATUS_OK;
	status = registration_get(db, registration, arena, now);
	for (size_t i = 0; status == STATUS_OK && i < now->nparticipants; i++)
		if (beyond->place[i] &&
		    now->participants[i].attendance == ATTENDANCE_WAITING) {
			status = grant_place(&granting, i);
			any = true;
		}
	/* With a place there may be room in the session after all. */
	if (status == STATUS_OK && any)
		status = notify_given(db, act, event, now, notices, arena);
	if (status == STATUS_OK)
		status = registration_get(db, registration, arena, now);
	for (size_t i = 0; status == STATUS_OK && i < now->nparticipants; i++)
		for (size_t round = 0; status == STATUS_OK &&
		    round < ROUNDS_MAX; round++)
			if (beyond->session[i][round])
				status = grant_session(&granting, i, round);
	return status;
}

enum status
act_grant(struct db *db, const struct act_context *act, int64_t id,
    int64_t positie,
    struct arena *arena)
{
	struct beyond beyond = { .place = { false } };
	struct notices notices = { .contact = MAIL_NONE };
	struct registration registration;
	struct event event;
	enum status status;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK && registration.event != event.id)
		return STATUS_NOTFOUND;
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration.nparticipants; i++)
		beyond.place[i] = registration.participants[i].positie ==
		    positie;
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = grant_beyond(db, act, &event, id, &beyond, &notices,
		    arena);
	if (status == STATUS_OK && notices.contact == MAIL_NONE)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = notify(db, act, &event, &registration, &notices,
		    arena);
	return status;
}
