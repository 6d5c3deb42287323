/*
 * All events: looking at another one, showing one, making the next.  What a
 * session of the desk looks at and what the public sees are two things, so
 * that the next event can be made while this one is still open.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/programme.h"
#include "cgi/desk/event/preview.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "templates.h"
#include "templates/desk/events.h"

#define PATH		"/beheer/bijeenkomsten"

enum status
events_show(struct app *app, struct request *request,
    struct response *response)
{
	struct events_page page = {
		.may_change = desk_is_organiser(request),
	};
	struct arena *arena = request->arena;
	struct event_line *lines;
	struct desk_page desk;
	enum status status;
	size_t count;

	status = desk_page(app, request, "Bijeenkomsten", DESK_NONE, &desk);
	if (status == STATUS_OK)
		status = event_list(app->db, arena, &lines, &count);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page.events = arena_array(arena, count, sizeof(*page.events));
	for (size_t i = 0; i < count; i++) {
		const struct event_line *one = &lines[i];
		const char *come = present_count(one->komen, "komt", "komen",
		    arena);

		page.events[page.nevents++] = (struct event_row){
			.id = one->id, .title = one->titel,
			.when = clock_span(one->begin, one->einde, arena),
			.people = one->wachten == 0 ? come : arena_printf(
			    arena, "%s, %s", come, present_count(one->wachten,
			    "wacht", "wachten", arena)),
			.shown = one->zichtbaar, .off = one->afgelast != 0,
			.past = app->now() >= one->einde,
			.here = one->id == desk.context.catalog->event.id,
		};
	}
	events_html(&response->body, &page);
	return STATUS_OK;
}

/* The jobs of the writer. */
struct event_job {
	struct act_context	 act;
	int64_t			 event;
	const char		*token;	/* of the session */
	struct event_copy	 copy;
};

static enum status
look(struct db *db, void *arg, struct arena *arena)
{
	const struct event_job *job = arg;
	struct event event;
	enum status status = event_get(db, job->event, arena, &event);

	return status == STATUS_OK ? login_look_at(db, job->token,
	    job->event) : status;
}

enum status
events_look(struct app *app, struct request *request,
    struct response *response)
{
	const char *word = params_value(request->params, "bijeenkomst");
	const struct login *login = request->login;
	struct event_job job = { .token = login->token };
	enum status status;

	if (word == NULL)
		return STATUS_INVALID;
	job.event = strtoll(word, NULL, 10);
	status = writer_run(app->writer, look, &job);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, PATH "?gedaan=bekeken");
}

/* The catalog of the event in the address. */
enum status
event_of_address(struct app *app, struct request *request,
    const struct catalog **catalog)
{
	char *end;
	long long id = strtoll(request->tail, &end, 10);

	if (*end != '\0' || id <= 0)
		return STATUS_NOTFOUND;
	return programme_form_catalog(app, request, id, catalog);
}

static const char *
sign_up_in_words(const struct event *event, int64_t now, struct arena *arena)
{
	switch (event_phase(event, now)) {
	case EVENT_OPEN:
		return "Aanmelden kan dan meteen.";
	case EVENT_EARLY:
		return event->aanmelden_open == 0 ? "Aanmelden kan dan nog "
		    "niet: bij de instellingen is niet gezegd vanaf wanneer." :
		    arena_printf(arena, "Aanmelden kan vanaf %s.",
		    clock_moment(event->aanmelden_open, arena));
	default:
		return "Aanmelden kan niet meer.";
	}
}

static enum status
ask_publish(struct app *app, struct request *request,
    const struct event *event, struct response *response)
{
	struct arena *arena = request->arena;
	const char *sentences[3];
	struct impact_page page = {
		.title = "Deze bijeenkomst openbaar maken?",
		.sentences = sentences, .action = request->path,
		.quiet = "Openbaar maken", .back = PATH,
	};
	struct event now;
	enum status status;

	sentences[page.nsentences++] = arena_printf(arena, "Bezoekers zien "
	    "dan: %s, %s.", event->titel, clock_span(event->begin,
	    event->einde, arena));
	sentences[page.nsentences++] = sign_up_in_words(event, app->now(),
	    arena);
	status = event_visible(app->db, arena, &now);
	if (status == STATUS_OK)
		sentences[page.nsentences++] = arena_printf(arena, "Nu zien "
		    "zij: %s, %s. Wie zich daarvoor aanmeldde, houdt de "
		    "eigen pagina.", now.titel, clock_span(now.begin,
		    now.einde, arena));
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	return impact_draw(app, request, &(struct impact){
		.here = DESK_NONE,
	}, &page, response);
}

enum status
publish_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	enum status status;

	status = event_of_address(app, request, &catalog);
	return status == STATUS_OK ? ask_publish(app, request,
	    &catalog->event, response) : status;
}

static enum status
publish(struct db *db, void *arg, struct arena *arena)
{
	const struct event_job *job = arg;

	(void)arena;
	return act_publish(db, &job->act, job->event);
}

