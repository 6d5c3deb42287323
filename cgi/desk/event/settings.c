/*
 * The settings of the event, and what changing them means to people.  The
 * form, its checks and its names are a table (db/event/settings.h).
 */
#include <stdlib.h>
#include <string.h>

#include "acts/programme.h"
#include "cgi/desk/event/impact.h"
#include "cgi/desk/handlers.h"
#include "cgi/form/desk_form.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/settings.h"
#include "templates.h"

#define PATH		"/beheer/instellingen"

static const char *const headings[GROUP__MAX] = {
	[GROUP_EVENT] = "Bijeenkomst",
	[GROUP_SIGN_UP] = "Aanmelden",
	[GROUP_PLACES] = "Plaatsen",
	[GROUP_CHASE] = "Vanzelf vragen en herinneren",
	[GROUP_SENDER] = "Afzender",
	[GROUP_KEPT] = "Bewaren",
	[GROUP_LOOKS] = "Kleuren",
};

/* The whole form at once; the groups are cut from it when it is drawn. */
static void
fill_desk_form(struct desk_form *desk_form, const struct event *event,
    struct arena *arena)
{
	*desk_form = (struct desk_form){ .count = 0 };
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		desk_form_add(desk_form, &event_settings[i].field,
		    event_setting_text(event, &event_settings[i], arena));
}

static enum status
draw(struct app *app, struct request *request,
    const struct desk_form *desk_form,
    struct desk_form_page *page, struct response *response)
{
	struct arena *arena = request->arena;
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(app, request, "Instellingen", DESK_SETTINGS, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	page->groups = arena_array(arena, GROUP__MAX, sizeof(*page->groups));
	/* Group by group, so that the summary has the order of the page. */
	for (; page->ngroups < GROUP__MAX; page->ngroups++) {
		struct desk_form_group *group = &page->groups[page->ngroups];

		group->heading = headings[page->ngroups];
		group->fields = arena_array(arena, EVENT_SETTINGS,
		    sizeof(*group->fields));
		for (size_t i = 0; i < EVENT_SETTINGS; i++)
			if (event_settings[i].group == page->ngroups)
				group->fields[group->nfields++] = draw_field(
				    &drawing, desk_form->field[i],
				    desk_form->field[i]->name,
				    &desk_form->answer[i], "");
	}
	page->summary = draw_summary(&drawing, page->trouble);
	page->frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page->title = "Instellingen";
	page->action = PATH;
	page->submit = "Instellingen bewaren";
	page->version = desk_form_version(desk_form, arena);
	page->swatch = present_text(desk.context.catalog->event.kleur);
	settings_html(&response->body, page);
	return STATUS_OK;
}

enum status
settings_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page page = { .trouble = NULL };
	const struct catalog *catalog;
	struct desk_form desk_form;
	enum status status;

	status = desk_catalog(app, request, &catalog);
	if (status != STATUS_OK)
		return status;
	fill_desk_form(&desk_form, &catalog->event, request->arena);
	return draw(app, request, &desk_form, &page, response);
}

/* One change by an organiser; the job of the writer. */
struct settings_change {
	struct act_context	 act;
	struct event		 wanted;
	int			 days;	/* the programme moves along */
};

static enum status
save(struct db *db, void *arg, struct arena *arena)
{
	const struct settings_change *saving = arg;
	enum status status = saving->days == 0 ? STATUS_OK :
	    act_move_programme(db, &saving->act, saving->days, arena);

	return status != STATUS_OK ? status :
	    act_set_event(db, &saving->act, &saving->wanted, arena);
}

/* What was typed as an event; OK only when all of it holds. */
static enum status
take_over(struct desk_form *desk_form, const struct request *request,
    const struct event *event, struct event *wanted)
{
	struct setting_fault faults[SETTING_FAULTS];
	size_t count;

	if (desk_form_read(desk_form, request->params, request->arena) > 0)
		return STATUS_INVALID;
	*wanted = *event;
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		event_setting_put(wanted, &event_settings[i],
		    desk_form->answer[i].clean);
	count = event_faults(wanted, faults);
	for (size_t i = 0; i < count; i++)
		desk_form_fault(desk_form, faults[i].name, faults[i].text);
	return count == 0 ? STATUS_OK : STATUS_INVALID;
}

/* Both changed the same: what there is now, beside what was typed. */
static enum status
refuse_old(struct app *app, struct request *request, int64_t event,
    struct desk_form *desk_form, struct response *response)
{
	struct desk_form_page page = { .trouble = DESK_FORM_OLD };

