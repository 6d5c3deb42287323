#include <stdio.h>
#include <string.h>

#include "acts/writable.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "mail/compose/compose.h"
#include "mail/compose/letter_calendar.h"
#include "mail/compose/mail_kind.h"
#include "templates.h"
#include "templates/present.h"

#define PAGE_MAX	((size_t)4 << 20)
#define WORK_LIMIT	((size_t)64 << 20)
#define LAST_MOMENT	INT64_C(253402210800)	/* of the year 9999 */

/* What is tried, and on what. */
struct trying {
	const struct act_context *act;
	struct compose		 compose;
	struct arena		*arena;
	struct registration	 everybody;
};

/* As long as the field may be, in letters of two bytes. */
static const char *
longest(const struct field *field, struct arena *arena)
{
	size_t count = field->max == 0 ? 1 : field->max;
	char *text = arena_alloc(arena, 2 * count + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + 2 * i, "é", 2);
	text[2 * count] = '\0';
	return text;
}

static void
make_up_person(struct trying *trying, size_t number)
{
	const struct catalog *catalog = trying->compose.catalog;
	struct participant *one = &trying->everybody.participants[number];

	one->id = one->positie = (int64_t)number + 1;
	one->attendance = ATTENDANCE_CONFIRMED;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		one->answer[i] = participant_fields[i].type == FIELD_LINE ||
		    participant_fields[i].type == FIELD_NAME ?
		    longest(&participant_fields[i], trying->arena) : "";
	one->answer[PARTICIPANT_ROL] = "wethouder";
	one->answer[PARTICIPANT_EMAIL] = "deelnemer@voorbeeld.example";
	for (size_t i = 0; i < catalog->nrounds; i++)
		if (catalog->rounds[i].nsessions > 0)
			one->session[i] = catalog->rounds[i].sessions[0].id;
}

/* The largest delegation that there can be, with the longest answers. */
static void
make_up(struct trying *trying)
{
	size_t count = (size_t)trying->compose.event->max_per_aanmelding;
	struct registration *all = &trying->everybody;

	*all = (struct registration){
		.id = 1, .event = trying->compose.event->id,
		.gemeente_naam = "Voorbeeldstad",
		.participants = arena_array(trying->arena, count,
		    sizeof(struct participant)),
		.nparticipants = count,
	};
	for (size_t i = 0; i < CONTACT__MAX; i++)
		all->answer[i] = contact_fields[i].type == FIELD_LINE ||
		    contact_fields[i].type == FIELD_LINES ||
		    contact_fields[i].type == FIELD_NAME ?
		    longest(&contact_fields[i], trying->arena) : "";
	all->answer[CONTACT_GEMEENTE] = "GM0000";
	all->answer[CONTACT_EMAIL] = "contact@voorbeeld.example";
	all->answer[CONTACT_WACHTLIJST] = "alles";
	for (size_t i = 0; i < count; i++)
		make_up_person(trying, i);
}

static bool
is_a_moment(int64_t moment)
{
	return moment >= 0 && moment < LAST_MOMENT;
}

/* 0 is none, where there need not be one. */
static bool
has_moments(const struct catalog *catalog)
{
	const struct event *event = &catalog->event;
	bool good = is_a_moment(event->begin) && is_a_moment(event->einde) &&
	    is_a_moment(event->aanmelden_open) &&
	    is_a_moment(event->aanmelden_dicht) &&
	    is_a_moment(event->wijzigen_tot) &&
	    is_a_moment(event->gereserveerd_tot);

	for (size_t i = 0; i < catalog->nrounds; i++)
		good &= is_a_moment(catalog->rounds[i].begin) &&
		    is_a_moment(catalog->rounds[i].einde);
	for (size_t i = 0; i < catalog->nitems; i++)
		good &= is_a_moment(catalog->items[i].begin) &&
		    is_a_moment(catalog->items[i].einde);
	return good;
}

