/*
 * The list of attendees.  A page of it is a walk along an index from the
 * person it is next to, forwards or back, and has therefore no number: with
 * a hundred thousand people the last page costs as little as the first.
 */
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "cgi/desk/people/attendee_filter.h"
#include "cgi/desk/people/attendee_filter_draw.h"
#include "cgi/desk/people/selection.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "core/search.h"
#include "core/text.h"
#include "db/people/attendee.h"
#include "db/people/statistics.h"
#include "templates.h"

#define PAGE		50
#define ADDRESS_MAX	5000
#define COUNTED_MAX	10000	/* more is said as "more than" */

/* The orders as a reader sees them. */
static const char *const orders[ATTENDEE_ORDER__MAX] = {
	[ATTENDEE_BY_NAME] = "Op naam",
	[ATTENDEE_NEWEST] = "Laatst aangemeld",
	[ATTENDEE_BY_GEMEENTE] = "Op gemeente",
	[ATTENDEE_BEST] = "Best passend",
};

/* One page of the list while it answers. */
struct listing {
	struct app		*app;
	struct request		*request;
	struct arena		*arena;
	struct desk_page	 desk;
	struct attendee_filter	 filter;
	struct attendee_at	 at;
	struct attendees	 found;
	struct attendees_page	 page;
};

/* An address need not say it: what fits best, of a search. */
static enum attendee_order
usual_order(const struct attendee_filter *filter)
{
	return text_empty(filter->query) ? ATTENDEE_BY_NAME : ATTENDEE_BEST;
}

/* "Contactpersoon: …", or "“mohammed” lijkt op “mohamed”"; NULL: it shows. */
static const char *
why_of(const struct search *search, const struct attendee *attendee,
    const char *text, struct arena *arena)
{
	static const char *const fields[SEARCH__MAX] = {
		[SEARCH_NUMBER] = "Nummer", [SEARCH_REGION] = "Regio",
		[SEARCH_EMAIL] = "E-mailadres",
		[SEARCH_CONTACT] = "Contactpersoon",
		[SEARCH_CONTACT_EMAIL] = "Adres van de contactpersoon",
		[SEARCH_PHONE] = "Telefoon", [SEARCH_QUESTION] = "Vraag",
	};
	const struct {
		enum search_field field;
		const char	*text;
	} texts[] = {
		{ SEARCH_NUMBER, arena_printf(arena, "%lld, aanmelding %lld",
		    (long long)attendee->nummer,
		    (long long)attendee->registration) },
		{ SEARCH_REGION, arena_printf(arena, "%s, %s",
		    attendee->regio, attendee->provincie) },
		{ SEARCH_EMAIL, attendee->answer[PARTICIPANT_EMAIL] },
		{ SEARCH_CONTACT, person_name_full(
		    attendee->contact[CONTACT_VOORNAAM],
		    attendee->contact[CONTACT_ACHTERNAAM], arena) },
		{ SEARCH_CONTACT_EMAIL, attendee->contact[CONTACT_EMAIL] },
		{ SEARCH_PHONE, attendee->contact[CONTACT_TELEFOON] },
		{ SEARCH_QUESTION, attendee->contact[CONTACT_VRAAG] },
	};
	size_t length, word;
	const char *at;
	enum search_field field = search_why(search, text, &at,
	    &length, &word);
	const char *like = length == 0 ? NULL : arena_printf(arena,
	    "“%.*s” lijkt op “%s”", (int)length, at, search->words[word].text);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].field == field)
			return arena_printf(arena, "%s: %s%s%s", fields[field],
			    texts[i].text, like == NULL ? "" : "; ",
			    like == NULL ? "" : like);
	return like;
}

