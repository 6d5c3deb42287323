/* Changing a sign-up: by the contact, for another person, by the person. */
#include <stdlib.h>

#include "cgi/form/edit.h"
#include "cgi/form/form_view.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/links.h"
#include "core/arena.h"

static void
draw(struct editing *editing)
{
	if (editing->part == NULL)
		form_page_draw(&editing->scene, &editing->submission,
		    &editing->frame, editing->request, editing->response);
	else
		person_page_draw(&editing->scene, &editing->submission,
		    editing->part, editing->own, &editing->frame,
		    editing->request, editing->response);
}

static const char *
path_back(const struct request *request, bool own)
{
	return arena_printf(request->arena, "%s%s",
	    own ? "/deelnemer/" : "/aanmelding/", request->tail);
}

/* FULL (409): it can no longer be changed. */
static enum status
begin(struct editing *editing, const char *title, bool own,
    struct linked *linked)
{
	struct request *request = editing->request;
	enum status status;

	status = own ? link_participant(editing->app, request, linked) :
	    link_registration(editing->app, request, linked);
	if (status == STATUS_OK)
		status = scene_set(editing->app, request,
		    linked->registration.event, title, &editing->scene);
	if (status != STATUS_OK)
		return status;
	if (editing->app->now() >=
	    editing->scene.catalog->event.wijzigen_tot)
		return STATUS_FULL;
	editing->own = own;
	editing->draw = draw;
	editing->registration = linked->registration;
	editing->act = app_act(editing->app, editing->scene.catalog,
	    own ? "deelnemer" : "contact");
	editing->frame.action = request->path;
	editing->frame.back = editing->after = path_back(request, own);
	return STATUS_OK;
}

static enum status
begin_change(struct editing *editing)
{
	struct linked linked;

	editing->frame.title = "Uw aanmelding wijzigen";
	editing->frame.lead = "Verbeter wat niet klopt, vul een naam in die "
	    "nog volgde, of voeg iemand toe. Iedereen die het aangaat krijgt "
	    "bericht.";
	return begin(editing, "Wijzigen", false, &linked);
}

enum status
registration_change_show(struct app *app, struct request *request,
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
registration_change_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = begin_change(&editing)) != STATUS_OK)
		return status;
	return editing_post(&editing);
}

/* positie: of whom, from the link's query or the form. */
static enum status
begin_replace(struct editing *editing, const char *positie)
{
	struct linked linked;
	enum status status;

	if ((status = begin(editing, "Vervangen", false,
	    &linked)) != STATUS_OK)
		return status;
	editing->person = linked_person(&linked, positie);
	if (editing->person == NULL ||
	    editing->person->place == PLACE_CANCELLED)
		return STATUS_NOTFOUND;
	editing->replaces = true;
	editing->frame.title = arena_printf(editing->request->arena,
	    "Wie komt er in plaats van %s?",
	    participant_name(editing->person, editing->request->arena));
	editing->frame.lead = "De plaats en de gekozen sessies blijven. Beide "
	    "mensen krijgen bericht, als hun e-mailadres bekend is.";
	return STATUS_OK;
}

enum status
replace_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_replace(&editing, form_value(request->query_form,
	    "deelnemer"));
	return status == STATUS_OK ? editing_show(&editing) : status;
}

enum status
replace_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin_replace(&editing, form_value(request->form,
	    "deelnemer"));
	return status == STATUS_OK ? editing_post(&editing) : status;
}

static enum status
begin_own(struct editing *editing)
{
	struct linked linked;
	enum status status;

	editing->frame.title = "Uw gegevens en sessies";
	editing->frame.lead = "Verbeter wat niet klopt en kies uw sessies. "
	    "Wie u aanmeldde krijgt bericht van wat er verandert.";
	status = begin(editing, "Uw gegevens", true, &linked);
	if (status != STATUS_OK)
		return status;
	editing->person = linked.person;
	return linked.person->place == PLACE_CANCELLED ? STATUS_FULL :
	    STATUS_OK;
}

enum status
participant_change_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_own(&editing);
	return status == STATUS_OK ? editing_show(&editing) : status;
}

/*
 * The person's form asks everything but the role, and only of them: the rest
 * of the registration stays as its rows have it.
 */
static void
read_own(struct editing *editing)
{
	const struct form *form = editing->request->form;
	struct arena *arena = editing->request->arena;
	struct part *part;
	const char *value;

	editing_fill_rows(editing);
	part = editing->part;
	value = form_value(form, "versie");
	editing->frame.version = value == NULL ? "0" : value;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		if (i == PARTICIPANT_ROL)
			continue;
		value = form_value(form, part_name(part->number,
		    participant_fields[i].name, arena));
		part->answer[i].raw = value == NULL ? "" : value;
	}
	for (size_t i = 0; i < editing->scene.catalog->nrounds; i++) {
		value = form_value(form, part_session_name(part->number,
		    i + 1, arena));
		part->session[i].raw = value == NULL ? "" : value;
	}
}

enum status
participant_change_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	struct participant person = { .id = 0 };
	struct registration wanted;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = begin_own(&editing)) != STATUS_OK)
		return status;
	read_own(&editing);
	if (submission_check_part(&editing.submission, editing.part,
	    editing.scene.catalog, request->arena) != STATUS_OK)
		return editing_draw(&editing, HTTP_UNPROCESSABLE);
	submission_participant(app, editing.part, editing.person->positie,
	    &person);
	wanted = editing.registration;
	wanted.participants = &person;
	wanted.nparticipants = 1;
	return editing_save(&editing, &wanted);
}
