/* Lists of the rooms and of the door. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/people/attendance_list.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* In this order on the page, each of them. */
static void
assert_order(const struct reply *reply, const char *const *texts)
{
	const char *at = reply->body;

	for (; *texts != NULL; texts++) {
		const char *next = strstr(at, *texts);

		if (next == NULL)
			fail_msg("not there, or too early: %s", *texts);
		at = next + 1;
	}
}

static const struct {
	const char	*gemeente;
	const char	*voornaam;
	const char	*achternaam;
	const char	*rol;
	int64_t		 session;
} people[] = {
	{ "GM0632", "Zoë", "van den Berg", "wethouder", 11 },
	{ "GM1900", "Sjoerd", "Jansen", "wethouder", 11 },
	{ "GM0518", "Anna", "IJsbrand", "medewerker", 11 },	/* waits */
	{ "GM0632", "<b>", "O'Brien & zn", "medewerker", 12 },
	{ "GM0632", "Weg", "Weggebleven", "medewerker", 12 },	/* cancels */
};

static void
add_person(struct world *world, size_t i)
{
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_persoon_%04zu", i),
	    "alles", "w");
	struct participant *who = &one->participants[0];

	one->answer[CONTACT_GEMEENTE] = people[i].gemeente;
	one->answer[CONTACT_EMAIL] = "secretaris@example.nl";
	one->answer[CONTACT_TELEFOON] = "0348123456";
	one->answer[CONTACT_VRAAG] = "geheime vraag";
	who->answer[PARTICIPANT_VOORNAAM] = people[i].voornaam;
	who->answer[PARTICIPANT_ACHTERNAAM] = people[i].achternaam;
	who->answer[PARTICIPANT_ROL] = people[i].rol;
	who->answer[PARTICIPANT_EMAIL] = "deelnemer@example.nl";
	who->session[0] = people[i].session;
	world_sign_up(world, one);
}

static int
lists_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE session SET zaal = 'Zaal 3' WHERE id = 11");
	for (size_t i = 0; i < COUNT(people); i++)
		add_person(world, i);
	if (world_cancel(world, 5, 0) != STATUS_OK)
		return -1;
	world_sql(world, "INSERT INTO requirement (participant, dieet, toegang,"
	    " toestemming) VALUES (1, 'notenallergie', 'rolstoel', 1)");
	return 0;
}

static const char *const pages[] = {
	"/beheer/deurlijst", "/beheer/deurlijst?q=berg",
	"/beheer/programma/sessie/11", "/beheer/programma/lijsten",
};

static void
test_no_list_holds_an_address_a_number_or_a_requirement(void **state)
{
	static const char *const secrets[] = {
		"example.nl", "@", "0348123456", "notenallergie", "rolstoel",
		"geheime vraag", "Anne", "de Vries",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(pages); i++) {
		struct reply reply = desk_page(world, pages[i], ORGANISER);

		assert_holds(&reply, "Berg, Zoë van den");
		for (size_t j = 0; j < COUNT(secrets); j++)
			assert_lacks(&reply, secrets[j]);
	}
}

static void
test_door_opens_only_its_own_list(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_get(world, "/beheer/deurlijst", DOOR).code, 200);
	assert_int_equal(desk_get(world, "/beheer/deurlijst", READER).code,
	    200);
	assert_int_equal(desk_get(world, "/beheer/programma/sessie/11",
	    DOOR).code, 403);
	assert_int_equal(desk_get(world, "/beheer/programma/lijsten",
	    DOOR).code, 403);
	assert_int_equal(desk_get(world, "/beheer/logboek", DOOR).code, 403);
	assert_int_equal(desk_get(world, "/beheer/deurlijst", NULL).code, 303);
}

static void
test_door_list_is_sorted_under_letters(void **state)
{
	static const char *const order[] = {
		"2026 om 9.30 uur", ">B</th>", "Berg, Zoë van den",
		"Woerden, wethouder", "1. Lassen (Zaal 3)",
		">I</th>", "IJsbrand, Anna", ">J</th>", "Jansen, Sjoerd",
		">O</th>", "O&#39;Brien &amp; zn, &lt;b&gt;", "1. Bakken<",
		NULL,
	};
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/deurlijst", DOOR);

	assert_order(&reply, order);
	assert_holds(&reply, "4 personen met naam en 0 plaatsen zonder");
	assert_lacks(&reply, "Weggebleven");
	/* Only a seat is shown, not what somebody waits for. */
	assert_lacks(&reply, "IJsbrand, Anna</th><td>&#39;s-Gravenhage, "
	    "medewerker</td><td class=\"small\">1. Lassen");
}

