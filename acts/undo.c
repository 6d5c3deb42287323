#include "acts/notify.h"
#include "acts/undo.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/campaign/undo.h"
#include "db/event/event.h"
#include "db/mail/outbox.h"
#include "db/registration/room.h"

/*
 * Places that became free by the act may have been taken since.  What was
 * beyond the rules before it stays so: only what others took is looked at.
 */
static enum status
check_room(struct db *db, const struct event *event, int64_t now, bool alone)
{
	bool crowded = false;
	enum status status;
	struct room room;

	if (alone)
		return STATUS_OK;
	status = room_of_event(db, event, now, &room);
	if (status == STATUS_OK)
		status = undo_crowded(db, event->id, &crowded);
	return status != STATUS_OK ? status : crowded || room.left < 0 ||
	    event->max_per_gemeente > 0 ? STATUS_FULL : STATUS_OK;
}

static enum status
note(struct db *db, const struct act_context *act, int64_t id,
    struct arena *arena)
{
	struct registration registration;
	enum status status = registration_get(db, id, arena, &registration);

	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = "ongedaan gemaakt",
		.event = registration.event, .registration = id,
	}, act->now);
}

enum status
act_undo(struct db *db, const struct act_context *act, int64_t id,
    struct arena *arena)
{
	struct seats_given given;
	struct mailing mailing;
	struct event event;
	enum status status;
	bool possible = false, alone = false;
	int64_t *list, stopped;
	size_t count = 0;

	status = mailing_get(db, id, arena, &mailing);
	if (status == STATUS_OK)
		status = undo_possible(db, &mailing, act->now, &possible);
	if (status != STATUS_OK || !possible)
		return status != STATUS_OK ? status : STATUS_NOTFOUND;
	status = outbox_stop(db, mailing.eerste, mailing.laatste,
	    OUTBOX_STOPPED, &stopped);
	if (status == STATUS_OK)
		status = undo_put_back(db, &mailing, act->now, arena, &list,
		    &count, &alone);
	if (status == STATUS_OK)
		status = event_get(db, mailing.event, arena, &event);
	if (status == STATUS_OK)
		status = check_room(db, &event, act->now, alone);
	if (status == STATUS_OK)
		status = seats_give(db, &event, act->now, arena, &given);
	if (status == STATUS_OK)
		status = notify_others(db, act, &given, BECAUSE_FREED, NULL,
		    0, arena);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = note(db, act, list[i], arena);
	return status;
}
