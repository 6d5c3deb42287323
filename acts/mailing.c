#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "acts/mailing.h"
#include "core/arena.h"
#include "core/person_name.h"
#include "db/audit.h"
#include "db/campaign/unsubscribed.h"
#include "db/mail/bounced_address.h"
#include "db/mail/outbox.h"

#define STEP	64	/* addressees; the list doubles from there */

struct finding {
	struct db		*db;
	const struct secret	*secret;
	const struct mailing_order *order;
	struct arena		*arena;
	struct addressee	*list;
	size_t			 count;
	size_t			 room;
};

static struct addressee *
add(struct finding *finding)
{
	struct addressee *old = finding->list;

	if (finding->count == finding->room) {
		finding->room = finding->room == 0 ? STEP : 2 * finding->room;
		finding->list = arena_array(finding->arena, finding->room,
		    sizeof(*finding->list));
		if (finding->count > 0)
			memcpy(finding->list, old,
			    finding->count * sizeof(*old));
	}
	return &finding->list[finding->count++];
}

/* What is about the person; the mailbox is judged when all are known. */
static enum addressee_why
judge(const struct attendee_filter *filter, const struct attendee *from)
{
	return from->attendance == ATTENDANCE_CANCELLED &&
	    strcmp(filter->status, attendance_word(ATTENDANCE_CANCELLED)) != 0 ?
	    ADDRESSEE_CANCELLED :
	    from->unconfirmed ? ADDRESSEE_UNCONFIRMED : ADDRESSEE_MAY;
}

static bool
is_meant(const struct mailing_order *order, int64_t participant)
{
	for (size_t i = 0; i < order->nonly; i++)
		if (order->only[i] == participant)
			return true;
	return order->only == NULL;
}

static enum status
take(const struct attendee *from, struct arena *arena, void *arg)
{
	struct finding *finding = arg;
	bool own = from->answer[PARTICIPANT_EMAIL][0] != '\0';
	struct addressee *one;
	const char *naam;

	if (!is_meant(finding->order, from->nummer))
		return STATUS_OK;
	one = add(finding);
	naam = person_name_full(from->answer[PARTICIPANT_VOORNAAM],
	    from->answer[PARTICIPANT_ACHTERNAAM], arena);
	*one = (struct addressee){
		.registration = from->registration,
		.participant = own ? from->nummer : 0,
		.whom = naam[0] == '\0' ? "Naam volgt" : naam,
		.naam = own ? naam : person_name_full(
		    from->contact[CONTACT_VOORNAAM],
		    from->contact[CONTACT_ACHTERNAAM], arena),
		.address = own ? from->answer[PARTICIPANT_EMAIL] :
		    from->contact[CONTACT_EMAIL],
		.gemeente = from->gemeente_naam,
		.waits = from->attendance == ATTENDANCE_WAITING,
	};
	one->why = judge(&finding->order->filter, from);
	return STATUS_OK;
}

/* By mailbox, and there in the order in which they were found. */
static int
by_mailbox(const void *a, const void *b)
{
	const struct addressee *const *one = a, *const *other = b;
	int order = strcasecmp((*one)->address, (*other)->address);

	return order != 0 ? order : *one < *other ? -1 : *one > *other;
}

/* What speaks against one mailbox by itself. */
static enum status
judge_mailbox(const struct finding *finding, struct addressee *one)
{
	enum status status = address_known(finding->db, one->address);

	if (status == STATUS_OK)
		one->why = ADDRESSEE_CAME_BACK;
	if (status != STATUS_NOTFOUND || finding->order->ground == NULL)
		return status;
	status = unsubscribed_known(finding->db, unsubscribed_mark(
	    finding->secret, one->address));
	if (status == STATUS_OK)
		one->why = ADDRESSEE_UNSUBSCRIBED;
	return status;
}

/* Nobody gets the same twice in one mailbox. */
static enum status
judge_mailboxes(struct finding *finding)
{
	struct addressee **may = arena_array(finding->arena, finding->count,
	    sizeof(*may));
	enum status status = STATUS_OK;
	size_t count = 0;

	for (size_t i = 0; i < finding->count; i++)
		if (finding->list[i].why == ADDRESSEE_MAY)
			may[count++] = &finding->list[i];
	qsort(may, count, sizeof(*may), by_mailbox);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && strcasecmp(may[i]->address,
		    may[i - 1]->address) == 0) {
			may[i]->why = may[i - 1]->why == ADDRESSEE_MAY ?
			    ADDRESSEE_TWICE : may[i - 1]->why;
			continue;
		}
		status = judge_mailbox(finding, may[i]);
		if (status != STATUS_OK && status != STATUS_NOTFOUND)
			return status;
	}
	return STATUS_OK;
}

