/*
 * Changing what was signed up, by an organiser: the visitors' own forms in
 * the desk's surroundings, with what only an organiser is asked.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/desk/question.h"
#include "cgi/form/edit.h"
#include "cgi/form/form_view.h"
#include "core/arena.h"
#include "db/registration/guest.h"
#include "templates.h"
#include "templates/desk/attendee.h"

/* Without a person it is the form of the whole delegation. */
static void
draw(struct editing *editing)
{
	const struct desk_frame *frame = editing->around;
	struct buf *body = &editing->response->body;
	struct person_form person;
	struct form_page form;

	if (editing->input == NULL) {
		form_page_view(&editing->context, &editing->submission,
		    &editing->frame, editing->request->arena, &form);
		desk_registration_html(body,
		    &(struct desk_registration_page){ frame, &form });
	} else {
		person_page_view(&editing->context, &editing->submission,
		    editing->input, editing->replaces ? PERSON_FORM_INSTEAD :
		    PERSON_FORM_GUEST, &editing->frame,
		    editing->request->arena, &person);
		desk_person_html(body, &(struct desk_person_page){
			frame, &person
		});
	}
}

/* Who hears of it is seen before it is saved. */
static enum status
settle(struct editing *editing, db_work work, void *arg,
    struct act_context *act, bool *asked)
{
	struct question question = {
		.app = editing->app, .request = editing->request,
		.here = DESK_ATTENDEES, .title = editing->replaces ?
		    "Iemand anders op deze plaats?" :
		    "Deze wijzigingen bewaren?",
		.does = "Bewaren", .back = editing->frame.back, .act = act,
		.work = work, .arg = arg, .event = editing->registration.event,
	};
	enum status status;

	question_keep_form(&question);
	status = question_settle(&question, editing->response, asked);
	if (question.mailing != 0)
		editing->after = arena_printf(editing->request->arena,
		    "%s&mailing=%lld", editing->after,
		    (long long)question.mailing);
	return status;
}

/*
 * Everything that the form needs before it is read or drawn: of the whole
 * delegation, of a guest, or of another person in the place of this one.
 */
static enum status
begin(struct editing *editing, bool replaces)
{
	struct request *request = editing->request;
	struct arena *arena = request->arena;
	struct attending attending;
	enum status status;
	bool guest;

	status = attending_find(editing->app, request,
	    replaces ? "Vervangen" : "Wijzigen", &attending);
	if (status != STATUS_OK)
		return status;
	/* A person who cancelled left no place for somebody else. */
	if (replaces && attending.person->attendance == ATTENDANCE_CANCELLED)
		return STATUS_NOTFOUND;
	editing->registration = attending.registration;
	editing->context = attending.desk.context;
	editing->around = attending.desk.frame;
	editing->draw = draw;
	editing->settle = settle;
	editing->act = app_act(editing->app, editing->context.catalog,
	    desk_who(request));
	editing->act.always = true;
	editing->submission.organiser = arena_alloc(arena,
	    sizeof(struct organiser));
	guest = is_guest(attending.person->answer[PARTICIPANT_ROL]);
	editing->frame.csrf = attending.desk.frame->csrf;
	editing->frame.action = request->path;
	editing->frame.back = attending_path(attending.person->id, NULL, arena);
	editing->after = attending_path(attending.person->id,
	    replaces ? "vervangen" : "wijzigen", arena);
	if (replaces) {
		editing->person = attending.person;
		editing->replaces = true;
		editing->frame.title = arena_printf(arena, "Wie komt er in "
		    "plaats van %s?", participant_name(editing->person, arena));
		editing->frame.lead = "De plaats en de gekozen sessies "
		    "blijven.";
	} else if (guest) {
		editing->person = attending.person;
		editing->frame.title = arena_printf(arena, "Gegevens van %s "
		    "wijzigen", participant_name(editing->person, arena));
		editing->frame.lead = "Verbeter wat niet klopt, of kies "
		    "sessies.";
	} else {
		editing->frame.title = arena_printf(arena, "Aanmelding van %s "
		    "wijzigen", editing->registration.gemeente_naam);
		editing->frame.lead = "De hele delegatie: verbeter wat niet "
		    "klopt, kies andere sessies of voeg iemand toe.";
	}
	return STATUS_OK;
}

enum status
attendee_edit_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin(&editing, false);
	return status == STATUS_OK ? editing_show(&editing) : status;
}

enum status
attendee_edit_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin(&editing, false);
	if (status != STATUS_OK)
		return status;
	return editing.person == NULL ? editing_post(&editing) :
	    editing_post_person(&editing);
}

enum status
attendee_replace_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin(&editing, true);
	return status == STATUS_OK ? editing_show(&editing) : status;
}

enum status
attendee_replace_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin(&editing, true);
	return status == STATUS_OK ? editing_post(&editing) : status;
}
