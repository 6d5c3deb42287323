/*
 * Somebody at the door whom nobody signed up: who they are and for which
 * municipality, nothing more.  Without an address of theirs letters go to the
 * organisation.  A device without a network keeps the same form, and brings it
 * when it can (offline.c).
 */
#include "acts/door.h"
#include "cgi/desk/door/checkin.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "cgi/form/form_view.h"
#include "cgi/form/submission.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates.h"

static const struct field email_field = {
	.name = "email", .label = "E-mailadres", .type = FIELD_EMAIL,
	.max = 254, .autocomplete = "off",
};

static const struct {
	enum participant_field question;
	const struct field	*field;		/* asked in place of its own */
} asked[] = {
	{ PARTICIPANT_VOORNAAM, NULL }, { PARTICIPANT_ACHTERNAAM, NULL },
	{ PARTICIPANT_ROL, NULL }, { PARTICIPANT_EMAIL, &email_field },
};

#define NASKED	(sizeof(asked) / sizeof(asked[0]))

struct walk_in {
	struct app		*app;
	struct request		*request;
	struct desk_page	 desk;
	struct submission	 submission;
	struct act_context	 act;
	struct registration	 registration;
	struct arrival		 one;
};

static void
draw_fields(struct drawing *drawing, const struct submission *submission,
    struct desk_form_group *group)
{
	struct arena *arena = drawing->arena;

	group->fields = arena_array(arena, NASKED + 1, sizeof(*group->fields));
	for (size_t i = 0; i < NASKED; i++) {
		const struct field *own = &participant_fields[
		    asked[i].question];

		group->fields[group->nfields++] = draw_field(drawing,
		    asked[i].field != NULL ? asked[i].field : own,
		    input_name(1, own->name, arena),
		    &submission->inputs[0].answer[asked[i].question], "");
	}
	group->fields[group->nfields++] = form_gemeente(drawing, submission);
}

static enum status
draw(struct walk_in *it, struct response *response)
{
	struct submission *submission = &it->submission;
	struct desk_form_kept key = { "sleutel", submission->key };
	struct desk_form_group group = { .heading = NULL };
	struct desk_form_page page = {
		.frame = it->desk.frame, .title = "Iemand zonder aanmelding",
		.lead = "Deze persoon krijgt een plaats, ook als er geen meer "
		    "is, en is daarna binnen.",
		.action = it->request->path, .groups = &group, .ngroups = 1,
		.hidden = &key, .nhidden = 1, .submit = "Aanmelden en binnen",
		.back = "/beheer/deur", .back_text = "Terug naar de deur",
		.trouble = submission->trouble,
	};
	struct drawing drawing;

	drawing_init(&drawing, &it->desk.context, it->request->arena);
	draw_fields(&drawing, submission, &group);
	page.summary = draw_summary(&drawing, submission->trouble);
	desk_form_html(&response->body, &page);
	return STATUS_OK;
}

enum status
walk_in_blank(struct app *app, struct request *request,
    struct desk_form_group *group)
{
	struct submission submission;
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(app, request, "Deur", DESK_DOOR, &desk);
	if (status != STATUS_OK)
		return status;
	submission_blank(app, 1, request->arena, &submission);
	drawing_init(&drawing, &desk.context, request->arena);
	draw_fields(&drawing, &submission, group);
	return STATUS_OK;
}

enum status
walk_in_show(struct app *app, struct request *request,
    struct response *response)
{
	struct walk_in it = { .app = app, .request = request };
	enum status status;

	status = desk_page(app, request, "Iemand zonder aanmelding",
	    DESK_DOOR, &it.desk);
	if (status != STATUS_OK)
		return status;
	submission_blank(app, 1, request->arena, &it.submission);
	return draw(&it, response);
}

/* Who comes in alone is the contact as well. */
static void
set_contact(struct submission *submission, const struct event *event)
{
	const struct answer *own = submission->inputs[0].answer;
	struct answer *contact = submission->contact;

	contact[CONTACT_VOORNAAM].raw = own[PARTICIPANT_VOORNAAM].raw;
	contact[CONTACT_ACHTERNAAM].raw = own[PARTICIPANT_ACHTERNAAM].raw;
	contact[CONTACT_EMAIL].raw = text_empty(own[PARTICIPANT_EMAIL].raw) ?
	    event->organisatie_email : own[PARTICIPANT_EMAIL].raw;
}

