/*
 * The button behind the link that stands in the contact's mail and nowhere
 * else.  Looking changes nothing, so that a scanner of mail may.
 */
#include "acts/act.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "templates.h"

static enum status
find(struct app *app, const struct request *request,
    struct registration *registration)
{
	enum status status;
	int64_t id;

	status = registration_by_confirmation(app->db, app->secret,
	    request->tail, &id);
	return status != STATUS_OK ? status : registration_get(app->db, id,
	    request->arena, registration);
}

/* Who reads this mail has that link as well. */
static enum status
lead_on(struct app *app, const struct registration *registration,
    struct arena *arena, struct response *response)
{
	char link[LINK_LENGTH + 1];

	registration_link(registration, app->secret, link);
	return response_see_other(response,
	    arena_printf(arena, "/aanmelding/%s", link));
}

enum status
confirm_show(struct app *app, struct request *request,
    struct response *response)
{
	struct registration registration;
	struct page_context context;
	enum status status;

	status = find(app, request, &registration);
	if (status == STATUS_OK &&
	    registration.to_confirm == TO_CONFIRM_NOTHING)
		return lead_on(app, &registration, request->arena, response);
	if (status == STATUS_OK)
		status = page_context_set(app, request, registration.event,
		    "Bevestig uw aanmelding", &context);
	if (status != STATUS_OK)
		return status;
	confirm_html(&response->body, &(struct confirm_page){
		.page = context.page, .event = context.event,
		.token = request->tail,
		.gemeente = registration.gemeente_naam,
		.people = present_count((int64_t)registration.nparticipants,
		    "deelnemer", "deelnemers", request->arena),
	});
	return STATUS_OK;
}

struct confirming {
	struct act_context	 act;
	int64_t			 registration;
};

static enum status
confirm(struct db *db, void *arg, struct arena *arena)
{
	const struct confirming *confirming = arg;

	return act_confirm(db, &confirming->act, confirming->registration, 0,
	    arena);
}

enum status
confirm_post(struct app *app, struct request *request,
    struct response *response)
{
	struct registration registration;
	struct confirming confirming;
	const struct catalog *catalog;
	enum status status;

	status = find(app, request, &registration);
	if (status == STATUS_OK)
		status = app_catalog(app, registration.event, &catalog);
	if (status != STATUS_OK)
		return status;
	confirming = (struct confirming){
		.act = app_act(app, catalog, "contact"),
		.registration = registration.id,
	};
	status = writer_run(app->writer, confirm, &confirming);
	return status != STATUS_OK ? status : lead_on(app, &registration,
	    request->arena, response);
}
