/*
 * What an organiser does about one person with a single button.  A button
 * says what it does of the person as the page showed them; when something
 * changed since, the page comes back as it is now and nothing is done.
 */
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/desk/question.h"
#include "cgi/form/organiser_questions.h"
#include "cgi/form/restore.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/registration/note.h"
#include "templates.h"
#include "templates/desk/desk_form.h"

/* The buttons.  What mails is asked about first (question.h). */
static const struct audit_row {
	const char	*actie;
	enum status	(*act)(struct db *, const struct act_context *,
			    int64_t registration, int64_t positie,
			    struct arena *);	/* NULL: about a note */
	const struct field *asks;	/* what has to be typed, or NULL */
	bool		 watched;	/* only if nothing changed meanwhile */
	bool		 contact;	/* to the contact, not to the person */
	bool		 only_mails;
	const char	*undone;	/* why not, when NOTFOUND */
	const char	*before;	/* the name, in the question */
	const char	*after;
	const char	*does;		/* on its buttons */
} entries[] = {
	{ "afmelden", act_cancel, NULL, true, false, false,
	    "Deze persoon is er niet meer.", "", " afmelden?", "Afmelden" },
	{ "delegatie", act_cancel, NULL, true, true, false,
	    "Deze delegatie is er niet meer.", "De hele delegatie van ",
	    " afmelden?", "Delegatie afmelden" },
	{ "sessie", act_resend, NULL, true, false, false,
	    "Deze persoon is er niet meer.", "De sessie van ",
	    " wijzigen?", "Verplaatsen" },
	{ "herstellen", act_restore, NULL, true, false, false,
	    "Deze persoon is er niet meer.", "", " toch laten komen?",
	    "Toch laten komen" },
	{ "plaats", act_override, &reason_field, true, false, false,
	    "Deze persoon staat niet (meer) op de wachtlijst.", "",
	    " een plaats geven buiten de rij om?", "Plaats geven" },
	{ "opnieuw", act_resend, NULL, false, false, true,
	    "Deze persoon heeft geen eigen e-mailadres; bericht gaat naar de "
	    "contactpersoon.", "Het bericht aan ", " opnieuw sturen?",
	    "Opnieuw sturen" },
	{ "bevestigen", act_confirm, NULL, false, true, false, "",
	    "De aanmelding van ", " bevestigen?", "Bevestigen" },
	{ "overzicht", act_resend, NULL, false, true, true, "",
	    "Het overzicht met ", " opnieuw sturen?", "Opnieuw sturen" },
	{ "notitie", NULL, &note_field, false, false, false, "", "", "", "" },
	{ "notitie_weg", NULL, NULL, false, false, false,
	    "Deze notitie was al verwijderd.", "", "", "" },
};

/* What the writer is given. */
struct doing {
	const struct audit_row *action;
	struct act_context act;
	int64_t		 registration;
	int64_t		 positie;	/* 0: the contact */
	int64_t		 versie;	/* the one that was looked at */
	int64_t		 event;
	int64_t		 round;		/* of another session; 0: none is */
	int64_t		 session;
	struct note	 note;		/* tekst NULL: to be removed */
};

/* The audit log says that there was a note, and never what it said. */
static enum status
keep_note(struct db *db, const struct doing *doing)
{
	bool removed = doing->note.text == NULL;
	enum status status;

	status = removed ?
	    note_remove(db, doing->registration, doing->note.id) :
	    note_add(db, doing->registration, &doing->note);
	if (status != STATUS_OK)
		return status;
	return audit_add(db, &(struct audit){
		.wie = doing->act.who,
		.wat = removed ? "notitie verwijderd" : "notitie",
		.event = doing->event, .registration = doing->registration,
	}, doing->act.now);
}

/* Nothing else of the registration changes, and that is looked at again. */
static enum status
move(struct db *db, const struct doing *doing, struct registration *now,
    struct arena *arena)
{
	struct participant *person = participant_at(now, doing->positie);
	const struct round *round;
	const struct session *session = catalog_session(doing->act.catalog,
	    doing->session, &round);

	if (person == NULL || doing->round < 1 || doing->round > ROUNDS_MAX ||
	    (doing->session != 0 && (session == NULL ||
	    round->nummer != doing->round)))
		return STATUS_NOTFOUND;
	person->session[doing->round - 1] = doing->session;
	return act_change(db, &doing->act, now, arena);
}

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	const struct doing *doing = arg;
	struct registration now;
	enum status status;

	if (doing->action->act == NULL)
		return keep_note(db, doing);
	if (doing->versie != 0) {
		status = registration_get(db, doing->registration, arena,
		    &now);
		if (status != STATUS_OK)
			return status;
		if (now.versie != doing->versie)
			return STATUS_INVALID;
	}
	if (doing->round != 0)
		return move(db, doing, &now, arena);
	return doing->action->act(db, &doing->act, doing->registration,
	    doing->positie, arena);
}

/* The page as it is now, and why nothing was done. */
static enum status
refuse(struct attending *attending, struct attending_forms *forms, int code,
    const char *trouble, struct response *response)
{
	enum status status;

	status = attending_find(attending->app, attending->request,
	    "Deelnemer", attending);
	if (status != STATUS_OK)
		return status;
	forms->trouble = trouble;
	response->code = code;
	return attending_draw(attending, forms, response);
}

