/*
 * Erasing by whoever holds a link: a page that says what goes and what that
 * means, and its button.  Afterwards the link leads nowhere.
 */
#include "acts/act.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/links.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"
#include "templates/public/registration.h"

static bool
is_contact_too(const struct linked *linked)
{
	return text_same(linked->registration.answer[CONTACT_EMAIL],
	    linked->person->answer[PARTICIPANT_EMAIL]);
}

static enum status
show(struct app *app, struct request *request, const struct linked *linked,
    struct response *response)
{
	const struct registration *registration = &linked->registration;
	struct arena *arena = request->arena;
	struct erase_page page = {
		.path = request->path, .person = linked->person != NULL,
		.back = arena_printf(arena, linked->person != NULL ?
		    "/deelnemer/%s" : "/aanmelding/%s", request->tail),
		.gemeente = registration->gemeente_naam,
		.names = arena_array(arena, registration->nparticipants,
		    sizeof(*page.names)),
	};
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, registration->event,
	    "Gegevens wissen", &context);
	if (status != STATUS_OK)
		return status;
	page.page = context.page;
	page.over = context.event->past;
	page.contact_too = page.person && is_contact_too(linked);
	page.last = registration->nparticipants == 1;
	for (size_t i = 0; !page.person &&
	    i < registration->nparticipants; i++)
		if (registration->participants[i].attendance !=
		    ATTENDANCE_CANCELLED)
			page.names[page.nnames++] = participant_label(
			    &registration->participants[i], arena);
	erase_html(&response->body, &page);
	return STATUS_OK;
}

enum status
registration_erase_show(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status = link_registration(app, request, &linked);

	return status == STATUS_OK ? show(app, request, &linked, response) :
	    status;
}

enum status
participant_erase_show(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status = link_participant(app, request, &linked);

	return status == STATUS_OK ? show(app, request, &linked, response) :
	    status;
}

struct erasing {
	struct act_context	 act;
	int64_t			 registration;
	int64_t			 participant;
};

static enum status
erase(struct db *db, void *arg, struct arena *arena)
{
	const struct erasing *erasing = arg;

	return act_erase(db, &erasing->act, erasing->registration,
	    erasing->participant, arena);
}

static enum status
run(struct app *app, const struct linked *linked, struct response *response)
{
	struct erasing erasing = {
		.registration = linked->registration.id,
		.participant = linked->person == NULL ? 0 : linked->person->id,
	};
	const struct catalog *catalog;
	enum status status;

	status = app_catalog(app, linked->registration.event, &catalog);
	if (status != STATUS_OK)
		return status;
	erasing.act = app_act(app, catalog, linked->person == NULL ?
	    "contact" : "deelnemer");
	erasing.act.self = erasing.participant;
	status = writer_run(app->writer, erase, &erasing);
	return status != STATUS_OK ? status :
	    response_see_other(response, "/gewist");
}

enum status
registration_erase_post(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status = link_registration(app, request, &linked);

	return status == STATUS_OK ? run(app, &linked, response) : status;
}

enum status
participant_erase_post(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status = link_participant(app, request, &linked);

	return status == STATUS_OK ? run(app, &linked, response) : status;
}

/* Where it leads: the same for everybody. */
enum status
erased_show(struct app *app, struct request *request,
    struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE,
	    "De gegevens zijn gewist", &context);
	if (status == STATUS_OK)
		erased_html(&response->body, context.page);
	return status;
}
