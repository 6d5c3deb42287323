/* The page on which columns are chosen and files are fetched. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/export_request.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/clock.h"
#include "templates.h"

static const char *
path_with(const char *path, const struct taking *taking, struct arena *arena)
{
	const char *query = filter_write(&taking->filter, arena);

	return arena_printf(arena, "%s%s%s", path, query[0] == '\0' ? "" :
	    "?", query);
}

static void
add_link(struct export_page *page, const char *path, const char *label,
    const char *about)
{
	page->links[page->nlinks++] = (struct export_link){
		path, label, about,
	};
}

#define LINKS_MAX	8

static void
add_people_links(struct export_page *page, const struct taking *taking,
    struct arena *arena)
{
	add_link(page, path_with("/beheer/export.xlsx", taking, arena),
	    "Deelnemers als Excel-bestand, alle kolommen",
	    "Altijd dezelfde kolommen in dezelfde volgorde. Telt niet mee "
	    "als uw vorige export.");
	add_link(page, path_with("/beheer/export.csv", taking, arena),
	    "Deelnemers als CSV-bestand, alle kolommen",
	    "Voor Excel in het Nederlands. Een cel die Excel zou uitrekenen, "
	    "begint met een aanhalingsteken.");
	add_link(page, path_with("/beheer/machine.csv", taking, arena),
	    "Deelnemers voor programma’s (CSV)",
	    "Precies zoals bewaard, met komma’s. Open dit niet in Excel.");
	add_link(page, path_with("/beheer/machine.json", taking, arena),
	    "Deelnemers voor programma’s (JSON)",
	    "Dezelfde gegevens als JSON.");
	add_link(page, "/beheer/wensen", "Wensen over eten en toegang",
	    "Aantallen voor de cateraar en de locatie, zonder namen. Ze "
	    "staan in geen enkel ander bestand.");
}

static void
add_columns(struct export_page *page, const struct columns *chosen,
    struct arena *arena)
{
	page->columns = arena_array(arena, columns_count(),
	    sizeof(*page->columns));
	for (; page->ncolumns < columns_count(); page->ncolumns++) {
		size_t column = page->ncolumns;

		page->columns[column] = (struct option_view){
			.value = column_name(column),
			.label = column_title(column),
			.chosen = columns_hold(chosen, column),
			.id = arena_printf(arena, "kolom_%s",
			    column_name(column)),
		};
	}
}

static enum status
fill_people(struct app *app, const struct taking *taking,
    struct arena *arena, struct export_page *page)
{
	enum status status;
	int64_t count = 0;

	status = attendee_count(app->db, &taking->filter, &count);
	if (status != STATUS_OK)
		return status;
	page->lead = arena_printf(arena, "%s: %s.", present_count(count,
	    "deelnemer", "deelnemers", arena), taking->words);
	page->action = path_with("/beheer/export", taking, arena);
	page->list = path_with("/beheer/aanmeldingen", taking, arena);
	if (taking->last.moment != 0)
		page->last = clock_moment(taking->last.moment, arena);
	add_columns(page, &taking->columns, arena);
	add_people_links(page, taking, arena);
	return STATUS_OK;
}

enum status
export_draw(struct app *app, struct request *request,
    const struct taking *taking, const char *fault,
    struct response *response)
{
	struct export_page page = {
		.fault = fault, .since = taking->since || fault == NULL,
		.links = arena_array(request->arena, LINKS_MAX,
		    sizeof(struct export_link)),
	};
	struct desk_scene scene;
	struct drawing drawing;
	enum status status;

	status = desk_scene(app, request, "Export", DESK_EXPORT, &scene);
	if (status == STATUS_OK &&
	    taking->login->account.rol >= ROLE_ORGANISER)
		status = fill_people(app, taking, request->arena, &page);
	if (status != STATUS_OK)
		return status;
	add_link(&page, "/beheer/gemeenten.xlsx",
	    "Gemeenten als Excel-bestand", "Iedere gemeente met haar stand "
	    "en aantallen, en wie nog niets liet horen. Zonder namen.");
	add_link(&page, "/beheer/gemeenten.csv", "Gemeenten als CSV-bestand",
	    "Dezelfde gemeenten in één lijst.");
	drawing_init(&drawing, &scene.scene, request->arena);
	if (fault != NULL)
		draw_fault(&drawing, "", "kolom", fault);
	page.frame = scene.frame;
	page.summary = draw_summary(&drawing, NULL);
	export_html(&response->body, &page);
	return STATUS_OK;
}
