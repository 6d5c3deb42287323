/* What an organiser does about one person with a single button. */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee.h"
#include "cgi/form/organiser_questions.h"
#include "core/arena.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/registration/note.h"


/* What the writer is given. */
struct doing {
	struct act	 act;
	int64_t		 registration;
	int64_t		 positie;
	int64_t		 versie;	/* the one that was looked at */
	int64_t		 event;
	struct note	 note;
	enum status	(*run)(struct db *, const struct doing *,
			    struct arena *);
};

static enum status
cancel(struct db *db, const struct doing *doing, struct arena *arena)
{
	return act_cancel(db, &doing->act, doing->registration,
	    doing->positie, arena);
}

static enum status
restore(struct db *db, const struct doing *doing, struct arena *arena)
{
	return act_restore(db, &doing->act, doing->registration,
	    doing->positie, arena);
}

static enum status
grant(struct db *db, const struct doing *doing, struct arena *arena)
{
	return act_grant(db, &doing->act, doing->registration,
	    doing->positie, arena);
}

static enum status
resend(struct db *db, const struct doing *doing, struct arena *arena)
{
	return act_resend(db, &doing->act, doing->registration,
	    doing->positie, arena);
}

static enum status
resend_overview(struct db *db, const struct doing *doing,
    struct arena *arena)
{
	return act_resend(db, &doing->act, doing->registration, 0, arena);
}

static enum status
record_note(struct db *db, const struct doing *doing, const char *wat)
{
	return audit_add(db, &(struct audit){
		.wie = doing->act.who, .wat = wat, .event = doing->event,
		.registration = doing->registration,
	}, doing->act.now);
}

static enum status
add_note(struct db *db, const struct doing *doing, struct arena *arena)
{
	enum status status;

	(void)arena;
	status = note_add(db, doing->registration, &doing->note);
	return status != STATUS_OK ? status :
	    record_note(db, doing, "notitie");
}

static enum status
remove_note(struct db *db, const struct doing *doing, struct arena *arena)
{
	enum status status;

	(void)arena;
	status = note_remove(db, doing->registration, doing->note.id);
	return status != STATUS_OK ? status :
	    record_note(db, doing, "notitie verwijderd");
}

/* The buttons; watched: only if nothing changed since she looked. */
static const struct deed_row {
	const char	*actie;
	enum status	(*run)(struct db *, const struct doing *,
			    struct arena *);
	bool		 watched;
	const char	*undone;	/* why not, when NOTFOUND */
} deeds[] = {
	{ "afmelden", cancel, true, "Deze persoon is er niet meer." },
	{ "herstellen", restore, true, "Deze persoon is er niet meer." },
	{ "plaats", grant, true, "Deze persoon staat niet (meer) op de "
	    "wachtlijst." },
	{ "opnieuw", resend, false, "Deze persoon heeft geen eigen "
	    "e-mailadres; bericht gaat naar de contactpersoon." },
	{ "overzicht", resend_overview, false, "" },
	{ "notitie", add_note, false, "" },
	{ "notitie_weg", remove_note, false, "Deze notitie was al "
	    "verwijderd." },
};

static const struct deed_row *
deed_of(const struct request *request)
{
	const char *actie = form_value(request->form, "actie");

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++)
		if (text_same(deeds[i].actie, actie))
			return &deeds[i];
	return NULL;
}

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	const struct doing *doing = arg;
	struct registration now;
	enum status status;

	if (doing->versie != 0) {
		status = registration_get(db, doing->registration, arena,
		    &now);
		if (status != STATUS_OK)
			return status;
		if (now.versie != doing->versie)
			return STATUS_INVALID;
	}
	return doing->run(db, doing, arena);
}

static int64_t
number_in(const struct request *request, const char *name)
{
	const char *value = form_value(request->form, name);

	return value == NULL ? 0 : strtoll(value, NULL, 10);
}

/* INVALID: what was typed is no good, and forms say why. */
static enum status
check_typed(struct attending *attending, const struct deed_row *deed,
    struct doing *doing, struct attending_forms *forms)
{
	const struct form *form = attending->request->form;
	struct arena *arena = attending->request->arena;
	enum status status = STATUS_OK;

