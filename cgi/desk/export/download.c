/* How a list leaves the desk: see download.h for the three steps. */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/audit.h"
#include "export/scratch.h"

#define PIECE	65536

const char *
download_name(const char *what, const struct event *event, int64_t now,
    const char *extension, struct arena *arena)
{
	const char *t = clock_local(now, arena);
	char day[CLOCK_DAY_SIZE];

	clock_day(event->begin, day);
	return arena_printf(arena, "%s-%s_export-%.4s%.2s%.2s-%.2s%.2s.%s",
	    what, day, t, t + 5, t + 8, t + 11, t + 14, extension);
}

struct recording {
	const struct download *download;
	const char	*who;
	int64_t		 now;
};

static enum status
record(struct db *db, void *arg, struct arena *arena)
{
	const struct recording *recording = arg;
	const struct download *download = recording->download;
	enum status status;

	(void)arena;
	status = audit_add(db, &(struct audit){
		.wie = recording->who, .wat = "uitgevoerd",
		.event = download->event, .toelichting = download->said,
	}, recording->now);
	if (status == STATUS_OK && download->mark != NULL)
		status = export_mark_put(db, download->of, download->mark);
	if (status == STATUS_OK && download->columns != NULL)
		status = export_columns_put(db, download->of->account,
		    download->columns);
	return status;
}

static enum status
stream(void *arg, struct sink *sink)
{
	struct app *app = arg;
	enum status status = STATUS_OK;
	char piece[PIECE];
	size_t length;

	while (status == STATUS_OK &&
	    (length = fread(piece, 1, sizeof(piece), app->file)) > 0)
		status = sink_write(sink, piece, length);
	if (status == STATUS_OK && ferror(app->file))
		status = STATUS_FAIL;
	app_hold(app, NULL);
	return status;
}

static enum status
describe(struct request *request, struct response *response,
    const struct download *download)
{
	response->type = download->type;
	return response_header(response, "Content-Disposition",
	    arena_printf(request->arena, "attachment; filename=\"%s\"",
	    download->name));
}

enum status
download_file(struct app *app, struct request *request,
    struct response *response, const struct download *download,
    download_make make, void *arg)
{
	struct recording recording = {
		.download = download, .who = desk_who(request),
		.now = app->now(),
	};
	enum status status;
	FILE *file = NULL;
	int64_t size = 0;

	response->stream = stream;
	response->stream_arg = app;
	/* A HEAD only asks what it would get: nothing leaves. */
	if (request->method == METHOD_HEAD)
		return describe(request, response, download);
	if ((status = db_snapshot(app->db)) != STATUS_OK)
		return status;
	status = make(app, arg, scratch_dir(db_path(app->db), request->arena),
	    &file, &size);
	db_release(app->db);
	if (status == STATUS_FULL)
		return STATUS_BUSY;
	if (status != STATUS_OK)
		return status;
	app_hold(app, file);
	status = writer_run(app->writer, record, &recording);
	if (status == STATUS_OK)
		status = describe(request, response, download);
	if (status == STATUS_OK)
		status = response_header(response, "Content-Length",
		    arena_printf(request->arena, "%lld", (long long)size));
	if (status != STATUS_OK)
		app_hold(app, NULL);
	return status;
}

struct text_making {
	download_write	 write;
	void		*arg;
};

static enum status
make_text(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	const struct text_making *making = arg;
	enum status status;
	FILE *opened;

	if ((status = scratch_room(dir, 0)) != STATUS_OK ||
	    (status = scratch_open(dir, &opened)) != STATUS_OK)
		return status;
	/* Also when the memory of this request runs out on the way. */
	app_hold(app, opened);
	status = making->write(app, making->arg, scratch_write, opened);
	if (status == STATUS_OK)
		status = scratch_end(opened, size);
	if (status == STATUS_OK)
		*file = opened;
	else
		app_hold(app, NULL);
	return status;
}

enum status
download_text(struct app *app, struct request *request,
    struct response *response, const struct download *download,
    download_write write, void *arg)
{
	struct text_making making = { .write = write, .arg = arg };

	return download_file(app, request, response, download, make_text,
	    &making);
}
