#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/links.h"
#include "mail/compose/compose.h"
#include "mail/compose/letter_calendar.h"
#include "templates.h"

enum status
event_show(struct app *app, struct request *request,
    struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, NULL,
	    &context);
	if (status != STATUS_OK)
		return status;
	page_publish(app, request, &context, response);
	event_html(&response->body, &(struct event_page){
		.page = context.page, .event = context.event,
	});
	response_share(response, request, app->now());
	return STATUS_OK;
}

static enum status
send_agenda(struct app *app, int64_t event, struct response *response)
{
	const struct catalog *catalog;
	enum status status;

	status = app_catalog(app, event, &catalog);
	if (status != STATUS_OK)
		return status;
	response->type = "text/calendar; charset=utf-8";
	response_header(response, "Content-Disposition",
	    "attachment; filename=\"bijeenkomst.ics\"");
	return compose_calendar(&(struct compose){
		.catalog = catalog, .event = &catalog->event,
		.config = app->config, .secret = app->secret,
		.now = app->now(),
	}, &response->body);
}

enum status
agenda_show(struct app *app, struct request *request,
    struct response *response)
{
	enum status status = send_agenda(app, CATALOG_VISIBLE, response);

	response->private = false;
	if (status == STATUS_OK)
		response_share(response, request, app->now());
	return status;
}

/*
 * A link of an event that is no longer the public one leads to the calendar
 * file of that event; who has no place there has no appointment.
 */
enum status
agenda_registration(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status;

	status = link_registration(app, request, &linked);
	if (status == STATUS_OK && participants_count(&linked.registration,
	    ATTENDANCE_CONFIRMED) == 0)
		return STATUS_NOTFOUND;
	return status == STATUS_OK ? send_agenda(app,
	    linked.registration.event, response) : status;
}

enum status
agenda_participant(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status;

	status = link_participant(app, request, &linked);
	if (status == STATUS_OK &&
	    linked.person->attendance != ATTENDANCE_CONFIRMED)
		return STATUS_NOTFOUND;
	return status == STATUS_OK ? send_agenda(app,
	    linked.registration.event, response) : status;
}
