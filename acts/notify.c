#include <stdbool.h>

#include "acts/notify.h"
#include "acts/owing.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/registration/seats.h"
#include "mail/compose/compose.h"

#define SCRATCH_LIMIT	((size_t)16 << 20)

void
notices_add(struct notices *notices, size_t of, struct fact fact)
{
	if (notices->nlines < NOTICES_LINES)
		notices->lines[notices->nlines++] =
		    (struct notices_line){ fact, of };
}

/* The facts that this person reads; all of them for the contact. */
static const char *
facts_for(const struct notices *notices, size_t whom, struct arena *arena)
{
	struct fact *facts = arena_array(arena, notices->nlines,
	    sizeof(*facts));
	size_t count = 0;

	for (size_t i = 0; i < notices->nlines; i++) {
		size_t of = notices->lines[i].of;

		if (whom == NOTICES_OF_CONTACT || of == whom ||
		    of == NOTICES_OF_ALL)
			facts[count++] = notices->lines[i].fact;
	}
	return facts_write(facts, count, arena);
}

enum status
notify_replaced(struct db *db, const struct act_context *act,
    const struct registration *registration,
    const struct participant *participant, struct arena *arena)
{
	struct owing owing;
	enum status status;

	if (act->quiet || !participant_is_own(registration, participant))
		return STATUS_OK;
	status = owing_begin(db, act, registration, arena, &owing);
	return status != STATUS_OK ? status : owing_add(&owing, MAIL_REPLACED,
	    (struct debt){
		.participant = participant->id,
		.ontvanger = participant->answer[PARTICIPANT_EMAIL],
		.naam = participant_name(participant, arena), .feiten = "",
	});
}

enum status
notify(struct db *db, const struct act_context *act,
    const struct registration *registration, const struct notices *notices,
    struct arena *arena)
{
	struct owing owing;
	enum status status;

	if (act->quiet)
		return STATUS_OK;
	status = owing_begin(db, act, registration, arena, &owing);
	if (status == STATUS_OK && notices->contact != MAIL_NONE)
		status = owing_add(&owing, notices->contact, (struct debt){
			.nonce = registration->nonce, .naam = "",
			.ontvanger = registration->answer[CONTACT_EMAIL],
			.feiten = facts_for(notices, NOTICES_OF_CONTACT,
			    arena),
		});
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (notices->participant[i] == MAIL_NONE ||
		    !participant_is_own(registration, one))
			continue;
		status = owing_add(&owing, notices->participant[i],
		    (struct debt){
			.participant = one->id, .nonce = one->nonce,
			.ontvanger = one->answer[PARTICIPANT_EMAIL],
			.naam = "", .feiten = facts_for(notices, i, arena),
		});
	}
	return status;
}

/* What one thing that was given means to the person who got it. */
static void
add_given(const struct act_context *act, const struct seat_given *given,
    const struct participant *one, size_t index, struct notices *notices,
    struct arena *arena)
{
	enum mail_kind *kind = &notices->participant[index];
	const struct round *round;
	const struct session *session = catalog_session(act->catalog,
	    given->session, &round);

	if (session == NULL) {
		notices->contact = *kind = MAIL_PROMOTED;
		return;
	}
	if (*kind == MAIL_NONE)
		*kind = MAIL_CHANGED;
	if (notices->contact == MAIL_NONE)
		notices->contact = MAIL_CHANGED;
	notices_add(notices, index, (struct fact){ FACT_SEAT, {
		participant_name(one, arena), session->titel,
	} });
}

/*
 * The people of one registration; those who are told something else keep that.
 */
static enum status
collect_given(struct db *db, const struct act_context *act,
    const struct seats_given *given, const struct registration *registration,
    struct notices *notices, struct arena *arena)
{
	const struct notices before = *notices;
	bool any = false;

	for (size_t i = 0; i < given->count; i++)
		for (size_t j = 0; j < registration->nparticipants; j++) {
			const struct participant *one =
			    &registration->participants[j];

			if (one->id != given->list[i].participant ||
			    before.participant[j] != MAIL_NONE)
				continue;
			add_given(act, &given->list[i], one, j, notices, arena);
			any = true;
		}
	if (before.contact != MAIL_NONE)
		notices->contact = before.contact;
	return !any ? STATUS_OK : audit_add(db, &(struct audit){
		.wie = "systeem", .wat = "opgeschoven",
		.event = registration->event,
		.registration = registration->id,
	}, act->now);
}

