/*
 * Dietary and access requirements: special-category data (art. 9 AVG).
 *
 * The caterer and the venue need to know how many and what, and never who:
 * that is what the page and its file show.  Names are shown only
 * after a button and a reason, chosen and not typed, so that nothing about
 * anybody's health can get into the log.  They are answered to the POST
 * itself: there is no address that shows them, and a reload asks again.
 *
 * Only an organiser may come here.  A role that reads follows how things go,
 * for which it needs nobody's requirements: a line that only one person can
 * have written says who it is about, name or not.
 */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/export/download.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/draw.h"
#include "core/arena.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/audit.h"
#include "export/requirements.h"
#include "templates.h"

static const struct choice reasons[] = {
	{ "maaltijd", "om een maaltijd met de deelnemer af te stemmen" },
	{ "toegang", "om de zaal of de ontvangst voor te bereiden" },
	{ "verzoek", "omdat de deelnemer ernaar vraagt" },
	{ NULL, NULL },
};

static const struct field reason = {
	.name = "reden", .label = "Waarom hebt u de namen nodig?",
	.type = FIELD_CHOICE, .max = 20, .flags = FIELD_REQUIRED,
	.choices = reasons, .missing = "Kies waarom u de namen nodig hebt.",
};

/* What is written down each time somebody looks. */
struct looking {
	const char	*who;
	const char	*said;
	int64_t		 event;
	int64_t		 now;
};

static enum status
record(struct db *db, void *arg, struct arena *arena)
{
	const struct looking *looking = arg;

	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = looking->who, .wat = "wensen bekeken",
		.event = looking->event, .toelichting = looking->said,
	}, looking->now);
}

/* How many wrote what, a table for each kind of requirement. */
static void
add_counts(struct requirements_page *page,
    const struct requirements_line *lines, size_t nlines, struct arena *arena)
{
	struct requirements_count *counts;
	size_t count;

	page->kinds = arena_array(arena, REQUIREMENT__MAX,
	    sizeof(*page->kinds));
	for (enum requirement_field field = 0; field < REQUIREMENT__MAX;
	    field++) {
		struct requirements_kind *kind = &page->kinds[page->nkinds++];

		requirements_tally_up(lines, nlines, field, arena, &counts,
		    &count);
		*kind = (struct requirements_kind){
			.title = requirement_fields[field].title,
			.id = requirement_fields[field].name,
			.none = "Niemand die komt heeft hierover een wens. Wie er "
			    "een heeft, vult die in op de eigen pagina.",
			.tallies = arena_array(arena, count,
			    sizeof(struct requirements_tally)),
		};
		for (size_t i = 0; i < count; i++)
			kind->tallies[kind->ntallies++] =
			    (struct requirements_tally){
				counts[i].text, counts[i].count,
			};
	}
}

static void
add_people(struct requirements_page *page,
    const struct requirements_line *lines, size_t nlines, struct arena *arena)
{
	page->named = true;
	page->people = arena_array(arena, nlines, sizeof(*page->people));
	for (size_t i = 0; i < nlines; i++) {
		const struct requirements_line *line = &lines[i];
		enum attendance_status attendance = line->comes ?
		    ATTENDANCE_CONFIRMED : ATTENDANCE_WAITING;

		page->people[page->npeople++] = (struct requirements_person){
			.name = text_empty(line->achternaam) ? "Naam volgt" :
			    person_name_sorted(line->voornaam, line->achternaam,
			    arena),
			.gemeente = line->gemeente,
			.state = attendance_word(attendance),
			.shade = desk_shade(attendance),
			.diet = line->answer[REQUIREMENT_DIEET],
			.access = line->answer[REQUIREMENT_TOEGANG],
		};
	}
}

