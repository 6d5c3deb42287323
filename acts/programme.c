/* The programme: what it means to people when it changes. */
#include "acts/notify.h"
#include "acts/programme.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/event/programme.h"
#include "db/registration/seats.h"

/* Something of the programme as it was, and the event as it is. */
struct planning {
	struct act	 act;		/* with the catalog of this moment */
	const struct event *event;
	struct arena	*arena;
};

static enum status
open_planning(struct db *db, const struct act *act, struct arena *arena,
    struct planning *planning)
{
	*planning = (struct planning){ .act = *act, .arena = arena };
	return act_gather(db, act->catalog->event.id, &planning->act, arena);
}

/* After the writing: letters name things as they are now. */
static enum status
read_again(struct db *db, struct planning *planning)
{
	enum status status;

	status = act_gather(db, planning->act.catalog->event.id,
	    &planning->act, planning->arena);
	planning->event = &planning->act.catalog->event;
	return status;
}

static enum status
note(struct db *db, const struct act *act, const char *wat, const char *what,
    int64_t id, struct arena *arena)
{
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat,
		.event = act->catalog->event.id,
		.toelichting = arena_printf(arena, "%s %lld", what,
		    (long long)id),
	}, act->now);
}

/* One sentence for all who chose something. */
struct about {
	const char	*line;
	struct choosers	 choosers;
};

static bool
concerns(const struct about *about, const struct participant *one)
{
	for (size_t i = 0; i < about->choosers.count; i++)
		if (about->choosers.list[i].participant == one->id)
			return one->place != PLACE_CANCELLED;
	return false;
}

static enum status
tell_chooser(struct db *db, const struct act *act, const struct event *event,
    const void *arg, int64_t id, struct arena *arena)
{
	const struct about *about = arg;
	struct news news = { .contact = OCCASION_CHANGED };
	struct registration registration;
	enum status status;

	status = registration_get(db, id, arena, &registration);
	if (status == STATUS_OK)
		status = registration_changed(db, &registration);
	if (status != STATUS_OK)
		return status;
	news_add(&news, NEWS_OF_ALL, about->line);
	for (size_t i = 0; i < registration.nparticipants; i++)
		if (concerns(about, &registration.participants[i]))
			news.participant[i] = OCCASION_CHANGED;
	return tell(db, act, event, &registration, &news, arena);
}

/* Each once; the list is in the order of registrations. */
static size_t
registrations_of(const struct choosers *choosers, struct arena *arena,
    int64_t **ids)
{
	size_t count = 0;

	*ids = arena_array(arena, choosers->count, sizeof(**ids));
	for (size_t i = 0; i < choosers->count; i++)
		if (count == 0 ||
		    (*ids)[count - 1] != choosers->list[i].registration)
			(*ids)[count++] = choosers->list[i].registration;
	return count;
}

static enum status
tell_choosers(struct db *db, const struct planning *planning,
    const struct about *about)
{
	int64_t *ids;
	size_t count;

	if (about->line == NULL || planning->act.quiet)
		return STATUS_OK;
	count = registrations_of(&about->choosers, planning->arena, &ids);
	return tell_each(db, &planning->act, planning->event, about, ids,
	    count, tell_chooser);
}

const char *
act_round_news(const struct round *before, const struct round *after,
    struct arena *arena)
{
	if (before->begin == after->begin && before->einde == after->einde)
		return NULL;
	return arena_printf(arena, "%s heeft een andere tijd: %s (was: %s).",
	    after->titel, clock_span(after->begin, after->einde, arena),
	    clock_span(before->begin, before->einde, arena));
}

enum status
act_put_round(struct db *db, const struct act *act, struct round *round,
    struct arena *arena)
{
	const struct round *before = NULL;
	struct planning planning;
	struct about about = { .line = NULL };
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status == STATUS_OK && round->id != 0 && (before = catalog_round(
	    planning.act.catalog, round->id)) == NULL)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK && before == NULL)
		round->nummer = (int64_t)planning.act.catalog->nrounds + 1;
	if (status == STATUS_OK)
		status = round_put(db, act->catalog->event.id, round);
	if (status == STATUS_OK)
		status = note(db, act, "programma gewijzigd", "ronde",
		    round->id, arena);
	if (status == STATUS_OK)
		status = read_again(db, &planning);
	if (status != STATUS_OK || before == NULL)
		return status;
	about.line = act_round_news(before, round, arena);
	status = session_choosers(db, 0, round->id, arena, &about.choosers);
	return status == STATUS_OK ? tell_choosers(db, &planning, &about) :
	    status;
}

static const char *
room_or_none(const char *zaal)
{
	return text_empty(zaal) ? "nog niet bekend" : zaal;
}

const char *
act_session_news(const struct session *before, const struct session *after,
    struct arena *arena)
{
	const char *name = text_same(before->titel, after->titel) ?
	    after->titel : arena_printf(arena, "%s (eerder: %s)", after->titel,
	    before->titel);

	if (!text_same(before->zaal, after->zaal))
		return arena_printf(arena, "%s is in een andere zaal: %s "
		    "(was: %s).", name, room_or_none(after->zaal),
		    room_or_none(before->zaal));
	if (!text_same(before->titel, after->titel))
		return arena_printf(arena, "De sessie %s heet nu: %s.",
		    before->titel, after->titel);
	return NULL;
}