static void
test_who_waits_for_a_place_is_not_expected(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world->spoilt = true;
	world_sql(world, "UPDATE participant SET status = 'wachtlijst',"
	    " rij = 9 WHERE id = 2");
	reply = desk_page(world, "/beheer/deurlijst", DOOR);
	assert_lacks(&reply, "Jansen");
	assert_holds(&reply, "3 personen");
}

static void
test_door_finds_in_any_spelling(void **state)
{
	static const struct {
		const char	*query;
		const char	*found;
	} vectors[] = {
		{ "zoe", "Berg, Zoë van den" }, { "BERG", "Berg, Zoë" },
		{ "sudwest", "Jansen, Sjoerd" }, { "obrien", "O&#39;Brien" },
		{ "o%27brien", "O&#39;Brien" }, { "deelnemer", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_page(world,
		    arena_printf(world->arena, "/beheer/deurlijst?q=%s",
		    vectors[i].query), DOOR);

		if (vectors[i].found != NULL)
			assert_holds(&reply, vectors[i].found);
		else
			assert_holds(&reply, "Er is niemand met die naam.");
		assert_lacks(&reply, i == 2 ? "Berg, Zoë" : "Jansen, Sjoerd");
	}
}

#define HELD	"/beheer/berichten/nieuw?status=bevestigd&amp;naam=volgt"

static void
test_held_places_stand_at_the_end_by_municipality(void **state)
{
	static const char *const order[] = {
		"Jansen, Sjoerd", ">Naam volgt</h2>", "Woerden",
		"1 wethouder", NULL,
	};
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE participant SET naam_volgt = 'ja',"
	    " voornaam = '', achternaam = '', sorteersleutel = char(127)"
	    " WHERE id = 1");
	reply = desk_page(world, "/beheer/deurlijst", DOOR);
	assert_order(&reply, order);
	assert_holds(&reply, "3 personen met naam en 1 plaats zonder");
	assert_lacks(&reply, "Berg");
	/* Only an organiser writes to them. */
	assert_lacks(&reply, "naam=volgt");
	reply = desk_page(world, "/beheer/deurlijst", ORGANISER);
	assert_holds(&reply, "href=\"" HELD "\"");
	reply = desk_post(world, "/beheer/berichten/nieuw?status=bevestigd"
	    "&naam=volgt", ORGANISER, "soort", "bericht", "onderwerp", "Wie?",
	    "tekst", "Wie?", "besluit", "");
	assert_holds(&reply, "1 postvak krijgt deze mail");
	/* Somebody at the door gives the municipality. */
	reply = desk_page(world, "/beheer/deurlijst?q=woerden", DOOR);
	assert_holds(&reply, "1 wethouder");
	reply = desk_page(world, "/beheer/deurlijst?q=sudwest", DOOR);
	assert_lacks(&reply, "Naam volgt");
}

static void
test_objection_to_pictures_is_marked_and_explained(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/deurlijst", DOOR);

	assert_lacks(&reply, "geen foto");
	world_sql(world, "UPDATE participant SET foto_bezwaar = 'ja'"
	    " WHERE id = 1");
	reply = desk_page(world, "/beheer/deurlijst", DOOR);
	assert_holds(&reply, "Berg, Zoë van den <span class=\"state none\">"
	    "geen foto</span>");
	assert_holds(&reply, "wil niet herkenbaar in beeld");
}

static void
test_session_shows_seats_and_who_waits_apart(void **state)
{
	static const char *const order[] = {
		"Lassen", "Ronde 1, 11.00–11.55 uur · Zaal 3",
		"2 van de 2 plaatsen bezet; op de wachtlijst: 1",
		"Berg, Zoë van den", "Jansen, Sjoerd", "Súdwest-Fryslân",
		"Op de wachtlijst", "IJsbrand, Anna",
		"een plaats in deze sessie", NULL,
	};
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/programma/sessie/11",
	    READER);

	assert_order(&reply, order);
	assert_lacks(&reply, "Brien");
	reply = desk_page(world, "/beheer/programma/sessie/12", READER);
	assert_holds(&reply, "O&#39;Brien");
	assert_lacks(&reply, "Weggebleven");
	assert_lacks(&reply, "Op de wachtlijst");
	reply = desk_page(world, "/beheer/programma/sessie/21", READER);
	assert_holds(&reply, "Er heeft nog niemand een plaats");
}

