#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/gemeente/lookup.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static int
set_up(void **state)
{
	world_open(state);
	world_sql(*state, "INSERT INTO gemeente (code, naam, officiele_naam,"
	    " provincie, domein) VALUES"
	    " ('GM0394', 'Haarlemmermeer', 'Haarlemmermeer', 'Noord-Holland',"
	    " 'haarlemmermeer.nl'),"
	    " ('GM0363', 'Amsterdam', 'Amsterdam', 'Noord-Holland',"
	    " 'amsterdam.nl'),"
	    " ('GM0164', 'Hengelo', 'Hengelo (O.)', 'Overijssel',"
	    " 'samen.nl'),"
	    " ('GM0200', 'Apeldoorn', 'Apeldoorn', 'Gelderland', 'samen.nl'),"
	    " ('GM1904', 'Stichtse Vecht', 'Stichtse Vecht', 'Utrecht', '');");
	return 0;
}

static void
test_a_municipality_is_known_however_it_is_typed(void **state)
{
	static const struct {
		const char	*text;
		const char	*code;	/* NULL: none, or more than one */
	} typed[] = {
		{ "GM0632", "GM0632" }, { "woerden", "GM0632" },
		{ "gemeente woerden", "GM0632" },
		{ "Gemeente  Woerden.", "GM0632" }, { "woerden ", "GM0632" },
		{ "\u2019s-Gravenhage", "GM0518" },
		{ "\u2018s Gravenhage", "GM0518" },
		{ "`s-Gravenhage", "GM0518" }, { "s gravenhage", "GM0518" },
		{ "Gemeente Den Haag", "GM0518" },
		{ "den-haag", "GM0518" }, { "sudwest fryslan", "GM1900" },
		{ "Hengelo (O)", "GM0164" }, { "hengelo", "GM0164" },
		/* It has merged. */
		{ "GM0007", "GM0632" }, { "Voorbij", "GM0632" },
		{ "gemeente voorbij", "GM0632" }, { "Oud-Voorbij", "GM0632" },
		/* It is a place in one, or was one itself. */
		{ "Hoofddorp", "GM0394" }, { "hoofddorp ", "GM0394" },
		{ "Weesp", "GM0363" }, { "gemeente Weesp", "GM0363" },
		{ "Maarssen", "GM1904" },
		/* In more than one; or in one that is not there. */
		{ "Loenen", NULL }, { "Drachten", NULL },
		{ "", NULL }, { "gemeente", NULL }, { "Atlantis", NULL },
		{ "Woer", NULL }, { "GM9999", NULL }, { "s", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(typed); i++) {
		const struct gemeente *found = lookup_gemeente(
		    world_catalog(world), typed[i].text, world->arena);

		assert_string_equal(found == NULL ? "none" : found->code,
		    typed[i].code == NULL ? "none" : typed[i].code);
	}
}

static void
test_what_was_meant_is_suggested(void **state)
{
	static const struct {
		const char	*text;
		const char	*labels;
	} typed[] = {
		{ "Worden", "Woerden" }, { "woreden", "Woerden" },
		{ "Hoofdorp", "Haarlemmermeer (Hoofddorp)" },
		{ "Haarlemermeer", "Haarlemmermeer" },
		{ "amsterdm", "Amsterdam" },
		{ "loenen", "Apeldoorn (Loenen), Stichtse Vecht (Loenen)" },
		{ "hengel", "Hengelo" }, { "Voorbi", "Woerden" },
		{ "Atlantis", "" }, { "", "" }, { "...", "" }, { "w", "" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(typed); i++) {
		const char *labels[SUGGESTIONS_MAX], *all = "";
		size_t count = lookup_suggest(world_catalog(world),
		    typed[i].text, world->arena, labels);

		for (size_t j = 0; j < count; j++)
			all = arena_printf(world->arena, "%s%s%s", all,
			    j == 0 ? "" : ", ", labels[j]);
		assert_string_equal(all, typed[i].labels);
	}
}

/* Three of the nearest, in the order of their names. */
static void
test_the_nearest_are_suggested_however_many_are_near(void **state)
{
	static const struct {
		const char	*names;
		const char	*labels;
	} vectors[] = {
		{ "('A1', 'Vlietwijz'), ('A2', 'Vlietwijx'),"
		    " ('A3', 'Vlietwijy'), ('A4', 'Vlietwijw')",
		    "Vlietwijw, Vlietwijx, Vlietwijy" },
		/* Nearer, and read last. */
		{ "('A5', 'Xlietwijk'), ('A6', 'Ylietwijk')",
		    "Vlietwijw, Vlietwijx, Vlietwijy" },
		{ "('A7', 'Zvlietwijkz')", "Vlietwijw, Vlietwijx, Vlietwijy" },
		{ "('A8', 'Vlietwijk')", "Vlietwijk" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *labels[SUGGESTIONS_MAX], *all = "";
		size_t count;

		world_sql(world, arena_printf(world->arena, "WITH nieuw (code,"
		    " naam) AS (VALUES %s) INSERT INTO gemeente (code, naam,"
		    " officiele_naam, provincie) SELECT 'GM00' || code, naam,"
		    " naam, 'Utrecht' FROM nieuw", vectors[i].names));
		count = lookup_suggest(world_catalog(world), "Vlietwijk",
		    world->arena, labels);
		for (size_t j = 0; j < count; j++)
			all = arena_printf(world->arena, "%s%s%s", all,
			    j == 0 ? "" : ", ", labels[j]);
		assert_string_equal(all, vectors[i].labels);
	}
}

static void
test_an_address_tells_its_municipality(void **state)
{
	static const struct {
		const char	*address;
		const char	*code;
	} addresses[] = {
		{ "s.devries@woerden.nl", "GM0632" },
		{ "s.devries@WOERDEN.nl", "GM0632" },
		{ "jan@samen.nl", NULL }, { "jan@gmail.com", NULL },
		{ "jan@", NULL }, { "jan", NULL }, { "", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(addresses); i++) {
		const struct gemeente *found = lookup_domain(
		    world_catalog(world), addresses[i].address);

		assert_string_equal(found == NULL ? "none" : found->code,
		    addresses[i].code == NULL ? "none" : addresses[i].code);
	}
}

static void
test_every_place_has_the_key_it_is_looked_for_by(void **state)
{
	struct world *world = *state;
	const struct place *places;
	size_t count = lookup_places(&places);

	assert_true(count > 1000);
	for (size_t i = 0; i < count; i++)
		assert_string_equal(lookup_key(places[i].name, world->arena),
		    places[i].key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_a_municipality_is_known_however_it_is_typed,
		    set_up, world_close),
		cmocka_unit_test_setup_teardown(
		    test_what_was_meant_is_suggested, set_up, world_close),
		cmocka_unit_test_setup_teardown(
		    test_the_nearest_are_suggested_however_many_are_near,
		    set_up, world_close),
		cmocka_unit_test_setup_teardown(
		    test_an_address_tells_its_municipality, set_up,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_every_place_has_the_key_it_is_looked_for_by,
		    world_open, world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
