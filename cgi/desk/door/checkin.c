/*
 * The door: who comes in is searched, or found by the code of their QR, and
 * let in by one button.  What an address says was done is never believed: the
 * page tells how that person stands now.
 */
#include <string.h>

#include "acts/door.h"
#include "assets.h"
#include "cgi/desk/door/checkin.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/audit.h"
#include "db/door/entry.h"
#include "templates.h"
#include "templates/desk/checkin.h"
#include "templates/present.h"

#define PATH	"/beheer/deur"

/* One view of the door. */
struct checkin {
	struct app		*app;
	struct request		*request;
	struct desk_page	 desk;
	int64_t			 event;
	struct checkin_page	 page;
};

const char *
checkin_name(const struct door_guest *guest, struct arena *arena)
{
	return guest->volgt ? "Naam volgt" : person_name_full(guest->voornaam,
	    guest->achternaam, arena);
}

const char *
checkin_about(const struct door_guest *guest, struct arena *arena)
{
	const char *role = field_label(&participant_fields[PARTICIPANT_ROL],
	    guest->rol);

	/* A guest is of none. */
	return text_empty(guest->gemeente) ? role :
	    arena_printf(arena, "%s, %s", guest->gemeente, role);
}

static const char *
by_door(const char *deur, struct arena *arena)
{
	return text_empty(deur) ? "" : arena_printf(arena, ", deur %s", deur);
}

static const char *
why_not(const struct checkin *it, const struct door_guest *guest)
{
	int64_t left = it->desk.context.catalog->event.capaciteit -
	    it->desk.context.taken.places;

	if (attendance_from_word(guest->status) == ATTENDANCE_CANCELLED)
		return "Heeft geen plaats meer.";
	return left <= 0 ? "Heeft geen plaats." : arena_printf(
	    it->request->arena, "Heeft geen plaats; nog %s vrij.",
	    present_count(left, "plaats", "plaatsen",
	    it->request->arena));
}

static struct door_hit
hit_of(const struct checkin *it, const struct door_guest *guest)
{
	static const char *const words[ATTENDANCE__MAX] = {
		[ATTENDANCE_CONFIRMED] = "aangemeld",
		[ATTENDANCE_WAITING] = "wachtlijst",
		[ATTENDANCE_CANCELLED] = "afgemeld",
	};
	enum attendance_status status = attendance_from_word(guest->status);
	struct arena *arena = it->request->arena;
	struct door_hit hit = {
		.number = arena_printf(arena, "%lld",
		    (long long)guest->nummer),
		.name = checkin_name(guest, arena),
		.about = checkin_about(guest, arena),
		.sessions = present_text(guest->sessies),
		.no_photo = guest->geen_foto,
		.state = words[status], .shade = desk_shade(status),
	};

	if (guest->binnen != 0) {
		hit.state = arena_printf(arena, "al binnen, %s",
		    clock_time(guest->binnen, arena));
		hit.shade = "none";
		hit.told = text_empty(guest->deur) ? NULL : arena_printf(arena,
		    "Kwam binnen bij deur %s.", guest->deur);
		hit.in = true;
		return hit;
	}
	hit.may = status == ATTENDANCE_CONFIRMED;
	hit.anyway = !hit.may;
	if (hit.anyway)
		hit.told = why_not(it, guest);
	else if (guest->volgt)
		hit.told = "Vraag naar de naam en geef die door.";
	return hit;
}

static enum status
take_hits(struct checkin *it, const struct door_guest *list, size_t count)
{
	struct checkin_page *page = &it->page;

	page->hits = arena_array(it->request->arena, count,
	    sizeof(*page->hits));
	for (; page->nhits < count; page->nhits++)
		page->hits[page->nhits] = hit_of(it, &list[page->nhits]);
	page->cut = count == DOOR_FOUND_MAX;
	return STATUS_OK;
}

