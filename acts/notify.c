#include <stdbool.h>

#include "acts/notify.h"
#include "acts/owing.h"
#include "acts/twice.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/registration/offer.h"
#include "db/registration/seats.h"
#include "db/mail/bounced_address.h"
#include "mail/compose/mail_kind.h"

#define SCRATCH_LIMIT	((size_t)16 << 20)

struct notices
notices_begin(const struct act_context *act,
    const struct registration *registration, struct arena *arena)
{
	const struct participant *self = participant_with_id(registration,
	    act->self);

	return (struct notices){
		.contact = MAIL_NONE,
		.actor = self != NULL ? participant_name(self, arena) :
		    contact_name(registration, arena),
	};
}

void
notices_add(struct notices *notices, size_t of, struct fact fact)
{
	if (notices->nlines < NOTICES_LINES)
		notices->lines[notices->nlines++] =
		    (struct notices_line){ fact, of };
}

/*
 * Who acts, as the reader sees it.  whom: a participant of the registration,
 * or NULL for the contact; given: it came by itself.  Who takes over as the
 * contact did not do it.
 */
static struct fact
told_by(const struct act_context *act, const struct notices *notices,
    const struct participant *whom, bool given, enum mail_kind kind)
{
	const char *word = mail_kind_row(kind)->word;

	if (given || text_same(act->who, "systeem"))
		return (struct fact){ FACT_BY, {
			BY_ITSELF, "", notices->why, word } };
	if (act->self != 0)
		return (struct fact){ FACT_BY, { whom != NULL &&
			whom->id == act->self ? BY_SELF : BY_PARTICIPANT,
			notices->actor, "", word } };
	if (text_same(act->who, "contact"))
		return (struct fact){ FACT_BY, {
			whom == NULL && kind != MAIL_TAKEN_OVER ? BY_SELF :
			BY_CONTACT, notices->actor, "", word } };
	return (struct fact){ FACT_BY, { BY_ORGANISER, "de organisatie",
		act->asked_for ? BY_REQUEST : "", word } };
}

/* The facts that this person reads; all of them for the contact. */
static const char *
facts_for(const struct act_context *act, const struct notices *notices,
    size_t whom, const struct participant *one, enum mail_kind kind,
    struct arena *arena)
{
	struct fact *facts = arena_array(arena, notices->nlines + 2,
	    sizeof(*facts));
	size_t count = 0;

	facts[count++] = told_by(act, notices, one, one == NULL ?
	    notices->contact_given : notices->given[whom], kind);
	for (size_t i = 0; i < notices->nlines; i++) {
		size_t of = notices->lines[i].of;

		if (whom == NOTICES_OF_CONTACT || of == whom ||
		    of == NOTICES_OF_ALL)
			facts[count++] = notices->lines[i].fact;
	}
	if (!text_empty(act->sentence))
		facts[count++] = (struct fact){ FACT_SAID, { act->sentence } };
	return facts_write(facts, count, arena);
}

/*
 * Whether to write to a mailbox that is left.  That the address is another
 * one is news only where a letter can have arrived; that somebody comes in
 * their place, everywhere but where none ever does.
 */
static enum status
can_be_told(struct db *db, const struct registration *registration,
    int64_t participant, enum mail_kind kind, const char *address, bool *can)
{
	enum status status;

	*can = true;
	if (kind == MAIL_ADDRESS_GONE)
		return outbox_reached(db, registration->id, participant,
		    address, can);
	status = address_known(db, address);
	*can = status == STATUS_NOTFOUND;
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

enum status
notify_left(struct db *db, const struct act_context *act,
    const struct registration *registration,
    const struct participant *participant, enum mail_kind kind,
    const struct notices *notices, struct arena *arena)
{
	int64_t id = participant == NULL ? 0 : participant->id;
	struct debt debt = {
		.participant = id,
		.ontvanger = participant == NULL ?
		    registration->answer[CONTACT_EMAIL] :
		    participant->answer[PARTICIPANT_EMAIL],
		.naam = participant == NULL ?
		    contact_name(registration, arena) :
		    participant_name(participant, arena),
	};
	const struct fact facts[] = {
		told_by(act, notices, participant, false, kind),
		{ FACT_SAID, { act->sentence } },
	};
	struct owing owing;
	enum status status;
	bool can = false;

	if (act->quiet)
		return STATUS_OK;
	debt.feiten = facts_write(facts, text_empty(act->sentence) ? 1 : 2,
	    arena);
	status = can_be_told(db, registration, id, kind, debt.ontvanger, &can);
	if (status != STATUS_OK || !can)
		return status;
	status = owing_begin(db, act, registration, arena, &owing);
	return status != STATUS_OK ? status : owing_add(&owing, kind, debt);
}

enum status
notify(struct db *db, const struct act_context *act,
    const struct registration *registration, const struct notices *notices,
    struct arena *arena)
{
	struct owing owing;
	struct twice twice;
	enum status status;

	if (act->quiet)
		return STATUS_OK;
	status = twice_find(db, act, registration, notices, arena, &twice);
	if (status == STATUS_OK)
		status = owing_begin(db, act, registration, arena, &owing);
	if (status == STATUS_OK && notices->contact != MAIL_NONE)
		status = owing_add(&owing, notices->contact, (struct debt){
			.nonce = registration->nonce, .naam = "",
			.ontvanger = registration->answer[CONTACT_EMAIL],
			.feiten = facts_for(act, notices, NOTICES_OF_CONTACT,
			    NULL, notices->contact, arena),
			.ander = twice.contact,
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
			.naam = "", .feiten = facts_for(act, notices, i, one,
			    notices->participant[i], arena),
			.ander = twice.participant[i],
		});
	}
	return status != STATUS_OK ? status :
	    twice_tell(db, act, registration, &twice, arena);
}

