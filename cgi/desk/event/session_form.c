/*
 * A session of the programme, which people may have chosen.  It can be
 * removed all the same, but then an organiser says what they get instead; and
 * a seat that somebody has is never taken by giving the room fewer.
 */
#include <stdlib.h>

#include "cgi/desk/event/programme_form.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "db/event/programme.h"
#include "templates/public/form.h"

#define NO_CHOICE	"geen"
#define SEATS_MAX	100000

static const struct field fields[] = {
	{ .name = "titel", .label = "Titel", .type = FIELD_LINE, .max = 200,
	    .flags = FIELD_REQUIRED, .autocomplete = "off",
	    .missing = "Vul een titel in." },
	{ .name = "omschrijving", .label = "Omschrijving",
	    .type = FIELD_LINES, .max = 2000, .autocomplete = "off" },
	{ .name = "zaal", .label = "Zaal", .type = FIELD_LINE, .max = 100,
	    .flags = FIELD_HALF, .autocomplete = "off" },
	{ .name = "capaciteit", .label = "Aantal plaatsen",
	    .hint = "Worden het er meer, dan krijgt wie wacht meteen een "
	    "plaats.", .type = FIELD_NUMBER, .max = SEATS_MAX,
	    .flags = FIELD_REQUIRED | FIELD_HALF, .autocomplete = "off",
	    .missing = "Vul in hoeveel plaatsen er zijn." },
};

#define NFIELDS		(sizeof(fields) / sizeof(fields[0]))

struct sitting {
	struct programme_form	 form;
	const struct session	*found;		/* NULL: a new one */
	const struct round	*round;
	struct choosers		 choosers;
	int64_t			 seated;
};

/* Which round a new one is for: in the address, then in the form. */
static const struct round *
round_asked(const struct request *request, const struct catalog *catalog)
{
	const char *word = params_value(request->params, "ronde");

	if (word == NULL)
		word = params_value(request->query_params, "ronde");
	return word == NULL ? NULL : catalog_round(catalog,
	    strtoll(word, NULL, 10));
}

static enum status
count_choosers(struct sitting *sitting)
{
	struct session_interest *list;
	struct programme_form *form = &sitting->form;
	enum status status;
	size_t count;

	status = session_choosers(form->app->db, sitting->found->id, 0,
	    form->request->arena, &sitting->choosers);
	if (status == STATUS_OK)
		status = session_interest(form->app->db,
		    form->catalog->event.id, form->request->arena, &list,
		    &count);
	if (status == STATUS_OK)
		sitting->seated = session_interest_of(list, count,
		    sitting->found->id).zeker;
	return status;
}

static enum status
open_session(struct app *app, struct request *request,
    struct response *response, struct sitting *sitting)
{
	static const struct session blank = {
		.titel = "", .omschrijving = "", .zaal = "",
	};
	struct arena *arena = request->arena;
	struct programme_form *form = &sitting->form;
	const struct session *shown = &blank;
	enum status status;

	*sitting = (struct sitting){ .found = NULL };
	status = programme_form_open(app, request, response, form);
	if (status != STATUS_OK)
		return status;
	if (form->id == 0)
		sitting->round = round_asked(request, form->catalog);
	else
		shown = sitting->found = catalog_session(form->catalog,
		    form->id, &sitting->round);
	if (sitting->round == NULL || shown == NULL)
		return STATUS_NOTFOUND;
	form->title = form->id == 0 ? "Sessie toevoegen" : "Sessie wijzigen";
	form->remove = form->id == 0 ? NULL : "Sessie verwijderen";
	desk_form_add(&form->desk_form, &fields[0], shown->titel);
	desk_form_add(&form->desk_form, &fields[1], shown->omschrijving);
	desk_form_add(&form->desk_form, &fields[2], shown->zaal);
	desk_form_add(&form->desk_form, &fields[3], form->id == 0 ? "" :
	    arena_printf(arena, "%lld", (long long)shown->capaciteit));
	if (form->id != 0)
		return count_choosers(sitting);
	form->hidden = arena_alloc(arena, sizeof(*form->hidden));
	*form->hidden = (struct desk_form_kept){ "ronde", arena_printf(arena,
	    "%lld", (long long)sitting->round->id) };
	form->nhidden = 1;
	return STATUS_OK;
}

