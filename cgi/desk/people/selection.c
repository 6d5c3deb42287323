/*
 * What an organiser does about several people of the list at once, in one
 * transaction.  A tick says whom and which version of the registration was
 * looked at: who changed since is left alone, and counted.
 */
#include <stdlib.h>

#include "acts/act.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/selection.h"
#include "cgi/desk/question.h"
#include "core/arena.h"
#include "core/text.h"
#include "templates/present.h"

#define CHOSEN_MAX	100	/* twice a page */

static const struct selection_act {
	const char	*actie;
	enum status	(*act)(struct db *, const struct act_context *,
			    int64_t registration, int64_t positie,
			    struct arena *);
	const char	*done;
	const char	*does;
} selection_acts[] = {
	{ "afmelden", act_cancel, "afgemeld", "Afmelden" },
	{ "bevestigen", act_confirm, "bevestigd", "Bevestigen" },
	/* To the session of the form. */
	{ "verplaatsen", NULL, "verplaatst", "Verplaatsen" },
};

#define NACTS	(sizeof(selection_acts) / sizeof(selection_acts[0]))

struct chosen {
	int64_t		 participant;
	int64_t		 versie;
	int64_t		 registration;
	int64_t		 positie;	/* 0: changed since, or gone */
};

struct selecting {
	struct act_context	 act;
	const struct selection_act *what;
	const struct session	*session;	/* to be moved to; or NULL */
	const struct round	*round;
	struct chosen		 list[CHOSEN_MAX];
	size_t			 count;
	size_t			 done;
};

/* As they are before the first of them is changed. */
static enum status
look_up(struct db *db, struct selecting *selecting, struct chosen *one,
    struct arena *arena)
{
	const struct participant *person;
	struct registration found;
	enum status status;

	status = participant_registration(db, one->participant,
	    &one->registration);
	if (status == STATUS_OK)
		status = registration_get(db, one->registration, arena,
		    &found);
	if (status != STATUS_OK)
		return status == STATUS_NOTFOUND ? STATUS_OK : status;
	person = participant_with_id(&found, one->participant);
	/* Who does not come chooses no session. */
	if (person != NULL && found.versie == one->versie &&
	    (selecting->session == NULL ||
	    person->attendance != ATTENDANCE_CANCELLED) &&
	    found.event == selecting->act.catalog->event.id)
		one->positie = person->positie;
	return STATUS_OK;
}

/* As it is now: another of the same delegation may have moved just before. */
static enum status
move(struct db *db, const struct selecting *selecting,
    const struct chosen *one, struct arena *arena)
{
	struct registration now;
	enum status status;

	status = registration_get(db, one->registration, arena, &now);
	if (status != STATUS_OK)
		return status;
	participant_at(&now, one->positie)->session[selecting->round->nummer -
	    1] = selecting->session->id;
	return act_change(db, &selecting->act, &now, arena);
}

static enum status
run_selection(struct db *db, void *arg, struct arena *arena)
{
	struct selecting *selecting = arg;
	enum status status = STATUS_OK;

	selecting->done = 0;
	for (size_t i = 0; status == STATUS_OK && i < selecting->count; i++)
		status = look_up(db, selecting, &selecting->list[i], arena);
	for (size_t i = 0; status == STATUS_OK && i < selecting->count; i++) {
		const struct chosen *one = &selecting->list[i];

		if (one->positie == 0)
			continue;
		status = selecting->what->act == NULL ?
		    move(db, selecting, one, arena) :
		    selecting->what->act(db, &selecting->act,
		    one->registration, one->positie, arena);
		selecting->done += status == STATUS_OK;
	}
	return status;
}

static void
read_chosen(const struct params *params, struct selecting *selecting)
{
	const struct pair *pair = NULL;

	while (selecting->count < CHOSEN_MAX &&
	    (pair = params_next(params, "wie", pair)) != NULL) {
		char *end;
		int64_t id = strtoll(pair->value, &end, 10);

		if (*end == '.')
			selecting->list[selecting->count++] = (struct chosen){
				.participant = id,
				.versie = strtoll(end + 1, NULL, 10),
			};
	}
}

/* Those who were ticked, for the answer. */
static struct desk_form_kept *
keep(const struct request *request, size_t *count)
{
	struct desk_form_kept *kept = arena_array(request->arena,
	    CHOSEN_MAX + 2, sizeof(*kept));
	const struct pair *pair = NULL;

	kept[(*count)++] = (struct desk_form_kept){
		"terug", form_text(request->params, "terug"),
	};
	kept[(*count)++] = (struct desk_form_kept){
		"naar", form_text(request->params, "naar"),
	};
	while (*count <= CHOSEN_MAX + 1 &&
	    (pair = params_next(request->params, "wie", pair)) != NULL)
		kept[(*count)++] = (struct desk_form_kept){
			"wie", pair->value,
		};
	return kept;
}

