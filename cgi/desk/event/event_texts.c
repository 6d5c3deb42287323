/*
 * What organisers add to pages and letters, with a preview of it: the letters
 * are composed for somebody who signed up, by the code that composes them in
 * earnest, so that what is read here is what is sent.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/programme.h"
#include "cgi/desk/event/preview.h"
#include "cgi/desk/event/programme_form.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/people/recipient.h"
#include "mail/compose/compose.h"
#include "mail/compose/invitation.h"
#include "templates.h"
#include "templates/desk/event_texts.h"
#include "templates/substitute.h"

/* The letters that are shown. */
static const struct shown {
	const char		*word;
	const char		*title;
	enum mail_kind		 kind;
	bool			 contact;
	enum attendance_status	 attendance;
} shown[] = {
	{ "contact", "Bevestiging aan de contactpersoon",
	    MAIL_SIGNED_UP, true, ATTENDANCE_CONFIRMED },
	{ "deelnemer", "Bevestiging aan de deelnemer", MAIL_SIGNED_UP,
	    false, ATTENDANCE_CONFIRMED },
	{ "wachtlijst", "Op de wachtlijst, aan de contactpersoon",
	    MAIL_SIGNED_UP, true, ATTENDANCE_WAITING },
	{ "herinnering", "Herinnering aan de deelnemer", MAIL_REMINDER,
	    false, ATTENDANCE_CONFIRMED },
};

#define NSHOWN	(sizeof(shown) / sizeof(shown[0]))

/* The person whose letters are shown, and what they are made from. */
struct previewing {
	struct app		*app;
	struct arena		*arena;
	struct catalog		 catalog;	/* with what was typed */
	struct sample		*samples;
	size_t			 nsamples;
	struct registration	 registration;
	struct participant	*person;
};

/* Nobody has signed up yet. */
static void
make_up(struct previewing *previewing)
{
	struct participant *person = arena_alloc(previewing->arena,
	    sizeof(*person));

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		person->answer[i] = "";
	person->positie = 1;
	person->answer[PARTICIPANT_VOORNAAM] = "Anna";
	person->answer[PARTICIPANT_ACHTERNAAM] = "van den Berg";
	person->answer[PARTICIPANT_EMAIL] = "anna@voorbeeld.example";
	person->answer[PARTICIPANT_ROL] = "wethouder";
	previewing->registration = (struct registration){
		.gemeente_naam = "Voorbeeldstad",
		.participants = person, .nparticipants = 1,
	};
	for (size_t i = 0; i < CONTACT__MAX; i++)
		previewing->registration.answer[i] = "";
	previewing->registration.answer[CONTACT_VOORNAAM] = "Jan";
	previewing->registration.answer[CONTACT_ACHTERNAAM] = "de Boer";
	previewing->registration.answer[CONTACT_EMAIL] =
	    "jan@voorbeeld.example";
	previewing->person = person;
}

/* The one asked for, else the first; else somebody made up. */
static enum status
choose_person(struct previewing *previewing, const char *asked)
{
	struct registration *registration = &previewing->registration;
	int64_t id = asked == NULL ? 0 : strtoll(asked, NULL, 10);
	const struct sample *chosen;
	enum status status;

	status = sample_list(previewing->app->db,
	    previewing->catalog.event.id, previewing->arena,
	    &previewing->samples, &previewing->nsamples);
	if (status != STATUS_OK)
		return status;
	if (previewing->nsamples == 0) {
		make_up(previewing);
		return STATUS_OK;
	}
	chosen = previewing->samples;
	for (size_t i = 0; i < previewing->nsamples; i++)
		if (previewing->samples[i].participant == id)
			chosen = &previewing->samples[i];
	status = registration_get(previewing->app->db, chosen->registration,
	    previewing->arena, registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].id == chosen->participant)
			previewing->person = &registration->participants[i];
	return previewing->person == NULL ? STATUS_NOTFOUND : STATUS_OK;
}

static enum status
open_preview(struct app *app, struct request *request, const char *asked,
    struct previewing *previewing)
{
	const struct catalog *catalog;
	enum status status;

	*previewing = (struct previewing){
		.app = app, .arena = request->arena,
	};
	status = programme_form_catalog(app, request, 0, &catalog);
	if (status != STATUS_OK)
		return status;
	previewing->catalog = *catalog;
	return choose_person(previewing, asked);
}