/* The job as the page describes it, but for what has to be typed. */
static struct doing
prepare(const struct attending *attending, const struct audit_row *action)
{
	const struct catalog *catalog = attending->desk.context.catalog;
	const struct params *params = attending->request->params;
	const struct login *login = attending->request->login;
	struct doing doing = {
		.action = action,
		.act = app_act(attending->app, catalog,
		    desk_who(attending->request)),
		.registration = attending->registration.id,
		.positie = action->contact ? 0 : attending->person->positie,
		.versie = action->watched ? form_number(params, "versie") : 0,
		.event = catalog->event.id,
		.note = {
			.id = form_number(params, "id"),
			.wie = login->account.naam,
		},
	};

	if (text_same(action->actie, "sessie")) {
		doing.round = form_number(params, "ronde");
		doing.session = form_number(params, "sessie");
		if (doing.round == 0)
			doing.round = -1;
	}
	doing.act.always = true;
	doing.act.override = action->act == act_override;
	doing.act.asked_for = params_value(params, "op_verzoek") != NULL;
	doing.note.moment = doing.act.now;
	/* Without a number nothing was looked at, which is never so now. */
	if (action->watched && doing.versie == 0)
		doing.versie = -1;
	return doing;
}

/* What was typed and ticked comes along with the answer. */
static struct desk_form_kept *
keep(const struct request *request, size_t *count)
{
	static const char *const names[] = {
		"reden", "op_verzoek", "ronde", "sessie",
	};
	const size_t most = sizeof(names) / sizeof(names[0]);
	struct desk_form_kept *kept = arena_array(request->arena, most,
	    sizeof(*kept));

	for (size_t i = 0; i < most; i++)
		if (params_value(request->params, names[i]) != NULL)
			kept[(*count)++] = (struct desk_form_kept){
				names[i], params_value(request->params,
				names[i]),
			};
	return kept;
}

/* Asked first, or done as it was answered.  *mailing -1: it was asked. */
static enum status
ask_or_do(struct attending *attending, struct doing *doing,
    struct response *response, int64_t *mailing)
{
	struct request *request = attending->request;
	struct question question = {
		.app = attending->app, .request = request,
		.here = DESK_ATTENDEES, .title = arena_printf(request->arena,
		    "%s%s%s", doing->action->before, participant_name(
		    attending->person, request->arena), doing->action->after),
		.actie = doing->action->actie,
		.version = params_value(request->params, "versie"),
		.does = doing->action->does,
		.only_mails = doing->action->only_mails,
		.undoable = doing->action->act == act_cancel ||
		    doing->action->act == act_restore ||
		    doing->action->act == act_override,
		.back = arena_printf(request->arena, "%s%s%s", request->path,
		    text_empty(request->query) ? "" : "?", request->query),
		.act = &doing->act, .work = run_job,
		.arg = doing, .event = doing->event,
	};
	enum status status = STATUS_OK;

	*mailing = 0;
	if (doing->action->act == NULL)
		return writer_run(attending->app->writer, run_job, doing);
	if (impact_decision(request) != DECISION_NONE) {
		status = question_run(&question);
		*mailing = question.mailing;
		return status;
	}
	question.hidden = keep(request, &question.nhidden);
	/* Nobody lands on the waiting list unasked. */
	if (doing->action->act == act_restore)
		status = restore_ask(attending->app, &doing->act,
		    doing->registration, doing->positie, request->arena,
		    &question.about);
	if (doing->action->act == act_restore && question.about != NULL)
		question.does = "Op de wachtlijst zetten";
	if (doing->action->act == act_cancel)
		question.about = "De plaats komt vrij voor de eerste op de "
		    "wachtlijst; wie haar krijgt, hoort dat altijd.";
	*mailing = -1;
	return status != STATUS_OK ? status :
	    question_ask(&question, response);
}

enum status
attendee_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *actie = params_value(request->params, "actie");
	struct attending_forms forms = {
		.reason = { .raw = "" }, .note = { .raw = "" },
	};
	const struct audit_row *action = NULL;
	struct attending attending;
	const char *within;
	struct doing doing;
	int64_t mailing;
	enum status status;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		if (text_same(entries[i].actie, actie))
			action = &entries[i];
	status = attending_find(app, request, "Deelnemer", &attending);
	if (status != STATUS_OK)
		return status;
	if (action == NULL)
		return STATUS_INVALID;
	doing = prepare(&attending, action);
	if (action->asks != NULL) {
		struct answer *answer = action->asks == &reason_field ?
		    &forms.reason : &forms.note;

		answer->raw = form_text(request->params, action->asks->name);
		if (field_check(action->asks, answer->raw, true, request->arena,
		    &answer->clean, &answer->fault) != STATUS_OK)
			return refuse(&attending, &forms, HTTP_UNPROCESSABLE,
			    NULL, response);
		doing.act.reason = forms.reason.clean;
		doing.note.text = forms.note.clean;
	}
	status = ask_or_do(&attending, &doing, response, &mailing);
	if (status == STATUS_INVALID)
		return refuse(&attending, &forms, HTTP_CONFLICT, "Deze "
		    "aanmelding is intussen gewijzigd. Hier staat hoe het nu "
		    "is; kijk ernaar en doe het dan nog een keer.", response);
	if (status == STATUS_NOTFOUND)
		return refuse(&attending, &forms, HTTP_UNPROCESSABLE,
		    action->undone, response);
	if (status != STATUS_OK || mailing == -1)
		return status;
	within = attending_within(request, doing.event);
	return response_see_other(response, arena_printf(request->arena,
	    "%s%s%s%s%s", attending_path(attending.person->id, action->actie,
	    request->arena), mailing == 0 ? "" : "&mailing=", mailing == 0 ?
	    "" : arena_printf(request->arena, "%lld", (long long)mailing),
	    within[0] == '\0' ? "" : "&", within));
}
