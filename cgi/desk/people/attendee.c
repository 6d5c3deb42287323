/*
 * One person: everything that is known, and what has happened.  All may be
 * read by a role that reads, but for dietary and access requirements, which
 * have a page of their own; its buttons are for an organiser (person_action.c).
 */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/desk/people/person_done.h"
#include "cgi/desk/people/person_history.h"
#include "cgi/form/organiser_questions.h"
#include "cgi/form/restore.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/log.h"
#include "db/audit.h"
#include "db/registration/note.h"
#include "db/registration/seats.h"
#include "db/retention/access.h"
#include "mail/compose/compose.h"
#include "templates.h"

const struct field note_field = {
	.name = "notitie", .label = "Nieuwe notitie", .type = FIELD_LINES,
	.title = "Notitie", .max = NOTE_MAX, .flags = FIELD_REQUIRED,
	.missing = "Schrijf eerst een notitie.",
	.purpose = "Om elkaar als collega’s te laten weten wat is afgesproken.",
	.autocomplete = "off",
};

const char *
attending_path(int64_t number, const char *done, struct arena *arena)
{
	return arena_printf(arena, "/beheer/deelnemer/%lld%s%s",
	    (long long)number, done == NULL ? "" : "?gedaan=",
	    done == NULL ? "" : done);
}

enum status
attending_find(struct app *app, struct request *request, const char *title,
    struct attending *attending)
{
	struct registration *found = &attending->registration;
	char *end;
	int64_t id = strtoll(request->tail, &end, 10), registration;
	enum status status;

	*attending = (struct attending){ .app = app, .request = request };
	if (*end != '\0')
		return STATUS_NOTFOUND;
	status = participant_registration(app->db, id, &registration);
	if (status == STATUS_OK)
		status = registration_get(app->db, registration,
		    request->arena, found);
	if (status == STATUS_OK)
		status = desk_page(app, request, title, DESK_ATTENDEES,
		    &attending->desk);
	if (status != STATUS_OK)
		return status;
	attending->person = participant_with_id(found, id);
	/* Those of another event are shown when the desk looks at that one. */
	return attending->person == NULL ||
	    found->event != attending->desk.context.catalog->event.id ?
	    STATUS_NOTFOUND : STATUS_OK;
}

static enum status
add_waiting(const struct attending *attending,
    struct attendee_page_view *view)
{
	struct app *app = attending->app;
	struct line_place place;
	enum status status;

	if (attending->person->attendance != ATTENDANCE_WAITING)
		return STATUS_OK;
	status = seats_line_place(app->db,
	    &attending->desk.context.catalog->event, app->now(),
	    &attending->registration, &place);
	/* NOTFOUND: they got a place between the two reads. */
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	view->waiting = arena_printf(attending->request->arena,
	    "Op de wachtlijst, plaats %lld in de rij. %s",
	    (long long)place.before + 1,
	    present_why(&place, attending->request->arena));
	return STATUS_OK;
}

static void
add_colleagues(const struct attending *attending,
    struct attendee_page_view *view)
{
	const struct registration *registration = &attending->registration;
	struct arena *arena = attending->request->arena;

	view->colleagues = arena_array(arena, registration->nparticipants,
	    sizeof(struct colleague_view));
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one == attending->person)
			continue;
		view->colleagues[view->ncolleagues++] =
		    (struct colleague_view){
			.number = one->id,
			.name = participant_name(one, arena),
			.role = one->answer[PARTICIPANT_ROL],
			.state = attendance_word(one->attendance),
			.shade = desk_shade(one->attendance),
		};
	}
}

static enum status
add_notes(const struct attending *attending, struct attendee_page_view *view)
{
	struct arena *arena = attending->request->arena;
	struct note *notes;
	enum status status;
	size_t count;

	status = note_list(attending->app->db, attending->registration.id,
	    arena, &notes, &count);
	if (status != STATUS_OK)
		return status;
	view->notes = arena_array(arena, count, sizeof(struct note_view));
	for (; view->nnotes < count; view->nnotes++)
		view->notes[view->nnotes] = (struct note_view){
			.id = notes[view->nnotes].id,
			.when = clock_brief(notes[view->nnotes].moment, arena),
			.who = notes[view->nnotes].wie,
			.text = notes[view->nnotes].text,
		};
	return STATUS_OK;
}

