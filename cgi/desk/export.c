/* Lists that leave the desk as files. */
#include "cgi/desk/filter.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/scene.h"
#include "db/arena.h"
#include "db/attendee.h"
#include "db/audit.h"
#include "db/clock.h"
#include "export/csv.h"

struct export {
	struct db	*db;
	struct attendee_filter filter;
	const char	*who;
	int64_t		 now;
};

static enum status
write_to_sink(void *sink, const void *bytes, size_t length)
{
	return sink_write(sink, bytes, length);
}

static enum status
stream_csv(void *arg, struct sink *sink)
{
	const struct export *export = arg;

	return csv_attendees(export->db, &export->filter, write_to_sink,
	    sink);
}

static enum status
record_export(struct db *db, void *arg, struct arena *arena)
{
	const struct export *export = arg;

	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = export->who,
		.wat = "uitgevoerd", .event = export->filter.event,
		.toelichting = "deelnemers als CSV",
	}, export->now);
}

enum status
attendees_csv(struct app *app, struct request *request,
    struct response *response)
{
	struct export *export = arena_alloc(request->arena, sizeof(*export));
	const struct catalog *catalog;
	char today[CLOCK_DAY_SIZE];
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	*export = (struct export){
		.db = app->db, .who = desk_who(request), .now = app->now(),
	};
	filter_read(request->query_form, catalog->event.id, request->arena,
	    &export->filter);
	/* First the record: no list leaves without one. */
	status = writer_run(app->writer, record_export, export);
	if (status != STATUS_OK)
		return status;
	clock_day(export->now, today);
	response->type = "text/csv; charset=utf-8";
	response->stream = stream_csv;
	response->stream_arg = export;
	return response_header(response, "Content-Disposition",
	    arena_printf(request->arena,
	    "attachment; filename=\"deelnemers-%s.csv\"", today));
}
