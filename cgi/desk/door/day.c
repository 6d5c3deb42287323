/*
 * What the QR of somebody's code opens: to a door that is signed in the person
 * with the button Binnen; to everybody else that person's day, with nothing
 * that others may not know and no way to change anything.
 */
#include "cgi/desk/account/cookie.h"
#include "cgi/desk/door/checkin.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/network.h"
#include "db/door/entry.h"
#include "templates.h"
#include "templates/public/day.h"

/*
 * For one network in LIMIT_WHILE: a hall full of people is one, and who
 * guesses 35 bits gets nowhere with so many.
 */
#define ASKED_MAX	2000

/* *login: a session that may stand at a door; NULL: a visitor as all others. */
static enum status
door_login(struct app *app, struct request *request, struct login **login)
{
	struct login *found = arena_alloc(request->arena, sizeof(*found));
	const char *token = cookie_token(app, request);
	enum status status = STATUS_NOTFOUND;

	if (token != NULL)
		status = login_get(app->db, token, app->now(), request->arena,
		    found);
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	*login = status == STATUS_OK && !login_is_halfway(found) ? found :
	    NULL;
	return STATUS_OK;
}

static enum status
draw(struct app *app, struct request *request, int64_t participant,
    struct response *response)
{
	struct registration registration;
	struct page_context context;
	const struct participant *person;
	struct person_view view;
	struct day_page page;
	enum status status;
	int64_t id;

	status = participant_registration(app->db, participant, &id);
	if (status == STATUS_OK)
		status = registration_get(app->db, id, request->arena,
		    &registration);
	if (status != STATUS_OK)
		return status;
	person = participant_with_id(&registration, participant);
	if (person == NULL)
		return STATUS_NOTFOUND;
	status = page_context_set(app, request, registration.event, "Uw dag",
	    &context);
	if (status != STATUS_OK)
		return status;
	view = present_person(ANSWERS_PERSON_PAGE, person, context.catalog,
	    request->arena);
	page = (struct day_page){
		.page = context.page, .event = context.event, .person = &view,
		.gemeente = present_text(registration.gemeente_naam),
		.waits = person->attendance == ATTENDANCE_WAITING,
		.entry = person->attendance == ATTENDANCE_CANCELLED ? NULL :
		    page_entry(app, person, request->arena),
	};
	day_html(&response->body, &page);
	return STATUS_OK;
}

enum status
day_show(struct app *app, struct request *request, struct response *response)
{
	struct login *login;
	enum status status;
	int64_t participant;

	status = door_login(app, request, &login);
	if (status != STATUS_OK)
		return status;
	request->login = login;
	if (request->login == NULL && !limit_allows(app->limit, arena_printf(
	    request->arena, "dag %s", network_of(request->address,
	    request->arena)), ASKED_MAX, app->now())) {
		response->code = HTTP_TOO_MANY;
		return STATUS_OK;
	}
	status = entry_find(app->db, app->secret, request->tail,
	    &participant);
	if (status != STATUS_OK)
		return status;
	return request->login == NULL ?
	    draw(app, request, participant, response) :
	    checkin_draw(app, request, participant, response);
}
