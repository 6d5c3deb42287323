/* The first page of the desk: how the event stands. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/overview_view.h"
#include "core/arena.h"
#include "core/clock.h"
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
		{ event->aanmelden_dicht, "Het aanmelden sluit" },
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
			.when = clock_moment(steps[i].moment, arena),
			.what = steps[i].what,
			.past = steps[i].moment <= now,
		};
	}
}

static enum status
set_mail(struct app *app, struct arena *arena, struct overview_page *page)
{
	int64_t failed, waiting;
	struct alarm alarm;
	enum status status;

	status = alarm_get(app->db, arena, &alarm);
	if (status == STATUS_OK)
		page->alarm = alarm.antwoord;
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	status = statistics_mail(app->db, app->now() -
	    app->config->mail_alarm_minutes * 60, &failed, &waiting);
	if (status != STATUS_OK || failed + waiting == 0)
		return status;
	page->mail = arena_printf(arena, "%s%s%s",
	    failed == 0 ? "" : present_count(failed, "bericht is mislukt",
	    "berichten zijn mislukt", arena),
	    failed == 0 || waiting == 0 ? "" : " en ",
	    waiting == 0 ? "" : arena_printf(arena, "%s te lang",
	    present_count(waiting, "bericht wacht", "berichten wachten",
	    arena)));
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

	*answers = (struct answers){ .coming = 0 };
	clock_day(app->now(), today);
	status = coverage_read(app->db, event, today, arena, &list, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		const struct coverage *one = &list[i];

		if (one->within != NULL)
			continue;
		answers->coming += one->state == COVERAGE_SIGNED_UP;
		answers->silent += one->heeft_mbo &&
		    one->state == COVERAGE_SILENT;
	}
	return status;
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