/* Asked first, or done as it was answered. */
static enum status
ask_or_do(struct app *app, struct request *request,
    struct selecting *selecting, struct response *response, bool *asked)
{
	struct question question = {
		.app = app, .request = request, .here = DESK_ATTENDEES,
		.title = arena_printf(request->arena, "%s %s%s%s?",
		    present_count((int64_t)selecting->count, "deelnemer",
		    "deelnemers", request->arena), selecting->what->actie,
		    selecting->session == NULL ? "" : " naar ",
		    selecting->session == NULL ? "" :
		    selecting->session->titel),
		.actie = selecting->what->actie, .does =
		    selecting->what->does,
		.undoable = selecting->what->act == act_cancel,
		.back = arena_printf(request->arena, "/beheer/aanmeldingen?%s",
		    form_text(request->params, "terug")),
		.act = &selecting->act, .work = run_selection,
		.arg = selecting, .event = selecting->act.catalog->event.id,
	};

	*asked = impact_decision(request) == DECISION_NONE;
	if (!*asked)
		return question_run(&question);
	question.hidden = keep(request, &question.nhidden);
	return question_ask(&question, response);
}

/* Who is written to is looked at there. */
static enum status
lead_to_mail(struct request *request, const struct selecting *selecting,
    struct response *response)
{
	const char *back = form_text(request->params, "terug");
	const char *path = arena_printf(request->arena,
	    "/beheer/berichten/nieuw?%s%swie=%lld", back, text_empty(back) ?
	    "" : "&", (long long)selecting->list[0].participant);

	for (size_t i = 1; i < selecting->count; i++)
		path = arena_printf(request->arena, "%s&wie=%lld", path,
		    (long long)selecting->list[i].participant);
	return response_see_other(response, path);
}

/* Back to the list, with what is still to be chosen. */
static enum status
lead_back(struct request *request, const char *word, struct response *response)
{
	const char *back = form_text(request->params, "terug");

	return response_see_other(response, arena_printf(request->arena,
	    "/beheer/aanmeldingen?%s%sgedaan=%s", back, text_empty(back) ? "" :
	    "&", word));
}

enum status
selection_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	const char *back = form_text(request->params, "terug");
	struct selecting *selecting = arena_alloc(request->arena,
	    sizeof(*selecting));
	enum status status;
	bool asked;

	*selecting = (struct selecting){ .what = NULL };
	read_chosen(request->params, selecting);
	if (selecting->count == 0)
		return lead_back(request, "niemand", response);
	if (text_same(actie, "mailen"))
		return lead_to_mail(request, selecting, response);
	for (size_t i = 0; i < NACTS; i++)
		if (text_same(selection_acts[i].actie, actie))
			selecting->what = &selection_acts[i];
	if (selecting->what == NULL)
		return STATUS_INVALID;
	status = desk_act(app, request, &selecting->act);
	if (status != STATUS_OK)
		return status;
	selecting->session = selecting->what->act != NULL ? NULL :
	    catalog_session(selecting->act.catalog, form_number(
	    request->params, "naar"), &selecting->round);
	if (selecting->what->act == NULL && selecting->session == NULL)
		return lead_back(request, "kies", response);
	status = ask_or_do(app, request, selecting, response, &asked);
	if (asked)
		return status;
	return status != STATUS_OK ? status : response_see_other(response,
	    arena_printf(request->arena, "/beheer/aanmeldingen?%s%sgedaan=%s"
	    "&aantal=%zu&gewijzigd=%zu", back, text_empty(back) ? "" : "&",
	    selecting->what->done, selecting->done,
	    selecting->count - selecting->done));
}

const char *
selection_done(const struct request *request, struct arena *arena)
{
	const struct params *query = request->query_params;
	const char *done = params_value(query, "gedaan");
	int64_t left = form_number(query, "gewijzigd");
	const char *skipped = left == 0 ? "" : arena_printf(arena,
	    " %lld overgeslagen, want %sintussen gewijzigd.", (long long)left,
	    text_same(done, "verplaatst") ? "afgemeld of " : "");

	if (text_same(done, "niemand"))
		return "Niets gedaan: vink eerst aan om wie het gaat.";
	if (text_same(done, "kies"))
		return "Niets gedaan: kies eerst naar welke sessie.";
	for (size_t i = 0; i < NACTS; i++)
		if (text_same(selection_acts[i].done, done))
			return arena_printf(arena, "Gedaan: %s %s.%s",
			    present_count(form_number(query, "aantal"),
			    "deelnemer", "deelnemers", arena), done, skipped);
	return NULL;
}
