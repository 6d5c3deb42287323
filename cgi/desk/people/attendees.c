#include <stdlib.h>
#include <string.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/desk/people/attendee_filter_draw.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/text.h"
#include "db/people/attendee.h"
#include "templates.h"

#define PAGE		50
#define ADDRESS_MAX	5000
#define COUNTED_MAX	10000	/* more is said as "more than" */

static const char *const shades[PLACE__MAX] = {
	[PLACE_CONFIRMED] = "good",
	[PLACE_WAITING] = "wait",
	[PLACE_CANCELLED] = "none",
};

/* The orders: how an address says them, and a reader. */
static const struct {
	const char	*word;
	const char	*label;
} orders[ATTENDEE_ORDER__MAX] = {
	[ATTENDEE_BY_NAME] = { "", "Op naam" },
	[ATTENDEE_NEWEST] = { "nieuwste", "Laatst aangemeld" },
	[ATTENDEE_BY_GEMEENTE] = { "gemeente", "Op gemeente" },
};

/* One page of the list while it answers. */
struct listing {
	struct app		*app;
	struct request		*request;
	struct arena		*arena;
	struct desk_scene	 scene;
	struct attendee_filter	 filter;
	struct attendee_at	 at;
	struct attendees	 found;
	struct attendees_page	 page;
};

static struct attendee_view
view_of(const struct attendee *attendee, struct arena *arena)
{
	bool held = !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]);

	return (struct attendee_view){
		.number = attendee->nummer,
		.name = held ? "Naam volgt" : name_sorted(
		    attendee->answer[PARTICIPANT_VOORNAAM],
		    attendee->answer[PARTICIPANT_ACHTERNAAM], arena),
		.gemeente = attendee->gemeente_naam,
		.role = attendee->answer[PARTICIPANT_ROL],
		.position = present_text(
		    attendee->answer[PARTICIPANT_FUNCTIE]),
		.state = place_word(attendee->place),
		.shade = shades[attendee->place],
		.contact = name_full(attendee->contact[CONTACT_VOORNAAM],
		    attendee->contact[CONTACT_ACHTERNAAM], arena),
		.when = clock_brief(attendee->aangemeld, arena),
	};
}

static void
read_place(struct listing *listing)
{
	const struct form *query = listing->request->query_form;
	const char *order = form_value(query, "volgorde");
	const char *after = form_value(query, "na");
	const char *before = form_value(query, "voor");

	listing->at = (struct attendee_at){ .max = PAGE };
	for (size_t i = 0; i < ATTENDEE_ORDER__MAX; i++)
		if (text_same(orders[i].word, order))
			listing->at.order = (enum attendee_order)i;
	listing->at.back = before != NULL;
	if (before != NULL || after != NULL)
		listing->at.from = strtoll(before != NULL ? before : after,
		    NULL, 10);
}

/*
 * The page that was asked for; the first one when who it was next to is gone,
 * or when going back leads there, which then shows it in full.
 */
static enum status
find_page(struct listing *listing)
{
	struct db *db = listing->app->db;
	enum status status;

	status = attendee_page(db, &listing->filter, &listing->at,
	    listing->arena, &listing->found);
	if (status == STATUS_NOTFOUND || (status == STATUS_OK &&
	    listing->at.back && !listing->found.more)) {
		listing->at.from = 0;
		listing->at.back = false;
		status = attendee_page(db, &listing->filter, &listing->at,
		    listing->arena, &listing->found);
	}
	return status;
}

static const char *
address(const struct listing *listing, enum attendee_order order,
    const char *word, int64_t nummer)
{
	const char *filter = filter_write(&listing->filter, listing->arena);
	const char *between = "?";
	struct buf out;

	buf_init(&out, listing->arena, ADDRESS_MAX);
	buf_text(&out, "/beheer/aanmeldingen");
	if (filter[0] != '\0') {
		buf_printf(&out, "%s%s", between, filter);
		between = "&";
	}
	if (orders[order].word[0] != '\0') {
		buf_printf(&out, "%svolgorde=%s", between,
		    orders[order].word);
		between = "&";
	}
	if (word != NULL)
		buf_printf(&out, "%s%s=%lld", between, word,
		    (long long)nummer);
	return out.data;
}

