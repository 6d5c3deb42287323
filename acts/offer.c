/* What is asked of people, and what lapses when nobody answers. */
#include "acts/notify.h"
#include "acts/offer.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/offer.h"
#include "db/registration/requirements.h"
#include "db/registration/seats.h"

#define BECAUSE_SILENT	"omdat wij niet hoorden of u nog wilt komen"
#define BECAUSE_NAMELESS "omdat de naam niet op tijd bekend was"

static bool
is_asked(const struct participant *one)
{
	return one->vraag_tot != 0 &&
	    one->attendance == ATTENDANCE_CONFIRMED;
}

static bool
is_nameless(const struct participant *one)
{
	return !text_empty(one->answer[PARTICIPANT_NAAM_VOLGT]) &&
	    one->attendance == ATTENDANCE_CONFIRMED;
}

static enum status
record(struct db *db, const struct act_context *act, const char *wat,
    const struct registration *registration, const char *why)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = registration->event,
		.registration = registration->id, .reden = why,
	}, act->now);
}

/* Those who say yes; NOTFOUND: somebody meant has no place any more. */
static enum status
accept_those(struct db *db, const struct registration *registration,
    int64_t positie, struct notices *notices)
{
	enum status status = STATUS_NOTFOUND;

	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if ((positie != 0 && one->positie != positie) ||
		    one->attendance != ATTENDANCE_CONFIRMED)
			continue;
		status = STATUS_OK;
		if (!is_asked(one))
			continue;
		status = offer_hold(db, one->id, 0);
		if (status != STATUS_OK)
			return status;
		notices->contact = notices->participant[i] = MAIL_SIGNED_UP;
	}
	return status;
}

enum status
act_accept(struct db *db, const struct act_context *act, int64_t id,
    int64_t positie, struct arena *arena)
{
	struct act_context signing = *act;
	struct registration registration;
	struct notices notices;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK &&
	    (registration.event != act->catalog->event.id ||
	    act->now >= act->catalog->event.einde))
		return STATUS_NOTFOUND;
	if (status != STATUS_OK)
		return status;
	notices = notices_begin(act, &registration, arena);
	status = accept_those(db, &registration, positie, &notices);
	if (status != STATUS_OK || notices.contact == MAIL_NONE)
		return status;
	status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	/* The letters tell of the sign-up, whoever says yes to it. */
	signing.who = "contact";
	signing.self = 0;
	if (status == STATUS_OK)
		status = notify(db, &signing, &registration, &notices, arena);
	return status != STATUS_OK ? status : record(db, act, "komt nog",
	    &registration, NULL);
}

/* Why a place lapses, and of whom. */
struct lapse {
	const char	*why;
	bool		(*whose)(const struct participant *);
};

static const struct lapse silent = { BECAUSE_SILENT, is_asked };
static const struct lapse nameless = { BECAUSE_NAMELESS, is_nameless };

static enum status
take_places(struct db *db, const struct act_context *act,
    const struct registration *registration, const struct lapse *lapse,
    struct notices *notices, struct arena *arena)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (!lapse->whose(one) || (lapse == &silent &&
		    one->vraag_tot > act->now))
			continue;
		status = seats_cancel(db, one->id, act->now);
		if (status == STATUS_OK)
			status = requirements_remove(db, one->id);
		notices->contact = notices->participant[i] = MAIL_LAPSED;
		notices->contact_given = notices->given[i] = true;
		notices_add(notices, i, (struct fact){ FACT_CANCELLED, {
			participant_label(one, arena),
		} });
	}
	notices->why = lapse->why;
	return status;
}

static enum status
let_lapse(struct db *db, const struct act_context *act,
    const struct event *event, int64_t id, const struct lapse *lapse,
    struct arena *arena)
{
	struct registration registration;
	struct notices notices;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status != STATUS_OK)
		return status;
	notices = notices_begin(act, &registration, arena);
	status = take_places(db, act, &registration, lapse, &notices, arena);
	if (status != STATUS_OK || notices.contact == MAIL_NONE)
		return status;
	status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = notify_given(db, act, event, NULL, BECAUSE_FREED,
		    NULL, arena);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = notify(db, act, &registration, &notices, arena);
	return status != STATUS_OK ? status : record(db, act, "vervallen",
	    &registration, lapse->why);
}

/* The contact alone: nobody else can name them. */
static enum status
ask_names(struct db *db, const struct act_context *act, int64_t id,
    struct arena *arena)
{
	struct registration registration;
	struct notices notices;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status != STATUS_OK)
		return status;
	notices = notices_begin(act, &registration, arena);
	notices.contact = MAIL_NAMES;
	notices.contact_given = true;
	for (size_t i = 0; i < registration.nparticipants; i++)
		if (is_nameless(&registration.participants[i]))
			notices_add(&notices, i, (struct fact){
				FACT_NAMELESS, { participant_label(
				&registration.participants[i], arena) },
			});
	status = offer_names_asked(db, id, act->now);
	if (status == STATUS_OK)
		status = notify(db, act, &registration, &notices, arena);
	return status != STATUS_OK ? status : record(db, act,
	    "om namen gevraagd", &registration, NULL);
}

static enum status
chase_names(struct db *db, const struct act_context *act,
    const struct event *event, struct arena *arena)
{
	int64_t from = offer_names_from(event);
	int64_t until = offer_names_until(event);
	enum status status = STATUS_OK;
	int64_t *ids;
	size_t count = 0;

	if (from != 0 && act->now >= from)
		status = offer_nameless(db, event->id, 0, 0, arena, &ids,
		    &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = ask_names(db, act, ids[i], arena);
	if (status != STATUS_OK || until == 0 || act->now < until)
		return status;
	status = offer_nameless(db, event->id, 1, act->now - OFFER_WHILE,
	    arena, &ids, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = let_lapse(db, act, event, ids[i], &nameless, arena);
	return status;
}

enum status
act_chase(struct db *db, const struct act_context *act, struct arena *arena)
{
	struct event event;
	enum status status;
	int64_t *ids;
	size_t count = 0;

	status = event_get(db, act->catalog->event.id, arena, &event);
	if (status != STATUS_OK || event_is_over(&event, act->now) ||
	    act->now >= event.begin)
		return status;
	status = offer_overdue(db, event.id, act->now, arena, &ids, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = let_lapse(db, act, &event, ids[i], &silent, arena);
	return status != STATUS_OK ? status :
	    chase_names(db, act, &event, arena);
}
