#include <string.h>

#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/mail/outbox.h"
#include "templates/escape.h"
#include "templates/present.h"
#include "templates/substitute.h"

#define NEARLY_FULL	10	/* less than one in ten is left */
#define EXACT_BELOW	50	/* places; more are rounded down */
#define LINE_MAX_BYTES	4000

const char *
present_text(const char *text)
{
	return text_empty(text) ? NULL : text;
}

const char *
present_count(int64_t count, const char *one, const char *more,
    struct arena *arena)
{
	return arena_printf(arena, "%lld %s", (long long)count,
	    count == 1 ? one : more);
}

static const char *
places_in_words(int64_t left, struct arena *arena)
{
	if (left <= 0)
		return "alle plaatsen zijn bezet; er is een wachtlijst";
	if (left >= EXACT_BELOW)
		return arena_printf(arena, "nog ruim %lld plaatsen",
		    (long long)(left / EXACT_BELOW * EXACT_BELOW));
	return arena_printf(arena, "nog %s",
	    present_count(left, "plaats", "plaatsen", arena));
}

/* A map that asks nothing of the visitor but the address. */
static const char *
route_to(const char *place, struct arena *arena)
{
	struct buf url;

	buf_init(&url, arena, LINE_MAX_BYTES);
	buf_text(&url, "https://www.openstreetmap.org/search?query=");
	escape_url_part(&url, place);
	return url.data;
}

struct session_view
present_session(const struct session *session, const struct taken *taken,
    struct arena *arena)
{
	struct session_view view = {
		.id = session->id,
		.title = session->titel,
		.about = present_text(session->omschrijving),
		.room = present_text(session->zaal),
	};
	int64_t left;

	if (taken == NULL)
		return view;
	left = session_left(taken->sessions, taken->nsessions, session->id,
	    session->capaciteit);
	view.places = left == 0 ? "vol, met wachtlijst" :
	    arena_printf(arena, "nog %s",
	    present_count(left, "plaats", "plaatsen", arena));
	return view;
}

/* The day in order: plenary parts and rounds, merged by their beginning. */
static void
present_day(const struct catalog *catalog, const struct taken *taken,
    struct arena *arena, struct event_view *view)
{
	const struct programme_item *item = catalog->items;
	const struct programme_item *last_item = item + catalog->nitems;
	const struct round *round = catalog->rounds;
	const struct round *last_round = round + catalog->nrounds;

	view->items = arena_array(arena, catalog->nitems + catalog->nrounds,
	    sizeof(struct item_view));
	while (item < last_item || round < last_round) {
		struct item_view *next = &view->items[view->nitems++];

		if (round == last_round || (item < last_item &&
		    item->begin <= round->begin)) {
			*next = (struct item_view){
				.hours = clock_hours(item->begin,
				    item->einde, arena),
				.title = item->titel,
				.about = present_text(item->omschrijving),
			};
			item++;
			continue;
		}
		*next = (struct item_view){
			.hours = clock_hours(round->begin, round->einde, arena),
			.title = round->titel,
			.sessions = arena_array(arena, round->nsessions,
			    sizeof(struct session_view)),
		};
		while (next->nsessions < round->nsessions) {
			next->sessions[next->nsessions] = present_session(
			    &round->sessions[next->nsessions], taken, arena);
			next->nsessions++;
		}
		round++;
	}
}

/* What the organiser adds to the pages, which are for everybody. */
static void
present_texts(const struct event *event, const struct catalog *catalog,
    struct arena *arena, struct event_view *view)
{
	const struct placeholders known = { .value = {
		[PLACEHOLDER_TITEL] = event->titel,
		[PLACEHOLDER_WANNEER] = view->when,
		[PLACEHOLDER_WAAR] = event->locatie,
		[PLACEHOLDER_ORGANISATIE] = event->organisatie,
	} };

	view->intro = substitute(catalog->texts[EVENT_TEXT_INLEIDING], &known,
	    arena);
	view->note = substitute(catalog->texts[EVENT_TEXT_FORMULIER], &known,
	    arena);
}

struct event_view *
present_event(const struct event *event, const struct catalog *catalog,
    const struct taken *taken, int64_t now, struct arena *arena)
{
	struct event_view *view = arena_alloc(arena, sizeof(*view));
	enum event_phase phase = event_phase(event, now);

	*view = (struct event_view){
		.title = event->titel,
		.audience = present_text(event->doelgroep),
		.about = present_text(event->omschrijving),
		.when = clock_span(event->begin, event->einde, arena),
		.doors = catalog_doors(catalog, event) == event->begin ? NULL :
		    arena_printf(arena, "inloop vanaf %s uur", clock_time(
		    catalog_doors(catalog, event), arena)),
		.where = event->locatie,
		.reach = present_text(event->bereikbaar),
		.route = route_to(event->locatie, arena),
		.opens = event->aanmelden_open == 0 ? NULL :
		    clock_moment(event->aanmelden_open, arena),
		.closes = clock_moment(event_closes(event), arena),
		.organiser = event->organisatie,
		.email = event->organisatie_email,
		.mailto = arena_printf(arena, "mailto:%s",
		    event->organisatie_email),
		.open = event_allows(event, EVENT_SIGN_UP, now),
		.early = phase == EVENT_EARLY,
		.past = phase == EVENT_PAST,
		.off = event->afgelast != 0,
		.off_text = present_text(event->afgelast_tekst),
	};
	if (phase != EVENT_PAST && event->eerder_begin != 0)
		view->was_when = clock_span(event->eerder_begin,
		    event->eerder_einde, arena);
	if (phase != EVENT_PAST)
		view->was_where = present_text(event->eerder_locatie);
	if (taken == NULL)
		return view;
	view->places = places_in_words(event->capaciteit - taken->places,
	    arena);
	view->full = taken->places >= event->capaciteit;
	view->nearly = !view->full && (event->capaciteit - taken->places) *
	    NEARLY_FULL < event->capaciteit;
	present_day(catalog, taken, arena, view);
	present_texts(event, catalog, arena, view);
	return view;
}

