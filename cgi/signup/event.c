#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "mail/notice.h"
#include "templates.h"

enum status
event_show(struct app *app, struct request *request,
    struct response *response)
{
	struct scene scene;
	enum status status;

	status = scene_set(app, request, CATALOG_VISIBLE, NULL, &scene);
	if (status != STATUS_OK)
		return status;
	event_html(&response->body, &(struct event_page){
		.page = scene.page, .event = scene.event,
	});
	return STATUS_OK;
}

enum status
agenda_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	enum status status;

	(void)request;
	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status != STATUS_OK)
		return status;
	response->type = "text/calendar; charset=utf-8";
	response->private = false;
	response_header(response, "Content-Disposition",
	    "attachment; filename=\"bijeenkomst.ics\"");
	return notice_calendar(&(struct notice){
		.catalog = catalog, .event = &catalog->event,
		.config = app->config, .secret = app->secret,
		.now = app->now(),
	}, &response->body);
}
