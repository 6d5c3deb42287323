/* Which municipalities are shown, how each stands and what comes next. */
#include <string.h>

#include "cgi/desk/campaign/campaign_view.h"
#include "core/arena.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/gemeente/gemeente.h"
#include "templates/present.h"

#define WORDS_MAX	500
#define ADDRESS_MAX	2000
#define KEPT		4
#define DAY		86400
#define SHARES		1000	/* the width of all of them */

static const struct {
	const char	*word;
	const char	*shade;
} states[INVITED__MAX] = {
	[INVITED_SIGNED_UP] = { "aangemeld", "good" },
	[INVITED_WAITING] = { "wachtlijst", "wait" },
	[INVITED_DECLINED] = { "komt niet", "none" },
	[INVITED_LATER] = { "beslist later", "wait" },
	[INVITED_BOUNCED] = { "kwam terug", "bad" },
	[INVITED_SILENT] = { "stil", "none" },
	[INVITED_NOT] = { "niet uitgenodigd", "none" },
};

static const char *const why[INVITED_WHY__MAX] = {
	[INVITED_ANSWERED] = "Heeft al geantwoord",
	[INVITED_DECIDES] = "Beslist later",
	[INVITED_STOPPED] = "Wil geen mail meer",
	[INVITED_NO_ADDRESS] = "Heeft geen adres",
	[INVITED_CAME_BACK] = "Mail naar dit adres kwam terug",
	[INVITED_WAITS] = "Er staat al een bericht klaar",
	[INVITED_OFTEN] = "Is zo vaak herinnerd als mag; bel of stuur een "
	    "brief",
	[INVITED_LATELY] = "Kreeg te kort geleden bericht",
};

const char *
campaign_why(enum invited_why which)
{
	return why[which];
}

/* What a view holds: one state, or what happened at some time. */
static const struct view {
	const char		*key;
	const char		*label;
	enum invited_state	 state;		/* INVITED__MAX: see below */
	enum { SOME_STATE, ALL, EVER_INVITED, EVER_REMINDED,
	    EVER_OPENED, ON_PAPER, TO_CALL }	 which;
} views[] = {
	{ "", "Alle", INVITED__MAX, ALL },
	{ "stil", "Stil", INVITED_SILENT, SOME_STATE },
	{ "aangemeld", "Aangemeld", INVITED_SIGNED_UP, SOME_STATE },
	{ "wacht", "Wachtlijst", INVITED_WAITING, SOME_STATE },
	{ "later", "Beslist later", INVITED_LATER, SOME_STATE },
	{ "afgezegd", "Komt niet", INVITED_DECLINED, SOME_STATE },
	{ "terug", "Kwam terug", INVITED_BOUNCED, SOME_STATE },
	{ "niet", "Niet uitgenodigd", INVITED_NOT, SOME_STATE },
	{ "uitgenodigd", "Ooit uitgenodigd", INVITED__MAX, EVER_INVITED },
	{ "herinnerd", "Ooit herinnerd", INVITED__MAX, EVER_REMINDED },
	{ "geopend", "Formulier geopend", INVITED__MAX, EVER_OPENED },
	/* These are of the ladder, and not there without one. */
	{ "brief", "Brief sturen", INVITED__MAX, ON_PAPER },
	{ "bellen", "Bellen", INVITED__MAX, TO_CALL },
};

#define NVIEWS	(sizeof(views) / sizeof(views[0]))

static bool
is_in_view(const struct invited *one, const struct view *view,
    const char *today)
{
	switch (view->which) {
	case SOME_STATE:
		return invited_state(one, today) == view->state;
	case EVER_INVITED:
		return one->letters > 0;
	case EVER_REMINDED:
		return one->letters > 1;
	case EVER_OPENED:
		return one->opened != 0;
	case ON_PAPER:
		return invited_rung(one, today) == RUNG_PAPER;
	case TO_CALL:
		return invited_rung(one, today) == RUNG_CALL;
	case ALL:
		break;
	}
	return true;
}

void
campaign_filter_read(const struct params *params,
    struct campaign_filter *filter)
{
	const char *key = query_text(params, "toon");

