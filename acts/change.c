/* Changing what was signed up: answers, sessions, people. */
#include <string.h>

#include "acts/act.h"
#include "acts/notify.h"
#include "acts/override.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/event/event.h"
#include "db/registration/registration_update.h"
#include "db/registration/requirements.h"
#include "db/registration/seats.h"

/* One change: what it starts from, and what is said of it. */
struct changing {
	struct db		*db;
	const struct act_context *act;
	struct arena		*arena;
	struct event		 event;
	struct registration	 now;		/* as it is in the database */
	struct notices		 notices;
	int64_t			 rij;		/* of the people added */
	struct override		 override;	/* what this change asks */
	struct buf		 what;		/* for the log: no values */
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

	if (what->length > WHAT_MAX / 2)
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
		    &changing->notices, changing->arena);
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
	if (act->reason != NULL)
		buf_printf(&changing->what, "%sreden: %s",
		    changing->what.length == 0 ? "" : "; ", act->reason);
	return audit_add(db, &(struct audit){
		.wie = act->who, .wat = wat, .event = changing->event.id,
		.registration = changing->now.id,
		.participant = participant,
		.toelichting = changing->what.data,
	}, act->now);
}

/* of: the index of whom it is about, or NOTICES_OF_CONTACT. */
static void
say(struct changing *changing, size_t of, struct fact fact)
{
	changing->notices.contact = MAIL_CHANGED;
	notices_add(&changing->notices, of, fact);
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

static enum status
change_contact(struct changing *changing, const struct registration *wanted)
{
	struct registration *now = &changing->now;
	const char *before_name = now->gemeente_naam;
	bool differs = themas_differ(now, wanted);
	enum status status;

	if (differs) {
		remember(changing, 0, "Onderwerpen");
		say(changing, NOTICES_OF_CONTACT,
		    (struct fact){ .kind = FACT_TOPICS });
	}
	for (size_t i = 0; i < CONTACT__MAX; i++) {
		if (text_same(now->answer[i], wanted->answer[i]))
			continue;
		differs = true;
		remember(changing, 0, contact_fields[i].title);
		say(changing, NOTICES_OF_CONTACT, (struct fact){ FACT_CONTACT, {
			contact_fields[i].name, i == CONTACT_GEMEENTE ?
			wanted->gemeente_naam : wanted->answer[i],
			i == CONTACT_GEMEENTE ? before_name : now->answer[i],
		} });
		now->answer[i] = wanted->answer[i];
	}
	now->themas = wanted->themas;
	now->nthemas = wanted->nthemas;
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

static enum status
change_answers(struct changing *changing, size_t index,
    const struct participant *wanted)
{
	struct participant *now = &changing->now.participants[index];
	const char *who = participant_name(wanted, changing->arena);
	bool same = strcasecmp(now->answer[PARTICIPANT_EMAIL],
	    wanted->answer[PARTICIPANT_EMAIL]) == 0, differs = false;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		if (text_same(now->answer[i], wanted->answer[i]))
			continue;
		differs = true;
		remember(changing, now->positie, participant_fields[i].title);
		/* A tick that is the participant's own is told to nobody. */
		if (i != PARTICIPANT_NAAM_VOLGT &&
		    !(participant_fields[i].flags & FIELD_OWN))
			say(changing, index, (struct fact){ FACT_PERSON, {
				who, participant_fields[i].name,
				wanted->answer[i], now->answer[i],
			} });
		/* At a new address the confirmation is read first. */
		if (!(participant_fields[i].flags & FIELD_OWN))
			changing->notices.participant[index] = same ?
			    MAIL_CHANGED : MAIL_SIGNED_UP;
		now->answer[i] = wanted->answer[i];
	}
	now->gewijzigd = changing->act->now;
	return differs ? participant_update(changing->db, now,
	    changing->arena) : STATUS_OK;
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
	if (changing->notices.participant[index] == MAIL_NONE)
		changing->notices.participant[index] = MAIL_CHANGED;
	say(changing, index, (struct fact){ FACT_CHOICE, {
		participant_name(wanted, changing->arena), in->titel,
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

	if (index == PARTICIPANTS_MAX)
		return STATUS_FULL;
	wanted->rij = changing->rij;
	wanted->gewijzigd = changing->act->now;
	wanted->positie = (int64_t)index + 1;
	changing->now.nparticipants++;
	changing->notices.participant[index] = MAIL_SIGNED_UP;
	changing->override.place[index] = true;
	memset(changing->override.session[index], true,
	    sizeof(changing->override.session[index]));
	remember(changing, wanted->positie, "toegevoegd");
	say(changing, NOTICES_OF_CONTACT, (struct fact){ FACT_ADDED, {
		participant_name(wanted, changing->arena),
	} });
	return participant_add(changing->db, &changing->now, wanted,
	    changing->act->catalog, changing->arena);
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
		status = close_change(changing, "gewijzigd", 0);
	return status;
}

/* The place, its sessions and its turn stay; all that is personal is new. */
static enum status
put_in_place(struct changing *changing, size_t index,
    const struct participant *wanted)
{
	struct participant *now = &changing->now.participants[index];
	enum status status;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		now->answer[i] = wanted->answer[i];
	now->gewijzigd = changing->act->now;
	now->nonce = wanted->nonce;
	status = participant_update(changing->db, now, changing->arena);
	if (status == STATUS_OK)
		status = participant_renew(changing->db, now);
	if (status == STATUS_OK)
		status = requirements_remove(changing->db, now->id);
	return status;
}

enum status
act_replace(struct db *db, const struct act_context *act, int64_t registration,
    int64_t versie, const struct participant *wanted, struct arena *arena)
{
	struct registration then;
	struct changing *changing;
	struct participant *before, person = *wanted;
	enum status status;
	size_t index;

	status = open_change(db, act, registration, versie, arena, &changing);
	if (status != STATUS_OK)
		return status;
	index = index_of(&changing->now, wanted->positie);
	before = &changing->now.participants[index];
	if (index == changing->now.nparticipants ||
	    before->attendance == ATTENDANCE_CANCELLED)
		return STATUS_NOTFOUND;
	then = changing->now;
	then.participants = &person;
	then.nparticipants = 1;
	status = keep_places(changing, &then);
	if (status != STATUS_OK)
		return status;
	say(changing, NOTICES_OF_CONTACT, (struct fact){ FACT_REPLACED, {
		participant_name(wanted, arena),
		participant_name(before, arena),
	} });
	changing->notices.participant[index] = MAIL_SIGNED_UP;
	status = notify_replaced(db, act, &changing->now, before, arena);
	if (status == STATUS_OK)
		status = put_in_place(changing, index, wanted);
	if (status == STATUS_OK)
		status = close_change(changing, "vervangen", before->id);
	return status;
}