/* The name that an answer's title in the log ends with. */
static const char *
old_of(const struct audit_change *changes, size_t count, const char *title)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(changes[i].label), end = strlen(title);

		if (length >= end && strcmp(changes[i].label + length - end,
		    title) == 0)
			return changes[i].old;
	}
	return "";
}

/* Somebody whose old name is asked for: the log's other words do not count. */
static void
take_gone(struct checkin *it, const struct door_replaced *one)
{
	struct arena *arena = it->request->arena;
	struct audit_change *changes;
	size_t count = audit_changes(one->waarden, arena, &changes);
	const char *name = person_name_full(old_of(changes, count, "Voornaam"),
	    old_of(changes, count, "Achternaam"), arena);
	struct door_guest now;

	if (!text_holds(text_fold(name, arena), text_fold(it->page.query,
	    arena)) || door_guest(it->app->db, one->participant, arena,
	    &now) != STATUS_OK)
		return;
	it->page.gone[it->page.ngone++] = (struct door_gone){
		name, arena_printf(arena, "Op %s vervangen. Nu komt %s, %s.",
		clock_brief(one->moment, arena), checkin_name(&now, arena),
		checkin_about(&now, arena)),
	};
}

static enum status
search(struct checkin *it)
{
	struct arena *arena = it->request->arena;
	struct door_replaced *gone = NULL;
	struct door_guest *list = NULL;
	size_t count = 0, ngone = 0;
	enum status status;

	if (it->page.query == NULL)
		return STATUS_OK;
	status = door_search(it->app->db, it->event, it->page.query, arena,
	    &list, &count);
	if (status == STATUS_OK)
		status = door_replaced(it->app->db, it->event, it->page.query,
		    arena, &gone, &ngone);
	if (status != STATUS_OK)
		return status;
	it->page.gone = arena_array(arena, ngone, sizeof(*it->page.gone));
	for (size_t i = 0; i < ngone; i++)
		take_gone(it, &gone[i]);
	return take_hits(it, list, count);
}

/* One person: of another event there is nothing to be done here. */
static enum status
show_one(struct checkin *it, int64_t participant)
{
	struct door_guest guest;
	enum status status;

	status = door_guest(it->app->db, participant, it->request->arena,
	    &guest);
	if (status == STATUS_OK && guest.event == it->event)
		return take_hits(it, &guest, 1);
	if (status != STATUS_OK && status != STATUS_NOTFOUND)
		return status;
	it->page.said = status == STATUS_OK ? "Deze code is van een andere "
	    "bijeenkomst." : "Deze persoon is er niet meer.";
	it->page.said_shade = "wait";
	return STATUS_OK;
}

static enum status
find(struct checkin *it, int64_t participant)
{
	const struct params *asked = it->request->query_params;
	const char *query = query_text(asked, "q");

	it->page.query = present_text(query);
	if (participant == 0)
		participant = form_number(asked, "deelnemer");
	if (participant == 0 && entry_find(it->app->db, it->app->secret,
	    query, &participant) != STATUS_OK)
		participant = 0;
	return participant != 0 ? show_one(it, participant) : search(it);
}

/* What the buttons did; the person is looked at as they are now. */
static enum status
tell(struct checkin *it)
{
	const struct params *asked = it->request->query_params;
	struct arena *arena = it->request->arena;
	int64_t in = form_number(asked, "binnen");
	int64_t back = form_number(asked, "terug");
	struct door_guest guest;
	enum status status;

	if (in == 0 && back == 0)
		return STATUS_OK;
	status = door_guest(it->app->db, in != 0 ? in : back, arena, &guest);
	if (status == STATUS_NOTFOUND || (status == STATUS_OK &&
	    (guest.event != it->event || (guest.binnen != 0) != (in != 0))))
		return STATUS_OK;
	if (status != STATUS_OK)
		return status;
	it->page.said_shade = "good";
	it->page.said = in == 0 ? arena_printf(arena, "Niet binnen: %s, %s",
	    checkin_name(&guest, arena), checkin_about(&guest, arena)) :
	    arena_printf(arena, "%s: %s, %s, %s%s",
	    params_value(asked, "al") != NULL ? "Al binnen" : "Binnen",
	    checkin_name(&guest, arena), checkin_about(&guest, arena),
	    clock_time(guest.binnen, arena), by_door(guest.deur, arena));
	if (in != 0)
		it->page.undo = arena_printf(arena, "%lld", (long long)in);
	if (params_value(asked, "al") != NULL)
		it->page.said_shade = "wait";
	it->desk.context.page->title = arena_printf(arena, "%s – Deur",
	    it->page.said);
	return STATUS_OK;
}

