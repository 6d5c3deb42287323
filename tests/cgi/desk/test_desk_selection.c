/* What the desk does about several of the list at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define LIST	"/beheer/aanmeldingen"

/* Two delegations: one that waits to be confirmed, and one of two with places. */
static int
selection_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world->config.limits = true;
	world->config.people_per_network = 0;
	world_sign_up(world, world_delegation(world, "sleutel_een_01234567890",
	    "alles", "w"));
	world->config.limits = false;
	world_sign_up(world, world_delegation(world, "sleutel_twee_0123456789",
	    "alles", "wm"));
	assert_string_equal(world_places(world, 1), "w");
	assert_string_equal(world_places(world, 2), "bb");
	return 0;
}

/* What a tick carries: of the person with this number, as it is now. */
static const char *
tick(struct world *world, int64_t number)
{
	return world_text(world, "SELECT p.id || '.' || r.versie FROM"
	    " participant p JOIN registration r ON r.id = p.registration"
	    " WHERE p.id = %d", (int)number);
}

static void
test_list_shows_and_finds_who_waits_to_be_confirmed(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, LIST "?status=bevestigen",
	    ORGANISER);

	assert_holds(&reply, "1 deelnemer gevonden");
	assert_holds(&reply, ">wacht op bevestiging</span>");
	assert_holds(&reply, arena_printf(world->arena,
	    "name=\"wie\" value=\"%s\"", tick(world, 1)));
	reply = desk_page(world, LIST "?status=bevestigen", READER);
	assert_lacks(&reply, "name=\"wie\"");
}

static void
test_selection_is_confirmed(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, LIST, ORGANISER, "actie",
	    "bevestigen", "besluit", "mail", "terug", "status=bevestigen",
	    "wie", tick(world, 1));

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), LIST
	    "?status=bevestigen&gedaan=bevestigd&aantal=1&gewijzigd=0");
	assert_string_equal(world_places(world, 1), "b");
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "Gedaan: 1 deelnemer bevestigd.");
}

/* To those alone, by the page that shows who gets what. */
static void
test_those_who_are_ticked_are_written_to(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, LIST, ORGANISER, "actie",
	    "mailen", "terug", "rol=wethouder&volgorde=naam", "wie",
	    tick(world, 2));
	const char *page = reply_header(world, &reply, "Location");

	assert_string_equal(page, "/beheer/berichten/nieuw?rol=wethouder"
	    "&volgorde=naam&wie=2");
	world_sql(world, "DELETE FROM outbox; UPDATE participant SET email ="
	    " 'p' || id || '@n.nl'");
	reply = desk_page(world, page, ORGANISER);
	assert_holds(&reply, "Gekozen: 1 deelnemer, aangekruist");
	assert_holds(&reply, "action=\"/beheer/berichten/nieuw?rol=wethouder"
	    "&amp;wie=2\"");
	reply = desk_post(world, page, ORGANISER, "soort", "bericht",
	    "onderwerp", "Lunch", "tekst", "Dag.", "besluit", "mail");
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_letters(world), "bericht p2@n.nl\n");
	/* Nobody ticked is nobody, and never everybody. */
	assert_int_equal(desk_post(world, "/beheer/berichten/nieuw?wie=0",
	    ORGANISER, "soort", "bericht", "onderwerp", "Lunch", "tekst",
	    "Dag.", "besluit", "mail").code, 409);
	assert_int_equal(world_count(world, "outbox"), 1);
}

/* Also what came from another page: it is in the form, and comes back. */
static void
test_filter_of_the_door_stays(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, LIST "?binnen=nee", ORGANISER);

	assert_holds(&reply, "name=\"binnen\"");
	assert_holds(&reply, "<option value=\"nee\" selected>is niet");
	assert_holds(&reply, "?binnen=nee&amp;volgorde=naam\"");
	reply = desk_page(world, "/beheer/deelnemer/2?binnen=nee"
	    "&volgorde=naam", ORGANISER);
	assert_holds(&reply, LIST "?binnen=nee&amp;volgorde=naam");
	/* And through the question before an act. */
	reply = desk_post(world, "/beheer/deelnemer/2?binnen=nee&volgorde=naam",
	    ORGANISER, "actie", "afmelden", "versie", "1");
	assert_holds(&reply, "action=\"/beheer/deelnemer/2?binnen=nee&amp;"
	    "volgorde=naam\"");
	assert_holds(&reply, "href=\"/beheer/deelnemer/2?binnen=nee&amp;"
	    "volgorde=naam\"");
}

static void
test_selection_is_cancelled_without_letters(void **state)
{
	struct world *world = *state;
	int64_t before = world_count(world, "outbox");

	assert_int_equal(desk_post(world, LIST, ORGANISER, "actie", "afmelden",
	    "besluit", "stil", "wie", tick(world, 1), "wie", tick(world, 2), "wie",
	    tick(world, 3)).code, 303);
	assert_string_equal(world_places(world, 1), "a");
	assert_string_equal(world_places(world, 2), "aa");
	assert_int_equal(world_count(world, "outbox"), before);
}

