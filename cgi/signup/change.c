/* Changing a sign-up: by the contact, for another person, by the person. */
#include <stdlib.h>

#include "cgi/page.h"
#include "cgi/signup/form_page.h"
#include "cgi/signup/handlers.h"
#include "cgi/signup/links.h"
#include "cgi/signup/submission.h"
#include "db/arena.h"

#define CONFLICT	409

/* One of the three pages while it answers. */
struct editing {
	struct app		*app;
	struct request		*request;
	struct response		*response;
	struct linked		 linked;
	struct scene		 scene;
	struct submission	 submission;
	struct form_frame	 frame;
	struct part		*part;		/* NULL: the whole form */
	bool			 own;
};

static const char *
path_back(const struct request *request, bool own)
{
	return arena_printf(request->arena, "%s%s",
	    own ? "/deelnemer/" : "/aanmelding/", request->tail);
}

/* FULL (409): it can no longer be changed. */
static enum status
begin(struct editing *editing, const char *title, bool own)
{
	struct request *request = editing->request;
	enum status status;

	editing->own = own;
	status = own ?
	    link_participant(editing->app, request, &editing->linked) :
	    link_registration(editing->app, request, &editing->linked);
	if (status == STATUS_OK)
		status = scene_set(editing->app, request,
		    editing->linked.registration.event, title,
		    &editing->scene);
	if (status != STATUS_OK)
		return status;
	if (editing->app->now() >=
	    editing->scene.catalog->event.wijzigen_tot)
		return STATUS_FULL;
	editing->frame.action = request->path;
	editing->frame.back = path_back(request, own);
	return STATUS_OK;
}

static void
set_version(struct editing *editing, int64_t versie)
{
	editing->frame.version = arena_printf(editing->request->arena, "%lld",
	    (long long)versie);
}

static enum status
draw(struct editing *editing)
{
	if (editing->part == NULL)
		form_page_draw(&editing->scene, &editing->submission,
		    &editing->frame, editing->request, editing->response);
	else
		person_page_draw(&editing->scene, &editing->submission,
		    editing->part, editing->own, &editing->frame,
		    editing->request, editing->response);
	return STATUS_OK;
}

/* What is signed up now, as the form shows it. */
static void
fill_from_rows(struct editing *editing)
{
	submission_of(&editing->linked.registration, editing->scene.catalog,
	    editing->request->arena, &editing->submission);
	set_version(editing, editing->linked.registration.versie);
}

static void
fill_from_form(struct editing *editing)
{
	const struct registration *now = &editing->linked.registration;
	const char *versie = form_value(editing->request->form, "versie");
	const char *known = form_value(editing->request->form, "bekend");
	unsigned long count = known == NULL ? now->nparticipants :
	    strtoul(known, NULL, 10);

	submission_read(editing->request->form, editing->scene.catalog,
	    editing->request->arena, &editing->submission);
	submission_match(&editing->submission, now,
	    count > now->nparticipants ? now->nparticipants : count,
	    editing->scene.catalog, editing->request->arena);
	set_version(editing, versie == NULL ? 0 :
	    strtoll(versie, NULL, 10));
}

static void
pick_part(struct editing *editing, const struct participant *person)
{
	editing->part = &editing->submission.parts[person->positie - 1];
}

/* The job of the writer. */
struct saving {
	struct act		 act;
	struct registration	 wanted;
	struct participant	*replacement;
};

static enum status
save_job(struct db *db, void *arg, struct arena *arena)
{
	struct saving *saving = arg;

	if (saving->replacement != NULL)
		return act_replace(db, &saving->act, saving->wanted.id,
		    saving->wanted.versie, saving->replacement, arena);
	return act_change(db, &saving->act, &saving->wanted, arena);
}

/* Saved; or the same form again, with everything typed and what is wrong. */
static enum status
save(struct editing *editing, struct saving *saving)
{
	enum status status;

	saving->act = app_act(editing->app, editing->scene.catalog,
	    editing->own ? "deelnemer" : "contact");
	saving->wanted.id = editing->linked.registration.id;
	saving->wanted.versie = strtoll(editing->frame.version, NULL, 10);
	status = writer_run(editing->app->writer, save_job, saving);
	if (status == STATUS_OK)
		return response_see_other(editing->response,
		    editing->frame.back);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;
	editing->response->code = status == STATUS_INVALID ? CONFLICT :
	    status == STATUS_BUSY ? 503 : 500;
	editing->submission.trouble = status == STATUS_INVALID ?
	    "Intussen is deze aanmelding ook ergens anders gewijzigd. Wat u "
	    "typte staat er nog. Controleer het en bewaar het nog een keer." :
	    "Opslaan lukte nu even niet. Er is niets half opgeslagen en wat u "
	    "typte staat er nog. Wacht een minuut en probeer het opnieuw.";
	set_version(editing, editing->linked.registration.versie);
	return draw(editing);
}

static enum status
draw_faults(struct editing *editing)
{
	editing->response->code = 422;
	return draw(editing);
}

static enum status
begin_change(struct editing *editing)
{
	enum status status = begin(editing, "Wijzigen", false);

	editing->frame.title = "Uw aanmelding wijzigen";
	editing->frame.lead = "Verbeter wat niet klopt, vul een naam in die "
	    "nog volgde, of voeg iemand toe. Iedereen die het aangaat krijgt "
	    "bericht.";
	return status;
}

