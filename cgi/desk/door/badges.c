/*
 * Badges to print, on the labels that there are.  A name is never cut: its
 * size goes by its length, and the server picks it.
 */
#include <stdlib.h>
#include <string.h>

#include "acts/door.h"
#include "assets.h"
#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/text.h"
#include "templates.h"
#include "templates/desk/badges.h"
#include "templates/present.h"

#define PATH		"/beheer/badges"
#define ADDRESS_MAX	500
#define BIG_MAX		8	/* letters of a first name in the largest size */
#define MIDDLE_MAX	12
#define LONG_LAST	36	/* of a last name that takes three lines */

/* The classes are of deur.css, with the page of each. */
static const struct {
	const char	*value;
	const char	*label;
} sheets[] = {
	{ "a4-8", "A4 met 8 van 99,1 × 67,7 mm" },
	{ "a4-10", "A4 met 10 van 85 × 54 mm" },
	{ "a6", "A6, één per vel" },
	{ "lijst", "lijst met namen, om zelf te schrijven" },
};

#define NSHEETS	(sizeof(sheets) / sizeof(sheets[0]))
#define LIST	(NSHEETS - 1)

static const char *
size_of(const struct badge *badge)
{
	size_t first = text_length(badge->voornaam);
	size_t last = text_length(badge->achternaam);

	return first > MIDDLE_MAX || last > LONG_LAST ? " l" :
	    first > BIG_MAX ? " m" : "";
}

static struct badge_view
view_of(struct app *app, const struct badge *badge, struct arena *arena)
{
	const struct participant holder = {
		.id = badge->nummer, .nonce = badge->nonce,
	};
	/* Who has one name has a dash for a first name. */
	bool one = strcmp(badge->voornaam, "-") == 0;

	return (struct badge_view){
		.mark = arena_printf(arena, "%lld %s",
		    (long long)badge->nummer, badge->tekst),
		.size = size_of(badge),
		.first = one ? badge->achternaam : badge->voornaam,
		.last = one ? "" : badge->achternaam,
		.org = text_empty(badge->gemeente) ? badge->functie :
		    badge->gemeente,
		.role = field_label(&participant_fields[PARTICIPANT_ROL],
		    badge->rol),
		.no_photo = badge->geen_foto,
		.qr = page_entry(app, &holder, arena)->qr,
	};
}

static size_t
sheet_of(const struct params *asked)
{
	size_t i = NSHEETS - 1;

	while (i > 0 && !text_same(params_value(asked, "vel"),
	    sheets[i].value))
		i--;
	return i;
}

static void
draw_choice(struct badges_page *page, size_t sheet, int64_t all, int64_t new,
    struct arena *arena)
{
	page->count_new = arena_printf(arena, "nog niet afgedrukt (%lld)",
	    (long long)new);
	page->count_all = arena_printf(arena, "alle (%lld)", (long long)all);
	page->sheet = sheets[sheet].value;
	page->list = sheet == LIST;
	page->sheets = arena_array(arena, NSHEETS, sizeof(*page->sheets));
	for (; page->nsheets < NSHEETS; page->nsheets++)
		page->sheets[page->nsheets] = (struct badge_sheet){
			sheets[page->nsheets].value,
			sheets[page->nsheets].label, page->nsheets == sheet,
		};
}

static void
draw_badges(struct app *app, struct badges_page *page,
    const struct badge *list, size_t count, struct arena *arena)
{
	struct buf next;

	if (count > BADGES_PAGE) {
		count = BADGES_PAGE;
		buf_init(&next, arena, ADDRESS_MAX);
		buf_text(&next, PATH);
		query_add(&next, "welke", page->all ? "alle" : "nieuw");
		query_add(&next, "vel", page->sheet);
		query_add(&next, "na", arena_printf(arena, "%lld",
		    (long long)list[count - 1].nummer));
		page->next = next.data;
	}
	page->badges = arena_array(arena, count, sizeof(*page->badges));
	for (; page->nbadges < count; page->nbadges++)
		page->badges[page->nbadges] = view_of(app,
		    &list[page->nbadges], arena);
	if (count > 0)
		page->mark = count == 1 ? "Deze ene is afgedrukt" :
		    arena_printf(arena, "Deze %zu zijn afgedrukt", count);
	page->lead = count == 0 ? "Iedereen met een naam heeft een badge." :
	    page->all ? "Alle badges." : "Badges die nog niet zijn afgedrukt, "
	    "of waarop nu iets anders staat.";
}

enum status
badges_show(struct app *app, struct request *request,
    struct response *response)
{
	const struct params *asked = request->query_params;
	struct arena *arena = request->arena;
	struct badges_page page = { .style = ASSET_DEUR };
	struct desk_page desk;
	struct badge *list = NULL;
	enum status status;
	size_t count = 0;
	int64_t event, all, new;

	status = desk_page(app, request, "Badges", DESK_DOOR, &desk);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	event = desk.context.catalog->event.id;
	page.frame = desk.frame;
	page.event = desk.context.event->title;
	page.all = text_same(params_value(asked, "welke"), "alle");
	status = badge_list(app->db, event, page.all,
	    form_number(asked, "na"), arena, &list, &count);
	if (status == STATUS_OK)
		status = badge_count(app->db, event, true, &all);
	if (status == STATUS_OK)
		status = badge_count(app->db, event, false, &new);
	db_release(app->db);
	if (status != STATUS_OK)
		return status;
	draw_choice(&page, sheet_of(asked), all, new, arena);
	draw_badges(app, &page, list, count, arena);
	badges_html(&response->body, &page);
	return STATUS_OK;
}

/* The job of the writer. */
struct marking {
	struct act_context	 act;
	struct badge		*list;
	size_t			 count;
};

static enum status
mark(struct db *db, void *arg, struct arena *arena)
{
	struct marking *it = arg;

	return act_badges_printed(db, &it->act, it->list, it->count, arena);
}

enum status
badges_post(struct app *app, struct request *request,
    struct response *response)
{
	const struct pair *pair = NULL;
	struct marking it = { .count = 0 };
	enum status status = desk_act(app, request, &it.act);

	it.list = arena_array(request->arena, BADGES_PAGE, sizeof(*it.list));
	while (status == STATUS_OK && it.count < BADGES_PAGE && (pair =
	    params_next(request->params, "badge", pair)) != NULL) {
		char *text;
		struct badge *badge = &it.list[it.count++];

		badge->nummer = strtoll(pair->value, &text, 10);
		badge->tekst = *text == ' ' ? text + 1 : text;
	}
	if (status == STATUS_OK)
		status = writer_run(app->writer, mark, &it);
	return status != STATUS_OK ? status :
	    response_see_other(response, PATH);
}
