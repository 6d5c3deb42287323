#include <string.h>

#include "acts/campaign.h"
#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"

#define DAY		86400
#define HALF_PAST_NINE	(9 * 3600 + 1800)

static bool
is_asked(const struct campaign_order *order, const char *code)
{
	for (size_t i = 0; i < order->ncodes; i++)
		if (strcmp(order->codes[i], code) == 0)
			return true;
	return false;
}

static enum status
owe(struct db *db, const struct act_context *act,
    struct campaign_order *order, const struct invited *one)
{
	struct debt debt = {
		.soort = one->letters == 0 ? INVITATION_WORD :
		    INVITATION_AGAIN_WORD,
		.event = order->event, .gemeente = one->coverage->code,
		.ontvanger = one->address, .naam = "", .wie = act->who,
		.feiten = order->sentence,
	};
	enum status status = outbox_owe(db, &debt, order->due, act->now);

	if (order->owed++ == 0)
		order->mailing.eerste = debt.id;
	order->mailing.laatste = debt.id;
	return status;
}

static enum status
owe_all(struct db *db, const struct act_context *act,
    struct campaign_order *order, struct arena *arena)
{
	char today[CLOCK_DAY_SIZE];
	struct invited *list;
	enum status status;
	size_t count;

	clock_day(act->now, today);
	status = invited_read(db, order->event, today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (is_asked(order, list[i].coverage->code) &&
		    (list[i].letters > 0 || !order->remind_only) &&
		    invited_why(&list[i], today, act->now) == INVITED_MAY)
			status = owe(db, act, order, &list[i]);
	return status;
}

enum status
act_invite(struct db *db, const struct act_context *act,
    struct campaign_order *order, struct arena *arena)
{
	struct mailing *mailing = &order->mailing;
	enum status status;
	struct event event;

	*mailing = (struct mailing){
		.event = order->event, .soort = MAILING_INVITES,
		.tekst = order->sentence, .keuze = order->selection,
		.wie = act->who, .gemaakt = act->now, .onderwerp = "",
	};
	order->owed = 0;
	status = event_get(db, order->event, arena, &event);
	if (status == STATUS_OK && !invited_event(&event, act->now))
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = owe_all(db, act, order, arena);
	if (status != STATUS_OK || order->owed == 0)
		return status;
	status = mailing_add(db, mailing);
	if (status == STATUS_OK)
		status = mailing_set_letters(db, mailing->id, mailing->eerste,
		    mailing->laatste);
	return status != STATUS_OK ? status : audit_add(db, &(struct audit){
		.wie = act->who, .wat = "uitgenodigd", .event = order->event,
		.toelichting = arena_printf(arena, "%zu %s", order->owed,
		    order->owed == 1 ? "gemeente" : "gemeenten"),
	}, act->now);
}

enum status
act_note_paper(struct db *db, const struct act_context *act,
    struct campaign_order *order, struct arena *arena)
{
	char today[CLOCK_DAY_SIZE];
	struct invited *list;
	enum status status;
	size_t count;

