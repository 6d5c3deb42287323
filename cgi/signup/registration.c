#include <string.h>

#include "assets.h"
#include "cgi/form/draw.h"
#include "cgi/form/restore.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/coming.h"
#include "cgi/signup/done.h"
#include "cgi/signup/links.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/email.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/gemeente/domain.h"
#include "db/registration/registration.h"
#include "mail/compose/compose.h"
#include "templates.h"

#define FORWARD_MAX	((size_t)8 * 1024)

/* What the page says first: how things stand, and what can be done now. */
static void
summarize(const struct registration *registration,
    const struct page_context *context,
    int64_t now, struct registration_page *view, struct arena *arena)
{
	const struct event *event = &context->catalog->event;
	size_t confirmed = participants_count(registration,
	    ATTENDANCE_CONFIRMED);
	size_t waiting = participants_count(registration, ATTENDANCE_WAITING);

	if (confirmed + waiting == 0) {
		view->heading = "Afgemeld";
		view->lead = "Er komt niemand meer van deze aanmelding. Alle "
		    "betrokkenen hebben bericht gekregen.";
	} else if (confirmed == 0) {
		view->heading = "U staat op de wachtlijst";
		view->lead = "Er waren te weinig plaatsen. Iedereen met een "
		    "e-mailadres heeft bericht gekregen.";
	} else {
		view->heading = "U bent aangemeld";
		view->lead = arena_printf(arena, "Er %s %s vastgelegd. "
		    "De bevestiging gaat naar %s.",
		    confirmed == 1 ? "is" : "zijn",
		    present_count((int64_t)confirmed, "plaats", "plaatsen",
		    arena), view->email);
	}
	view->may_cancel = confirmed + waiting > 0 &&
	    event_allows(event, EVENT_CANCEL, now);
	view->may_restore = confirmed + waiting < registration->nparticipants &&
	    event_allows(event, EVENT_RESTORE, now);
	view->restoring = restore_hint(context, arena);
	view->may_change = view->may_cancel &&
	    event_allows(event, EVENT_CHANGE, now);
	view->over = context->event->past;
	view->deadline = view->over ? "De bijeenkomst is voorbij. Er kan niets "
	    "meer worden gewijzigd." : view->may_change ?
	    arena_printf(arena, "Wijzigen kan tot %s.",
	    clock_moment(event->wijzigen_tot, arena)) :
	    "Wijzigen kan niet meer; afmelden kan tot de bijeenkomst voorbij "
	    "is.";
}

/* Where in line, why, and what happens next; and the choice to change. */
static enum status
show_line(struct app *app, const struct page_context *context,
    const struct registration *registration, struct arena *arena,
    struct registration_page *view)
{
	const struct field *field = &contact_fields[CONTACT_WACHTLIJST];
	struct answer answer = {
		.raw = registration->answer[CONTACT_WACHTLIJST],
	};
	struct page_context copy = *context;
	struct line_place attendance;
	struct drawing drawing;
	enum status status;

	status = seats_line_place(app->db, &context->catalog->event, app->now(),
	    registration, &attendance);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	if (attendance.why == WAITING_FOR_CONFIRMATION)
		return STATUS_OK;
	view->waiting = present_why(&attendance, arena);
	if (!view->over)
		view->waiting = arena_printf(arena, "%s op de wachtlijst, op "
		    "plaats %lld in de rij. %s Vrijgekomen plaatsen gaan op "
		    "volgorde van aanmelding naar de eerste die erin past; u "
		    "krijgt dan meteen bericht.", attendance.waiting == 1 ?
		    "Eén persoon staat" : arena_printf(arena,
		    "%lld mensen staan", (long long)attendance.waiting),
		    (long long)attendance.before + 1, view->waiting);
	if (!view->may_change)
		return STATUS_OK;
	drawing_init(&drawing, &copy, arena);
	view->policy = arena_alloc(arena, sizeof(*view->policy));
	*view->policy = draw_field(&drawing, field, field->name, &answer, "");
	view->policy->required = true;
	return STATUS_OK;
}

/* Who came from the waiting list near the event says yes first (offer.h). */
static void
ask_to_come(const struct registration *registration,
    struct registration_page *view, struct arena *arena)
{
	const char *names = "";
	int64_t until = 0;

	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->vraag_tot == 0)
			continue;
		names = arena_printf(arena, "%s%s%s", names, names[0] == '\0' ?
		    "" : ", ", participant_label(one, arena));
		until = one->vraag_tot;
	}
	if (until != 0)
		view->offered = arena_printf(arena, "Er is plaats voor %s. "
		    "Laat het weten vóór %s: komt u nog?", names,
		    clock_moment(until, arena));
}

