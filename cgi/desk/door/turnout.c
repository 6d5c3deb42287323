/* Who came and who did not, by municipality, role and region. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/door/arrival.h"
#include "db/evaluation/evaluation.h"
#include "export/turnout.h"
#include "templates.h"
#include "templates/desk/turnout.h"
#include "templates/present.h"

static const char *const headings[DOOR_GROUP__MAX][2] = {
	[DOOR_BY_ROLE] = { "rol", "per-rol" },
	[DOOR_BY_REGION] = { "arbeidsmarktregio", "per-regio" },
	[DOOR_BY_GEMEENTE] = { "gemeente", "per-gemeente" },
};

static const char *
label_of(enum door_group by, const char *what)
{
	if (by == DOOR_BY_ROLE)
		return field_label(&participant_fields[PARTICIPANT_ROL], what);
	return !text_empty(what) ? what : by == DOOR_BY_REGION ?
	    "geen regio bekend" : "geen gemeente (gasten)";
}

static enum status
add_group(struct app *app, int64_t event, enum door_group by,
    struct arena *arena, struct turnout_page *page)
{
	struct turnout_group *group = &page->groups[page->ngroups++];
	struct door_count *counts = NULL;
	enum status status;
	size_t count = 0;

	status = door_turnout(app->db, event, by, arena, &counts, &count);
	*group = (struct turnout_group){
		.heading = headings[by][0], .id = headings[by][1],
		.rows = arena_array(arena, count, sizeof(*group->rows)),
	};
	for (; group->nrows < count; group->nrows++) {
		const struct door_count *one = &counts[group->nrows];

		group->rows[group->nrows] = (struct turnout_row){
			label_of(by, one->what), one->expected, one->came,
			one->expected - one->came,
		};
	}
	return status;
}

static enum status
add_evaluation(struct app *app, int64_t event, struct arena *arena,
    struct turnout_page *page)
{
	static const char *const words[EVALUATION_GRADES] = {
		"slecht", "matig", "gaat wel", "goed", "heel goed",
	};
	struct evaluation_results found;
	char code[ROW_CODE_SIZE];
	enum status status;

	evaluation_code(app->secret, event, code);
	page->link = arena_printf(arena, "%s/evaluatie/%s",
	    app->config->base_url, code);
	status = evaluation_results(app->db, event, arena, &found);
	page->answers = arena_printf(arena, "%s%s", present_count(found.count,
	    "antwoord", "antwoorden", arena),
	    found.count >= EVALUATION_LEAST ? "." :
	    "; vanaf vijf is te zien wat mensen vonden.");
	if (status != STATUS_OK || found.count < EVALUATION_LEAST)
		return status;
	page->grades = arena_array(arena, EVALUATION_GRADES,
	    sizeof(*page->grades));
	for (size_t i = EVALUATION_GRADES; i-- > 0;)
		page->grades[page->ngrades++] = (struct turnout_row){
			.what = words[i], .came = found.grades[i],
		};
	page->taken = found.taken;
	page->ntaken = found.ntaken;
	page->other = found.other;
	page->nother = found.nother;
	return STATUS_OK;
}

enum status
turnout_show(struct app *app, struct request *request,
    struct response *response)
{
	static const enum door_group order[] = {
		DOOR_BY_ROLE, DOOR_BY_REGION, DOOR_BY_GEMEENTE,
	};
	struct arena *arena = request->arena;
	struct turnout_page page = { .ngroups = 0 };
	struct door_count total;
	struct desk_page desk;
	enum status status;
	int64_t event;

	status = desk_page(app, request, "Wie kwam", DESK_DOOR, &desk);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	event = desk.context.catalog->event.id;
	page.frame = desk.frame;
	page.groups = arena_array(arena, DOOR_GROUP__MAX,
	    sizeof(*page.groups));
	status = door_total(app->db, event, arena, &total);
	for (size_t i = 0; status == STATUS_OK && i < DOOR_GROUP__MAX; i++)
		status = add_group(app, event, order[i], arena, &page);
	if (status == STATUS_OK)
		status = add_evaluation(app, event, arena, &page);
	db_release(app->db);
	if (status != STATUS_OK)
		return status;
	page.came = arena_printf(arena, "%s binnen, van %s.", present_count(
	    total.came, "persoon is", "mensen zijn", arena), present_count(
	    total.expected, "plaats", "plaatsen", arena));
	if (desk_is_organiser(request)) {
		page.thanks = "/beheer/berichten/nieuw?binnen=ja&voorbeeld=dank";
		page.missed = "/beheer/berichten/nieuw?status=bevestigd&binnen=nee"
		    "&voorbeeld=gemist";
	}
	turnout_html(&response->body, &page);
	return STATUS_OK;
}

/* The same as a file. */
struct turnout_export {
	const struct event *event;
	int64_t		 now;
	struct arena	*arena;
};

static enum status
make_xlsx(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	const struct turnout_export *it = arg;

	return turnout_make(app->db, it->event->id, it->event->titel, it->now,
	    dir, it->arena, file, size);
}

enum status
turnout_xlsx(struct app *app, struct request *request,
    struct response *response)
{
	struct turnout_export it = {
		.now = app->now(), .arena = request->arena,
	};
	const struct catalog *catalog;
	enum status status = desk_catalog(app, request, &catalog);

	if (status != STATUS_OK)
		return status;
	it.event = &catalog->event;
	return download_file(app, request, response, &(struct download){
		.name = download_name("opkomst", it.event, it.now, "xlsx",
		    request->arena),
		.type = "application/vnd.openxmlformats-officedocument."
		    "spreadsheetml.sheet",
		.said = "opkomst als XLSX", .event = it.event->id,
	}, make_xlsx, &it);
}
