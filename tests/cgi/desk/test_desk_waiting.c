/*
 * The waiting list as a page: in the order of the line, with why not yet, and
 * what more places would give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define PATH	"/beheer/wachtlijst"

static void
sign_up(struct world *world, const char *gemeente, const char *policy,
    const char *roles)
{
	struct registration *one = world_delegation(world, arena_printf(
	    world->arena, "sleutel_van_de_wachtlijst_%s_%s", gemeente, roles),
	    policy, roles);

	one->answer[CONTACT_GEMEENTE] = gemeente;
	world_sign_up(world, one);
}

/* Ten places: nine have one; three, then two, then one wait. */
static int
open_line(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	sign_up(world, "GM0632", "alles", "mmmmmm");
	sign_up(world, "GM0518", "alles", "mmm");
	sign_up(world, "GM1900", "alles", "wmm");
	sign_up(world, "GM0518", "alles", "mm");
	return 0;
}

/* Where the page says it, from there on. */
static const char *
after(const struct reply *reply, const char *words)
{
	const char *at = strstr(reply->body, words);

	assert_non_null(at);
	return at;
}

static void
test_line_is_shown_in_turn_with_why_not_yet(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, PATH, READER);
	const char *line = after(&reply, "<tbody>");

	assert_holds(&reply, "5 mensen wachten, van 2 delegaties.");
	assert_non_null(strstr(line, "3 mensen, 1 wethouder"));
	assert_true(strstr(line, "3 mensen, 1 wethouder") <
	    strstr(line, "2 mensen"));
	assert_holds(&reply, "Er is nog 1 plaats vrij, en de aanmelding vraagt "
	    "er 3 tegelijk.");
	assert_holds(&reply, "vraagt er 2 tegelijk.");
	assert_lacks(&reply, "Geef een plaats");
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "Geef een plaats");
	assert_int_equal(desk_get(world, PATH, DOOR).code, 403);
}

/* By the code that gives, which is then taken back. */
static void
test_more_places_are_supposed_and_not_given(void **state)
{
	struct world *world = *state;
	const char *before = world_text(world, "SELECT group_concat(status)"
	    " || (SELECT group_concat(tot || over || vrij) FROM line)"
	    " FROM participant");
	struct reply reply = desk_page(world, PATH "?meer=1", ORGANISER);

	/* Those behind who fit go first. */
	assert_holds(&reply, "Bij 1 plaats meer krijgt deze gemeente er een, "
	    "samen 2 mensen:");
	reply = desk_page(world, PATH "?meer=2", ORGANISER);
	assert_holds(&reply, "samen 3 mensen:");
	reply = desk_page(world, PATH "?meer=4", ORGANISER);
	assert_holds(&reply, "Bij 4 plaatsen meer krijgen deze 2 gemeenten er "
	    "een, samen 5 mensen:");
	reply = desk_page(world, PATH "?meer=0", ORGANISER);
	assert_holds(&reply, "Bij 0 plaatsen meer krijgt niemand er een.");
	assert_lacks(&reply, "krijgt dan plaats");
	assert_string_equal(world_text(world, "SELECT group_concat(status)"
	    " || (SELECT group_concat(tot || over || vrij) FROM line)"
	    " FROM participant"), before);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'opgeschoven'"), 0);
}

static void
test_what_is_no_number_is_said(void **state)
{
	static const char *const typed[] = { "veel", "-1", "9999999", "" };
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct reply reply = desk_page(world, arena_printf(
		    world->arena, PATH "?meer=%s", typed[i]), ORGANISER);

		assert_holds(&reply, "Vul een aantal in, zoals 20.");
	}
}

/* A long line is turned page by page, and nobody is left out. */
static void
test_long_line_is_turned_page_by_page(void **state)
{
	struct world *world = *state;
	struct reply reply;

	for (int i = 0; i < 60; i++)
		world_sign_up(world, world_delegation(world, arena_printf(
		    world->arena, "sleutel_van_de_lange_rij_%02d", i),
		    "alles", "mm"));
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "125 mensen wachten, van 62 delegaties.");
	assert_holds(&reply, ">50</td>");
	assert_holds(&reply, "na=50\" rel=\"next\"");
	reply = desk_page(world, PATH "?na=50", ORGANISER);
	assert_holds(&reply, ">51</td>");
	assert_holds(&reply, ">62</td>");
	assert_lacks(&reply, "rel=\"next\"");
}

static void
test_those_who_wait_are_written_to_from_the_list(void **state)
{
	static const char path[] = "/beheer/berichten/nieuw?status=wachtlijst";
	struct world *world = *state;
	struct reply reply = desk_page(world, PATH, READER);

	assert_lacks(&reply, "Mail wie wacht");
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, arena_printf(world->arena, "href=\"%s\"", path));
	world_sql(world, "DELETE FROM outbox;"
	    " UPDATE registration SET contact_email = id || '@nl.nl'");
	assert_int_equal(desk_post(world, path, ORGANISER, "soort",
	    "bericht", "onderwerp", "Nog", "tekst", "Beste {naam}", "besluit", "mail").code, 303);
	assert_string_equal(world_letters(world), "bericht 3@nl.nl\n"
	    "bericht 4@nl.nl\n");
}

static void
test_nobody_waits(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 500");
	for (int i = 3; i <= 4; i++)
		world_cancel(world, i, 0);
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "Niemand wacht.");
	assert_lacks(&reply, "Mail wie wacht");
	world->spoilt = true;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_line, world_close)
		TEST(test_line_is_shown_in_turn_with_why_not_yet),
		TEST(test_more_places_are_supposed_and_not_given),
		TEST(test_what_is_no_number_is_said),
		TEST(test_long_line_is_turned_page_by_page),
		TEST(test_those_who_wait_are_written_to_from_the_list),
		TEST(test_nobody_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
