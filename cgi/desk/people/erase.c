/*
 * Erasing a person, or with alles=ja the whole delegation: what goes is said,
 * a reason is asked, and only then it is done.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/form/desk_form.h"
#include "cgi/form/organiser_questions.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

#define ALL	"alles"

struct erasing {
	struct attending	 attending;
	struct act_context	 act;
	struct desk_form	 form;
	bool			 all;
};

static enum status
begin(struct erasing *erasing, struct app *app, struct request *request)
{
	const struct params *params = request->params != NULL ?
	    request->params : request->query_params;
	enum status status;

	*erasing = (struct erasing){
		.all = text_same(params_value(params, ALL), "ja"),
	};
	status = attending_find(app, request, "Gegevens wissen",
	    &erasing->attending);
	desk_form_add(&erasing->form, &erase_reason_field, "");
	return status;
}

static enum status
draw(struct erasing *erasing, struct response *response)
{
	struct attending *attending = &erasing->attending;
	struct arena *arena = attending->request->arena;
	struct desk_form_kept kept = { ALL, erasing->all ? "ja" : "nee" };
	struct desk_form_group group = { .heading = NULL };
	struct desk_form_page page = {
		.frame = attending->desk.frame,
		.title = erasing->all ? "De hele aanmelding wissen?" :
		    "Deze deelnemer wissen?",
		.lead = arena_printf(arena, erasing->all ?
		    "Alles van de delegatie van %s gaat weg: de contactpersoon"
		    ", de deelnemers, hun keuzes en wensen, de mails en de "
		    "notities. Niemand van hen krijgt hierover mail; zeg ze "
		    "eerst af als dat moet. Plaatsen gaan naar wie er wacht. "
		    "Dit kan niet ongedaan worden gemaakt." :
		    "Alles van %s gaat weg: naam, adres, keuzes, wensen, mails "
		    "en notities met die naam. De contactpersoon hoort dat er "
		    "iemand niet meer komt. De plaats gaat naar wie er wacht. "
		    "Dit kan niet ongedaan worden gemaakt.", erasing->all ?
		    attending->registration.gemeente_naam :
		    participant_label(attending->person, arena)),
		.action = attending->request->path, .groups = &group,
		.ngroups = 1, .hidden = &kept, .nhidden = 1,
		.submit = "Wissen", .no_way_back = true, .back = attending_path(
		attending->person->id, NULL, arena),
		.back_text = "Terug zonder iets te wissen",
	};
	struct drawing drawing;

	drawing_init(&drawing, &attending->desk.context, arena);
	group.fields = desk_form_draw(&erasing->form, &drawing);
	group.nfields = erasing->form.count;
	page.summary = draw_summary(&drawing, NULL);
	desk_form_html(&response->body, &page);
	return STATUS_OK;
}

enum status
attendee_erase_show(struct app *app, struct request *request,
    struct response *response)
{
	struct erasing erasing;
	enum status status = begin(&erasing, app, request);

	return status == STATUS_OK ? draw(&erasing, response) : status;
}

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	const struct erasing *erasing = arg;

	return act_erase(db, &erasing->act,
	    erasing->attending.registration.id, erasing->all ? 0 :
	    erasing->attending.person->id, arena);
}

enum status
attendee_erase_post(struct app *app, struct request *request,
    struct response *response)
{
	struct erasing erasing;
	enum status status = begin(&erasing, app, request);

	if (status != STATUS_OK)
		return status;
	if (desk_form_read(&erasing.form, request->params,
	    request->arena) > 0) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(&erasing, response);
	}
	erasing.act = app_act(app, erasing.attending.desk.context.catalog,
	    desk_who(request));
	erasing.act.always = true;
	erasing.act.reason = desk_form_value(&erasing.form,
	    erase_reason_field.name);
	status = writer_run(app->writer, erase, &erasing);
	return status != STATUS_OK ? status :
	    response_see_other(response, "/beheer/bewaren?gedaan=gewist");
}
