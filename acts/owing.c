#include <string.h>
#include <strings.h>

#include "acts/owing.h"
#include "core/arena.h"
#include "core/text.h"
#include "mail/compose/facts.h"
#include "mail/compose/mail_kind.h"

#define MINUTE		60
#define HOUR		3600
#define DAY		86400

enum status
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
		if (debt->ander == 0)
			debt->ander = one->ander;
		debt->feiten = facts_join(one->feiten, debt->feiten,
		    owing->arena);
	}
	debt->soort = mail_kind_row(kind)->word;
	return STATUS_OK;
}

/*
 * One that was withdrawn is never read, and one that another's message tells
 * was counted: it counts for nothing.
 */
static bool
counts(const struct recent *one)
{
	return one->samen == 0 &&
	    strcmp(one->status, outbox_word(OUTBOX_WITHDRAWN)) != 0 &&
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

/* An organiser's letters can be taken back for a while. */
static int64_t
act_hold(const struct act_context *act)
{
	return act->always ? act->hold : 0;
}

/* Another participant at the same mailbox is owed the same. */
static bool
is_alike(const struct recent *one, const struct debt *debt)
{
	return one->participant != 0 && debt->participant != 0 &&
	    one->nonce != 0 && debt->nonce != 0 &&
	    strcmp(one->soort, debt->soort) == 0 &&
	    strcasecmp(one->ontvanger, debt->ontvanger) == 0;
}

/*
 * When the letter may go.  The second about one subject, or to a mailbox
 * alike, within a minute waits until the minute is over; one beyond a limit
 * until the limit's while is over.  What is owed after it overtakes it, so
 * they become one.  One that waits for its first try takes along those alike
 * (outbox_companions).
 */
static enum status
find_due(const struct owing *owing, const struct debt *debt, int64_t *due)
{
	const struct config *config = owing->act->config;
	int64_t now = owing->act->now, to = 0;
	enum status status = STATUS_OK;
	int in_a_day = 0;

	*due = now + act_hold(owing->act);
	if (!config->limits || owing->act->always)
		return STATUS_OK;
	for (size_t i = 0; i < owing->nrecent; i++) {
		const struct recent *one = &owing->recent[i];

		if (!counts(one))
			continue;
		if (is_alike(one, debt) && one->volgende != 0 &&
		    one->pogingen == 0) {
			*due = one->volgende;
			return STATUS_OK;
		}
		in_a_day++;
		if ((is_same_subject(one, debt) || is_alike(one, debt)) &&
		    one->gemaakt + MINUTE > *due)
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

/* Strangers are not written to before the contact has confirmed it. */
static bool
is_kept_back(const struct owing *owing, const struct debt *debt)
{
	const struct participant *one = debt->participant == 0 ? NULL :
	    participant_with_id(owing->registration, debt->participant);

	return one != NULL && !confirmation_permits(owing->registration, one);
}

enum status
owing_add(struct owing *owing, enum mail_kind kind, struct debt debt)
{
	enum status status;
	int64_t due;

	/* A guest has no contact. */
	if (text_empty(debt.ontvanger) ||
	    owing->act->now >= owing->act->catalog->event.einde ||
	    is_kept_back(owing, &debt))
		return STATUS_OK;
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
			.id = debt.id, .soort = debt.soort,
			.participant = debt.participant,
			.nonce = debt.nonce, .ontvanger = debt.ontvanger,
			.feiten = debt.feiten,
			.status = outbox_word(OUTBOX_QUEUED),
			.gemaakt = debt.gemaakt, .volgende = due,
			.ander = debt.ander,
		};
	return status;
}