static void
test_session_that_is_not_of_this_event_is_not_found(void **state)
{
	static const char *const paths[] = { "99", "0", "-1", "x", "31" };
	struct world *world = *state;

	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander', 'Ander',"
	    " begin, einde, locatie, capaciteit, aanmelden_open,"
	    " aanmelden_dicht, organisatie, organisatie_email FROM event"
	    " WHERE id = 1; INSERT INTO round (id, event, nummer, titel,"
	    " begin, einde) SELECT 3, 2, 1, titel, begin, einde FROM round"
	    " WHERE id = 1; INSERT INTO session (id, round, positie, titel,"
	    " capaciteit) VALUES (31, 3, 1, 'Elders', 5)");
	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(desk_get(world, arena_printf(world->arena,
		    "/beheer/programma/sessie/%s", paths[i]), READER).code,
		    404);
	world_sql(world, "UPDATE login SET event = 2");
	assert_int_equal(desk_get(world, "/beheer/programma/sessie/31",
	    READER).code, 200);
	assert_int_equal(desk_get(world, "/beheer/programma/sessie/11",
	    READER).code, 404);
}

static void
test_all_sessions_stand_on_sheets_of_their_own(void **state)
{
	static const char *const order[] = {
		"Presentielijsten", "<article class=\"sheet\"", ">Lassen</h2>",
		"<article class=\"sheet\"", ">Bakken</h2>",
		"<article class=\"sheet\"", ">Zorg</h2>",
		"<article class=\"sheet\"", ">Bouw</h2>", NULL,
	};
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/programma/lijsten",
	    READER);

	assert_order(&reply, order);
}

static void
test_event_without_sessions_has_no_lists(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "DELETE FROM participant_session;"
	    " DELETE FROM session");
	reply = desk_page(world, "/beheer/programma/lijsten", READER);
	assert_holds(&reply, "geen sessies om uit te kiezen");
}

/* As many as somebody may ever print, and not one too many in memory. */
static void
test_thousands_are_listed_and_more_are_said(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 5009)"
	    " INSERT INTO participant (id, event, registration, positie,"
	    " nonce, status, sorteersleutel, voornaam,"
	    " achternaam, rol) SELECT i, 1, 1, i, 0,"
	    " 'bevestigd', 'x' || i, 'Jan', 'Xander' || i, 'medewerker'"
	    " FROM n");
	reply = desk_page(world, "/beheer/deurlijst?alles=ja", DOOR);
	assert_holds(&reply, "5004 personen met naam");
	assert_holds(&reply, "Xander5009, Jan");
	assert_lacks(&reply, "Volgende namen");
	world_sql(world, "WITH RECURSIVE n (i) AS (SELECT 5010 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 6100)"
	    " INSERT INTO participant (id, event, registration, positie,"
	    " nonce, status, sorteersleutel, voornaam,"
	    " achternaam, rol) SELECT i, 1, 1, i, 0,"
	    " 'bevestigd', 'y' || i, 'Jan', 'Yde' || i, 'medewerker' FROM n");
	reply = desk_page(world, "/beheer/deurlijst?alles=ja", DOOR);
	assert_holds(&reply, "6095 personen met naam");
	assert_holds(&reply, "alles=ja\" rel=\"next\">Volgende namen");
	reply = desk_page(world, "/beheer/deurlijst?q=yde6100", DOOR);
	assert_holds(&reply, "Yde6100, Jan");
	assert_holds(&reply, "1 persoon met naam");
	reply = desk_page(world, "/beheer/deurlijst?q=yde", DOOR);
	assert_holds(&reply, "Minstens 500 personen met naam");
}

/* The number that the link to the next page goes on behind; 0: none. */
static long
next_of(const struct reply *reply)
{
	const char *at = strstr(reply->body, "rel=\"next\"");

	if (at == NULL)
		return 0;
	while (strncmp(at, "na=", 3) != 0)
		at--;
	return strtol(at + 3, NULL, 10);
}

