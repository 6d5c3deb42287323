/* What all forms that change a registration have in common. */
#include <stdlib.h>

#include "cgi/form/conflict.h"
#include "cgi/form/edit.h"
#include "cgi/form/organiser_questions.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/registration/seats.h"
#include "templates/present.h"


/* The form is one of the rows as they are now. */
static void
set_version(struct editing *editing)
{
	editing->frame.version = arena_printf(editing->request->arena, "%lld",
	    (long long)editing->registration.versie);
	editing->frame.marks = conflict_marks(editing);
}

static void
pick_input(struct editing *editing)
{
	if (editing->person != NULL)
		editing->input = &editing->submission.inputs[
		    editing->person->positie - 1];
}

static void
fill_rows(struct editing *editing)
{
	struct organiser *organiser = editing->submission.organiser;

	submission_of(&editing->registration, editing->context.catalog,
	    editing->request->arena, &editing->submission);
	editing->submission.organiser = organiser;
	editing->known = editing->registration.nparticipants;
	set_version(editing);
	pick_input(editing);
}

static void
fill_form(struct editing *editing)
{
	struct organiser *organiser = editing->submission.organiser;
	const struct registration *now = &editing->registration;
	const struct params *params = editing->request->params;
	const char *versie = params_value(params, "versie");
	const char *known = params_value(params, "bekend");
	unsigned long count = known == NULL ? now->nparticipants :
	    strtoul(known, NULL, 10);

	editing->known = count > now->nparticipants ? now->nparticipants :
	    count;
	submission_read(params, editing->context.catalog,
	    editing->request->arena, &editing->submission);
	editing->submission.organiser = organiser;
	submission_match(&editing->submission, now, editing->known,
	    editing->context.catalog, editing->request->arena);
	editing->frame.version = versie == NULL ? "" : versie;
	editing->frame.marks = form_text(params, "gemaakt");
	pick_input(editing);
}

static void
merge(struct editing *editing)
{
	const char *sent = form_text(editing->request->params, "versie");

	editing->frame.conflict = strtoll(sent, NULL, 10) ==
	    editing->registration.versie ? NULL : conflict_of(editing,
	    form_text(editing->request->params, "gemaakt"));
	set_version(editing);
}

/* Somebody comes in the person's place: nothing of theirs is kept. */
static void
clear_person(struct editing *editing, bool typed)
{
	struct answer *answers = editing->input->answer;

	if (!typed)
		for (size_t i = 0; i < PARTICIPANT__MAX; i++)
			if (i != PARTICIPANT_ROL)
				answers[i].raw = "";
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		answers[i].kept = NULL;
	editing->input->is_contact = false;
	answers[PARTICIPANT_NAAM_VOLGT].raw = "";
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (participant_fields[i].flags & FIELD_OWN)
			answers[i].raw = "";
}

static enum status
draw(struct editing *editing, int code)
{
	editing->response->code = code;
	editing->draw(editing);
	return STATUS_OK;
}

/* The job of the writer. */
struct edit_saving {
	struct act_context		 act;
	struct registration		 wanted;
	const struct participant	*replacement;
};

static enum status
save_job(struct db *db, void *arg, struct arena *arena)
{
	struct edit_saving *saving = arg;

	if (saving->replacement != NULL)
		return act_replace(db, &saving->act, saving->wanted.id,
		    saving->wanted.versie, saving->replacement, arena);
	return act_change(db, &saving->act, &saving->wanted, arena);
}

/* Why those who have places cannot keep them so, where it was typed. */
static enum status
refuse(struct editing *editing, const struct registration *wanted)
{
	struct submission *form = &editing->submission;
	enum waiting_for against;
	enum status status;

	status = seats_may_keep(editing->app->db,
	    &editing->context.catalog->event, editing->app->now(),
	    &editing->registration, wanted, &against);
	if (status == STATUS_OK)
		return STATUS_FULL;
	if (status != STATUS_FULL)
		return status;
	form->nfaults++;
	if (against == WAITING_FOR_GEMEENTE)
		form->contact[CONTACT_GEMEENTE].fault = "Van deze gemeente "
		    "kunnen niet zoveel mensen komen. Meld eerst iemand af, "
		    "of mail de organisatie.";
	for (size_t i = 0; i < form->ninputs; i++) {
		struct answer *role = &form->inputs[i].answer[PARTICIPANT_ROL];

		if (against == WAITING_FOR_RESERVED && (editing->input == NULL
		    || editing->input == &form->inputs[i]) &&
		    form->inputs[i].known && !text_same(role->raw,
		    editing->registration.participants[i].answer[
		    PARTICIPANT_ROL]))
			role->fault = "Deze plaats wordt vastgehouden voor een "
			    "wethouder. Meld deze persoon af, of mail de "
			    "organisatie.";
	}
	return draw(editing, HTTP_UNPROCESSABLE);
}