static const char *
lead(const struct requirements_line *lines, size_t nlines, struct arena *arena)
{
	int64_t coming = 0, waiting;

	for (size_t i = 0; i < nlines; i++)
		coming += lines[i].comes;
	waiting = (int64_t)nlines - coming;
	return arena_printf(arena, "%s een wens doorgegeven%s%s.",
	    present_count(coming, "deelnemer die komt, heeft",
	    "deelnemers die komen, hebben", arena), waiting == 0 ? "" :
	    "; van de wachtlijst nog ", waiting == 0 ? "" :
	    present_count(waiting, "deelnemer, hieronder niet meegeteld",
	    "deelnemers, hieronder niet meegeteld", arena));
}

static enum status
draw(struct app *app, struct request *request, const struct answer *answer,
    bool named, struct response *response)
{
	struct arena *arena = request->arena;
	struct requirements_page page = { .frame = NULL };
	struct requirements_line *lines;
	struct desk_page desk;
	struct drawing drawing;
	struct field_view view;
	enum status status;
	size_t nlines;

	status = desk_page(app, request, "Wensen", DESK_EXPORT, &desk);
	if (status == STATUS_OK)
		status = requirements_list(app->db,
		    desk.context.catalog->event.id, arena, &lines, &nlines);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	view = draw_field(&drawing, &reason, reason.name, answer, "");
	page.frame = desk.frame;
	page.lead = lead(lines, nlines, arena);
	page.any = nlines > 0;
	page.reason = &view;
	page.summary = draw_summary(&drawing, NULL);
	add_counts(&page, lines, nlines, arena);
	if (named)
		add_people(&page, lines, nlines, arena);
	requirements_html(&response->body, &page);
	return STATUS_OK;
}

/* First the record, as with everything that leaves. */
static enum status
show(struct app *app, struct request *request, const char *said,
    const struct answer *answer, bool named, struct response *response)
{
	struct looking looking = {
		.who = desk_who(request), .said = said, .now = app->now(),
	};
	const struct catalog *catalog;
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	looking.event = catalog->event.id;
	status = writer_run(app->writer, record, &looking);
	if (status != STATUS_OK)
		return status;
	return draw(app, request, answer, named, response);
}

enum status
requirements_export_show(struct app *app, struct request *request,
    struct response *response)
{
	struct answer answer = { .raw = "" };

	return show(app, request, "aantallen", &answer, false, response);
}

enum status
requirements_export_post(struct app *app, struct request *request,
    struct response *response)
{
	struct answer answer = {
		.raw = form_text(request->params, reason.name),
	};

	if (field_check(&reason, answer.raw, true, request->arena,
	    &answer.clean, &answer.fault) != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return show(app, request, "aantallen", &answer, false,
		    response);
	}
	return show(app, request, arena_printf(request->arena,
	    "met namen, %s", field_label(&reason, answer.clean)), &answer,
	    true, response);
}

struct requirements_export {
	int64_t		 event;
	struct arena	*arena;
};

static enum status
write_csv(struct app *app, void *arg, csv_write write, void *file)
{
	const struct requirements_export *export = arg;
	struct requirements_line *lines;
	enum status status;
	size_t nlines;

	status = requirements_list(app->db, export->event, export->arena,
	    &lines, &nlines);
	if (status == STATUS_OK)
		status = csv_requirements(lines, nlines, export->arena, write,
		    file);
	return status;
}

enum status
requirements_export_csv(struct app *app, struct request *request,
    struct response *response)
{
	struct requirements_export *export =
	    arena_alloc(request->arena, sizeof(*export));
	const struct catalog *catalog;
	enum status status;

	if ((status = desk_catalog(app, request, &catalog)) != STATUS_OK)
		return status;
	*export = (struct requirements_export){
		.event = catalog->event.id, .arena = request->arena,
	};
	return download_text(app, request, response, &(struct download){
		.name = download_name("wensen", &catalog->event, app->now(),
		    "csv", request->arena),
		.type = "text/csv; charset=utf-8",
		.said = "wensen als CSV, aantallen", .event = export->event,
	}, write_csv, export);
}
