/*
 * The figures of the overview as tiles, tables and charts.  Each figure that
 * counts people is a link to the list of just those people, so that nobody
 * has to believe it.
 */
#include <string.h>

#include "cgi/desk/overview_view.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/people/attendee.h"
#include "db/registration/guest.h"
#include "templates/present.h"

#define LIST		"/beheer/aanmeldingen"
#define TILES		6
#define PEOPLE_ROWS	7
#define PERIODS_MAX	120	/* columns that can be told apart */
#define WEEK		7

static int64_t
of_attendance(const struct statistics *statistics,
    enum attendance_status attendance)
{
	return statistics_people(statistics, STATISTICS_ROLE__MAX,
	    STATISTICS_KIND__MAX, attendance);
}

/* Those who take the places that the event has. */
static struct figure_view
with_place(const struct statistics *statistics, const struct event *event,
    struct arena *arena)
{
	int64_t all = of_attendance(statistics, ATTENDANCE_CONFIRMED);
	int64_t extra = guests_are_extra(event) ? statistics_people(statistics,
	    STATISTICS_GUEST, STATISTICS_KIND__MAX, ATTENDANCE_CONFIRMED) : 0;

	return (struct figure_view){
		all - extra, arena_printf(arena, "bevestigd, van %s%s",
		    present_count(event->capaciteit, "plaats", "plaatsen",
		    arena), extra == 0 ? "" : arena_printf(arena, "; en %s",
		    present_count(extra, "gast", "gasten", arena))),
		extra == 0 ? LIST "?status=bevestigd" : LIST "?status=bevestigd"
		    "&rol=" ATTENDEE_DELEGATES,
	};
}

static void
set_tiles(const struct statistics *statistics, const struct answers *answers,
    const struct event *event, struct arena *arena,
    struct overview_page *page)
{
	const struct figure_view tiles[TILES] = {
		with_place(statistics, event, arena),
		{ of_attendance(statistics, ATTENDANCE_WAITING),
		    "op de wachtlijst", LIST "?status=wachtlijst" },
		{ of_attendance(statistics, ATTENDANCE_CANCELLED), "afgemeld",
		    LIST "?status=afgemeld" },
		{ statistics->held[ATTENDANCE_CONFIRMED],
		    "bevestigd, naam volgt",
		    LIST "?status=bevestigd&naam=volgt" },
		{ answers->coming, answers->coming == 1 ?
		    "gemeente komt" : "gemeenten komen",
		    "/beheer/gemeenten?antwoord=aangemeld" },
		{ answers->silent, "met mbo, nog stil",
		    "/beheer/gemeenten?antwoord=stil&mbo=1" },
	};

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

static struct chart *
new_chart(const char *id, const char *title, const char *about,
    struct arena *arena)
{
	struct chart *chart = arena_alloc(arena, sizeof(*chart));

	*chart = (struct chart){ .id = id, .title = title, .about = about };
	return chart;
}

static const char *
left_in_words(const struct seats_row *row, struct arena *arena)
{
	const char *left = row->left == 0 ? "vol" : arena_printf(arena,
	    "%lld vrij", (long long)row->left);

	return row->waiting == 0 ? left : arena_printf(arena,
	    "%s, %lld wacht%s", left, (long long)row->waiting,
	    row->waiting == 1 ? "" : "en");
}

static void
set_seats(const struct statistics *statistics, const struct catalog *catalog,
    struct arena *arena, struct overview_page *page)
{
	struct chart *chart = new_chart("plaatsen", "Plaatsen per sessie",
	    "Per sessie een balk die voller is naarmate er meer plaatsen "
	    "bezet zijn, met het aantal vrije plaatsen.", arena);
	struct chart_value *values = arena_array(arena, statistics->nsessions,
	    sizeof(*values));

	page->seats = arena_array(arena, statistics->nsessions,
	    sizeof(*page->seats));
	for (size_t i = 0; i < statistics->nsessions; i++) {
		const struct statistics_session *one = &statistics->sessions[i];
		struct seats_row *row = &page->seats[page->nseats];
		const struct round *round;
		const struct session *session = catalog_session(catalog,
		    one->session, &round);

		/* The catalog is a moment older or younger than the count. */
		if (session == NULL)
			continue;
		*row = (struct seats_row){
			.id = session->id, .title = session->titel,
			.round = round->titel, .places = session->capaciteit,
			.taken = one->taken, .waiting = one->waiting,
			.left = one->taken > session->capaciteit ? 0 :
			    session->capaciteit - one->taken,
		};
		values[page->nseats++] = (struct chart_value){
			.label = row->title,
			.text = left_in_words(row, arena),
			.value = row->taken,
			/* Nothing fits in nothing: an empty bar. */
			.whole = row->places == 0 ? 1 : row->places,
		};
	}
	chart_bars(chart, values, page->nseats, arena);
	page->seats_chart = chart;
}

static void
set_themas(const struct statistics *statistics, struct arena *arena,
    struct overview_page *page)
{
	struct chart *chart = new_chart("thema", "Thema’s",
	    "Per thema een balk die langer is naarmate meer aanmeldingen "
	    "het kozen, met dat aantal.", arena);
	struct chart_value *values = arena_array(arena, statistics->nthemas,
	    sizeof(*values));

