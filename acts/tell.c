#include <stdbool.h>

#include "acts/tell.h"
#include "db/arena.h"
#include "db/audit.h"
#include "db/outbox.h"
#include "db/seats.h"
#include "mail/notice.h"

void
news_add(struct news *news, const char *line)
{
	if (news->nlines < NEWS_LINES)
		news->lines[news->nlines++] = line;
}

static struct notice
notice_about(const struct act *act, const struct event *event)
{
	return (struct notice){
		.catalog = act->catalog, .event = event,
		.config = act->config, .secret = act->secret,
		.now = act->now,
	};
}

enum status
tell_participant(struct db *db, const struct act *act,
    const struct event *event, const struct registration *registration,
    const struct participant *participant, enum occasion occasion,
    struct arena *arena)
{
	const struct notice notice = notice_about(act, event);
	struct letter letter;
	enum status status;

	if (occasion == OCCASION_NONE ||
	    !notice_is_own(registration, participant))
		return STATUS_OK;
	status = notice_participant(&notice, registration, participant,
	    occasion, arena, &letter);
	if (status == STATUS_OK)
		status = outbox_add(db, &letter, act->now);
	return status;
}

static enum status
tell_contact(struct db *db, const struct act *act, const struct event *event,
    const struct registration *registration, const struct news *news,
    struct arena *arena)
{
	struct notice notice = notice_about(act, event);
	const char **lines = arena_array(arena, news->nlines, sizeof(*lines));
	struct letter letter;
	enum status status;

	if (news->contact == OCCASION_NONE)
		return STATUS_OK;
	for (size_t i = 0; i < news->nlines; i++)
		lines[notice.nchanges++] = news->lines[i];
	notice.changes = lines;
	status = notice_contact(&notice, registration, news->contact, arena,
	    &letter);
	if (status == STATUS_OK)
		status = outbox_add(db, &letter, act->now);
	return status;
}

enum status
tell(struct db *db, const struct act *act, const struct event *event,
    const struct registration *registration, const struct news *news,
    struct arena *arena)
{
	enum status status;

	status = tell_contact(db, act, event, registration, news, arena);
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++)
		status = tell_participant(db, act, event, registration,
		    &registration->participants[i], news->participant[i],
		    arena);
	return status;
}

/* What one thing that was given means to the person who got it. */
static void
add_given(const struct act *act, const struct seat_given *given,
    const struct participant *one, enum occasion *occasion,
    struct news *news, struct arena *arena)
{
	const struct round *round;
	const struct session *session = catalog_session(act->catalog,
	    given->session, &round);

	if (session == NULL) {
		news->contact = *occasion = OCCASION_PROMOTED;
		return;
	}
	if (*occasion == OCCASION_NONE)
		*occasion = OCCASION_CHANGED;
	if (news->contact == OCCASION_NONE)
		news->contact = OCCASION_CHANGED;
	news_add(news, arena_printf(arena, "%s heeft nu een plaats in: %s.",
	    participant_name(one, arena), session->titel));
}

/* The people of one registration; those who have other news keep that. */
static enum status
collect_given(struct db *db, const struct act *act,
    const struct seats_given *given, const struct registration *registration,
    struct news *news, struct arena *arena)
{
	const struct news before = *news;
	bool any = false;

	for (size_t i = 0; i < given->count; i++)
		for (size_t j = 0; j < registration->nparticipants; j++) {
			const struct participant *one =
			    &registration->participants[j];

			if (one->id != given->list[i].participant ||
			    before.participant[j] != OCCASION_NONE)
				continue;
			add_given(act, &given->list[i], one,
			    &news->participant[j], news, arena);
			any = true;
		}
	if (before.contact != OCCASION_NONE)
		news->contact = before.contact;
	return !any ? STATUS_OK : audit_add(db, &(struct audit){
		.wie = "systeem", .wat = "opgeschoven",
		.event = registration->event,
		.registration = registration->id,
	}, act->now);
}

static enum status
tell_promoted(struct db *db, const struct act *act,
    const struct event *event, const struct seats_given *given,
    int64_t id, struct arena *arena)
{
	struct news news = { .contact = OCCASION_NONE };
	struct registration registration;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = collect_given(db, act, given, &registration, &news,
		    arena);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = tell(db, act, event, &registration, &news, arena);
	return status;
}

/* Each registration once, at its first place in the list. */
static bool
is_first(const struct seats_given *given, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (given->list[i].registration ==
		    given->list[index].registration)
			return false;
	return true;
}

enum status
tell_given(struct db *db, const struct act *act, const struct event *event,
    const struct registration *own, struct news *news, struct arena *arena)
{
	struct seats_given given;
	enum status status;

	status = seats_give(db, event, act->now, arena, &given);
	if (status == STATUS_OK && own != NULL)
		status = collect_given(db, act, &given, own, news, arena);
	for (size_t i = 0; status == STATUS_OK && i < given.count; i++)
		if ((own == NULL || given.list[i].registration != own->id) &&
		    is_first(&given, i))
			status = tell_promoted(db, act, event, &given,
			    given.list[i].registration, arena);
	return status;
}