/* What the button behind the mailed link is for. */
static void
ask_to_confirm(const struct registration *registration,
    struct registration_page *view, struct arena *arena)
{
	const char *email = email_shown(registration->answer[
	    CONTACT_EMAIL], arena);

	if (!confirmation_is_needed(registration))
		return;
	if (registration->to_confirm == TO_CONFIRM_LETTERS) {
		view->confirm = arena_printf(arena, "Bevestig de aanmelding "
		    "met de link in de mail aan %s. Tot dan krijgen alleen u "
		    "en mensen met een adres van uw gemeente bericht.", email);
		return;
	}
	view->confirm = arena_printf(arena, "Er kwamen vanaf uw netwerk veel "
	    "aanmeldingen in korte tijd. Uw aanmelding is bewaard. Bevestig "
	    "haar met de link in de mail aan %s: dan krijgt u de plaatsen die "
	    "er zijn, op de volgorde van uw aanmelding.", email);
	if (participants_count(registration, ATTENDANCE_CONFIRMED) == 0) {
		view->heading = "Bevestig uw aanmelding";
		view->lead = "Er zijn nog geen plaatsen voor u vastgelegd.";
	}
}

/* The address that everything depends on, and the others. */
static const char *
slip_in(const struct registration *registration,
    const struct catalog *catalog, struct arena *arena)
{
	const char *typed = registration->answer[CONTACT_EMAIL];
	const char *meant = domain_hint(catalog, typed, arena);

	for (size_t i = 0; meant == NULL && i < registration->nparticipants;
	    i++) {
		typed = registration->participants[i].answer[
		    PARTICIPANT_EMAIL];
		meant = domain_hint(catalog, typed, arena);
	}
	return meant == NULL ? NULL : arena_printf(arena, "Klopt het adres "
	    "%s? Misschien bedoelt u %s. U kunt het hieronder wijzigen.",
	    email_shown(typed, arena), meant);
}

/*
 * What the contact can pass on to somebody: the day and the place, and no
 * link that gives a right to anything.
 */
static const char *
letter_to_forward(struct app *app, const struct registration *registration,
    const struct participant *participant, const struct page_context *context,
    struct arena *arena)
{
	const struct event_view *event = context->event;
	const char *to = participant->answer[PARTICIPANT_EMAIL];
	struct buf mail;

	buf_init(&mail, arena, FORWARD_MAX);
	buf_text(&mail, "mailto:");
	buf_percent(&mail, to, strlen(to));
	query_add(&mail, "subject", arena_printf(arena, "%s, %s", event->title,
	    event->when));
	query_add(&mail, "body", arena_printf(arena, "Beste %s,\r\n\r\n"
	    "U bent aangemeld voor %s.\r\n\r\nWanneer: %s\r\nWaar: %s\r\n"
	    "Programma: %s/\r\nIn uw agenda: %s/agenda.ics\r\n\r\n"
	    "Met vriendelijke groet,\r\n%s",
	    participant_label(participant, arena), event->title, event->when,
	    event->where, app->config->base_url, app->config->base_url,
	    contact_name(registration, arena)));
	return mail.failed ? NULL : mail.data;
}

static struct person_view
show_person(struct app *app, const struct registration *registration,
    const struct participant *participant, const struct page_context *context,
    const struct registration_page *page, struct arena *arena)
{
	struct person_view view = present_person(ANSWERS_CONTACT_PAGE,
	    participant, context->catalog, arena);

	present_confirmation(registration, participant, &view);
	view.mail = participant_is_own(registration, participant) ?
	    arena_printf(arena, "gaat naar %s%s",
	    email_shown(participant->answer[PARTICIPANT_EMAIL], arena),
	    confirmation_permits(registration, participant) ? "" :
	    " zodra u de aanmelding bevestigt") : "gaat naar u";
	view.holder = linked_holder(app, participant, arena);
	if (page->may_change && !view.cancelled)
		view.edit = arena_printf(arena,
		    "/aanmelding/%s/wijzigen#deelnemer_%s_", page->token,
		    view.number);
	if (participant->attendance == ATTENDANCE_CONFIRMED &&
	    text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]) &&
	    !page->over)
		view.forward = letter_to_forward(app, registration,
		    participant, context, arena);
	return view;
}

/* Who gets which letter, and what the contact still has to do. */
static void
say_next(const struct registration *registration,
    struct registration_page *view, struct arena *arena)
{
	const char *own = "", *held = "";
	size_t nown = 0, nheld = 0;

