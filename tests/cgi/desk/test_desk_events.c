/* More than one event: looking, showing, copying, and nobody's leaking. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/clock.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PATH		"/beheer/bijeenkomsten"
#define SECRET		"Geheime editie"

/* Somebody comes to the event, which has texts and a colour. */
static int
events_open(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, "sleutel_van_de_delegatie", "alles",
	    "wm");
	one->participants[0].session[0] = 11;
	world_sign_up(world, one);
	world_sql(world, "INSERT INTO event_text VALUES (1, 'inleiding',"
	    " 'Welkom allemaal'); UPDATE event SET kleur = '#7a1f5c',"
	    " afzender_naam = 'Team', volgnummer = 3, gereserveerd_wethouders"
	    " = 2, gereserveerd_tot = begin - 864000; DELETE FROM outbox");
	return 0;
}

/* The copy, five months later, over the change of the clock. */
static void
copy(struct world *world)
{
	struct reply reply = desk_post(world, PATH "/1/kopie", ORGANISER,
	    "titel", SECRET, "dag", "2027-06-15");

	assert_int_equal(reply.code, 303);
	assert_int_equal(world_count(world, "event"), 2);
}

static void
test_list_says_who_comes_and_which_is_public(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH, READER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "2 komen");
	assert_holds(&reply, "openbaar");
	assert_holds(&reply, "u kijkt hiernaar");
	assert_lacks(&reply, "/kopie");
	assert_lacks(&reply, "/openbaar\"");
	copy(world);
	reply = desk_get(world, PATH, ORGANISER);
	assert_holds(&reply, SECRET);
	assert_holds(&reply, "0 komen");
	assert_holds(&reply, "verborgen");
	assert_holds(&reply, PATH "/2/openbaar");
}

static void
test_copy_has_everything_but_the_people(void **state)
{
	static const char *const same[] = {
		"doelgroep", "omschrijving", "locatie", "capaciteit",
		"max_per_aanmelding", "organisatie", "organisatie_email",
		"gereserveerd_wethouders", "max_per_gemeente", "kleur",
		"afzender_naam", "bewaartermijn",
	};
	struct world *world = *state;

	copy(world);
	for (size_t i = 0; i < COUNT(same); i++)
		assert_int_equal(world_number(world, "SELECT count(DISTINCT"
		    " %s) FROM event", same[i]), 1);
	assert_string_equal(world_text(world, "SELECT titel FROM event WHERE"
	    " id = 2"), SECRET);
	assert_int_equal(world_number(world, "SELECT count(DISTINCT uid) FROM"
	    " event"), 2);
	assert_int_equal(world_number(world, "SELECT volgnummer FROM event"
	    " WHERE id = 2"), 0);
	assert_int_equal(world_number(world, "SELECT zichtbaar FROM event"
	    " WHERE id = 2"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM round"
	    " WHERE event = 2"), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM session"
	    " WHERE round IN (SELECT id FROM round WHERE event = 2)"), 4);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " programme_item WHERE event = 2"), 1);
	assert_string_equal(world_text(world, "SELECT tekst FROM event_text"
	    " WHERE event = 2"), "Welkom allemaal");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " registration WHERE event = 2"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE event = 2"), 0);
	assert_int_equal(world_count(world, "participant_session"), 1);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'bijeenkomst gemaakt' AND event = 2"),
	    "uit Oriëntatiebijeenkomst");
}

static void
test_copy_keeps_the_time_on_the_clock(void **state)
{
	static const char *const moments[][2] = {
		{ "SELECT begin FROM event WHERE id = 2",
		    "2027-06-15T10:00" },
		{ "SELECT einde FROM event WHERE id = 2",
		    "2027-06-15T15:00" },
		{ "SELECT begin FROM round WHERE event = 2 AND nummer = 1",
		    "2027-06-15T11:00" },
		{ "SELECT einde FROM programme_item WHERE event = 2",
		    "2027-06-15T10:50" },
		{ "SELECT wijzigen_tot FROM event WHERE id = 2",
		    "2027-06-15T10:00" },
		{ "SELECT gereserveerd_tot FROM event WHERE id = 2",
		    "2027-06-05T10:00" },
	};
	struct world *world = *state;

	copy(world);
	for (size_t i = 0; i < COUNT(moments); i++)
		assert_string_equal(clock_local(world_number(world, "%s",
		    moments[i][0]), world->arena), moments[i][1]);
}

static void
test_copy_needs_a_name_and_a_day(void **state)
{
	static const char *const vectors[][3] = {
		{ "", "2027-06-15", "Vul een naam in." },
		{ "Naam", "", "Kies de dag" },
		{ "Naam", "2027-02-30", "Vul een dag in die bestaat" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_post(world, PATH "/1/kopie",
		    ORGANISER, "titel", vectors[i][0], "dag", vectors[i][1]);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, vectors[i][2]);
	}
	assert_int_equal(world_count(world, "event"), 1);
	assert_int_equal(desk_get(world, PATH "/9/kopie", ORGANISER).code,
	    404);
}

