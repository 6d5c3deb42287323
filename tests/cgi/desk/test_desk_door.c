/* The door: what it sees, what its buttons do, and what a code shows others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "core/arena.h"
#include "db/door/entry.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

static const char *
code_of(struct world *world, int id)
{
	char code[ROW_CODE_SIZE];

	entry_code(world->app.secret, id, world_number(world,
	    "SELECT nonce FROM participant WHERE id = %d", id), code);
	return arena_string(world->arena, code);
}

static const char *
path_of(struct world *world, int id)
{
	return arena_printf(world->arena, "/d/%s", code_of(world, id));
}

static const char *
led_to(struct world *world, struct reply reply)
{
	assert_int_equal(reply.code, 303);
	return reply_header(world, &reply, "Location");
}

static const char *
let_in(struct world *world, const char *number)
{
	return led_to(world, desk_post(world, "/beheer/deur/binnen", DOOR,
	    "deelnemer", number));
}

/* Two people with a place: Zoë van den Berg and Anna de Vries or so. */
static void
sign_up(struct world *world)
{
	visit_sign_up(world, "deelnemer_1_voornaam", "Zoë",
	    "deelnemer_1_achternaam", "van den Berg", "deelnemer_1_email",
	    "zoe@woerden.nl", "deelnemer_2_voornaam", "Piet",
	    "deelnemer_2_achternaam", "Bakker", NULL);
}

static void
test_search_button_and_back(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	reply = desk_page(world, "/beheer/deur?q=zoe+berg", DOOR);
	assert_holds(&reply, "<h2>Zoë van den Berg</h2>");
	assert_lacks(&reply, "Bakker");
	assert_holds(&reply, "<span class=\"big\">0</span> van 2 binnen");
	assert_string_equal(let_in(world, "1"), "/beheer/deur?binnen=1");
	reply = desk_page(world, "/beheer/deur?binnen=1", DOOR);
	assert_holds(&reply, "role=\"status\"");
	assert_holds(&reply, "Binnen: Zoë van den Berg");
	assert_holds(&reply, "<span class=\"big\">1</span> van 2 binnen");
	/* Told, and not refused. */
	assert_string_equal(let_in(world, "1"), "/beheer/deur?al=ja&binnen=1");
	reply = desk_page(world, "/beheer/deur?al=ja&binnen=1", DOOR);
	assert_holds(&reply, "Al binnen: Zoë van den Berg");
	assert_int_equal(world_count(world, "arrival"), 1);
	assert_string_equal(led_to(world, desk_post(world,
	    "/beheer/deur/terug", DOOR, "deelnemer", "1")),
	    "/beheer/deur?terug=1");
	assert_int_equal(world_count(world, "present"), 0);
	/* What an address claims is not said when it is not so. */
	reply = desk_page(world, "/beheer/deur?binnen=1", DOOR);
	assert_lacks(&reply, "Binnen: ");
}

static void
test_states_are_told_apart(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	world_sql(world, "UPDATE event SET capaciteit = 2");
	visit_sign_up(world, "sleutel", "een_andere_sleutel_0001",
	    "deelnemer_1_voornaam", "Femke", "deelnemer_1_achternaam",
	    "Wachter", NULL);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	world_sql(world, "UPDATE participant SET status = 'wachtlijst', rij ="
	    " 99 WHERE voornaam = 'Femke'");
	reply = desk_page(world, "/beheer/deur?q=zoe", DOOR);
	assert_holds(&reply, "<span class=\"state good\">aangemeld</span>");
	reply = desk_page(world, "/beheer/deur?q=bakker", DOOR);
	assert_holds(&reply, "<span class=\"state none\">afgemeld</span>");
	assert_holds(&reply, "Toch binnenlaten");
	reply = desk_page(world, "/beheer/deur?q=wachter", DOOR);
	assert_holds(&reply, "<span class=\"state wait\">wachtlijst</span>");
	/* Asked first; the page of that person has the button. */
	assert_string_equal(let_in(world, "2"), "/beheer/deur?deelnemer=2");
	assert_int_equal(world_count(world, "arrival"), 0);
	assert_string_equal(led_to(world, desk_post(world,
	    "/beheer/deur/binnen", DOOR, "deelnemer", "2", "toch", "ja")),
	    "/beheer/deur?binnen=2");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'toch binnengelaten' AND wie = 'account deur'"), 1);
	reply = desk_page(world, "/beheer/deur?q=niemand", DOOR);
	assert_holds(&reply, "Niemand gevonden");
	world->spoilt = true;
}

