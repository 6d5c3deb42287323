/* The organiser knows the right address for a letter that came back. */
#include <stdio.h>
#include <string.h>

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
    const char *onderwerp, const char *address, struct arena *arena)
{
	int64_t registration, participant = 0;
	enum status status = STATUS_OK;
	struct registration wanted;
	long long id;
	char word[16];

	if (sscanf(onderwerp, "%15[a-z]:%lld", word, &id) != 2)
		return STATUS_NOTFOUND;
	registration = id;
	if (strcmp(word, "participant") == 0) {
		participant = id;
		status = participant_registration(db, id, &registration);
	} else if (strcmp(word, "registration") != 0) {
		return STATUS_NOTFOUND;
	}
	if (status == STATUS_OK)
		status = registration_get(db, registration, arena, &wanted);
	if (status == STATUS_OK)
		status = put_address(&wanted, participant, address);
	if (status == STATUS_OK)
		status = act_change(db, act, &wanted, arena);
	return status;
}
