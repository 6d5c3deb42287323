/*
 * Calling an event off, and having it go on after all: first a sentence of
 * the organiser's, then who is told and the letter itself, and only then it is
 * done.
 */
#include "cgi/desk/event/preview.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "templates.h"

#define BACK		"/beheer/bijeenkomsten"
#define ACTIE		"actie"
#define OFF		"afgelasten"
#define ON		"doorgaan"

static const struct field sentence = {
	.name = "tekst", .label = "Wat u erbij wilt zeggen",
	.hint = "Staat in de mail, en als de bijeenkomst niet doorgaat ook op "
	    "haar pagina. Zoals waarom, en of er een nieuwe datum komt.",
	.type = FIELD_LINES, .max = CALL_OFF_MAX, .autocomplete = "off",
};

struct calling {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	const struct catalog	*catalog;
	bool			 off;		/* what is asked */
	struct desk_form_kept	 kept;		/* and goes along */
	struct desk_form	 desk_form;
	struct act_context	 act;
};

static enum status
begin(struct calling *calling, struct app *app, struct request *request,
    struct response *response)
{
	enum status status;
	const char *actie;

	*calling = (struct calling){
		.app = app, .request = request, .response = response,
	};
	status = event_of_address(app, request, &calling->catalog);
	if (status != STATUS_OK)
		return status;
	/* What the page asked: it may have been done meanwhile. */
	actie = params_value(request->params, ACTIE);
	calling->off = actie == NULL ? calling->catalog->event.afgelast == 0 :
	    text_same(actie, OFF);
	calling->kept = (struct desk_form_kept){ ACTIE, calling->off ? OFF :
	    ON };
	calling->act = app_act(app, calling->catalog, desk_who(request));
	calling->act.always = true;
	desk_form_add(&calling->desk_form, &sentence, "");
	return event_phase(&calling->catalog->event, app->now()) ==
	    EVENT_PAST ? STATUS_FULL : STATUS_OK;
}

static enum status
draw_form(struct calling *calling)
{
	const struct event *event = &calling->catalog->event;
	struct arena *arena = calling->request->arena;
	struct desk_form_group group = { .heading = NULL };
	struct desk_form_page page = {
		.title = calling->off ? "Deze bijeenkomst afgelasten?" :
		    "Deze bijeenkomst toch laten doorgaan?",
		.lead = arena_printf(arena, "%s, %s.", event->titel,
		    clock_span(event->begin, event->einde, arena)),
		.action = calling->request->path, .groups = &group,
		.ngroups = 1, .hidden = &calling->kept, .nhidden = 1,
		.submit = "Verder: wie het hoort, en de mail",
		.back = BACK, .back_text = "Terug zonder iets te veranderen",
	};
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	status = desk_page(calling->app, calling->request, page.title,
	    DESK_NONE, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	group.fields = desk_form_draw(&calling->desk_form, &drawing);
	group.nfields = calling->desk_form.count;
	page.summary = draw_summary(&drawing, NULL);
	page.frame = desk.frame;
	desk_form_html(&calling->response->body, &page);
	return STATUS_OK;
}

static enum status
call_off(struct db *db, void *arg, struct arena *arena)
{
	const struct calling *calling = arg;

	return act_call_off(db, &calling->act, calling->off,
	    desk_form_value(&calling->desk_form, sentence.name), arena);
}

static enum status
ask(struct calling *calling)
{
	struct arena *arena = calling->request->arena;
	const char *sentences[] = { calling->off ? "De pagina zegt dan dat de "
	    "bijeenkomst niet doorgaat, en niemand kan zich meer aanmelden. "
	    "Wie is aangemeld, blijft dat: u kunt dit terugdraaien." :
	    "De pagina is dan weer zoals eerst. Wie was aangemeld, is dat "
	    "nog." };
	struct impact_page page = {
		.title = calling->off ? "Deze bijeenkomst afgelasten?" :
		    "Deze bijeenkomst toch laten doorgaan?",
		.sentences = sentences, .nsentences = 1,
		.action = calling->request->path,
		.actie = calling->kept.value,
		.loud = calling->off ? "Afgelasten en mailen" :
		    "Laten doorgaan en mailen",
		.quiet = calling->off ? "Afgelasten zonder te mailen" :
		    "Laten doorgaan zonder te mailen", .back = BACK,
	};
	struct outlook outlook = {
		.work = call_off, .arg = calling, .now = calling->act.now,
		.event = calling->catalog->event.id,
		.letters_as = impact_letters(calling->request, &calling->act),
	};
	enum status status = outlook_find(calling->app->writer, &outlook);

	if (status != STATUS_OK)
		return status;
	page.reach = impact_reach(&outlook, arena);
	if (outlook.letters == 0)
		page.loud = NULL;
	impact_show_letter(&outlook, calling->request, &page);
	page.hidden = desk_form_hide(&calling->desk_form, &page.nhidden,
	    arena);
	return impact_draw(calling->app, calling->request, &(struct impact){
		.here = DESK_NONE, .mails = true, .event = outlook.event,
	}, &page, calling->response);
}

enum status
call_off_show(struct app *app, struct request *request,
    struct response *response)
{
	struct calling calling;
	enum status status = begin(&calling, app, request, response);

	return status == STATUS_OK ? draw_form(&calling) : status;
}

enum status
call_off_post(struct app *app, struct request *request,
    struct response *response)
{
	enum decision decision = impact_decision(request);
	struct calling calling;
	struct impact_job job = {
		.work = call_off, .arg = &calling, .act = &calling.act,
	};
	enum status status = begin(&calling, app, request, response);

	if (status != STATUS_OK)
		return status;
	if (desk_form_read(&calling.desk_form, request->params,
	    request->arena) > 0) {
		response->code = HTTP_UNPROCESSABLE;
		return draw_form(&calling);
	}
	if (decision == DECISION_NONE)
		return ask(&calling);
	calling.act.quiet = calling.act.silent = decision == DECISION_QUIET;
	impact_answer(request, &calling.act);
	job.title = calling.off ? "Bijeenkomst gaat niet door" :
	    "Bijeenkomst gaat toch door";
	job.event = calling.catalog->event.id;
	status = impact_run(app->writer, &job);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, impact_path(calling.off ?
	    BACK "?gedaan=afgelast" : BACK "?gedaan=doorgaan", &job,
	    request->arena));
}
