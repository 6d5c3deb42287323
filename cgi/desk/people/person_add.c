/*
 * Signing somebody up by hand, for a person who called or mailed: no deadline
 * and no fill time, but the checks of the public form.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/desk/question.h"
#include "cgi/form/form_view.h"
#include "cgi/form/submission.h"
#include "templates.h"
#include "templates/desk/attendee.h"

static const char title[] = "Zelf aanmelden";

/* The page while it answers. */
struct person_adding {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct desk_page	 desk;
	struct submission	 submission;
	struct organiser	 organiser;
};

static enum status
draw(struct person_adding *adding, int code)
{
	const struct form_frame frame = {
		.action = adding->request->path,
		.title = "Zelf iemand aanmelden",
		.lead = "Voor wie belde of mailde. Dit kan ook als aanmelden "
		    "gesloten is.",
		.back = "/beheer/aanmeldingen",
		.csrf = adding->desk.frame->csrf,
	};
	struct form_page form;

	adding->response->code = code;
	form_page_view(&adding->desk.context, &adding->submission, &frame,
	    adding->request->arena, &form);
	desk_registration_html(&adding->response->body,
	    &(struct desk_registration_page){
		adding->desk.frame, &form
	});
	return STATUS_OK;
}

enum status
attendee_add_show(struct app *app, struct request *request,
    struct response *response)
{
	const char *gemeente = params_value(request->query_params, "gemeente");
	struct person_adding adding = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = desk_page(app, request, title, DESK_ATTENDEES, &adding.desk);
	if (status != STATUS_OK)
		return status;
	submission_blank(app, 1, request->arena, &adding.submission);
	organiser_blank(&adding.organiser, true);
	adding.submission.organiser = &adding.organiser;
	if (gemeente != NULL)
		adding.submission.contact[CONTACT_GEMEENTE].raw = gemeente;
	return draw(&adding, HTTP_OK);
}

/* The job of the writer. */
struct person_signing {
	struct act_context	 act;
	struct registration	 registration;
};

static enum status
sign_up(struct db *db, void *arg, struct arena *arena)
{
	struct person_signing *signing = arg;

	return act_sign_up(db, &signing->act, &signing->registration, arena);
}

/* Found by its key: a second press of the button leads there as well. */
static enum status
lead_to(struct person_adding *adding, struct registration *signed_up)
{
	struct arena *arena = adding->request->arena;
	struct registration registration;
	enum status status;

	status = registration_get(adding->app->db, signed_up->id, arena,
	    &registration);
	if (status != STATUS_OK)
		return status;
	return response_see_other(adding->response, attending_path(
	    registration.participants[0].id, "aanmelden", arena));
}

static enum status
save(struct person_adding *adding)
{
	const struct catalog *catalog = adding->desk.context.catalog;
	const struct organiser *organiser = &adding->organiser;
	struct person_signing signing = {
		.act = app_act(adding->app, catalog,
		    desk_who(adding->request)),
	};
	struct question question = {
		.app = adding->app, .request = adding->request,
		.here = DESK_ATTENDEES, .title = "Deze mensen aanmelden?",
		.does = "Aanmelden", .back = "/beheer/aanmeldingen/nieuw",
		.act = &signing.act, .work = sign_up, .arg = &signing,
		.event = catalog->event.id,
	};
	enum status status;
	bool asked;

	signing.act.always = true;
	signing.act.quiet = organiser->quiet;
	signing.act.asked_for = organiser->asked_for;
	signing.act.override = organiser->override;
	signing.act.reason = present_text(organiser->reason.clean);
	submission_registration(adding->app, &adding->submission, catalog,
	    adding->request->arena, &signing.registration);
	question_keep_form(&question);
	status = question_settle(&question, adding->response, &asked);
	if (status == STATUS_OK && asked)
		return STATUS_OK;
	if (status == STATUS_OK)
		return lead_to(adding, &signing.registration);
	adding->submission.trouble = "Bewaren lukte nu even niet. Er is "
	    "niets half bewaard en wat u typte staat er nog. Wacht een "
	    "minuut en probeer het opnieuw.";
	return draw(adding, status == STATUS_BUSY ? HTTP_UNAVAILABLE :
	    HTTP_FAILED);
}

enum status
attendee_add_post(struct app *app, struct request *request,
    struct response *response)
{
	struct person_adding adding = {
		.app = app, .request = request, .response = response,
	};
	struct submission *submission = &adding.submission;
	enum status status;
	int64_t issued;

	status = desk_page(app, request, title, DESK_ATTENDEES, &adding.desk);
	if (status != STATUS_OK)
		return status;
	submission_read(request->params, adding.desk.context.catalog,
	    request->arena, submission);
	organiser_read(request->params, true, &adding.organiser);
	submission->organiser = &adding.organiser;
	if (submission_rearrange(submission, request->params))
		return draw(&adding, HTTP_OK);
	/* How long it took to fill in does not matter, only whose it is. */
	if (key_read(app->secret, submission->key, &issued) != STATUS_OK) {
		submission_issue_key(app, request->arena, submission);
		submission->trouble = "Dit formulier is te oud. Alles wat u "
		    "typte staat er nog. Verstuur het nog een keer.";
	}
	if (submission_check_change(submission, adding.desk.context.catalog,
	    request->arena) != STATUS_OK)
		return draw(&adding, HTTP_UNPROCESSABLE);
	return save(&adding);
}