	*filter = (struct campaign_filter){
		.query = query_text(params, "q"),
		.provincie = query_text(params, "provincie"),
		.mbo = text_same(query_text(params, "mbo"), "1"),
	};
	for (size_t i = 0; i < NVIEWS; i++)
		if (strcmp(views[i].key, key) == 0)
			filter->view = i;
}

const char *
campaign_filter_write(const char *path, const struct campaign_filter *filter,
    struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, ADDRESS_MAX);
	buf_text(&out, path);
	query_add(&out, "toon", views[filter->view].key);
	query_add(&out, "q", filter->query);
	query_add(&out, "provincie", filter->provincie);
	query_add(&out, "mbo", filter->mbo ? "1" : "");
	return out.data;
}

const char *
campaign_filter_words(const struct campaign_filter *filter,
    struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, WORDS_MAX);
	buf_text(&out, filter->view == 0 ? "alle gemeenten" :
	    text_fold(views[filter->view].label, arena));
	if (filter->mbo)
		buf_text(&out, ", met mbo");
	if (filter->provincie[0] != '\0')
		buf_printf(&out, ", %s", filter->provincie);
	if (filter->query[0] != '\0')
		buf_printf(&out, ", gezocht op %s", filter->query);
	return out.data;
}

struct desk_form_kept *
campaign_filter_hide(const struct campaign_filter *filter, size_t *count,
    struct arena *arena)
{
	struct desk_form_kept *kept = arena_array(arena, KEPT, sizeof(*kept));

	kept[0] = (struct desk_form_kept){ "toon", views[filter->view].key };
	kept[1] = (struct desk_form_kept){ "q", filter->query };
	kept[2] = (struct desk_form_kept){ "provincie", filter->provincie };
	kept[3] = (struct desk_form_kept){ "mbo", filter->mbo ? "1" : "" };
	*count = KEPT;
	return kept;
}

bool
campaign_fits(const struct invited *one, const struct campaign_filter *filter,
    const char *today, struct arena *arena)
{
	struct coverage_filter coverage = coverage_all();

	coverage.query = filter->query;
	coverage.provincie = filter->provincie;
	coverage.mbo = filter->mbo;
	return is_in_view(one, &views[filter->view], today) &&
	    coverage_fits(one->coverage, &coverage, arena);
}

enum status
campaign_read(struct app *app, const struct request *request,
    const struct catalog **catalog, char today[], struct invited **list,
    size_t *count)
{
	enum status status = desk_catalog(app, request, catalog);

	clock_day(app->now(), today);
	return status != STATUS_OK ? status : invited_read(app->db,
	    (*catalog)->event.id, today, request->arena, list, count);
}

/* What the ladder asks, with its reason; NULL: mail. */
static const char *
rung_of(const struct invited *one, const char *today, enum invited_why which,
    struct arena *arena)
{
	switch (invited_rung(one, today)) {
	case RUNG_PAPER:
		return arena_printf(arena, "Brief sturen: %s", which ==
		    INVITED_STOPPED ? "wil geen mail" : which ==
		    INVITED_NO_ADDRESS ? "heeft geen adres" : which ==
		    INVITED_CAME_BACK ? "mail kwam terug" : arena_printf(
		    arena, "%s zonder antwoord", present_count(one->letters,
		    "mail", "mails", arena)));
	case RUNG_SOON:
		return arena_printf(arena, "Brief verstuurd op %s, nog even "
		    "wachten", clock_brief(one->paper, arena));
	case RUNG_CALL:
		return arena_printf(arena, "Bellen: geen antwoord op de brief "
		    "van %s", clock_brief(one->paper, arena));
	case RUNG_NONE:
	case RUNG_MAIL:
	case RUNG_GRIFFIE:
		break;
	}
	return NULL;
}

static const char *
step_of(const struct invited *one, const char *today, int64_t now,
    struct arena *arena)
{
	enum invited_state state = invited_state(one, today);
	enum invited_why which = invited_why(one, today, now);
	const char *rung = rung_of(one, today, which, arena);

