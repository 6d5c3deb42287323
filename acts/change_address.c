/* The organiser knows the right address for a letter that came back. */
#include "acts/act.h"
#include "core/arena.h"
#include "db/db.h"
#include "db/registration/registration.h"

/*
 * The registration as it should be, with just that one person in it;
 * participant 0 is the contact.
 */
static enum status
put_address(struct registration *wanted, int64_t participant,
    const char *address)
{
	if (participant == 0) {
		wanted->answer[CONTACT_EMAIL] = address;
		wanted->nparticipants = 0;
		return STATUS_OK;
	}
	for (size_t i = 0; i < wanted->nparticipants; i++) {
		struct participant *one = &wanted->participants[i];

		if (one->id != participant ||
		    one->attendance == ATTENDANCE_CANCELLED)
			continue;
		one->answer[PARTICIPANT_EMAIL] = address;
		wanted->participants = one;
		wanted->nparticipants = 1;
		return STATUS_OK;
	}
	return STATUS_NOTFOUND;
}

enum status
act_change_address(struct db *db, const struct act_context *act,
    int64_t registration, int64_t participant, const char *address,
    struct arena *arena)
{
	struct registration wanted;
	enum status status;

	status = registration_get(db, registration, arena, &wanted);
	if (status == STATUS_OK)
		status = put_address(&wanted, participant, address);
	if (status == STATUS_OK)
		status = act_change(db, act, &wanted, arena);
	return status;
}
