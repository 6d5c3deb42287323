#include <stdlib.h>
#include <string.h>

#include "cgi/page.h"
#include "cgi/signup/handlers.h"
#include "db/arena.h"
#include "db/event.h"
#include "db/registration.h"
#include "db/text.h"
#include "mail/notice.h"
#include "templates.h"

/* A link's row: the registration, and for a personal link whose. */
struct found {
	struct registration	 registration;
	struct participant	*person;
};

static enum status
find_registration(struct app *app, struct request *request,
    struct found *found)
{
	enum status status;
	int64_t id;

	status = registration_by_token(app->db, request->tail, &id);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    &found->registration);
	found->person = NULL;
	return status;
}

static enum status
find_participant(struct app *app, struct request *request,
    struct found *found)
{
	struct registration *registration = &found->registration;
	int64_t id, participant;
	enum status status;

	status = participant_by_token(app->db, request->tail, &id,
	    &participant);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    registration);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < registration->nparticipants; i++)
		if (registration->participants[i].id == participant) {
			found->person = &registration->participants[i];
			return STATUS_OK;
		}
	return STATUS_NOTFOUND;
}

static size_t
count_places(const struct registration *registration, enum place place)
{
	size_t count = 0;

	for (size_t i = 0; i < registration->nparticipants; i++)
		count += registration->participants[i].place == place;
	return count;
}

/* What the page says first: how things stand. */
static void
summarize(const struct registration *registration,
    struct registration_page *view, struct arena *arena)
{
	size_t confirmed = count_places(registration, PLACE_CONFIRMED);
	size_t waiting = count_places(registration, PLACE_WAITING);

	if (confirmed + waiting == 0) {
		view->heading = "Afgemeld";
		view->lead = "Er komt niemand meer van deze aanmelding. Alle "
		    "betrokkenen hebben bericht gekregen.";
	} else if (confirmed == 0) {
		view->heading = "U staat op de wachtlijst";
		view->lead = "Er waren te weinig plaatsen. Iedereen met een "
		    "e-mailadres heeft bericht gekregen.";
	} else {
		view->heading = "U bent aangemeld";
		view->lead = arena_printf(arena, "Er %s %s vastgelegd. "
		    "De bevestiging gaat naar %s.",
		    confirmed == 1 ? "is" : "zijn",
		    present_count((int64_t)confirmed, "plaats", "plaatsen",
		    arena), registration->answer[CONTACT_EMAIL]);
	}
	if (waiting > 0)
		view->waiting = arena_printf(arena, "%s op de wachtlijst. "
		    "Vrijgekomen plaatsen gaan op volgorde van aanmelding; u "
		    "krijgt meteen bericht. Uw keuze: %s.", waiting == 1 ?
		    "Eén persoon staat" : arena_printf(arena, "%zu mensen "
		    "staan", waiting), field_label(
		    &contact_fields[CONTACT_WACHTLIJST],
		    registration->answer[CONTACT_WACHTLIJST]));
}

static struct person_view
show_person(const struct registration *registration,
    const struct participant *participant, const struct catalog *catalog,
    struct arena *arena)
{
	struct person_view view = present_person(participant, catalog, arena);

	view.mail = notice_is_own(registration, participant) ?
	    arena_printf(arena, "gaat naar %s",
	    participant->answer[PARTICIPANT_EMAIL]) : "gaat naar u";
	return view;
}

enum status
registration_show(struct app *app, struct request *request,
    struct response *response)
{
	struct arena *arena = request->arena;
	struct registration *registration;
	struct registration_page view;
	struct found found;
	struct scene scene;
	enum status status;

