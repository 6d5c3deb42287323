/* Erasing by a link and at the desk, and the page of what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

static void
test_person_erases_in_two_steps(void **state)
{
	struct world *world = *state;
	const char *path, *own;
	struct reply reply;

	canary_plant(world);
	path = visit_link(world, 1, 1, "/wissen");
	own = visit_link(world, 1, 1, "");
	reply = visit_get(world, own);
	assert_holds(&reply, path);
	reply = visit_get(world, path);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Ja, wis mijn gegevens");
	assert_holds(&reply, "De contactpersoon hoort dat iemand niet meer");
	/* Looking erased nothing. */
	assert_true(strlen(canary_columns(world, KANARIE)) > 0);
	reply = visit_post(world, path, "actie=wissen");
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/gewist");
	assert_string_equal(canary_columns(world, KANARIE), "");
	assert_int_equal(visit_get(world, own).code, 404);
	assert_int_equal(visit_post(world, path, "actie=wissen").code, 404);
	reply = visit_get(world, "/gewist");
	assert_holds(&reply, "De gegevens zijn gewist");
}

static void
test_contact_erases_the_delegation(void **state)
{
	struct world *world = *state;
	const char *path;
	struct reply reply;

	canary_plant(world);
	path = visit_link(world, 1, 0, "/wissen");
	reply = visit_get(world, path);
	assert_holds(&reply, "<li>Kanarie Kanariepiet</li>");
	assert_holds(&reply, "Zij krijgen hierover geen mail");
	assert_int_equal(visit_post(world, path, "actie=wissen").code, 303);
	assert_string_equal(canary_columns(world, EKSTER), "");
	assert_int_equal(world_count(world, "registration"), 0);
}

static void
test_from_elsewhere_nothing_is_erased(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(visit_ask(world, (struct ask){
		.path = visit_link(world, 1, 1, "/wissen"),
		.body = "actie=wissen", .origin = "https://example.nl",
	}).code, 403);
	assert_true(strlen(canary_columns(world, KANARIE)) > 0);
}

static void
test_organiser_erases_with_a_reason(void **state)
{
	struct world *world = *state;
	struct reply reply;

	canary_plant(world);
	reply = desk_page(world, "/beheer/deelnemer/1/wissen", ORGANISER);
	assert_holds(&reply, "Deze deelnemer wissen?");
	reply = desk_post(world, "/beheer/deelnemer/1/wissen", ORGANISER,
	    "alles", "nee", "reden", "");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"reden-fout\"");
	assert_holds(&reply, "Schrijf op waarom dit wordt gewist.");
	assert_holds(&reply, "class=\"button danger\" id=\"verstuur\"");
	assert_true(strlen(canary_columns(world, KANARIE)) > 0);
	assert_int_equal(desk_get(world, "/beheer/deelnemer/1/wissen",
	    READER).code, 403);
	reply = desk_post(world, "/beheer/deelnemer/1/wissen", ORGANISER,
	    "alles", "nee", "reden", "verzoek per mail");
	assert_int_equal(reply.code, 303);
	assert_string_equal(canary_columns(world, KANARIE), "");
	assert_int_equal(world_count(world, "participant"), 1);
	reply = desk_page(world, "/beheer/deelnemer/2/wissen?alles=ja",
	    ORGANISER);
	assert_holds(&reply, "De hele aanmelding wissen?");
	assert_int_equal(desk_post(world, "/beheer/deelnemer/2/wissen",
	    ORGANISER, "alles", "ja", "reden", "verzoek").code, 303);
	assert_int_equal(world_count(world, "registration"), 0);
	assert_string_equal(world_text(world, "SELECT group_concat(reden)"
	    " FROM audit WHERE wat = 'gewist' AND participant IS NULL"),
	    "verzoek");
}

static void
test_organiser_erases_an_event(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(desk_post(world, "/beheer/bijeenkomsten/1/wissen",
	    ORGANISER, "reden", "").code, 422);
	assert_int_equal(desk_post(world, "/beheer/bijeenkomsten/1/wissen",
	    ORGANISER, "reden", "klaar").code, 303);
	assert_int_equal(world_count(world, "registration"), 0);
	assert_string_equal(canary_columns(world, REIGER), "");
	assert_int_equal(world_count(world, "event"), 1);
}

static void
test_page_says_what_is_kept_and_what_is_late(void **state)
{
	struct world *world = *state;
	struct reply reply;

	canary_plant(world);
	reply = desk_page(world, "/beheer/bewaren", READER);
	assert_holds(&reply, "90 dagen na de bijeenkomst");
	assert_holds(&reply, "7 dagen na de bijeenkomst");
	assert_holds(&reply, "maandag 12 april 2027");
	assert_holds(&reply, "Alles wat over de termijn was, is gewist.");
	reply = desk_page(world, "/beheer/bewaren.csv", READER);
	assert_holds(&reply, "Wat;Waarvoor;Tot;Nu bewaard;");
	assert_holds(&reply, "Aanmeldingen;");
	world_sql(world, "UPDATE event SET begin = 100000000, einde ="
	    " 100000001");
	reply = desk_page(world, "/beheer/bewaren", READER);
	assert_holds(&reply, "Er staat iets langer dan mag.");
	assert_int_equal(desk_get(world, "/beheer/bewaren", DOOR).code, 403);
}

/* Of who is gone how many, by name of what it was; of nobody who is there. */
static void
test_figures_of_who_is_gone_are_shown_and_taken_along(void **state)
{
	struct world *world = *state;
	struct reply reply;

	canary_plant(world);
	reply = desk_page(world, "/beheer/bewaren", READER);
	assert_holds(&reply, "Er is nog niemand gewist.");
	assert_int_equal(visit_post(world, visit_link(world, 1, 0, "/wissen"),
	    "actie=wissen").code, 303);
	reply = desk_page(world, "/beheer/bewaren", READER);
	assert_holds(&reply, "per gemeente</td><th scope=\"row\">Woerden</th>"
	    "<td>afgemeld</td><td>2</td>");
	assert_holds(&reply, "per regio</td><th scope=\"row\">onbekend</th>");
	assert_holds(&reply, "per onderwerp</td>");
	reply = desk_page(world, "/beheer/bewaren.csv", READER);
	assert_holds(&reply, "\r\n\r\nBijeenkomst;Per;Wat;Status;"
	    "Aantal gewist;\r\n");
	assert_holds(&reply, ";gemeente;Woerden;afgemeld;2;\r\n");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_person_erases_in_two_steps),
		TEST(test_contact_erases_the_delegation),
		TEST(test_from_elsewhere_nothing_is_erased),
		TEST(test_organiser_erases_with_a_reason),
		TEST(test_organiser_erases_an_event),
		TEST(test_page_says_what_is_kept_and_what_is_late),
		TEST(test_figures_of_who_is_gone_are_shown_and_taken_along),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