/* What one thing that was given means to the person who got it. */
static void
add_given(const struct act_context *act, const struct seat_given *given,
    const struct participant *one, size_t index, enum mail_kind place,
    struct notices *notices, struct arena *arena)
{
	enum mail_kind *kind = &notices->participant[index];
	const struct round *round;
	const struct session *session = catalog_session(act->catalog,
	    given->session, &round);

	if (session == NULL) {
		notices->contact = *kind = place;
		notices_add(notices, index, (struct fact){ FACT_PROMOTED, {
			participant_label(one, arena),
		} });
		return;
	}
	if (*kind == MAIL_NONE)
		*kind = MAIL_CHANGED;
	if (notices->contact == MAIL_NONE)
		notices->contact = MAIL_CHANGED;
	notices_add(notices, index, (struct fact){ FACT_SEAT, {
		participant_label(one, arena), session->titel,
	} });
}

/*
 * The people of one registration; those who are told something else keep that.
 */
static enum status
collect_given(struct db *db, const struct act_context *act,
    const struct seats_given *given, const struct registration *registration,
    const char *why, enum mail_kind place, struct notices *notices,
    struct arena *arena)
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
			add_given(act, &given->list[i], one, j, place, notices,
			    arena);
			notices->given[j] = any = true;
		}
	if (before.contact != MAIL_NONE)
		notices->contact = before.contact;
	else
		notices->contact_given = any;
	if (any)
		notices->why = why;
	return !any ? STATUS_OK : audit_add(db, &(struct audit){
		.wie = "systeem", .wat = mail_kind_row(place)->word,
		.event = registration->event,
		.registration = registration->id, .reden = why,
	}, act->now);
}

/* What was given away, and why there was room. */
struct promotion {
	const struct seats_given	*given;
	const char			*why;
};

/* The places that they were given are theirs until they do not answer. */
static enum status
hold_given(struct db *db, const struct act_context *act,
    const struct seats_given *given, int64_t registration)
{
	int64_t until = offer_until(&act->catalog->event, act->now);
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < given->count; i++)
		if (given->list[i].session == 0 &&
		    given->list[i].registration == registration)
			status = offer_hold(db, given->list[i].participant,
			    until);
	return status;
}

static enum status
notify_promoted(struct db *db, const struct act_context *act,
    const void *about, int64_t id, struct arena *arena)
{
	const struct promotion *promotion = about;
	struct notices notices = { .contact = MAIL_NONE };
	struct registration registration;
	struct act_context loud = *act;
	enum status status;
	bool asks;

	/* Nobody uses a place that they have not heard of. */
	loud.quiet = act->silent;
	/* Near the event they may have other plans: they are asked. */
	asks = !act->silent && offer_asks(&act->catalog->event, act->now);
	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = collect_given(db, act, promotion->given,
		    &registration, promotion->why, asks ? MAIL_OFFERED :
		    MAIL_PROMOTED, &notices, arena);
	if (status == STATUS_OK && asks)
		status = hold_given(db, act, promotion->given, id);
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
    const struct seats_given *given, const char *why, const int64_t *but,
    size_t nbut, struct arena *arena)
{
	const struct promotion promotion = { given, why };
	int64_t *ids = arena_array(arena, given->count, sizeof(*ids));
	size_t count = 0;

	for (size_t i = 0; i < given->count; i++) {
		int64_t id = given->list[i].registration;

		/* Each registration once, where the list first has it. */
		if (!is_among(id, but, nbut) && !is_among(id, ids, count))
			ids[count++] = id;
	}
	return count == 0 ? STATUS_OK :
	    notify_each(db, act, &promotion, ids, count, notify_promoted);
}

enum status
notify_given(struct db *db, const struct act_context *act,
    const struct event *event,
    const struct registration *own, const char *why,
    struct notices *notices, struct arena *arena)
{
	struct act_context others = *act;
	struct seats_given given;
	enum status status;

	/* A sentence is for those whom the act is about. */
	if (own != NULL)
		others.sentence = NULL;
	status = seats_give(db, event, act->now, arena, &given);
	if (status == STATUS_OK && own != NULL)
		status = collect_given(db, act, &given, own, why,
		    MAIL_PROMOTED, notices, arena);
	if (status != STATUS_OK)
		return status;
	return notify_others(db, &others, &given, why,
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
	enum mail_kind kind = notices.contact;
	struct registration registration;
	enum status status;
	bool any = false;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration.nparticipants; i++) {
		const struct participant *one = &registration.participants[i];
		bool comes = one->attendance == ATTENDANCE_CONFIRMED;

		/* Who waits is not reminded of what they cannot come to. */
		if ((comes || (kind != MAIL_REMINDER &&
		    one->attendance == ATTENDANCE_WAITING)) &&
		    (it->choosers == NULL || chose(it->choosers, one->id)))
			notices.participant[i] = kind;
		any = any || comes || kind != MAIL_REMINDER;
	}
	return !any ? STATUS_OK :
	    notify(db, act, &registration, &notices, arena);
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
	int64_t *ids, behind = 0;
	size_t count;

	if (act->quiet)
		return STATUS_OK;
	do {
		status = registration_coming(db, event->id, behind, arena,
		    &ids, &count);
		if (status == STATUS_OK)
			status = notify_each(db, act, &it, ids, count,
			    announce);
		if (status == STATUS_OK && count > 0)
			behind = ids[count - 1];
	} while (status == STATUS_OK && count > 0);
	return status;
}
