#include "acts/tell.h"
#include "db/arena.h"
#include "db/audit.h"
#include "db/outbox.h"
#include "mail/notice.h"

enum status
tell(struct db *db, const struct act *act, const struct event *event,
    const struct registration *registration,
    const struct concerned *concerned, enum occasion occasion,
    struct arena *arena)
{
	const struct notice notice = {
		.catalog = act->catalog, .event = event,
		.config = act->config, .secret = act->secret,
		.now = act->now,
	};
	struct letter letter;
	enum status status;

	status = notice_contact(&notice, registration, occasion, arena,
	    &letter);
	if (status == STATUS_OK)
		status = outbox_add(db, &letter, act->now);
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (!concerned->one[i] || !notice_is_own(registration, one))
			continue;
		status = notice_participant(&notice, registration, one,
		    occasion, arena, &letter);
		if (status == STATUS_OK)
			status = outbox_add(db, &letter, act->now);
	}
	return status;
}

/* The people of one registration who stand together in the list. */
static size_t
mark_given(const struct registration *registration,
    const struct seat_given *given, size_t count,
    struct concerned *concerned)
{
	size_t used = 0;

	for (; used < count && given[used].registration == registration->id;
	    used++)
		for (size_t i = 0; i < registration->nparticipants; i++)
			if (registration->participants[i].id ==
			    given[used].participant)
				concerned->one[i] = true;
	return used;
}

static enum status
tell_group(struct db *db, const struct act *act, const struct event *event,
    const struct seat_given *given, size_t count, struct arena *arena,
    size_t *used)
{
	struct concerned concerned = { .one = { false } };
	struct registration registration;
	enum status status;

	status = registration_get(db, given->registration, arena,
	    &registration);
	if (status != STATUS_OK)
		return status;
	*used = mark_given(&registration, given, count, &concerned);
	status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = tell(db, act, event, &registration, &concerned,
		    OCCASION_PROMOTED, arena);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = "systeem", .wat = "opgeschoven",
			.event = event->id, .registration = registration.id,
		}, act->now);
	return status;
}

enum status
tell_given(struct db *db, const struct act *act, const struct event *event,
    int64_t except, struct arena *arena)
{
	struct seats_given given;
	enum status status;
	size_t used;

	status = seats_give(db, event, arena, &given);
	for (size_t i = 0; status == STATUS_OK && i < given.count; i += used) {
		used = 1;
		if (given.list[i].registration != except)
			status = tell_group(db, act, event, &given.list[i],
			    given.count - i, arena, &used);
	}
	return status;
}
