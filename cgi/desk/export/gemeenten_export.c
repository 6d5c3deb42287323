/*
 * Municipalities as a file: places and numbers and nobody's name, so that
 * whoever may read the desk may take it along; only an organiser gets the
 * addresses for invitations.
 */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/gemeenten/coverage_view.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "export/gemeenten.h"
#include "export/xlsx.h"

#define TEXT_BYTES	((size_t)1 << 20)

struct gemeenten_export {
	const struct event *event;
	const struct login *login;
	bool		 contact;	/* with the invitation addresses */
	struct coverage_filter filter;
	struct arena	*arena;
	int64_t		 now;
};

static enum status
begin(struct app *app, struct request *request, struct gemeenten_export *export)
{
	const struct catalog *catalog;
	enum status status = desk_catalog(app, request, &catalog);

	if (status != STATUS_OK)
		return status;
	*export = (struct gemeenten_export){
		.event = &catalog->event, .login = request->login,
		.contact = desk_is_organiser(request),
		.arena = request->arena, .now = app->now(),
	};
	coverage_filter_read(request->query_params, &export->filter);
	return STATUS_OK;
}

static enum status
make_xlsx(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	const struct gemeenten_export *export = arg;
	struct xlsx xlsx = {
		.event = export->event, .now = export->now,
		.who = export->login->account.naam,
		.gemeenten = export->filter, .contact = export->contact,
	};

	return xlsx_make(app->db, &xlsx, dir, file, size);
}

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *file)
{
	const struct gemeenten_export *export = arg;
	char today[CLOCK_DAY_SIZE];
	struct coverage *list;
	enum status status;
	struct buf text;
	size_t count;

	clock_day(export->now, today);
	status = coverage_read(app->db, export->event->id, today,
	    export->arena, &list, &count);
	if (status != STATUS_OK)
		return status;
	buf_init(&text, export->arena, TEXT_BYTES);
	gemeenten_csv(&text, list, count, &export->filter, export->contact,
	    export->arena);
	return csv_send(&text, write, file);
}

/* The columns that an import reads back. */
static enum status
write_file(struct app *app, void *arg, csv_write write, void *file)
{
	const struct gemeenten_export *export = arg;
	struct gemeente_record *list;
	enum status status;
	struct buf text;
	size_t count;

	status = gemeente_list(app->db, export->arena, &list, &count);
	if (status != STATUS_OK)
		return status;
	buf_init(&text, export->arena, TEXT_BYTES);
	gemeenten_file_csv(&text, list, count);
	return csv_send(&text, write, file);
}

enum status
gemeenten_xlsx(struct app *app, struct request *request,
    struct response *response)
{
	struct gemeenten_export export;
	enum status status = begin(app, request, &export);

	if (status != STATUS_OK)
		return status;
	return download_file(app, request, response, &(struct download){
		.name = download_name("gemeenten", export.event, export.now,
		    "xlsx", request->arena),
		.type = "application/vnd.openxmlformats-officedocument."
		    "spreadsheetml.sheet",
		.said = "gemeenten als XLSX", .event = export.event->id,
	}, make_xlsx, &export);
}

static enum status
hand_out_csv(struct app *app, struct request *request,
    struct response *response, const char *what, const char *said,
    download_write write)
{
	struct gemeenten_export *export =
	    arena_alloc(request->arena, sizeof(*export));
	enum status status = begin(app, request, export);

	if (status != STATUS_OK)
		return status;
	return download_text(app, request, response, &(struct download){
		.name = download_name(what, export->event, export->now, "csv",
		    request->arena),
		.type = "text/csv; charset=utf-8",
		.said = said, .event = export->event->id,
	}, write, export);
}

enum status
coverage_csv(struct app *app, struct request *request,
    struct response *response)
{
	return hand_out_csv(app, request, response, "gemeenten",
	    "gemeenten als CSV", write_csv);
}

enum status
gemeenten_file(struct app *app, struct request *request,
    struct response *response)
{
	return hand_out_csv(app, request, response, "gemeenten-bestand",
	    "gemeenten als bestand om te wijzigen", write_file);
}
