#include <string.h>

#include "assets.h"
#include "cgi/form/draw.h"
#include "cgi/form/restore.h"
#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/coming.h"
#include "cgi/signup/done.h"
#include "cgi/signup/given.h"
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
#define JUST_NOW	(15 * 60)

/* Who comes, when and where. */
static void
head_of(const struct registration *registration,
    const struct event_view *event, size_t confirmed, size_t waiting,
    struct registration_page *view, struct arena *arena)
{
	char *lead = arena_string(arena, arena_printf(arena, "%s%s%s. %s.",
	    event->when, event->doors == NULL ? "" : ", ",
	    event->doors == NULL ? "" : event->doors, event->where));

	if (*lead >= 'a' && *lead <= 'z')
		*lead = (char)(*lead - 'a' + 'A');
	view->lead = lead;
	view->whom = confirmed + waiting == 0 ? "Wie zijn afgemeld" :
	    "Wie komen er?";
	if (confirmed + waiting == 0) {
		view->heading = "Afgemeld";
		view->said = "Er komt niemand meer van deze aanmelding. Alle "
		    "betrokkenen hebben bericht gekregen.";
	} else if (confirmed == 0) {
		view->heading = "U staat op de wachtlijst";
		view->said = "Er waren te weinig plaatsen. Iedereen met een "
		    "e-mailadres heeft bericht gekregen.";
	} else {
		view->heading = arena_printf(arena, "De gemeente %s %s met %s",
		    registration->gemeente_naam,
		    event->past ? "was aangemeld" : "komt",
		    present_count((int64_t)confirmed, "persoon", "mensen",
		    arena));
	}
}

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

	head_of(registration, context->event, confirmed, waiting, view, arena);
	view->may_cancel = confirmed + waiting > 0 &&
	    event_allows(event, EVENT_CANCEL, now);
	view->may_restore = confirmed + waiting < registration->nparticipants &&
	    event_allows(event, EVENT_RESTORE, now);
	view->restoring = restore_hint(context, arena);
	view->may_change = view->may_cancel &&
	    event_allows(event, EVENT_CHANGE, now);
	view->may_add = view->may_change && registration->nparticipants <
	    (size_t)event->max_per_aanmelding;
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
		view->said = "Er zijn nog geen plaatsen voor u vastgelegd.";
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

/* Where the letters about them go. */
static const char *
mail_to(const struct registration *registration,
    const struct participant *participant, struct arena *arena)
{
	const char *own = participant->answer[PARTICIPANT_EMAIL];

	if (text_empty(own))
		return NULL;
	return arena_printf(arena, "%s%s", email_shown(own, arena),
	    !participant_is_own(registration, participant) ?
	    " (dat bent u zelf)" : confirmation_permits(registration,
	    participant) ? "" : " (krijgt bericht zodra u bevestigt)");
}

static struct person_view
show_person(struct app *app, const struct registration *registration,
    const struct participant *participant, const struct page_context *context,
    const struct registration_page *page, struct arena *arena)
{
	struct person_view view = present_person(ANSWERS_CONTACT_PAGE,
	    participant, context->catalog, arena);
	bool edits = page->may_change && !view.cancelled;
	struct given given;

	present_confirmation(registration, participant, &view);
	view.held = !text_empty(participant->answer[PARTICIPANT_NAAM_VOLGT]);
	if (view.held && participant->attendance == ATTENDANCE_CONFIRMED) {
		view.state = "naam volgt";
		view.shade = "wait";
	}
	view.holder = linked_holder(app, participant, arena);
	if (participant->attendance == ATTENDANCE_CONFIRMED)
		view.entry = arena_printf(arena, "/d/%s", page_entry_code(app,
		    participant, arena));
	given = given_of_person(participant, context->catalog, &view,
	    mail_to(registration, participant, arena), !edits ? NULL :
	    arena_printf(arena, "/aanmelding/%s/wijzigen#deelnemer_%s_",
	    page->token, view.number), false, arena);
	view.given = given.views;
	view.ngiven = view.cancelled ? 0 : given.nviews;
	if (participant->attendance == ATTENDANCE_CONFIRMED && !view.held &&
	    !page->over)
		view.forward = letter_to_forward(app, registration,
		    participant, context, arena);
	return view;
}

/* "Anna van den Berg en Zoë Smit", of whom has mail of their own. */
static const char *
with_own_mail(const struct registration *registration, size_t *count,
    struct arena *arena)
{
	const char *names = "", *last = NULL;

	*count = 0;
	for (size_t i = 0; i < registration->nparticipants; i++) {
		const struct participant *one = &registration->participants[i];

		if (one->attendance == ATTENDANCE_CANCELLED ||
		    !participant_is_own(registration, one))
			continue;
		if (last != NULL)
			names = arena_printf(arena, "%s%s%s", names,
			    *count > 1 ? ", " : "", last);
		last = participant_label(one, arena);
		(*count)++;
	}
	return last == NULL ? "" : *count == 1 ? last :
	    arena_printf(arena, "%s en %s", names, last);
}

/* Who gets which letter, and what the contact still has to do. */
static void
say_next(const struct registration *registration,
    const struct page_context *context, int64_t now,
    struct registration_page *view, struct arena *arena)
{
	size_t own, held = 0;
	const char *names = with_own_mail(registration, &own, arena);

	if (!view->may_cancel || view->over || view->confirm != NULL)
		return;
	view->next = arena_array(arena, 2, sizeof(*view->next));
	/* Later there is no such letter under way. */
	if (now - registration->aangemeld < JUST_NOW) {
		view->next[view->nnext++] = arena_printf(arena, "Binnen een "
		    "paar minuten krijgt u het overzicht op %s.",
		    email_shown(registration->answer[CONTACT_EMAIL], arena));
		if (own > 0)
			view->next[view->nnext++] = arena_printf(arena,
			    "%s %s een eigen mail%s.", names, own == 1 ?
			    "krijgt" : "krijgen", view->has_place ?
			    " met de afspraak" : "");
	}
	for (size_t i = 0; i < registration->nparticipants; i++)
		held += registration->participants[i].attendance !=
		    ATTENDANCE_CANCELLED && !text_empty(
		    registration->participants[i].answer[
		    PARTICIPANT_NAAM_VOLGT]);
	if (held > 0 && view->may_change)
		view->to_do = arena_printf(arena, "vul vóór %s de %s in die "
		    "nog %s.", clock_moment(context->catalog->event.
		    wijzigen_tot, arena), held == 1 ? "naam" : "namen",
		    held == 1 ? "volgt" : "volgen");
}

enum status
registration_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct registration *registration;
	struct registration_page view;
	struct given given;
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
	view = (struct registration_page){
		.page = context.page, .event = context.event,
		.token = request->tail,
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
	view.has_place = participants_count(registration,
	    ATTENDANCE_CONFIRMED) > 0;
	say_next(registration, &context, app->now(), &view, arena);
	given = given_of_contact(registration, context.catalog,
	    !view.may_change ? NULL : arena_printf(arena,
	    "/aanmelding/%s/wijzigen#", view.token), arena);
	view.given = given.views;
	view.ngiven = given.nviews;
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
