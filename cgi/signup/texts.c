#include <stdatomic.h>

#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/installation.h"
#include "db/registration/requirements.h"
#include "db/retention/purpose.h"
#include "templates.h"

static enum status
show_text(struct app *app, struct request *request, const char *title,
    void (*draw)(struct buf *, const struct text_page *),
    struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, title,
	    &context);
	if (status != STATUS_OK)
		return status;
	page_publish(app, request, &context, response);
	draw(&response->body, &(struct text_page){
		.page = context.page, .event = context.event,
		.kept = term_words(TERM_EVENT, &context.catalog->event,
		    app->config, request->arena),
		.requirements_kept =
		    clock_date(requirements_until(&context.catalog->event),
		    request->arena),
		.requirements = requirement_fields, .nrequirements =
		    REQUIREMENT__MAX,
		.contact = contact_fields, .ncontact = CONTACT__MAX,
		.participant = participant_fields,
		.nparticipant = PARTICIPANT__MAX,
	});
	return STATUS_OK;
}

enum status
privacy_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_text(app, request, "Privacy", privacy_html, response);
}

enum status
accessibility_show(struct app *app, struct request *request,
    struct response *response)
{
	return show_text(app, request, "Toegankelijkheid", accessibility_html,
	    response);
}

enum status
security_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	enum status status;

	(void)request;
	if (text_empty(app->config->security_expires))
		return STATUS_NOTFOUND;
	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status != STATUS_OK)
		return status;
	response->type = "text/plain; charset=utf-8";
	buf_printf(&response->body, "Contact: mailto:%s\n"
	    "Expires: %sT00:00:00Z\n"
	    "Preferred-Languages: nl, en\n"
	    "Canonical: %s/.well-known/security.txt\n",
	    catalog->event.organisatie_email,
	    app->config->security_expires, app->config->base_url);
	return STATUS_OK;
}

/* Personal pages say themselves that they are not to be found. */
enum status
robots_show(struct app *app, struct request *request,
    struct response *response)
{
	(void)app;
	(void)request;
	response->type = "text/plain; charset=utf-8";
	buf_text(&response->body, "User-agent: *\nDisallow: /beheer/\n");
	return STATUS_OK;
}

#define CHECK_SECONDS	10

static enum status
beat(struct db *db, void *now, struct arena *arena)
{
	(void)arena;
	return installation_beat(db, *(int64_t *)now);
}

/* A damaged file is told until it was found whole: that reads all of it. */
static enum status
check_damage(struct app *app, struct arena *arena)
{
	static _Atomic int64_t checked;
	int64_t now = app->now(), since = now - atomic_load(&checked);
	const char *words;

	if (db_state() != DB_DAMAGED)
		return STATUS_OK;
	if (since >= 0 && since < CHECK_SECONDS)
		return STATUS_BUSY;
	atomic_store(&checked, now);
	return db_check(app->db, arena, &words) == STATUS_OK &&
	    db_state() != DB_DAMAGED ? STATUS_OK : STATUS_BUSY;
}

/* Something was written at most a second ago, the way a sign-up is. */
enum status
health_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	int64_t now = app->now();
	enum status status;

	response->type = "text/plain; charset=utf-8";
	status = app_catalog(app, CATALOG_VISIBLE, &catalog);
	if (status == STATUS_OK)
		status = db_has_room(app->db);
	if (status == STATUS_OK)
		status = check_damage(app, request->arena);
	if (status == STATUS_OK)
		status = writer_beat(app->writer, beat, &now);
	if (status != STATUS_OK)
		response->code = HTTP_UNAVAILABLE;
	buf_text(&response->body, status == STATUS_OK ? "ok\n" :
	    "not now: no registration can be saved\n");
	return STATUS_OK;
}