	desk_form_compare(desk_form, app->db, &(struct audit_filter){
		AUDIT_ANY, .event = event, .wat = "ingesteld",
	}, request->arena, &page);
	response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, desk_form, &page, response);
}

/* What it means to people, when it means anything. */
struct meaning {
	const char	*sentences[EVENT_CHANGES + 1 + EVENT_APART +
			    IMPACT_OUTLOOK];
	size_t		 count;
	bool		 notices;	/* everybody who comes hears of it */
	int		 days;		/* that the programme could move */
	struct outlook	 outlook;
};

static const struct choice along_choices[] = {
	{ "mee", "schuift evenveel dagen mee" },
	{ "blijft", "blijft staan zoals het is" },
	{ NULL, NULL },
};
static const struct field along_field = {
	.name = "programma", .label = "Het programma",
	.type = FIELD_CHOICE, .max = 10, .flags = FIELD_REQUIRED,
	.missing = "Kies of het programma mee schuift.",
	.autocomplete = "off", .choices = along_choices,
};

/* By how many days the event moves; 0 too when it has no programme. */
static int
days_moved(const struct catalog *catalog, const struct event *wanted)
{
	return catalog->nrounds + catalog->nitems == 0 ? 0 :
	    clock_days(catalog->event.begin, wanted->begin);
}

/* The question whether the programme goes along; NULL where it need not. */
static enum status
draw_along(struct app *app, struct request *request, int days,
    const struct field_view **choice)
{
	const struct answer answer = { .raw = along_choices[0].value };
	struct field_view *view;
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	if (days == 0)
		return STATUS_OK;
	status = desk_page(app, request, "Instellingen", DESK_SETTINGS, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, request->arena);
	view = arena_alloc(request->arena, sizeof(*view));
	*view = draw_field(&drawing, &along_field, along_field.name, &answer,
	    "");
	*choice = view;
	return STATUS_OK;
}

static enum status
ask(struct app *app, struct request *request, const struct desk_form *desk_form,
    struct meaning *meaning, struct response *response)
{
	struct arena *arena = request->arena;
	bool mails = meaning->outlook.letters > 0;
	struct impact_page page = {
		.title = "Dit verandert er voor mensen",
		.sentences = meaning->sentences,
		.nsentences = meaning->count, .action = PATH,
		.version = desk_form_version(desk_form, arena),
		.reach = meaning->outlook.places + meaning->outlook.seats > 0 ?
		    impact_reach(&meaning->outlook, arena) : NULL,
		.loud = "Bewaren en mailen",
		.quiet = mails ? "Bewaren zonder te mailen" : "Bewaren",
		.back = PATH,
	};
	enum status status;

	impact_show_letter(&meaning->outlook, request, &page);
	page.hidden = desk_form_hide(desk_form, &page.nhidden, arena);
	status = draw_along(app, request, meaning->days, &page.choice);
	if (status != STATUS_OK)
		return status;
	return impact_draw(app, request, &(struct impact){
		.here = DESK_SETTINGS, .mails = meaning->notices,
	}, &page, response);
}

static bool
differs(const struct event *event, const struct event *wanted,
    struct arena *arena)
{
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		if (!text_same(event_setting_text(event, &event_settings[i],
		    arena), event_setting_text(wanted, &event_settings[i],
		    arena)))
			return true;
	return false;
}

/* It could not be written: the form again, with why. */
static enum status
refuse(struct app *app, struct request *request, struct desk_form *desk_form,
    const char *trouble, struct response *response)
{
	struct desk_form_page page = { .trouble = trouble };

	response->code = HTTP_UNPROCESSABLE;
	return draw(app, request, desk_form, &page, response);
}

/* Nothing is written, and nobody told, when all is as it was. */
static enum status
store(struct app *app, struct request *request, struct desk_form *desk_form,
    const struct event *event, const struct event *wanted, int days,
    struct response *response)
{
	char trouble[ACT_TROUBLE] = "";
	enum decision decision = impact_decision(request);
	struct settings_change saving = { .wanted = *wanted };
	struct impact_job job = {
		.work = save, .arg = &saving, .act = &saving.act,
		.event = event->id, .title = "Instellingen gewijzigd",
	};
	enum status status;