static enum status
notify_promoted(struct db *db, const struct act_context *act,
    const void *about, int64_t id, struct arena *arena)
{
	const struct seats_given *given = about;
	struct notices notices = { .contact = MAIL_NONE };
	struct registration registration;
	struct act_context loud = *act;
	enum status status;

	/* Nobody uses a place that they have not heard of. */
	loud.quiet = false;
	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = collect_given(db, act, given, &registration, &notices,
		    arena);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = notify(db, &loud, &registration, &notices, arena);
	return status;
}

/* Tells one registration what it is about. */
typedef enum status notify_one(struct db *, const struct act_context *,
    const void *about, int64_t id, struct arena *);

/*
 * Notices for all who come or wait, or for those of them who chose something.
 */
struct announcement {
	const struct notices	*notices;
	const struct choosers	*choosers;	/* NULL: for all */
};

/*
 * There may be hundreds of registrations: the letters of each are written in
 * memory that the next one uses again.
 */
static enum status
notify_each(struct db *db, const struct act_context *act, const void *about,
    const int64_t *ids, size_t count, notify_one *one)
{
	struct arena *scratch = arena_new(SCRATCH_LIMIT);
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = one(db, act, about, ids[i], scratch);
		arena_reset(scratch);
	}
	arena_free(scratch);
	return status;
}

static bool
is_among(int64_t id, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

enum status
notify_others(struct db *db, const struct act_context *act,
    const struct seats_given *given, const int64_t *but, size_t nbut,
    struct arena *arena)
{
	int64_t *ids = arena_array(arena, given->count, sizeof(*ids));
	size_t count = 0;

	for (size_t i = 0; i < given->count; i++) {
		int64_t id = given->list[i].registration;

		/* Each registration once, where the list first has it. */
		if (!is_among(id, but, nbut) && !is_among(id, ids, count))
			ids[count++] = id;
	}
	return count == 0 ? STATUS_OK :
	    notify_each(db, act, given, ids, count, notify_promoted);
}

enum status
notify_given(struct db *db, const struct act_context *act,
    const struct event *event,
    const struct registration *own, struct notices *notices,
    struct arena *arena)
{
	struct seats_given given;
	enum status status;

	status = seats_give(db, event, act->now, arena, &given);
	if (status == STATUS_OK && own != NULL)
		status = collect_given(db, act, &given, own, notices, arena);
	if (status != STATUS_OK)
		return status;
	return notify_others(db, act, &given,
	    own == NULL ? NULL : &own->id, own == NULL ? 0 : 1, arena);
}

static bool
chose(const struct choosers *choosers, int64_t participant)
{
	for (size_t i = 0; i < choosers->count; i++)
		if (choosers->list[i].participant == participant)
			return true;
	return false;
}

static enum status
announce(struct db *db, const struct act_context *act, const void *about,
    int64_t id, struct arena *arena)
{
	const struct announcement *it = about;
	struct notices notices = *it->notices;
	struct registration registration;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration.nparticipants; i++) {
		const struct participant *one = &registration.participants[i];

		if (one->attendance != ATTENDANCE_CANCELLED &&
		    (it->choosers == NULL || chose(it->choosers, one->id)))
			notices.participant[i] = notices.contact;
	}
	return notify(db, act, &registration, &notices, arena);
}

enum status
notify_choosers(struct db *db, const struct act_context *act,
    const struct notices *notices, const struct choosers *choosers,
    const int64_t *ids, size_t count)
{
	const struct announcement it = { notices, choosers };

	if (act->quiet)
		return STATUS_OK;
	return notify_each(db, act, &it, ids, count, announce);
}

enum status
notify_all(struct db *db, const struct act_context *act,
    const struct event *event, const struct notices *notices,
    struct arena *arena)
{
	const struct announcement it = { notices, NULL };
	enum status status;
	int64_t *ids;
	size_t count;

	if (act->quiet)
		return STATUS_OK;
	status = registration_coming(db, event->id, arena, &ids, &count);
	if (status == STATUS_OK)
		status = notify_each(db, act, &it, ids, count, announce);
	return status;
}
