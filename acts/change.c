/* Changing what was signed up: answers, sessions, people. */
#include <string.h>
#include <strings.h>

#include "acts/confirm.h"
#include "acts/notify.h"
#include "acts/override.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/mail/outbox.h"
#include "db/registration/holder.h"
#include "db/registration/registration_update.h"
#include "db/registration/requirements.h"
#include "db/registration/seats.h"
#include "templates/present.h"

/* One change: what it starts from, and what is said of it. */
struct changing {
	struct db		*db;
	const struct act_context *act;
	struct arena		*arena;
	struct event		 event;
	struct registration	 before;
	struct registration	 now;		/* as it is in the database */
	int64_t			 replaced;	/* number of whom, or 0 */
	struct notices		 notices;
	int64_t			 rij;		/* of the people added */
	struct override		 override;	/* what this change asks */
	struct buf		 what;		/* for the log: no values */
	struct buf		 values;	/* and those */
};

#define WHAT_MAX	2000

/*
 * Only the names of what changed, for the log.  positie: deelnemer 2 is meant
 * with 2, the contact with 0.
 */
static void
remember(struct changing *changing, int64_t positie, const char *title)
{
	struct buf *what = &changing->what;

	/* Of another person everything is new. */
	if (what->length > WHAT_MAX / 2 || changing->replaced != 0)
		return;
	buf_text(what, what->length == 0 ? "" : ", ");
	if (positie != 0)
		buf_printf(what, "deelnemer %lld ", (long long)positie);
	buf_text(what, title);
}

static enum status
open_change(struct db *db, const struct act_context *act, int64_t id,
    int64_t versie, struct arena *arena, struct changing **made)
{
	struct changing *changing = arena_alloc(arena, sizeof(*changing));
	enum status status;

	*changing = (struct changing){
		.db = db, .act = act, .arena = arena,
	};
	buf_init(&changing->what, arena, WHAT_MAX);
	buf_init(&changing->values, arena, AUDIT_VALUES_MAX);
	status = event_get(db, act->catalog->event.id, arena, &changing->event);
	if (status == STATUS_OK)
		status = registration_get(db, id, arena, &changing->now);
	if (status != STATUS_OK)
		return status;
	if (changing->now.event != changing->event.id ||
	    (!act->always && !event_allows(&changing->event, EVENT_CHANGE,
	    act->now)))
		return STATUS_NOTFOUND;
	if (changing->now.versie != versie)
		return STATUS_INVALID;
	changing->before = changing->now;
	changing->before.participants = (struct participant *)arena_copy(arena,
	    changing->now.participants, changing->now.nparticipants *
	    sizeof(struct participant));
	changing->notices = notices_begin(act, &changing->now, arena);
	*made = changing;
	return seats_line_end(db, changing->event.id, &changing->rij);
}

static enum status
close_change(struct changing *changing, const char *wat, int64_t participant)
{
	const struct act_context *act = changing->act;
	struct db *db = changing->db;
	enum status status;

	status = registration_changed(db, &changing->now);
	if (status == STATUS_OK)
		status = notify_given(db, act, &changing->event, &changing->now,
		    BECAUSE_FREED, &changing->notices, changing->arena);
	if (status == STATUS_OK)
		status = override_apply(db, act, &changing->event,
		    changing->now.id, &changing->override, &changing->notices,
		    changing->arena);
	if (status == STATUS_OK)
		status = registration_get(db, changing->now.id,
		    changing->arena, &changing->now);
	if (status == STATUS_OK)
		status = notify(db, act, &changing->now, &changing->notices,
		    changing->arena);
	if (status != STATUS_OK)
		return status;
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = changing->event.id,
		.registration = changing->now.id,
		.participant = participant,
		.toelichting = changing->what.data,
		.waarden = changing->values.data, .reden = act->reason,
	}, act->now);
}

