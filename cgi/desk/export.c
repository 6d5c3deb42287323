/*
 * Lists that leave the desk as files.
 *
 * A plain GET gives the contract's columns in its order, of the filter in its
 * address, and changes nothing but the audit log.  What is remembered goes
 * by the form: the columns that this account wants, and the moment from
 * which its next export counts what is new.
 */
#include <string.h>

#include "cgi/desk/filter.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/handout.h"
#include "cgi/desk/scene.h"
#include "cgi/draw.h"
#include "db/arena.h"
#include "db/buf.h"
#include "db/clock.h"
#include "db/text.h"
#include "export/machine.h"
#include "export/xlsx.h"
#include "templates.h"

#define REFUSED		422
#define NAMES_MAX	4000
#define XLSX_TYPE	"application/vnd.openxmlformats-officedocument." \
			"spreadsheetml.sheet"
#define CSV_TYPE	"text/csv; charset=utf-8"

/* One export of people, from the request to the file. */
struct taking {
	const struct event *event;
	const struct login *login;
	struct attendee_filter filter;
	struct columns	 columns;
	struct export_of of;
	struct export_mark mark;	/* of this one */
	struct export_mark last;	/* of the one before */
	bool		 since;		/* with that sheet */
	const char	*words;		/* the filter */
	int64_t		 now;
};

static enum status
begin(struct app *app, struct request *request, struct taking *taking)
{
	const struct catalog *catalog;
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	*taking = (struct taking){
		.event = &catalog->event, .login = request->login,
		.columns = columns_all(), .now = app->now(),
	};
	filter_read(request->query_form, catalog->event.id, request->arena,
	    &taking->filter);
	taking->words = filter_words(&taking->filter, request->arena);
	taking->of = export_of(taking->login->account.id, catalog->event.id,
	    filter_write(&taking->filter, request->arena));
	return STATUS_OK;
}

static enum status
make_xlsx(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	struct taking *taking = arg;
	struct xlsx xlsx = {
		.event = taking->event, .filter = &taking->filter,
		.columns = &taking->columns, .selection = taking->words,
		.since = taking->since ? &taking->last : NULL,
		.who = taking->login->account.naam, .now = taking->now,
	};
	enum status status;

	status = export_mark_now(app->db, taking->now, &taking->mark);
	if (status != STATUS_OK)
		return status;
	return xlsx_make(app->db, &xlsx, dir, file, size);
}

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *file)
{
	struct taking *taking = arg;
	enum status status;

	status = export_mark_now(app->db, taking->now, &taking->mark);
	if (status != STATUS_OK)
		return status;
	return csv_columns(app->db, &taking->filter, &taking->columns, write,
	    file);
}

static enum status
write_machine_csv(struct app *app, void *arg, csv_write write, void *file)
{
	const struct taking *taking = arg;

	return machine_csv(app->db, &taking->filter, write, file);
}

static enum status
write_machine_json(struct app *app, void *arg, csv_write write, void *file)
{
	const struct taking *taking = arg;

	return machine_json(app->db, &taking->filter, taking->event,
	    taking->now, write, file);
}

/* The forms that people can be taken along in; write or make. */
static const struct shape {
	const char	*word;
	const char	*extension;
	const char	*type;
	const char	*said;		/* by what it is; names nobody */
	const char	*said_of_some;
	handout_write	 write;
} shapes[] = {
	{ "xlsx", "xlsx", XLSX_TYPE, "deelnemers als XLSX",
	    "deelnemers als XLSX, een selectie", NULL },
	{ "csv", "csv", CSV_TYPE, "deelnemers als CSV",
	    "deelnemers als CSV, een selectie", write_csv },
	{ "machine.csv", "machine.csv", CSV_TYPE,
	    "deelnemers als machine.csv",
	    "deelnemers als machine.csv, een selectie", write_machine_csv },
	{ "machine.json", "machine.json", "application/json",
	    "deelnemers als machine.json",
	    "deelnemers als machine.json, een selectie",
	    write_machine_json },
};

/* How many of them the form offers. */
#define SHAPES_OFFERED	2

static const struct shape *
shape_of(const char *word)
{
	for (size_t i = 0; i < SHAPES_OFFERED; i++)
		if (text_same(shapes[i].word, word))
			return &shapes[i];
	return NULL;
}

static struct handout
handout_of(const struct taking *taking, const struct shape *shape,
    struct arena *arena)
{
	bool all = filter_write(&taking->filter, arena)[0] == '\0';

	return (struct handout){
		.name = handout_name("deelnemers", taking->event,
		    taking->now, shape->extension, arena),
		.type = shape->type, .event = taking->event->id,
		.said = all ? shape->said : shape->said_of_some,
	};
}

