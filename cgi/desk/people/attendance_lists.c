/*
 * Attendance lists of the sessions, to print and to tick off.  All of them
 * are one page, each on a sheet of its own; together they hold no more than
 * twice what one may hold, so that a page always fits in memory.
 */
#include <stdlib.h>

#include "cgi/desk/desk_page.h"
#include "cgi/desk/handlers.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/person_name.h"
#include "db/people/attendance_list.h"
#include "templates.h"

/* Those who wait stand apart, with what they wait for: they may come in. */
static void
set_people(const struct attendance_member *members, size_t count,
    struct arena *arena, struct session_sheet *sheet)
{
	sheet->seated = arena_array(arena, count, sizeof(*sheet->seated));
	sheet->waiting = arena_array(arena, count, sizeof(*sheet->waiting));
	for (size_t i = 0; i < count; i++) {
		const struct attendance_member *one = &members[i];
		struct member_row row = {
			.name = one->naam_volgt ? "Naam volgt" :
			    person_name_sorted(
			    one->voornaam, one->achternaam, arena),
			.gemeente = one->gemeente, .role = one->rol,
		};

		if (one->seat) {
			sheet->seated[sheet->nseated++] = row;
			continue;
		}
		row.note = one->place ? "een plaats in deze sessie" :
		    "een plaats op de bijeenkomst";
		sheet->waiting[sheet->nwaiting++] = row;
	}
}

/* room: for so many people on this page still; less than that is left. */
static enum status
read_sheet(struct app *app, const struct round *round,
    const struct session *session, size_t *room, struct arena *arena,
    struct sheets_page *page)
{
	struct session_sheet *sheet = &page->sheets[page->nsheets++];
	size_t max = *room < ATTENDANCE_LIST_MAX ? *room : ATTENDANCE_LIST_MAX,
	    count;
	struct attendance_member *members;
	enum status status;

	status = attendance_session(app->db, session->id, max, arena, &members,
	    &count);
	if (status != STATUS_OK)
		return status;
	*room -= count;
	*sheet = (struct session_sheet){
		.id = session->id, .title = session->titel,
		.when = arena_printf(arena, "%s, %s", round->titel,
		    clock_hours(round->begin, round->einde, arena)),
		.room = present_text(session->zaal),
		.cut = count == max,
	};
	set_people(members, count, arena, sheet);
	if (sheet->cut)
		return STATUS_OK;
	sheet->count = arena_printf(arena, "%zu van de %lld plaatsen bezet%s",
	    sheet->nseated, (long long)session->capaciteit,
	    sheet->nwaiting == 0 ? "" : arena_printf(arena,
	    "; op de wachtlijst: %zu", sheet->nwaiting));
	return STATUS_OK;
}

/* All sessions, or the one with that id.  NOTFOUND: there is no such one. */
static enum status
read_sheets(struct app *app, const struct catalog *catalog, int64_t only,
    struct arena *arena, struct sheets_page *page)
{
	enum status status = STATUS_OK;
	size_t count = 0, room = 2 * ATTENDANCE_LIST_MAX;

	for (size_t i = 0; i < catalog->nrounds; i++)
		count += catalog->rounds[i].nsessions;
	page->sheets = arena_array(arena, count, sizeof(*page->sheets));
	for (size_t i = 0; i < catalog->nrounds; i++) {
		const struct round *round = &catalog->rounds[i];

		for (size_t j = 0; status == STATUS_OK &&
		    j < round->nsessions; j++)
			if (only == 0 || round->sessions[j].id == only)
				status = read_sheet(app, round,
				    &round->sessions[j], &room, arena, page);
	}
	if (status == STATUS_OK && only != 0 && page->nsheets == 0)
		return STATUS_NOTFOUND;
	return status;
}

static enum status
draw(struct app *app, struct request *request, int64_t only,
    struct response *response)
{
	struct sheets_page page = { .one = only != 0 };
	struct desk_page desk;
	enum status status;

	status = desk_page(app, request, only != 0 ? "Presentielijst" :
	    "Presentielijsten", DESK_PROGRAMME, &desk);
	if (status == STATUS_OK)
		status = db_snapshot(app->db);
	if (status != STATUS_OK)
		return status;
	page.frame = desk.frame;
	page.event = desk.context.event;
	page.made = clock_moment(app->now(), request->arena);
	status = read_sheets(app, desk.context.catalog, only, request->arena,
	    &page);
	db_release(app->db);
	if (status == STATUS_OK)
		sheets_html(&response->body, &page);
	return status;
}

enum status
session_list_show(struct app *app, struct request *request,
    struct response *response)
{
	int64_t id = strtoll(request->tail, NULL, 10);

	/* 0 would be all of them. */
	return id <= 0 ? STATUS_NOTFOUND : draw(app, request, id, response);
}

enum status
session_lists_show(struct app *app, struct request *request,
    struct response *response)
{
	return draw(app, request, 0, response);
}
