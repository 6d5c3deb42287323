#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "acts/notify.h"
#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/mail/outbox.h"
#include "db/registration/seats.h"
#include "mail/compose/compose.h"
#include "mail/compose/mail_kind.h"

#define SCRATCH_LIMIT	((size_t)16 << 20)
#define MINUTE		60
#define HOUR		3600
#define DAY		86400

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

/* The letters about one registration, while more are being owed. */
struct owing {
	struct db			*db;
	const struct act_context	*act;
	const struct registration	*registration;
	struct arena			*arena;
	struct recent			*recent;	/* of a day, and now */
	size_t				 nrecent;
};

static enum status
owing_begin(struct db *db, const struct act_context *act,
    const struct registration *registration, struct arena *arena,
    struct owing *owing)
{
	struct recent *before;
	enum status status;

	*owing = (struct owing){
		.db = db, .act = act, .registration = registration,
		.arena = arena,
	};
	status = outbox_recent(db, registration->id, act->now - DAY, arena,
	    &before, &owing->nrecent);
	if (status != STATUS_OK)
		return status;
	/* With room for those that this act owes: one each, and a leaver. */
	owing->recent = arena_array(arena, owing->nrecent +
	    registration->nparticipants + 2, sizeof(*before));
	if (owing->nrecent > 0)
		memcpy(owing->recent, before,
		    owing->nrecent * sizeof(*before));
	return STATUS_OK;
}

static bool
is_same_subject(const struct recent *one, const struct debt *debt)
{
	return debt->nonce != 0 && one->nonce == debt->nonce &&
	    one->participant == debt->participant;
}

/*
 * The older letter of this subject that has not gone is withdrawn: this one
 * tells its news, too.  One that is in a mailer's hand stays; the composer
 * takes it over if it comes back (mail/compose/composer.c).
 */
static enum status
overtake(struct owing *owing, struct debt *debt)
{
	enum mail_kind kind = mail_kind_from_word(debt->soort);
	enum status status;

	for (size_t i = 0; i < owing->nrecent; i++) {
		struct recent *one = &owing->recent[i];

		if (one->volgende == 0 || !is_same_subject(one, debt))
			continue;
		status = outbox_withdraw(owing->db, one->id, OUTBOX_OVERTAKEN,
		    owing->act->now);
		if (status == STATUS_NOTFOUND)
			continue;
		if (status != STATUS_OK)
			return status;
		one->volgende = 0;
		kind = mail_kind_merge(mail_kind_from_word(one->soort), kind);
		debt->feiten = facts_join(one->feiten, debt->feiten,
		    owing->arena);
	}
	debt->soort = mail_kind_row(kind)->word;
	return STATUS_OK;
}

/* One that was withdrawn is never read: it counts for nothing. */
static bool
counts(const struct recent *one)
{
	return strcmp(one->status, outbox_word(OUTBOX_WITHDRAWN)) != 0 &&
	    strcmp(one->status, outbox_word(OUTBOX_CANCELLED)) != 0;
}

/* Whether the registration writes to more new addresses than it may. */
static bool
is_new_beyond(const struct owing *owing, const char *address, int max)
{
	int others = 0;

	for (size_t i = 0; i < owing->nrecent; i++) {
		bool seen = false;

		if (strcasecmp(owing->recent[i].ontvanger, address) == 0)
			return false;
		for (size_t j = 0; j < i && !seen; j++)
			seen = strcasecmp(owing->recent[j].ontvanger,
			    owing->recent[i].ontvanger) == 0;
		others += !seen;
	}
	return others >= max;
}

/*
 * When the letter may go.  The second about one subject within a minute
 * waits until the minute is over; one beyond a limit until the limit's while
 * is over.  What is owed after it overtakes it, so they become one.
 */
static enum status
find_due(const struct owing *owing, const struct debt *debt, int64_t *due)
{
	const struct config *config = owing->act->config;
	int64_t now = owing->act->now, to = 0;
	enum status status = STATUS_OK;
	int in_a_day = 0;

	*due = now;
	if (!config->limits || owing->act->always)
		return STATUS_OK;
	for (size_t i = 0; i < owing->nrecent; i++) {
		const struct recent *one = &owing->recent[i];

		if (!counts(one))
			continue;
		in_a_day++;
		if (is_same_subject(one, debt) && one->gemaakt + MINUTE > *due)
			*due = one->gemaakt + MINUTE;
	}
	status = outbox_count_to(owing->db, debt->ontvanger, now - HOUR, &to);
	if (status == STATUS_OK && to >= config->mail_per_address)
		*due = now + HOUR;
	if (in_a_day >= config->mail_per_registration ||
	    is_new_beyond(owing, debt->ontvanger, config->mail_new_addresses))
		*due = now + DAY;
	return status;
}

static enum status
owe(struct owing *owing, enum mail_kind kind, struct debt debt)
{
	enum status status;
	int64_t due;

	debt.soort = mail_kind_row(kind)->word;
	debt.event = owing->registration->event;
	debt.registration = owing->registration->id;
	debt.wie = owing->act->who;
	status = overtake(owing, &debt);
	if (status == STATUS_OK)
		status = find_due(owing, &debt, &due);
	if (status == STATUS_OK)
		status = outbox_owe(owing->db, &debt, due, owing->act->now);
	if (status == STATUS_OK)
		owing->recent[owing->nrecent++] = (struct recent){
			.id = debt.id, .ontvanger = debt.ontvanger,
			.status = outbox_word(OUTBOX_QUEUED),
			.gemaakt = debt.gemaakt,
		};
	return status;
}

enum status
notify_replaced(struct db *db, const struct act_context *act,
    const struct registration *registration,
    const struct participant *participant, struct arena *arena)
{
	struct owing owing;
	enum status status;

	if (act->quiet || !compose_is_own(registration, participant))
		return STATUS_OK;
	status = owing_begin(db, act, registration, arena, &owing);
	return status != STATUS_OK ? status : owe(&owing, MAIL_REPLACED,
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
		status = owe(&owing, notices->contact, (struct debt){
			.nonce = registration->nonce, .naam = "",
			.ontvanger = registration->answer[CONTACT_EMAIL],
			.feiten = facts_for(notices, NOTICES_OF_CONTACT,
			    arena),
		});
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (notices->participant[i] == MAIL_NONE ||
		    !compose_is_own(registration, one))
			continue;
		status = owe(&owing, notices->participant[i], (struct debt){
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
