#include "assets.h"
#include "cgi/form/draw.h"
#include "cgi/form/restore.h"
#include "cgi/page.h"
#include "cgi/signup/done.h"
#include "cgi/signup/given.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/participant.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/retention/access.h"
#include "export/json.h"
#include "templates.h"

static const char *const leads[ATTENDANCE__MAX] = {
	[ATTENDANCE_CONFIRMED] = "U bent aangemeld. Hier ziet u wat er is "
	    "vastgelegd.",
	[ATTENDANCE_WAITING] =
	    "U staat op de wachtlijst. Komt er een plaats vrij, "
	    "dan krijgt u meteen bericht.",
	[ATTENDANCE_CANCELLED] = "U bent afgemeld.",
};

/* What was given before, unless a form is shown again. */
static enum status
draw_requirements(struct app *app, struct drawing *drawing,
    const struct linked *linked, const struct answer *typed,
    const char *token, struct requirements_view *view)
{
	const struct event *event = &drawing->context->catalog->event;
	struct requirements requirements = { .answer = { "", "" } };
	enum status status;

	status = requirements_get(app->db, linked->person->id, drawing->arena,
	    &requirements);
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	*view = (struct requirements_view){
		.token = token, .given = status == STATUS_OK,
		.until = clock_date(requirements_until(event), drawing->arena),
		.organiser = event->organisatie,
		.mailto = drawing->context->event->mailto,
		.fields = arena_array(drawing->arena, REQUIREMENT__MAX,
		    sizeof(struct field_view)),
	};
	for (size_t i = 0; i < REQUIREMENT__MAX; i++) {
		struct answer kept = { .raw = requirements.answer[i] };

		view->fields[view->nfields++] = draw_field(drawing,
		    &requirement_fields[i], requirement_fields[i].name,
		    typed != NULL ? &typed[i] : &kept, "");
	}
	return STATUS_OK;
}

static void
draw_person(const struct linked *linked, const struct page_context *context,
    int64_t now, struct arena *arena, struct participant_page *page)
{
	const struct participant *person = linked->person;
	struct person_view *view = arena_alloc(arena, sizeof(*view));
	struct given given;

	*view = present_person(ANSWERS_PERSON_PAGE, person, context->catalog,
	    arena);
	page->person = view;
	page->gemeente = present_text(linked->registration.gemeente_naam);
	page->contact = contact_name(&linked->registration, arena);
	page->lead = leads[person->attendance];
	if (person->vraag_tot != 0 && page->person->cancelled == false)
		page->offered = arena_printf(arena, "Er is plaats voor u. "
		    "Laat het weten vóór %s: komt u nog?",
		    clock_moment(person->vraag_tot, arena));
	page->photo = text_empty(person->answer[PARTICIPANT_FOTO_BEZWAAR]) ?
	    "geen bezwaar" : "u wilt niet herkenbaar in beeld";
	page->informed = text_empty(person->answer[PARTICIPANT_OP_DE_HOOGTE]) ?
	    "u krijgt geen bericht" : "u krijgt bericht";
	page->may_cancel = person->attendance != ATTENDANCE_CANCELLED &&
	    event_allows(&context->catalog->event, EVENT_CANCEL, now);
	page->may_change = page->may_cancel &&
	    event_allows(&context->catalog->event, EVENT_CHANGE, now);
	given = given_of_person(person, context->catalog, view, email_shown(
	    person->answer[PARTICIPANT_EMAIL], arena), !page->may_change ?
	    NULL : arena_printf(arena, "/deelnemer/%s/wijzigen#deelnemer_%s_",
	    page->token, view->number), true, arena);
	view->given = given.views;
	view->ngiven = given.nviews;
	page->restoring = restore_hint(context, arena);
	page->may_restore = person->attendance == ATTENDANCE_CANCELLED &&
	    event_allows(&context->catalog->event, EVENT_RESTORE, now);
}

enum status
participant_draw(struct app *app, struct request *request,
    const struct linked *linked, const struct answer *answers,
    const char *consent_fault, struct response *response)
{
	struct participant_page page = { .token = request->tail };
	struct requirements_view requirements;
	struct drawing drawing;
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, linked->registration.event,
	    "Uw deelname", &context);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &context, request->arena);
	draw_person(linked, &context, app->now(), request->arena, &page);
	page.done = answers != NULL ? NULL : done_draw(linked, request,
	    &context, app->now());
	page.has_place = linked->person->attendance == ATTENDANCE_CONFIRMED;
	if (page.has_place)
		page.entry = page_entry(app, linked->person, request->arena);
	page.page = context.page;
	page.event = context.event;
	if (page.may_cancel) {
		status = draw_requirements(app, &drawing, linked, answers,
		    request->tail, &requirements);
		requirements.consent_fault = consent_fault;
		requirements.consented = answers != NULL &&
		    text_same(form_text(request->params, "toestemming"), "ja");
		page.requirements = &requirements;
	}
	if (consent_fault != NULL)
		draw_fault(&drawing, "", "toestemming", consent_fault);
	page.summary = draw_summary(&drawing, NULL);
	context.page->script = ASSET_FORM;
	if (status == STATUS_OK)
		participant_html(&response->body, &page);
	return status;
}

enum status
participant_show(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status;

	status = link_participant(app, request, &linked);
	if (status == STATUS_OK)
		status = participant_draw(app, request, &linked, NULL, NULL,
		    response);
	return status;
}

enum status
participant_data(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	struct linked linked;
	struct requirements requirements;
	struct access access;
	enum status status;
	bool given;

	status = link_participant(app, request, &linked);
	if (status == STATUS_OK)
		status = app_catalog(app, linked.registration.event, &catalog);
	if (status != STATUS_OK)
		return status;
	status = requirements_get(app->db, linked.person->id, request->arena,
	    &requirements);
	given = status == STATUS_OK;
	if (!given && status != STATUS_NOTFOUND)
		return status;
	status = access_read(app->db, linked.registration.id,
	    linked.person->id, request->arena, &access);
	if (status != STATUS_OK)
		return status;
	response->type = "application/json; charset=utf-8";
	json_participant(&response->body, &linked.registration,
	    linked.person, given ? &requirements : NULL, &access, catalog,
	    request->arena);
	return response_header(response, "Content-Disposition",
	    "attachment; filename=\"gegevens.json\"");
}

enum status
registration_data(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	struct linked linked;
	struct access access;
	enum status status;

	status = link_registration(app, request, &linked);
	if (status == STATUS_OK)
		status = app_catalog(app, linked.registration.event, &catalog);
	if (status == STATUS_OK)
		status = access_read(app->db, linked.registration.id, 0,
		    request->arena, &access);
	if (status != STATUS_OK)
		return status;
	response->type = "application/json; charset=utf-8";
	json_registration(&response->body, &linked.registration, &access,
	    catalog, request->arena);
	return response_header(response, "Content-Disposition",
	    "attachment; filename=\"gegevens.json\"");
}