enum status
registration_change_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	if ((status = begin_change(&editing)) != STATUS_OK)
		return status;
	fill_from_rows(&editing);
	return draw(&editing);
}

enum status
registration_change_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	struct saving saving = { .replacement = NULL };
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = begin_change(&editing)) != STATUS_OK)
		return status;
	fill_from_form(&editing);
	if (submission_rearrange(&editing.submission, request->form))
		return draw(&editing);
	if (submission_check_change(&editing.submission,
	    editing.scene.catalog, request->arena) != STATUS_OK)
		return draw_faults(&editing);
	submission_registration(app, &editing.submission,
	    editing.scene.catalog, request->arena, &saving.wanted);
	return save(&editing, &saving);
}

/* positie: of whom, from the link's query or the form. */
static enum status
begin_replace(struct editing *editing, const char *positie)
{
	struct participant *person;
	enum status status;

	if ((status = begin(editing, "Vervangen", false)) != STATUS_OK)
		return status;
	person = linked_person(&editing->linked, positie);
	if (person == NULL || person->place == PLACE_CANCELLED)
		return STATUS_NOTFOUND;
	editing->linked.person = person;
	editing->frame.title = arena_printf(editing->request->arena,
	    "Wie komt er in plaats van %s?",
	    participant_name(person, editing->request->arena));
	editing->frame.lead = "De plaats en de gekozen sessies blijven. Beide "
	    "mensen krijgen bericht, als hun e-mailadres bekend is.";
	return STATUS_OK;
}

enum status
replace_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	status = begin_replace(&editing, form_value(request->query_form,
	    "deelnemer"));
	if (status != STATUS_OK)
		return status;
	fill_from_rows(&editing);
	pick_part(&editing, editing.linked.person);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (i != PARTICIPANT_ROL)
			editing.part->answer[i].raw = "";
	return draw(&editing);
}

enum status
replace_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	struct participant replacement = { .id = 0 };
	struct saving saving = { .replacement = &replacement };
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = begin_replace(&editing, form_value(request->form,
	    "deelnemer"));
	if (status != STATUS_OK)
		return status;
	fill_from_form(&editing);
	pick_part(&editing, editing.linked.person);
	editing.part->himself = false;
	editing.part->answer[PARTICIPANT_NAAM_VOLGT].raw = "";
	editing.part->answer[PARTICIPANT_FOTO_BEZWAAR].raw = "";
	editing.part->answer[PARTICIPANT_OP_DE_HOOGTE].raw = "";
	if (submission_check_part(&editing.submission, editing.part,
	    editing.scene.catalog, request->arena) != STATUS_OK)
		return draw_faults(&editing);
	submission_participant(app, editing.part,
	    editing.linked.person->positie, &replacement);
	return save(&editing, &saving);
}

static enum status
begin_own(struct editing *editing)
{
	enum status status = begin(editing, "Uw gegevens", true);

	editing->frame.title = "Uw gegevens en sessies";
	editing->frame.lead = "Verbeter wat niet klopt en kies uw sessies. "
	    "Wie u aanmeldde krijgt bericht van wat er verandert.";
	if (status == STATUS_OK &&
	    editing->linked.person->place == PLACE_CANCELLED)
		return STATUS_FULL;
	return status;
}

enum status
participant_change_show(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	enum status status;

	if ((status = begin_own(&editing)) != STATUS_OK)
		return status;
	fill_from_rows(&editing);
	pick_part(&editing, editing.linked.person);
	return draw(&editing);
}

/*
 * The person's form asks everything but the role, and only of them: the rest
 * of the registration stays as its rows have it.
 */
static void
read_own(struct editing *editing)
{
	const struct participant *person = editing->linked.person;
	const struct form *form = editing->request->form;
	struct arena *arena = editing->request->arena;
	const char *value;

	fill_from_rows(editing);
	value = form_value(form, "versie");
	set_version(editing, value == NULL ? 0 : strtoll(value, NULL, 10));
	pick_part(editing, person);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		if (i == PARTICIPANT_ROL)
			continue;
		value = form_value(form, part_name(editing->part->number,
		    participant_fields[i].name, arena));
		editing->part->answer[i].raw = value == NULL ? "" : value;
	}
	for (size_t i = 0; i < editing->scene.catalog->nrounds; i++) {
		value = form_value(form, part_session_name(
		    editing->part->number, i + 1, arena));
		editing->part->session[i].raw = value == NULL ? "" : value;
	}
}

enum status
participant_change_post(struct app *app, struct request *request,
    struct response *response)
{
	struct editing editing = {
		.app = app, .request = request, .response = response,
	};
	struct saving saving = { .replacement = NULL };
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK ||
	    (status = begin_own(&editing)) != STATUS_OK)
		return status;
	read_own(&editing);
	if (submission_check_part(&editing.submission, editing.part,
	    editing.scene.catalog, request->arena) != STATUS_OK)
		return draw_faults(&editing);
	saving.wanted = editing.linked.registration;
	saving.wanted.participants = arena_alloc(request->arena,
	    sizeof(struct participant));
	saving.wanted.nparticipants = 1;
	submission_participant(app, editing.part,
	    editing.linked.person->positie, saving.wanted.participants);
	return save(&editing, &saving);
}