	status = find_registration(app, request, &found);
	if (status == STATUS_OK)
		status = scene_set(app, request, "Uw aanmelding", &scene);
	if (status != STATUS_OK)
		return status;
	registration = &found.registration;
	view = (struct registration_page){
		.page = scene.page, .event = scene.event,
		.token = request->tail,
		.gemeente = registration->gemeente_naam,
		.contact = contact_name(registration, arena),
		.email = registration->answer[CONTACT_EMAIL],
		.phone = present_text(registration->answer[CONTACT_TELEFOON]),
		.question = present_text(registration->answer[CONTACT_VRAAG]),
		.themas = present_themas(registration, scene.catalog, arena),
		.persons = arena_array(arena, registration->nparticipants,
		    sizeof(struct person_view)),
		.may_cancel = count_places(registration, PLACE_CANCELLED) <
		    registration->nparticipants && !scene.event->past,
		.may_restore = scene.event->open &&
		    count_places(registration, PLACE_CANCELLED) > 0,
	};
	summarize(registration, &view, arena);
	for (size_t i = 0; i < registration->nparticipants; i++)
		view.persons[view.npersons++] = show_person(registration,
		    &registration->participants[i], scene.catalog, arena);
	registration_html(&response->body, &view);
	return STATUS_OK;
}

enum status
participant_show(struct app *app, struct request *request,
    struct response *response)
{
	static const char *const leads[PLACE__MAX] = {
		[PLACE_CONFIRMED] = "U bent aangemeld. Hier ziet u wat er is "
		    "vastgelegd.",
		[PLACE_WAITING] = "U staat op de wachtlijst. Komt er een "
		    "plaats vrij, dan krijgt u meteen bericht.",
		[PLACE_CANCELLED] = "U bent afgemeld.",
	};
	struct person_view person;
	struct found found;
	struct scene scene;
	enum status status;

	status = find_participant(app, request, &found);
	if (status == STATUS_OK)
		status = scene_set(app, request, "Uw deelname", &scene);
	if (status != STATUS_OK)
		return status;
	person = present_person(found.person, scene.catalog, request->arena);
	participant_html(&response->body, &(struct participant_page){
		.page = scene.page, .event = scene.event,
		.token = request->tail, .person = &person,
		.gemeente = found.registration.gemeente_naam,
		.contact = contact_name(&found.registration, request->arena),
		.lead = leads[found.person->place],
		.may_cancel = found.person->place != PLACE_CANCELLED &&
		    !scene.event->past,
		.may_restore = found.person->place == PLACE_CANCELLED &&
		    scene.event->open,
	});
	return STATUS_OK;
}

/* What the buttons of both pages do. */
struct change {
	struct act	 act;
	int64_t		 registration;
	int64_t		 positie;	/* 0: everybody */
	enum status	(*run)(struct db *, const struct act *, int64_t,
			    int64_t, struct arena *);
};

static enum status
run_change(struct db *db, void *arg, struct arena *arena)
{
	const struct change *change = arg;

	return change->run(db, &change->act, change->registration,
	    change->positie, arena);
}

static const struct {
	const char	*actie;
	enum status	(*run)(struct db *, const struct act *, int64_t,
			    int64_t, struct arena *);
} changes[] = {
	{ "afmelden", act_cancel },
	{ "herstellen", act_restore },
};

static enum status
apply(struct app *app, const char *who, const struct found *found,
    int64_t positie, struct request *request, struct response *response)
{
	const char *actie = form_value(request->form, "actie");
	struct change change = {
		.registration = found->registration.id, .positie = positie,
	};
	const struct catalog *catalog;
	enum status status;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (text_same(changes[i].actie, actie))
			change.run = changes[i].run;
	if (change.run == NULL)
		return STATUS_INVALID;
	if ((status = app_catalog(app, &catalog)) != STATUS_OK)
		return status;
	change.act = app_act(app, catalog, who);
	status = writer_run(app->writer, run_change, &change);
	if (status == STATUS_NOTFOUND)
		return STATUS_FULL;	/* 409: it can no longer be done */
	if (status != STATUS_OK)
		return status;
	return response_see_other(response, request->path);
}

enum status
registration_post(struct app *app, struct request *request,
    struct response *response)
{
	const char *number;
	struct found found;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = find_registration(app, request, &found);
	if (status != STATUS_OK)
		return status;
	number = form_value(request->form, "deelnemer");
	return apply(app, "contact", &found, number == NULL ? 0 :
	    strtoll(number, NULL, 10), request, response);
}

enum status
participant_post(struct app *app, struct request *request,
    struct response *response)
{
	struct found found;
	enum status status;

	if ((status = request_read_form(request)) != STATUS_OK)
		return status;
	status = find_participant(app, request, &found);
	if (status != STATUS_OK)
		return status;
	return apply(app, "deelnemer", &found, found.person->positie, request,
	    response);
}
