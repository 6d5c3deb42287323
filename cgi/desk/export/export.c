/*
 * Lists that leave the desk as files.
 *
 * A plain GET gives the contract's columns in its order, of the filter in its
 * address, and changes nothing but the audit log.  What is remembered goes
 * by the form: the columns that this account wants, and the moment from
 * which its next export counts what is new.
 */
#include <string.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/export/export_request.h"
#include "cgi/desk/export/later.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee_filter.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "export/machine_export.h"
#include "export/xlsx.h"

#define NAMES_MAX	(LATER_COLUMNS_SIZE - 1)
#define LATER_LIMIT	((size_t)1 << 20)
#define XLSX_TYPE	"application/vnd.openxmlformats-officedocument." \
			"spreadsheetml.sheet"
#define CSV_TYPE	"text/csv; charset=utf-8"

static enum status
begin(struct app *app, struct request *request, struct export_request *export)
{
	const struct login *login = request->login;
	const struct catalog *catalog;
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	*export = (struct export_request){
		.event = &catalog->event, .catalog = catalog,
		.who = login->account.naam,
		.columns = columns_all(), .now = app->now(),
	};
	filter_read(request->query_params, catalog->event.id, request->arena,
	    &export->filter);
	export->words = filter_words(&export->filter, request->arena);
	export->of = export_of(login->account.id, catalog->event.id,
	    filter_write(&export->filter, request->arena));
	return STATUS_OK;
}

static enum status
make_xlsx(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	struct export_request *export = arg;
	struct xlsx xlsx = {
		.gemeenten = coverage_all(), .contact = true,
		.event = export->event, .filter = &export->filter,
		.columns = &export->columns, .selection = export->words,
		.since = export->since ? &export->last : NULL,
		.who = export->who, .now = export->now,
		.progress = export->progress,
	};
	enum status status;

	/* Of the same part of the country as the people. */
	xlsx.gemeenten.provincie = export->filter.provincie;
	xlsx.gemeenten.regio = export->filter.regio;
	status = export_mark_now(app->db, export->now, &export->mark);
	if (status != STATUS_OK)
		return status;
	return xlsx_make(app->db, &xlsx, dir, file, size);
}

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *file)
{
	struct export_request *export = arg;
	enum status status;

	status = export_mark_now(app->db, export->now, &export->mark);
	if (status != STATUS_OK)
		return status;
	return csv_columns(app->db, &export->filter, &export->columns, write,
	    file);
}

static enum status
write_machine_csv(struct app *app, void *arg, csv_write write, void *file)
{
	const struct export_request *export = arg;

	return machine_csv(app->db, &export->filter, write, file);
}

static enum status
write_machine_json(struct app *app, void *arg, csv_write write, void *file)
{
	const struct export_request *export = arg;

	return machine_json(app->db, &export->filter, export->event,
	    export->now, write, file);
}