/* Two of one delegation; their other rounds, and who waits, stay as they are. */
static void
test_selection_moves_to_a_session(void **state)
{
	struct world *world = *state;
	static const char of[] = "SELECT group_concat(participant || ':' || session)"
	    " FROM (SELECT * FROM participant_session ORDER BY participant,"
	    " session)";
	const char *session = world_text(world, "SELECT min(id) FROM session"
	    " WHERE round = (SELECT id FROM round WHERE nummer = %d)", 1);
	struct reply reply;

	world_sql(world, "DELETE FROM participant_session; DELETE FROM outbox");
	reply = desk_page(world, LIST, ORGANISER);
	assert_holds(&reply, "<select id=\"naar\" name=\"naar\">");
	reply = desk_post(world, LIST, ORGANISER, "actie", "verplaatsen",
	    "naar", session, "wie", tick(world, 2), "wie", tick(world, 3));
	assert_holds(&reply, "2 deelnemers verplaatsen naar ");
	assert_holds(&reply, arena_printf(world->arena,
	    "name=\"naar\" value=\"%s\"", session));
	assert_int_equal(world_count(world, "participant_session"), 0);
	reply = desk_post(world, LIST, ORGANISER, "actie", "verplaatsen",
	    "naar", session, "besluit", "mail", "terug", "rol=wethouder",
	    "wie", tick(world, 2), "wie", tick(world, 3));
	assert_string_equal(reply_header(world, &reply, "Location"), LIST
	    "?rol=wethouder&gedaan=verplaatst&aantal=2&gewijzigd=0");
	assert_string_equal(world_text(world, of), arena_printf(world->arena,
	    "2:%s,3:%s", session, session));
	assert_true(world_count(world, "outbox") > 0);
	assert_int_equal(world_cancel(world, 2, 2), STATUS_OK);
	reply = desk_post(world, LIST, ORGANISER, "actie", "verplaatsen",
	    "naar", session, "besluit", "mail", "wie", tick(world, 3));
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "1 overgeslagen, want afgemeld of intussen");
}

static void
test_moving_asks_where_to(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, LIST, ORGANISER, "actie",
	    "verplaatsen", "naar", "", "wie", tick(world, 2));

	assert_string_equal(reply_header(world, &reply, "Location"), LIST
	    "?gedaan=kies");
	reply = desk_page(world, LIST "?gedaan=kies", ORGANISER);
	assert_holds(&reply, "kies eerst naar welke sessie.");
}

/* Nobody ticked is no question about nobody. */
static void
test_nothing_is_done_to_nobody(void **state)
{
	static const char *const acts[] = {
		"afmelden", "mailen", "bevestigen", "verplaatsen",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		reply = desk_post(world, LIST, ORGANISER, "actie", acts[i],
		    "terug", "rol=wethouder", "besluit", "mail");
		assert_string_equal(reply_header(world, &reply, "Location"),
		    LIST "?rol=wethouder&gedaan=niemand");
	}
	reply = desk_page(world, LIST "?gedaan=niemand", ORGANISER);
	assert_holds(&reply, "vink eerst aan om wie het gaat.");
}

static void
test_letters_go_when_they_are_asked_for(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_post(world, LIST, ORGANISER, "actie", "afmelden",
	    "besluit", "mail", "wie", tick(world, 2)).code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'afgemeld'"), 1);
}

/* The person behind a tick may be another one by now. */
static void
test_who_changed_since_is_left_alone(void **state)
{
	struct world *world = *state;
	const char *old = tick(world, 2);
	struct reply reply;

	assert_int_equal(world_cancel(world, 2, 2), STATUS_OK);
	reply = desk_post(world, LIST, ORGANISER, "actie", "afmelden",
	    "besluit", "stil", "wie", old, "wie", "99.1", "wie", "x", "wie", tick(world, 1));
	assert_string_equal(reply_header(world, &reply, "Location"), LIST
	    "?gedaan=afgemeld&aantal=1&gewijzigd=2");
	assert_string_equal(world_places(world, 2), "ba");
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "2 overgeslagen, want intussen gewijzigd.");
}

static void
test_one_person_s_page_confirms_as_well(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/deelnemer/1",
	    ORGANISER);

	assert_holds(&reply, "value=\"bevestigen\"");
	assert_holds(&reply, "De plaatsen wachten tot");
	assert_int_equal(desk_post(world, "/beheer/deelnemer/1", ORGANISER,
	    "actie", "bevestigen", "besluit", "mail").code, 303);
	assert_string_equal(world_places(world, 1), "b");
	reply = desk_page(world, "/beheer/deelnemer/1", ORGANISER);
	assert_lacks(&reply, "value=\"bevestigen\"");
}

static void
test_only_an_organiser_does_it(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_post(world, LIST, READER, "actie", "afmelden",
	    "wie", tick(world, 2)).code, 403);
	assert_string_equal(world_places(world, 2), "bb");
	assert_int_equal(desk_post(world, LIST, ORGANISER, "actie", "iets",
	    "wie", tick(world, 2)).code, 400);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, \
			    selection_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_list_shows_and_finds_who_waits_to_be_confirmed),
		TEST(test_selection_is_confirmed),
		TEST(test_those_who_are_ticked_are_written_to),
		TEST(test_filter_of_the_door_stays),
		TEST(test_selection_is_cancelled_without_letters),
		TEST(test_selection_moves_to_a_session),
		TEST(test_moving_asks_where_to),
		TEST(test_nothing_is_done_to_nobody),
		TEST(test_letters_go_when_they_are_asked_for),
		TEST(test_who_changed_since_is_left_alone),
		TEST(test_one_person_s_page_confirms_as_well),
		TEST(test_only_an_organiser_does_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
