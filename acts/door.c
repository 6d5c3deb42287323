/* What happens at the door, each in one write transaction. */
#include "acts/door.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"

#define WALK_IN	"aan de deur"

static enum status
record(struct db *db, const struct act_context *act, const char *wat,
    const struct door_guest *guest, const char *about)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = guest->event,
		.registration = guest->registration,
		.participant = guest->nummer, .toelichting = about,
	}, act->now);
}

static enum status
find_guest(struct db *db, const struct act_context *act, int64_t participant,
    struct arena *arena, struct door_guest *guest)
{
	enum status status = door_guest(db, participant, arena, guest);

	return status == STATUS_OK && guest->event != act->catalog->event.id ?
	    STATUS_NOTFOUND : status;
}

enum status
act_arrive(struct db *db, const struct act_context *act,
    const struct arrival *one, struct arena *arena, struct arrival *was)
{
	struct door_guest guest;
	struct arrival *facts;
	enum status status;
	bool added, placed;
	size_t count = 0;

	status = find_guest(db, act, one->participant, arena, &guest);
	if (status == STATUS_OK)
		status = arrival_present(db, one->participant, arena, &facts,
		    &count);
	if (status != STATUS_OK)
		return status;
	*was = count > 0 ? facts[0] : (struct arrival){ .participant = 0 };
	if (count > 0)
		return STATUS_OK;
	placed = attendance_from_word(guest.status) == ATTENDANCE_CONFIRMED;
	if (!placed && !act->override)
		return STATUS_FULL;
	status = arrival_add(db, guest.event, one, &added);
	if (status == STATUS_OK && !placed)
		status = record(db, act, "toch binnengelaten", &guest,
		    guest.status);
	return status;
}

enum status
act_not_arrived(struct db *db, const struct act_context *act,
    const struct arrival *one, struct arena *arena)
{
	struct arrival undo = *one, *facts;
	struct door_guest guest;
	enum status status;
	size_t count = 0;
	bool added;

	status = find_guest(db, act, one->participant, arena, &guest);
	if (status == STATUS_OK)
		status = arrival_present(db, one->participant, arena, &facts,
		    &count);
	if (status == STATUS_OK && count == 0)
		return STATUS_NOTFOUND;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		undo.nonce = arena_printf(arena, "%s-%zu", one->nonce, i);
		undo.herroept = arena_printf(arena, "%s/%s", facts[i].toestel,
		    facts[i].nonce);
		status = arrival_add(db, guest.event, &undo, &added);
	}
	return status != STATUS_OK ? status :
	    record(db, act, "toch niet binnen", &guest, NULL);
}

/* Whom a door let in without a place is told in the log, when it is new. */
static enum status
take_over(struct db *db, const struct act_context *act,
    const struct arrival *one, struct arena *arena)
{
	struct door_guest guest;
	enum status status;
	bool added = false;

	status = find_guest(db, act, one->participant, arena, &guest);
	if (status == STATUS_OK)
		status = arrival_add(db, guest.event, one, &added);
	if (status != STATUS_OK || !added)
		return status;
	if (one->herroept[0] != '\0')
		return record(db, act, "toch niet binnen", &guest, NULL);
	return attendance_from_word(guest.status) == ATTENDANCE_CONFIRMED ?
	    STATUS_OK : record(db, act, "toch binnengelaten", &guest,
	    guest.status);
}

enum status
act_take_over(struct db *db, const struct act_context *act,
    const struct arrival *list, size_t count, struct arena *arena,
    size_t *kept)
{
	enum status status = STATUS_OK;

	*kept = 0;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = take_over(db, act, &list[i], arena);
		*kept += status == STATUS_OK;
		/* Erased meanwhile: the others are not held up by it. */
		if (status == STATUS_NOTFOUND)
			status = STATUS_OK;
	}
	return status;
}

enum status
act_walk_in(struct db *db, const struct act_context *act,
    struct registration *registration, const struct arrival *one,
    struct arena *arena)
{
	struct act_context in = *act;
	struct arrival arrival = *one;
	struct registration signed_up;
	enum status status;
	bool added;

	in.always = in.quiet = in.silent = in.override = true;
	in.reason = WALK_IN;
	status = act_sign_up(db, &in, registration, arena);
	if (status == STATUS_OK)
		status = registration_get(db, registration->id, arena,
		    &signed_up);
	if (status != STATUS_OK)
		return status;
	arrival.participant = signed_up.participants[0].id;
	return arrival_add(db, signed_up.event, &arrival, &added);
}

enum status
act_badges_printed(struct db *db, const struct act_context *act,
    const struct badge *list, size_t count, struct arena *arena)
{
	int64_t event = act->catalog->event.id;
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = badge_printed(db, event, list[i].nummer,
		    list[i].tekst, act->now);
	return status != STATUS_OK || count == 0 ? status :
	    audit_add(db, &(struct audit){
		.wie = act->who, .wat = "badges afgedrukt", .event = event,
		.toelichting = arena_printf(arena, "%zu", count),
	}, act->now);
}
