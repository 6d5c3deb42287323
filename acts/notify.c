#include <stdbool.h>

#include "acts/notify.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/mail/outbox.h"
#include "db/registration/seats.h"
#include "mail/compose/compose.h"

#define SCRATCH_LIMIT		((size_t)16 << 20)

void
notices_add(struct notices *notices, size_t of, const char *text)
{
	if (notices->nlines < NOTICES_LINES)
		notices->lines[notices->nlines++] =
		    (struct notices_line){ text, of };
}

/* With the lines that this person reads; all of them for the contact. */
static struct compose
compose_about(const struct act_context *act, const struct event *event,
    const struct notices *notices, size_t whom, struct arena *arena)
{
	const char **lines = arena_array(arena, notices->nlines,
	    sizeof(*lines));
	size_t count = 0;

	for (size_t i = 0; i < notices->nlines; i++)
		if (whom == NOTICES_OF_CONTACT ||
		    notices->lines[i].of == whom ||
		    notices->lines[i].of == NOTICES_OF_ALL)
			lines[count++] = notices->lines[i].text;
	return (struct compose){
		.catalog = act->catalog, .event = event,
		.config = act->config, .secret = act->secret,
		.now = act->now, .changes = lines, .nchanges = count,
	};
}

static enum status
send_participant(struct db *db, const struct compose *compose,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    struct arena *arena)
{
	struct letter letter;
	enum status status;

	if (kind == MAIL_NONE || !compose_is_own(registration, participant))
		return STATUS_OK;
	status = compose_participant(compose, registration, participant,
	    kind, arena, &letter);
	if (status == STATUS_OK)
		status = outbox_add(db, &letter, compose->now);
	return status;
}

enum status
notify_participant(struct db *db, const struct act_context *act,
    const struct event *event, const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    struct arena *arena)
{
	const struct notices no_lines = { .nlines = 0 };
	const struct compose compose = compose_about(act, event, &no_lines,
	    NOTICES_OF_ALL, arena);

	if (act->quiet)
		return STATUS_OK;
	return send_participant(db, &compose, registration, participant,
	    kind, arena);
}

enum status
notify(struct db *db, const struct act_context *act, const struct event *event,
    const struct registration *registration, const struct notices *notices,
    struct arena *arena)
{
	enum status status = STATUS_OK;
	struct compose compose;
	struct letter letter;

	if (act->quiet)
		return STATUS_OK;
	if (notices->contact != MAIL_NONE) {
		compose = compose_about(act, event, notices, NOTICES_OF_CONTACT,
		    arena);
		status = compose_contact(&compose, registration,
		    notices->contact, arena, &letter);
		if (status == STATUS_OK)
			status = outbox_add(db, &letter, act->now);
	}
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		compose = compose_about(act, event, notices, i, arena);
		status = send_participant(db, &compose, registration,
		    &registration->participants[i], notices->participant[i],
		    arena);
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
	notices_add(notices, index, arena_printf(arena,
	    "%s heeft nu een plaats in: %s.", participant_name(one, arena),
	    session->titel));
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
    const struct event *event, const void *about, int64_t id,
    struct arena *arena)
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
		status = notify(db, &loud, event, &registration, &notices,
		    arena);
	return status;
}

/* Tells one registration what it is about. */
typedef enum status notify_one(struct db *, const struct act_context *,
    const struct event *, const void *about, int64_t id, struct arena *);

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
notify_each(struct db *db, const struct act_context *act,
    const struct event *event,
    const void *about, const int64_t *ids, size_t count, notify_one *one)
{
	struct arena *scratch = arena_new(SCRATCH_LIMIT);
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = one(db, act, event, about, ids[i], scratch);
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
    const struct event *event,
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
	    notify_each(db, act, event, given, ids, count, notify_promoted);
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
	return notify_others(db, act, event, &given,
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
announce(struct db *db, const struct act_context *act,
    const struct event *event,
    const void *about, int64_t id, struct arena *arena)
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
	return notify(db, act, event, &registration, &notices, arena);
}

enum status
notify_choosers(struct db *db, const struct act_context *act,
    const struct event *event,
    const struct notices *notices, const struct choosers *choosers,
    const int64_t *ids, size_t count)
{
	const struct announcement it = { notices, choosers };

	if (act->quiet)
		return STATUS_OK;
	return notify_each(db, act, event, &it, ids, count, announce);
}

enum status
notify_all(struct db *db, const struct act_context *act,
    const struct event *event,
    const struct notices *notices, struct arena *arena)
{
	const struct announcement it = { notices, NULL };
	enum status status;
	int64_t *ids;
	size_t count;

	if (act->quiet)
		return STATUS_OK;
	status = registration_coming(db, event->id, arena, &ids, &count);
	if (status == STATUS_OK)
		status = notify_each(db, act, event, &it, ids, count, announce);
	return status;
}