static struct door_figure
figure_of(const struct door_count *count, const char *what,
    struct arena *arena)
{
	int64_t most = count->came > count->expected ? count->came :
	    count->expected;

	return (struct door_figure){
		what, count->expected == 0 ? arena_printf(arena, "%lld",
		(long long)count->came) : arena_printf(arena, "%lld van %lld",
		(long long)count->came, (long long)count->expected),
		count->expected == 0 ? NULL : arena_printf(arena, "%lld%%",
		(long long)(100 * count->came / most)),
	};
}

static enum status
count(struct checkin *it)
{
	struct arena *arena = it->request->arena;
	struct door_count total, *doors = NULL, *sessions = NULL;
	size_t ndoors = 0, nsessions = 0;
	enum status status;

	status = door_total(it->app->db, it->event, arena, &total);
	if (status == STATUS_OK)
		status = door_by_door(it->app->db, it->event, arena, &doors,
		    &ndoors);
	if (status == STATUS_OK)
		status = door_by_session(it->app->db, it->event, arena,
		    &sessions, &nsessions);
	if (status != STATUS_OK)
		return status;
	it->page.came = arena_printf(arena, "%lld", (long long)total.came);
	it->page.expected = arena_printf(arena, "%lld",
	    (long long)total.expected);
	it->page.figures = arena_array(arena, ndoors + 1,
	    sizeof(*it->page.figures));
	it->page.figures[it->page.nfigures++] = figure_of(&total, "Binnen",
	    arena);
	for (size_t i = 0; ndoors > 1 && i < ndoors; i++)
		it->page.figures[it->page.nfigures++] = figure_of(&doors[i],
		    text_empty(doors[i].what) ? "Deur zonder naam" :
		    arena_printf(arena, "Deur %s", doors[i].what), arena);
	it->page.sessions = arena_array(arena, nsessions,
	    sizeof(*it->page.sessions));
	for (; it->page.nsessions < nsessions; it->page.nsessions++)
		it->page.sessions[it->page.nsessions] = figure_of(
		    &sessions[it->page.nsessions],
		    sessions[it->page.nsessions].what, arena);
	return STATUS_OK;
}

enum status
checkin_draw(struct app *app, struct request *request, int64_t participant,
    struct response *response)
{
	struct checkin it = { .app = app, .request = request };
	const struct login *login = request->login;
	enum status status;

	status = desk_page(app, request, "Deur", DESK_DOOR, &it.desk);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	it.event = it.desk.context.catalog->event.id;
	it.page = (struct checkin_page){
		.frame = it.desk.frame, .event = it.desk.context.event,
		.style = ASSET_DEUR, .door = present_text(login->deur),
		.typed = login->deur,
		.asks = params_value(request->query_params, "welke") != NULL,
		.made = clock_time(app->now(), request->arena),
		.reader = login->account.rol >= ROLE_READER,
		.organiser = desk_is_organiser(request),
	};
	status = find(&it, participant);
	if (status == STATUS_OK)
		status = tell(&it);
	if (status == STATUS_OK)
		status = count(&it);
	db_release(app->db);
	if (status == STATUS_OK)
		checkin_html(&response->body, &it.page);
	return status;
}