/* of: the index of whom it is about, or NOTICES_OF_CONTACT. */
static void
say(struct changing *changing, size_t of, struct fact fact)
{
	changing->notices.contact = MAIL_CHANGED;
	notices_add(&changing->notices, of, fact);
}

/* Each of those who come or wait reads what is of all. */
static void
tell_everybody(struct changing *changing)
{
	for (size_t i = 0; i < changing->now.nparticipants; i++)
		if (changing->now.participants[i].attendance !=
		    ATTENDANCE_CANCELLED)
			changing->notices.participant[i] = MAIL_CHANGED;
}

static bool
themas_differ(const struct registration *a, const struct registration *b)
{
	if (a->nthemas != b->nthemas)
		return true;
	for (size_t i = 0; i < a->nthemas; i++)
		if (strcmp(a->themas[i], b->themas[i]) != 0)
			return true;
	return false;
}

/*
 * Those with places carry them only where they would be given, or where an
 * organiser says so.
 */
static enum status
keep_places(struct changing *changing, const struct registration *wanted)
{
	const struct act_context *act = changing->act;
	enum waiting_for against;
	enum status status;

	status = seats_may_keep(changing->db, &changing->event, act->now,
	    &changing->now, wanted, &against);
	if (status != STATUS_FULL || !act->override || act->reason == NULL)
		return status;
	return seats_by_hand(changing->db, changing->now.id);
}

/* What becomes of the contact, or of a participant, by what is written. */
static enum holder_change
change_of_contact(const struct changing *changing,
    const struct registration *after)
{
	const struct holder holders[] = {
		holder_of_contact(&changing->before), holder_of_contact(after),
	};

	return holder_change(&holders[0], &holders[1], changing->arena);
}

static enum holder_change
change_of(const struct changing *changing, size_t index,
    const struct participant *after)
{
	const struct participant *before =
	    &changing->before.participants[index];
	const struct holder holders[] = {
		holder_of_participant(&changing->before, before),
		holder_of_participant(&changing->now, after),
	};

	if (changing->replaced == before->positie)
		return HOLDER_REPLACED;
	return holder_change(&holders[0], &holders[1], changing->arena);
}

static void
change_topics(struct changing *changing, const struct registration *wanted)
{
	struct registration *now = &changing->now;
	const struct catalog *catalog = changing->act->catalog;

	remember(changing, 0, "Onderwerpen");
	audit_value(&changing->values, "Onderwerpen",
	    present_themas(now, catalog, changing->arena),
	    present_themas(wanted, catalog, changing->arena));
	say(changing, NOTICES_OF_CONTACT, (struct fact){ .kind = FACT_TOPICS });
	now->themas = wanted->themas;
	now->nthemas = wanted->nthemas;
}

/* For whom they come is everybody's business. */
static void
change_gemeente(struct changing *changing, const struct registration *wanted)
{
	const struct field *field = &contact_fields[CONTACT_GEMEENTE];
	struct registration *now = &changing->now;
	const char *before = now->gemeente_naam, *after = wanted->gemeente_naam;

	remember(changing, 0, field->title);
	audit_value(&changing->values, field->label, before, after);
	say(changing, NOTICES_OF_ALL,
	    (struct fact){ FACT_CONTACT, { field->name, after, before } });
	if (!text_same(before, after))
		tell_everybody(changing);
	now->answer[CONTACT_GEMEENTE] = wanted->answer[CONTACT_GEMEENTE];
	now->gemeente_naam = after;
	changing->notices.joins = true;
}

/* Another contact need not be told what changed: it is all new to them. */
static void
change_answer(struct changing *changing, enum contact_field i,
    const char *wanted, bool another)
{
	const struct field *field = &contact_fields[i];
	const char **now = &changing->now.answer[i];

	remember(changing, 0, field->title);
	audit_answer(&changing->values, field, "", *now, wanted,
	    changing->arena);
	if (!another)
		say(changing, NOTICES_OF_CONTACT, (struct fact){ FACT_CONTACT,
			{ field->name, wanted, *now } });
	*now = wanted;
}