	if (deed->run == grant) {
		forms->reason.raw = form_value(form, reason_field.name);
		status = field_check(&reason_field, forms->reason.raw, true,
		    arena, &doing->act.reason, &forms->reason.fault);
	} else if (deed->run == add_note) {
		forms->note.raw = form_value(form, note_field.name);
		status = field_check(&note_field, forms->note.raw, true,
		    arena, &doing->note.tekst, &forms->note.fault);
	}
	forms->reason.raw = forms->reason.raw == NULL ? "" :
	    forms->reason.raw;
	forms->note.raw = forms->note.raw == NULL ? "" : forms->note.raw;
	return status;
}

static struct doing
prepare(const struct attending *attending, const struct deed_row *deed)
{
	struct request *request = attending->request;
	const struct catalog *catalog = attending->scene.scene.catalog;
	const struct login *login = request->login;
	struct doing doing = {
		.act = app_act(attending->app, catalog, desk_who(request)),
		.registration = attending->registration.id,
		.positie = attending->person->positie,
		.event = catalog->event.id, .run = deed->run,
		.note = { .id = number_in(request, "id"),
		    .wie = login->account.naam, },
	};

	doing.act.always = true;
	doing.act.beyond = deed->run == grant;
	doing.act.quiet = deed->run == cancel &&
	    form_value(request->form, "bericht") == NULL;
	doing.note.moment = doing.act.now;
	/* Without a number nothing was looked at, which is never so now. */
	if (deed->watched && (doing.versie = number_in(request,
	    "versie")) == 0)
		doing.versie = -1;
	return doing;
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

enum status
attendee_post(struct app *app, struct request *request,
    struct response *response)
{
	struct attending_forms forms = {
		.reason = { .raw = "" }, .note = { .raw = "" },
	};
	const struct deed_row *deed = deed_of(request);
	struct attending attending;
	struct doing doing;
	enum status status;

	status = attending_find(app, request, "Deelnemer", &attending);
	if (status != STATUS_OK)
		return status;
	if (deed == NULL)
		return STATUS_INVALID;
	doing = prepare(&attending, deed);
	if (check_typed(&attending, deed, &doing, &forms) != STATUS_OK)
		return refuse(&attending, &forms, HTTP_UNPROCESSABLE, NULL,
		    response);
	status = writer_run(app->writer, run_job, &doing);
	if (status == STATUS_INVALID)
		return refuse(&attending, &forms, HTTP_CONFLICT, "Deze "
		    "aanmelding is intussen gewijzigd. Hier staat hoe het nu is; kijk "
		    "ernaar en doe het dan nog een keer.", response);
	if (status == STATUS_NOTFOUND)
		return refuse(&attending, &forms, HTTP_UNPROCESSABLE,
		    deed->undone, response);
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, attending_path(
	    attending.person->id, deed->actie, request->arena));
}

/* How things stand after it, for deeds that may end in the line. */
static const char *
standing(const struct attending *attending)
{
	switch (attending->person->place) {
	case PLACE_CONFIRMED:
		return "en heeft een plaats";
	case PLACE_WAITING:
		return "maar er is nu geen plaats: op de wachtlijst gezet";
	case PLACE_CANCELLED:
	case PLACE__MAX:
		break;
	}
	return "en is afgemeld";
}

const char *
attending_done(const struct attending *attending, const char *done)
{
	struct arena *arena = attending->request->arena;
	const char *name = participant_name(attending->person, arena);
	static const struct {
		const char	*done;
		const char	*format;	/* with the name in it */
		bool		 standing;
	} words[] = {
		{ "afmelden", "%s is afgemeld", false },
		{ "herstellen", "%s is weer aangemeld", true },
		{ "plaats", "%s heeft een plaats gekregen", false },
		{ "opnieuw", "Het bericht aan %s is opnieuw klaargezet",
		    false },
		{ "overzicht", "Het overzicht is opnieuw klaargezet voor de "
		    "contactpersoon van %s", false },
		{ "notitie", "De notitie is bewaard", false },
		{ "notitie_weg", "De notitie is verwijderd", false },
		{ "wijzigen", "De wijzigingen zijn bewaard", false },
		{ "vervangen", "%s komt nu op deze plaats", false },
		{ "aanmelden", "%s is aangemeld", true },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *at = strstr(words[i].format, "%s");
		const char *text = words[i].format;

		if (!text_same(words[i].done, done))
			continue;
		if (at != NULL)
			text = arena_printf(arena, "%.*s%s%s",
			    (int)(at - text), text, name, at + 2);
		return arena_printf(arena, "%s%s%s.", text,
		    words[i].standing ? ", " : "",
		    words[i].standing ? standing(attending) : "");
	}
	return NULL;
}
