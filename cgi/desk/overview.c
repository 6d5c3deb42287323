/* The first page of the desk: how the event stands. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/overview_view.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/gemeente/coverage.h"
#include "db/mail/outbox.h"
#include "db/people/statistics.h"
#include "db/registration/requirements.h"
#include "templates.h"

/* What lies ahead and behind, in the order of time, which may be any. */
static void
set_steps(const struct event *event, int64_t now, struct arena *arena,
    struct overview_page *page)
{
	const struct {
		int64_t		 moment;	/* 0: not set, and left out */
		const char	*what;
	} steps[] = {
		{ event->aanmelden_open, "Het aanmelden gaat open" },
		{ event->gereserveerd_wethouders > 0 ?
		    event->gereserveerd_tot : 0, arena_printf(arena,
		    "De %lld plaatsen die voor wethouders zijn vastgehouden, "
		    "komen vrij voor iedereen",
		    (long long)event->gereserveerd_wethouders) },
		{ event_closes(event), "Het aanmelden sluit" },
		{ event->wijzigen_tot, "Wie zich aanmeldde kan niet meer "
		    "zelf wijzigen" },
		{ event->begin, "De bijeenkomst begint" },
		{ event->einde, "De bijeenkomst is afgelopen" },
		{ requirements_until(event),
		    "Dieet- en toegankelijkheidswensen "
		    "worden verwijderd" },
	};
	const size_t count = sizeof(steps) / sizeof(steps[0]);
	int64_t moments[sizeof(steps) / sizeof(steps[0])];
	size_t at;

	page->steps = arena_array(arena, count, sizeof(*page->steps));
	for (size_t i = 0; i < count; i++) {
		if (steps[i].moment == 0)
			continue;
		for (at = page->nsteps++; at > 0 &&
		    moments[at - 1] > steps[i].moment; at--) {
			moments[at] = moments[at - 1];
			page->steps[at] = page->steps[at - 1];
		}
		moments[at] = steps[i].moment;
		page->steps[at] = (struct step_row){
			.when = clock_brief(steps[i].moment, arena),
			.what = steps[i].what,
			.past = steps[i].moment <= now,
		};
	}
}

static void
add_mail(struct overview_page *page, const char *shade, const char *title,
    const char *text)
{
	page->todo[page->ntodo++] = (struct todo_view){
		shade, title, text, "/beheer/mail?toon=aandacht",
		"Mail bekijken"
	};
}

static enum status
set_mail(struct app *app, struct arena *arena, struct overview_page *page)
{
	int64_t failed, waiting;
	struct alarm alarm;
	enum status status;

	status = alarm_get(app->db, arena, &alarm);
	if (status == STATUS_OK)
		add_mail(page, "bad", "Er gaat nu geen mail uit",
		    arena_printf(arena, "De mailserver weigert onze "
		    "instellingen: %s. Vraag de beheerder ernaar te kijken; "
		    "er gaat geen bericht verloren.", alarm.antwoord));
	else if (status != STATUS_NOTFOUND)
		return status;
	status = statistics_mail(app->db, app->now() -
	    app->config->mail_alarm_minutes * 60, &failed, &waiting);
	if (status != STATUS_OK)
		return status;
	if (failed > 0)
		add_mail(page, "bad", present_count(failed,
		    "bericht is mislukt", "berichten zijn mislukt", arena),
		    "Deze mensen weten nog niet wat wij schreven. Verbeter "
		    "het adres, of bel.");
	if (waiting > 0)
		add_mail(page, "wait", arena_printf(arena, "%s te lang",
		    present_count(waiting, "bericht wacht",
		    "berichten wachten", arena)),
		    "De mail gaat trager dan zij hoort te gaan.");
	return STATUS_OK;
}

static enum status
read_answers(struct app *app, int64_t event, struct arena *arena,
    struct answers *answers)
{
	char today[CLOCK_DAY_SIZE];
	struct coverage *list;
	enum status status;
	size_t count = 0;