/* Somebody saved in between: all of it once more, on their rows. */
static enum status
start_again(struct editing *editing)
{
	struct registration *now = &editing->registration;
	int64_t positie = editing->person == NULL ? 0 :
	    editing->person->positie;
	enum status status;

	status = registration_get(editing->app->db, now->id,
	    editing->request->arena, now);
	if (status != STATUS_OK)
		return status;
	if (positie != 0)
		editing->person = &now->participants[positie - 1];
	return editing->post(editing);
}

static enum status
save(struct editing *editing, const struct registration *wanted,
    const struct participant *replacement)
{
	struct edit_saving saving = {
		.act = editing->act, .wanted = *wanted,
		.replacement = replacement,
	};
	enum status status;
	bool asked = false;

	if (editing->frame.conflict != NULL) {
		editing->submission.trouble = "Intussen is deze aanmelding "
		    "ook ergens anders gewijzigd.";
		return draw(editing, HTTP_CONFLICT);
	}
	saving.wanted.id = editing->registration.id;
	saving.wanted.versie = editing->registration.versie;
	status = editing->settle == NULL ?
	    writer_run(editing->app->writer, save_job, &saving) :
	    editing->settle(editing, save_job, &saving, &saving.act, &asked);
	if (status == STATUS_OK && asked)
		return STATUS_OK;
	if (status == STATUS_OK)
		return response_see_other(editing->response, editing->after);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;
	if (status == STATUS_FULL)
		return refuse(editing, &saving.wanted);
	if (status == STATUS_INVALID)
		return start_again(editing);
	editing->submission.trouble = "Bewaren lukte nu even niet. Er "
	    "is niets half bewaard en wat u typte staat er nog. "
	    "Wacht een minuut en probeer het opnieuw.";
	return draw(editing, status == STATUS_BUSY ?
	    HTTP_UNAVAILABLE : HTTP_FAILED);
}

enum status
editing_show(struct editing *editing)
{
	if (editing->submission.organiser != NULL)
		organiser_blank(editing->submission.organiser,
		    !editing->replaces);
	fill_rows(editing);
	if (editing->replaces)
		clear_person(editing, false);
	return draw(editing, HTTP_OK);
}

/* What an organiser said besides goes into the act. */
static void
take_organiser(struct editing *editing)
{
	const struct organiser *organiser = editing->submission.organiser;

	if (organiser == NULL)
		return;
	editing->act.quiet = organiser->quiet;
	editing->act.asked_for = organiser->asked_for;
	editing->act.override = organiser->override;
	editing->act.reason = present_text(organiser->reason.clean);
}

static enum status
post_replacement(struct editing *editing)
{
	struct participant replacement = { .id = 0 };

	clear_person(editing, true);
	merge(editing);
	if (submission_check_participant(&editing->submission, editing->input,
	    editing->context.catalog, editing->request->arena) != STATUS_OK)
		return draw(editing, HTTP_UNPROCESSABLE);
	submission_participant(editing->input,
	    editing->person->positie, &replacement);
	take_organiser(editing);
	return save(editing, &editing->registration, &replacement);
}

enum status
editing_post(struct editing *editing)
{
	struct request *request = editing->request;
	struct registration wanted;

	if (editing->submission.organiser != NULL)
		organiser_read(request->params, !editing->replaces,
		    editing->submission.organiser);
	editing->post = editing_post;
	fill_form(editing);
	if (editing->replaces)
		return post_replacement(editing);
	if (submission_rearrange(&editing->submission, request->params))
		return draw(editing, HTTP_OK);
	merge(editing);
	if (submission_check_change(&editing->submission,
	    editing->context.catalog, request->arena) != STATUS_OK)
		return draw(editing, HTTP_UNPROCESSABLE);
	submission_registration(editing->app, &editing->submission,
	    editing->context.catalog, request->arena, &wanted);
	take_organiser(editing);
	return save(editing, &wanted, NULL);
}

enum status
editing_post_person(struct editing *editing)
{
	const struct params *params = editing->request->params;
	const struct catalog *catalog = editing->context.catalog;
	struct arena *arena = editing->request->arena;
	struct participant person = { .id = 0 };
	struct registration wanted;
	struct participant_input *input;

	if (editing->submission.organiser != NULL)
		organiser_read(params, true, editing->submission.organiser);
	editing->post = editing_post_person;
	fill_rows(editing);
	input = editing->input;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (editing->own ? i != PARTICIPANT_ROL :
		    !(participant_fields[i].flags & FIELD_OWN))
			input->answer[i].raw = form_text(params,
			    input_name(input->number,
			    participant_fields[i].name, arena));
	for (size_t i = 0; i < catalog->nrounds; i++)
		input->session[i].raw = form_text(params,
		    input_session_name(input->number, i + 1, arena));
	merge(editing);
	if (submission_check_participant(&editing->submission, input, catalog,
	    arena) != STATUS_OK)
		return draw(editing, HTTP_UNPROCESSABLE);
	submission_participant(input, editing->person->positie, &person);
	wanted = editing->registration;
	wanted.participants = &person;
	wanted.nparticipants = 1;
	take_organiser(editing);
	return save(editing, &wanted, NULL);
}
