/*
 * The door's list: who comes in, on paper as a fallback and on a phone.  A
 * hall's worth of people is one page; more are turned, by page or by letter.  It
 * holds what is needed to find a name and show the way, no more: no address,
 * no number, no requirements.  That somebody objects to pictures is needed
 * there, because the door hands out what the photographer can see.
 */
#include <ctype.h>
#include <string.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "db/people/attendance_list.h"
#include "templates.h"

#define PAGE		500
#define ADDRESS_MAX	5000

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
			.number = guest->nummer,
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

/* What of the list an address asks for, beside the words of the search. */
struct turn {
	const char	*letter;	/* "" for none */
	int64_t		 behind;
	bool		 whole;		/* as much as one page can hold */
};

static const char *
address(const char *query, struct turn turn, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	buf_text(&out, "/beheer/deurlijst");
	query_add(&out, "q", query);
	query_add(&out, "vanaf", turn.letter);
	query_add(&out, "na", turn.behind == 0 ? "" : arena_printf(arena,
	    "%lld", (long long)turn.behind));
	query_add(&out, "alles", turn.whole ? "ja" : "");
	return out.data;
}

/* A letter of the alphabet; anything else asks nothing. */
static struct turn
turn_of(const struct params *params, struct arena *arena)
{
	const char *letter = query_text(params, "vanaf");

	return (struct turn){
		.letter = isalpha((unsigned char)letter[0]) ?
		    arena_printf(arena, "%c", tolower(letter[0])) : "",
		.behind = form_number(params, "na"),
		.whole = params_value(params, "alles") != NULL,
	};
}

static void
add_turns(const char *query, struct turn turn, int64_t last,
    struct arena *arena, struct door_page *page)
{
	struct turn other = { .letter = turn.letter, .whole = turn.whole };
	char letter[] = "a";

	if (last != 0) {
		other.behind = last;
		page->next = address(query, other, arena);
	}
	page->paged = last != 0 || turn.behind != 0 || turn.letter[0] != '\0';
	if (!page->paged)
		return;
	other = (struct turn){ .letter = "", .whole = true };
	page->whole = turn.whole ? NULL : address(query, other, arena);
	page->letters = arena_array(arena, 26, sizeof(*page->letters));
	for (; letter[0] <= 'z'; letter[0]++) {
		other = (struct turn){ .letter = letter, .whole = turn.whole };
		page->letters[page->nletters++] = (struct door_letter){
			.label = arena_printf(arena, "%c", toupper(letter[0])),
			.href = address(query, other, arena),
			.here = letter[0] == turn.letter[0],
		};
	}
}

/* Those who match on other pages are not counted for it. */
static const char *
count_in_words(const struct door_page *page, size_t count, int64_t named,
    int64_t held, struct arena *arena)
{
	bool more = page->paged && page->query != NULL;

	return arena_printf(arena, "%s%s met naam en %s zonder",
	    more ? "Minstens " : "", present_count(
	    page->paged && !more ? named : (int64_t)count,
	    "persoon", "personen", arena),
	    present_count(held, "plaats", "plaatsen", arena));
}

/* One view of those expected: a page of guests, and the places held. */
struct expected {
	struct attendance_guest *guests;
	size_t		 nguests;
	bool		 more;
	struct attendance_held *held;
	size_t		 nheld;
};

static enum status
read_expected(struct db *db, struct attendance_asked asked,
    struct arena *arena, struct expected *found)
{
	size_t max = asked.max;
	enum status status;

	asked.max++;		/* tells whether there are more */
	if ((status = db_snapshot(db)) != STATUS_OK)
		return status;
	status = attendance_door(db, &asked, arena, &found->guests,
	    &found->nguests);
	if (status == STATUS_OK)
		status = attendance_held(db, asked.event, asked.query, arena,
		    &found->held, &found->nheld);
	db_release(db);
	found->more = found->nguests > max;
	if (found->more)
		found->nguests = max;
	return status;
}

enum status
door_show(struct app *app, struct request *request, struct response *response)
{
	const char *query = query_text(request->query_params, "q");
	struct arena *arena = request->arena;
	struct turn turn = turn_of(request->query_params, arena);
	struct door_page page = { .query = present_text(query) };
	struct expected found = { .nguests = 0 };
	struct desk_page desk;
	enum status status;
	int64_t places;

	status = desk_page(app, request, "Deurlijst", DESK_DOOR, &desk);
	if (status == STATUS_OK)
		status = read_expected(app->db, (struct attendance_asked){
			.event = desk.context.catalog->event.id,
			.query = query, .letter = turn.letter,
			.behind = turn.behind,
			.max = turn.whole ? ATTENDANCE_LIST_MAX : PAGE,
		}, arena, &found);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	page.event = desk.context.event;
	page.made = clock_moment(app->now(), arena);
	page.may_write = desk_is_organiser(request);
	set_groups(found.guests, found.nguests, arena, &page);
	places = set_held(found.held, found.nheld, arena, &page);
	add_turns(query, turn, found.more ?
	    found.guests[found.nguests - 1].nummer : 0, arena, &page);
	page.count = count_in_words(&page, found.nguests,
	    desk.context.taken.places - places, places, arena);
	door_html(&response->body, &page);
	return STATUS_OK;
}
