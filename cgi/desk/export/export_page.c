/* The page on which columns are chosen and files are fetched. */
#include <string.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/export_request.h"
#include "cgi/desk/export/later.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates.h"

/* The files that can be fetched; people go by the filter of the page. */
static const struct {
	const char	*path;
	const char	*label;
	const char	*about;
	bool		 filtered;
} people_links[] = {
	{ "/beheer/export.xlsx?soort=deurlijst", "Deurlijst (Excel)",
	    "Naam, gemeente, rol en per ronde de sessie, van wie een plaats "
	    "heeft.", true },
	{ "/beheer/export.xlsx?soort=badges", "Badges (Excel)",
	    "Voornaam, achternaam, functie en gemeente, om zelf badges mee te "
	    "maken.", true },
	{ "/beheer/wensen", "Voor de cateraar",
	    "Aantallen van de wensen over eten en toegang, zonder namen. Ze "
	    "staan in geen enkel ander bestand.", false },
	{ "/beheer/export.xlsx", "Deelnemers als Excel-bestand, alle kolommen",
	    "Altijd dezelfde kolommen in dezelfde volgorde. Telt niet mee "
	    "als uw vorige export.", true },
	{ "/beheer/export.csv", "Deelnemers als CSV-bestand, alle kolommen",
	    "Voor Excel in het Nederlands. Een cel die Excel zou uitrekenen, "
	    "begint met een aanhalingsteken.", true },
	{ "/beheer/machine.csv", "Deelnemers voor programma’s (CSV)",
	    "Precies zoals bewaard, met komma’s. Open dit niet in Excel.",
	    true },
	{ "/beheer/machine.json", "Deelnemers voor programma’s (JSON)",
	    "Dezelfde gegevens als JSON.", true },
};
static const struct export_link open_links[] = {
	{ "/beheer/gemeenten.xlsx", "Gemeenten als Excel-bestand",
	    "Iedere gemeente met haar stand en aantallen, en wie nog niets "
	    "liet horen. Zonder namen." },
	{ "/beheer/gemeenten.csv", "Gemeenten als CSV-bestand",
	    "Dezelfde gemeenten in één lijst." },
};

/* The columns of what is ready for use, by the word of its address. */
static const struct choice presets[] = {
	{ "deurlijst", "nummer status gemeente rol volledige_naam "
	    "sorteernaam sessies" },
	{ "badges", "nummer gemeente rol functie voornaam tussenvoegsel "
	    "achternaam volledige_naam" },
	{ NULL, "" },
};

const char *
export_preset(const char *word)
{
	const struct choice *preset = presets;

	while (preset->value != NULL && !text_same(preset->value, word))
		preset++;
	return preset->label;
}

#define NPEOPLE		(sizeof(people_links) / sizeof(people_links[0]))
#define NOPEN		(sizeof(open_links) / sizeof(open_links[0]))

/* What is for the day has nobody who does not come, unless that is asked. */
static const char *
link_of(const char *path, const struct attendee_filter *filter,
    struct arena *arena)
{
	struct attendee_filter coming = *filter;

	if (strchr(path, '?') == NULL)
		return filter_address(path, filter, arena);
	if (text_empty(coming.status))
		coming.status = attendance_word(ATTENDANCE_CONFIRMED);
	return arena_printf(arena, "%s&%s", path, filter_write(&coming,
	    arena));
}

/* What only an organiser is offered: people, with the columns to choose. */
static enum status
fill_people(struct app *app, const struct export_request *export,
    struct arena *arena, struct export_page *page)
{
	const struct attendee_filter *filter = &export->filter;
	enum status status;
	int64_t count = 0, later;

	status = attendee_count(app->db, filter, &count);
	if (status != STATUS_OK)
		return status;
	page->lead = arena_printf(arena, "%s: %s.", present_count(count,
	    "deelnemer", "deelnemers", arena), export->words);
	page->action = filter_address("/beheer/export", filter, arena);
	page->list = filter_address("/beheer/aanmeldingen", filter, arena);
	if ((later = later_of(export->of.account)) != 0)
		page->later = arena_printf(arena, "/beheer/export/%lld",
		    (long long)later);
	if (export->last.moment != 0)
		page->last = clock_moment(export->last.moment, arena);
	page->columns = arena_array(arena, columns_count(),
	    sizeof(*page->columns));
	for (size_t i = 0; i < columns_count(); i++)
		page->columns[page->ncolumns++] = (struct option_view){
			.value = column_name(i), .label = column_title(i),
			.chosen = columns_hold(&export->columns, i),
			.id = arena_printf(arena, "kolom_%s", column_name(i)),
		};
	for (size_t i = 0; i < NPEOPLE; i++)
		page->links[page->nlinks++] = (struct export_link){
			people_links[i].filtered ? link_of(
			    people_links[i].path, filter, arena) :
			    people_links[i].path,
			people_links[i].label, people_links[i].about,
		};
	return STATUS_OK;
}

enum status
export_draw(struct app *app, struct request *request,
    const struct export_request *export, const char *fault,
    struct response *response)
{
	struct export_page page = {
		.fault = fault, .since = export->since || fault == NULL,
		.links = arena_array(request->arena, NPEOPLE + NOPEN,
		    sizeof(struct export_link)),
	};
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(app, request, "Export", DESK_EXPORT, &desk);
	if (status == STATUS_OK && desk_is_organiser(request))
		status = fill_people(app, export, request->arena, &page);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < NOPEN; i++)
		page.links[page.nlinks++] = open_links[i];
	drawing_init(&drawing, &desk.context, request->arena);
	if (fault != NULL)
		draw_fault(&drawing, "", "kolom", fault);
	page.frame = desk.frame;
	page.summary = draw_summary(&drawing, NULL);
	export_html(&response->body, &page);
	return STATUS_OK;
}