enum status
checkin_show(struct app *app, struct request *request,
    struct response *response)
{
	return checkin_draw(app, request, 0, response);
}

struct arrival
checkin_fact(struct app *app, struct request *request)
{
	const struct login *login = request->login;
	char *device = arena_alloc(request->arena, TOKEN_LENGTH + 1);

	token_derive(app->secret, "toestel", login->token,
	    strlen(login->token), device);
	return (struct arrival){
		.toestel = device, .deur = login->deur, .herroept = "",
		.moment = app->now(),
		.nonce = arena_printf(request->arena, "%lld",
		    (long long)link_nonce(app->random)),
	};
}

/* The job of the writer. */
struct letting_in {
	struct act_context	 act;
	struct arrival		 one;
	struct arrival		 was;
};

static enum status
let_in(struct db *db, void *arg, struct arena *arena)
{
	struct letting_in *it = arg;

	return act_arrive(db, &it->act, &it->one, arena, &it->was);
}

static enum status
take_back(struct db *db, void *arg, struct arena *arena)
{
	struct letting_in *it = arg;

	return act_not_arrived(db, &it->act, &it->one, arena);
}

/* Whom the form means: by their code, or by their number. */
static enum status
begin(struct app *app, struct request *request, struct letting_in *it)
{
	const char *code = form_text(request->params, "code");
	enum status status = desk_act(app, request, &it->act);

	it->act.override = text_same(form_text(request->params, "toch"), "ja");
	it->one = checkin_fact(app, request);
	it->one.participant = form_number(request->params, "deelnemer");
	if (status == STATUS_OK && !text_empty(code))
		status = entry_find(app->db, app->secret, code,
		    &it->one.participant);
	return status;
}

static enum status
lead_to(const char *what, int64_t participant, struct request *request,
    struct response *response)
{
	return response_see_other(response, arena_printf(request->arena,
	    PATH "?%s=%lld", what, (long long)participant));
}

enum status
checkin_post(struct app *app, struct request *request,
    struct response *response)
{
	struct letting_in it;
	enum status status = begin(app, request, &it);

	if (status == STATUS_OK)
		status = writer_run(app->writer, let_in, &it);
	/* No place: the page of that person asks what to do. */
	if (status == STATUS_FULL)
		return lead_to("deelnemer", it.one.participant, request,
		    response);
	return status != STATUS_OK ? status : lead_to(
	    it.was.participant != 0 ? "al=ja&binnen" : "binnen",
	    it.one.participant, request, response);
}

enum status
checkin_undo(struct app *app, struct request *request,
    struct response *response)
{
	struct letting_in it;
	enum status status = begin(app, request, &it);

	if (status == STATUS_OK)
		status = writer_run(app->writer, take_back, &it);
	/* Somebody else was first: it is so already. */
	if (status == STATUS_NOTFOUND && it.one.participant != 0)
		status = STATUS_OK;
	return status != STATUS_OK ? status : lead_to("terug",
	    it.one.participant, request, response);
}

struct standing {
	const char	*token;
	const char	*deur;
};

static enum status
stand_at(struct db *db, void *arg, struct arena *arena)
{
	const struct standing *standing = arg;

	(void)arena;
	return login_door(db, standing->token, standing->deur);
}

enum status
checkin_door(struct app *app, struct request *request,
    struct response *response)
{
	static const struct field field = {
		.name = "deur", .label = "Deur", .type = FIELD_LINE,
		.max = ARRIVAL_DOOR_MAX,
	};
	const struct login *login = request->login;
	struct standing standing = { .token = login->token };
	const char *message;
	enum status status;

	status = field_check(&field, form_text(request->params, "deur"), true,
	    request->arena, &standing.deur, &message);
	if (status == STATUS_OK)
		status = writer_run(app->writer, stand_at, &standing);
	return status != STATUS_OK ? status :
	    response_see_other(response, PATH);
}