/* The kinds of file.  write is NULL for the workbook, which is not text. */
static const struct shape {
	const char	*word;
	const char	*extension;
	const char	*type;
	const char	*said;		/* by what it is; names nobody */
	const char	*said_of_some;
	download_write	 write;
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

static struct download
download_of(const struct export_request *export, const struct shape *shape,
    struct arena *arena)
{
	bool all = filter_write(&export->filter, arena)[0] == '\0';

	return (struct download){
		.name = download_name("deelnemers", export->event,
		    export->now, shape->extension, arena),
		.type = shape->type, .event = export->event->id,
		.said = all ? shape->said : shape->said_of_some,
	};
}

static enum status
hand_out(struct app *app, struct request *request, struct response *response,
    const struct download *download, const struct shape *shape,
    struct export_request *export)
{
	if (shape->write == NULL)
		return download_file(app, request, response, download,
		    make_xlsx, export);
	return download_text(app, request, response, download, shape->write,
	    export);
}

/* A plain GET. */
static enum status
give(struct app *app, struct request *request, struct response *response,
    const struct shape *shape)
{
	struct export_request *export =
	    arena_alloc(request->arena, sizeof(*export));
	struct download download;
	struct columns preset;
	enum status status;

	if ((status = begin(app, request, export)) != STATUS_OK)
		return status;
	preset = columns_read(export_preset(params_value(
	    request->query_params, "soort")));
	if (preset.count > 0)
		export->columns = preset;
	columns_apart(&export->columns, export->catalog);
	download = download_of(export, shape, request->arena);
	return hand_out(app, request, response, &download, shape, export);
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

static enum status
read_last(struct app *app, struct export_request *export)
{
	enum status status = export_mark_get(app->db, &export->of,
	    &export->last);

	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

enum status
export_show(struct app *app, struct request *request,
    struct response *response)
{
	struct export_request *export =
	    arena_alloc(request->arena, sizeof(*export));
	struct columns chosen;
	enum status status;
	const char *names;

	if ((status = begin(app, request, export)) != STATUS_OK)
		return status;
	/* The columns that are remembered; without a choice all of them. */
	status = export_columns_get(app->db, export->of.account,
	    request->arena, &names);
	if (status == STATUS_OK && (chosen = columns_read(names)).count > 0)
		export->columns = chosen;
	if (status == STATUS_OK || status == STATUS_NOTFOUND)
		status = read_last(app, export);
	if (status == STATUS_OK)
		status = export_draw(app, request, export, NULL, response);
	return status;
}

/* What was asked in a request that is over: the catalog is this app's. */
static enum status
make_later(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	struct export_request *export = arg;
	enum status status = app_catalog(app, export->of.event,
	    &export->catalog);

	if (status != STATUS_OK || (status = db_snapshot(app->db)) !=
	    STATUS_OK)
		return status;
	export->event = &export->catalog->event;
	columns_apart(&export->columns, export->catalog);
	status = make_xlsx(app, export, dir, file, size);
	db_release(app->db);
	return status;
}

/* A copy that outlives the request, with a filter of its own memory. */
static struct export_request *
keep_request(const struct export_request *export, struct arena *arena)
{
	struct export_request *kept = arena_alloc(arena, sizeof(*kept));
	const char *filter = filter_write(&export->filter, arena);
	struct params *query;

	*kept = *export;
	params_parse(filter, strlen(filter), arena, &query);
	filter_read(query, export->of.event, arena, &kept->filter);
	kept->words = arena_string(arena, export->words);
	kept->who = arena_string(arena, export->who);
	kept->progress = arena_alloc(arena, sizeof(*kept->progress));
	return kept;
}

/* Beside this request, which leads to the page that says how far it is. */
static enum status
begin_later(struct app *app, struct request *request,
    struct response *response, const struct export_request *export,
    const char *names, int64_t count)
{
	struct arena *arena = arena_new(LATER_LIMIT);
	struct export_request *kept = keep_request(export, arena);
	struct later_order order = {
		.arena = arena, .account = export->of.account, .total = count,
		.progress = kept->progress, .make = make_later, .arg = kept,
		.download = download_of(kept, &shapes[0], arena),
	};
	enum status status;
	int64_t id;

	order.download.of = &kept->of;
	order.download.mark = &kept->mark;
	order.download.columns = arena_string(arena, names);
	if ((status = later_begin(app, &order, &id)) != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "/beheer/export/%lld", (long long)id));
}

enum status
export_post(struct app *app, struct request *request,
    struct response *response)
{
	struct export_request *export =
	    arena_alloc(request->arena, sizeof(*export));
	const char *vorm = params_value(request->params, "vorm");
	const struct shape *shape = NULL;
	const struct pair *pair = NULL;
	struct download download;
	struct buf names;
	enum status status;
	int64_t count = 0;

	for (size_t i = 0; i < SHAPES_OFFERED; i++)
		if (text_same(shapes[i].word, vorm))
			shape = &shapes[i];
	if (shape == NULL)
		return STATUS_INVALID;
	if ((status = begin(app, request, export)) != STATUS_OK ||
	    (status = read_last(app, export)) != STATUS_OK)
		return status;
	buf_init(&names, request->arena, NAMES_MAX);
	while ((pair = params_next(request->params, "kolom", pair)) != NULL)
		buf_printf(&names, "%s ", pair->value);
	export->columns = columns_read(names.data);
	export->since = export->last.moment != 0 &&
	    text_same(params_value(request->params, "sinds"), "ja");
	if (export->columns.count == 0) {
		response->code = HTTP_UNPROCESSABLE;
		return export_draw(app, request, export, "Kies ten minste "
		    "één kolom.", response);
	}
	/* Remembered are the names that there are, in the table's order. */
	buf_clear(&names);
	for (size_t i = 0; i < export->columns.count; i++)
		buf_printf(&names, "%s%s", i == 0 ? "" : " ",
		    column_name(export->columns.index[i]));
	if (shape->write == NULL && (status = attendee_count(app->db,
	    &export->filter, &count)) != STATUS_OK)
		return status;
	if (count >= later_from)
		return begin_later(app, request, response, export, names.data,
		    count);
	columns_apart(&export->columns, export->catalog);
	download = download_of(export, shape, request->arena);
	download.of = &export->of;
	download.mark = &export->mark;
	download.columns = names.data;
	return hand_out(app, request, response, &download, shape, export);
}
