/*
 * The waiting list in the order of the line.  Why somebody waits still, and
 * whom more places would help, is asked of the code that gives places.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/outlook.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/people/waiting.h"
#include "db/registration/offer.h"
#include "templates.h"
#include "templates/desk/waiting.h"
#include "templates/present.h"

#define PATH		"/beheer/wachtlijst"
#define SHOWN		50	/* delegations on a page */
#define MORE		20	/* places that are supposed at first */
#define MORE_MAX	100000
#define NAMES_MAX	((size_t)32 << 10)

struct waiting_view {
	struct app		*app;
	struct request		*request;
	const struct event	*event;
	struct arena		*arena;
	int64_t			 first;		/* of the line, on this page */
	int64_t			 delegations;
	int64_t			 people;
	struct outlook_more	 supposed;
};

/* What is supposed: a number that was typed, or MORE. */
static int64_t
read_more(const struct request *request, const char **fault)
{
	const char *typed = params_value(request->query_params, "meer");
	char *end;
	long more = typed == NULL ? MORE : strtol(typed, &end, 10);

	if (typed == NULL)
		return MORE;
	if (text_empty(typed) || *end != '\0' || more < 0 || more > MORE_MAX) {
		*fault = "Vul een aantal in, zoals 20.";
		return MORE;
	}
	return more;
}

static enum status
suppose(struct waiting_view *it, int64_t more)
{
	it->supposed = (struct outlook_more){
		.event = it->event->id, .more = more, .now = it->app->now(),
		.room = (size_t)it->delegations,
		.list = arena_array(it->arena, (size_t)it->delegations,
		    sizeof(*it->supposed.list)),
	};
	return outlook_more(it->app->writer, &it->supposed);
}

static const struct outlook_given *
supposed_for(const struct waiting_view *it, int64_t registration)
{
	for (size_t i = 0; i < it->supposed.count; i++)
		if (it->supposed.list[i].registration == registration)
			return &it->supposed.list[i];
	return NULL;
}

/* "Almere (3), Ede (1)": a municipality once, in the order of the line. */
static enum status
name_supposed(const struct waiting_view *it, struct waiting_page *page)
{
	const char **codes = arena_array(it->arena, it->supposed.count,
	    sizeof(*codes));
	enum status status = STATUS_OK;
	size_t ncodes = 0;
	struct buf names;

	buf_init(&names, it->arena, NAMES_MAX);
	for (size_t i = 0; i < it->supposed.count; i++) {
		struct registration one;
		bool known = false;

		status = registration_get(it->app->db,
		    it->supposed.list[i].registration, it->arena, &one);
		if (status != STATUS_OK)
			return status == STATUS_NOTFOUND ? STATUS_OK : status;
		for (size_t j = 0; j < ncodes && !known; j++)
			known = strcmp(codes[j],
			    one.answer[CONTACT_GEMEENTE]) == 0;
		if (known)
			continue;
		codes[ncodes++] = one.answer[CONTACT_GEMEENTE];
		buf_printf(&names, "%s%s", ncodes == 1 ? "" : ", ",
		    one.gemeente_naam);
	}
	page->names = present_text(names.data);
	page->supposed = ncodes == 0 ? arena_printf(it->arena, "Bij %s meer "
	    "krijgt niemand er een.", present_count(page->more, "plaats",
	    "plaatsen", it->arena)) : arena_printf(it->arena, "Bij %s meer "
	    "%s er een, samen %s:", present_count(page->more, "plaats",
	    "plaatsen", it->arena), ncodes == 1 ? "krijgt deze gemeente" :
	    arena_printf(it->arena, "krijgen deze %zu gemeenten", ncodes),
	    present_count(it->supposed.people, "mens", "mensen", it->arena));
	return STATUS_OK;
}

static const char *
policy_words(const char *policy)
{
	return text_same(policy, "passend") ? "zoveel als er passen" :
	    text_same(policy, "wethouder") ? "wethouders eerst" :
	    "allemaal of niemand";
}

static enum status
draw_row(const struct waiting_view *it, const struct waiting *one,
    struct waiting_row *row)
{
	struct registration registration;
	struct line_place place;
	enum status status;

