#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/text.h"
#include "db/campaign/mailing.h"
#include "db/db.h"
#include "db/registration/seats.h"
#include "mail/compose/compose.h"
#include "mail/compose/composer.h"
#include "mail/compose/digest.h"
#include "mail/compose/facts.h"
#include "mail/compose/invitation.h"
#include "mail/compose/lost_link.h"
#include "mail/compose/mail_kind.h"
#include "mail/compose/mailing.h"
#include "templates/present.h"

#define WORK_LIMIT	((size_t)16 << 20)
#define LETTERS_MAX	8	/* whose memory stands together */

struct composer {
	const struct config	*config;
	const struct secret	*secret;
	struct db		*db;
	struct catalog_cache	*cache;
	struct arena		*work;	/* of letters about one registration */
	int			 letters;

	/* What they are about, in the present view of the database. */
	int64_t			 subject;	/* 0: nothing yet */
	struct registration	 registration;
	struct recent		*recent;	/* letters about it */
	size_t			 nrecent;
};

enum status
composer_new(const struct config *config, const struct secret *secret,
    struct composer **made)
{
	struct composer *composer = calloc(1, sizeof(*composer));

	if (composer == NULL)
		abort();
	composer->config = config;
	composer->secret = secret;
	if (db_open(config->database, DB_READ, &composer->db) != STATUS_OK) {
		free(composer);
		return STATUS_FAIL;
	}
	composer->cache = catalog_cache_new(composer->db);
	composer->work = arena_new(WORK_LIMIT);
	*made = composer;
	return STATUS_OK;
}

void
composer_free(struct composer *composer)
{
	if (composer == NULL)
		return;
	catalog_cache_free(composer->cache);
	arena_free(composer->work);
	db_close(composer->db);
	free(composer);
}

static void
forget(struct composer *composer)
{
	arena_reset(composer->work);
	composer->letters = 0;
	composer->subject = 0;
}

/* A sign-up owes its letters one behind the other: they share what is read. */
static enum status
find_subject(struct composer *composer, int64_t id)
{
	enum status status;

	if (id != 0 && composer->subject == id)
		return STATUS_OK;
	status = registration_get(composer->db, id, composer->work,
	    &composer->registration);
	if (status == STATUS_OK)
		status = outbox_recent(composer->db, id, INT64_MAX,
		    composer->work, &composer->recent, &composer->nrecent);
	if (status == STATUS_OK)
		composer->subject = id;
	return status;
}

/*
 * The older letters about the same subject that are still open: they were in
 * somebody's hand when this one was owed.  It tells their news as well, and
 * is of the kind that weighs more.
 */
static void
take_older(struct composer *composer, struct debt *debt, enum mail_kind *kind,
    struct arena *arena, struct composed *composed)
{
	int64_t *ids = arena_array(arena, composer->nrecent, sizeof(*ids));

	for (size_t i = 0; debt->nonce != 0 && i < composer->nrecent; i++) {
		const struct recent *one = &composer->recent[i];

		if (one->id >= debt->id || one->nonce != debt->nonce ||
		    one->participant != debt->participant)
			continue;
		ids[composed->novertakes++] = one->id;
		debt->feiten = facts_join(one->feiten, debt->feiten, arena);
		if (debt->ander == 0)
			debt->ander = one->ander;
		*kind = mail_kind_merge(mail_kind_from_word(one->soort),
		    *kind);
	}
	composed->overtakes = ids;
}

/*
 * Whose place is somebody else's, or whose mailbox is another: in no row any
 * more.  Their calendar entry is the row's.
 */
static struct participant
gone(const struct debt *debt, const struct registration *registration)
{
	const struct participant *now = participant_with_id(registration,
	    debt->participant);
	struct participant one = {
		.id = debt->participant, .attendance = ATTENDANCE_CANCELLED,
		.agenda = now == NULL ? 0 : now->agenda,
	};

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		one.answer[i] = "";
	one.answer[PARTICIPANT_VOORNAAM] = debt->naam;
	one.answer[PARTICIPANT_EMAIL] = debt->ontvanger;
	return one;
}