static void
test_who_was_replaced_is_told(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	assert_int_equal(desk_post(world, "/beheer/deelnemer/2/vervangen",
	    ORGANISER, "versie", "1", "deelnemer", "2",
	    "deelnemer_2_voornaam", "Karel", "deelnemer_2_achternaam",
	    "Nieuwkomer", "deelnemer_2_rol", "medewerker").code, 303);
	reply = desk_page(world, "/beheer/deur?q=bakker", DOOR);
	assert_holds(&reply, "<span class=\"state none\">vervangen</span>");
	assert_holds(&reply, "Nu komt Karel Nieuwkomer");
}

/* The number of the paper list, and a code, are typed into the same box. */
static void
test_number_and_code_find_one(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	reply = desk_page(world, "/beheer/deur?q=2", DOOR);
	assert_holds(&reply, "<h2>Piet Bakker</h2>");
	assert_lacks(&reply, "<h2>Zoë");
	reply = desk_page(world, arena_printf(world->arena,
	    "/beheer/deur?q=%s", code_of(world, 1)), DOOR);
	assert_holds(&reply, "<h2>Zoë van den Berg</h2>");
	assert_string_equal(led_to(world, desk_post(world,
	    "/beheer/deur/binnen", DOOR, "code", code_of(world, 2))),
	    "/beheer/deur?binnen=2");
	assert_int_equal(desk_post(world, "/beheer/deur/binnen", DOOR, "code",
	    "2-7KQ4-M2XD").code, 404);
}

static void
test_a_code_opens_the_door_or_the_day(void **state)
{
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);
	struct reply reply;

	sign_up(world);
	reply = desk_page(world, path_of(world, 1), DOOR);
	assert_holds(&reply, "action=\"/beheer/deur/binnen\"");
	assert_holds(&reply, "<h2>Zoë van den Berg</h2>");
	/* Anybody else: the person's own day, and no button. */
	for (int i = 0; i < 2; i++) {
		reply = world_ask(world, &site, (struct ask){
			.path = path_of(world, 1),
			.cookie = i == 0 ? NULL : "sessie=van-een-ander",
		});
		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "Zoë van den Berg");
		assert_holds(&reply, "<svg class=\"qr\"");
		assert_lacks(&reply, "<form");
		assert_lacks(&reply, "Bakker");
		assert_lacks(&reply, "zoe@woerden.nl");
		assert_non_null(strstr(reply.head, "noindex"));
	}
	assert_int_equal(world_count(world, "arrival"), 0);
	reply = visit_get(world, visit_link(world, 1, 0, ""));
	assert_holds(&reply, path_of(world, 1));
	assert_holds(&reply, path_of(world, 2));
	reply = visit_get(world, visit_link(world, 1, 1, ""));
	assert_holds(&reply, code_of(world, 1));
	assert_holds(&reply, "<svg class=\"qr\"");
}

/* A day page says nothing secret, whatever people wrote. */
static void
test_day_page_has_no_wish_and_no_address(void **state)
{
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);
	struct reply reply;

	canary_plant(world);
	reply = world_ask(world, &site, (struct ask){
		.path = path_of(world, 1),
	});
	assert_holds(&reply, "Kanarie Kanariepiet");
	assert_lacks(&reply, "zaad");
	assert_lacks(&reply, "leider");
	assert_lacks(&reply, "@woerden");
	assert_lacks(&reply, "Ekster");
	assert_lacks(&reply, "Merel");
	assert_lacks(&reply, "aast mij");
}

/*
 * Over all routes: the door opens these and no others, and what it reads there
 * holds no address, number, wish, question or note of anybody.
 */
