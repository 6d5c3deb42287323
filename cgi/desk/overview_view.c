/*
 * The figures of the overview as tiles, tables and a chart.  Each figure that
 * counts people is a link to the list of just those people, so that nobody
 * has to believe it.
 */
#include <string.h>

#include "cgi/desk/overview_view.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/people/attendee.h"
#include "db/registration/guest.h"
#include "templates/present.h"

#define LIST		"/beheer/aanmeldingen"
#define TILES		4
#define CHECKS		7
#define PEOPLE_ROWS	7
#define PERIODS_MAX	120	/* points that can be told apart */
#define WEEK		7
#define MARK_PART	4	/* a scale of more than so often the figure says
				 * nothing any more */

static int64_t
of_attendance(const struct statistics *statistics,
    enum attendance_status attendance)
{
	return statistics_people(statistics, STATISTICS_ROLE__MAX,
	    STATISTICS_KIND__MAX, attendance);
}

/* Guests who have a chair beside the places that there are. */
static int64_t
extra_guests(const struct statistics *statistics, const struct event *event)
{
	return guests_are_extra(event) ? statistics_people(statistics,
	    STATISTICS_GUEST, STATISTICS_KIND__MAX, ATTENDANCE_CONFIRMED) : 0;
}

/* What follows from how full it is; NULL while there is nothing to say. */
static const char *
fullness(int64_t taken, int64_t places, int64_t waiting, struct arena *arena)
{
	const char *wait = waiting == 0 ? "" : arena_printf(arena, "%s%s",
	    taken > places ? "; " : "", present_count(waiting, "wacht",
	    "wachten", arena));

	if (taken > places)
		return arena_printf(arena, "%lld meer dan er zijn%s",
		    (long long)(taken - places), wait);
	return waiting > 0 ? wait : taken == places ? "vol" : NULL;
}

static void
set_tiles(const struct statistics *statistics, const struct answers *answers,
    const struct event *event, struct arena *arena,
    struct overview_page *page)
{
	int64_t extra = extra_guests(statistics, event);
	int64_t come = of_attendance(statistics, ATTENDANCE_CONFIRMED) - extra;
	int64_t held = statistics->held[ATTENDANCE_CONFIRMED];
	struct tile_view tiles[TILES] = {
		{ come, event->capaciteit, extra == 0 ? "plaatsen bezet" :
		    arena_printf(arena, "plaatsen bezet, en %s",
		    present_count(extra, "gast", "gasten", arena)),
		    fullness(come, event->capaciteit, of_attendance(statistics,
		    ATTENDANCE_WAITING), arena), extra == 0 ?
		    LIST "?status=bevestigd" : LIST "?status=bevestigd&rol="
		    ATTENDEE_DELEGATES,
		    come >= event->capaciteit ? "wait" : "", NULL },
		{ answers->with_mbo - answers->silent, answers->with_mbo,
		    "gemeenten met mbo gaven antwoord",
		    answers->silent == 0 ? NULL : arena_printf(arena,
		    "%lld nog stil", (long long)answers->silent),
		    "/beheer/gemeenten?antwoord=stil&mbo=1", "", NULL },
		{ answers->coming, answers->all, "gemeenten komen", NULL,
		    "/beheer/gemeenten?antwoord=aangemeld", "", NULL },
		{ come - held, come, "namen zijn bekend", held == 0 ? NULL :
		    arena_printf(arena, "%s nog", present_count(held, "volgt",
		    "volgen", arena)),
		    LIST "?status=bevestigd&naam=volgt", "", NULL },
	};

	for (size_t i = 0; i < TILES; i++)
		tiles[i].width = chart_percent(tiles[i].count, tiles[i].whole,
		    arena);
	page->tiles = arena_array(arena, TILES, sizeof(*page->tiles));
	memcpy(page->tiles, tiles, sizeof(tiles));
	page->ntiles = TILES;
}

/* What a row counts; filter is its part of the list's address, or NULL. */
struct counted {
	const char		*label;
	const char		*filter;
	enum statistics_role	 role;
	enum statistics_kind	 kind;
};