static size_t
rows_of(const struct reply *reply)
{
	size_t count = 0;

	for (const char *at = reply->body;
	    (at = strstr(at, "class=\"tick\"><span class=\"box\"")) != NULL;
	    at++)
		count++;
	return count;
}

static void
test_door_turns_by_page_and_by_letter(void **state)
{
	struct world *world = *state;
	struct reply reply;
	size_t met = 0;
	long next = 0;

	world_sql(world, "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 1209)"
	    " INSERT INTO participant (id, event, registration, positie,"
	    " nonce, status, sorteersleutel, voornaam,"
	    " achternaam, rol) SELECT i, 1, 1, i, 0,"
	    " 'bevestigd', 'xander', 'Jan', 'Xander', 'medewerker' FROM n;"
	    " UPDATE participant SET naam_volgt = 'ja',"
	    " sorteersleutel = char(127) WHERE id = 1209");
	do {
		reply = desk_page(world, arena_printf(world->arena,
		    "/beheer/deurlijst?na=%ld", next), DOOR);
		met += rows_of(&reply);
		assert_holds(&reply, "1203 personen met naam en 1 plaats");
		next = next_of(&reply);
		/* Places without a name stand behind the last name. */
		assert_int_equal(strstr(reply.body, "id=\"naam-volgt\"") ==
		    NULL, next != 0);
	} while (next != 0);
	assert_int_equal(met, 1203);
	reply = desk_page(world, "/beheer/deurlijst?vanaf=J", DOOR);
	assert_lacks(&reply, "Berg, Zoë");
	assert_holds(&reply, "Jansen, Sjoerd");
	assert_holds(&reply, "href=\"/beheer/deurlijst?vanaf=b\"");
}

static void
test_questions_stand_by_topic_and_by_session_without_names(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE registration SET vraag = 'Wie betaalt <b>?'"
	    " WHERE id = 1; DELETE FROM registration_thema;"
	    " INSERT INTO registration_thema (registration, thema) SELECT 1,"
	    " sleutel FROM thema WHERE positie <= 2");
	reply = desk_page(world, "/beheer/vragen", READER);
	assert_holds(&reply, world_text(world, "SELECT '<h2>' || titel ||"
	    " '</h2>' FROM thema WHERE positie = 1"));
	assert_holds(&reply, world_text(world, "SELECT '<h2>' || titel ||"
	    " '</h2>' FROM thema WHERE positie = 2"));
	assert_holds(&reply, "Wie betaalt &lt;b&gt;?");
	assert_lacks(&reply, "Zoë");
	reply = desk_page(world, "/beheer/vragen?per=sessie", READER);
	assert_holds(&reply, world_text(world, "SELECT '<h2>' || s.titel ||"
	    " '</h2>' FROM participant p JOIN participant_session ps ON"
	    " ps.participant = p.id AND ps.status = 'bevestigd' JOIN session s"
	    " ON s.id = ps.session WHERE p.registration = 1 LIMIT 1"));
	/* Of who all cancelled nobody asks anything. */
	world->spoilt = true;
	world_sql(world, "UPDATE participant SET status = 'afgemeld',"
	    " rij = NULL WHERE registration = 1");
	reply = desk_page(world, "/beheer/vragen", READER);
	assert_lacks(&reply, "Wie betaalt");
	assert_int_equal(desk_get(world, "/beheer/vragen", DOOR).code, 403);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, lists_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_questions_stand_by_topic_and_by_session_without_names),
		TEST(test_no_list_holds_an_address_a_number_or_a_requirement),
		TEST(test_door_opens_only_its_own_list),
		TEST(test_door_list_is_sorted_under_letters),
		TEST(test_who_waits_for_a_place_is_not_expected),
		TEST(test_door_finds_in_any_spelling),
		TEST(test_held_places_stand_at_the_end_by_municipality),
		TEST(test_objection_to_pictures_is_marked_and_explained),
		TEST(test_session_shows_seats_and_who_waits_apart),
		TEST(test_session_that_is_not_of_this_event_is_not_found),
		TEST(test_all_sessions_stand_on_sheets_of_their_own),
		TEST(test_event_without_sessions_has_no_lists),
		TEST(test_thousands_are_listed_and_more_are_said),
		TEST(test_door_turns_by_page_and_by_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