	if (state == INVITED_LATER)
		return arena_printf(arena, "Wacht op college, %s",
		    one->later);
	if (state == INVITED_WAITING)
		return "Wacht op plaats";
	if (state < INVITED_BOUNCED)
		return NULL;
	if (rung != NULL)
		return rung;
	if (which == INVITED_NO_ADDRESS)
		return "Adres invullen";
	if (which == INVITED_CAME_BACK)
		return "Adres verbeteren";
	if (which == INVITED_STOPPED)
		return "Wil geen mail: bellen of brief";
	if (which == INVITED_WAITS)
		return "Staat klaar";
	if (one->opened > one->last)
		return "Bellen: begon, stuurde niet";
	if (which == INVITED_OFTEN)
		return "Bellen of brief";
	if (which == INVITED_LATELY)
		return arena_printf(arena, "Herinneren kan vanaf %s",
		    clock_brief(one->last + one->between, arena));
	return state == INVITED_NOT ? "Uitnodigen" : one->griffie ?
	    "Herinneren, bij de griffie" : "Herinneren";
}

static struct campaign_row
row_of(const struct invited *one, const char *today, int64_t now,
    struct arena *arena)
{
	enum invited_state state = invited_state(one, today);
	int64_t people = one->coverage->all.confirmed +
	    one->coverage->all.waiting;

	return (struct campaign_row){
		.code = one->coverage->code, .name = one->coverage->naam,
		.province = one->coverage->provincie,
		.state = people == 0 ? states[state].word : arena_printf(arena,
		    "%s, %lld", states[state].word, (long long)people),
		.shade = states[state].shade,
		.invited = one->letters == 0 ? NULL :
		    clock_brief(one->first, arena),
		.reminded = one->letters < 2 ? NULL : one->letters == 2 ?
		    clock_brief(one->last, arena) : arena_printf(arena,
		    "%lld keer", (long long)one->letters - 1),
		.opened = one->opened == 0 ? NULL :
		    clock_brief(one->opened, arena),
		.step = step_of(one, today, now, arena),
		.mend = state >= INVITED_BOUNCED &&
		    (one->address[0] == '\0' || one->bounced),
	};
}

static void
draw_views(const struct invited *list, size_t count,
    const struct campaign_filter *filter, const char *today,
    struct arena *arena, struct campaign_page *page)
{
	page->views = arena_array(arena, NVIEWS, sizeof(*page->views));
	for (size_t i = 0; i < NVIEWS; i++) {
		struct campaign_view *view = &page->views[page->nviews++];
		struct campaign_filter other = *filter;

		if (views[i].which >= ON_PAPER && (count == 0 ||
		    !list[0].ladder)) {
			page->nviews--;
			continue;
		}
		other.view = i;
		*view = (struct campaign_view){
			.path = campaign_filter_write("/beheer/campagne",
			    &other, arena),
			.label = views[i].label, .here = i == filter->view,
			.shade = views[i].which == SOME_STATE ?
			    states[views[i].state].shade : "none",
		};
		for (size_t j = 0; j < count; j++)
			view->count += campaign_fits(&list[j], &other, today,
			    arena);
	}
}

/* The addresses of the portions beside this one, and of the silent. */
static void
draw_pages(const struct campaign_filter *filter, int64_t first, int64_t fits,
    struct arena *arena, struct campaign_page *page)
{
	const char *path = campaign_filter_write("/beheer/campagne", filter,
	    arena);
	char mark = strchr(path, '?') == NULL ? '?' : '&';
	struct campaign_filter silent = { .query = "", .provincie = "" };

	while (views[silent.view].state != INVITED_SILENT)
		silent.view++;
	page->silent_path = filter->view == silent.view ? NULL :
	    campaign_filter_write("/beheer/campagne", &silent, arena);
	if (first > 0)
		page->before = arena_printf(arena, "%s%cna=%lld", path, mark,
		    (long long)(first < CAMPAIGN_SHOWN ? 0 :
		    first - CAMPAIGN_SHOWN));
	if (first + CAMPAIGN_SHOWN < fits)
		page->behind = arena_printf(arena, "%s%cna=%lld", path, mark,
		    (long long)first + CAMPAIGN_SHOWN);
}