static void
test_the_door_sees_no_more_than_it_needs(void **state)
{
	static const char *const own[] = {
		"/beheer", "/beheer/", "/beheer/account", "/beheer/deur",
		"/beheer/deur/nieuw", "/beheer/deurlijst",
		"/beheer/account/tweede-stap", "/beheer/inloggen", "/d/*",
		"/beheer/deur/lijst.json", "/beheer/deur/app",
		"/beheer/deur/werker.js",
	};
	static const char *const secrets[] = {
		"ekster", "kanarie@", "merel@", "@woerden.nl", "kanariezaad",
		"naast mij", "belt maandag", "123456", "kanarieleider",
		"merelzanger",
	};
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);

	canary_plant(world);
	assert_string_equal(let_in(world, "1"), "/beheer/deur?binnen=1");
	for (size_t i = 0; i < site.nroutes; i++) {
		const struct route *route = &site.routes[i];
		bool may = false;
		struct reply reply;

		if (route->method != METHOD_GET)
			continue;
		for (size_t j = 0; j < sizeof(own) / sizeof(own[0]); j++)
			may |= strcmp(own[j], route->path) == 0;
		reply = desk_get(world, strcmp(route->path, "/d/*") == 0 ?
		    path_of(world, 1) : arena_printf(world->arena,
		    "%s?q=k&binnen=1", route->path), DOOR);
		if ((reply.code == 403) == may)
			fail_msg("%s: %d", route->path, reply.code);
		for (size_t j = 0; j < sizeof(secrets) / sizeof(secrets[0]);
		    j++)
			if (strcasestr(reply.body, secrets[j]) != NULL)
				fail_msg("%s shows %s", route->path,
				    secrets[j]);
	}
}

static void
test_walk_in_has_a_place_and_is_in(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *key;

	world_sql(world, "UPDATE event SET capaciteit = 0");
	reply = desk_page(world, "/beheer/deur/nieuw", DOOR);
	key = reply_value(world, &reply, "sleutel");
	/* Nothing of it is lost. */
	reply = desk_post(world, "/beheer/deur/nieuw", DOOR, "sleutel", key,
	    "deelnemer_1_voornaam", "Loes", "deelnemer_1_rol", "medewerker",
	    "gemeente", "GM0632");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "value=\"Loes\"");
	for (int twice = 0; twice < 2; twice++)
		assert_string_equal(led_to(world, desk_post(world,
		    "/beheer/deur/nieuw", DOOR, "sleutel", key,
		    "deelnemer_1_voornaam", "Loes", "deelnemer_1_achternaam",
		    "Loper", "deelnemer_1_rol", "medewerker", "gemeente",
		    "GM0632")), "/beheer/deur?binnen=1");
	assert_int_equal(world_count(world, "participant"), 1);
	assert_int_equal(world_count(world, "arrival"), 1);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE reden = 'aan de deur'"), 2);
	reply = desk_page(world, "/beheer/deur?binnen=1", DOOR);
	assert_holds(&reply, "Binnen: Loes Loper");
	world->spoilt = true;
}

static void
test_two_doors_have_names(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	assert_string_equal(led_to(world, desk_post(world, "/beheer/deur",
	    DOOR, "deur", "Oost")), "/beheer/deur");
	assert_string_equal(led_to(world, desk_post(world, "/beheer/deur",
	    ORGANISER, "deur", "West")), "/beheer/deur");
	let_in(world, "1");
	desk_post(world, "/beheer/deur/binnen", ORGANISER, "deelnemer", "2");
	reply = desk_page(world, "/beheer/deur?q=zoe", ORGANISER);
	assert_holds(&reply, "<b>Deur West</b>");
	assert_holds(&reply, "Kwam binnen bij deur Oost.");
	assert_holds(&reply, "<dt>Deur Oost</dt><dd>1</dd>");
	reply = desk_page(world, "/beheer/opkomst", READER);
	assert_holds(&reply, "2 mensen zijn binnen, van 2 plaatsen.");
	/* Who came, and who did not, are written to apart. */
	desk_post(world, "/beheer/deur/terug", DOOR, "deelnemer", "2");
	reply = desk_post(world, "/beheer/berichten/nieuw?binnen=ja",
	    ORGANISER, "soort", "bericht", "onderwerp", "Dank", "tekst",
	    "Dank u wel", "besluit", "");
	assert_holds(&reply, "Zoë van den Berg");
	assert_lacks(&reply, "Piet Bakker");
	reply = desk_post(world,
	    "/beheer/berichten/nieuw?status=bevestigd&binnen=nee", ORGANISER,
	    "soort", "bericht", "onderwerp", "Gemist", "tekst",
	    "Wij misten u", "besluit", "");
	assert_holds(&reply, "Piet Bakker");
	assert_lacks(&reply, "Zoë van den Berg");
	assert_int_equal(desk_post(world, "/beheer/deur", DOOR, "deur",
	    "een naam van een deur die echt veel te lang is voor een deur")
	    .code, 400);
}