static const struct counted rows[] = {
	{ "Wethouders", "rol=wethouder&", STATISTICS_WETHOUDER,
	    STATISTICS_KIND__MAX },
	{ "Medewerkers", "rol=medewerker&", STATISTICS_MEDEWERKER,
	    STATISTICS_KIND__MAX },
	{ "Sprekers, gasten en organisatie", "rol=" ATTENDEE_GUESTS "&",
	    STATISTICS_GUEST, STATISTICS_KIND__MAX },
	{ "Gemeente met mbo", NULL, STATISTICS_ROLE__MAX, STATISTICS_WITH_MBO },
	{ "Gemeente zonder mbo", NULL, STATISTICS_ROLE__MAX,
	    STATISTICS_WITHOUT_MBO },
	{ "Samen", "", STATISTICS_ROLE__MAX, STATISTICS_KIND__MAX },
};

#define NROWS	(sizeof(rows) / sizeof(rows[0]))
_Static_assert(NROWS + 1 <= PEOPLE_ROWS, "the held places are a row, too");

static struct figure_view
figure(int64_t count, const char *label, const char *filter,
    enum attendance_status attendance, struct arena *arena)
{
	return (struct figure_view){
		.count = count,
		.words = arena_printf(arena, "%s, %s",
		    attendance_word(attendance), label),
		.path = filter == NULL || count == 0 ? NULL :
		    arena_printf(arena, LIST "?%sstatus=%s", filter,
		    attendance_word(attendance)),
	};
}

static struct people_row *
add_row(struct overview_page *page, const char *label, struct arena *arena)
{
	struct people_row *row = &page->people[page->npeople++];

	*row = (struct people_row){
		.label = label, .nfigures = ATTENDANCE__MAX,
		.figures = arena_array(arena, ATTENDANCE__MAX,
		    sizeof(struct figure_view)),
	};
	return row;
}

static void
set_people(const struct statistics *statistics, struct arena *arena,
    struct overview_page *page)
{
	struct people_row *row;

	page->people = arena_array(arena, PEOPLE_ROWS, sizeof(*page->people));
	for (size_t i = 0; i < NROWS; i++) {
		row = add_row(page, rows[i].label, arena);
		for (enum attendance_status attendance = 0;
		    attendance < ATTENDANCE__MAX; attendance++)
			row->figures[attendance] =
			    figure(statistics_people(statistics,
			    rows[i].role, rows[i].kind, attendance),
			    rows[i].label, rows[i].filter, attendance, arena);
	}
	row = add_row(page, "Waarvan de naam nog volgt", arena);
	for (enum attendance_status attendance = 0;
	    attendance < ATTENDANCE__MAX; attendance++)
		row->figures[attendance] = figure(statistics->held[attendance],
		    row->label,
		    "naam=volgt&", attendance, arena);
}

static void
set_seats(const struct statistics *statistics, const struct catalog *catalog,
    struct arena *arena, struct overview_page *page)
{
	page->seats = arena_array(arena, statistics->nsessions,
	    sizeof(*page->seats));
	for (size_t i = 0; i < statistics->nsessions; i++) {
		const struct statistics_session *one = &statistics->sessions[i];
		const struct round *round;
		const struct session *session = catalog_session(catalog,
		    one->session, &round);

		/* The catalog is a moment older or younger than the count. */
		if (session == NULL)
			continue;
		page->seats[page->nseats++] = (struct seats_row){
			.id = session->id, .title = session->titel,
			.round = round->titel, .places = session->capaciteit,
			.taken = one->taken, .waiting = one->waiting,
			.shade = one->taken >= session->capaciteit ? "wait" :
			    "",
			.width = chart_percent(one->taken,
			    session->capaciteit, arena),
		};
	}
}

static void
set_themas(const struct statistics *statistics, struct arena *arena,
    struct overview_page *page)
{
	int64_t most = 0;

	page->themas = arena_array(arena, statistics->nthemas,
	    sizeof(*page->themas));
	for (size_t i = 0; i < statistics->nthemas; i++)
		if (statistics->themas[i].delegations > most)
			most = statistics->themas[i].delegations;
	for (size_t i = 0; i < statistics->nthemas; i++)
		page->themas[page->nthemas++] = (struct thema_row){
			.title = statistics->themas[i].titel,
			.count = statistics->themas[i].delegations,
			.width = chart_percent(
			    statistics->themas[i].delegations, most, arena),
		};
}

/* "24 november", out of "dinsdag 24 november 2026" */
static const char *
short_day(int64_t when, struct arena *arena)
{
	const char *date = strchr(clock_date(when, arena), ' ') + 1;

	return arena_copy(arena, date, (size_t)(strrchr(date, ' ') - date));
}

/* The line of all who signed up, against the places there are; not of a day. */
static void
draw_days(const int64_t *totals, int64_t places, struct arena *arena,
    struct overview_page *page)
{
	size_t n = page->ndays;
	struct chart *chart;

