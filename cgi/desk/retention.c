/* What is kept, until when, what went and what is late; and as a file. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/retention/figures.h"
#include "db/retention/purpose.h"
#include "export/csv.h"
#include "templates.h"
#include "templates/desk/retention.h"

#define DAY	86400

static const char *
number(int64_t value, struct arena *arena)
{
	return arena_printf(arena, "%lld", (long long)value);
}

static enum status
read_purposes(struct app *app, const struct event *event,
    struct arena *arena, struct retention_page *page)
{
	struct retention_state states[PURPOSE__MAX];
	enum status status;

	status = retention_state(app->db, app->config, app->now(), states);
	if (status != STATUS_OK)
		return status;
	page->kept = arena_array(arena, PURPOSE__MAX, sizeof(*page->kept));
	for (size_t i = 0; i < PURPOSE__MAX; i++) {
		const struct purpose *one = &purposes[i];
		bool counted = i != PURPOSE_COPY;

		if (one->people == NULL)
			continue;
		page->kept[page->nkept++] = (struct kept_view){
			.title = one->title, .why = one->why,
			.until = term_words(one->term, event, app->config,
			    arena),
			.held = counted ? number(states[i].held, arena) : "–",
			.gone = counted ? number(states[i].gone, arena) : "–",
			.late = counted ? number(states[i].late, arena) : "–",
			.is_late = states[i].late > 0,
		};
		page->late = page->late || states[i].late > 0;
	}
	return STATUS_OK;
}

static enum status
read_events(struct app *app, struct arena *arena,
    struct retention_page *page)
{
	struct event_line *lines;
	struct event event;
	enum status status;
	size_t count = 0;

	status = event_list(app->db, arena, &lines, &count);
	page->events = arena_array(arena, count + 1, sizeof(*page->events));
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = event_get(app->db, lines[i].id, arena, &event);
		if (status != STATUS_OK)
			break;
		page->events[page->nevents++] = (struct kept_event){
			.title = event.titel,
			.people = number(lines[i].komen + lines[i].wachten,
			    arena),
			.wishes_until = clock_date(event.einde +
			    DAY * event.bewaartermijn_wensen, arena),
			.until = clock_date(event.einde +
			    DAY * event.bewaartermijn, arena),
		};
	}
	return status;
}

static enum status
read_figures(struct app *app, struct arena *arena,
    struct retention_page *page)
{
	static const struct choice words[] = {
		{ "thema", "onderwerp" }, { NULL, NULL },
	};
	static const struct field over = { .choices = words };
	struct figure *figures;
	enum status status;
	size_t count = 0;

	status = figures_list(app->db, arena, &figures, &count);
	page->figures = arena_array(arena, count + 1, sizeof(*page->figures));
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		page->figures[page->nfigures++] = (struct gone_figure){
			.event = figures[i].titel,
			.over = field_label(&over, figures[i].over),
			.what = text_empty(figures[i].waarde) ? "onbekend" :
			    figures[i].waarde,
			.state = figures[i].status,
			.count = number(figures[i].aantal, arena),
		};
	return status;
}

static enum status
read_page(struct app *app, struct request *request,
    const struct catalog *catalog, struct retention_page *page)
{
	enum status status = db_snapshot(app->db);

	if (status != STATUS_OK)
		return status;
	status = read_purposes(app, &catalog->event, request->arena, page);
	if (status == STATUS_OK)
		status = read_events(app, request->arena, page);
	if (status == STATUS_OK)
		status = read_figures(app, request->arena, page);
	db_release(app->db);
	return status;
}

enum status
retention_show(struct app *app, struct request *request,
    struct response *response)
{
	static const struct choice done[] = {
		{ "gewist", "De gegevens zijn gewist." }, { NULL, NULL },
	};
	struct retention_page page = { .nkept = 0 };
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, "Bewaren en wissen", DESK_LOG, &desk);
	if (status == STATUS_OK)
		status = read_page(app, request, desk.context.catalog, &page);
	if (status != STATUS_OK)
		return status;
	desk.frame->done = desk_done(request, done);
	page.frame = desk.frame;
	retention_html(&response->body, &page);
	return STATUS_OK;
}

#define CELLS	6

enum status
retention_report(struct app *app, struct request *request,
    struct response *response)
{
	static const char *const head[CELLS] = {
		"Wat", "Waarvoor", "Tot", "Nu bewaard", "Gewist in een jaar",
		"Te laat",
	};
	static const char *const figures_head[CELLS] = {
		"Bijeenkomst", "Per", "Wat", "Status", "Aantal gewist", "",
	};
	struct retention_page page = { .nkept = 0 };
	const struct catalog *catalog;
	char today[CLOCK_DAY_SIZE];
	enum status status;

	status = desk_catalog(app, request, &catalog);
	if (status == STATUS_OK)
		status = read_page(app, request, catalog, &page);
	if (status != STATUS_OK)
		return status;
	buf_text(&response->body, CSV_BOM);
	csv_line(&response->body, head, CELLS);
	for (size_t i = 0; i < page.nkept; i++)
		csv_line(&response->body, (const char *const[CELLS]){
			page.kept[i].title, page.kept[i].why,
			page.kept[i].until, page.kept[i].held,
			page.kept[i].gone, page.kept[i].late,
		}, CELLS);
	for (size_t i = 0; i < page.nevents; i++)
		csv_line(&response->body, (const char *const[CELLS]){
			page.events[i].title, "De bijeenkomst",
			page.events[i].until, page.events[i].people, "", "",
		}, CELLS);
	/* A table of its own, below the other. */
	buf_text(&response->body, "\r\n");
	csv_line(&response->body, figures_head, CELLS);
	for (size_t i = 0; i < page.nfigures; i++)
		csv_line(&response->body, (const char *const[CELLS]){
			page.figures[i].event, page.figures[i].over,
			page.figures[i].what, page.figures[i].state,
			page.figures[i].count, "",
		}, CELLS);
	clock_day(app->now(), today);
	response->type = "text/csv; charset=utf-8";
	return response_header(response, "Content-Disposition",
	    arena_printf(request->arena,
	    "attachment; filename=\"bewaren-%s.csv\"", today));
}
