/* A letter came back, and the organiser knows the right address. */
#include <stdio.h>
#include <string.h>

#include "acts/act.h"
#include "core/arena.h"
#include "db/db.h"
#include "db/registration/registration.h"

/* What the subject of a letter names. */
struct about {
	int64_t	registration;
	int64_t	participant;	/* 0: the contact */
};

static enum status
find(struct db *db, const char *onderwerp, struct about *about)
{
	long long id;
	char word[16];

	if (sscanf(onderwerp, "%15[a-z]:%lld", word, &id) != 2)
		return STATUS_NOTFOUND;
	*about = (struct about){ .registration = id };
	if (strcmp(word, "registration") == 0)
		return STATUS_OK;
	about->participant = id;
	return strcmp(word, "participant") != 0 ? STATUS_NOTFOUND :
	    participant_registration(db, id, &about->registration);
}

/* The registration as it should be, with just that one person in it. */
static enum status
put_address(struct registration *wanted, const struct about *about,
    const char *address)
{
	if (about->participant == 0) {
		wanted->answer[CONTACT_EMAIL] = address;
		wanted->nparticipants = 0;
		return STATUS_OK;
	}
	for (size_t i = 0; i < wanted->nparticipants; i++) {
		struct participant *one = &wanted->participants[i];

		if (one->id != about->participant ||
		    one->place == PLACE_CANCELLED)
			continue;
		one->answer[PARTICIPANT_EMAIL] = address;
		wanted->participants = one;
		wanted->nparticipants = 1;
		return STATUS_OK;
	}
	return STATUS_NOTFOUND;
}

enum status
act_readdress(struct db *db, const struct act *act, const char *onderwerp,
    const char *address, struct arena *arena)
{
	struct registration wanted;
	struct about about;
	enum status status;

	status = find(db, onderwerp, &about);
	if (status == STATUS_OK)
		status = registration_get(db, about.registration, arena,
		    &wanted);
	if (status == STATUS_OK)
		status = put_address(&wanted, &about, address);
	if (status == STATUS_OK)
		status = act_change(db, act, &wanted, arena);
	return status;
}