enum status
mailing_find(struct db *db, const struct secret *secret,
    const struct mailing_order *order, struct arena *arena,
    struct addressee **list, size_t *count)
{
	struct finding finding = {
		.db = db, .secret = secret, .order = order, .arena = arena,
	};
	enum status status = attendee_walk(db, &order->filter, INT64_MAX, arena, take,
	    &finding);

	if (status == STATUS_OK)
		status = judge_mailboxes(&finding);
	*list = finding.list;
	*count = finding.count;
	return status;
}

static enum status
owe(struct db *db, const struct act_context *act,
    const struct mailing_order *order, const struct addressee *to,
    struct mailing *mailing, struct arena *arena)
{
	struct debt debt = {
		.soort = mailing->soort, .event = order->filter.event,
		.registration = to->registration,
		.participant = to->participant, .ontvanger = to->address,
		.naam = to->naam, .wie = act->who,
		.feiten = arena_printf(arena, "%lld", (long long)mailing->id),
	};
	enum status status = outbox_owe(db, &debt, order->due, act->now);

	if (mailing->eerste == 0)
		mailing->eerste = debt.id;
	mailing->laatste = debt.id;
	return status;
}

static enum status
owe_all(struct db *db, const struct act_context *act,
    struct mailing_order *order, struct mailing *mailing, struct arena *arena)
{
	struct addressee test = {
		.naam = order->test_name, .address = order->test,
	}, *list = &test;
	enum status status = STATUS_OK;
	size_t count = 1;

	if (order->test == NULL)
		status = mailing_find(db, act->secret, order, arena, &list,
		    &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (list[i].why == ADDRESSEE_MAY) {
			status = owe(db, act, order, &list[i], mailing, arena);
			order->owed++;
		}
	return status;
}

enum status
act_mail_selection(struct db *db, const struct act_context *act,
    struct mailing_order *order, struct arena *arena)
{
	struct mailing mailing = {
		.event = order->filter.event, .soort = order->ground == NULL ?
		    MAILING_WRITES : MAILING_NEWS, .grond = order->ground,
		.onderwerp = order->subject, .tekst = order->text,
		.keuze = order->test != NULL ? "proef" : order->selection,
		.wie = act->who, .gemaakt = act->now,
	};
	enum status status;

	order->owed = 0;
	order->mailing = 0;
	status = mailing_add(db, &mailing);
	if (status == STATUS_OK)
		status = owe_all(db, act, order, &mailing, arena);
	/* With nobody to write to nothing is kept. */
	if (status == STATUS_OK && order->owed == 0)
		return STATUS_NOTFOUND;
	order->mailing = mailing.id;
	if (status == STATUS_OK)
		status = mailing_set_letters(db, mailing.id, mailing.eerste,
		    mailing.laatste);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = "gemaild", .event = mailing.event,
		.toelichting = arena_printf(arena, "%zu %s: %s", order->owed,
		    order->owed == 1 ? "mail" : "mails", mailing.keuze),
	}, act->now);
}

/* In the hand of a mailer it may go once more. */
static enum status
withdraw_news(struct db *db, const struct act_context *act, int64_t mark,
    struct arena *arena)
{
	struct open_news *open;
	enum status status;
	size_t count = 0;

	status = unsubscribed_open_news(db, arena, &open, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		if (unsubscribed_mark(act->secret, open[i].ontvanger) != mark)
			continue;
		status = outbox_withdraw(db, open[i].id, OUTBOX_UNWANTED,
		    act->now);
		if (status == STATUS_NOTFOUND)
			status = STATUS_OK;
	}
	return status;
}

enum status
act_unsubscribe(struct db *db, const struct act_context *act, int64_t mark,
    bool again, struct arena *arena)
{
	enum status status = unsubscribed_known(db, mark);

	if (status != (again ? STATUS_OK : STATUS_NOTFOUND))
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	status = again ? unsubscribed_remove(db, mark) :
	    unsubscribed_add(db, mark, act->now);
	if (status == STATUS_OK && !again)
		status = withdraw_news(db, act, mark, arena);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = again ? "wil weer nieuws" :
		    "wil geen nieuws",
	}, act->now);
}