/* The letter as it would be if everybody had this place. */
static struct compose_sample
write_sample(struct previewing *previewing, const struct shown *letter)
{
	struct registration *registration = &previewing->registration;
	const struct compose compose = {
		.catalog = &previewing->catalog,
		.event = &previewing->catalog.event,
		.config = previewing->app->config,
		.secret = previewing->app->secret,
		.now = previewing->app->now(), .sample = true,
	};

	for (size_t i = 0; i < registration->nparticipants; i++)
		registration->participants[i].attendance = letter->attendance;
	return letter->contact ? compose_show_contact(&compose, registration,
	    letter->kind, previewing->arena) :
	    compose_show_participant(&compose, registration,
	    previewing->person, letter->kind, previewing->arena);
}

static const char *
whose(const struct previewing *previewing)
{
	return previewing->nsamples == 0 ? "Er heeft zich nog niemand "
	    "aangemeld; dit zijn verzonnen namen." :
	    arena_printf(previewing->arena, "Zoals %s het zou krijgen.",
	    participant_name(previewing->person, previewing->arena));
}

enum status
preview_editable(struct app *app, struct request *request,
    const struct catalog *catalog, const struct editable *editable,
    struct compose_sample *sample, const char **whom)
{
	const struct shown letter = {
		.kind = editable->kind, .contact = editable->contact,
		.attendance = editable->waiting ? ATTENDANCE_WAITING :
		    editable->kind == MAIL_LAPSED ? ATTENDANCE_CANCELLED :
		    ATTENDANCE_CONFIRMED,
	};
	struct previewing previewing = {
		.app = app, .arena = request->arena, .catalog = *catalog,
	};
	const char *asked = params_value(request->params != NULL ?
	    request->params : request->query_params, "voor");
	enum status status = choose_person(&previewing, asked);

	if (status != STATUS_OK)
		return status;
	if (editable->kind == MAIL__MAX) {
		*sample = invitation_sample(app->config, catalog,
		    previewing.registration.gemeente_naam,
		    editable == editable_invitation(true) ? app->now() : 0,
		    "", request->arena);
		*whom = arena_printf(request->arena, "Zoals de gemeente %s "
		    "het zou krijgen.", previewing.registration.gemeente_naam);
		return STATUS_OK;
	}
	*sample = write_sample(&previewing, &letter);
	*whom = whose(&previewing);
	return STATUS_OK;
}

static void
draw_samples(struct previewing *previewing, struct texts_page *page)
{
	struct arena *arena = previewing->arena;

	page->whose = whose(previewing);
	page->samples = arena_array(arena, previewing->nsamples,
	    sizeof(*page->samples));
	for (size_t i = 0; i < previewing->nsamples; i++) {
		const struct sample *one = &previewing->samples[i];

		page->samples[page->nsamples++] = (struct option_view){
			.value = arena_printf(arena, "%lld",
			    (long long)one->participant),
			.label = arena_printf(arena, "%s, %s", one->naam,
			    one->gemeente),
			.chosen = one->participant == previewing->person->id,
		};
	}
}

static void
draw_letters(struct previewing *previewing, struct texts_page *page)
{
	page->letters = arena_array(previewing->arena, NSHOWN,
	    sizeof(*page->letters));
	for (; page->nletters < NSHOWN; page->nletters++) {
		const struct shown *letter = &shown[page->nletters];
		struct compose_sample sample = write_sample(previewing, letter);
		struct seen_letter *seen = arena_alloc(previewing->arena,
		    sizeof(*seen));

		*seen = (struct seen_letter){
			.subject = sample.subject, .text = sample.text,
		};
		page->letters[page->nletters] = (struct letter_view){
			.title = letter->title, .letter = seen,
			.link = arena_printf(previewing->arena,
			    "/beheer/teksten/brief?soort=%s&voor=%lld",
			    letter->word, (long long)previewing->person->id),
		};
	}
}

static void
fill_desk_form(struct desk_form *desk_form, const struct catalog *catalog)
{
	*desk_form = (struct desk_form){ .count = 0 };
	for (size_t i = 0; i < EVENT_TEXT_DECLARED; i++)
		desk_form_add(desk_form, &event_text_fields[i],
		    catalog->texts[i]);
}

