#include <stdlib.h>

#include "cgi/form/form_view.h"
#include "cgi/form/submission.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/network.h"
#include "templates.h"


/* Sign-ups in LIMIT_WHILE: an office shares an address, a person has one. */
#define FROM_ADDRESS	40
#define FOR_MAILBOX	10

/* The event page says when it opens or that it is closed. */
static enum status
show_closed(struct app *app, struct request *request, int code,
    struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, "Aanmelden",
	    &context);
	if (status != STATUS_OK)
		return status;
	response->code = code;
	event_html(&response->body, &(struct event_page){
		.page = context.page, .event = context.event,
	});
	return STATUS_OK;
}

enum status
register_show(struct app *app, struct request *request,
    struct response *response)
{
	struct submission submission;
	const char *gemeente, *asked;
	struct page_context context;
	enum status status;
	int64_t inputs;

	status = page_context_set(app, request, CATALOG_VISIBLE, "Aanmelden",
	    &context);
	if (status != STATUS_OK)
		return status;
	if (!context.event->open) {
		status = show_closed(app, request, HTTP_OK, response);
		response->indexed = true;
		response_share(response, request, app->now());
		return status;
	}
	asked = params_value(request->query_params, "deelnemers");
	inputs = asked == NULL ? 1 : strtol(asked, NULL, 10);
	if (inputs > context.catalog->event.max_per_aanmelding)
		inputs = context.catalog->event.max_per_aanmelding;
	submission_blank(app, inputs < 1 ? 1 : (size_t)inputs, request->arena,
	    &submission);
	gemeente = params_value(request->query_params, "gemeente");
	if (gemeente != NULL)
		submission.contact[CONTACT_GEMEENTE].raw = gemeente;
	/* Nobody else's cache; but the back button finds it as it was left. */
	response->private = false;
	response->indexed = true;
	status = response_header(response, "Cache-Control",
	    "private, no-cache");
	if (status != STATUS_OK)
		return status;
	/* Who sees what was asked for in the address sees a page of one's own. */
	if (request->shared)
		submission_share_key(app, request->arena, &submission);
	form_page_draw(&context, &submission, &form_frame_new, request,
	    response);
	response_share(response, request, app->now());
	return STATUS_OK;
}

struct signing {
	struct act_context	 act;
	struct registration	 registration;
};

static enum status
sign_up(struct db *db, void *arg, struct arena *arena)
{
	struct signing *signing = arg;

	return act_sign_up(db, &signing->act, &signing->registration, arena);
}

/* The form again, with everything typed and what is wrong. */
static enum status
show_again(struct app *app, struct request *request,
    const struct submission *submission, int code, struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, "Aanmelden",
	    &context);
	if (status != STATUS_OK)
		return status;
	response->code = code;
	form_page_draw(&context, submission, &form_frame_new, request,
	    response);
	return STATUS_OK;
}

static enum status
save(struct app *app, struct request *request,
    const struct catalog *catalog, struct submission *submission,
    struct response *response)
{
	struct signing signing = {
		.act = app_act(app, catalog, "contact"),
	};
	char link[LINK_LENGTH + 1];
	enum status status;
	int code;

	signing.act.network = network_of(request->address, request->arena);
	if (!limit_allows(app->limit, signing.act.network, FROM_ADDRESS,
	    app->now()) || !limit_allows(app->limit,
	    submission->contact[CONTACT_EMAIL].clean, FOR_MAILBOX,
	    app->now())) {
		submission->trouble = "Er komen nu te veel aanmeldingen "
		    "achter elkaar van u. Alles wat u typte staat er nog. "
		    "Wacht tien minuten en verstuur het formulier nog een "
		    "keer.";
		return show_again(app, request, submission, HTTP_TOO_MANY,
		    response);
	}
	submission_registration(app, submission, catalog, request->arena,
	    &signing.registration);
	status = writer_run(app->writer, sign_up, &signing);
	if (status == STATUS_OK) {
		registration_link(&signing.registration, app->secret, link);
		return response_see_other(response,
		    arena_printf(request->arena, "/aanmelding/%s", link));
	}
	if (status == STATUS_NOTFOUND)
		return show_closed(app, request, HTTP_CONFLICT, response);
	submission->trouble = "Opslaan lukte nu even niet. Er is niets half "
	    "opgeslagen en alles wat u typte staat er nog. Wacht een minuut "
	    "en verstuur het formulier nog een keer.";
	code = status == STATUS_BUSY ? HTTP_UNAVAILABLE : HTTP_FAILED;
	status = response_header(response, "Retry-After", "5");
	return status == STATUS_OK ? show_again(app, request, submission,
	    code, response) : status;
}

/* The way of a sign-up that succeeds reads nothing but the catalog. */
enum status
register_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	struct submission submission;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = app_catalog(app, CATALOG_VISIBLE,
	    &catalog)) != STATUS_OK)
		return status;
	if (!event_allows(&catalog->event, EVENT_SIGN_UP, app->now()))
		return show_closed(app, request, HTTP_CONFLICT, response);
	submission_read(request->params, catalog, request->arena, &submission);
	if (submission_rearrange(&submission, request->params))
		return show_again(app, request, &submission, HTTP_OK, response);
	if (submission_check(app, catalog, request->arena, &submission) !=
	    STATUS_OK)
		return show_again(app, request, &submission,
		    HTTP_UNPROCESSABLE, response);
	return save(app, request, catalog, &submission, response);
}