static enum status
hand_out(struct app *app, struct request *request, struct response *response,
    const struct handout *handout, const struct shape *shape,
    struct taking *taking)
{
	if (shape->write == NULL)
		return handout_file(app, request, response, handout,
		    make_xlsx, taking);
	return handout_text(app, request, response, handout, shape->write,
	    taking);
}

/* A plain GET. */
static enum status
give(struct app *app, struct request *request, struct response *response,
    const struct shape *shape)
{
	struct taking *taking = arena_alloc(request->arena, sizeof(*taking));
	struct handout handout;
	enum status status;

	if ((status = begin(app, request, taking)) != STATUS_OK)
		return status;
	handout = handout_of(taking, shape, request->arena);
	return hand_out(app, request, response, &handout, shape, taking);
}

enum status
export_xlsx(struct app *app, struct request *request,
    struct response *response)
{
	return give(app, request, response, &shapes[0]);
}

enum status
attendees_csv(struct app *app, struct request *request,
    struct response *response)
{
	return give(app, request, response, &shapes[1]);
}

enum status
export_machine_csv(struct app *app, struct request *request,
    struct response *response)
{
	return give(app, request, response, &shapes[2]);
}

enum status
export_machine_json(struct app *app, struct request *request,
    struct response *response)
{
	return give(app, request, response, &shapes[3]);
}

/*
 * The page
 */

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

/* What is remembered; without a choice all columns. */
static enum status
remembered(struct app *app, struct taking *taking, struct arena *arena)
{
	struct columns chosen;
	enum status status;
	const char *names;

	status = export_columns_get(app->db, taking->login->account.id,
	    arena, &names);
	if (status == STATUS_NOTFOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	chosen = columns_read(names);
	if (chosen.count > 0)
		taking->columns = chosen;
	return STATUS_OK;
}

static enum status
read_last(struct app *app, struct taking *taking)
{
	enum status status = export_mark_get(app->db, &taking->of,
	    &taking->last);

	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static enum status
fill_people(struct app *app, struct taking *taking, struct arena *arena,
    struct export_page *page)
{
	enum status status;
	int64_t count = 0;

	status = attendee_count(app->db, &taking->filter, &count);
	if (status == STATUS_OK)
		status = read_last(app, taking);
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

static enum status
draw(struct app *app, struct request *request, struct taking *taking,
    const char *fault, struct response *response)
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

enum status
export_show(struct app *app, struct request *request,
    struct response *response)
{
	struct taking *taking = arena_alloc(request->arena, sizeof(*taking));
	enum status status;

	status = begin(app, request, taking);
	if (status == STATUS_OK)
		status = remembered(app, taking, request->arena);
	if (status == STATUS_OK)
		status = draw(app, request, taking, NULL, response);
	return status;
}

/* The names of what is ticked, as columns_read wants them. */
static const char *
ticked(const struct request *request)
{
	const struct pair *pair = NULL;
	struct buf names;

	buf_init(&names, request->arena, NAMES_MAX);
	while ((pair = form_next(request->form, "kolom", pair)) != NULL)
		buf_printf(&names, "%s ", pair->value);
	return names.data;
}

static const char *
names_of(const struct columns *columns, struct arena *arena)
{
	struct buf names;

	buf_init(&names, arena, NAMES_MAX);
	for (size_t i = 0; i < columns->count; i++)
		buf_printf(&names, "%s%s", i == 0 ? "" : " ",
		    column_name(columns->index[i]));
	return names.data;
}

enum status
export_post(struct app *app, struct request *request,
    struct response *response)
{
	struct taking *taking = arena_alloc(request->arena, sizeof(*taking));
	const struct shape *shape = shape_of(form_value(request->form,
	    "vorm"));
	struct handout handout;
	enum status status;

	if (shape == NULL)
		return STATUS_INVALID;
	if ((status = begin(app, request, taking)) != STATUS_OK ||
	    (status = read_last(app, taking)) != STATUS_OK)
		return status;
	taking->columns = columns_read(ticked(request));
	taking->since = taking->last.moment != 0 &&
	    text_same(form_value(request->form, "sinds"), "ja");
	if (taking->columns.count == 0) {
		response->code = REFUSED;
		return draw(app, request, taking, "Kies ten minste één "
		    "kolom.", response);
	}
	handout = handout_of(taking, shape, request->arena);
	handout.of = &taking->of;
	handout.mark = &taking->mark;
	handout.columns = names_of(&taking->columns, request->arena);
	return hand_out(app, request, response, &handout, shape, taking);
}