static enum status
walk_in(struct db *db, void *arg, struct arena *arena)
{
	struct walk_in *it = arg;

	return act_walk_in(db, &it->act, &it->registration, &it->one, arena);
}

/* Who is signed up and in by it. */
static enum status
save(struct walk_in *it, int64_t *participant)
{
	struct arena *arena = it->request->arena;
	struct registration signed_up;
	enum status status;

	status = desk_act(it->app, it->request, &it->act);
	if (status != STATUS_OK)
		return status;
	submission_registration(it->app, &it->submission, it->act.catalog,
	    arena, &it->registration);
	status = writer_run(it->app->writer, walk_in, it);
	if (status == STATUS_OK)
		status = registration_get(it->app->db, it->registration.id,
		    arena, &signed_up);
	if (status == STATUS_OK)
		*participant = signed_up.participants[0].id;
	return status;
}

static enum status
lead_to_door(struct walk_in *it, struct response *response)
{
	struct arena *arena = it->request->arena;
	enum status status;
	int64_t participant;

	/* The same form is the same fact, however often it is sent. */
	it->one = checkin_fact(it->app, it->request);
	it->one.nonce = arena_printf(arena, "%.*s", ARRIVAL_NAME_MAX,
	    it->submission.key);
	status = save(it, &participant);
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(arena, "/beheer/deur?binnen=%lld",
	    (long long)participant));
}

enum status
walk_in_post(struct app *app, struct request *request,
    struct response *response)
{
	struct walk_in it = { .app = app, .request = request };
	struct submission *submission = &it.submission;
	enum status status;
	int64_t issued;

	status = desk_page(app, request, "Iemand zonder aanmelding",
	    DESK_DOOR, &it.desk);
	if (status != STATUS_OK)
		return status;
	submission_read(request->params, it.desk.context.catalog,
	    request->arena, submission);
	if (submission->ninputs == 0)
		return STATUS_INVALID;
	set_contact(submission, &it.desk.context.catalog->event);
	if (key_read(app->secret, submission->key, &issued) != STATUS_OK) {
		submission_issue_key(app, request->arena, submission);
		submission->trouble = "Dit formulier is te oud. Verstuur het "
		    "nog een keer.";
	}
	if (submission_check_change(submission, it.desk.context.catalog,
	    request->arena) == STATUS_OK)
		return lead_to_door(&it, response);
	response->code = HTTP_UNPROCESSABLE;
	return draw(&it, response);
}

/* The first thing that is wrong with it. */
static const char *
fault_of(const struct submission *submission)
{
	const char *fault = submission->contact[CONTACT_GEMEENTE].fault;

	for (size_t i = 0; fault == NULL && i < NASKED; i++)
		fault = submission->inputs[0].answer[asked[i].question].fault;
	return fault != NULL ? fault : "Dit kan niet worden aangemeld.";
}

enum status
walk_in_bring(struct app *app, struct request *request,
    const struct catalog *catalog, const struct arrival *fact,
    struct walk_in_brought *brought)
{
	struct walk_in it = { .app = app, .request = request, .one = *fact };
	struct submission *submission = &it.submission;
	enum status status = STATUS_INVALID;

	submission_read(request->params, catalog, request->arena, submission);
	submission->key = arena_printf(request->arena, "%s/%s", fact->toestel,
	    fact->nonce);
	set_contact(submission, &catalog->event);
	*brought = (struct walk_in_brought){ .trouble = NULL };
	if (submission_check_change(submission, catalog, request->arena) !=
	    STATUS_OK)
		brought->trouble = fault_of(submission);
	else
		status = save(&it, &brought->participant);
	/* Its nonce was used for somebody else, which no device of ours does. */
	if (status == STATUS_INVALID && brought->trouble == NULL)
		brought->trouble = "Dit was al met andere gegevens aangemeld.";
	return status == STATUS_INVALID ? STATUS_OK : status;
}