enum status
publish_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	struct event_job job;
	enum status status;

	status = event_of_address(app, request, &catalog);
	if (status != STATUS_OK)
		return status;
	if (impact_decision(request) == DECISION_NONE)
		return ask_publish(app, request, &catalog->event, response);
	job = (struct event_job){
		.act = app_act(app, catalog, desk_who(request)),
		.event = catalog->event.id,
	};
	status = writer_run(app->writer, publish, &job);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, PATH "?gedaan=openbaar");
}

static const struct field copy_titel = {
	.name = "titel", .label = "Naam van de nieuwe bijeenkomst",
	.type = FIELD_LINE, .max = 200, .flags = FIELD_REQUIRED,
	.autocomplete = "off", .missing = "Vul een naam in.",
};
static const struct field copy_dag = {
	.name = "dag", .label = "Eerste dag",
	.hint = "Alle tijden schuiven mee: programma, sluiting, reservering.",
	.type = FIELD_DAY, .flags = FIELD_REQUIRED, .autocomplete = "off",
	.missing = "Kies de dag waarop de bijeenkomst begint.",
};

static enum status
draw_copy(struct app *app, struct request *request,
    const struct event *event, const struct desk_form *desk_form,
    const char *trouble, struct response *response)
{
	struct arena *arena = request->arena;
	struct desk_form_group group = { .heading = NULL };
	struct desk_form_page page = {
		.title = "Volgende bijeenkomst maken",
		.lead = arena_printf(arena, "Uit %s, %s: met het programma, "
		    "de instellingen, de teksten en de kleur, zonder de "
		    "mensen. Bezoekers zien haar pas als u haar openbaar "
		    "maakt, en aanmelden kan pas als u zegt vanaf wanneer.",
		    event->titel, clock_date(event->begin, arena)),
		.action = request->path, .groups = &group, .ngroups = 1,
		.submit = "Bijeenkomst maken", .back = PATH,
		.back_text = "Terug naar de bijeenkomsten",
	};
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(app, request, page.title, DESK_NONE, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	group.fields = desk_form_draw(desk_form, &drawing);
	group.nfields = desk_form->count;
	page.trouble = trouble;
	page.summary = draw_summary(&drawing, trouble);
	page.frame = desk.frame;
	desk_form_html(&response->body, &page);
	return STATUS_OK;
}

static enum status
open_copy(struct app *app, struct request *request, struct desk_form *desk_form,
    const struct catalog **catalog)
{
	enum status status = event_of_address(app, request, catalog);

	*desk_form = (struct desk_form){ .count = 0 };
	if (status != STATUS_OK)
		return status;
	desk_form_add(desk_form, &copy_titel, (*catalog)->event.titel);
	desk_form_add(desk_form, &copy_dag, "");
	return STATUS_OK;
}

enum status
copy_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct catalog *catalog;
	struct desk_form desk_form;
	enum status status;

	status = open_copy(app, request, &desk_form, &catalog);
	return status == STATUS_OK ? draw_copy(app, request, &catalog->event,
	    &desk_form, NULL, response) : status;
}

/* The new one is what the session looks at from now on. */
static enum status
copy(struct db *db, void *arg, struct arena *arena)
{
	struct event_job *job = arg;
	enum status status;

	status = act_copy_event(db, &job->act, &job->copy, arena);
	if (status == STATUS_OK)
		status = login_look_at(db, job->token, job->copy.id);
	return status;
}

/* Unlike that of any other event, here or elsewhere. */
static const char *
new_uid(struct app *app, struct arena *arena)
{
	const char *at = strchr(app->config->mail_from, '@');
	uint64_t mark;

	app->random(&mark, sizeof(mark));
	return arena_printf(arena, "bijeenkomst-%016llx@%s",
	    (unsigned long long)mark, at == NULL ? "localhost" : at + 1);
}

enum status
copy_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct login *login = request->login;
	const struct catalog *catalog;
	char trouble[ACT_TROUBLE] = "";
	struct event_job job;
	struct desk_form desk_form;
	enum status status;
	int64_t first = 0;

	status = open_copy(app, request, &desk_form, &catalog);
	if (status != STATUS_OK)
		return status;
	if (desk_form_read(&desk_form, request->params, request->arena) > 0) {
		response->code = HTTP_UNPROCESSABLE;
		return draw_copy(app, request, &catalog->event, &desk_form,
		    NULL, response);
	}
	/* At noon, which every day has; only the day matters. */
	clock_parse(arena_printf(request->arena, "%sT12:00",
	    desk_form_value(&desk_form, "dag")), &first);
	job = (struct event_job){
		.act = app_act(app, catalog, desk_who(request)),
		.token = login->token,
		.copy = {
			.uid = new_uid(app, request->arena),
			.titel = desk_form_value(&desk_form, "titel"),
			.days = clock_days(catalog->event.begin, first),
		},
	};
	job.act.trouble = trouble;
	status = writer_run(app->writer, copy, &job);
	if (status == STATUS_FULL) {
		response->code = HTTP_UNPROCESSABLE;
		return draw_copy(app, request, &catalog->event, &desk_form,
		    trouble, response);
	}
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, "/beheer/instellingen"
	    "?gedaan=gemaakt");
}
