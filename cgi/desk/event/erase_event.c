/* Erasing everybody of an event: the same question, with a reason. */
#include "cgi/desk/event/preview.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "cgi/form/organiser_questions.h"
#include "core/arena.h"
#include "core/clock.h"
#include "templates.h"

struct erasing {
	const struct catalog	*catalog;
	struct act_context	 act;
	struct desk_form	 form;
	int64_t			 left;
};

static enum status
draw(struct app *app, struct request *request, struct erasing *erasing,
    struct response *response)
{
	const struct event *event = &erasing->catalog->event;
	struct desk_form_group group = { .heading = NULL };
	struct desk_form_page page = {
		.title = "Iedereen van deze bijeenkomst wissen?",
		.lead = arena_printf(request->arena, "%s, %s. Alle "
		    "aanmeldingen gaan weg, met mails, wensen en notities. "
		    "De bijeenkomst en de aantallen blijven. Niemand krijgt "
		    "hierover mail. Dit kan niet ongedaan worden gemaakt.",
		    event->titel, clock_span(event->begin, event->einde,
		    request->arena)),
		.action = request->path, .groups = &group, .ngroups = 1,
		.submit = "Iedereen wissen", .no_way_back = true,
		.back = "/beheer/bijeenkomsten",
		.back_text = "Terug zonder iets te wissen",
	};
	struct drawing drawing;
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, page.title, DESK_NONE, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, request->arena);
	group.fields = desk_form_draw(&erasing->form, &drawing);
	group.nfields = erasing->form.count;
	page.summary = draw_summary(&drawing, NULL);
	page.frame = desk.frame;
	desk_form_html(&response->body, &page);
	return STATUS_OK;
}

static enum status
begin(struct app *app, struct request *request, struct erasing *erasing)
{
	*erasing = (struct erasing){ .left = 0 };
	desk_form_add(&erasing->form, &erase_reason_field, "");
	return event_of_address(app, request, &erasing->catalog);
}

enum status
event_erase_show(struct app *app, struct request *request,
    struct response *response)
{
	struct erasing erasing;
	enum status status = begin(app, request, &erasing);

	return status == STATUS_OK ? draw(app, request, &erasing, response) :
	    status;
}

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	struct erasing *erasing = arg;

	return act_erase_event(db, &erasing->act, &erasing->left, arena);
}

enum status
event_erase_post(struct app *app, struct request *request,
    struct response *response)
{
	struct erasing erasing;
	enum status status = begin(app, request, &erasing);

	if (status != STATUS_OK)
		return status;
	if (desk_form_read(&erasing.form, request->params,
	    request->arena) > 0) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &erasing, response);
	}
	erasing.act = app_act(app, erasing.catalog, desk_who(request));
	erasing.act.reason = desk_form_value(&erasing.form,
	    erase_reason_field.name);
	do
		status = writer_run(app->writer, erase, &erasing);
	while (status == STATUS_OK && erasing.left > 0);
	return status != STATUS_OK ? status :
	    response_see_other(response, "/beheer/bewaren?gedaan=gewist");
}
