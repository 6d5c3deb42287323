/*
 * The door's list: who comes in, on paper as a fallback and on a phone.  It
 * holds what is needed to find a name and show the way, no more: no address,
 * no number, no wish.  That somebody objects to pictures is needed there,
 * because the door hands out what the photographer can see.
 */
#include <ctype.h>
#include <string.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "db/people/attendance_list.h"
#include "templates.h"

#define QUERY_MAX	200	/* bytes */

static const char *
letter_of(const struct roll_guest *guest, struct arena *arena)
{
	unsigned char first = (unsigned char)guest->letter[0];

	if (first >= 0x80)
		return guest->letter;
	return isalpha(first) ? arena_printf(arena, "%c", toupper(first)) :
	    "Overig";
}

static struct guest_row
row_of(const struct roll_guest *guest, struct arena *arena)
{
	return (struct guest_row){
		.name = name_sorted(guest->voornaam, guest->achternaam, arena),
		.gemeente = guest->gemeente, .role = guest->rol,
		.sessions = present_text(guest->sessies),
		.no_photo = guest->geen_foto,
	};
}

/* They come in order, so those of one letter stand together. */
static void
set_groups(const struct roll_guest *guests, size_t count,
    struct arena *arena, struct door_page *page)
{
	struct guest_row *rows = arena_array(arena, count, sizeof(*rows));
	struct guest_group *group = NULL;

	page->groups = arena_array(arena, count, sizeof(*page->groups));
	for (size_t i = 0; i < count; i++) {
		const char *letter = letter_of(&guests[i], arena);

		if (group == NULL || strcmp(group->letter, letter) != 0) {
			group = &page->groups[page->ngroups++];
			*group = (struct guest_group){
				.number = (int64_t)page->ngroups,
				.letter = letter, .guests = &rows[i],
			};
		}
		rows[i] = row_of(&guests[i], arena);
		group->nguests++;
		page->photos |= guests[i].geen_foto;
	}
}

static const char *
held_words(const struct roll_held *held, struct arena *arena)
{
	const char *first = held->wethouders == 0 ? "" : present_count(
	    held->wethouders, "wethouder", "wethouders", arena);
	const char *second = held->medewerkers == 0 ? "" : present_count(
	    held->medewerkers, "medewerker", "medewerkers", arena);

	return arena_printf(arena, "%s%s%s", first,
	    first[0] == '\0' || second[0] == '\0' ? "" : ", ", second);
}

static int64_t
set_held(const struct roll_held *held, size_t count, struct arena *arena,
    struct door_page *page)
{
	int64_t places = 0;

	page->held = arena_array(arena, count, sizeof(*page->held));
	for (size_t i = 0; i < count; i++) {
		page->held[page->nheld++] = (struct held_row){
			.gemeente = held[i].gemeente,
			.who = held_words(&held[i], arena),
		};
		places += held[i].wethouders + held[i].medewerkers;
	}
	return places;
}

static enum status
read_page(struct app *app, int64_t event, const char *query,
    struct arena *arena, struct door_page *page)
{
	struct roll_guest *guests;
	struct roll_held *held;
	size_t count, nheld;
	enum status status;
	int64_t places;

	status = roll_door(app->db, event, query, arena, &guests, &count);
	if (status == STATUS_OK)
		status = roll_held(app->db, event, query, arena, &held,
		    &nheld);
	if (status != STATUS_OK)
		return status;
	set_groups(guests, count, arena, page);
	page->cut = count == ROLL_MAX;
	places = set_held(held, nheld, arena, page);
	page->count = arena_printf(arena, "%s%s met naam en %s zonder",
	    page->cut ? "Minstens " : "", present_count((int64_t)count,
	    "persoon", "personen", arena),
	    present_count(places, "plaats", "plaatsen", arena));
	return STATUS_OK;
}

enum status
door_show(struct app *app, struct request *request, struct response *response)
{
	const char *query = form_value(request->query_form, "q");
	struct door_page page = { .frame = NULL };
	struct desk_scene scene;
	enum status status;

	if (query == NULL || strlen(query) > QUERY_MAX)
		query = "";
	status = desk_scene(app, request, "Deurlijst", DESK_DOOR, &scene);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	page.frame = scene.frame;
	page.event = scene.scene.event;
	page.query = present_text(query);
	page.made = clock_moment(app->now(), request->arena);
	status = read_page(app, scene.scene.catalog->event.id, query,
	    request->arena, &page);
	db_release(app->db);
	if (status == STATUS_OK)
		door_html(&response->body, &page);
	return status;
}
