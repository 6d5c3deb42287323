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
part_catalog(struct app *app, struct request *request, int64_t event,
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
part_open(struct app *app, struct request *request,
    struct response *response, struct part *part)
{
	enum status status;
	char *end;

	*part = (struct part){
		.app = app, .request = request, .response = response,
		.action = request->path,
	};
	if (strcmp(request->tail, "nieuw") != 0) {
		part->id = strtoll(request->tail, &end, 10);
		if (*end != '\0' || part->id <= 0)
			return STATUS_NOTFOUND;
	}
	status = desk_act(app, request, &part->act);
	if (status != STATUS_OK)
		return status;
	status = part_catalog(app, request, 0, &part->catalog);
	part->act.catalog = part->catalog;
	return status;
}

/* What a form was made of; there is nothing yet of a new one. */
static const char *
version_of(const struct part *part)
{
	return part->id == 0 ? NULL : inquiry_version(&part->inquiry,
	    part->app->secret, part->request->arena);
}

static enum status
draw(struct part *part, struct inquiry_page *page)
{
	struct inquiry_group *group = arena_alloc(part->request->arena,
	    sizeof(*group));
	struct desk_page context;
	struct drawing drawing;
	enum status status;

	status = desk_page(part->app, part->request, part->title,
	    DESK_PROGRAMME, &context);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &context.context, part->request->arena);
	*group = (struct inquiry_group){
		.fields = inquiry_draw(&part->inquiry, &drawing),
		.nfields = part->inquiry.count,
	};
	page->frame = context.frame;
	page->title = part->title;
	page->action = part->action;
	page->version = version_of(part);
	page->summary = draw_summary(&drawing, page->trouble);
	page->hidden = part->hidden;
	page->nhidden = part->nhidden;
	page->groups = group;
	page->ngroups = 1;
	page->submit = "Opslaan";
	page->remove = part->remove;
	page->back = BACK;
	page->back_text = "Terug naar het programma";
	inquiry_html(&part->response->body, page);
	return STATUS_OK;
}

enum status
part_draw(struct part *part)
{
	return draw(part, &(struct inquiry_page){ .trouble = NULL });
}

enum status
part_refuse(struct part *part, const char *trouble)
{
	part->response->code = HTTP_UNPROCESSABLE;
	return draw(part, &(struct inquiry_page){ .trouble = trouble });
}

bool
part_is_old(const struct part *part)
{
	return part->id != 0 && inquiry_is_old(&part->inquiry,
	    part->request->params, part->app->secret, part->request->arena);
}

enum status
part_refuse_old(struct part *part)
{
	struct inquiry_page page = { .trouble = INQUIRY_OLD };

	inquiry_compare(&part->inquiry, part->request->arena, &page);
	part->response->code = HTTP_UNPROCESSABLE;
	return draw(part, &page);
}

bool
part_is_removal(const struct part *part)
{
	return text_same(params_value(part->request->params, "actie"),
	    "verwijderen");
}

bool
part_is_ordered(struct part *part)
{
	if (inquiry_moment(&part->inquiry, "einde") >
	    inquiry_moment(&part->inquiry, "begin"))
		return true;
	inquiry_fault(&part->inquiry, "einde", "Het einde moet na het begin "
	    "liggen.");
	return false;
}

enum status
part_ask(struct part *part, const struct part_question *question)
{
	struct arena *arena = part->request->arena;
	struct concern_page page = {
		.title = question->title, .nsentences = question->nsentences,
		.sentences = arena_array(arena, question->nsentences,
		    sizeof(*page.sentences)),
		.action = part->action, .version = version_of(part),
		.choice = question->choice,
		.summary = question->summary,
		.deed = question->deed, .loud = question->loud,
		.quiet = question->quiet, .back = BACK,
	};

	for (size_t i = 0; i < question->nsentences; i++)
		page.sentences[i] = question->sentences[i];
	page.hidden = inquiry_hide(&part->inquiry, &page.nhidden, arena);
	if (question->deed != NULL)
		page.nhidden = 0;	/* nothing of the form is used */
	return concern_draw(part->app, part->request, &question->concern,
	    &page, part->response);
}

enum status
part_ask_change(struct part *part, const char *news, const char *warning,
    struct concern *concern)
{
	struct part_question question = {
		.title = "Dit verandert voor mensen die komen",
		.loud = "Opslaan en mailen",
		.quiet = news == NULL ? "Opslaan" : "Opslaan zonder te mailen",
	};

	concern->here = DESK_PROGRAMME;
	concern->mails = news != NULL;
	question.concern = *concern;
	if (news != NULL)
		question.sentences[question.nsentences++] = news;
	if (warning != NULL)
		question.sentences[question.nsentences++] = warning;
	return part_ask(part, &question);
}

enum status
part_run(struct part *part, db_work work, void *arg, const char *done)
{
	enum status status = writer_run(part->app->writer, work, arg);

	if (status != STATUS_OK)
		return status;
	return response_see_other(part->response, arena_printf(
	    part->request->arena, BACK "?gedaan=%s", done));
}