	if (!differs(event, wanted, request->arena))
		return response_see_other(response, PATH "?gedaan=opgeslagen");
	status = desk_act(app, request, &saving.act);
	if (status != STATUS_OK)
		return status;
	saving.act.quiet = decision != DECISION_MAIL;
	saving.act.silent = decision == DECISION_QUIET;
	saving.act.trouble = trouble;
	if (text_same(params_value(request->params, along_field.name),
	    along_choices[0].value))
		saving.days = days;
	impact_answer(request, &saving.act);
	status = impact_run(app->writer, &job);
	if (status == STATUS_FULL)
		return refuse(app, request, desk_form, trouble, response);
	/* Somebody saved in between: all of it once more, with theirs in it. */
	if (status == STATUS_INVALID)
		return settings_post(app, request, response);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, impact_path(decision ==
	    DECISION_MAIL ? PATH "?gedaan=gemaild" : PATH "?gedaan=opgeslagen",
	    &job, request->arena));
}

/* What people who come would notice, and who would move up. */
static enum status
find_meaning(struct app *app, struct request *request,
    const struct event *event, const struct event *wanted, int64_t taken,
    char trouble[ACT_TROUBLE], struct meaning *meaning)
{
	struct desk_page desk;
	struct settings_change saving = { .wanted = *wanted };
	struct arena *arena = request->arena;
	struct fact facts[EVENT_CHANGES];
	enum status status;

	meaning->outlook = (struct outlook){
		.work = save, .arg = &saving, .event = event->id,
		.now = app->now(),
	};
	status = desk_act(app, request, &saving.act);
	saving.act.trouble = trouble;
	meaning->outlook.letters_as = impact_letters(request, &saving.act);
	if (status == STATUS_OK)
		status = outlook_find(app->writer, &meaning->outlook);
	if (status == STATUS_OK)
		status = desk_page(app, request, "Instellingen", DESK_SETTINGS,
		    &desk);
	if (status != STATUS_OK)
		return status;
	meaning->count = act_event_changes(event, wanted, arena, facts);
	meaning->notices = meaning->count > 0;
	for (size_t i = 0; i < meaning->count; i++)
		meaning->sentences[i] = fact_sentence(&facts[i], false, arena);
	/* Fewer places take none away. */
	if (wanted->capaciteit < event->capaciteit &&
	    wanted->capaciteit < taken)
		meaning->sentences[meaning->count++] = arena_printf(arena,
		    "Er hebben al %lld mensen een plaats, en er zijn er dan "
		    "%lld. Wie een plaats heeft, houdt die; er schuift pas "
		    "weer iemand op als er plaats is.", (long long)taken,
		    (long long)wanted->capaciteit);
	meaning->count += act_event_apart(desk.context.catalog, wanted, arena,
	    &meaning->sentences[meaning->count]);
	meaning->count = impact_say_outlook(&meaning->outlook, arena,
	    meaning->sentences, meaning->count);
	return STATUS_OK;
}

enum status
settings_post(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page page = { .trouble = NULL };
	struct event event, wanted;
	struct desk_page desk;
	struct desk_form desk_form;
	struct meaning meaning = { .count = 0 };
	char trouble[ACT_TROUBLE] = "";
	enum status status;
	int64_t taken;

	status = desk_page(app, request, "Instellingen", DESK_SETTINGS, &desk);
	if (status != STATUS_OK)
		return status;
	taken = desk.context.taken.places;
	/* A copy of our own: the catalog may be read again meanwhile. */
	status = event_get(app->db, desk.context.catalog->event.id,
	    request->arena, &event);
	if (status != STATUS_OK)
		return status;
	fill_desk_form(&desk_form, &event, request->arena);
	status = take_over(&desk_form, request, &event, &wanted);
	if (desk_form.nboth > 0)
		return refuse_old(app, request, event.id, &desk_form,
		    response);
	if (status != STATUS_OK) {
		response->code = HTTP_UNPROCESSABLE;
		return draw(app, request, &desk_form, &page, response);
	}
	meaning.days = days_moved(desk.context.catalog, &wanted);
	if (impact_decision(request) != DECISION_NONE ||
	    !differs(&event, &wanted, request->arena))
		return store(app, request, &desk_form, &event, &wanted,
		    meaning.days, response);
	status = find_meaning(app, request, &event, &wanted, taken, trouble,
	    &meaning);
	if (status == STATUS_FULL)
		return refuse(app, request, &desk_form, trouble, response);
	if (status == STATUS_INVALID)	/* somebody saved in between */
		return settings_post(app, request, response);
	if (status == STATUS_OK && meaning.count > 0)
		return ask(app, request, &desk_form, &meaning, response);
	return status != STATUS_OK ? status : store(app, request, &desk_form,
	    &event, &wanted, 0, response);
}
