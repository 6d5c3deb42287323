/* The coverage page's filter and the list of municipalities it leaves. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/gemeenten/coverage_view.h"
#include "core/arena.h"
#include "core/buf.h"
#include "db/gemeente/gemeente.h"
#include "templates/present.h"
#include "templates/public/form.h"

#define WORDS_MAX	500
#define REGIONS_MAX	100

static const char *const shades[COVERAGE__MAX] = {
	[COVERAGE_SIGNED_UP] = "good",
	[COVERAGE_HELD] = "good",
	[COVERAGE_WAITING] = "wait",
	[COVERAGE_CANCELLED] = "none",
	[COVERAGE_DECLINED] = "none",
	[COVERAGE_SILENT] = "none",
};

const char *
coverage_shade(enum coverage_state state)
{
	return shades[state];
}

static struct option_view
option(const char *value, const char *label, bool chosen)
{
	return (struct option_view){
		.value = value, .label = label, .chosen = chosen,
	};
}

static int
compare_options(const void *a, const void *b)
{
	const struct option_view *left = a, *right = b;

	return strcmp(left->value, right->value);
}

static void
draw_choices(const struct coverage *list, size_t count,
    const struct coverage_filter *filter, struct arena *arena,
    struct coverage_page *page)
{
	page->states = arena_array(arena, COVERAGE__MAX,
	    sizeof(struct option_view));
	for (enum coverage_state i = 0; i < COVERAGE__MAX; i++)
		page->states[page->nstates++] = option(coverage_key(i),
		    coverage_word(i), filter->state == i);
	page->in_provinces = arena_array(arena, PROVINCIES,
	    sizeof(struct option_view));
	for (size_t i = 0; i < PROVINCIES; i++)
		page->in_provinces[page->nin_provinces++] =
		    option(provincies[i], provincies[i],
		    strcmp(provincies[i], filter->provincie) == 0);
	page->in_regions = arena_array(arena, REGIONS_MAX,
	    sizeof(struct option_view));
	for (size_t i = 0; i < count && page->nin_regions < REGIONS_MAX; i++) {
		const char *regio = list[i].regio;
		size_t at = 0;

		while (at < page->nin_regions &&
		    strcmp(page->in_regions[at].value, regio) != 0)
			at++;
		if (regio[0] != '\0' && at == page->nin_regions)
			page->in_regions[page->nin_regions++] = option(regio,
			    regio, strcmp(regio, filter->regio) == 0);
	}
	qsort(page->in_regions, page->nin_regions,
	    sizeof(struct option_view), compare_options);
}

/* Everybody who signed up and did not cancel. */
static int64_t
people_of(const struct coverage_people *people)
{
	return people->confirmed + people->waiting;
}

static struct coverage_row
row_of(const struct coverage *one, const struct coverage *list, size_t count,
    struct arena *arena)
{
	struct coverage_row row = {
		.code = one->code, .name = one->naam,
		.initial = arena_printf(arena, "%c",
		    toupper((unsigned char)one->sort[0])),
		.province = one->provincie,
		.region = present_text(one->regio),
		.colleges = present_text(gemeente_joined(one->mbo_namen,
		    ", ", arena)),
		.mbo = one->heeft_mbo,
		.state = coverage_key(one->state),
		.shade = shades[one->state],
		.people = people_of(&one->own),
		.past = one->today ? NULL : one->geldig_tot[0] == '\0' ?
		    "bestaat nog niet" : arena_printf(arena, "tot %s",
		    one->geldig_tot),
	};

	if (one->including[0] == '\0')
		return row;
	/* Those that went into this one and have people under their name. */
	row.parts = arena_array(arena, count, sizeof(*row.parts));
	for (size_t i = 0; i < count; i++)
		if (list[i].within != NULL &&
		    strcmp(list[i].within, one->code) == 0 &&
		    people_of(&list[i].own) > 0)
			row.parts[row.nparts++] = (struct coverage_part){
				.code = list[i].code,
				.label = arena_printf(arena,
				    "%lld onder %s",
				    (long long)people_of(&list[i].own),
				    list[i].naam),
			};
	return row;
}