static enum status
change_contact(struct changing *changing, const struct registration *wanted)
{
	struct registration *now = &changing->now;
	bool another = change_of_contact(changing, wanted) == HOLDER_REPLACED;
	bool differs = themas_differ(now, wanted);
	enum status status;

	if (differs)
		change_topics(changing, wanted);
	for (enum contact_field i = 0; i < CONTACT__MAX; i++) {
		if (text_same(now->answer[i], wanted->answer[i]))
			continue;
		differs = true;
		if (i == CONTACT_GEMEENTE)
			change_gemeente(changing, wanted);
		else
			change_answer(changing, i, wanted->answer[i], another);
	}
	if (!differs)
		return STATUS_OK;
	status = registration_update(changing->db, now, changing->arena);
	/* The export repeats the contact's answers on each person's row. */
	if (status == STATUS_OK)
		status = registration_touch(changing->db, now->id,
		    changing->act->now);
	return status;
}

static size_t
index_of(const struct registration *registration, int64_t positie)
{
	size_t i = 0;

	while (i < registration->nparticipants &&
	    registration->participants[i].positie != positie)
		i++;
	return i;
}

static void
log_answer(struct changing *changing, const struct participant *before,
    size_t i, const char *now)
{
	audit_answer(&changing->values, &participant_fields[i],
	    arena_printf(changing->arena, "Deelnemer %lld: ",
	    (long long)before->positie), before->answer[i], now,
	    changing->arena);
}

static enum status
change_answers(struct changing *changing, size_t index,
    const struct participant *wanted)
{
	struct participant *now = &changing->now.participants[index];
	const char *who = participant_label(wanted, changing->arena);
	bool same = change_of(changing, index, wanted) < HOLDER_NAMED;
	bool readdressed = change_of(changing, index, wanted) ==
	    HOLDER_READDRESSED, differs = false;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		bool own = participant_fields[i].flags & FIELD_OWN;

		if (text_same(now->answer[i], wanted->answer[i]))
			continue;
		differs = true;
		remember(changing, now->positie, participant_fields[i].title);
		log_answer(changing, now, i, wanted->answer[i]);
		/* A tick that is the participant's own is told to nobody. */
		if (!own && (same || readdressed) &&
		    i != PARTICIPANT_NAAM_VOLGT)
			say(changing, index, (struct fact){ FACT_PERSON, {
				who, participant_fields[i].name,
				wanted->answer[i], now->answer[i],
			} });
		if (!own)
			changing->notices.participant[index] = MAIL_CHANGED;
		now->answer[i] = wanted->answer[i];
	}
	now->gewijzigd = changing->act->now;
	return differs ? participant_update(changing->db, now,
	    changing->arena) : STATUS_OK;
}

static const char *
title_of(const struct changing *changing, int64_t id)
{
	const struct round *in;
	const struct session *session = catalog_session(
	    changing->act->catalog, id, &in);

	return session == NULL ? "" : session->titel;
}

static enum status
change_session(struct changing *changing, size_t index, size_t round,
    const struct participant *wanted)
{
	const struct round *in = &changing->act->catalog->rounds[round];
	const struct session *session = catalog_session(
	    changing->act->catalog, wanted->session[round], &in);
	enum status status;

	changing->override.session[index][round] = true;
	remember(changing, wanted->positie, in->titel);
	audit_value(&changing->values, arena_printf(changing->arena,
	    "Deelnemer %lld: %s", (long long)wanted->positie, in->titel),
	    title_of(changing, changing->now.participants[index].session[
	    round]), session == NULL ? "" : session->titel);
	if (changing->notices.participant[index] == MAIL_NONE)
		changing->notices.participant[index] = MAIL_CHANGED;
	say(changing, index, (struct fact){ FACT_CHOICE, {
		participant_label(wanted, changing->arena), in->titel,
		session == NULL ? "" : session->titel,
	} });
	status = participant_choose(changing->db,
	    changing->now.participants[index].id, in->id,
	    wanted->session[round]);
	if (status == STATUS_OK)
		status = participant_touch(changing->db,
		    changing->now.participants[index].id,
		    changing->act->now);
	return status;
}