static bool
writes_page(struct trying *trying)
{
	const struct event *event = trying->compose.event;
	const struct taken taken = { .places = 0 };
	struct page_view page = {
		.title = event->titel, .event = event->titel,
		.organiser = event->organisatie,
		.email = event->organisatie_email,
		.mailto = event->organisatie_email, .style = "",
	};
	struct buf out;

	buf_init(&out, trying->arena, PAGE_MAX);
	event_html(&out, &(struct event_page){ &page, present_event(event,
	    trying->compose.catalog, &taken, trying->act->now,
	    trying->arena) });
	return !out.failed;
}

static bool
writes_letter(struct trying *trying, enum mail_kind kind)
{
	const struct debt debt = {
		.id = 1, .soort = mail_kind_row(kind)->word,
		.ontvanger = "deelnemer@voorbeeld.example", .naam = "",
		.wie = trying->act->who, .feiten = "",
		.gemaakt = trying->act->now,
	};
	const struct readers readers = {
		{ &trying->everybody.participants[0] }, 1
	};
	struct composed composed;

	return compose_contact(&trying->compose, &trying->everybody, kind,
	    &debt, trying->arena, &composed) == STATUS_OK &&
	    compose_participant(&trying->compose, &trying->everybody, &readers,
	    kind, &debt, trying->arena, &composed) == STATUS_OK;
}

/* What cannot be written, in words; NULL: all can. */
static const char *
find_trouble(struct trying *trying)
{
	struct buf calendar;

	if (!has_moments(trying->compose.catalog))
		return "Alle tijden moeten tussen 1970 en 9999 liggen: in een "
		    "agenda past geen ander jaar.";
	buf_init(&calendar, trying->arena, PAGE_MAX);
	if (compose_calendar(&trying->compose, &calendar) != STATUS_OK)
		return "Hiermee kan geen afspraak voor agenda’s worden "
		    "gemaakt. Kijk naar de tijden, de naam en de plaats.";
	if (!writes_page(trying))
		return "Hiermee wordt de pagina van de bijeenkomst te groot. "
		    "Kort de teksten van het programma in.";
	make_up(trying);
	for (enum mail_kind kind = MAIL_NONE + 1; kind < MAIL__MAX; kind++)
		if (!writes_letter(trying, kind))
			return arena_printf(trying->arena, "Hiermee kan het "
			    "bericht ‘%s’ niet worden geschreven: het wordt "
			    "te lang. Kort de teksten in, of laat minder "
			    "mensen in één aanmelding toe.",
			    mail_kind_row(kind)->subject);
	return NULL;
}

enum status
act_writable(struct db *db, const struct act_context *act, int64_t event,
    struct arena *arena)
{
	char today[CLOCK_DAY_SIZE];
	struct catalog *catalog;
	struct trying trying = { .act = act };
	const char *trouble;
	enum status status;

	clock_day(act->now, today);
	status = catalog_load(db, event, today, arena, &catalog);
	if (status == STATUS_FULL && act->trouble != NULL)
		snprintf(act->trouble, ACT_TROUBLE, "Het programma heeft te "
		    "veel onderdelen of sessies.");
	if (status != STATUS_OK)
		return status;
	trying.arena = arena_new(WORK_LIMIT);
	trying.compose = (struct compose){
		.catalog = catalog, .event = &catalog->event,
		.config = act->config, .secret = act->secret, .now = act->now,
	};
	if (ARENA_GUARD(trying.arena))
		trouble = "Deze gegevens zijn samen te groot.";
	else
		trouble = find_trouble(&trying);
	arena_unguard(trying.arena);
	if (trouble != NULL && act->trouble != NULL)
		snprintf(act->trouble, ACT_TROUBLE, "%s", trouble);
	status = trouble == NULL ? STATUS_OK : STATUS_FULL;
	arena_free(trying.arena);
	return status;
}