/* "40 aangemeld, 3 wachtlijst, 21 stil" */
static const char *
answers_of(const struct coverage_total *total, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, WORDS_MAX);
	for (enum coverage_state i = 0; i < COVERAGE__MAX; i++)
		if (total->by_state[i] > 0)
			buf_printf(&out, "%s%lld %s", out.length == 0 ? "" :
			    ", ", (long long)total->by_state[i],
			    coverage_word(i));
	return present_text(out.data);
}

static const char *
page_address(const char *search, size_t number, const char *end,
    struct arena *arena)
{
	return arena_printf(arena, "/beheer/gemeenten%s%spagina=%zu%s",
	    search, search[0] == '\0' ? "?" : "&", number + 1, end);
}

/* All rows are there; what stays is one page, and the way to the others. */
static void
draw_page(const char *search, size_t number, struct arena *arena,
    struct coverage_page *page)
{
	size_t all = page->nrows, last = (all - 1) / COVERAGE_PAGE;
	const char *letter = "";

	page->letters = arena_array(arena, all, sizeof(*page->letters));
	for (size_t i = 0; i < all; i++) {
		if (strcmp(letter, page->rows[i].initial) == 0)
			continue;
		letter = page->rows[i].initial;
		page->rows[i].first = letter;
		page->letters[page->nletters++] = (struct coverage_letter){
			.label = letter,
			.href = page_address(search, i / COVERAGE_PAGE,
			    arena_printf(arena, "#letter-%s", letter), arena),
		};
	}
	number = number > last ? last : number;
	page->rows += number * COVERAGE_PAGE;
	page->nrows = number == last ? all - last * COVERAGE_PAGE :
	    COVERAGE_PAGE;
	page->pages = arena_printf(arena, "%zu–%zu van %zu",
	    number * COVERAGE_PAGE + 1, number * COVERAGE_PAGE + page->nrows,
	    all);
	if (number > 0)
		page->previous = page_address(search, number - 1, "", arena);
	if (number < last)
		page->next = page_address(search, number + 1, "", arena);
}

void
coverage_draw_list(const struct coverage *list, size_t count,
    const struct coverage_filter *filter, int64_t page_number,
    struct arena *arena, struct coverage_page *page)
{
	struct coverage_total total = { .naam = "" };
	const char *search;

	page->rows = arena_array(arena, count, sizeof(*page->rows));
	for (size_t i = 0; i < count; i++) {
		if (!coverage_fits(&list[i], filter, arena))
			continue;
		coverage_add(&total, &list[i]);
		page->rows[page->nrows++] = row_of(&list[i], list, count,
		    arena);
	}
	page->query = filter->query;
	page->filtered = filter->query[0] != '\0' ||
	    filter->provincie[0] != '\0' || filter->regio[0] != '\0' ||
	    filter->state != COVERAGE__MAX;
	search = coverage_filter_write(filter, arena);
	page->xlsx = arena_printf(arena, "/beheer/gemeenten.xlsx%s", search);
	page->csv = arena_printf(arena, "/beheer/gemeenten.csv%s", search);
	page->found = arena_printf(arena, "%s, %s", present_count(
	    (int64_t)page->nrows, "gemeente", "gemeenten", arena),
	    present_count(people_of(&total.people), "persoon", "personen",
	    arena));
	page->answers = filter->state == COVERAGE__MAX ?
	    answers_of(&total, arena) : NULL;
	draw_choices(list, count, filter, arena, page);
	for (size_t i = 0; i < page->nrows; i++)
		page->rows[i].href = arena_printf(arena,
		    "/beheer/gemeente/%s%s", page->rows[i].code, search);
	if (page->nrows > COVERAGE_PAGE)
		draw_page(search, page_number < 1 ? 0 :
		    (size_t)page_number - 1, arena, page);
}