static void
add_links(struct listing *listing)
{
	const struct attendees *found = &listing->found;
	const struct attendee_at *at = &listing->at;
	struct attendees_page *page = &listing->page;

	page->orders = arena_array(listing->arena, ATTENDEE_ORDER__MAX,
	    sizeof(struct order_link));
	for (; page->norders < ATTENDEE_ORDER__MAX; page->norders++)
		page->orders[page->norders] = (struct order_link){
			.label = orders[page->norders].label,
			.href = address(listing, (enum attendee_order)
			    page->norders, NULL, 0),
			.here = page->norders == at->order,
		};
	page->order = present_text(orders[at->order].word);
	if (found->count == 0)
		return;
	if (at->from != 0)
		page->previous = address(listing, at->order, "voor",
		    found->list[0].nummer);
	if (at->back || found->more)
		page->next = address(listing, at->order, "na",
		    found->list[found->count - 1].nummer);
}

static const char *
count_in_words(int64_t count, struct arena *arena)
{
	return count > COUNTED_MAX ? "Meer dan 10.000 deelnemers" :
	    present_count(count, "deelnemer", "deelnemers", arena);
}

static enum status
summarize(struct listing *listing)
{
	const struct event *event = &listing->scene.scene.catalog->event;
	struct attendee_filter everybody = attendee_all(event->id);
	bool all = filter_write(&listing->filter, listing->arena)[0] == '\0';
	int64_t found, there;
	enum status status;

	status = attendee_total(listing->app->db, &listing->filter,
	    &listing->at, &listing->found, COUNTED_MAX + 1, listing->arena,
	    &found);
	there = found;
	if (status == STATUS_OK && !all)
		status = attendee_count_to(listing->app->db, &everybody,
		    COUNTED_MAX + 1, &there);
	if (status != STATUS_OK)
		return status;
	listing->page.summary = arena_printf(listing->arena,
	    "%s in de lijst; %lld van de %lld plaatsen bezet.",
	    count_in_words(there, listing->arena),
	    (long long)listing->scene.scene.taken.places,
	    (long long)event->capaciteit);
	if (!all)
		listing->page.found = arena_printf(listing->arena,
		    "%s gevonden", count_in_words(found, listing->arena));
	return STATUS_OK;
}

static void
add_rows(struct listing *listing)
{
	struct attendees_page *page = &listing->page;

	page->attendees = arena_array(listing->arena, listing->found.count,
	    sizeof(struct attendee_view));
	for (; page->nattendees < listing->found.count; page->nattendees++)
		page->attendees[page->nattendees] = view_of(
		    &listing->found.list[page->nattendees], listing->arena);
}

/* What the role may do; who may only look is offered no more. */
static void
add_deeds(struct listing *listing)
{
	const struct login *login = listing->request->login;
	const char *filter = filter_write(&listing->filter, listing->arena);
	const char *between = filter[0] == '\0' ? "" : "?";

	if (login->account.rol < ROLE_ORGANISER)
		return;
	listing->page.may_add = true;
	listing->page.export = arena_printf(listing->arena,
	    "/beheer/export%s%s", between, filter);
	listing->page.csv = arena_printf(listing->arena,
	    "/beheer/export.csv%s%s", between, filter);
}

enum status
attendees_show(struct app *app, struct request *request,
    struct response *response)
{
	struct listing listing = {
		.app = app, .request = request, .arena = request->arena,
	};
	enum status status;

	status = desk_scene(app, request, "Aanmeldingen", DESK_ATTENDEES,
	    &listing.scene);
	if (status != STATUS_OK)
		return status;
	filter_read(request->query_form,
	    listing.scene.scene.catalog->event.id, request->arena,
	    &listing.filter);
	read_place(&listing);
	listing.page.frame = listing.scene.frame;
	listing.page.event = listing.scene.scene.event;
	status = find_page(&listing);
	if (status == STATUS_OK)
		status = summarize(&listing);
	if (status == STATUS_OK)
		status = filter_draw(app, &listing.filter,
		    listing.scene.scene.catalog, request->arena,
		    &listing.page);
	if (status != STATUS_OK)
		return status;
	add_links(&listing);
	add_deeds(&listing);
	add_rows(&listing);
	attendees_html(&response->body, &listing.page);
	return STATUS_OK;
}
