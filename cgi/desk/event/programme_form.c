/*
 * What the forms of the programme's parts have in common: a form that knows
 * whether somebody else changed the same part meanwhile, and a question
 * before people are affected.
 */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/event/programme_form.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"

#define BACK		"/beheer/programma"

/* Of our own, because the worker's may be read again on the way. */
enum status
programme_form_catalog(struct app *app, struct request *request, int64_t event,
    const struct catalog **catalog)
{
	char today[CLOCK_DAY_SIZE];
	struct catalog *own;
	enum status status = STATUS_OK;

	if (event == 0)
		status = desk_catalog(app, request, catalog);
	if (status != STATUS_OK)
		return status;
	clock_day(app->now(), today);
	status = catalog_load(app->db, event == 0 ? (*catalog)->event.id :
	    event, today, request->arena, &own);
	if (status == STATUS_OK)
		*catalog = own;
	return status;
}

enum status
programme_form_open(struct app *app, struct request *request,
    struct response *response, struct programme_form *form)
{
	enum status status;
	char *end;

	*form = (struct programme_form){
		.app = app, .request = request, .response = response,
		.action = request->path,
	};
	if (strcmp(request->tail, "nieuw") != 0) {
		form->id = strtoll(request->tail, &end, 10);
		if (*end != '\0' || form->id <= 0)
			return STATUS_NOTFOUND;
	}
	status = desk_act(app, request, &form->act);
	if (status != STATUS_OK)
		return status;
	status = programme_form_catalog(app, request, 0, &form->catalog);
	form->act.catalog = form->catalog;
	form->act.trouble = form->trouble;
	return status;
}

/* What a form was made of; there is nothing yet of a new one. */
static const char *
version_of(const struct programme_form *form)
{
	return form->id == 0 ? NULL : desk_form_version(&form->desk_form,
	    form->request->arena);
}

static enum status
draw(struct programme_form *form, struct desk_form_page *page)
{
	struct desk_form_group *group = arena_alloc(form->request->arena,
	    sizeof(*group));
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(form->app, form->request, form->title,
	    DESK_PROGRAMME, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, form->request->arena);
	*group = (struct desk_form_group){
		.fields = desk_form_draw(&form->desk_form, &drawing),
		.nfields = form->desk_form.count,
	};
	page->frame = desk.frame;
	page->title = form->title;
	page->action = form->action;
	page->version = version_of(form);
	page->summary = draw_summary(&drawing, page->trouble);
	page->hidden = form->hidden;
	page->nhidden = form->nhidden;
	page->groups = group;
	page->ngroups = 1;
	page->submit = "Bewaren";
	page->remove = form->remove;
	page->back = BACK;
	page->back_text = "Terug naar het programma";
	desk_form_html(&form->response->body, page);
	return STATUS_OK;
}

enum status
programme_form_draw(struct programme_form *form)
{
	return draw(form, &(struct desk_form_page){ .trouble = NULL });
}

enum status
programme_form_refuse(struct programme_form *form, const char *trouble)
{
	form->response->code = HTTP_UNPROCESSABLE;
	return draw(form, &(struct desk_form_page){ .trouble = trouble });
}

bool
programme_form_is_old(const struct programme_form *form)
{
	return form->id != 0 && form->desk_form.nboth > 0;
}

enum status
programme_form_refuse_old(struct programme_form *form)
{
	struct desk_form_page page = { .trouble = DESK_FORM_OLD };

	desk_form_compare(&form->desk_form, form->app->db,
	    &(struct audit_filter){
		AUDIT_ANY, .event = form->catalog->event.id,
		.wat = "programma gewijzigd",
	}, form->request->arena, &page);
	form->response->code = HTTP_UNPROCESSABLE;
	return draw(form, &page);
}

bool
programme_form_is_removal(const struct programme_form *form)
{
	return text_same(params_value(form->request->params, "actie"),
	    "verwijderen");
}

bool
programme_form_is_ordered(struct programme_form *form)
{
	if (desk_form_moment(&form->desk_form, "einde") >
	    desk_form_moment(&form->desk_form, "begin"))
		return true;
	desk_form_fault(&form->desk_form, "einde",
	    "Het einde moet na het begin "
	    "liggen.");
	return false;
}

enum status
programme_form_ask(struct programme_form *form,
    const struct programme_question *question)
{
	struct arena *arena = form->request->arena;
	struct impact_page page = {
		.title = question->title, .nsentences = question->nsentences,
		.sentences = arena_array(arena, question->nsentences,
		    sizeof(*page.sentences)),
		.action = form->action, .version = version_of(form),
		.choice = question->choice,
		.summary = question->summary,
		.actie = question->actie, .reach = question->reach,
		.next = question->next,
		.loud = question->loud,
		.quiet = question->quiet, .back = BACK,
	};

	for (size_t i = 0; i < question->nsentences; i++)
		page.sentences[i] = question->sentences[i];
	if (question->outlook != NULL)
		impact_show_letter(question->outlook, form->request, &page);
	page.hidden = desk_form_hide(&form->desk_form, &page.nhidden, arena);
	if (question->actie != NULL) {
		/* Nothing of the form is used. */
		page.hidden = arena_array(arena, 1, sizeof(*page.hidden));
		page.hidden[0] = question->kept;
		page.nhidden = question->kept.name != NULL;
	}
	return impact_draw(form->app, form->request, &question->impact,
	    &page, form->response);
}

enum status
programme_form_ask_change(struct programme_form *form, const char *notices,
    const char *warning, const struct outlook *outlook, struct impact *impact)
{
	bool letters = notices != NULL ||
	    (outlook != NULL && outlook->letters > 0);
	struct programme_question question = {
		.title = "Dit verandert er voor mensen",
		.loud = "Bewaren en mailen",
		.quiet = letters ? "Bewaren zonder te mailen" : "Bewaren",
		.outlook = outlook,
	};

	impact->here = DESK_PROGRAMME;
	impact->mails = notices != NULL;
	question.impact = *impact;
	if (notices != NULL)
		question.sentences[question.nsentences++] = notices;
	if (warning != NULL)
		question.sentences[question.nsentences++] = warning;
	if (outlook != NULL && outlook->seats > 0) {
		question.reach = impact_reach(outlook, form->request->arena);
		question.nsentences = impact_say_outlook(outlook,
		    form->request->arena, question.sentences,
		    question.nsentences);
	}
	return programme_form_ask(form, &question);
}

enum status
programme_form_foretell(struct programme_form *form, struct act_context *act,
    struct outlook *outlook)
{
	enum status status;

	outlook->event = form->catalog->event.id;
	outlook->now = act->now;
	outlook->letters_as = impact_letters(form->request, act);
	status = outlook_find(form->app->writer, outlook);
	if (status != STATUS_FULL)
		return status;
	outlook->seats = 0;
	return STATUS_OK;
}

enum status
programme_form_run(struct programme_form *form, db_work work, void *arg,
    struct act_context *act, const char *done)
{
	struct impact_job job = {
		.work = work, .arg = arg, .act = act,
		.event = act->catalog->event.id,
		.title = "Programma gewijzigd",
	};
	enum status status;

	impact_answer(form->request, act);
	status = impact_run(form->app->writer, &job);
	if (status == STATUS_FULL && form->trouble[0] != '\0')
		return programme_form_refuse(form, form->trouble);
	if (status != STATUS_OK)
		return status;
	return response_see_other(form->response, impact_path(arena_printf(
	    form->request->arena, BACK "?gedaan=%s", done), &job,
	    form->request->arena));
}
