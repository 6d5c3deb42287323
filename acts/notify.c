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
news_add(struct news *news, size_t of, const char *text)
{
	if (news->nlines < NEWS_LINES)
		news->lines[news->nlines++] = (struct news_line){ text, of };
}

/* The lines that this person reads; all of them for the contact. */
static void
lines_for(const struct news *news, size_t whom, struct arena *arena,
    struct notice *notice)
{
	const char **lines = arena_array(arena, news->nlines, sizeof(*lines));

	for (size_t i = 0; i < news->nlines; i++)
		if (whom == NEWS_OF_CONTACT || news->lines[i].of == whom ||
		    news->lines[i].of == NEWS_OF_ALL)
			lines[notice->nchanges++] = news->lines[i].text;
	notice->changes = lines;
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

static enum status
send_participant(struct db *db, const struct notice *notice,
    const struct registration *registration,
    const struct participant *participant, enum occasion occasion,
    struct arena *arena)
{
	struct letter letter;
	enum status status;

	if (occasion == OCCASION_NONE ||
	    !notice_is_own(registration, participant))
		return STATUS_OK;
	status = notice_participant(notice, registration, participant,
	    occasion, arena, &letter);
	if (status == STATUS_OK)
		status = outbox_add(db, &letter, notice->now);
	return status;
}

enum status
tell_participant(struct db *db, const struct act *act,
    const struct event *event, const struct registration *registration,
    const struct participant *participant, enum occasion occasion,
    struct arena *arena)
{
	const struct notice notice = notice_about(act, event);

	if (act->quiet)
		return STATUS_OK;
	return send_participant(db, &notice, registration, participant,
	    occasion, arena);
}

static enum status
tell_contact(struct db *db, const struct act *act, const struct event *event,
    const struct registration *registration, const struct news *news,
    struct arena *arena)
{
	struct notice notice = notice_about(act, event);
	struct letter letter;
	enum status status;

	if (news->contact == OCCASION_NONE)
		return STATUS_OK;
	lines_for(news, NEWS_OF_CONTACT, arena, &notice);
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

	if (act->quiet)
		return STATUS_OK;
	status = tell_contact(db, act, event, registration, news, arena);
	for (size_t i = 0; status == STATUS_OK &&
	    i < registration->nparticipants; i++) {
		struct notice notice = notice_about(act, event);

		lines_for(news, i, arena, &notice);
		status = send_participant(db, &notice, registration,
		    &registration->participants[i], news->participant[i],
		    arena);
	}
	return status;
}

/* What one thing that was given means to the person who got it. */
static void
add_given(const struct act *act, const struct seat_given *given,
    const struct participant *one, size_t index, struct news *news,
    struct arena *arena)
{
	enum occasion *occasion = &news->participant[index];
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
	news_add(news, index, arena_printf(arena, "%s heeft nu een plaats in: %s.",
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
			add_given(act, &given->list[i], one, j, news, arena);
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
    const struct event *event, const void *about, int64_t id,
    struct arena *arena)
{
	const struct seats_given *given = about;
	struct news news = { .contact = OCCASION_NONE };
	struct registration registration;
	struct act loud = *act;
	enum status status;

	loud.quiet = false;		/* a place is of no use unheard */
	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = collect_given(db, act, given, &registration, &news,
		    arena);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status == STATUS_OK)
		status = tell(db, &loud, event, &registration, &news, arena);
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
tell_each(struct db *db, const struct act *act, const struct event *event,
    const void *about, const int64_t *ids, size_t count, tell_one one)
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
tell_others(struct db *db, const struct act *act, const struct event *event,
    const struct seats_given *given, const int64_t *but, size_t nbut,
    struct arena *arena)
{
	int64_t *ids = arena_array(arena, given->count, sizeof(*ids));
	size_t count = 0;

	for (size_t i = 0; i < given->count; i++)
		if (!is_among(given->list[i].registration, but, nbut) &&
		    is_first(given, i))
			ids[count++] = given->list[i].registration;
	return count == 0 ? STATUS_OK :
	    tell_each(db, act, event, given, ids, count, tell_promoted);
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
	if (status != STATUS_OK)
		return status;
	return tell_others(db, act, event, &given,
	    own == NULL ? NULL : &own->id, own == NULL ? 0 : 1, arena);
}

static enum status
tell_one_of_all(struct db *db, const struct act *act,
    const struct event *event, const void *about, int64_t id,
    struct arena *arena)
{
	struct news news = *(const struct news *)about;
	struct registration registration;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration.nparticipants; i++)
		if (registration.participants[i].place != PLACE_CANCELLED)
			news.participant[i] = news.contact;
	return tell(db, act, event, &registration, &news, arena);
}

enum status
tell_all(struct db *db, const struct act *act, const struct event *event,
    const struct news *news, struct arena *arena)
{
	enum status status;
	int64_t *ids;
	size_t count;

	if (act->quiet)
		return STATUS_OK;
	status = registration_coming(db, event->id, arena, &ids, &count);
	if (status == STATUS_OK)
		status = tell_each(db, act, event, news, ids, count,
		    tell_one_of_all);
	return status;
}