	order->owed = 0;
	clock_day(act->now, today);
	status = invited_read(db, order->event, today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		const char *code = list[i].coverage->code;

		if (!is_asked(order, code) ||
		    invited_rung(&list[i], today) == RUNG_NONE)
			continue;
		status = invited_set_paper(db, order->event, code, act->now);
		order->owed++;
	}
	return status != STATUS_OK || order->owed == 0 ? status :
	    audit_add(db, &(struct audit){
		.wie = act->who, .wat = "brief genoteerd",
		.event = order->event, .toelichting = arena_printf(arena,
		    "%zu %s", order->owed, order->owed == 1 ? "gemeente" :
		    "gemeenten"),
	}, act->now);
}

/* The morning of that many days before, or of the next day of work. */
static int64_t
morning(const struct event *event, int days)
{
	int64_t day = clock_midnight(event->begin, -days), before;

	do {
		int week = (int)(((day + DAY / 2) / DAY + 4) % 7);

		before = day;
		day = clock_midnight(day, week == 0 ? 1 : week == 6 ? 2 : 0);
		event_recess(event->reces, &day);
	} while (day != before);
	return day + HALF_PAST_NINE;
}

static bool
is_remind_day(const struct event *event, int64_t now)
{
	int days[REMIND_DAYS_MAX];
	size_t count;

	if (event_remind_days(event->herinneren, days, &count) != STATUS_OK)
		return false;
	for (size_t i = 0; i < count; i++) {
		int64_t due = morning(event, days[i]);

		if (now >= due && now < clock_midnight(due, 1))
			return true;
	}
	return false;
}

enum status
act_remind_silent(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct campaign_order order = {
		.remind_only = true, .sentence = "", .due = act->now,
		.selection = "stil, vanzelf herinnerd",
	};
	char today[CLOCK_DAY_SIZE];
	struct coverage *all;
	struct event event;
	enum status status;
	size_t count = 0;
	bool first;

	clock_day(act->now, today);
	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status != STATUS_OK || !is_remind_day(&event, act->now) ||
	    !invited_event(&event, act->now))
		return status;
	status = invited_take_day(db, event.id, today, &first);
	if (status != STATUS_OK || !first)
		return status;
	order.event = event.id;
	status = coverage_read(db, event.id, today, arena, &all, &count);
	order.codes = arena_array(arena, count, sizeof(*order.codes));
	for (; status == STATUS_OK && order.ncodes < count; order.ncodes++)
		order.codes[order.ncodes] = all[order.ncodes].code;
	return status != STATUS_OK ? status :
	    act_invite(db, act, &order, arena);
}

enum status
act_stop_mailing(struct db *db, const struct act_context *act,
    int64_t id, int64_t *stopped, struct arena *arena)
{
	struct mailing mailing;
	enum status status;

	status = mailing_get(db, id, arena, &mailing);
	if (status == STATUS_OK)
		status = outbox_stop(db, mailing.eerste, mailing.laatste,
		    OUTBOX_STOPPED, stopped);
	return status != STATUS_OK || *stopped == 0 ? status :
	    audit_add(db, &(struct audit){
		.wie = act->who, .wat = "mails teruggehaald",
		.event = mailing.event,
		.toelichting = arena_printf(arena, "%lld",
		    (long long)*stopped),
	}, act->now);
}

static enum status
note(struct db *db, const struct act_context *act, int64_t event,
    const char *wat, const char *gemeente, const char *about)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = event,
		.toelichting = gemeente, .reden = about,
	}, act->now);
}

/* Where it was asked before is asked no more, and what waits goes nowhere. */
static enum status
ask_elsewhere(struct db *db, const struct act_context *act, int64_t event,
    const char *code, const char *address)
{
	enum status status = invited_set_address(db, event, code, address);

	return status != STATUS_OK ? status : note(db, act, event,
	    "vraag gaat naar ander adres", code, address);
}

enum status
act_answer_invitation(struct db *db, const struct act_context *act,
    int64_t event, const char *code, enum campaign_answer answer,
    const char *about, struct arena *arena)
{
	enum status status;

	switch (answer) {
	case ANSWER_COMES:
		return invited_set_opened(db, event, code, act->now);
	case ANSWER_DECLINES:
		status = act_decline(db, act, event, code, about, arena);
		break;
	case ANSWER_ELSEWHERE:
		status = ask_elsewhere(db, act, event, code, about);
		break;
	case ANSWER_LATER:
		status = invited_set_later(db, event, code, about);
		if (status == STATUS_OK)
			status = note(db, act, event, "beslist later", code,
			    about);
		break;
	case ANSWER_STOP:
		status = invited_set_stopped(db, event, code, act->now);
		if (status == STATUS_OK)
			status = note(db, act, event, "wil geen mail meer",
			    code, NULL);
		break;
	case ANSWER__MAX:
	default:
		return STATUS_INVALID;
	}
	return status != STATUS_OK ? status : invited_withdraw(db, event, code,
	    OUTBOX_ANSWERED, act->now);
}