	if (n == 1)
		return;
	chart = arena_alloc(arena, sizeof(*chart));
	*chart = (struct chart){
		.id = "opgeteld", .title = "Aangemelde mensen, opgeteld",
		.about = arena_printf(arena, "Een lijn die oploopt van %s tot "
		    "%s; er zijn %s.", page->days[0].day,
		    present_count(totals[n - 1], "aangemelde", "aangemelden",
		    arena), present_count(places, "plaats", "plaatsen",
		    arena)),
		.first = page->days[0].day,
		.last = page->days[n - 1].day,
	};
	if (places <= totals[n - 1] * MARK_PART)
		chart->mark = present_count(places, "plaats", "plaatsen",
		    arena);
	chart_line(chart, totals, n, chart->mark == NULL ? 0 : places, arena);
	page->chart = chart;
}

/*
 * From the first day on until today, or until signing up closed or somebody
 * signed up last; in periods of a day, a week or more, as many as can be
 * told apart in a chart.
 */
static void
set_days(const struct statistics *statistics, const struct event *event,
    int64_t now, struct arena *arena, struct overview_page *page)
{
	int64_t until = now < event_closes(event) ? now : event_closes(event);
	/* Half a day more, because a day may have 23 or 25 hours. */
	int64_t elapsed = (clock_midnight(until, 1) - statistics->first_day +
	    43200) / 86400;
	size_t days = statistics->ndays, period = 1, n;
	int64_t *totals, count, total = 0;

	if (statistics->ndays == 0)
		return;
	if (elapsed > (int64_t)days)
		days = (size_t)elapsed;
	while (days / period >= PERIODS_MAX)
		period = period == 1 ? WEEK : period * 4;
	n = (days + period - 1) / period;
	totals = arena_array(arena, n, sizeof(*totals));
	page->period = period == 1 ? "dag" : period == WEEK ? "week" :
	    arena_printf(arena, "%zu weken", period / WEEK);
	page->days = arena_array(arena, n, sizeof(*page->days));
	for (size_t i = 0; i < n; i++) {
		count = 0;
		for (size_t day = i * period; day < (i + 1) * period &&
		    day < statistics->ndays; day++)
			count += statistics->days[day];
		totals[i] = total += count;
		page->days[page->ndays++] = (struct day_row){
			.day = short_day(clock_midnight(statistics->first_day,
			    (int)(i * period)), arena),
			.count = count, .total = total,
		};
	}
	draw_days(totals, event->capaciteit, arena, page);
}

static void
add_todo(struct overview_page *page, const char *shade, const char *title,
    const char *text, const char *path, const char *button)
{
	page->todo[page->ntodo++] = (struct todo_view){
		shade, title, text, path, button
	};
}

/* What waits for a person among the people, below what the mail asks. */
static void
set_todo(const struct statistics *statistics, const struct event *event,
    int64_t now, struct arena *arena, struct overview_page *page)
{
	int64_t come = of_attendance(statistics, ATTENDANCE_CONFIRMED) -
	    extra_guests(statistics, event);
	int64_t wait = of_attendance(statistics, ATTENDANCE_WAITING);
	int64_t held = statistics->held[ATTENDANCE_CONFIRMED];

	if (event_is_over(event, now))
		return;
	if (wait > 0)
		add_todo(page, "wait", arena_printf(arena, "%s, %s",
		    present_count(wait, "mens wacht", "mensen wachten", arena),
		    come >= event->capaciteit ? "alle plaatsen zijn bezet" :
		    "terwijl er plaatsen vrij zijn"),
		    come >= event->capaciteit ? "Maak plaatsen bij, of geef "
		    "iemand een plaats buiten de rij om." : "Zij wachten tot "
		    "er genoeg is voor de hele delegatie, of op een "
		    "bevestiging.", come >= event->capaciteit &&
		    page->may_add ? "/beheer/instellingen#capaciteit" :
		    LIST "?status=wachtlijst", come >= event->capaciteit &&
		    page->may_add ? "Plaatsen bijmaken" : "Wachtlijst bekijken");
	if (held > 0)
		add_todo(page, "wait", present_count(held,
		    "plaats heeft nog geen naam",
		    "plaatsen hebben nog geen naam", arena),
		    "Zonder naam is er geen badge en geen eigen bericht.",
		    page->may_add ? "/beheer/berichten/nieuw?status=bevestigd"
		    "&naam=volgt" : LIST "?status=bevestigd&naam=volgt",
		    page->may_add ? "Naar de namen vragen" : "Bekijken");
}