/* Behind those who are there, in the rows and in the line. */
static enum status
add_person(struct changing *changing, struct participant *wanted)
{
	size_t index = changing->now.nparticipants;
	enum status status;

	if (index == PARTICIPANTS_MAX)
		return STATUS_FULL;
	wanted->rij = changing->rij;
	wanted->gewijzigd = changing->act->now;
	wanted->positie = (int64_t)index + 1;
	wanted->nonce = link_nonce(changing->act->random);
	changing->now.nparticipants++;
	changing->notices.participant[index] = MAIL_SIGNED_UP;
	changing->override.place[index] = true;
	memset(changing->override.session[index], true,
	    sizeof(changing->override.session[index]));
	remember(changing, wanted->positie, "toegevoegd");
	audit_value(&changing->values, arena_printf(changing->arena,
	    "Deelnemer %lld", (long long)wanted->positie), "",
	    participant_name(wanted, changing->arena));
	say(changing, NOTICES_OF_CONTACT, (struct fact){ FACT_ADDED, {
		participant_label(wanted, changing->arena),
	} });
	status = confirm_count(changing->db, changing->act, &changing->now, 1);
	return status != STATUS_OK ? status : participant_add(changing->db,
	    &changing->now, wanted, changing->act->catalog, changing->arena);
}

static enum status
change_person(struct changing *changing, struct participant *wanted)
{
	size_t index = index_of(&changing->now, wanted->positie);
	const struct participant *now = &changing->now.participants[index];
	enum status status;

	if (index == changing->now.nparticipants)
		return add_person(changing, wanted);
	if (now->attendance == ATTENDANCE_CANCELLED)
		return STATUS_OK;
	status = change_answers(changing, index, wanted);
	for (size_t i = 0; status == STATUS_OK &&
	    i < changing->act->catalog->nrounds; i++)
		if (now->session[i] != wanted->session[i])
			status = change_session(changing, index, i, wanted);
	return status;
}

/*
 * Another person, or the same at another mailbox: their link is new, and what
 * only they told goes unless it stays theirs.  Who is left behind is told at
 * the old mailbox, and everybody what it means to them.
 */
static enum status
settle_participant(struct changing *changing, size_t index)
{
	const struct participant *before =
	    &changing->before.participants[index];
	struct participant *now = &changing->now.participants[index];
	const struct holder holders[] = {
		holder_of_participant(&changing->before, before),
		holder_of_participant(&changing->now, now),
	};
	enum holder_change change = change_of(changing, index, now);
	enum status status;

	if (!holder_ends_link(change))
		return STATUS_OK;
	now->nonce = link_nonce(changing->act->random);
	status = participant_renew(changing->db, now);
	if (status == STATUS_OK)
		status = outbox_withdraw_from(changing->db, changing->now.id,
		    now->id, before->nonce, changing->act->now);
	if (status == STATUS_OK && !holder_keeps_own(change, &holders[0],
	    &holders[1])) {
		for (size_t i = 0; i < PARTICIPANT__MAX; i++)
			if (participant_fields[i].flags & FIELD_OWN)
				now->answer[i] = "";
		status = participant_update(changing->db, now,
		    changing->arena);
		if (status == STATUS_OK)
			status = requirements_remove(changing->db, now->id);
	}
	if (status != STATUS_OK || now->attendance == ATTENDANCE_CANCELLED)
		return status;
	changing->notices.participant[index] = change == HOLDER_READDRESSED ?
	    MAIL_READDRESSED : MAIL_SIGNED_UP;
	if (change != HOLDER_READDRESSED)
		say(changing, NOTICES_OF_CONTACT, (struct fact){
			change == HOLDER_NAMED ? FACT_NAMED : FACT_REPLACED, {
			participant_label(now, changing->arena),
			participant_label(before, changing->arena),
		} });
	if (!holders[0].own || (change != HOLDER_REPLACED &&
	    strcasecmp(holders[0].mailbox, holders[1].mailbox) == 0))
		return STATUS_OK;
	return notify_left(changing->db, changing->act, &changing->before,
	    before, change == HOLDER_REPLACED ? MAIL_REPLACED :
	    MAIL_ADDRESS_GONE, &changing->notices, changing->arena);
}