	*answers = (struct answers){ .all = 0 };
	clock_day(app->now(), today);
	status = coverage_read(app->db, event, today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		const struct coverage *one = &list[i];

		if (one->within != NULL)
			continue;
		answers->all += one->today;
		answers->addresses += one->contact_email[0] != '\0';
		answers->with_mbo += one->heeft_mbo;
		answers->coming += one->state == COVERAGE_SIGNED_UP;
		answers->silent += one->heeft_mbo &&
		    one->state == COVERAGE_SILENT;
	}
	return status == STATUS_OK ? outbox_any_sent(app->db,
	    &answers->mailed) : status;
}

static const struct choice opened[] = {
	{ "open", "Gedaan: aanmelden is open." },
	{ "dicht", "Gedaan: aanmelden is gesloten. Wie al bezig was, kan het "
	    "formulier nog tien minuten versturen." },
	{ NULL, NULL },
};

struct sign_up_switch {
	struct act_context	 act;
	bool			 open;
	int64_t			 now;
};

/*
 * The dates stay as they were set, unless it cannot be open by them: then it
 * is from now on, or until the event begins.
 */
static enum status
open_or_close(struct db *db, void *arg, struct arena *arena)
{
	const struct sign_up_switch *opening = arg;
	struct event event;
	enum status status;

	status = event_get(db, opening->act.catalog->event.id, arena, &event);
	if (status != STATUS_OK)
		return status;
	event.gesloten = opening->open ? 0 : opening->now;
	if (opening->open && event.aanmelden_dicht <= opening->now)
		event.aanmelden_dicht = event.begin;
	if (opening->open && (event.aanmelden_open == 0 ||
	    event.aanmelden_open > opening->now))
		event.aanmelden_open = opening->now;
	return act_set_event(db, &opening->act, &event, arena);
}

enum status
opening_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct sign_up_switch opening = {
		.open = text_same(actie, "open"), .now = app->now(),
	};
	char trouble[ACT_TROUBLE] = "";
	enum status status;

	if (!opening.open && !text_same(actie, "dicht"))
		return STATUS_INVALID;
	status = desk_act(app, request, &opening.act);
	if (status != STATUS_OK)
		return status;
	opening.act.trouble = trouble;
	status = writer_run(app->writer, open_or_close, &opening);
	return status != STATUS_OK ? status : response_see_other(response,
	    opening.open ? "/beheer/?gedaan=open" : "/beheer/?gedaan=dicht");
}

/* A role at the door has one list, and no business with the rest. */
enum status
desk_home(struct app *app, struct request *request, struct response *response)
{
	const struct login *login = request->login;
	struct arena *arena = request->arena;
	struct overview_page page = { .frame = NULL };
	const struct catalog *catalog;
	struct answers answers;
	struct statistics statistics;
	struct desk_page desk;
	enum status status;

	if (login->account.rol < ROLE_READER)
		return response_see_other(response, "/beheer/deur");
	status = desk_page(app, request, "Overzicht", DESK_OVERVIEW, &desk);
	if (status != STATUS_OK)
		return status;
	catalog = desk.context.catalog;
	page.frame = desk.frame;
	page.event = desk.context.event;
	page.may_add = desk_is_organiser(request);
	page.todo = arena_array(arena, OVERVIEW_TODO, sizeof(*page.todo));
	desk.frame->done = desk_done(request, opened);
	set_steps(&catalog->event, app->now(), arena, &page);
	/* All from one view of the database, so that the figures agree. */
	if ((status = db_snapshot(app->db)) != STATUS_OK)
		return status;
	status = statistics_read(app->db, catalog->event.id, arena,
	    &statistics);
	if (status == STATUS_OK)
		status = read_answers(app, catalog->event.id, arena, &answers);
	if (status == STATUS_OK)
		status = set_mail(app, arena, &page);
	db_release(app->db);
	if (status != STATUS_OK)
		return status;
	overview_view_set(&statistics, &answers, catalog, app->now(), arena,
	    &page);
	overview_html(&response->body, &page);
	return STATUS_OK;
}