enum status
session_show(struct app *app, struct request *request,
    struct response *response)
{
	struct sitting sitting;
	enum status status;

	status = open_session(app, request, response, &sitting);
	return status == STATUS_OK ? programme_form_draw(&sitting.form) :
	    status;
}

struct session_job {
	struct act_context	 act;
	int64_t			 round;
	struct session		 session;
	int64_t			 to;
};

static enum status
save_session(struct db *db, void *arg, struct arena *arena)
{
	struct session_job *job = arg;

	return act_put_session(db, &job->act, job->round, &job->session,
	    arena);
}

static enum status
remove_session(struct db *db, void *arg, struct arena *arena)
{
	struct session_job *job = arg;

	return act_remove_session(db, &job->act, job->session.id, job->to,
	    arena);
}

/* What those who chose it can have instead: the others, or no choice. */
static const struct field *
replacement_field(const struct sitting *sitting)
{
	struct arena *arena = sitting->form.request->arena;
	struct choice *choices = arena_array(arena,
	    sitting->round->nsessions + 1, sizeof(*choices));
	struct field *field = arena_alloc(arena, sizeof(*field));
	size_t count = 0;

	for (size_t i = 0; i < sitting->round->nsessions; i++) {
		const struct session *one = &sitting->round->sessions[i];

		if (one->id != sitting->found->id)
			choices[count++] = (struct choice){
				arena_printf(arena, "%lld",
				    (long long)one->id), one->titel,
			};
	}
	choices[count] = (struct choice){ NO_CHOICE,
		"geen sessie; zij kunnen zelf opnieuw kiezen" };
	/* The array ends with a NULL value. */
	*field = (struct field){
		.name = "naar", .label = "Wie haar koos, krijgt",
		.hint = "Zij komen achter wie die sessie zelf koos; wie er "
		    "niet in past, wacht.",
		.type = FIELD_CHOICE, .max = 30, .flags = FIELD_REQUIRED,
		.missing = "Kies wat er gebeurt met wie deze sessie koos.",
	};
	field->choices = choices;
	return field;
}

/* The first step: what they get instead.  Letters depend on it. */
static enum status
ask_replacement(struct sitting *sitting, const struct field *field,
    struct answer *answer, struct programme_question *question)
{
	struct programme_form *form = &sitting->form;
	struct arena *arena = form->request->arena;
	struct drawing drawing;
	struct desk_page desk;
	struct field_view *view = arena_alloc(arena, sizeof(*view));
	enum status status;

	status = desk_page(form->app, form->request, form->title,
	    DESK_PROGRAMME, &desk);
	if (status != STATUS_OK)
		return status;
	drawing_init(&drawing, &desk.context, arena);
	*view = draw_field(&drawing, field, field->name, answer, "");
	question->choice = view;
	question->summary = draw_summary(&drawing, NULL);
	question->reach = "Zij horen het per mail, tenzij u anders kiest.";
	question->next = "Verder: wie het hoort, en de mail";
	return programme_form_ask(form, question);
}

static enum status
ask_removal(struct sitting *sitting, struct session_job *job,
    const struct field *field, struct answer *answer)
{
	struct programme_form *form = &sitting->form;
	struct arena *arena = form->request->arena;
	struct outlook outlook = { .work = remove_session, .arg = job };
	struct programme_question question = {
		.title = "Deze sessie verwijderen?", .actie = "verwijderen",
		.sentences = { arena_printf(arena, "%s verdwijnt uit het "
		    "programma.", sitting->found->titel) },
		.nsentences = 1, .quiet = "Sessie verwijderen",
		.impact = {
			.here = DESK_PROGRAMME, .session = sitting->found->id,
		},
	};
	enum status status;

	if (sitting->choosers.count == 0)
		return programme_form_ask(form, &question);
	question.sentences[question.nsentences++] = arena_printf(arena,
	    "%zu %s gekozen.", sitting->choosers.count,
	    sitting->choosers.count == 1 ? "persoon heeft deze sessie" :
	    "mensen hebben deze sessie");
	if (answer->clean == NULL)
		return ask_replacement(sitting, field, answer, &question);
	question.sentences[question.nsentences++] = arena_printf(arena,
	    "Wie haar koos, krijgt: %s.", field_label(field, answer->clean));
	status = programme_form_foretell(form, &job->act, &outlook);
	if (status != STATUS_OK)
		return status;
	question.impact.mails = true;
	question.reach = impact_reach(&outlook, arena);
	question.outlook = &outlook;
	question.kept = (struct desk_form_kept){ field->name, answer->clean };
	question.loud = "Verwijderen en mailen";
	question.quiet = "Verwijderen zonder te mailen";
	return programme_form_ask(form, &question);
}