static enum status
settle_contact(struct changing *changing)
{
	struct registration *now = &changing->now;
	enum holder_change change = change_of_contact(changing, now);
	enum status status;

	if (!holder_ends_link(change))
		return STATUS_OK;
	now->nonce = link_nonce(changing->act->random);
	status = registration_renew(changing->db, now);
	if (status == STATUS_OK)
		status = outbox_withdraw_from(changing->db, now->id, 0,
		    changing->before.nonce, changing->act->now);
	changing->notices.contact = change == HOLDER_READDRESSED ?
	    MAIL_READDRESSED : MAIL_TAKEN_OVER;
	return status != STATUS_OK ? status :
	    notify_left(changing->db, changing->act, &changing->before,
	    NULL, change == HOLDER_REPLACED ? MAIL_REPLACED :
	    MAIL_ADDRESS_GONE, &changing->notices, changing->arena);
}

/*
 * Whom the links belong to now.  All are looked at, not only those of whom
 * something was written: the contact holds the links of those who have no
 * mailbox of their own.
 */
static enum status
settle_holders(struct changing *changing)
{
	enum status status = settle_contact(changing);

	for (size_t i = 0; status == STATUS_OK &&
	    i < changing->before.nparticipants; i++)
		status = settle_participant(changing, i);
	return status;
}

enum status
act_change(struct db *db, const struct act_context *act,
    const struct registration *wanted, struct arena *arena)
{
	struct changing *changing;
	enum status status;

	status = open_change(db, act, wanted->id, wanted->versie, arena,
	    &changing);
	if (status == STATUS_OK)
		status = keep_places(changing, wanted);
	if (status == STATUS_OK)
		status = change_contact(changing, wanted);
	for (size_t i = 0; status == STATUS_OK && i < wanted->nparticipants;
	    i++)
		status = change_person(changing, &wanted->participants[i]);
	if (status == STATUS_OK)
		status = settle_holders(changing);
	if (status == STATUS_OK)
		status = close_change(changing, "gewijzigd", 0);
	return status;
}

/* The place, its sessions and its turn stay; all that is personal is new. */
enum status
act_replace(struct db *db, const struct act_context *act, int64_t registration,
    int64_t versie, const struct participant *wanted, struct arena *arena)
{
	struct registration then;
	struct changing *changing;
	struct participant person = *wanted;
	enum status status;
	size_t index;

	status = open_change(db, act, registration, versie, arena, &changing);
	if (status != STATUS_OK)
		return status;
	index = index_of(&changing->now, wanted->positie);
	if (index == changing->now.nparticipants ||
	    changing->now.participants[index].attendance ==
	    ATTENDANCE_CANCELLED)
		return STATUS_NOTFOUND;
	then = changing->now;
	then.participants = &person;
	then.nparticipants = 1;
	status = keep_places(changing, &then);
	if (status != STATUS_OK)
		return status;
	changing->replaced = wanted->positie;
	status = change_answers(changing, index, wanted);
	if (status == STATUS_OK)
		status = settle_holders(changing);
	if (status == STATUS_OK)
		status = close_change(changing, "vervangen",
		    changing->now.participants[index].id);
	return status;
}