/* A look at what was searched of each that is shown. */
static enum status
add_reasons(struct listing *listing)
{
	enum status status = STATUS_OK;
	struct search search;
	const char *text;

	if (text_empty(listing->filter.query))
		return STATUS_OK;
	search_read(text_fold(listing->filter.query, listing->arena), &search);
	for (size_t i = 0; status == STATUS_OK && i < listing->found.count;
	    i++) {
		const struct attendee *one = &listing->found.list[i];

		status = attendee_text(listing->app->db, listing->filter.event,
		    one->nummer, listing->arena, &text);
		if (status == STATUS_OK)
			listing->page.attendees[i].why = why_of(&search, one,
			    text, listing->arena);
	}
	/* Gone since the list was read: shown without a reason. */
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

static struct attendee_view
view_of(const struct attendee *attendee, struct arena *arena)
{
	bool held = !text_empty(attendee->answer[PARTICIPANT_NAAM_VOLGT]);

	return (struct attendee_view){
		.number = attendee->nummer,
		.name = held ? "Naam volgt" : person_name_sorted(
		    attendee->answer[PARTICIPANT_VOORNAAM],
		    attendee->answer[PARTICIPANT_ACHTERNAAM], arena),
		.gemeente = attendee->gemeente_naam,
		.role = attendee->answer[PARTICIPANT_ROL],
		.position = present_text(
		    attendee->answer[PARTICIPANT_FUNCTIE]),
		.state = attendee->unconfirmed ? "wacht op bevestiging" :
		    attendance_word(attendee->attendance),
		.chosen = arena_printf(arena, "%lld.%lld",
		    (long long)attendee->nummer, (long long)attendee->versie),
		.shade = desk_shade(attendee->attendance),
		.contact = person_name_full(attendee->contact[CONTACT_VOORNAAM],
		    attendee->contact[CONTACT_ACHTERNAAM], arena),
		.when = clock_brief(attendee->aangemeld, arena),
	};
}

/*
 * The page that was asked for; the first one when the person it was next to
 * is gone, or when going back leads there, which then shows it in full.
 */
static enum status
find_page(struct listing *listing)
{
	const struct params *query = listing->request->query_params;
	struct attendee_at *at = &listing->at;
	struct db *db = listing->app->db;
	enum status status;

	*at = (struct attendee_at){
		.max = PAGE, .back = params_value(query, "voor") != NULL,
		.most = COUNTED_MAX + 1,
	};
	at->from = form_number(query, at->back ? "voor" : "na");
	at->order = order_read(query, usual_order(&listing->filter));
	status = attendee_page(db, &listing->filter, at, listing->arena,
	    &listing->found);
	if (status == STATUS_NOTFOUND || (status == STATUS_OK &&
	    at->back && !listing->found.more)) {
		at->from = 0;
		at->back = false;
		status = attendee_page(db, &listing->filter, at,
		    listing->arena, &listing->found);
	}
	return status;
}

static const char *
address(const struct listing *listing, enum attendee_order order,
    const char *word, int64_t nummer)
{
	struct buf out;

	buf_init(&out, listing->arena, ADDRESS_MAX);
	buf_text(&out, filter_address("/beheer/aanmeldingen",
	    &listing->filter, listing->arena));
	query_add(&out, "volgorde", order == usual_order(&listing->filter) ?
	    "" : attendee_order_word(order));
	if (word != NULL)
		query_add(&out, word, arena_printf(listing->arena, "%lld",
		    (long long)nummer));
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
	for (enum attendee_order i = 0; i < ATTENDEE_ORDER__MAX; i++)
		if (i != ATTENDEE_BEST || usual_order(&listing->filter) == i)
			page->orders[page->norders++] = (struct order_link){
				.label = orders[i],
				.href = address(listing, i, NULL, 0),
				.here = i == at->order,
			};
	page->order = at->order == usual_order(&listing->filter) ? NULL :
	    attendee_order_word(at->order);
	if (found->count == 0)
		return;
	if (at->from != 0)
		page->previous = address(listing, at->order, "voor",
		    found->list[0].nummer);
	if (at->back || found->more)
		page->next = address(listing, at->order, "na",
		    found->list[found->count - 1].nummer);
}

static struct attendees_tab
tab_of(const struct listing *listing, const char *label, const char *status,
    bool held, int64_t count)
{
	struct listing other = *listing;

	other.filter.status = status;
	other.filter.held = held;
	return (struct attendees_tab){
		.label = label, .count = count,
		.here = text_same(status, listing->filter.status) &&
		    held == listing->filter.held,
		.href = address(&other, listing->at.order, NULL, 0),
	};
}

/* How many stand how, of everybody at the event. */
static enum status
add_tabs(struct listing *listing)
{
	struct attendees_page *page = &listing->page;
	struct statistics all = { .first_day = 0 };
	int64_t count, held = 0;
	enum status status;

	status = statistics_heads(listing->app->db, listing->filter.event,
	    &all);
	if (status != STATUS_OK)
		return status;
	page->tabs = arena_array(listing->arena, ATTENDANCE__MAX + 2,
	    sizeof(*page->tabs));
	count = statistics_people(&all, STATISTICS_ROLE__MAX,
	    STATISTICS_KIND__MAX, ATTENDANCE__MAX);
	page->tabs[page->ntabs++] = tab_of(listing, "Iedereen", "", false,
	    count);
	for (enum attendance_status i = 0; i < ATTENDANCE__MAX; i++) {
		count = statistics_people(&all, STATISTICS_ROLE__MAX,
		    STATISTICS_KIND__MAX, i);
		held += all.held[i];
		page->tabs[page->ntabs++] = tab_of(listing, arena_printf(
		    listing->arena, "%c%s", attendance_word(i)[0] - 'a' + 'A',
		    attendance_word(i) + 1), attendance_word(i), false, count);
	}
	page->tabs[page->ntabs++] = tab_of(listing, "Naam volgt", "", true,
	    held);
	return STATUS_OK;
}

static const char *
count_in_words(int64_t count, struct arena *arena)
{
	return count > COUNTED_MAX ? "Meer dan 10.000 deelnemers" :
	    present_count(count, "deelnemer", "deelnemers", arena);
}

/* The first tab has counted everybody. */
static enum status
summarize(struct listing *listing)
{
	const struct event *event = &listing->desk.context.catalog->event;
	enum status status;
	int64_t found;

	listing->page.summary = arena_printf(listing->arena,
	    "%s in de lijst; %lld van de %lld plaatsen bezet",
	    present_count(listing->page.tabs[0].count, "deelnemer",
	    "deelnemers", listing->arena),
	    (long long)listing->desk.context.taken.places,
	    (long long)event->capaciteit);
	if (filter_write(&listing->filter, listing->arena)[0] == '\0')
		return STATUS_OK;
	status = attendee_total(listing->app->db, &listing->filter,
	    &listing->at, &listing->found, &found);
	if (status == STATUS_OK)
		listing->page.found = arena_printf(listing->arena,
		    "%s gevonden", count_in_words(found, listing->arena));
	return status;
}

enum status
attendees_show(struct app *app, struct request *request,
    struct response *response)
{
	struct listing listing = {
		.app = app, .request = request, .arena = request->arena,
	};
	struct attendees_page *page = &listing.page;
	const struct catalog *catalog;
	const char *within;
	enum status status;

	status = desk_page(app, request, "Aanmeldingen", DESK_ATTENDEES,
	    &listing.desk);
	if (status != STATUS_OK)
		return status;
	catalog = listing.desk.context.catalog;
	page->frame = listing.desk.frame;
	page->event = listing.desk.context.event;
	filter_read(request->query_params, catalog->event.id, request->arena,
	    &listing.filter);
	status = find_page(&listing);
	if (status == STATUS_OK)
		status = add_tabs(&listing);
	if (status == STATUS_OK)
		status = summarize(&listing);
	if (status == STATUS_OK)
		status = filter_draw(app, &listing.filter, catalog,
		    request->arena, page);
	if (status != STATUS_OK)
		return status;
	add_links(&listing);
	within = filter_within(&listing.filter,
	    attendee_order_word(listing.at.order), request->arena);
	page->may_add = desk_is_organiser(request);
	page->filter = filter_write(&listing.filter, request->arena);
	listing.desk.frame->done = selection_done(request, request->arena);
	if (desk_is_organiser(request)) {
		page->write = filter_address("/beheer/berichten/nieuw",
		    &listing.filter, request->arena);
		page->export = filter_address("/beheer/export",
		    &listing.filter, request->arena);
		page->csv = filter_address("/beheer/export.csv",
		    &listing.filter, request->arena);
	}
	page->attendees = arena_array(request->arena, listing.found.count,
	    sizeof(struct attendee_view));
	for (size_t i = 0; i < listing.found.count; i++) {
		page->attendees[i] = view_of(&listing.found.list[i],
		    request->arena);
		page->attendees[i].href = arena_printf(request->arena,
		    "/beheer/deelnemer/%lld?%s",
		    (long long)page->attendees[i].number, within);
	}
	page->nattendees = listing.found.count;
	if ((status = add_reasons(&listing)) != STATUS_OK)
		return status;
	attendees_html(&response->body, page);
	return STATUS_OK;
}
