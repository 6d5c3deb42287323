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

#define STEPS_MAX	8

/* In the order of time; a moment that is not set is left out. */
static void
add_step(struct overview_page *page, int64_t *moments, int64_t moment,
    const char *what, int64_t now, struct arena *arena)
{
	size_t at;

	if (moment == 0)
		return;
	for (at = page->nsteps++; at > 0 && moments[at - 1] > moment; at--) {
		moments[at] = moments[at - 1];
		page->steps[at] = page->steps[at - 1];
	}
	moments[at] = moment;
	page->steps[at] = (struct step_row){
		.when = clock_moment(moment, arena), .what = what,
		.past = moment <= now,
	};
}

static void
set_steps(const struct event *event, int64_t now, struct arena *arena,
    struct overview_page *page)
{
	int64_t moments[STEPS_MAX];

	page->steps = arena_array(arena, STEPS_MAX, sizeof(*page->steps));
	add_step(page, moments, event->aanmelden_open,
	    "Het aanmelden gaat open", now, arena);
	if (event->gereserveerd_wethouders > 0)
		add_step(page, moments, event->gereserveerd_tot,
		    arena_printf(arena, "De %lld plaatsen die voor wethouders "
		    "zijn vastgehouden, komen vrij voor iedereen",
		    (long long)event->gereserveerd_wethouders), now, arena);
	add_step(page, moments, event->aanmelden_dicht,
	    "Het aanmelden sluit", now, arena);
	add_step(page, moments, event->wijzigen_tot,
	    "Wie zich aanmeldde kan niet meer zelf wijzigen", now, arena);
	add_step(page, moments, event->begin, "De bijeenkomst begint", now,
	    arena);
	add_step(page, moments, event->einde, "De bijeenkomst is afgelopen",
	    now, arena);
	add_step(page, moments, wish_until(event),
	    "Dieet- en toegankelijkheidswensen worden verwijderd", now,
	    arena);
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
	status = summary_mail(app->db, app->now() -
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

/* Everything from one view of the database, so that the figures agree. */
static enum status
read_page(struct app *app, const struct scene *scene, struct arena *arena,
    struct overview_page *page)
{
	const struct event *event = &scene->catalog->event;
	struct answers answers;
	struct summary summary;
	enum status status;

	if ((status = db_snapshot(app->db)) != STATUS_OK)
		return status;
	status = summary_read(app->db, event->id, arena, &summary);
	if (status == STATUS_OK)
		status = read_answers(app, event->id, arena, &answers);
	if (status == STATUS_OK)
		status = set_mail(app, arena, page);
	db_release(app->db);
	if (status == STATUS_OK)
		figures_set(&summary, &answers, scene->catalog, app->now(),
		    arena, page);
	return status;
}

static enum status
draw(struct app *app, struct request *request, struct response *response)
{
	struct overview_page page = { .frame = NULL };
	const struct event *event;
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, "Overzicht", DESK_OVERVIEW, &scene);
	if (status != STATUS_OK)
		return status;
	event = &scene.scene.catalog->event;
	page.frame = scene.frame;
	page.event = scene.scene.event;
	set_steps(event, app->now(), request->arena, &page);
	status = read_page(app, &scene.scene, request->arena, &page);
	if (status == STATUS_OK)
		overview_html(&response->body, &page);
	return status;
}

/* Who is at the door has one list, and no business with the rest. */
enum status
desk_home(struct app *app, struct request *request, struct response *response)
{
	const struct login *login = request->login;

	if (login->account.rol < ROLE_READER)
		return response_see_other(response, "/beheer/deurlijst");
	return draw(app, request, response);
}
