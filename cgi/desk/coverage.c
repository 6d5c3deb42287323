#include "cgi/desk/coverage_view.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/scene.h"
#include "db/arena.h"
#include "db/audit.h"
#include "db/clock.h"
#include "db/text.h"
#include "export/gemeenten.h"
#include "templates.h"

/* What the pages about municipalities have in common: all the answers. */
static enum status
read_all(struct app *app, int64_t event, struct arena *arena,
    struct coverage **list, size_t *count)
{
	char today[CLOCK_DAY_SIZE];

	clock_day(app->now(), today);
	return coverage_read(app->db, event, today, arena, list, count);
}

static bool
is_organiser(const struct request *request)
{
	const struct login *login = request->login;

	return login->account.rol >= ROLE_ORGANISER;
}

enum status
coverage_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct coverage_filter filter;
	struct coverage_page page;
	struct desk_scene scene;
	struct coverage *list;
	enum status status;
	size_t count;

	status = desk_scene(app, request, "Gemeenten", DESK_GEMEENTEN,
	    &scene);
	if (status == STATUS_OK)
		status = read_all(app, scene.scene.catalog->event.id, arena,
		    &list, &count);
	if (status != STATUS_OK)
		return status;
	page = (struct coverage_page){
		.frame = scene.frame, .may_edit = is_organiser(request),
		.mbo_map = !text_same(form_value(request->query_form,
		    "kaart"), "alle"),
	};
	coverage_filter_read(request->query_form, &filter);
	coverage_draw_figures(list, count, arena, &page);
	coverage_draw_list(list, count, &filter, arena, &page);
	coverage_html(&response->body, &page);
	return STATUS_OK;
}

struct record {
	const char	*who;
	const char	*what;
	int64_t		 event;		/* 0: of none */
	int64_t		 now;
};

/* No list leaves without a record. */
static enum status
record_export(struct db *db, void *arg, struct arena *arena)
{
	const struct record *record = arg;

	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = record->who, .wat = "uitgevoerd",
		.event = record->event, .toelichting = record->what,
	}, record->now);
}

/* The headers of a file with today's date in its name. */
static enum status
attach(struct app *app, struct request *request, const char *name,
    struct response *response)
{
	char today[CLOCK_DAY_SIZE];

	clock_day(app->now(), today);
	response->type = "text/csv; charset=utf-8";
	return response_header(response, "Content-Disposition",
	    arena_printf(request->arena,
	    "attachment; filename=\"%s-%s.csv\"", name, today));
}

enum status
coverage_csv(struct app *app, struct request *request,
    struct response *response)
{
	struct record record = {
		.who = desk_who(request), .what = "gemeenten als CSV",
		.now = app->now(),
	};
	const struct catalog *catalog;
	struct coverage_filter filter;
	struct coverage *list;
	enum status status;
	size_t count;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	record.event = catalog->event.id;
	coverage_filter_read(request->query_form, &filter);
	status = read_all(app, record.event, request->arena, &list, &count);
	if (status == STATUS_OK)
		status = writer_run(app->writer, record_export, &record);
	if (status != STATUS_OK)
		return status;
	gemeenten_csv(&response->body, list, count, &filter,
	    is_organiser(request), request->arena);
	return attach(app, request, "gemeenten", response);
}

enum status
gemeenten_file(struct app *app, struct request *request,
    struct response *response)
{
	struct record record = {
		.who = desk_who(request), .now = app->now(),
		.what = "gemeenten als bestand om te bewerken",
	};
	struct gemeente_record *list;
	enum status status;
	size_t count;

	status = gemeente_list(app->db, request->arena, &list, &count);
	if (status == STATUS_OK)
		status = writer_run(app->writer, record_export, &record);
	if (status != STATUS_OK)
		return status;
	gemeenten_file_csv(&response->body, list, count);
	return attach(app, request, "gemeenten-bestand", response);
}