static struct attendee_page_view
facts_of(const struct attending *attending)
{
	const struct registration *registration = &attending->registration;
	const struct catalog *catalog = attending->desk.context.catalog;
	const struct participant *person = attending->person;
	struct arena *arena = attending->request->arena;
	struct person_view *view = arena_alloc(arena, sizeof(*view));
	struct answer_list answers = answers_of_contact(ANSWERS_DESK,
	    registration, arena);

	*view = present_person(ANSWERS_DESK, person, catalog, arena);
	view->state = attendance_word(person->attendance);
	present_confirmation(registration, person, view);
	for (size_t i = 0; i < view->nsessions; i++)
		if (view->sessions[i].places != NULL)
			view->sessions[i].places = "op de wachtlijst";
	return (struct attendee_page_view){
		.frame = attending->desk.frame, .person = view,
		.number = person->id,
		.gemeente = present_text(registration->gemeente_naam),
		.address = present_text(email_shown(person->answer[
		    PARTICIPANT_EMAIL], arena)),
		.contact = contact_name(registration, arena),
		.email = email_shown(registration->answer[CONTACT_EMAIL],
		    arena),
		.mailto = arena_printf(arena, "mailto:%s",
		    registration->answer[CONTACT_EMAIL]),
		.phone = present_text(registration->answer[CONTACT_TELEFOON]),
		.themas = present_themas(registration, catalog, arena),
		.question = present_text(registration->answer[CONTACT_VRAAG]),
		.answers = answers.views, .nanswers = answers.nviews,
		.signed_up = clock_brief(registration->aangemeld, arena),
		.may_change = desk_is_organiser(attending->request),
		.version = arena_printf(arena, "%lld",
		    (long long)registration->versie),
		.is_waiting = person->attendance == ATTENDANCE_WAITING,
		.restoring = restore_hint(&attending->desk.context, arena),
		.has_mail = participant_is_own(registration, person),
		.to_confirm = registration->to_confirm != TO_CONFIRM_NOTHING,
	};
}

