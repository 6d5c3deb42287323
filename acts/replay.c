/* What was erased after a copy was made, once more in the copy. */
#include "acts/replay.h"
#include "db/audit.h"
#include "db/retention/erasure.h"

#define REASON	"na het terugzetten van een kopie"

/* Who signed up after the event was erased stays. */
static enum status
erase_event(struct db *db, const struct act_context *act,
    const struct replay_line *line, struct arena *arena, bool *done)
{
	int64_t *ids, left = 0;
	enum status status;
	size_t count, rest;

	status = replay_event(db, line->event, line->moment, arena, &ids,
	    &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = erasure_of_registration(db, ids[i]);
	*done = status == STATUS_OK && count > 0;
	if (!*done)
		return status;
	status = replay_event(db, line->event, INT64_MAX, arena, &ids, &rest);
	if (status == STATUS_OK && rest == 0)
		return act_erase_event(db, act, &left, arena);
	if (status == STATUS_OK)
		status = erasure_note(db, act->now);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = act->who, .wat = "gewist",
			.event = line->event, .reden = REASON,
		}, act->now);
	return status == STATUS_OK ? act_give(db, act, arena) : status;
}

static enum status
erase_one(struct db *db, const struct act_context *act,
    const struct replay_line *line, struct arena *arena, bool *done)
{
	int64_t registration = line->registration;
	enum status status = STATUS_OK;

	if (line->participant != 0)
		status = participant_registration(db, line->participant,
		    &registration);
	if (status == STATUS_OK && registration != line->registration)
		status = STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = act_erase(db, act, line->registration,
		    line->participant, arena);
	*done = status == STATUS_OK;
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

enum status
act_replay(struct db *db, const struct act_context *act,
    const struct replay_line *line, struct arena *arena, bool *done)
{
	struct act_context now = *act;
	enum status status = STATUS_OK;
	int64_t begun = 0;

	*done = false;
	if (line->registration != 0)
		status = replay_begun(db, line->registration, &begun);
	if (status != STATUS_OK || begun != line->begun)
		return status;
	if (!line->erased)
		return replay_wish(db, line);
	status = act_gather(db, line->event, &now, arena);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	now.who = line->wie;
	now.reason = REASON;
	now.quiet = now.always = true;
	return line->registration == 0 ?
	    erase_event(db, &now, line, arena, done) :
	    erase_one(db, &now, line, arena, done);
}