/* Who wants something of an organiser stands in front. */
static const enum invited_state urgency[INVITED__MAX] = {
	INVITED_BOUNCED, INVITED_SILENT, INVITED_NOT, INVITED_LATER,
	INVITED_WAITING, INVITED_DECLINED, INVITED_SIGNED_UP,
};

/* Returns how many fit; the page gets those from the first on. */
static int64_t
draw_rows(const struct invited *list, size_t count,
    const struct campaign_filter *filter, const char *today, int64_t now,
    int64_t first, struct arena *arena, struct campaign_page *page)
{
	int64_t fits = 0;

	page->rows = arena_array(arena, count, sizeof(*page->rows));
	for (size_t i = 0; i < INVITED__MAX; i++)
		for (size_t j = 0; j < count; j++) {
			if (invited_state(&list[j], today) != urgency[i] ||
			    !campaign_fits(&list[j], filter, today, arena))
				continue;
			if (fits >= first && fits < first + CAMPAIGN_SHOWN)
				page->rows[page->nrows++] = row_of(&list[j],
				    today, now, arena);
			fits++;
		}
	return fits;
}

/* How all of them stand, side by side: a part is as wide as it is large. */
static void
draw_shares(const struct invited *list, size_t count, const char *today,
    struct arena *arena, struct campaign_page *page)
{
	int64_t counts[INVITED__MAX] = { 0 }, before = 0;

	for (size_t i = 0; i < count; i++)
		counts[invited_state(&list[i], today)]++;
	page->silent = counts[INVITED_SILENT];
	page->shares = arena_array(arena, INVITED__MAX,
	    sizeof(*page->shares));
	for (enum invited_state i = 0; i < INVITED__MAX; i++) {
		if (counts[i] == 0)
			continue;
		page->shares[page->nshares++] = (struct campaign_share){
			.at = before * SHARES / (int64_t)count,
			.width = (before + counts[i]) * SHARES /
			    (int64_t)count - before * SHARES / (int64_t)count,
			.count = counts[i], .label = states[i].word,
			.shade = states[i].shade,
		};
		before += counts[i];
	}
}

void
campaign_draw(const struct invited *list, size_t count,
    const struct campaign_filter *filter, const char *today, int64_t now,
    int64_t first, struct arena *arena, struct campaign_page *page)
{
	int64_t answered = 0, fits;

	for (size_t i = 0; i < count; i++)
		answered += list[i].coverage->state != COVERAGE_SILENT;
	draw_views(list, count, filter, today, arena, page);
	draw_shares(list, count, today, arena, page);
	fits = draw_rows(list, count, filter, today, now, first, arena, page);
	draw_pages(filter, first, fits, arena, page);
	page->lead = arena_printf(arena, "%lld van de %zu gemeenten gaven "
	    "antwoord.", (long long)answered, count);
	page->found = fits <= CAMPAIGN_SHOWN ? present_count(fits,
	    "gemeente in deze lijst", "gemeenten in deze lijst", arena) :
	    arena_printf(arena, "%lld–%lld van %lld gemeenten, wie u nodig "
	    "heeft eerst",
	    (long long)first + 1, (long long)first + (int64_t)page->nrows,
	    (long long)fits);
	page->ladder = count > 0 && list[0].ladder;
	page->query = filter->query;
	page->mbo = filter->mbo;
	page->view = views[filter->view].key;
	page->provinces = arena_array(arena, PROVINCIES,
	    sizeof(*page->provinces));
	for (size_t i = 0; i < PROVINCIES; i++)
		page->provinces[page->nprovinces++] = (struct option_view){
			.value = provincies[i], .label = provincies[i],
			.chosen = strcmp(provincies[i], filter->provincie) ==
			    0,
		};
	page->csv = campaign_filter_write("/beheer/campagne/brieven.csv",
	    filter, arena);
	page->paper = campaign_filter_write("/beheer/campagne/brieven",
	    filter, arena);
}
