/*
 * Registering a guest: a speaker, somebody of the organisation, anybody who
 * comes for no municipality (guest.h).  The organiser decides that they come.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/form/form_view.h"
#include "cgi/form/submission.h"
#include "core/arena.h"
#include "db/registration/guest.h"
#include "templates.h"
#include "templates/desk/attendee.h"

static const char title[] = "Gast aanmelden";

/* The page while it answers. */
struct inviting {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct desk_page	 desk;
	struct submission	 submission;
	struct organiser	 organiser;
};

static enum status
draw(struct inviting *inviting, int code)
{
	const struct form_frame frame = {
		.action = inviting->request->path,
		.title = "Een gast of spreker aanmelden",
		.lead = "Voor wie niet van een gemeente komt. Een gast staat "
		    "op de deurlijst en de badges, en telt niet mee als "
		    "antwoord van een gemeente.",
		.back = "/beheer/aanmeldingen",
		.csrf = inviting->desk.frame->csrf,
	};
	struct person_form form;

	inviting->response->code = code;
	person_page_view(&inviting->desk.context, &inviting->submission,
	    inviting->submission.inputs, PERSON_FORM_GUEST, &frame,
	    inviting->request->arena, &form);
	desk_person_html(&inviting->response->body, &(struct desk_person_page){
		inviting->desk.frame, &form
	});
	return STATUS_OK;
}

enum status
guest_add_show(struct app *app, struct request *request,
    struct response *response)
{
	struct inviting inviting = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = desk_page(app, request, title, DESK_ATTENDEES,
	    &inviting.desk);
	if (status != STATUS_OK)
		return status;
	submission_blank(app, 1, request->arena, &inviting.submission);
	organiser_blank(&inviting.organiser, false);
	inviting.submission.organiser = &inviting.organiser;
	inviting.submission.inputs[0].guest = true;
	inviting.submission.inputs[0].answer[PARTICIPANT_ROL].raw =
	    guest_roles[0].value;
	return draw(&inviting, HTTP_OK);
}

/* The job of the writer. */
struct guest_signing {
	struct act_context	 act;
	struct registration	 registration;
	struct participant	 guest;
};

static enum status
sign_up(struct db *db, void *arg, struct arena *arena)
{
	struct guest_signing *signing = arg;

	return act_sign_up(db, &signing->act, &signing->registration, arena);
}

/* One person, without a contact. */
static void
fill_registration(const struct inviting *inviting,
    struct guest_signing *signing)
{
	struct registration *registration = &signing->registration;

	*registration = (struct registration){
		.event = inviting->desk.context.catalog->event.id,
		.aangemeld = inviting->app->now(),
		.gemeente_naam = "", .gemeente_domein = "",
		.participants = &signing->guest, .nparticipants = 1,
	};
	for (size_t i = 0; i < CONTACT__MAX; i++)
		registration->answer[i] = "";
	registration->answer[CONTACT_GEMEENTE] = GUEST_GEMEENTE;
	registration->answer[CONTACT_WACHTLIJST] =
	    contact_fields[CONTACT_WACHTLIJST].choices[0].value;
	key_digest(inviting->app->secret, inviting->submission.key,
	    registration->key_hash);
	submission_participant(inviting->submission.inputs, 1,
	    &signing->guest);
}

/* Found by its key: a second press of the button leads there as well. */
static enum status
save(struct inviting *inviting)
{
	struct app *app = inviting->app;
	struct arena *arena = inviting->request->arena;
	struct guest_signing signing = {
		.act = app_act(app, inviting->desk.context.catalog,
		    desk_who(inviting->request)),
	};
	struct registration saved;
	enum status status;

	signing.act.always = signing.act.override = true;
	signing.act.reason = "gast";
	signing.act.quiet = inviting->organiser.quiet;
	fill_registration(inviting, &signing);
	status = writer_run(app->writer, sign_up, &signing);
	if (status == STATUS_OK)
		status = registration_get(app->db, signing.registration.id,
		    arena, &saved);
	if (status == STATUS_OK)
		return response_see_other(inviting->response, attending_path(
		    saved.participants[0].id, "aanmelden", arena));
	inviting->submission.trouble = "Bewaren lukte nu even niet. Er is "
	    "niets half bewaard en wat u typte staat er nog. Wacht een "
	    "minuut en probeer het opnieuw.";
	return draw(inviting, status == STATUS_BUSY ? HTTP_UNAVAILABLE :
	    HTTP_FAILED);
}

enum status
guest_add_post(struct app *app, struct request *request,
    struct response *response)
{
	struct inviting inviting = {
		.app = app, .request = request, .response = response,
	};
	struct submission *submission = &inviting.submission;
	enum status status;
	int64_t issued;

	status = desk_page(app, request, title, DESK_ATTENDEES,
	    &inviting.desk);
	if (status != STATUS_OK)
		return status;
	submission_read(request->params, inviting.desk.context.catalog,
	    request->arena, submission);
	organiser_read(request->params, false, &inviting.organiser);
	submission->organiser = &inviting.organiser;
	submission->inputs[0].guest = true;
	if (key_read(app->secret, submission->key, &issued) != STATUS_OK) {
		submission_issue_key(app, request->arena, submission);
		submission->trouble = "Dit formulier is te oud. Alles wat u "
		    "typte staat er nog. Verstuur het nog een keer.";
	}
	if (submission_check_participant(submission, submission->inputs,
	    inviting.desk.context.catalog, request->arena) != STATUS_OK)
		return draw(&inviting, HTTP_UNPROCESSABLE);
	return save(&inviting);
}
