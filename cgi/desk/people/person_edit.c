/*
 * Changing what was signed up, by the organiser: the visitors' own forms in
 * the desk's surroundings, with what only she is asked.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/form/edit.h"
#include "cgi/form/form_view.h"
#include "core/arena.h"
#include "templates.h"
#include "templates/desk/attendee.h"

static void
draw(struct editing *editing)
{
	const struct desk_frame *frame = editing->around;
	struct buf *body = &editing->response->body;
	struct person_form person;
	struct form_page form;

	if (editing->part == NULL) {
		form_page_view(&editing->scene, &editing->submission,
		    &editing->frame, editing->request->arena, &form);
		desk_form_html(body, &(struct desk_form_page){ frame, &form });
	} else {
		person_page_view(&editing->scene, &editing->submission,
		    editing->part, false, &editing->frame,
		    editing->request->arena, &person);
		desk_person_html(body, &(struct desk_person_page){
			frame, &person
		});
	}
}

/* done: what the person's page says when it is saved. */
static enum status
begin(struct editing *editing, const char *title, const char *done,
    struct attending *attending)
{
	struct request *request = editing->request;
	struct arena *arena = request->arena;
	enum status status;

	status = attending_find(editing->app, request, title, attending);
	if (status != STATUS_OK)
		return status;
	editing->registration = attending->registration;
	editing->scene = attending->scene.scene;
	editing->around = attending->scene.frame;
	editing->draw = draw;
	editing->act = app_act(editing->app, editing->scene.catalog,
	    desk_who(request));
	editing->act.always = true;
	editing->submission.organiser = arena_alloc(arena,
	    sizeof(struct organiser));
	editing->frame.csrf = attending->scene.frame->csrf;
	editing->frame.action = request->path;
	editing->frame.back = attending_path(attending->person->id, NULL,
	    arena);
	editing->after = attending_path(attending->person->id, done, arena);
	return STATUS_OK;
}

static enum status
begin_change(struct editing *editing)
{
	struct attending attending;
	enum status status;

	status = begin(editing, "Wijzigen", "wijzigen", &attending);
	if (status != STATUS_OK)
		return status;
	editing->frame.title = arena_printf(editing->request->arena,
	    "Aanmelding van %s wijzigen",
	    editing->registration.gemeente_naam);
	editing->frame.lead = "De hele delegatie: verbeter wat niet klopt, "
	    "kies andere sessies of voeg iemand toe.";
	return STATUS_OK;
}

enum status
attendee_edit_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_change(&editing);
	return status == STATUS_OK ? editing_show(&editing) : status;
}

enum status
attendee_edit_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_change(&editing);
	return status == STATUS_OK ? editing_post(&editing) : status;
}

static enum status
begin_replace(struct editing *editing)
{
	struct attending attending;
	enum status status;

	status = begin(editing, "Vervangen", "vervangen", &attending);
	if (status != STATUS_OK)
		return status;
	if (attending.person->place == PLACE_CANCELLED)
		return STATUS_NOTFOUND;
	editing->person = attending.person;
	editing->replaces = true;
	editing->frame.title = arena_printf(editing->request->arena,
	    "Wie komt er in plaats van %s?",
	    participant_name(editing->person, editing->request->arena));
	editing->frame.lead = "De plaats en de gekozen sessies blijven.";
	return STATUS_OK;
}

enum status
attendee_replace_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_replace(&editing);
	return status == STATUS_OK ? editing_show(&editing) : status;
}

enum status
attendee_replace_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_replace(&editing);
	return status == STATUS_OK ? editing_post(&editing) : status;
}