static const struct {
	const char	*state;
	const char	*shade;
} places[ATTENDANCE__MAX] = {
	[ATTENDANCE_CONFIRMED] = { "bevestigd", "good" },
	[ATTENDANCE_WAITING] = { "wachtlijst", "wait" },
	[ATTENDANCE_CANCELLED] = { "afgemeld", "none" },
};

struct person_view
present_person(enum answers_on on, const struct participant *participant,
    const struct catalog *catalog, struct arena *arena)
{
	struct answer_list answers = answers_of_person(on, participant, arena);
	struct person_view view = {
		.name = participant_label(participant, arena),
		.role = field_label(&participant_fields[PARTICIPANT_ROL],
		    participant->answer[PARTICIPANT_ROL]),
		.position = present_text(
		    participant->answer[PARTICIPANT_FUNCTIE]),
		.state = places[participant->attendance].state,
		.shade = places[participant->attendance].shade,
		.number = arena_printf(arena, "%lld",
		    (long long)participant->positie),
		.cancelled = participant->attendance == ATTENDANCE_CANCELLED,
		.answers = answers.views, .nanswers = answers.nviews,
	};

	/* Of a session: about is its round and hours, places that it waits. */
	view.sessions = arena_array(arena, catalog->nrounds,
	    sizeof(struct session_view));
	for (size_t i = 0; i < catalog->nrounds; i++) {
		const struct round *round;
		const struct session *session = catalog_session(catalog,
		    participant->session[i], &round);

		if (session == NULL)
			continue;
		view.sessions[view.nsessions++] = (struct session_view){
			.title = session->titel,
			.about = arena_printf(arena, "%s, %s", round->titel,
			    clock_hours(round->begin, round->einde, arena)),
			.places = participant->attendance ==
			    ATTENDANCE_CONFIRMED &&
			    participant->session_attendance[i] ==
			    ATTENDANCE_WAITING ?
			    "vol, op de wachtlijst" : NULL,
		};
	}
	return view;
}

void
present_confirmation(const struct registration *registration,
    const struct participant *participant, struct person_view *view)
{
	if (registration->to_confirm == TO_CONFIRM_PLACES &&
	    participant->attendance == ATTENDANCE_WAITING)
		view->state = "wacht op bevestiging";
}

const char *
present_why(const struct line_place *place, struct arena *arena)
{
	static const char *const why[WAITING_FOR__MAX] = {
		[WAITING_FOR_CONFIRMATION] = "De plaatsen wachten tot de "
		    "contactpersoon de aanmelding bevestigt.",
		[WAITING_FOR_PLACE] = "Alle plaatsen zijn bezet.",
		[WAITING_FOR_RESERVED] = "De plaatsen die nog vrij zijn, "
		    "worden vastgehouden voor wethouders.",
		[WAITING_FOR_GEMEENTE] = "De gemeente heeft het hoogste "
		    "aantal plaatsen dat één gemeente kan krijgen.",
		[WAITING_FOR_NOTHING] = "De bijeenkomst is voorbij; er "
		    "worden geen plaatsen meer gegeven.",
	};

	if (place->why != WAITING_FOR_ALL)
		return why[place->why];
	return arena_printf(arena, "Er %s nog %s vrij, en de aanmelding "
	    "vraagt er %lld tegelijk.", place->left == 1 ? "is" : "zijn",
	    present_count(place->left, "plaats", "plaatsen", arena),
	    (long long)place->waiting);
}

const char *
present_themas(const struct registration *registration,
    const struct catalog *catalog, struct arena *arena)
{
	struct buf list;

	buf_init(&list, arena, LINE_MAX_BYTES);
	for (size_t i = 0; i < registration->nthemas; i++) {
		const struct thema *thema = catalog_thema(catalog,
		    registration->themas[i]);

		if (thema != NULL)
			buf_printf(&list, "%s%s", list.length == 0 ? "" : "; ",
			    thema->titel);
	}
	return present_text(list.data);
}

struct letter_state
present_letter(const char *status)
{
	static const struct letter_state states[OUTBOX__MAX] = {
		[OUTBOX_QUEUED] = { "in de wachtrij", "wait" },
		[OUTBOX_DEFERRED] = { "uitgesteld", "wait" },
		[OUTBOX_SENT] = { "verzonden", "good" },
		[OUTBOX_FAILED] = { "mislukt", "bad" },
		[OUTBOX_CANCELLED] = { "ingetrokken", "none" },
		[OUTBOX_WITHDRAWN] = { "vervallen", "none" },
	};

	for (enum outbox_state i = 0; i < OUTBOX__MAX; i++)
		if (strcmp(outbox_word(i), status) == 0)
			return states[i];
	return (struct letter_state){ status, "none" };
}
