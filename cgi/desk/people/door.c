/*
 * The door's list: who comes in, on paper as a fallback and on a phone.  It
 * holds what is needed to find a name and show the way, no more: no address,
 * no number, no requirements.  That somebody objects to pictures is needed
 * there, because the door hands out what the photographer can see.
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

static const char *
letter_of(const struct attendance_guest *guest, struct arena *arena)
{
	unsigned char first = (unsigned char)guest->letter[0];

	if (first >= 0x80)
		return guest->letter;
	return isalpha(first) ? arena_printf(arena, "%c", toupper(first)) :
	    "Overig";
}

/* They come in order, so those of one letter stand together. */
static void
set_groups(const struct attendance_guest *guests, size_t count,
    struct arena *arena, struct door_page *page)
{
	struct guest_row *rows = arena_array(arena, count, sizeof(*rows));
	struct guest_group *group = NULL;

	page->groups = arena_array(arena, count, sizeof(*page->groups));
	for (size_t i = 0; i < count; i++) {
		const struct attendance_guest *guest = &guests[i];
		const char *letter = letter_of(guest, arena);

		if (group == NULL || strcmp(group->letter, letter) != 0) {
			group = &page->groups[page->ngroups++];
			*group = (struct guest_group){
				.number = (int64_t)page->ngroups,
				.letter = letter, .guests = &rows[i],
			};
		}
		rows[i] = (struct guest_row){
			.name = person_name_sorted(guest->voornaam,
			    guest->achternaam, arena),
			.gemeente = guest->gemeente, .role = guest->rol,
			.sessions = present_text(guest->sessies),
			.no_photo = guest->geen_foto,
		};
		group->nguests++;
		page->photos |= guest->geen_foto;
	}
}

/* Returns how many places they are together. */
static int64_t
set_held(const struct attendance_held *held, size_t count, struct arena *arena,
    struct door_page *page)
{
	int64_t places = 0;

	page->held = arena_array(arena, count, sizeof(*page->held));
	for (size_t i = 0; i < count; i++) {
		int64_t first = held[i].wethouders;
		int64_t second = held[i].medewerkers;

		page->held[page->nheld++] = (struct held_row){
			.gemeente = held[i].gemeente,
			.who = arena_printf(arena, "%s%s%s",
			    first == 0 ? "" : present_count(first,
			    "wethouder", "wethouders", arena),
			    first == 0 || second == 0 ? "" : ", ",
			    second == 0 ? "" : present_count(second,
			    "medewerker", "medewerkers", arena)),
		};
		places += first + second;
	}
	return places;
}

enum status
door_show(struct app *app, struct request *request, struct response *response)
{
	const char *query = query_text(request->query_params, "q");
	struct arena *arena = request->arena;
	struct door_page page = { .query = present_text(query) };
	struct attendance_guest *guests;
	struct desk_page desk;
	struct attendance_held *held;
	size_t count, nheld;
	enum status status;
	int64_t event;

	status = desk_page(app, request, "Deurlijst", DESK_DOOR, &desk);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	event = desk.context.catalog->event.id;
	status = attendance_door(app->db, event, query, arena, &guests, &count);
	if (status == STATUS_OK)
		status = attendance_held(app->db, event, query, arena, &held,
		    &nheld);
	db_release(app->db);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	page.event = desk.context.event;
	page.made = clock_moment(app->now(), arena);
	set_groups(guests, count, arena, &page);
	page.cut = count == ATTENDANCE_LIST_MAX;
	page.count = arena_printf(arena, "%s%s met naam en %s zonder",
	    page.cut ? "Minstens " : "", present_count((int64_t)count,
	    "persoon", "personen", arena), present_count(set_held(held, nheld,
	    arena, &page), "plaats", "plaatsen", arena));
	door_html(&response->body, &page);
	return STATUS_OK;
}