	if (!view->may_cancel || view->over || view->confirm != NULL)
		return;
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->attendance == ATTENDANCE_CANCELLED)
			continue;
		if (!text_empty(one->answer[PARTICIPANT_NAAM_VOLGT]))
			held = ++nheld == 1 ? "de naam" : "de namen";
		else if (participant_is_own(registration, one))
			own = arena_printf(arena, "%s%s%s", own,
			    nown++ == 0 ? "" : ", ", participant_label(one,
			    arena));
	}
	view->next = arena_array(arena, 3, sizeof(*view->next));
	view->next[view->nnext++] = arena_printf(arena, "U krijgt het overzicht "
	    "binnen een paar minuten op %s, met de link om te wijzigen.",
	    view->email);
	if (nown > 0)
		view->next[view->nnext++] = arena_printf(arena,
		    "%s: een eigen mail met de afspraak.", own);
	if (nheld > 0 && view->may_change)
		view->next[view->nnext++] = arena_printf(arena, "U vult %s in "
		    "die nog %s, zodra u die weet.", held, nheld == 1 ?
		    "volgt" : "volgen");
}

enum status
registration_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct registration *registration;
	struct registration_page view;
	struct answer_list answers;
	struct linked linked;
	struct page_context context;
	enum status status;

	status = link_registration(app, request, &linked);
	if (status == STATUS_OK)
		status = page_context_set(app, request,
		    linked.registration.event, "Uw aanmelding", &context);
	if (status != STATUS_OK)
		return status;
	registration = &linked.registration;
	answers = answers_of_contact(ANSWERS_CONTACT_PAGE, registration, arena);
	view = (struct registration_page){
		.page = context.page, .event = context.event,
		.token = request->tail,
		.gemeente = registration->gemeente_naam,
		.contact = contact_name(registration, arena),
		.email = email_shown(registration->answer[CONTACT_EMAIL],
		    arena),
		.phone = present_text(registration->answer[CONTACT_TELEFOON]),
		.question = present_text(registration->answer[CONTACT_VRAAG]),
		.answers = answers.views, .nanswers = answers.nviews,
		.themas = present_themas(registration, context.catalog, arena),
		.persons = arena_array(arena, registration->nparticipants,
		    sizeof(struct person_view)),
	};
	summarize(registration, &context, app->now(), &view, arena);
	status = show_line(app, &context, registration, arena, &view);
	if (status != STATUS_OK)
		return status;
	ask_to_confirm(registration, &view, arena);
	ask_to_come(registration, &view, arena);
	view.hint = slip_in(registration, context.catalog, arena);
	for (size_t i = 0; i < registration->nparticipants; i++)
		view.persons[view.npersons++] = show_person(app, registration,
		    &registration->participants[i], &context, &view,
		    arena);
	context.page->script = ASSET_FORM;
	say_next(registration, &view, arena);
	view.has_place = participants_count(registration,
	    ATTENDANCE_CONFIRMED) > 0;
	view.done = done_draw(&linked, request, &context, app->now());
	registration_html(&response->body, &view);
	return STATUS_OK;
}

struct choosing {
	struct act_context	 act;
	struct registration	 wanted;
};

static enum status
choose_policy(struct db *db, void *arg, struct arena *arena)
{
	const struct choosing *choosing = arg;

	return act_change(db, &choosing->act, &choosing->wanted, arena);
}

/* Another choice for the waiting list, which may give places at once. */
static enum status
policy_post(struct app *app, struct request *request,
    const struct linked *linked, struct response *response)
{
	const struct field *field = &contact_fields[CONTACT_WACHTLIJST];
	struct choosing choosing = { .wanted = linked->registration };
	const struct catalog *catalog;
	const char *message;
	enum status status;

	status = field_check(field, params_value(request->params, field->name),
	    true, request->arena, &choosing.wanted.answer[CONTACT_WACHTLIJST],
	    &message);
	if (status == STATUS_OK && text_empty(
	    choosing.wanted.answer[CONTACT_WACHTLIJST]))
		return STATUS_INVALID;
	if (status == STATUS_OK)
		status = app_catalog(app, linked->registration.event, &catalog);
	if (status != STATUS_OK)
		return status;
	choosing.wanted.nparticipants = 0;
	choosing.act = app_act(app, catalog, "contact");
	status = writer_run(app->writer, choose_policy, &choosing);
	if (status == STATUS_NOTFOUND || status == STATUS_INVALID)
		return STATUS_FULL;
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "%s?gedaan=" DONE_POLICY "#gedaan", request->path));
}

enum status
registration_post(struct app *app, struct request *request,
    struct response *response)
{
	struct linked linked;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = link_registration(app, request, &linked);
	if (status != STATUS_OK)
		return status;
	if (text_same(params_value(request->params, "actie"), "wachtlijst"))
		return policy_post(app, request, &linked, response);
	return coming_post(app, request, &linked, response);
}
