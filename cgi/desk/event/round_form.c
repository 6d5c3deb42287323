/* A round of the programme, and the other items of the day. */
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

static void
add_times(struct part *part, int64_t from, int64_t to)
{
	struct arena *arena = part->request->arena;

	inquiry_add(&part->inquiry, &begin, clock_local(from, arena));
	inquiry_add(&part->inquiry, &einde, clock_local(to, arena));
}

/* found NULL with an id: it is not of this event. */
static enum status
open_round(struct app *app, struct request *request,
    struct response *response, struct part *part, const struct round **found)
{
	const struct event *event;
	enum status status;

	status = part_open(app, request, response, part);
	if (status != STATUS_OK)
		return status;
	*found = catalog_round(part->catalog, part->id);
	if (*found == NULL && part->id != 0)
		return STATUS_NOTFOUND;
	event = &part->catalog->event;
	part->title = *found == NULL ? "Ronde toevoegen" : "Ronde wijzigen";
	part->remove = *found == NULL ? NULL : "Ronde verwijderen";
	inquiry_add(&part->inquiry, &titel, *found == NULL ? arena_printf(
	    request->arena, "Sessieronde %zu", part->catalog->nrounds + 1) :
	    (*found)->titel);
	add_times(part, *found == NULL ? event->begin : (*found)->begin,
	    *found == NULL ? event->einde : (*found)->einde);
	return STATUS_OK;
}

enum status
part_round_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct round *found;
	struct part part;
	enum status status;

	status = open_round(app, request, response, &part, &found);
	return status == STATUS_OK ? part_draw(&part) : status;
}

struct round_job {
	struct act	 act;
	struct round	 round;
};

static enum status
save_round(struct db *db, void *arg, struct arena *arena)
{
	struct round_job *job = arg;

	return act_put_round(db, &job->act, &job->round, arena);
}

static enum status
remove_round(struct db *db, void *arg, struct arena *arena)
{
	struct round_job *job = arg;

	return act_remove_round(db, &job->act, job->round.id, arena);
}

static enum status
drop_round(struct part *part, const struct round *found)
{
	struct round_job job = { .act = part->act, .round = *found };
	struct part_question question = {
		.title = "Deze ronde verwijderen?", .deed = "verwijderen",
		.sentences = { arena_printf(part->request->arena, "%s "
		    "verdwijnt uit het programma.", found->titel) },
		.nsentences = 1, .quiet = "Ronde verwijderen",
		.concern = { .here = DESK_PROGRAMME },
	};

	if (found->nsessions > 0)
		return part_refuse(part, "In deze ronde zijn nog sessies. "
		    "Verwijder die eerst; dan ziet u bij elke sessie wie haar "
		    "koos.");
	if (concern_decision(part->request) == DECISION_NONE)
		return part_ask(part, &question);
	return part_run(part, remove_round, &job, "verwijderd");
}

/* Does anybody have a choice in it? */
static enum status
count_choosers(const struct part *part, int64_t round, size_t *count)
{
	struct choosers choosers;
	enum status status;

	status = session_choosers(part->app->db, 0, round,
	    part->request->arena, &choosers);
	*count = status == STATUS_OK ? choosers.count : 0;
	return status;
}

static enum status
ask_round(struct part *part, const struct round *found, const char *news)
{
	return part_ask(part, &(struct part_question){
		.title = "Dit verandert voor mensen die komen",
		.sentences = { news }, .nsentences = 1,
		.concern = {
			.here = DESK_PROGRAMME, .round = found->id,
			.mails = true,
		},
		.loud = "Opslaan en mailen",
		.quiet = "Opslaan zonder te mailen",
	});
}