/* One that a device without a network brings, with this family name. */
static struct reply
bring(struct world *world, const char *event, const char *achternaam)
{
	return desk_post(world, "/beheer/deur/meegebracht", DOOR, "event",
	    event, "feit", "toestel1|nieuw-1|0|1795509000||Oost",
	    "deelnemer_1_voornaam", "Loes", "deelnemer_1_achternaam",
	    achternaam, "deelnemer_1_rol", "medewerker", "gemeente", "GM0632");
}

/* Its answer may have been lost; what is wrong with it is told. */
static void
test_walk_in_without_a_network_is_one_person(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 0");
	reply = bring(world, "1", "");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "{\"geweigerd\":\"Vul ");
	reply = bring(world, "2", "Loper");
	assert_holds(&reply, "{\"geweigerd\":\"Deze aanmelding is van een ");
	assert_int_equal(world_count(world, "participant"), 0);
	for (int twice = 0; twice < 2; twice++) {
		reply = bring(world, "1", "Loper");
		assert_int_equal(reply.code, 200);
		assert_string_equal(reply.body, "{\"nummer\":1}");
	}
	reply = bring(world, "1", "Hoeder");
	assert_holds(&reply, "{\"geweigerd\":\"Dit was al ");
	assert_string_equal(world_text(world, "SELECT group_concat(achternaam"
	    " || ' ' || status || ' ' || (SELECT group_concat(toestel || '/' ||"
	    " nonce || ' ' || moment || ' ' || deur) FROM arrival))"
	    " FROM participant"),
	    "Loper bevestigd toestel1/nieuw-1 1795509000 Oost");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE reden = 'aan de deur'"), 2);
	assert_int_equal(world_count(world, "outbox"), 0);
	world->spoilt = true;
}

/* The camera and a worker are of these answers, and of no other. */
static void
test_only_the_app_has_camera_and_worker(void **state)
{
	static const char *const with[] = {
		"/beheer/deur/app", "/beheer/deur/werker.js",
	};
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);

	for (size_t i = 0; i < site.nroutes; i++) {
		const struct route *route = &site.routes[i];
		bool may = false;
		struct reply reply;

		if (route->method != METHOD_GET)
			continue;
		for (size_t j = 0; j < 2; j++)
			may |= strcmp(route->path, with[j]) == 0;
		reply = desk_get(world, route->path, ORGANISER);
		assert_int_equal(strstr(reply_header(world, &reply,
		    "Permissions-Policy"), "camera=(self)") != NULL, may);
		assert_int_equal(strstr(reply_header(world, &reply,
		    "Content-Security-Policy"), "worker-src 'self'") != NULL,
		    may);
	}
	/* Nothing of anybody stands in what a browser keeps. */
	sign_up(world);
	assert_lacks((&(struct reply[]){ desk_page(world, with[0],
	    DOOR) }[0]), "Zoë");
}