/* Those before and behind, in the list that one came from. */
static enum status
add_neighbour(const struct attending *attending,
    const struct attendee_filter *filter, enum attendee_order order, bool back,
    const char *within, const char **path)
{
	const struct attendee_at at = {
		.order = order, .from = attending->person->id, .back = back,
		.max = 1,
	};
	struct arena *arena = attending->request->arena;
	struct attendees found = { .count = 0 };
	enum status status = attendee_page(attending->app->db, filter, &at,
	    arena, &found);

	if (status == STATUS_OK && found.count > 0)
		*path = arena_printf(arena, "/beheer/deelnemer/%lld?%s",
		    (long long)found.list[0].nummer, within);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

const char *
attending_within(const struct request *request, int64_t event)
{
	const struct params *query = request->query_params;
	struct attendee_filter filter;

	if (params_value(query, "volgorde") == NULL)
		return "";
	filter_read(query, event, request->arena, &filter);
	return filter_within(&filter, attendee_order_word(order_read(query,
	    ATTENDEE_BY_NAME)), request->arena);
}

static enum status
add_trail(const struct attending *attending, struct attendee_page_view *view)
{
	const struct request *request = attending->request;
	enum attendee_order order = order_read(request->query_params,
	    ATTENDEE_BY_NAME);
	struct attendee_filter filter;
	enum status status;

	view->within = attending_within(request,
	    attending->registration.event);
	view->back = "/beheer/aanmeldingen";
	view->action = arena_printf(request->arena, "/beheer/deelnemer/%lld%s%s",
	    (long long)attending->person->id, view->within[0] == '\0' ? "" :
	    "?", view->within);
	if (view->within[0] == '\0') {
		view->within = NULL;
		return STATUS_OK;
	}
	view->back = arena_printf(request->arena, "%s?%s", view->back,
	    view->within);
	filter_read(request->query_params, attending->registration.event,
	    request->arena, &filter);
	status = add_neighbour(attending, &filter, order, true, view->within,
	    &view->previous);
	return status != STATUS_OK ? status : add_neighbour(attending, &filter,
	    order, false, view->within, &view->next);
}

static void
add_rounds(const struct attending *attending, struct attendee_page_view *view)
{
	const struct catalog *catalog = attending->desk.context.catalog;
	struct arena *arena = attending->request->arena;

	view->rounds = arena_array(arena, catalog->nrounds,
	    sizeof(*view->rounds));
	for (size_t i = 0; i < catalog->nrounds; i++) {
		const struct round *round = &catalog->rounds[i];
		struct person_round *one = &view->rounds[view->nrounds++];

		*one = (struct person_round){
			.number = round->nummer, .title = round->titel,
			.options = arena_array(arena, round->nsessions,
			    sizeof(*one->options)),
		};
		for (size_t j = 0; j < round->nsessions; j++)
			one->options[one->noptions++] = (struct option_view){
				.value = arena_printf(arena, "%lld",
				    (long long)round->sessions[j].id),
				.label = round->sessions[j].titel,
				.chosen = attending->person->session[
				    round->nummer - 1] ==
				    round->sessions[j].id,
			};
	}
}

enum status
attending_draw(struct attending *attending,
    const struct attending_forms *forms, struct response *response)
{
	struct attendee_page_view view = facts_of(attending);
	struct field_view reason, note;
	struct drawing drawing;
	enum status status;

	add_colleagues(attending, &view);
	add_rounds(attending, &view);
	status = add_trail(attending, &view);
	if (status == STATUS_OK)
		status = add_waiting(attending, &view);
	if (status == STATUS_OK)
		status = add_notes(attending, &view);
	if (status == STATUS_OK)
		status = person_history_letters(attending, &view);
	if (status == STATUS_OK)
		status = person_history_acts(attending, &view);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &attending->desk.context,
	    attending->request->arena);
	reason = draw_field(&drawing, &reason_field, reason_field.name,
	    &forms->reason, "");
	note = draw_field(&drawing, &note_field, note_field.name,
	    &forms->note, "");
	view.reason = &reason;
	view.note = &note;
	view.summary = draw_summary(&drawing, forms->trouble);
	view.trouble = forms->trouble;
	attendee_html(&response->body, &view);
	return STATUS_OK;
}

static enum status
record_view(struct db *db, void *arg, struct arena *arena)
{
	const struct attending *attending = arg;

	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = desk_who(attending->request), .wat = ACCESS_SEEN,
		.event = attending->registration.event,
		.registration = attending->registration.id,
		.participant = attending->person->id,
	}, attending->app->now());
}

/*
 * Who looked at whom, once an hour.  While nothing can be written people can
 * still be read; that such a view is missing is logged instead.
 */
static enum status
note_view(struct attending *attending)
{
	struct app *app = attending->app;
	bool known = false;
	enum status status;

	status = access_known(app->db, desk_who(attending->request),
	    attending->registration.id, attending->person->id, app->now(),
	    &known);
	if (status == STATUS_OK && !known && writer_run(app->writer,
	    record_view, attending) != STATUS_OK)
		log_line(LOG_WARNING, "%s saw participant %lld, which could "
		    "not be recorded", desk_who(attending->request),
		    (long long)attending->person->id);
	return status;
}

enum status
attendee_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct attending_forms empty = {
		.reason = { .raw = "" }, .note = { .raw = "" },
	};
	struct attending attending;
	enum status status;

	status = attending_find(app, request, "Deelnemer", &attending);
	if (status == STATUS_OK)
		status = note_view(&attending);
	if (status != STATUS_OK)
		return status;
	attending.desk.frame->done = attending_done(attending.person,
	    params_value(request->query_params, "gedaan"), request->arena);
	return attending_draw(&attending, &empty, response);
}
