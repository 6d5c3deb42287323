#include <string.h>

#include "cgi/desk/filter.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/scene.h"
#include "db/arena.h"
#include "db/attendee.h"
#include "db/audit.h"
#include "db/clock.h"
#include "db/name.h"
#include "db/text.h"
#include "export/csv.h"
#include "templates.h"

#define SHOWN_MAX	500

enum status
desk_home(struct app *app, struct request *request, struct response *response)
{
	(void)app;
	(void)request;
	return response_see_other(response, "/beheer/aanmeldingen");
}

static const char *const shades[PLACE__MAX] = {
	[PLACE_CONFIRMED] = "good",
	[PLACE_WAITING] = "wait",
	[PLACE_CANCELLED] = "none",
};

static enum status
collect(const struct attendee *attendee, struct arena *arena, void *arg)
{
	struct attendees_page *page = arg;
	bool held = !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]);

	if (page->nattendees == SHOWN_MAX) {
		page->cut = true;
		return STATUS_OK;
	}
	page->attendees[page->nattendees++] = (struct attendee_view){
		.number = attendee->nummer,
		.name = held ? "Naam volgt" : name_sorted(
		    attendee->answer[PARTICIPANT_VOORNAAM],
		    attendee->answer[PARTICIPANT_ACHTERNAAM], arena),
		.gemeente = attendee->gemeente_naam,
		.role = attendee->answer[PARTICIPANT_ROL],
		.position = present_text(
		    attendee->answer[PARTICIPANT_FUNCTIE]),
		.state = place_word(attendee->place),
		.shade = shades[attendee->place],
		.contact = name_full(attendee->contact[CONTACT_VOORNAAM],
		    attendee->contact[CONTACT_ACHTERNAAM], arena),
		.when = clock_stamp(attendee->aangemeld, arena),
	};
	return STATUS_OK;
}

static const char *
summary(struct app *app, const struct scene *scene, struct arena *arena)
{
	const struct event *event = &scene->catalog->event;
	struct attendee_filter everybody = attendee_all(event->id);
	int64_t all = 0;

	if (attendee_count(app->db, &everybody, ATTENDEE_ALL, &all) != STATUS_OK)
		return "";
	return arena_printf(arena, "%s; %lld van de %lld plaatsen bezet.",
	    present_count(all, "deelnemer in de lijst",
	    "deelnemers in de lijst", arena),
	    (long long)scene->taken.places, (long long)event->capaciteit);
}

enum status
attendees_show(struct app *app, struct request *request,
    struct response *response)
{
	struct attendee_filter filter;
	struct arena *arena = request->arena;
	struct attendees_page page;
	struct desk_scene scene;
	enum status status;

	status = desk_scene(app, request, "Aanmeldingen", DESK_ATTENDEES,
	    &scene);
	if (status != STATUS_OK)
		return status;
	filter_read(request->query_form, scene.scene.catalog->event.id, arena,
	    &filter);
	page = (struct attendees_page){
		.frame = scene.frame, .event = scene.scene.event, .query = filter.query,
		.summary = summary(app, &scene.scene, arena),
		.attendees = arena_array(arena, SHOWN_MAX,
		    sizeof(struct attendee_view)),
	};
	status = attendee_walk(app->db, &filter, SHOWN_MAX + 1, arena,
	    collect, &page);
	if (status == STATUS_OK)
		attendees_html(&response->body, &page);
	return status;
}

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