/* Sent again because the answer was lost; another's; of somebody erased. */
static void
test_what_a_device_brings_is_kept_once(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world);
	reply = desk_page(world, "/beheer/deur/lijst.json", DOOR);
	assert_holds(&reply, "\"Zoë van den Berg\"");
	assert_holds(&reply, "\"feiten\":[],\"laatste\":0,\"meer\":false");
	assert_holds(&reply, code_of(world, 2));
	for (int twice = 0; twice < 2; twice++) {
		reply = desk_post(world, "/beheer/deur/verzenden", DOOR,
		    "na", "0", "feit", "toestel1|a|1|1795509000||Oost",
		    "feit", "toestel1|b|99|1795509000||Oost", "feit",
		    "toestel1|c|2|1795509001||Oost", "feit",
		    "toestel1|d|2|1795509002|toestel1/c|Oost");
		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "{\"bekend\":3,");
		assert_holds(&reply,
		    "[\"toestel1\",\"a\",1,1795509000,\"Oost\",\"\"]");
	}
	assert_int_equal(world_count(world, "arrival"), 3);
	assert_string_equal(world_text(world, "SELECT group_concat("
	    "participant) FROM present"), "1");
	reply = desk_post(world, "/beheer/deur/verzenden", READER, "na", "1");
	assert_lacks(&reply, "\"a\"");
	assert_holds(&reply, "\"laatste\":3");
	/* A clock that is a year ahead says nothing about when. */
	desk_post(world, "/beheer/deur/verzenden", DOOR, "feit",
	    "toestel2|a|2|1895509000||");
	assert_int_equal(world_number(world, "SELECT moment FROM arrival"
	    " WHERE toestel = 'toestel2'"), WORLD_NOW);
	/* Whatever else comes is refused, all of it. */
	reply = desk_post(world, "/beheer/deur/verzenden", DOOR, "feit",
	    "toestel3|a|2|1795509000||", "feit", "x");
	assert_int_equal(reply.code, 400);
	assert_int_equal(world_count(world, "arrival"), 4);
}

/* Once, and anew when what stands on it is another. */
static void
test_badges_are_printed_once(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *mark;

	sign_up(world);
	world_sql(world, "UPDATE participant SET foto_bezwaar = 'ja'"
	    " WHERE id = 1");
	reply = desk_page(world, "/beheer/badges", ORGANISER);
	assert_holds(&reply, "nog niet afgedrukt (2)");
	assert_holds(&reply, "<b>Zoë</b> van den Berg");
	assert_holds(&reply, "geen foto");
	assert_holds(&reply, "<b>Piet</b> Bakker");
	mark = reply_value(world, &reply, "badge");
	assert_int_equal(desk_post(world, "/beheer/badges", ORGANISER,
	    "badge", mark, "badge", "99 x|y").code, 303);
	assert_int_equal(world_count(world, "badge"), 1);
	reply = desk_page(world, "/beheer/badges", ORGANISER);
	assert_holds(&reply, "nog niet afgedrukt (1)");
	reply = desk_page(world, "/beheer/badges?welke=alle&vel=a6",
	    ORGANISER);
	assert_holds(&reply, "class=\"labels a6\"");
	assert_holds(&reply, "<b>Zoë</b>");
	reply = desk_page(world, "/beheer/badges?vel=lijst", ORGANISER);
	assert_lacks(&reply, "class=\"label");
	/* Another name on it, and another holder: each needs one again. */
	world_sql(world, "UPDATE participant SET achternaam = 'van Berg'");
	reply = desk_page(world, "/beheer/badges", ORGANISER);
	assert_holds(&reply, "nog niet afgedrukt (2)");
	world->spoilt = true;
}

/* The code is in the letter of who has a place, and in no letter of others. */
static void
test_letters_hold_the_code_of_who_reads_them(void **state)
{
	struct world *world = *state;

	sign_up(world);
	/* Zoë has an address of her own; Piet is read by the contact. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger = 'zoe@woerden.nl' AND instr(replace(bericht,"
	    " '=' || char(13, 10), ''), '/d/%s') > 0", code_of(world, 1)), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger <> 'zoe@woerden.nl' AND instr(replace(bericht,"
	    " '=' || char(13, 10), ''), '/d/%s') > 0", code_of(world, 1)), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger <> 'zoe@woerden.nl' AND instr(replace(bericht,"
	    " '=' || char(13, 10), ''), '/d/%s') > 0", code_of(world, 2)), 1);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, desk_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_search_button_and_back),
		TEST(test_states_are_told_apart),
		TEST(test_who_was_replaced_is_told),
		TEST(test_number_and_code_find_one),
		TEST(test_a_code_opens_the_door_or_the_day),
		TEST(test_day_page_has_no_wish_and_no_address),
		TEST(test_the_door_sees_no_more_than_it_needs),
		TEST(test_walk_in_has_a_place_and_is_in),
		TEST(test_walk_in_without_a_network_is_one_person),
		TEST(test_two_doors_have_names),
		TEST(test_badges_are_printed_once),
		TEST(test_letters_hold_the_code_of_who_reads_them),
		TEST(test_only_the_app_has_camera_and_worker),
		TEST(test_what_a_device_brings_is_kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
