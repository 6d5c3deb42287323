/* The programme: what it means to people when it changes. */
#include "acts/notify.h"
#include "acts/programme.h"
#include "acts/writable.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/event/programme.h"
#include "db/registration/seats.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* Something of the programme as it was, and the event as it is. */
struct programme_work {
	struct act_context	 act;	/* with the catalog of this moment */
	const struct event	*event;
	struct arena		*arena;
};

static enum status
open_planning(struct db *db, const struct act_context *act, struct arena *arena,
    struct programme_work *planning)
{
	*planning = (struct programme_work){ .act = *act, .arena = arena };
	return act_gather(db, act->catalog->event.id, &planning->act, arena);
}

/* After the writing: letters name things as they are now. */
static enum status
read_again(struct db *db, struct programme_work *planning)
{
	enum status status;

	status = act_gather(db, planning->act.catalog->event.id,
	    &planning->act, planning->arena);
	planning->event = &planning->act.catalog->event;
	return status;
}

/* what and its name: "sessie Lassen"; values: old and new, or NULL. */
static enum status
note(struct db *db, const struct programme_work *planning, const char *wat,
    const char *what, const char *titel, const char *values)
{
	return audit_add(db, &(struct audit){
		.wie = planning->act.who, .wat = wat,
		.event = planning->act.catalog->event.id,
		.toelichting = arena_printf(planning->arena, "%s %s", what,
		    titel),
		.waarden = values,
	}, planning->act.now);
}

/* One value of something of the programme; the labels are the forms'. */
struct planned {
	const char	*label;
	const char	*old;
	const char	*now;
};

static const char *
values_of(const struct programme_work *planning, const struct planned *planned,
    size_t count)
{
	struct buf values;

	buf_init(&values, planning->arena, AUDIT_VALUES_MAX);
	for (size_t i = 0; i < count; i++)
		audit_value(&values, planned[i].label, planned[i].old,
		    planned[i].now);
	return values.data;
}

/* "" for what was not there before. */
static const char *
moment_of(const struct programme_work *planning, int64_t when)
{
	return when == 0 ? "" : clock_moment(when, planning->arena);
}

