#include <strings.h>

#include "acts/owing.h"
#include "acts/twice.h"
#include "db/registration/other.h"

/* Who begins to come, or is reached at this mailbox from now on. */
static bool
begins(enum mail_kind kind)
{
	return kind == MAIL_SIGNED_UP || kind == MAIL_RESTORED ||
	    kind == MAIL_READDRESSED;
}

enum status
twice_find(struct db *db, const struct act_context *act,
    const struct registration *registration, const struct notices *notices,
    struct arena *arena, struct twice *twice)
{
	enum status status = STATUS_NOTFOUND;

	*twice = (struct twice){ .contact = 0 };
	if (notices->joins)
		status = other_of_gemeente(db, &act->catalog->event,
		    registration, arena, &twice->other);
	if (status == STATUS_OK)
		twice->contact = twice->other.id;
	else if (status == STATUS_NOTFOUND)
		status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (begins(notices->participant[i]) &&
		    participant_is_own(registration, one))
			status = other_of_person(db, registration, one, arena,
			    &twice->participant[i]);
	}
	return status;
}

enum status
twice_tell(struct db *db, const struct act_context *act,
    const struct registration *registration, const struct twice *twice,
    struct arena *arena)
{
	const struct registration *other = &twice->other;
	struct owing owing;
	enum status status;

	/*
	 * Whose places are kept back have not shown who they are; and guests
	 * have no contact, which is the same mailbox.
	 */
	if (twice->contact == 0 ||
	    registration->to_confirm == TO_CONFIRM_PLACES ||
	    strcasecmp(other->answer[CONTACT_EMAIL],
	    registration->answer[CONTACT_EMAIL]) == 0)
		return STATUS_OK;
	status = owing_begin(db, act, other, arena, &owing);
	return status != STATUS_OK ? status : owing_add(&owing, MAIL_SECOND,
	    (struct debt){
		.nonce = other->nonce, .naam = "", .feiten = "",
		.ontvanger = other->answer[CONTACT_EMAIL],
		.ander = registration->id,
	});
}
