#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/event/catalog.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void
test_municipality_is_found_as_people_write_it(void **state)
{
	static const struct {
		const char	*text;
		const char	*code;	/* NULL: there is none */
	} vectors[] = {
		{ "GM0518", "GM0518" }, { "GM0632", "GM0632" },
		{ "den haag", "GM0518" }, { "Den Haag", "GM0518" },
		{ "DEN HAAG", "GM0518" },
		{ "gravenhage", "GM0518" }, { "'s-gravenhage", "GM0518" },
		{ "’s-Gravenhage", "GM0518" }, { "s-gravenhage", "GM0518" },
		{ "sudwest-fryslan", "GM1900" },
		{ "Súdwest-Fryslân", "GM1900" },
		{ "S\x75\xcc\x81" "dwest-Fryslân", "GM1900" },
		{ "woerden", "GM0632" }, { "Wâldstêd", "GM0632" },
		{ "waldsted", "GM0632" }, { "Laatste Dag", "GM0008" },
		{ "", NULL }, { "Nergenshuizen", NULL }, { "GM9999", NULL },
		{ "Woer", NULL }, { "woerden ", NULL },
		{ "Voorbij", "GM0632" }, { "GM0007", NULL },
		{ "Oud Voorbij", "GM0632" }, { "Morgen", NULL },
		{ "GM0009", NULL },
	};
	struct world *world = *state;
	const struct catalog *catalog = world_catalog(world);
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const struct gemeente *found = catalog_find_gemeente(catalog,
		    vectors[i].text, world->arena);

		if (found == NULL ? vectors[i].code == NULL :
		    vectors[i].code != NULL &&
		    strcmp(found->code, vectors[i].code) == 0)
			continue;
		print_error("%s finds %s\n", vectors[i].text,
		    found == NULL ? "nothing" : found->code);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
test_municipalities_come_and_go_by_date(void **state)
{
	static const struct {
		const char	*today;
		const char	*codes;
	} vectors[] = {
		{ "2026-11-23", "GM0007GM0008GM0518GM0632GM1900" },
		{ "2026-11-24", "GM0008GM0518GM0632GM1900" },
		{ "2026-11-25", "GM0009GM0518GM0632GM1900" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct catalog *catalog;
		const char *codes = "";

		assert_int_equal(catalog_load(world->app.db,
		    CATALOG_VISIBLE, vectors[i].today, world->arena,
		    &catalog), STATUS_OK);
		for (size_t j = 0; j < catalog->ngemeenten; j++)
			codes = arena_printf(world->arena, "%s%s", codes,
			    catalog->gemeenten[j].code);
		assert_string_equal(codes, vectors[i].codes);
	}
}

static void
test_a_new_day_is_a_new_catalog(void **state)
{
	struct world *world = *state;

	assert_non_null(catalog_gemeente(world_catalog(world), "GM0008"));
	/* Midnight in Amsterdam, not in Greenwich. */
	world_set_now(1795561199);
	assert_non_null(catalog_gemeente(world_catalog(world), "GM0008"));
	world_set_now(1795561200);
	assert_null(catalog_gemeente(world_catalog(world), "GM0008"));
	assert_non_null(catalog_gemeente(world_catalog(world), "GM0009"));
}

static void
test_options_are_sorted_for_the_eye(void **state)
{
	/* Under the G, not under a quotation mark. */
	static const char *const labels[] = {
		"Den Haag", "'s-Gravenhage", "Laatste Dag",
		"Oud Voorbij (nu Woerden)", "Súdwest-Fryslân",
		"Voorbij (nu Woerden)", "Wâldstêd", "Woerden",
	};
	const struct catalog *catalog = world_catalog(*state);

	assert_int_equal(catalog->noptions, COUNT(labels));
	for (size_t i = 0; i < COUNT(labels); i++)
		assert_string_equal(catalog->options[i].label, labels[i]);
}

static void
test_catalog_follows_every_change(void **state)
{
	static const char *const changes[] = {
		"UPDATE event SET titel = 'Anders'",
		"UPDATE round SET titel = 'Anders' WHERE id = 1",
		"INSERT INTO round (event, nummer, titel, begin, einde)"
		    " VALUES (1, 3, 'Ronde 3', 1799755500, 1799758800)",
		"UPDATE session SET capaciteit = 1 WHERE id = 11",
		"INSERT INTO session (round, positie, titel, capaciteit)"
		    " VALUES (1, 3, 'Nieuw', 1)",
		"UPDATE programme_item SET titel = 'Anders'",
		"UPDATE gemeente SET naam = 'Anders' WHERE code = 'GM0632'",
		"INSERT INTO gemeente (code, naam, officiele_naam, provincie)"
		    " VALUES ('GM0001', 'Nieuw', 'Nieuw', 'Utrecht')",
	};
	struct world *world = *state;
	const struct catalog *catalog = world_catalog(world);
	int64_t version = catalog->version;

	/* Nothing changed: the same copy again. */
	assert_ptr_equal(world_catalog(world), catalog);
	for (size_t i = 0; i < COUNT(changes); i++) {
		world_sql(world, changes[i]);
		catalog = world_catalog(world);
		if (catalog->version <= version)
			fail_msg("not noticed: %s", changes[i]);
		version = catalog->version;
	}
	assert_string_equal(catalog->event.titel, "Anders");
	assert_int_equal(catalog->nrounds, 3);
	assert_int_equal(catalog->rounds[0].nsessions, 3);
	assert_string_equal(catalog_gemeente(catalog, "GM0632")->naam,
	    "Anders");
}

static void
test_catalog_follows_topics_and_aliases_too(void **state)
{
	struct world *world = *state;

	world_catalog(world);
	world_sql(world, "INSERT INTO thema (sleutel, positie, titel)"
	    " VALUES ('nieuw', 3, 'Nieuw')");
	assert_non_null(catalog_thema(world_catalog(world), "nieuw"));
	world_sql(world, "INSERT INTO gemeente_alias (alias, gemeente)"
	    " VALUES ('Kaasstad', 'GM0632')");
	assert_non_null(catalog_find_gemeente(world_catalog(world),
	    "kaasstad", world->arena));
}

static void
test_session_is_found_with_its_round(void **state)
{
	const struct catalog *catalog = world_catalog(*state);
	const struct session *session;
	const struct round *round = NULL;

	session = catalog_session(catalog, 22, &round);
	assert_non_null(session);
	assert_string_equal(session->titel, "Bouw");
	assert_int_equal(round->nummer, 2);
	assert_null(catalog_session(catalog, 0, &round));
	assert_null(catalog_session(catalog, 99, &round));
	assert_null(catalog_thema(catalog, ""));
	assert_string_equal(catalog_thema(catalog, "vsv")->titel,
	    "Voortijdig schoolverlaten");
}

static void
test_without_an_event_there_is_no_catalog(void **state)
{
	struct world *world = *state;
	const struct catalog *catalog = NULL;

	world_catalog(world);
	world_sql(world, "UPDATE event SET zichtbaar = 0");
	assert_int_equal(app_catalog(&world->app, CATALOG_VISIBLE, &catalog),
	    STATUS_NOTFOUND);
	assert_null(catalog);
	world_sql(world, "UPDATE event SET zichtbaar = 1");
	assert_int_equal(app_catalog(&world->app, CATALOG_VISIBLE, &catalog),
	    STATUS_OK);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_municipality_is_found_as_people_write_it),
		TEST(test_municipalities_come_and_go_by_date),
		TEST(test_a_new_day_is_a_new_catalog),
		TEST(test_options_are_sorted_for_the_eye),
		TEST(test_catalog_follows_every_change),
		TEST(test_catalog_follows_topics_and_aliases_too),
		TEST(test_session_is_found_with_its_round),
		TEST(test_without_an_event_there_is_no_catalog),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
