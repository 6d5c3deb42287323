/* Changing a sign-up: by the contact, for another person, by the person. */
#include <stdlib.h>

#include "cgi/form/edit.h"
#include "cgi/form/form_view.h"
#include "cgi/page.h"
#include "cgi/signup/done.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/links.h"
#include "core/arena.h"
#include "db/registration/holder.h"
#include "core/network.h"

static void
draw(struct editing *editing)
{
	if (editing->input == NULL)
		form_page_draw(&editing->context, &editing->submission,
		    &editing->frame, editing->request, editing->response);
	else
		person_page_draw(&editing->context, &editing->submission,
		    editing->input, editing->own ? PERSON_FORM_OWN :
		    PERSON_FORM_INSTEAD, &editing->frame,
		    editing->request, editing->response);
}

/*
 * Where a saved form leads: the page says what was done.  A person at another
 * mailbox has another link, and is led there; whoever typed somebody else in
 * their own place is not, that link is for the other.
 */
static enum status
lead_on(struct editing *editing)
{
	struct arena *arena = editing->request->arena;
	const struct participant *before = editing->person, *after;
	const struct registration *old = &editing->registration;
	char link[LINK_LENGTH + 1];
	struct registration now;
	struct holder was, is;
	enum status status;

	if (editing->response->code != HTTP_SEE_OTHER)
		return STATUS_OK;
	status = registration_get(editing->app->db, old->id, arena, &now);
	if (status != STATUS_OK)
		return status;
	after = before == NULL ? NULL : participant_with_id(&now, before->id);
	if (editing->own && after == NULL)
		return STATUS_NOTFOUND;
	was = editing->own ? holder_of_participant(old, before) :
	    holder_of_contact(old);
	is = editing->own ? holder_of_participant(&now, after) :
	    holder_of_contact(&now);
	if (holder_change(&was, &is, arena) == HOLDER_READDRESSED) {
		if (editing->own)
			participant_link(after, editing->app->secret, link);
		else
			registration_link(&now, editing->app->secret, link);
		editing->after = arena_printf(arena, "%s%s", editing->own ?
		    "/deelnemer/" : "/aanmelding/", link);
	}
	return response_see_other(editing->response, editing->replaces ?
	    arena_printf(arena, "%s?gedaan=" DONE_REPLACED
	    "&deelnemer=%lld#gedaan", editing->after,
	    (long long)before->positie) : arena_printf(arena,
	    "%s?gedaan=" DONE_CHANGED "#gedaan", editing->after));
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
		status = page_context_set(editing->app, request,
		    linked->registration.event, title, &editing->context);
	if (status != STATUS_OK)
		return status;
	if (!event_allows(&editing->context.catalog->event, EVENT_CHANGE,
	    editing->app->now()))
		return STATUS_FULL;
	editing->own = own;
	editing->draw = draw;
	editing->registration = linked->registration;
	editing->act = app_act(editing->app, editing->context.catalog,
	    own ? "deelnemer" : "contact");
	editing->act.self = own ? linked->person->id : 0;
	editing->act.network = network_of(request->address, request->arena);
	editing->frame.action = request->path;
	editing->frame.back = editing->after = arena_printf(request->arena,
	    "%s%s", own ? "/deelnemer/" : "/aanmelding/", request->tail);
	return STATUS_OK;
}

enum status
registration_change(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	bool post = request->method == METHOD_POST;
	struct linked linked;
	enum status status;

	if (post && (status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin(&editing, "Wijzigen", false, &linked);
	if (status != STATUS_OK)
		return status;
	editing.frame.title = "Uw aanmelding wijzigen";
	editing.frame.lead = "Verbeter wat niet klopt, vul een naam in die "
	    "nog volgde, of voeg iemand toe. Iedereen die het aangaat krijgt "
	    "bericht.";
	status = post ? editing_post(&editing) : editing_show(&editing);
	return status == STATUS_OK ? lead_on(&editing) : status;
}

/* The link's query says whom it is about, and the form it leads to. */
enum status
participant_replace(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	bool post = request->method == METHOD_POST;
	struct linked linked;
	enum status status;

	if (post && (status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin(&editing, "Vervangen", false, &linked);
	if (status != STATUS_OK)
		return status;
	editing.person = linked_person(&linked, params_value(post ?
	    request->params : request->query_params, "deelnemer"));
	if (editing.person == NULL ||
	    editing.person->attendance == ATTENDANCE_CANCELLED)
		return STATUS_NOTFOUND;
	editing.replaces = true;
	editing.frame.title = arena_printf(request->arena,
	    "Wie komt er in plaats van %s?",
	    participant_name(editing.person, request->arena));
	editing.frame.lead = "De plaats en de gekozen sessies blijven. Beide "
	    "mensen krijgen bericht, als hun e-mailadres bekend is.";
	status = post ? editing_post(&editing) : editing_show(&editing);
	return status == STATUS_OK ? lead_on(&editing) : status;
}

enum status
participant_change(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	bool post = request->method == METHOD_POST;
	struct linked linked;
	enum status status;

	if (post && (status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin(&editing, "Uw gegevens", true, &linked);
	if (status != STATUS_OK)
		return status;
	editing.person = linked.person;
	if (linked.person->attendance == ATTENDANCE_CANCELLED)
		return STATUS_FULL;
	editing.frame.title = "Uw gegevens en sessies";
	editing.frame.lead = "Verbeter wat niet klopt en kies uw sessies. "
	    "Wie u aanmeldde krijgt bericht van wat er verandert.";
	status = post ? editing_post_person(&editing) : editing_show(&editing);
	return status == STATUS_OK ? lead_on(&editing) : status;
}
