/*
 * A round of the programme, and the other items of the day: both are a title
 * between two moments, and are added, changed and removed alike.  Only a round
 * holds sessions, which have to go first, and only in a round have people
 * chosen something, who may have to hear of another time.
 */
#include "cgi/desk/event/programme_form.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/event/programme.h"

static const struct field titel = {
	.name = "titel", .label = "Titel", .type = FIELD_LINE, .max = 200,
	.flags = FIELD_REQUIRED, .autocomplete = "off",
	.missing = "Vul een titel in.",
};
static const struct field omschrijving = {
	.name = "omschrijving", .label = "Omschrijving", .type = FIELD_LINES,
	.max = 2000, .autocomplete = "off",
};
static const struct field begin = {
	.name = "begin", .label = "Begin", .type = FIELD_MOMENT,
	.flags = FIELD_REQUIRED | FIELD_HALF, .autocomplete = "off",
	.missing = "Vul in wanneer het begint.",
};
static const struct field einde = {
	.name = "einde", .label = "Einde", .type = FIELD_MOMENT,
	.flags = FIELD_REQUIRED | FIELD_HALF, .autocomplete = "off",
	.missing = "Vul in wanneer het eindigt.",
};

/* One of the two, while its form answers. */
struct slot_form {
	struct programme_form	 form;
	bool			 is_round;
	const struct round	*round;	/* as it is; NULL: new, or an item */
	struct programme_item	 shown;	/* what the form begins with */
};

static enum status
open_slot(struct app *app, struct request *request,
    struct response *response, bool is_round, struct slot_form *slot)
{
	struct programme_form *form = &slot->form;
	const struct programme_item *item = NULL;
	struct arena *arena = request->arena;
	const struct event *event;
	enum status status;

	*slot = (struct slot_form){ .is_round = is_round };
	status = programme_form_open(app, request, response, form);
	if (status != STATUS_OK)
		return status;
	if (is_round)
		slot->round = catalog_round(form->catalog, form->id);
	else
		item = catalog_item(form->catalog, form->id);
	if (form->id != 0 && slot->round == NULL && item == NULL)
		return STATUS_NOTFOUND;
	event = &form->catalog->event;
	slot->shown = (struct programme_item){
		.titel = is_round ? arena_printf(arena, "Sessieronde %zu",
		    form->catalog->nrounds + 1) : "",
		.omschrijving = "",
		.begin = event->begin, .einde = event->einde,
	};
	if (item != NULL)
		slot->shown = *item;
	if (slot->round != NULL)
		slot->shown = (struct programme_item){
			.titel = slot->round->titel,
			.begin = slot->round->begin,
			.einde = slot->round->einde,
		};
	form->title = arena_printf(arena, "%s %s", is_round ? "Ronde" :
	    "Onderdeel", form->id == 0 ? "toevoegen" : "wijzigen");
	if (form->id != 0)
		form->remove = is_round ? "Ronde verwijderen" :
		    "Onderdeel verwijderen";
	desk_form_add(&form->desk_form, &titel, slot->shown.titel);
	if (!is_round)
		desk_form_add(&form->desk_form, &omschrijving,
		    slot->shown.omschrijving);
	desk_form_add(&form->desk_form, &begin, clock_local(slot->shown.begin,
	    arena));
	desk_form_add(&form->desk_form, &einde, clock_local(slot->shown.einde,
	    arena));
	return STATUS_OK;
}

static enum status
show(struct app *app, struct request *request, struct response *response,
    bool is_round)
{
	struct slot_form slot;
	enum status status;

	status = open_slot(app, request, response, is_round, &slot);
	return status == STATUS_OK ? programme_form_draw(&slot.form) : status;
}

struct slot_job {
	struct act_context	 act;
	bool			 is_round;
	struct round		 round;
	struct programme_item	 item;
};

static enum status
save(struct db *db, void *arg, struct arena *arena)
{
	struct slot_job *job = arg;

	return job->is_round ?
	    act_put_round(db, &job->act, &job->round, arena) :
	    act_put_item(db, &job->act, &job->item, arena);
}