static enum status
draw(struct previewing *previewing, struct request *request,
    const struct desk_form *desk_form, struct desk_form_page *above,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct desk_form_group group = { .heading = NULL };
	struct texts_page page = { .desk_form = above };
	struct event_view *event;
	struct desk_page desk;
	struct drawing drawing;
	enum status status;

	status = desk_page(previewing->app, request, "Teksten",
	    DESK_SETTINGS, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	group.fields = desk_form_draw(desk_form, &drawing);
	group.nfields = desk_form->count;
	above->title = "Teksten";
	above->version = desk_form_version(desk_form, arena);
	above->groups = &group;
	above->ngroups = 1;
	above->summary = draw_summary(&drawing, above->trouble);
	above->frame = page.frame = desk.frame;
	desk.frame->done = desk_form_done(request);
	page.everywhere = substitute_list(false, arena);
	page.letters_only = "{naam}, {gemeente} en {link}";
	event = present_event(&previewing->catalog.event,
	    &previewing->catalog, &desk.context.taken,
	    previewing->app->now(), arena);
	page.intro = event->intro;
	page.note = event->note;
	draw_samples(previewing, &page);
	draw_letters(previewing, &page);
	texts_html(&response->body, &page);
	return STATUS_OK;
}

enum status
texts_show(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page above = { .trouble = NULL };
	struct previewing previewing;
	struct desk_form desk_form;
	enum status status;

	status = open_preview(app, request, params_value(request->query_params,
	    "voor"), &previewing);
	if (status != STATUS_OK)
		return status;
	fill_desk_form(&desk_form, &previewing.catalog);
	return draw(&previewing, request, &desk_form, &above, response);
}

/* Read and checked; what has no fault is previewed. */
static size_t
take_over(struct desk_form *desk_form, struct previewing *previewing,
    const struct request *request)
{
	size_t faults = desk_form_read(desk_form, request->params,
	    request->arena);

	for (enum event_text i = 0; i < EVENT_TEXT_DECLARED; i++) {
		struct answer *answer = &desk_form->answer[i];

		if (answer->fault != NULL)
			continue;
		answer->fault = substitute_fault(answer->clean,
		    event_text_is_personal(i), request->arena);
		faults += answer->fault != NULL;
		if (answer->fault == NULL)
			previewing->catalog.texts[i] = answer->clean;
	}
	return faults;
}

struct texts_job {
	struct act_context	 act;
	const char		*texts[EVENT_TEXT__MAX];
};

static enum status
save(struct db *db, void *arg, struct arena *arena)
{
	const struct texts_job *job = arg;

	return act_set_texts(db, &job->act, job->texts, arena);
}

enum status
texts_post(struct app *app, struct request *request,
    struct response *response)
{
	struct desk_form_page above = { .trouble = NULL };
	struct previewing previewing;
	char trouble[ACT_TROUBLE] = "";
	struct texts_job job;
	struct desk_form desk_form;
	enum status status;
	bool refused;

	status = open_preview(app, request, params_value(request->params,
	    "voor"), &previewing);
	if (status != STATUS_OK)
		return status;
	fill_desk_form(&desk_form, &previewing.catalog);
	refused = take_over(&desk_form, &previewing, request) > 0;
	if (desk_form.nboth > 0) {
		above.trouble = DESK_FORM_OLD;
		desk_form_compare(&desk_form, app->db, &(struct audit_filter){
			AUDIT_ANY, .event = previewing.catalog.event.id,
			.wat = "teksten gewijzigd",
		}, request->arena, &above);
		refused = true;
	}
	/* A preview is drawn from what was typed, also of what is refused. */
	if (refused)
		response->code = HTTP_UNPROCESSABLE;
	if (refused || text_same(params_value(request->params, "actie"),
	    "voorbeeld"))
		return draw(&previewing, request, &desk_form, &above, response);
	job.act = app_act(app, &previewing.catalog, desk_who(request));
	job.act.trouble = trouble;
	/* What was not changed is left to who changes it at this moment. */
	for (size_t i = 0; i < EVENT_TEXT__MAX; i++)
		job.texts[i] = text_same(desk_form.there[i],
		    desk_form.answer[i].clean) ? NULL :
		    desk_form.answer[i].clean;
	status = writer_run(app->writer, save, &job);
	if (status == STATUS_FULL) {
		above.trouble = trouble;
		response->code = HTTP_UNPROCESSABLE;
		return draw(&previewing, request, &desk_form, &above, response);
	}
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, arena_printf(request->arena,
	    "/beheer/teksten?gedaan=opgeslagen&voor=%lld",
	    (long long)previewing.person->id));
}

/* One letter as its HTML part, which is a page of its own. */
enum status
texts_letter(struct app *app, struct request *request,
    struct response *response)
{
	const char *word = params_value(request->query_params, "soort");
	struct previewing previewing;
	enum status status;

	status = open_preview(app, request, params_value(request->query_params,
	    "voor"), &previewing);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < NSHOWN; i++)
		if (text_same(shown[i].word, word)) {
			buf_text(&response->body, write_sample(&previewing,
			    &shown[i]).html);
			response->letter = true;
			return STATUS_OK;
		}
	return STATUS_NOTFOUND;
}