enum status
act_put_session(struct db *db, const struct act *act, int64_t round,
    struct session *session, struct arena *arena)
{
	const struct session *before = NULL;
	const struct round *in = NULL;
	struct planning planning;
	struct about about = { .line = NULL };
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if (session->id == 0)
		in = catalog_round(planning.act.catalog, round);
	else
		before = catalog_session(planning.act.catalog, session->id,
		    &in);
	if (in == NULL)
		return STATUS_NOTFOUND;
	status = session_put(db, in->id, session);
	if (status == STATUS_OK)
		status = note(db, act, "programma gewijzigd", "sessie",
		    session->id, arena);
	if (status == STATUS_OK)
		status = read_again(db, &planning);
	if (status != STATUS_OK || before == NULL)
		return status;
	about.line = act_session_news(before, session, arena);
	status = session_choosers(db, session->id, 0, arena, &about.choosers);
	if (status == STATUS_OK)
		status = tell_choosers(db, &planning, &about);
	if (status == STATUS_OK)
		status = tell_given(db, &planning.act, planning.event, NULL,
		    NULL, arena);
	return status;
}

enum status
act_put_item(struct db *db, const struct act *act,
    struct programme_item *item, struct arena *arena)
{
	struct planning planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status == STATUS_OK && item->id != 0 &&
	    catalog_item(planning.act.catalog, item->id) == NULL)
		return STATUS_NOTFOUND;
	if (status == STATUS_OK)
		status = item_put(db, act->catalog->event.id, item);
	if (status == STATUS_OK)
		status = note(db, act, "programma gewijzigd", "onderdeel",
		    item->id, arena);
	return status;
}

enum status
act_move_session(struct db *db, const struct act *act, int64_t session,
    int step, struct arena *arena)
{
	struct planning planning;
	const struct round *in;
	enum status status;
	size_t at = 0, other;
	struct session swap;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if (catalog_session(planning.act.catalog, session, &in) == NULL)
		return STATUS_NOTFOUND;
	while (in->sessions[at].id != session)
		at++;
	if (step < 0 ? at == 0 : at + 1 == in->nsessions)
		return STATUS_OK;
	other = step < 0 ? at - 1 : at + 1;
	swap = in->sessions[at];
	in->sessions[at] = in->sessions[other];
	in->sessions[other] = swap;
	status = session_order(db, in);
	if (status == STATUS_OK)
		status = note(db, act, "programma gewijzigd", "volgorde",
		    session, arena);
	return status;
}

enum status
act_remove_round(struct db *db, const struct act *act, int64_t round,
    struct arena *arena)
{
	struct planning planning;
	const struct round *found;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if ((found = catalog_round(planning.act.catalog, round)) == NULL)
		return STATUS_NOTFOUND;
	status = round_remove(db, act->catalog->event.id, found);
	if (status == STATUS_OK)
		status = note(db, act, "programma verwijderd", "ronde", round,
		    arena);
	return status;
}

enum status
act_remove_item(struct db *db, const struct act *act, int64_t item,
    struct arena *arena)
{
	struct planning planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if (catalog_item(planning.act.catalog, item) == NULL)
		return STATUS_NOTFOUND;
	status = item_remove(db, item);
	if (status == STATUS_OK)
		status = note(db, act, "programma verwijderd", "onderdeel",
		    item, arena);
	return status;
}

/* Everybody who had chosen it, with what they have instead. */
static enum status
move_choosers(struct db *db, struct planning *planning,
    const struct session *gone, const struct session *to)
{
	struct about about = {
		.line = to == NULL ? arena_printf(planning->arena, "%s gaat "
		    "niet door. U kunt een andere sessie kiezen.",
		    gone->titel) : arena_printf(planning->arena, "%s gaat "
		    "niet door. In plaats daarvan: %s.", gone->titel,
		    to->titel),
	};
	struct seats_given given;
	enum status status;
	int64_t *ids;
	size_t count;

	status = session_choosers(db, gone->id, 0, planning->arena,
	    &about.choosers);
	if (status == STATUS_OK)
		status = session_move_choices(db, gone->id,
		    to == NULL ? 0 : to->id, planning->act.now);
	if (status == STATUS_OK)
		status = session_remove(db, gone->id);
	if (status == STATUS_OK)
		status = read_again(db, planning);
	if (status == STATUS_OK)
		status = seats_give(db, planning->event, planning->act.now,
		    planning->arena, &given);
	if (status != STATUS_OK)
		return status;
	/* Who had chosen it hears all of it in one letter. */
	count = registrations_of(&about.choosers, planning->arena, &ids);
	status = tell_others(db, &planning->act, planning->event, &given,
	    ids, planning->act.quiet ? 0 : count, planning->arena);
	if (status == STATUS_OK)
		status = tell_choosers(db, planning, &about);
	return status;
}

enum status
act_remove_session(struct db *db, const struct act *act, int64_t session,
    int64_t to, struct arena *arena)
{
	const struct session *gone, *instead = NULL;
	const struct round *in, *other;
	struct planning planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	gone = catalog_session(planning.act.catalog, session, &in);
	if (gone == NULL)
		return STATUS_NOTFOUND;
	if (to != 0 && ((instead = catalog_session(planning.act.catalog, to,
	    &other)) == NULL || other != in || to == session))
		return STATUS_INVALID;
	status = move_choosers(db, &planning, gone, instead);
	if (status == STATUS_OK)
		status = note(db, act, "programma verwijderd", "sessie",
		    session, arena);
	return status;
}