/* What keeps those who wait from a place; a button says so by itself. */
static enum status
find_why(struct db *db, struct compose *compose,
    const struct registration *registration, struct arena *arena)
{
	struct line_place place;
	enum status status;

	status = seats_why_waiting(db, compose->event, compose->now,
	    registration, &place);
	if (status == STATUS_OK && place.why != WAITING_FOR_CONFIRMATION)
		compose->why = present_why(&place, arena);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/*
 * The registration that the letter compares with, as it is now.  NOTFOUND:
 * there is nothing left to compare, and the letter tells of that alone.
 */
static enum status
find_other(struct db *db, struct compose *compose, int64_t ander,
    enum mail_kind kind, struct arena *arena)
{
	struct registration *other = arena_alloc(arena, sizeof(*other));
	enum status status = ander == 0 ? STATUS_NOTFOUND :
	    registration_get(db, ander, arena, other);

	if (status == STATUS_OK && participants_count(other,
	    ATTENDANCE_CANCELLED) < other->nparticipants)
		compose->other = other;
	if (status == STATUS_OK || status == STATUS_NOTFOUND)
		status = kind == MAIL_SECOND && compose->other == NULL ?
		    STATUS_NOTFOUND : STATUS_OK;
	return status;
}

/* How many participants read what goes to this address. */
static size_t
count_at(const struct registration *registration, const char *address)
{
	size_t count = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		count += strcasecmp(registration->participants[i].answer[
		    PARTICIPANT_EMAIL], address) == 0;
	return count;
}

/*
 * Those at the same mailbox who are owed the same are told by one letter, each
 * with a link of their own.  Where letters are invitations of a calendar each
 * guest keeps one: a program reads one invitation of a mail.
 */
static enum status
take_companions(struct composer *composer, struct compose *compose,
    struct debt *debt, const struct registration *registration,
    struct readers *readers, struct arena *arena, struct composed *composed)
{
	enum status status;
	struct debt *others;
	int64_t *ids;
	size_t count;

	if (count_at(registration, debt->ontvanger) < 2 ||
	    composed->novertakes > 0 || text_same("request",
	    composer->config->calendar_method))
		return STATUS_OK;
	status = outbox_companions(composer->db, debt->id, compose->now,
	    arena, &others, &count);
	if (status != STATUS_OK)
		return status;
	ids = arena_array(arena, count, sizeof(*ids));
	for (size_t i = 0; i < count; i++) {
		const struct participant *one = participant_with_id(
		    registration, others[i].participant);

		if (one == NULL || one->nonce != others[i].nonce ||
		    strcasecmp(one->answer[PARTICIPANT_EMAIL],
		    debt->ontvanger) != 0 || readers->count == PARTICIPANTS_MAX)
			continue;
		readers->list[readers->count++] = one;
		ids[composed->ncompanions++] = others[i].id;
		if (debt->ander == 0)
			debt->ander = others[i].ander;
		compose->feiten = facts_join(compose->feiten,
		    others[i].feiten, arena);
	}
	composed->companions = ids;
	return status;
}

/* NOTFOUND: there is nobody any more to tell this. */
static enum status
compose_debt(struct composer *composer, struct debt *debt,
    enum mail_kind kind, int64_t now, struct arena *arena,
    struct composed *composed)
{
	const struct registration *registration = &composer->registration;
	struct readers readers = { .count = 1 };
	struct composed others = *composed;
	struct compose compose = {
		.config = composer->config, .secret = composer->secret,
		.now = now,
	};
	struct participant left;
	enum status status;

	status = catalog_current(composer->cache, registration->event, now,
	    &compose.catalog);
	if (status != STATUS_OK)
		return status;
	compose.event = &compose.catalog->event;
	compose.feiten = debt->feiten;
	status = find_why(composer->db, &compose, registration, arena);
	if (status != STATUS_OK)
		return status;
	left = gone(debt, registration);
	readers.list[0] = debt->participant == 0 ||
	    mail_kind_row(kind)->leaves ? &left :
	    participant_with_id(registration, debt->participant);
	if (readers.list[0] == NULL)
		return STATUS_NOTFOUND;
	if (readers.list[0] != &left)
		status = take_companions(composer, &compose, debt,
		    registration, &readers, arena, &others);
	if (status == STATUS_OK)
		status = find_other(composer->db, &compose, debt->ander, kind,
		    arena);
	if (status != STATUS_OK)
		return status;
	status = debt->participant == 0 ? compose_contact(&compose,
	    registration, kind, debt, arena, composed) :
	    compose_participant(&compose, registration, &readers, kind, debt,
	    arena, composed);
	composed->overtakes = others.overtakes;
	composed->novertakes = others.novertakes;
	composed->companions = others.companions;
	composed->ncompanions = others.ncompanions;
	return status;
}

enum status
composer_sample(struct db *db, const struct config *config,
    const struct secret *secret, const struct catalog *catalog,
    const struct debt *debt, int64_t now, struct arena *arena,
    struct compose_sample *sample)
{
	enum mail_kind kind = mail_kind_from_word(debt->soort);
	struct compose compose = {
		.config = config, .secret = secret, .now = now,
		.catalog = catalog, .event = &catalog->event,
		.feiten = debt->feiten, .sample = true,
	};
	struct registration registration;
	const struct participant *one;
	struct participant left;
	enum status status;

	if (kind == MAIL_NONE)
		return STATUS_NOTFOUND;
	status = registration_get(db, debt->registration, arena,
	    &registration);
	if (status == STATUS_OK)
		status = find_why(db, &compose, &registration, arena);
	if (status == STATUS_OK)
		status = find_other(db, &compose, debt->ander, kind, arena);
	if (status != STATUS_OK)
		return status;
	left = gone(debt, &registration);
	one = mail_kind_row(kind)->leaves ? &left :
	    participant_with_id(&registration, debt->participant);
	if (debt->participant != 0 && one == NULL)
		return STATUS_NOTFOUND;
	*sample = debt->participant == 0 ? compose_show_contact(&compose,
	    &registration, kind, arena) : compose_show_participant(&compose,
	    &registration, one, kind, arena);
	return STATUS_OK;
}

static enum status
compose_any(struct composer *composer, struct debt *debt, int64_t now,
    struct composed *composed)
{
	enum mail_kind kind = mail_kind_from_word(debt->soort);
	struct arena *work = composer->work;
	enum status status;

	if (text_same(debt->soort, DIGEST_WORD))
		return digest_compose(composer->db, composer->config,
		    composer->secret, debt, now, work, composed);
	if (text_same(debt->soort, LOST_LINK_WORD))
		return lost_link_compose(composer->db, composer->config,
		    composer->secret, debt, now, work, composed);
	if (text_same(debt->soort, MAILING_WRITES) ||
	    text_same(debt->soort, MAILING_NEWS))
		return mailing_compose(composer->db, composer->config,
		    composer->secret, debt, now, work, composed);
	if (!text_empty(debt->gemeente))
		return invitation_compose(composer->db, composer->config,
		    composer->secret, debt, now, work, composed);
	if (kind == MAIL_NONE)
		return STATUS_INVALID;
	status = find_subject(composer, debt->registration);
	if (status != STATUS_OK)
		return status;
	take_older(composer, debt, &kind, work, composed);
	return compose_debt(composer, debt, kind, now, work, composed);
}

static const int64_t *
copy_ids(const int64_t *ids, size_t count, struct arena *arena)
{
	return count == 0 ? NULL : (const int64_t *)arena_copy(arena, ids,
	    count * sizeof(*ids));
}

/*
 * Trouble of the database or the machine is of the turn; all other is of this
 * letter alone, also that its memory does not suffice.
 */
static enum status
compose_one(struct composer *composer, struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	enum status status;

	*composed = (struct composed){ .id = debt->id };
	if (debt->registration != composer->subject ||
	    composer->letters++ == LETTERS_MAX)
		forget(composer);
	switch (ARENA_GUARD(composer->work)) {
	case 0:
		status = compose_any(composer, debt, now, composed);
		break;
	case ARENA_STARVED:
		status = STATUS_BUSY;	/* the end of the turn tidies up */
		break;
	default:
		db_recover(composer->db);
		status = STATUS_FULL;
	}
	arena_unguard(composer->work);
	if (status == STATUS_BUSY)
		return status;
	if (status == STATUS_OK && composed->over == NULL) {
		composed->afzender = arena_string(arena, composed->afzender);
		composed->bericht = arena_copy(arena, composed->bericht,
		    composed->length);
		composed->overtakes = copy_ids(composed->overtakes,
		    composed->novertakes, arena);
		composed->companions = copy_ids(composed->companions,
		    composed->ncompanions, arena);
	} else if (status == STATUS_NOTFOUND &&
	    (text_same(debt->soort, LOST_LINK_WORD) || text_same(debt->soort,
	    mail_kind_row(MAIL_SECOND)->word))) {
		composed->nothing = true;
	} else if (status != STATUS_OK) {
		composed->fault = status == STATUS_NOTFOUND ?
		    "niet opgesteld: er is niets meer om te melden" :
		    "kon niet worden opgesteld; de reden staat in het "
		    "logboek van de mailer";
	}
	if (status != STATUS_OK)
		forget(composer);
	return STATUS_OK;
}

/* Whether one that is composed tells this letter. */
static bool
is_told(const struct composed *composed, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < composed[i].ncompanions; j++)
			if (composed[i].companions[j] == id)
				return true;
	return false;
}

enum status
composer_run(struct composer *composer, const struct terms *terms,
    struct arena *arena, struct composed *composed, size_t *count)
{
	struct debt *debts;
	enum status status;
	size_t due = 0, n = 0;

	status = db_snapshot(composer->db);
	if (status == STATUS_OK)
		status = outbox_due(composer->db, terms, arena, &debts, &due);
	for (size_t i = 0; status == STATUS_OK && i < due; i++)
		if (!is_told(composed, n, debts[i].id))
			status = compose_one(composer, &debts[i], terms->now,
			    arena, &composed[n++]);
	forget(composer);
	db_release(composer->db);
	if (status == STATUS_OK)
		*count = n;
	return status;
}

enum status
composer_show(struct composer *composer, struct debt *debt, int64_t now,
    struct arena *arena, struct composed *composed)
{
	enum status status = db_snapshot(composer->db);

	if (status == STATUS_OK)
		status = compose_one(composer, debt, now, arena, composed);
	forget(composer);
	db_release(composer->db);
	return status;
}
