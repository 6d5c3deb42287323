#include <stdio.h>

#include "acts/act.h"
#include "acts/outlook.h"
#include "core/arena.h"
#include "db/event/event.h"
#include "db/mail/outbox.h"
#include "db/registration/registration.h"
#include "mail/compose/compose.h"
#include "mail/compose/composer.h"

/* The figures of one moment. */
struct figures {
	int64_t		 places;
	int64_t		 seats;
	int64_t		 letter;	/* the last */
	struct registration registration;
	int64_t		 waiting;
};

struct finding {
	struct outlook	*outlook;
	enum status	 status;
	bool		 done;
};

static enum status
count(struct db *db, const struct outlook *outlook, struct arena *arena,
    struct figures *figures)
{
	struct session_seats *seats;
	enum status status;
	size_t nseats;

	*figures = (struct figures){ .places = 0 };
	status = seats_taken(db, outlook->event, &figures->places);
	if (status == STATUS_OK)
		status = seats_by_session(db, outlook->event, arena, &seats,
		    &nseats);
	for (size_t i = 0; status == STATUS_OK && i < nseats; i++)
		figures->seats += seats[i].taken;
	if (status == STATUS_OK)
		status = outbox_last(db, &figures->letter);
	if (status == STATUS_OK && outlook->registration != 0)
		status = registration_get(db, outlook->registration, arena,
		    &figures->registration);
	if (status == STATUS_OK && outlook->registration != 0)
		figures->waiting = (int64_t)participants_count(
		    &figures->registration, ATTENDANCE_WAITING);
	return status;
}

/* To whom, and the letter with that number as it would be read. */
static enum status
write_letter(struct db *db, struct outlook *outlook, int64_t since,
    struct arena *arena)
{
	struct outlook_letters *as = outlook->letters_as;
	struct act_context now = *as->act;
	struct compose_sample sample;
	enum status status;
	struct debt *debts;
	size_t count = 0, length = 0;

	status = act_gather(db, outlook->event, &now, arena);
	if (status == STATUS_OK)
		status = outbox_owed_list(db, since, arena, &debts, &count);
	for (size_t i = 0; status == STATUS_OK && i < count &&
	    length < sizeof(as->whom); i++)
		length += (size_t)snprintf(as->whom + length,
		    sizeof(as->whom) - length, "%s%s", i == 0 ? "" : ", ",
		    debts[i].ontvanger);
	if (status != STATUS_OK || count == 0)
		return status;
	if (as->number < 1 || as->number > (int64_t)count)
		as->number = 1;
	status = composer_sample(db, now.config, now.secret, now.catalog,
	    &debts[as->number - 1], now.now, arena, &sample);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	snprintf(as->to, sizeof(as->to), "%s",
	    debts[as->number - 1].ontvanger);
	snprintf(as->subject, sizeof(as->subject), "%s", sample.subject);
	snprintf(as->text, sizeof(as->text), "%s", sample.text);
	return STATUS_OK;
}

static enum status
find(struct db *db, struct outlook *outlook, struct arena *arena)
{
	struct figures before, after;
	struct event event;
	enum status status;

	status = count(db, outlook, arena, &before);
	if (status == STATUS_OK)
		status = outlook->work(db, outlook->arg, arena);
	if (status == STATUS_OK)
		status = count(db, outlook, arena, &after);
	if (status == STATUS_OK)
		status = outbox_owed_since(db, before.letter,
		    &outlook->letters);
	if (status != STATUS_OK)
		return status;
	if (outlook->letters_as != NULL)
		status = write_letter(db, outlook, before.letter, arena);
	if (status != STATUS_OK)
		return status;
	outlook->places = after.places - before.places;
	outlook->seats = after.seats - before.seats;
	outlook->waiting = after.waiting - before.waiting;
	if (after.waiting == 0)
		return STATUS_OK;
	status = event_get(db, outlook->event, arena, &event);
	return status != STATUS_OK ? status : seats_line_place(db, &event,
	    outlook->now, &after.registration, &outlook->place);
}

/* Never OK: so the writer takes it back. */
static enum status
find_and_undo(struct db *db, void *arg, struct arena *arena)
{
	struct finding *finding = arg;

	finding->status = find(db, finding->outlook, arena);
	finding->done = finding->status != STATUS_BUSY &&
	    finding->status != STATUS_FAIL;
	return finding->done ? STATUS_INVALID : finding->status;
}

enum status
outlook_find(struct writer *writer, struct outlook *outlook)
{
	struct finding finding = { .outlook = outlook };
	enum status status = writer_run(writer, find_and_undo, &finding);

	return finding.done ? finding.status : status;
}

static void
add_up(struct outlook_more *more, const struct seats_given *given)
{
	struct outlook_given *last = NULL;

	for (size_t i = 0; i < given->count; i++) {
		int64_t id = given->list[i].registration;

		if (given->list[i].session != 0)
			continue;
		more->people++;
		if ((last == NULL || last->registration != id) &&
		    more->count < more->room) {
			last = &more->list[more->count++];
			*last = (struct outlook_given){ id, 0 };
		}
		if (last != NULL && last->registration == id)
			last->people++;
	}
}

static enum status
give_more(struct db *db, void *arg, struct arena *arena)
{
	struct outlook_more *more = arg;
	struct seats_given given;
	struct event event;
	enum status status;

	more->count = 0;
	more->people = 0;
	status = event_get(db, more->event, arena, &event);
	if (status != STATUS_OK)
		return status;
	event.capaciteit += more->more;
	status = seats_give(db, &event, more->now, arena, &given);
	if (status != STATUS_OK)
		return status;
	add_up(more, &given);
	return STATUS_INVALID;	/* so the writer takes it back */
}

enum status
outlook_more(struct writer *writer, struct outlook_more *more)
{
	enum status status = writer_run(writer, give_more, more);

	return status == STATUS_INVALID ? STATUS_OK : status;
}