static void
add_check(struct overview_page *page, bool done, const char *what,
    const char *about, const char *path)
{
	page->checks[page->nchecks++] = (struct check_row){
		done, what, about, path
	};
}

/* A newcomer's first quarter of an hour, until the event is public. */
static void
set_checks(const struct answers *answers, const struct catalog *catalog,
    int64_t now, struct arena *arena, struct overview_page *page)
{
	const struct event *event = &catalog->event;
	const char *at = strrchr(event->organisatie_email, '.');

	if (!page->may_add || (event->zichtbaar &&
	    event_phase(event, now) != EVENT_EARLY))
		return;
	page->checks = arena_array(arena, CHECKS, sizeof(*page->checks));
	add_check(page, !text_empty(event->titel) &&
	    !text_empty(event->omschrijving), "Naam en omschrijving",
	    "Wat staat er boven de uitnodiging?", "/beheer/instellingen#titel");
	add_check(page, event->begin > now && !text_empty(event->locatie),
	    "Dag, plaats en aantal plaatsen", arena_printf(arena,
	    "Nu: %s, %lld plaatsen.", clock_moment(event->begin, arena),
	    (long long)event->capaciteit), "/beheer/instellingen#begin");
	add_check(page, catalog->nrounds + catalog->nitems > 0, "Programma",
	    "Onderdelen, rondes en sessies om uit te kiezen.",
	    "/beheer/programma");
	add_check(page, at != NULL && strcmp(at, ".example") != 0, "Afzender",
	    arena_printf(arena, "Antwoorden komen nu aan op %s.",
	    text_empty(event->antwoord_email) ? event->organisatie_email :
	    event->antwoord_email), "/beheer/instellingen#organisatie_email");
	add_check(page, answers->mailed, "Proefmail", "Meld uzelf aan, kijk of "
	    "de mail aankomt, en wis de aanmelding weer.",
	    "/beheer/aanmeldingen/nieuw");
	add_check(page, answers->addresses > 0, "Adressen van gemeenten",
	    arena_printf(arena, "%lld van de %lld gemeenten hebben een adres "
	    "voor de uitnodiging.", (long long)answers->addresses,
	    (long long)answers->all), "/beheer/campagne/adressen");
	if (!event->zichtbaar)
		add_check(page, false, "Openbaar maken", "Vanaf dan zien "
		    "bezoekers deze bijeenkomst.", arena_printf(arena,
		    "/beheer/bijeenkomsten/%lld/openbaar",
		    (long long)event->id));
}

/* Open or not, and the button that changes just that. */
static void
set_opening(const struct event *event, int64_t now, struct arena *arena,
    struct overview_page *page)
{
	enum event_phase phase = event_phase(event, now);
	const char *closes = clock_moment(event->aanmelden_dicht > now ?
	    event->aanmelden_dicht : event->begin, arena);

	page->sign_up = event_is_over(event, now) ?
	    "Aanmelden is voorbij." : phase == EVENT_OPEN ?
	    arena_printf(arena, "Aanmelden is open tot %s.", closes) :
	    phase == EVENT_CLOSED ? "Aanmelden is gesloten." :
	    event->aanmelden_open == 0 ? "Aanmelden is nog niet open." :
	    arena_printf(arena, "Aanmelden gaat open op %s.",
	    clock_moment(event->aanmelden_open, arena));
	if (!page->may_add || event_is_over(event, now) || now >= event->begin)
		return;
	page->switch_to = phase == EVENT_OPEN ? "dicht" : "open";
	page->switch_text = phase == EVENT_OPEN ? "Aanmelden nu sluiten" :
	    arena_printf(arena, "Aanmelden nu openen, tot %s", closes);
}

void
overview_view_set(const struct statistics *statistics,
    const struct answers *answers,
    const struct catalog *catalog, int64_t now, struct arena *arena,
    struct overview_page *page)
{
	set_opening(&catalog->event, now, arena, page);
	set_checks(answers, catalog, now, arena, page);
	set_todo(statistics, &catalog->event, now, arena, page);
	set_tiles(statistics, answers, &catalog->event, arena, page);
	set_people(statistics, arena, page);
	set_seats(statistics, catalog, arena, page);
	set_days(statistics, &catalog->event, now, arena, page);
	set_themas(statistics, arena, page);
}
