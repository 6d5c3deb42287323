#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/gemeente/domain.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const struct {
	const char	*address;
	const char	*meant;		/* NULL: no hint */
} addresses[] = {
	/* A municipality's, and what is one or two slips away from it. */
	{ "a@woerden.nl", NULL },
	{ "a@woeden.nl", "a@woerden.nl" },
	{ "a@woerrden.nl", "a@woerden.nl" },
	{ "a@wourden.nl", "a@woerden.nl" },
	{ "a@woreden.nl", "a@woerden.nl" },
	{ "a@woerden.n", "a@woerden.nl" },
	{ "a@oreden.nl", NULL },
	{ "a@woedren.ln", "a@woerden.nl" },
	{ "a@woerdennl", "a@woerden.nl" },
	{ "a@wooordenn.nl", NULL },
	/* A provider's. */
	{ "j.jansen@gmail.com", NULL },
	{ "j.jansen@gmial.com", "j.jansen@gmail.com" },
	{ "j.jansen@gmal.com", "j.jansen@gmail.com" },
	{ "j.jansen@gmail.co", "j.jansen@gmail.com" },
	{ "a@hotmial.com", "a@hotmail.com" },
	{ "a@hotmail.nl", NULL },
	{ "a@hotmail.com", NULL },
	{ "a@outlok.com", "a@outlook.com" },
	/* In a short name two slips are another name. */
	{ "a@live.nl", NULL },
	{ "a@lve.nl", "a@live.nl" },
	{ "a@leef.nl", NULL },
	{ "a@ho.nl", NULL },
	/* Nothing that we know. */
	{ "a@ministerie.example", NULL },
	{ "a@mbo-raad.nl", "a@mboraad.nl" },
	{ "a@sub.woerden.nl", NULL },
	/* The part in front of the last @ stays what it was. */
	{ "\"a@b\"@woeden.nl", "\"a@b\"@woerden.nl" },
	/* No address at all. */
	{ "", NULL },
	{ "woeden.nl", NULL },
	{ "a@", NULL },
	{ "@", NULL },
};

static void
test_domain_of_one_or_two_slips_is_hinted_at(void **state)
{
	struct world *world = *state;
	const struct catalog *catalog = world_catalog(world);
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(addresses); i++) {
		const char *got = domain_hint(catalog, addresses[i].address,
		    world->arena), *wanted = addresses[i].meant;

		if ((got == NULL) == (wanted == NULL) &&
		    (got == NULL || strcmp(got, wanted) == 0))
			continue;
		print_error("%s: %s\n", addresses[i].address,
		    got == NULL ? "no hint" : got);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
test_domain_of_any_length_is_looked_at_safely(void **state)
{
	struct world *world = *state;
	const struct catalog *catalog = world_catalog(world);
	char address[400];

	for (size_t length = 1; length < sizeof(address) - 3; length++) {
		memset(address, 'x', sizeof(address));
		address[1] = '@';
		address[2 + length] = '\0';
		assert_null(domain_hint(catalog, address, world->arena));
	}
}

/* Lengths around the longest that is compared. */
static void
test_long_domain_of_a_municipality_is_hinted_at(void **state)
{
	static const char longest[] =
	    "gemeente-met-een-heel-lange-naam-aan-een-heel-lange-rivier-ab.nl";
	struct world *world = *state;
	char typed[sizeof(longest) + 2] = "a@";

	assert_int_equal(strlen(longest), 64);
	world_sql(world, arena_printf(world->arena, "UPDATE gemeente SET"
	    " domein = '%s' WHERE code = 'GM0518'", longest));
	strcat(typed, longest);
	assert_null(domain_hint(world_catalog(world), typed, world->arena));
	typed[2] = 'h';
	assert_string_equal(domain_hint(world_catalog(world), typed,
	    world->arena) + 2, longest);
	/* One longer than what is compared: nothing is said. */
	world_sql(world, arena_printf(world->arena, "UPDATE gemeente SET"
	    " domein = 'x%s' WHERE code = 'GM0518'", longest));
	assert_null(domain_hint(world_catalog(world), typed, world->arena));
}

static void
test_nearest_of_two_is_hinted_at(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE gemeente SET domein = 'woerdenaar.nl'"
	    " WHERE code = 'GM0518'; UPDATE gemeente SET"
	    " domein = 'woerdenhaar.nl' WHERE code = 'GM1900'");
	assert_string_equal(domain_hint(world_catalog(world),
	    "a@woerdenhhar.nl", world->arena), "a@woerdenhaar.nl");
	assert_string_equal(domain_hint(world_catalog(world),
	    "a@woerdenaa.nl", world->arena), "a@woerdenaar.nl");
	/* One that is right is never better known as another. */
	assert_null(domain_hint(world_catalog(world), "a@woerdenaar.nl",
	    world->arena));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_domain_of_one_or_two_slips_is_hinted_at),
		TEST(test_domain_of_any_length_is_looked_at_safely),
		TEST(test_long_domain_of_a_municipality_is_hinted_at),
		TEST(test_nearest_of_two_is_hinted_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