enum status
part_round_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct round *found;
	const char *news = NULL;
	struct round_job job;
	struct part part;
	enum status status;
	size_t faults, choosers = 0;

	status = open_round(app, request, response, &part, &found);
	if (status != STATUS_OK)
		return status;
	if (found != NULL && part_is_removal(&part))
		return drop_round(&part, found);
	faults = inquiry_read(&part.inquiry, request->form, request->arena);
	if (part_is_old(&part))
		return part_refuse_old(&part);
	if (faults > 0 || !part_is_ordered(&part))
		return part_refuse(&part, NULL);
	job = (struct round_job){ .act = part.act, .round = {
		.id = part.id, .titel = inquiry_value(&part.inquiry, "titel"),
		.begin = inquiry_moment(&part.inquiry, "begin"),
		.einde = inquiry_moment(&part.inquiry, "einde"),
	} };
	if (found != NULL)
		news = act_round_news(found, &job.round, request->arena);
	if (news != NULL)
		status = count_choosers(&part, found->id, &choosers);
	if (status != STATUS_OK)
		return status;
	if (choosers > 0 && concern_decision(request) == DECISION_NONE)
		return ask_round(&part, found, news);
	job.act.quiet = concern_decision(request) != DECISION_MAIL;
	return part_run(&part, save_round, &job, job.act.quiet ? "opgeslagen" :
	    "gemaild");
}

static enum status
open_item(struct app *app, struct request *request,
    struct response *response, struct part *part,
    const struct programme_item **found)
{
	const struct event *event;
	enum status status;

	status = part_open(app, request, response, part);
	if (status != STATUS_OK)
		return status;
	*found = catalog_item(part->catalog, part->id);
	if (*found == NULL && part->id != 0)
		return STATUS_NOTFOUND;
	event = &part->catalog->event;
	part->title = *found == NULL ? "Onderdeel toevoegen" :
	    "Onderdeel wijzigen";
	part->remove = *found == NULL ? NULL : "Onderdeel verwijderen";
	inquiry_add(&part->inquiry, &titel, *found == NULL ? "" :
	    (*found)->titel);
	inquiry_add(&part->inquiry, &omschrijving, *found == NULL ? "" :
	    (*found)->omschrijving);
	add_times(part, *found == NULL ? event->begin : (*found)->begin,
	    *found == NULL ? event->einde : (*found)->einde);
	return STATUS_OK;
}

enum status
part_item_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct programme_item *found;
	struct part part;
	enum status status;

	status = open_item(app, request, response, &part, &found);
	return status == STATUS_OK ? part_draw(&part) : status;
}

struct item_job {
	struct act		 act;
	struct programme_item	 item;
};

static enum status
save_item(struct db *db, void *arg, struct arena *arena)
{
	struct item_job *job = arg;

	return act_put_item(db, &job->act, &job->item, arena);
}

static enum status
remove_item(struct db *db, void *arg, struct arena *arena)
{
	struct item_job *job = arg;

	return act_remove_item(db, &job->act, job->item.id, arena);
}

static enum status
drop_item(struct part *part, const struct programme_item *found)
{
	struct item_job job = { .act = part->act, .item = *found };

	if (concern_decision(part->request) == DECISION_NONE)
		return part_ask(part, &(struct part_question){
			.title = "Dit onderdeel verwijderen?",
			.deed = "verwijderen",
			.sentences = { arena_printf(part->request->arena,
			    "%s verdwijnt uit het programma.",
			    found->titel) },
			.nsentences = 1, .quiet = "Onderdeel verwijderen",
			.concern = { .here = DESK_PROGRAMME },
		});
	return part_run(part, remove_item, &job, "verwijderd");
}

enum status
part_item_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct programme_item *found;
	struct item_job job;
	struct part part;
	enum status status;
	size_t faults;

	status = open_item(app, request, response, &part, &found);
	if (status != STATUS_OK)
		return status;
	if (found != NULL && part_is_removal(&part))
		return drop_item(&part, found);
	faults = inquiry_read(&part.inquiry, request->form, request->arena);
	if (part_is_old(&part))
		return part_refuse_old(&part);
	if (faults > 0 || !part_is_ordered(&part))
		return part_refuse(&part, NULL);
	job = (struct item_job){ .act = part.act, .item = {
		.id = part.id, .titel = inquiry_value(&part.inquiry, "titel"),
		.omschrijving = inquiry_value(&part.inquiry, "omschrijving"),
		.begin = inquiry_moment(&part.inquiry, "begin"),
		.einde = inquiry_moment(&part.inquiry, "einde"),
	} };
	return part_run(&part, save_item, &job, "opgeslagen");
}