	page->themas = arena_array(arena, statistics->nthemas,
	    sizeof(*page->themas));
	for (size_t i = 0; i < statistics->nthemas; i++) {
		const struct statistics_thema *one = &statistics->themas[i];

		page->themas[page->nthemas++] = (struct thema_row){
			one->titel, one->delegations
		};
		values[i] = (struct chart_value){
			.label = one->titel, .value = one->delegations,
			.text = arena_printf(arena, "%lld",
			    (long long)one->delegations),
		};
	}
	chart_bars(chart, values, statistics->nthemas, arena);
	page->thema_chart = chart;
}

/* "24 november", out of "dinsdag 24 november 2026" */
static const char *
short_day(int64_t when, struct arena *arena)
{
	const char *date = strchr(clock_date(when, arena), ' ') + 1;

	return arena_copy(arena, date, (size_t)(strrchr(date, ' ') - date));
}

static void
draw_days(const int64_t *counts, const int64_t *totals, struct arena *arena,
    struct overview_page *page)
{
	size_t n = page->ndays;
	struct chart *each, *sum;
	int64_t highest = 0;

	for (size_t i = 0; i < n; i++)
		highest = counts[i] > highest ? counts[i] : highest;
	each = new_chart("per-dag", arena_printf(arena,
	    "Aangemelde mensen per %s", page->period), arena_printf(arena,
	    "Een kolom per %s, vanaf %s; de hoogste is %lld.", page->period,
	    page->days[0].day, (long long)highest), arena);
	sum = new_chart("opgeteld", "Aangemelde mensen, opgeteld",
	    arena_printf(arena, "Een lijn die oploopt tot %s.",
	    present_count(totals[n - 1], "aangemelde", "aangemelden", arena)),
	    arena);
	each->first = sum->first = page->days[0].day;
	each->last = sum->last = n == 1 ? NULL : page->days[n - 1].day;
	chart_columns(each, counts, n, arena);
	chart_line(sum, totals, n, arena);
	page->days_chart = each;
	page->total_chart = sum;
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
	int64_t until = now < event->aanmelden_dicht ? now :
	    event->aanmelden_dicht;
	/* Half a day more, because a day may have 23 or 25 hours. */
	int64_t elapsed = (clock_midnight(until, 1) - statistics->first_day +
	    43200) / 86400;
	size_t days = statistics->ndays, period = 1, n;
	int64_t *counts, *totals, total = 0;

	if (statistics->ndays == 0)
		return;
	if (elapsed > (int64_t)days)
		days = (size_t)elapsed;
	while (days / period >= PERIODS_MAX)
		period = period == 1 ? WEEK : period * 4;
	n = (days + period - 1) / period;
	counts = arena_array(arena, n, sizeof(*counts));
	totals = arena_array(arena, n, sizeof(*totals));
	page->period = period == 1 ? "dag" : period == WEEK ? "week" :
	    arena_printf(arena, "%zu weken", period / WEEK);
	page->days = arena_array(arena, n, sizeof(*page->days));
	for (size_t i = 0; i < n; i++) {
		counts[i] = 0;
		for (size_t day = i * period; day < (i + 1) * period &&
		    day < statistics->ndays; day++)
			counts[i] += statistics->days[day];
		totals[i] = total += counts[i];
		page->days[page->ndays++] = (struct day_row){
			.day = short_day(clock_midnight(statistics->first_day,
			    (int)(i * period)), arena),
			.count = counts[i], .total = total,
		};
	}
	draw_days(counts, totals, arena, page);
}

void
overview_view_set(const struct statistics *statistics,
    const struct answers *answers,
    const struct catalog *catalog, int64_t now, struct arena *arena,
    struct overview_page *page)
{
	set_tiles(statistics, answers, &catalog->event, arena, page);
	set_people(statistics, arena, page);
	set_seats(statistics, catalog, arena, page);
	set_days(statistics, &catalog->event, now, arena, page);
	set_themas(statistics, arena, page);
}