static enum status
remove_slot(struct db *db, void *arg, struct arena *arena)
{
	struct slot_job *job = arg;

	return job->is_round ?
	    act_remove_round(db, &job->act, job->round.id, arena) :
	    act_remove_item(db, &job->act, job->item.id, arena);
}

static enum status
drop(struct slot_form *slot)
{
	struct programme_form *form = &slot->form;
	struct slot_job job = {
		.act = form->act, .is_round = slot->is_round,
		.round.id = form->id, .item.id = form->id,
	};

	if (slot->round != NULL && slot->round->nsessions > 0)
		return programme_form_refuse(form,
		    "In deze ronde zijn nog sessies. "
		    "Verwijder die eerst; dan ziet u bij elke sessie wie haar "
		    "koos.");
	if (impact_decision(form->request) == DECISION_NONE)
		return programme_form_ask(form, &(struct programme_question){
			.title = slot->is_round ? "Deze ronde verwijderen?" :
			    "Dit onderdeel verwijderen?",
			.actie = "verwijderen",
			.sentences = { arena_printf(form->request->arena,
			    "%s verdwijnt uit het programma.",
			    slot->shown.titel) },
			.nsentences = 1, .quiet = form->remove,
			.impact = { .here = DESK_PROGRAMME },
		});
	return programme_form_run(form, remove_slot, &job, &job.act,
	    "verwijderd");
}

static enum status
post(struct app *app, struct request *request, struct response *response,
    bool is_round)
{
	struct choosers choosers = { .count = 0 };
	const char *notices = NULL;
	struct slot_job job;
	struct slot_form slot;
	struct programme_form *form = &slot.form;
	struct outlook outlook = { .work = save, .arg = &job };
	enum status status;
	size_t faults;

	status = open_slot(app, request, response, is_round, &slot);
	if (status != STATUS_OK)
		return status;
	if (form->id != 0 && programme_form_is_removal(form))
		return drop(&slot);
	faults = desk_form_read(&form->desk_form, request->params,
	    request->arena);
	if (programme_form_is_old(form))
		return programme_form_refuse_old(form);
	if (faults > 0 || !programme_form_is_ordered(form))
		return programme_form_refuse(form, NULL);
	job = (struct slot_job){ .act = form->act, .is_round = is_round };
	job.round = (struct round){
		.id = form->id,
		.titel = desk_form_value(&form->desk_form, "titel"),
		.begin = desk_form_moment(&form->desk_form, "begin"),
		.einde = desk_form_moment(&form->desk_form, "einde"),
	};
	job.item = (struct programme_item){
		.id = form->id, .titel = job.round.titel,
		.begin = job.round.begin, .einde = job.round.einde,
		.omschrijving = is_round ? NULL :
		    desk_form_value(&form->desk_form, "omschrijving"),
	};
	if (slot.round != NULL)
		notices = act_round_changes(slot.round, &job.round,
		    request->arena);
	if (notices != NULL)
		status = session_choosers(app->db, 0, form->id,
		    request->arena, &choosers);
	if (status != STATUS_OK)
		return status;
	if (choosers.count > 0 && impact_decision(request) == DECISION_NONE) {
		status = programme_form_foretell(form, &job.act, &outlook);
		return status != STATUS_OK ? status :
		    programme_form_ask_change(form, notices, NULL,
		    &outlook, &(struct impact){ .round = form->id });
	}
	job.act.quiet = !is_round || impact_decision(request) != DECISION_MAIL;
	return programme_form_run(form, save, &job, &job.act,
	    job.act.quiet ?
	    "opgeslagen" :
	    "gemaild");
}

enum status
round_show(struct app *app, struct request *request, struct response *response)
{
	return show(app, request, response, true);
}

enum status
round_post(struct app *app, struct request *request, struct response *response)
{
	return post(app, request, response, true);
}

enum status
item_show(struct app *app, struct request *request, struct response *response)
{
	return show(app, request, response, false);
}

enum status
item_post(struct app *app, struct request *request, struct response *response)
{
	return post(app, request, response, false);
}