static void
test_session_looks_at_the_event_it_chose(void **state)
{
	struct world *world = *state;
	struct reply reply;

	copy(world);
	reply = desk_get(world, "/beheer/aanmeldingen", ORGANISER);
	assert_holds(&reply, SECRET);
	assert_lacks(&reply, "van Dijk");
	/* Another session still looks at the public one. */
	reply = desk_get(world, "/beheer/aanmeldingen", READER);
	assert_lacks(&reply, SECRET);
	assert_holds(&reply, "Dijk");
	assert_int_equal(desk_post(world, PATH, READER, "bijeenkomst",
	    "2").code, 303);
	reply = desk_get(world, "/beheer/programma", READER);
	assert_holds(&reply, SECRET);
	assert_holds(&reply, "15 juni 2027");
	assert_int_equal(desk_post(world, PATH, READER, "bijeenkomst",
	    "1").code, 303);
	reply = desk_get(world, "/beheer/aanmeldingen", READER);
	assert_lacks(&reply, SECRET);
	assert_int_equal(desk_post(world, PATH, READER, "bijeenkomst",
	    "99").code, 404);
}

static void
test_what_is_changed_is_of_the_event_that_is_looked_at(void **state)
{
	struct world *world = *state;

	copy(world);
	assert_int_equal(desk_post(world, "/beheer/programma/onderdeel/nieuw",
	    ORGANISER, "titel", "Borrel", "begin", "2027-06-15T15:00", "einde",
	    "2027-06-15T16:00").code, 303);
	assert_int_equal(world_number(world, "SELECT event FROM"
	    " programme_item WHERE titel = 'Borrel'"), 2);
	/* And the public one's sessions are out of reach from there. */
	assert_int_equal(desk_get(world,
	    "/beheer/programma/sessie/11/wijzigen", ORGANISER).code, 404);
}

static void
test_public_pages_show_nothing_of_a_hidden_event(void **state)
{
	static const char *const paths[] = {
		"/", "/aanmelden", "/agenda.ics", "/privacy",
		"/toegankelijkheid", "/bestaatniet",
	};
	struct world *world = *state;

	copy(world);
	world_sql(world, "UPDATE event SET kleur = '#005500', locatie ="
	    " 'Geheime plek', organisatie = 'Geheime club' WHERE id = 2;"
	    " UPDATE session SET titel = 'Geheime sessie' WHERE round > 2;"
	    " UPDATE event_text SET tekst = 'Geheime tekst' WHERE event = 2");
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct reply reply = visit_get(world, paths[i]);

		assert_lacks(&reply, "Geheime");
		assert_lacks(&reply, "005500");
	}
}

static void
test_making_public_asks_first(void **state)
{
	struct world *world = *state;
	struct reply reply;

	copy(world);
	reply = desk_get(world, PATH "/2/openbaar", ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Bezoekers zien dan: " SECRET);
	assert_holds(&reply, "Aanmelden kan dan nog niet");
	assert_holds(&reply, "Nu zien zij: Oriëntatiebijeenkomst");
	reply = desk_post(world, PATH "/2/openbaar", ORGANISER, "x", "y");
	assert_int_equal(reply.code, 200);
	assert_int_equal(world_number(world, "SELECT id FROM event WHERE"
	    " zichtbaar = 1"), 1);
	assert_int_equal(desk_post(world, PATH "/2/openbaar", ORGANISER,
	    "besluit", "stil").code, 303);
	assert_int_equal(world_number(world, "SELECT id FROM event WHERE"
	    " zichtbaar = 1"), 2);
	reply = visit_get(world, "/");
	assert_holds(&reply, SECRET);
	assert_holds(&reply, "Welkom allemaal");
	assert_holds(&reply, "U kunt zich nog niet aanmelden.");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'openbaar gemaakt' AND event = 2"), 1);
	assert_int_equal(desk_get(world, PATH "/9/openbaar", ORGANISER).code,
	    404);
}

static void
test_links_of_a_hidden_event_stay_good(void **state)
{
	struct world *world = *state;
	const char *contact = visit_link(world, 1, 0, "");
	const char *person = visit_link(world, 1, 1, "");
	struct reply reply;

	copy(world);
	assert_int_equal(desk_post(world, PATH "/2/openbaar", ORGANISER,
	    "besluit", "stil").code, 303);
	reply = visit_get(world, contact);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "dinsdag 12 januari 2027");
	assert_lacks(&reply, SECRET);
	reply = visit_get(world, person);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Lassen");
	assert_lacks(&reply, SECRET);
	assert_int_equal(visit_get(world, visit_link(world, 1, 0,
	    "/wijzigen")).code, 200);
	for (int positie = 0; positie < 2; positie++) {
		const char *path = visit_link(world, 1, positie,
		    "/agenda.ics");

		reply = visit_get(world, visit_link(world, 1, positie, ""));
		assert_holds(&reply, path);
		reply = visit_get(world, path);
		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "UID:toets@example.nl");
	}
	reply = visit_get(world, "/agenda.ics");
	assert_lacks(&reply, "UID:toets@example.nl");
	assert_int_equal(visit_post(world, contact, "actie=afmelden"
	    "&deelnemer=2").code, 303);
	assert_string_equal(world_places(world, 1), "ba");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, '" SECRET "') > 0"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'afgemeld'"), 1);
	assert_int_equal(visit_post(world, contact, "actie=herstellen"
	    "&deelnemer=2").code, 303);
	assert_string_equal(world_places(world, 1), "bb");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, events_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_list_says_who_comes_and_which_is_public),
		TEST(test_copy_has_everything_but_the_people),
		TEST(test_copy_keeps_the_time_on_the_clock),
		TEST(test_copy_needs_a_name_and_a_day),
		TEST(test_session_looks_at_the_event_it_chose),
		TEST(test_what_is_changed_is_of_the_event_that_is_looked_at),
		TEST(test_public_pages_show_nothing_of_a_hidden_event),
		TEST(test_making_public_asks_first),
		TEST(test_links_of_a_hidden_event_stay_good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