	status = registration_get(it->app->db, one->registration, it->arena,
	    &registration);
	if (status == STATUS_OK)
		status = seats_why_waiting(it->app->db, it->event,
		    it->app->now(), &registration, &place);
	if (status != STATUS_OK)
		return status;
	row->person = one->participant;
	row->gemeente = one->gemeente;
	row->people = one->wethouders == 0 ? present_count(one->people,
	    "mens", "mensen", it->arena) : arena_printf(it->arena, "%s, %s",
	    present_count(one->people, "mens", "mensen", it->arena),
	    present_count(one->wethouders, "wethouder", "wethouders",
	    it->arena));
	row->placed = one->placed == 0 ? NULL : arena_printf(it->arena,
	    "%lld met plaats", (long long)one->placed);
	row->policy = policy_words(one->policy);
	row->since = clock_brief(one->aangemeld, it->arena);
	row->why = present_why(&place, it->arena);
	row->would = supposed_for(it, one->registration) != NULL;
	return STATUS_OK;
}

static const char *
page_path(const struct waiting_view *it, const struct waiting_page *page,
    int64_t first)
{
	return arena_printf(it->arena, PATH "?meer=%lld&na=%lld",
	    (long long)page->more, (long long)first);
}

static enum status
draw_rows(struct waiting_view *it, struct waiting_page *page)
{
	struct waiting *list;
	enum status status;
	size_t count = 0;

	status = waiting_list(it->app->db, it->event->id, it->first, SHOWN,
	    it->arena, &list, &count);
	page->rows = arena_array(it->arena, count, sizeof(*page->rows));
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		struct waiting_row *row = &page->rows[page->nrows];

		status = draw_row(it, &list[i], row);
		if (status == STATUS_OK)
			row->number = it->first + (int64_t)++page->nrows;
		/* It got a place or left in between. */
		if (status == STATUS_NOTFOUND)
			status = STATUS_OK;
	}
	if (it->first > 0)
		page->before = page_path(it, page, it->first < SHOWN ? 0 :
		    it->first - SHOWN);
	if (it->first + (int64_t)count < it->delegations)
		page->behind = page_path(it, page, it->first +
		    (int64_t)count);
	return status;
}

enum status
waiting_show(struct app *app, struct request *request,
    struct response *response)
{
	struct waiting_page page = { .may_act = desk_is_organiser(request) };
	struct waiting_view it = {
		.app = app, .request = request, .arena = request->arena,
		.first = form_number(request->query_params, "na"),
	};
	struct desk_page desk;
	int64_t offered = 0;
	enum status status;

	status = desk_page(app, request, "Wachtlijst", DESK_ATTENDEES, &desk);
	if (status != STATUS_OK)
		return status;
	it.event = &desk.context.catalog->event;
	it.first = it.first < 0 ? 0 : it.first;
	page.frame = desk.frame;
	page.more = read_more(request, &page.fault);
	status = waiting_count(app->db, it.event->id, &it.delegations,
	    &it.people);
	if (status == STATUS_OK)
		status = suppose(&it, page.more);
	if (status == STATUS_OK)
		status = name_supposed(&it, &page);
	if (status == STATUS_OK)
		status = draw_rows(&it, &page);
	page.lead = it.people == 0 ? "Iedereen die zich aanmeldde, heeft een "
	    "plaats." : arena_printf(it.arena, "%s %s, van %s.",
	    present_count(it.people, "mens", "mensen", it.arena),
	    it.people == 1 ? "wacht" : "wachten", present_count(
	    it.delegations, "delegatie", "delegaties", it.arena));
	if (status == STATUS_OK)
		status = offer_count(app->db, it.event->id, &offered);
	page.offered = offered == 0 ? NULL : arena_printf(it.arena,
	    "%s een plaats aangeboden en %s nog niet geantwoord.",
	    present_count(offered, "mens kreeg", "mensen kregen", it.arena),
	    offered == 1 ? "heeft" : "hebben");
	page.near = it.event->wachtlijst_vragen == 0 ? NULL :
	    arena_printf(it.arena, "Vanaf %s ervoor vragen wij eerst of "
	    "iemand nog wil; zonder antwoord binnen twee dagen gaat de plaats "
	    "naar de volgende.", present_count(it.event->wachtlijst_vragen,
	    "dag", "dagen", it.arena));
	page.asks = "Plaatsen gaan op volgorde van aanmelding. Wie met zijn "
	    "allen wil komen, wacht tot er genoeg vrij zijn; wie erachter "
	    "staat en wel past, gaat dan voor.";
	if (status == STATUS_OK)
		waiting_html(&response->body, &page);
	return status;
}
