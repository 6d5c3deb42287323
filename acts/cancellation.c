/* Cancelling and coming back. */
#include "acts/act.h"
#include "acts/notify.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/requirements.h"
#include "db/registration/seats.h"

/* Cancelling and coming back differ only in this. */
struct turn {
	enum occasion	 occasion;
	const char	*wat;
	bool		(*concerns)(enum place);
	bool		(*is_late)(enum event_phase);
	enum status	(*move)(struct db *, int64_t participant, int64_t rij,
			    int64_t now);
};

static bool
comes(enum place place)
{
	return place != PLACE_CANCELLED;
}

static bool
is_cancelled(enum place place)
{
	return place == PLACE_CANCELLED;
}

static bool
is_past(enum event_phase phase)
{
	return phase == EVENT_PAST;
}

static bool
is_not_open(enum event_phase phase)
{
	return phase != EVENT_OPEN;
}

/* Wishes were for this day only: they go with the place, at once. */
static enum status
cancel_one(struct db *db, int64_t participant, int64_t rij, int64_t now)
{
	enum status status;

	(void)rij;
	status = seats_cancel(db, participant, now);
	if (status == STATUS_OK)
		status = wish_remove(db, participant);
	return status;
}

static const struct turn cancelling = {
	OCCASION_CANCELLED, "afgemeld", comes, is_past, cancel_one,
};

static const struct turn restoring = {
	OCCASION_RESTORED, "hersteld", is_cancelled, is_not_open, seats_return,
};

static enum status
move_those(struct db *db, const struct turn *turn,
    const struct registration *registration, int64_t positie, int64_t rij,
    int64_t now, struct news *news)
{
	enum status status = STATUS_OK;
	bool known = positie == 0;

	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (positie != 0 && one->positie != positie)
			continue;
		known = true;
		if (!turn->concerns(one->place))
			continue;
		status = turn->move(db, one->id, rij, now);
		news->contact = news->participant[i] = turn->occasion;
	}
	return known ? status : STATUS_NOTFOUND;
}

static enum status
record(struct db *db, const struct act *act, const struct turn *turn,
    const struct registration *registration, int64_t positie)
{
	int64_t participant = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].positie == positie)
			participant = registration->participants[i].id;
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = turn->wat,
		.event = registration->event,
		.registration = registration->id,
		.participant = participant, .toelichting = act->reason,
	}, act->now);
}

static enum status
finish(struct db *db, const struct act *act, const struct event *event,
    struct registration *registration, struct news *news,
    struct arena *arena)
{
	enum status status;

	status = registration_changed(db, registration);
	if (status == STATUS_OK)
		status = tell_given(db, act, event, registration, news, arena);
	if (status == STATUS_OK)
		status = registration_get(db, registration->id, arena,
		    registration);
	if (status == STATUS_OK)
		status = tell(db, act, event, registration, news, arena);
	return status;
}

static enum status
take_turn(struct db *db, const struct act *act, const struct turn *turn,
    int64_t id, int64_t positie, struct arena *arena)
{
	struct news news = { .contact = OCCASION_NONE };
	struct registration registration;
	struct event event;
	enum status status;
	int64_t rij;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK && (registration.event != event.id ||
	    (!act->always && turn->is_late(event_phase(&event, act->now)))))
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = seats_line_end(db, event.id, &rij);
	if (status == STATUS_OK)
		status = move_those(db, turn, &registration, positie, rij,
		    act->now, &news);
	if (status != STATUS_OK || news.contact == OCCASION_NONE)
		return status;
	status = finish(db, act, &event, &registration, &news, arena);
	if (status == STATUS_OK)
		status = record(db, act, turn, &registration, positie);
	return status;
}

enum status
act_cancel(struct db *db, const struct act *act, int64_t registration,
    int64_t positie, struct arena *arena)
{
	return take_turn(db, act, &cancelling, registration, positie, arena);
}

enum status
act_restore(struct db *db, const struct act *act, int64_t registration,
    int64_t positie, struct arena *arena)
{
	return take_turn(db, act, &restoring, registration, positie, arena);
}