/* Nobody is left without an answer: the choice is part of the question. */
static enum status
drop_session(struct sitting *sitting)
{
	const struct field *field = replacement_field(sitting);
	struct programme_form *form = &sitting->form;
	const struct params *params = form->request->params;
	struct session_job job = {
		.act = form->act, .session = *sitting->found,
	};
	enum decision decision = impact_decision(form->request);
	struct answer answer = { .raw = form_text(params, field->name) };
	bool answered = decision != DECISION_NONE ||
	    params_value(params, "brief") != NULL;

	if (sitting->choosers.count > 0 && answered && field_check(field,
	    answer.raw, true, form->request->arena, &answer.clean,
	    &answer.fault) != STATUS_OK) {
		answer.clean = NULL;
		form->response->code = HTTP_UNPROCESSABLE;
		return ask_removal(sitting, &job, field, &answer);
	}
	job.to = answer.clean == NULL ? 0 : strtoll(answer.clean, NULL, 10);
	if (decision == DECISION_NONE)
		return ask_removal(sitting, &job, field, &answer);
	job.act.quiet = decision != DECISION_MAIL;
	return programme_form_run(form, remove_session, &job, &job.act,
	    "verwijderd");
}

enum status
session_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *notices = NULL, *warning = NULL;
	struct sitting sitting;
	struct programme_form *form = &sitting.form;
	struct session_job job;
	struct session *wanted = &job.session;
	struct outlook outlook = { .work = save_session, .arg = &job };
	enum status status;
	size_t faults;

	status = open_session(app, request, response, &sitting);
	if (status != STATUS_OK)
		return status;
	if (sitting.found != NULL && programme_form_is_removal(form))
		return drop_session(&sitting);
	faults = desk_form_read(&form->desk_form, request->params,
	    request->arena);
	if (programme_form_is_old(form))
		return programme_form_refuse_old(form);
	if (faults > 0)
		return programme_form_refuse(form, NULL);
	job = (struct session_job){
		.act = form->act, .round = sitting.round->id,
		.session = {
			.id = form->id,
			.titel = desk_form_value(&form->desk_form, "titel"),
			.omschrijving = desk_form_value(&form->desk_form,
			    "omschrijving"),
			.zaal = desk_form_value(&form->desk_form, "zaal"),
			.capaciteit = desk_form_number(&form->desk_form,
			    "capaciteit"),
		},
	};
	if (sitting.choosers.count > 0)
		notices = act_session_changes(sitting.found, wanted,
		    request->arena);
	if (wanted->capaciteit < sitting.seated)
		warning = arena_printf(request->arena, "Er hebben al %lld "
		    "mensen een plaats in deze sessie, en er zijn er dan "
		    "%lld. Wie een plaats heeft, houdt die.",
		    (long long)sitting.seated, (long long)wanted->capaciteit);
	if (sitting.found != NULL && impact_decision(request) == DECISION_NONE)
		status = programme_form_foretell(form, &job.act, &outlook);
	if (status != STATUS_OK)
		return status;
	/* Too few seats are asked about only when they become fewer still. */
	if ((notices != NULL || outlook.seats > 0 || (warning != NULL &&
	    wanted->capaciteit < sitting.found->capaciteit)) &&
	    impact_decision(request) == DECISION_NONE)
		return programme_form_ask_change(form, notices, warning,
		    &outlook, &(struct impact){ .session = form->id });
	job.act.quiet = impact_decision(request) != DECISION_MAIL;
	job.act.silent = impact_decision(request) == DECISION_QUIET;
	return programme_form_run(form, save_session, &job, &job.act,
	    job.act.quiet ?
	    "opgeslagen" : "gemaild");
}
