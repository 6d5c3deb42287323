/* The coverage page's tiles, its map of the provinces and their tables. */
#include <stdlib.h>
#include <string.h>

#include "cgi/desk/gemeenten/coverage_view.h"
#include "core/arena.h"
#include "db/gemeente/gemeente.h"
#include "templates/present.h"

#define REGIONS_MAX	100

/* Where each province of gemeente.h lies on the map. */
static const struct {
	const char	*abbreviation;
	int		 x, y, width, height;
} tiles[PROVINCIES] = {
	{ "Gr", 100, 2, 72, 46 },
	{ "Fr", 25, 2, 72, 46 },
	{ "Dr", 100, 51, 72, 46 },
	{ "Ov", 105, 100, 82, 46 },
	{ "Fl", 52, 51, 45, 46 },
	{ "Gld", 100, 149, 87, 46 },
	{ "Ut", 52, 116, 45, 46 },
	{ "NH", 2, 51, 47, 62 },
	{ "ZH", 2, 116, 47, 62 },
	{ "Zl", 2, 181, 47, 62 },
	{ "NB", 52, 198, 85, 46 },
	{ "Li", 140, 198, 47, 46 },
};

#define NARROW		60	/* here and below: two lines */

static const char *const labels[COVERAGE__MAX] = {
	[COVERAGE_SIGNED_UP] = "aangemeld",
	[COVERAGE_HELD] = "plaats vastgehouden",
	[COVERAGE_WAITING] = "op de wachtlijst",
	[COVERAGE_CANCELLED] = "afgemeld",
	[COVERAGE_DECLINED] = "komt niet",
	[COVERAGE_SILENT] = "stil",
};

/* The shade has four steps between none and all, as darkness on the map. */
static struct coverage_region
region_of(const struct coverage_total *total, struct arena *arena)
{
	static const char *const shades[] = { "p0", "p1", "p2", "p3", "p4" };
	int percent = coverage_percent(total);

	return (struct coverage_region){
		.name = total->naam,
		.percent = percent < 0 ? "–" : arena_printf(arena, "%d%%",
		    percent),
		.of = arena_printf(arena, "%lld van %lld",
		    (long long)(total->by_state[COVERAGE_SIGNED_UP] +
		    total->by_state[COVERAGE_HELD]),
		    (long long)total->gemeenten),
		.silent = total->by_state[COVERAGE_SILENT],
		.people = total->people.confirmed,
		.shade = percent <= 0 ? shades[0] : shades[1 + percent / 26],
	};
}

static struct coverage_total *
total_named(struct coverage_total *totals, size_t *count, size_t max,
    const char *naam)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(totals[i].naam, naam) == 0)
			return &totals[i];
	if (*count == max)
		return NULL;
	totals[*count].naam = naam;
	return &totals[(*count)++];
}

static int
compare_names(const void *a, const void *b)
{
	const struct coverage_total *left = a, *right = b;

	return strcmp(left->naam, right->naam);
}

static void
draw_provinces(struct coverage_total *totals, struct arena *arena,
    struct coverage_page *page)
{
	page->provinces = arena_array(arena, PROVINCIES,
	    sizeof(*page->provinces));
	for (size_t i = 0; i < PROVINCIES; i++) {
		struct coverage_region *one = &page->provinces[i];

		*one = region_of(&totals[i], arena);
		one->abbreviation = tiles[i].abbreviation;
		one->x = tiles[i].x;
		one->y = tiles[i].y;
		one->width = tiles[i].width;
		one->height = tiles[i].height;
		one->text_x = one->x + 7;
		one->text_y = one->y + 20;
		one->next_y = one->y + 37;
		one->narrow = one->width < NARROW;
	}
	page->nprovinces = PROVINCIES;
}

static const char *
lead_of(const struct coverage_total *total, bool mbo, struct arena *arena)
{
	int64_t silent = total->by_state[COVERAGE_SILENT];
	const char *what = mbo ? "gemeenten met een mbo-instelling" :
	    "gemeenten";

	if (silent == 0)
		return arena_printf(arena, "Alle %lld %s hebben gereageerd.",
		    (long long)total->gemeenten, what);
	return arena_printf(arena, "%lld van de %lld %s %s nog niet "
	    "gereageerd.", (long long)silent, (long long)total->gemeenten,
	    what, silent == 1 ? "heeft" : "hebben");
}

void
coverage_draw_figures(const struct coverage *list, size_t count,
    struct arena *arena, struct coverage_page *page)
{
	struct coverage_total all = { .naam = "" }, *at;
	struct coverage_total provinces[PROVINCIES] = { { .naam = "" } };
	struct coverage_total *regions = arena_array(arena, REGIONS_MAX,
	    sizeof(*regions));
	size_t nprovinces = PROVINCIES, nregions = 0;

	for (size_t i = 0; i < PROVINCIES; i++)
		provinces[i].naam = provincies[i];
	for (size_t i = 0; i < count; i++) {
		if (page->mbo && !list[i].heeft_mbo)
			continue;
		coverage_add(&all, &list[i]);
		if ((at = total_named(provinces, &nprovinces, PROVINCIES,
		    list[i].provincie)) != NULL)
			coverage_add(at, &list[i]);
		if (list[i].regio[0] != '\0' && (at = total_named(regions,
		    &nregions, REGIONS_MAX, list[i].regio)) != NULL)
			coverage_add(at, &list[i]);
	}
	page->base = page->mbo ? "met mbo" : NULL;
	page->lead = lead_of(&all, page->mbo, arena);
	page->tiles = arena_array(arena, COVERAGE__MAX, sizeof(*page->tiles));
	for (enum coverage_state i = 0; i < COVERAGE__MAX; i++)
		page->tiles[page->ntiles++] = (struct coverage_tile){
			.figure = all.by_state[i], .key = coverage_key(i),
			.label = i == COVERAGE_SILENT && page->mbo ?
			    "stil, met mbo" : labels[i],
		};
	draw_provinces(provinces, arena, page);
	qsort(regions, nregions, sizeof(*regions), compare_names);
	page->regions = arena_array(arena, nregions, sizeof(*page->regions));
	for (size_t i = 0; i < nregions; i++)
		if (regions[i].gemeenten > 0)
			page->regions[page->nregions++] =
			    region_of(&regions[i], arena);
}