/* Of something that was put into the programme. */
static enum status
note_put(struct db *db, const struct programme_work *planning,
    const char *what, const char *titel, const char *values)
{
	enum status status = act_writable(db, &planning->act,
	    planning->act.catalog->event.id, planning->arena);

	return status != STATUS_OK ? status : note(db, planning,
	    "programma gewijzigd", what, titel, values);
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

/* One sentence for all who chose something; line NULL: nothing to say. */
static enum status
tell_line(struct db *db, const struct programme_work *planning,
    const struct choosers *choosers, const char *line)
{
	struct notices notices = { .contact = MAIL_CHANGED };
	int64_t *ids;
	size_t count;

	if (line == NULL)
		return STATUS_OK;
	notices_add(&notices, NOTICES_OF_ALL,
	    (struct fact){ FACT_PROGRAMME, { line } });
	count = registrations_of(choosers, planning->arena, &ids);
	return notify_choosers(db, &planning->act, &notices, choosers, ids,
	    count);
}

const char *
act_round_changes(const struct round *before, const struct round *after,
    struct arena *arena)
{
	if (before->begin == after->begin && before->einde == after->einde)
		return NULL;
	return arena_printf(arena, "%s heeft een andere tijd: %s (was: %s).",
	    after->titel, clock_span(after->begin, after->einde, arena),
	    clock_span(before->begin, before->einde, arena));
}

static const char *
round_values(const struct programme_work *planning, const struct round *before,
    const struct round *now)
{
	const struct round none = { .titel = "" };
	const struct round *old = before == NULL ? &none : before;
	const struct planned planned[] = {
		{ "Titel", old->titel, now->titel },
		{ "Begin", moment_of(planning, old->begin),
		    moment_of(planning, now->begin) },
		{ "Einde", moment_of(planning, old->einde),
		    moment_of(planning, now->einde) },
	};

	return values_of(planning, planned, COUNT(planned));
}

enum status
act_put_round(struct db *db, const struct act_context *act, struct round *round,
    struct arena *arena)
{
	const struct round *before = NULL;
	struct programme_work planning;
	struct choosers choosers;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if (round->id == 0)
		round->nummer = (int64_t)planning.act.catalog->nrounds + 1;
	else if ((before = catalog_round(planning.act.catalog,
	    round->id)) == NULL)
		return STATUS_NOTFOUND;
	status = round_put(db, act->catalog->event.id, round);
	if (status == STATUS_OK)
		status = note_put(db, &planning, "ronde", round->titel,
		    round_values(&planning, before, round));
	if (status == STATUS_OK)
		status = read_again(db, &planning);
	if (status == STATUS_OK && before != NULL)
		status = session_choosers(db, 0, round->id, arena, &choosers);
	if (status == STATUS_OK && before != NULL)
		status = tell_line(db, &planning, &choosers,
		    act_round_changes(before, round, arena));
	return status;
}

static const char *
room_or_none(const char *zaal)
{
	return text_empty(zaal) ? "nog niet bekend" : zaal;
}

const char *
act_session_changes(const struct session *before, const struct session *after,
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

static const char *
session_values(const struct programme_work *planning,
    const struct session *before, const struct session *now)
{
	const struct session none = {
		.titel = "", .omschrijving = "", .zaal = "",
	};
	const struct session *old = before == NULL ? &none : before;
	const struct planned planned[] = {
		{ "Titel", old->titel, now->titel },
		{ "Omschrijving", old->omschrijving, now->omschrijving },
		{ "Zaal", old->zaal, now->zaal },
		{ "Aantal plaatsen", before == NULL ? "" :
		    arena_printf(planning->arena, "%lld",
		    (long long)old->capaciteit), arena_printf(planning->arena,
		    "%lld", (long long)now->capaciteit) },
	};

	return values_of(planning, planned, COUNT(planned));
}

enum status
act_put_session(struct db *db, const struct act_context *act, int64_t round,
    struct session *session, struct arena *arena)
{
	const struct session *before = NULL;
	const struct round *in = NULL;
	struct programme_work planning;
	struct choosers choosers;
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
		status = note_put(db, &planning, "sessie", session->titel,
		    session_values(&planning, before, session));
	if (status == STATUS_OK)
		status = read_again(db, &planning);
	if (status != STATUS_OK || before == NULL)
		return status;
	status = session_choosers(db, session->id, 0, arena, &choosers);
	if (status == STATUS_OK)
		status = tell_line(db, &planning, &choosers,
		    act_session_changes(before, session, arena));
	if (status == STATUS_OK)
		status = notify_given(db, &planning.act, planning.event, NULL,
		    BECAUSE_MORE, NULL, arena);
	return status;
}

/* After the writing: people may come in at another time now. */
static enum status
renew_entry(struct db *db, struct programme_work *planning)
{
	const struct catalog *before = planning->act.catalog;
	int64_t doors = catalog_doors(before, &before->event);
	enum status status = read_again(db, planning);

	return status != STATUS_OK || catalog_doors(planning->act.catalog,
	    planning->event) == doors ? status :
	    event_renew_entry(db, planning->event->id);
}

static const char *
item_values(const struct programme_work *planning,
    const struct programme_item *before, const struct programme_item *now)
{
	const struct programme_item none = { .titel = "", .omschrijving = "" };
	const struct programme_item *old = before == NULL ? &none : before;
	const struct planned planned[] = {
		{ "Titel", old->titel, now->titel },
		{ "Omschrijving", old->omschrijving, now->omschrijving },
		{ "Begin", moment_of(planning, old->begin),
		    moment_of(planning, now->begin) },
		{ "Einde", moment_of(planning, old->einde),
		    moment_of(planning, now->einde) },
	};

	return values_of(planning, planned, COUNT(planned));
}

enum status
act_put_item(struct db *db, const struct act_context *act,
    struct programme_item *item, struct arena *arena)
{
	const struct programme_item *before = NULL;
	struct programme_work planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if (item->id != 0 && (before = catalog_item(planning.act.catalog,
	    item->id)) == NULL)
		return STATUS_NOTFOUND;
	status = item_put(db, act->catalog->event.id, item);
	if (status == STATUS_OK)
		status = note_put(db, &planning, "onderdeel", item->titel,
		    item_values(&planning, before, item));
	if (status == STATUS_OK)
		status = renew_entry(db, &planning);
	return status;
}

enum status
act_move_programme(struct db *db, const struct act_context *act, int days,
    struct arena *arena)
{
	const struct catalog *catalog;
	struct programme_work planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	catalog = planning.act.catalog;
	for (size_t i = 0; status == STATUS_OK && i < catalog->nrounds; i++) {
		struct round round = catalog->rounds[i];

		round.begin = clock_later(round.begin, days);
		round.einde = clock_later(round.einde, days);
		status = round_put(db, catalog->event.id, &round);
	}
	for (size_t i = 0; status == STATUS_OK && i < catalog->nitems; i++) {
		struct programme_item item = catalog->items[i];

		item.begin = clock_later(item.begin, days);
		item.einde = clock_later(item.einde, days);
		status = item_put(db, catalog->event.id, &item);
	}
	return status != STATUS_OK ? status : note_put(db, &planning,
	    "verschoven:", arena_printf(arena, "%d dagen", days), NULL);
}

enum status
act_move_session(struct db *db, const struct act_context *act, int64_t session,
    int step, struct arena *arena)
{
	struct programme_work planning;
	const struct session *found;
	const struct round *in;
	const char *titel;
	enum status status;
	size_t at = 0, other;
	struct session swap;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if ((found = catalog_session(planning.act.catalog, session, &in)) ==
	    NULL)
		return STATUS_NOTFOUND;
	titel = found->titel;
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
		status = note_put(db, &planning, "volgorde van sessie", titel,
		    NULL);
	return status;
}

enum status
act_remove_round(struct db *db, const struct act_context *act, int64_t round,
    struct arena *arena)
{
	struct programme_work planning;
	const struct round *found;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if ((found = catalog_round(planning.act.catalog, round)) == NULL)
		return STATUS_NOTFOUND;
	status = round_remove(db, act->catalog->event.id, found);
	if (status == STATUS_OK)
		status = note(db, &planning, "programma verwijderd", "ronde",
		    found->titel, NULL);
	return status;
}

enum status
act_remove_item(struct db *db, const struct act_context *act, int64_t item,
    struct arena *arena)
{
	const struct programme_item *found;
	struct programme_work planning;
	enum status status;

	status = open_planning(db, act, arena, &planning);
	if (status != STATUS_OK)
		return status;
	if ((found = catalog_item(planning.act.catalog, item)) == NULL)
		return STATUS_NOTFOUND;
	status = item_remove(db, item);
	if (status == STATUS_OK)
		status = note(db, &planning, "programma verwijderd",
		    "onderdeel", found->titel, NULL);
	if (status == STATUS_OK)
		status = renew_entry(db, &planning);
	return status;
}

/* Everybody who had chosen it hears what they have instead, if anything. */
static enum status
move_choosers(struct db *db, struct programme_work *planning,
    const struct session *gone, const struct session *to)
{
	const char *line = to == NULL ? arena_printf(planning->arena,
	    "%s gaat niet door. U kunt een andere sessie kiezen.",
	    gone->titel) : arena_printf(planning->arena,
	    "%s gaat niet door. In plaats daarvan: %s.", gone->titel,
	    to->titel);
	struct seats_given given;
	struct choosers choosers;
	enum status status;
	int64_t *ids;
	size_t count;

	status = session_choosers(db, gone->id, 0, planning->arena, &choosers);
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
	/* Those who chose it are told all of it in one letter, not in two;
	 * unless that letter is not sent. */
	count = registrations_of(&choosers, planning->arena, &ids);
	status = notify_others(db, &planning->act, &given, BECAUSE_MORE,
	    ids, planning->act.quiet ? 0 : count, planning->arena);
	if (status == STATUS_OK)
		status = tell_line(db, planning, &choosers, line);
	return status;
}

enum status
act_remove_session(struct db *db, const struct act_context *act,
    int64_t session, int64_t to, struct arena *arena)
{
	const struct session *gone, *instead = NULL;
	const struct round *in, *other;
	struct programme_work planning;
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
		status = note(db, &planning, "programma verwijderd", "sessie",
		    gone->titel, NULL);
	return status;
}
