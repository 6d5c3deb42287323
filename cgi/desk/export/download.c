/* How a list leaves the desk: see download.h. */
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

static struct recording
recording_of(const struct app *app, const struct request *request,
    const struct download *download)
{
	return (struct recording){
		.download = download, .who = desk_who(request),
		.now = app->now(),
	};
}

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
stream_file(void *arg, struct sink *sink)
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
	struct recording recording = recording_of(app, request, download);
	enum status status;
	FILE *file = NULL;
	int64_t size = 0;

	response->stream = stream_file;
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

/*
 * A list of text, in memory until it is known whether it fits there.  When it
 * does not it is walked again from the start, in the same view of the
 * database, and leaves as it comes.
 */
struct text {
	struct app	*app;
	download_write	 write;
	void		*arg;
	struct buf	 kept;
	struct sink	*sink;
};

static enum status
keep(void *arg, const void *bytes, size_t length)
{
	struct text *text = arg;

	buf_add(&text->kept, bytes, length);
	return text->kept.failed ? STATUS_FULL : STATUS_OK;
}

static enum status
send_kept(struct text *text)
{
	enum status status = sink_write(text->sink, text->kept.data,
	    text->kept.length);

	buf_clear(&text->kept);
	return status;
}

static enum status
pass_on(void *arg, const void *bytes, size_t length)
{
	struct text *text = arg;

	buf_add(&text->kept, bytes, length);
	return text->kept.length < PIECE ? STATUS_OK : send_kept(text);
}

static enum status
stream_text(void *arg, struct sink *sink)
{
	struct text *text = arg;
	enum status status;

	text->sink = sink;
	buf_init(&text->kept, text->kept.arena, RESPONSE_BODY_MAX);
	status = text->write(text->app, text->arg, pass_on, text);
	if (status == STATUS_OK)
		status = send_kept(text);
	db_release(text->app->db);
	return status;
}

/* Into memory; *fits is false when there is more than may stand there. */
static enum status
make_text(struct text *text, bool *fits)
{
	enum status status;

	buf_init(&text->kept, text->kept.arena, DOWNLOAD_WHOLE_MAX);
	status = text->write(text->app, text->arg, keep, text);
	*fits = !text->kept.failed;
	return *fits ? status : STATUS_OK;
}

enum status
download_text(struct app *app, struct request *request,
    struct response *response, const struct download *download,
    download_write write, void *arg)
{
	struct text *text = arena_alloc(request->arena, sizeof(*text));
	struct recording recording = recording_of(app, request, download);
	enum status status;
	bool fits = false;

	*text = (struct text){
		.app = app, .write = write, .arg = arg,
		.kept.arena = request->arena,
	};
	response->stream = stream_text;
	response->stream_arg = text;
	if (request->method == METHOD_HEAD)
		return describe(request, response, download);
	if ((status = db_snapshot(app->db)) != STATUS_OK)
		return status;
	status = make_text(text, &fits);
	if (status == STATUS_OK)
		status = writer_run(app->writer, record, &recording);
	if (status == STATUS_OK)
		status = describe(request, response, download);
	/* What is streamed is read in the same view, and its mark is of it. */
	if (status != STATUS_OK || fits)
		db_release(app->db);
	if (status == STATUS_OK && fits) {
		response->stream = NULL;
		response->body = text->kept;
	}
	return status;
}
