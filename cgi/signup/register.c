#include <stdlib.h>

#include "cgi/form/form_view.h"
#include "cgi/form/submission.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/network.h"
#include "templates.h"


/* Sign-ups in LIMIT_WHILE: an office shares an address, a person has one. */
#define FROM_ADDRESS	40
#define FOR_MAILBOX	10

#define MAIL_MAX	((size_t)16 * 1024)

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
	page_publish(app, request, &context, response);
	submission_blank(app, inputs < 1 ? 1 : (size_t)inputs, request->arena,
	    &submission);
	gemeente = params_value(request->query_params, "gemeente");
	if (gemeente != NULL)
		submission.contact[CONTACT_GEMEENTE].raw = gemeente;
	/* Nobody else's cache; but the back button finds it as it was left. */
	response->private = false;
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
    const struct submission *submission, const struct form_frame *frame,
    int code, struct response *response)
{
	struct page_context context;
	enum status status;

	status = page_context_set(app, request, CATALOG_VISIBLE, "Aanmelden",
	    &context);
	if (status != STATUS_OK)
		return status;
	response->code = code;
	form_page_draw(&context, submission, frame, request, response);
	return STATUS_OK;
}

/* What was typed as a mail that can be sent instead. */
static const char *
as_mail(const struct submission *submission, const struct event *event,
    struct arena *arena)
{
	const char *gemeente = submission->contact[CONTACT_GEMEENTE].raw;
	struct buf text, mail;

	buf_init(&text, arena, MAIL_MAX);
	buf_init(&mail, arena, 4 * MAIL_MAX);
	for (size_t i = 0; i < CONTACT__MAX; i++)
		if (submission->contact[i].raw[0] != '\0')
			buf_printf(&text, "%s: %s\r\n",
			    contact_fields[i].title,
			    submission->contact[i].raw);
	for (size_t i = 0; i < submission->ninputs; i++)
		for (size_t j = 0; j < PARTICIPANT__MAX; j++)
			if (submission->inputs[i].answer[j].raw[0] != '\0')
				buf_printf(&text, "Deelnemer %zu, %s: %s\r\n",
				    i + 1, participant_fields[j].title,
				    submission->inputs[i].answer[j].raw);
	buf_printf(&mail, "mailto:%s", event->organisatie_email);
	query_add(&mail, "subject", arena_printf(arena,
	    "Aanmelding na sluiting: %s", gemeente));
	query_add(&mail, "body", text.data);
	return text.failed || mail.failed ? NULL : mail.data;
}

/* Too late: nothing typed is lost, and there is a way to send it yet. */
static enum status
show_late(struct app *app, struct request *request,
    const struct catalog *catalog, struct submission *submission,
    struct response *response)
{
	const struct event *event = &catalog->event;
	struct form_frame frame = form_frame_new;

	if (event->afgelast != 0 ||
	    event_phase(event, app->now()) != EVENT_CLOSED)
		return show_closed(app, request, HTTP_CONFLICT, response);
	frame.mailto = as_mail(submission, event, request->arena);
	submission->trouble = arena_printf(request->arena, "De aanmelding is "
	    "gesloten op %s, terwijl u het formulier invulde. Wat u typte "
	    "staat er nog. Mail het naar %s, dan kijken zij of er nog plaats "
	    "is.", clock_moment(event_closes(event), request->arena),
	    event->organisatie);
	return show_again(app, request, submission, &frame, HTTP_CONFLICT,
	    response);
}

/*
 * The key was used for something else: by the back button, or by somebody who
 * has the key and not what was sent.  Neither is led to what is there.
 */
static enum status
show_sent_before(struct app *app, struct request *request,
    struct submission *submission, struct response *response)
{
	struct form_frame frame = form_frame_new;

	submission_issue_key(app, request->arena, submission);
	frame.sent_before = true;
	submission->trouble = "Met dit formulier is al een aanmelding "
	    "verstuurd, met andere antwoorden. Die staat vast. Wat u nu typte "
	    "is nog niet verstuurd.";
	return show_again(app, request, submission, &frame, HTTP_CONFLICT,
	    response);
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

	key_read(app->secret, submission->key, &signing.act.began);
	signing.act.network = network_of(request->address, request->arena);
	if (!limit_allows(app->limit, signing.act.network, FROM_ADDRESS,
	    app->now()) || !limit_allows(app->limit,
	    submission->contact[CONTACT_EMAIL].clean, FOR_MAILBOX,
	    app->now())) {
		submission->trouble = "Er komen nu te veel aanmeldingen "
		    "achter elkaar van u. Alles wat u typte staat er nog. "
		    "Wacht tien minuten en verstuur het formulier nog een "
		    "keer.";
		return show_again(app, request, submission, &form_frame_new,
		    HTTP_TOO_MANY, response);
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
		return show_late(app, request, catalog, submission, response);
	if (status == STATUS_INVALID)
		return show_sent_before(app, request, submission, response);
	submission->trouble = "Bewaren lukte nu even niet. Er is niets half "
	    "bewaard en alles wat u typte staat er nog. Wacht een minuut "
	    "en verstuur het formulier nog een keer.";
	code = status == STATUS_BUSY ? HTTP_UNAVAILABLE : HTTP_FAILED;
	status = response_header(response, "Retry-After", "5");
	return status == STATUS_OK ? show_again(app, request, submission,
	    &form_frame_new, code, response) : status;
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
	submission_read(request->params, catalog, request->arena, &submission);
	if (submission_rearrange(&submission, request->params))
		return show_again(app, request, &submission, &form_frame_new,
		    HTTP_OK, response);
	if (submission_check(app, catalog, request->arena, &submission) !=
	    STATUS_OK)
		return event_allows(&catalog->event, EVENT_SIGN_UP,
		    app->now()) ? show_again(app, request, &submission,
		    &form_frame_new, HTTP_UNPROCESSABLE, response) :
		    show_late(app, request, catalog, &submission, response);
	return save(app, request, catalog, &submission, response);
}
