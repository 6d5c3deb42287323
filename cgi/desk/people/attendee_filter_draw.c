/* The filter of the list of attendees, with what there is to choose. */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/people/attendee_filter_draw.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "templates/public/form.h"

#define SELECTS		6
#define PROVINCES_MAX	40
#define ROLES_MAX	8

static void
add(struct filter_select *select, const char *value, const char *label,
    const char *chosen)
{
	select->options[select->noptions++] = (struct option_view){
		.value = value, .label = label,
		.chosen = text_same(value, chosen),
	};
}

static struct filter_select *
begin(struct attendees_page *page, const char *name, const char *label,
    const char *any, size_t room, struct arena *arena)
{
	struct filter_select *select = &page->selects[page->nselects++];

	*select = (struct filter_select){
		.name = name, .label = label, .any = any,
		.options = arena_array(arena, room,
		    sizeof(struct option_view)),
	};
	return select;
}

/* What is the same at every event. */
static void
draw_status_and_role(const struct attendee_filter *filter,
    struct arena *arena, struct attendees_page *page)
{
	static const struct choice sorts[] = {
		{ ATTENDEE_DELEGATES, "iedereen van een gemeente" },
		{ ATTENDEE_GUESTS, "alle gasten en sprekers" },
		{ NULL, NULL },
	};
	const struct field *field = &participant_fields[PARTICIPANT_ROL];
	const struct choice *const roles[] = {
		field->choices, field->others, sorts,
	};
	struct filter_select *select = begin(page, "status", "Status",
	    "Alle", ATTENDANCE__MAX + 1, arena);

	for (enum attendance_status attendance = 0;
	    attendance < ATTENDANCE__MAX; attendance++)
		add(select, attendance_word(attendance),
		    attendance_word(attendance), filter->status);
	add(select, ATTENDEE_UNCONFIRMED, "wacht op bevestiging",
	    filter->status);
	select = begin(page, "rol", "Rol", "Alle", ROLES_MAX, arena);
	for (int i = 0; i < 3; i++)
		for (const struct choice *role = roles[i]; role->value != NULL;
		    role++)
			add(select, role->value, role->label, filter->rol);
}

static bool
has_option(const struct filter_select *select, const char *value)
{
	for (size_t i = 0; i < select->noptions; i++)
		if (strcmp(select->options[i].value, value) == 0)
			return true;
	return false;
}

static int
by_label(const void *a, const void *b)
{
	const struct option_view *one = a, *other = b;

	return strcmp(one->label, other->label);
}

static void
draw_province(const struct attendee_filter *filter,
    const struct catalog *catalog, struct arena *arena,
    struct attendees_page *page)
{
	struct filter_select *select = begin(page, "provincie", "Provincie",
	    "Alle", PROVINCES_MAX, arena);

	for (size_t i = 0; i < catalog->ngemeenten &&
	    select->noptions < PROVINCES_MAX; i++) {
		const char *name = catalog->gemeenten[i].provincie;

		if (!has_option(select, name))
			add(select, name, name, filter->provincie);
	}
	if (select->noptions > 0)
		qsort(select->options, select->noptions,
		    sizeof(struct option_view), by_label);
}

static enum status
draw_regio(struct app *app, const struct attendee_filter *filter,
    struct arena *arena, struct attendees_page *page)
{
	struct filter_select *select;
	const char **regios;
	enum status status;
	size_t count;

	status = attendee_regios(app->db, arena, &regios, &count);
	if (status != STATUS_OK || count == 0)
		return status;
	select = begin(page, "regio", "Arbeidsmarktregio", "Alle", count,
	    arena);
	for (size_t i = 0; i < count; i++)
		add(select, regios[i], regios[i], filter->regio);
	return STATUS_OK;
}

static void
draw_sessions(const struct attendee_filter *filter,
    const struct catalog *catalog, struct arena *arena,
    struct attendees_page *page)
{
	const char *chosen = arena_printf(arena, "%lld",
	    (long long)filter->session);
	struct filter_select *select;
	size_t count = 0;

	for (size_t i = 0; i < catalog->nrounds; i++)
		count += catalog->rounds[i].nsessions;
	if (count == 0)
		return;
	select = begin(page, "sessie", "Sessie", "Alle", count, arena);
	page->move = arena_alloc(arena, sizeof(*page->move));
	*page->move = (struct filter_select){
		.name = "naar", .label = "Naar sessie", .any = "Kies",
		.options = arena_array(arena, count,
		    sizeof(struct option_view)),
	};
	for (size_t i = 0; i < catalog->nrounds; i++)
		for (size_t j = 0; j < catalog->rounds[i].nsessions; j++) {
			const struct session *session =
			    &catalog->rounds[i].sessions[j];

			const char *label = arena_printf(arena, "%s: %s",
			    catalog->rounds[i].titel, session->titel);
			const char *id = arena_printf(arena, "%lld",
			    (long long)session->id);

			add(select, id, label, chosen);
			add(page->move, id, label, "");
		}
}

enum status
filter_draw(struct app *app, const struct attendee_filter *filter,
    const struct catalog *catalog, struct arena *arena,
    struct attendees_page *page)
{
	char *day = arena_alloc(arena, CLOCK_DAY_SIZE);
	const struct gemeente *gemeente;
	struct filter_select *select;
	enum status status;

	page->query = filter->query;
	page->held = filter->held;
	page->selects = arena_array(arena, SELECTS,
	    sizeof(struct filter_select));
	draw_status_and_role(filter, arena, page);
	draw_province(filter, catalog, arena, page);
	if ((status = draw_regio(app, filter, arena, page)) != STATUS_OK)
		return status;
	draw_sessions(filter, catalog, arena, page);
	select = begin(page, "binnen", "Aan de deur", "Alle", 2, arena);
	add(select, "ja", "is binnengekomen", filter->came);
	add(select, "nee", "is niet binnengekomen", filter->came);
	/* There is no choice of municipality; a link of another page asks. */
	if (!text_empty(filter->gemeente)) {
		gemeente = catalog_gemeente(catalog, filter->gemeente);
		page->gemeente = filter->gemeente;
		page->gemeente_name = gemeente == NULL ? filter->gemeente :
		    gemeente->naam;
	}
	if (filter->since != 0) {
		clock_day(filter->since, day);
		page->since = day;
	}
	page->filtered = filter->status[0] != '\0' || filter->rol[0] != '\0' ||
	    filter->provincie[0] != '\0' || filter->regio[0] != '\0' ||
	    filter->session != 0 || filter->since != 0 || filter->held ||
	    filter->came[0] != '\0';
	return STATUS_OK;
}
