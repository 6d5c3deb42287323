/* The desk's first page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox.h"
#include "tests/support/desk.h"

static struct reply
home(struct world *world)
{
	return desk_page(world, "/beheer/", READER);
}

static void
sign_up(struct world *world, const char *roles)
{
	static int number;

	world_sign_up(world, world_delegation(world, arena_printf(
	    world->arena, "sleutel_van_delegatie_%04d", ++number), "passend",
	    roles));
}

/* Another moment, with the sessions begun just now. */
static void
go_to(struct world *world, int64_t moment)
{
	world_set_now(moment);
	world_sql(world, arena_printf(world->arena, "UPDATE login SET"
	    " begin = %lld, gezien = %lld", (long long)moment,
	    (long long)moment));
}

static void
test_door_is_led_to_its_list(void **state)
{
	struct world *world = *state;
	static const char *const paths[] = { "/beheer", "/beheer/" };

	for (size_t i = 0; i < 2; i++) {
		struct reply reply = desk_get(world, paths[i], DOOR);

		assert_int_equal(reply.code, 303);
		assert_string_equal(reply_header(world, &reply, "Location"),
		    "/beheer/deur");
		assert_string_equal(reply.body, "");
		assert_int_equal(desk_get(world, paths[i], READER).code, 200);
		assert_int_equal(desk_get(world, paths[i], ORGANISER).code,
		    200);
	}
}

static void
test_navigation_shows_what_a_role_may_open(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/deurlijst", DOOR);
	const char *nav = strstr(reply.body, "<nav aria-label=\"Beheer\">");

	assert_non_null(nav);
	nav = arena_copy(world->arena, nav, (size_t)(strstr(nav, "</nav>") -
	    nav));
	assert_non_null(strstr(nav, "/beheer/deur\" aria-current"));
	assert_null(strstr(strstr(nav, "<li>") + 1, "<li>"));
	reply = home(world);
	assert_holds(&reply, "<a href=\"/beheer/\" aria-current=\"page\">"
	    "Overzicht</a>");
	assert_holds(&reply, "href=\"/beheer/logboek\">Logboek</a>");
}

static void
test_figures_lead_to_what_they_count(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "wmmmmm");
	sign_up(world, "wmmmmm");		/* two of them wait */
	world_sql(world, "UPDATE participant SET naam_volgt = 'ja'"
	    " WHERE id = 2");
	reply = home(world);
	assert_holds(&reply, "href=\"/beheer/aanmeldingen?status=bevestigd\">"
	    "<b>10 <small>van 10</small></b>");
	assert_holds(&reply, "plaatsen bezet</span><span class=\"soft\">"
	    "2 wachten</span>");
	assert_holds(&reply, "?status=bevestigd&amp;naam=volgt\"><b>9 <small>"
	    "van 10</small></b>");
	assert_holds(&reply, "/beheer/gemeenten?antwoord=stil&amp;mbo=1\">"
	    "<b>0 <small>van 0</small></b>");
	assert_holds(&reply, "?rol=medewerker&amp;status=wachtlijst\">2<");
	/* Nothing to see behind a zero in the table. */
	assert_lacks(&reply, "?rol=wethouder&amp;status=wachtlijst");
	assert_holds(&reply, "dinsdag 12 januari 2027, 10.00–15.00 uur");
	assert_holds(&reply, "nog 49 dagen");
}

static void
test_what_wants_a_person_is_said_with_one_button(void **state)
{
	struct world *world = *state;
	struct reply reply = home(world);

	assert_holds(&reply, "Er is niets dat nu een mens vraagt.");
	sign_up(world, "wmmmmm");
	sign_up(world, "wmmmmm");		/* two of them wait */
	world_sql(world, "UPDATE participant SET naam_volgt = 'ja'"
	    " WHERE id = 2; UPDATE event SET capaciteit = 7");
	reply = desk_page(world, "/beheer/", ORGANISER);
	assert_holds(&reply, "2 mensen wachten, alle plaatsen zijn bezet");
	assert_holds(&reply, "/beheer/instellingen#capaciteit\">Plaatsen");
	assert_holds(&reply, "1 plaats heeft nog geen naam");
	/* More than there are is not like the rest. */
	assert_holds(&reply, "<b>10 <small>van 7</small></b>");
	assert_holds(&reply, "class=\"fill wait\" width=\"100.0%\"");
	assert_holds(&reply, "3 meer dan er zijn; 2 wachten");
	/* Who only reads is led to what there is to read. */
	reply = home(world);
	assert_lacks(&reply, "Plaatsen bijmaken");
	assert_holds(&reply, "?status=wachtlijst\">Wachtlijst bekijken");
}

static struct reply
press(struct world *world, const char *actie)
{
	return desk_send(world, "/beheer/aanmelden", ORGANISER,
	    arena_printf(world->arena, "actie=%s", actie));
}

static void
test_one_button_closes_sign_up_and_opens_it_again(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/", ORGANISER);

	assert_holds(&reply, "value=\"dicht\">Aanmelden nu sluiten</button>");
	assert_lacks(&reply, "Aanmelden gesloten");
	assert_holds(&reply, "Aanmelden is open tot woensdag 6 januari");
	assert_int_equal(press(world, "dicht").code, 303);
	reply = desk_page(world, "/beheer/?gedaan=dicht", ORGANISER);
	assert_holds(&reply, "Gedaan: aanmelden is gesloten.");
	assert_holds(&reply, "<b>Aanmelden gesloten</b>");
	assert_holds(&reply, "value=\"open\">Aanmelden nu openen, tot woensdag "
	    "6 januari");
	assert_int_equal(press(world, "open").code, 303);
	/* As it was: its date is not forgotten. */
	reply = desk_page(world, "/beheer/", ORGANISER);
	assert_holds(&reply, "Aanmelden is open tot woensdag 6 januari");
	assert_string_equal(world_text(world, "SELECT group_concat(toelichting)"
	    " FROM audit WHERE wat = 'ingesteld'"),
	    "Aanmelden gesloten,Aanmelden weer open");
	/* When that has passed, it is until the event begins. */
	world_sql(world, "UPDATE event SET aanmelden_dicht = aanmelden_open + 1");
	assert_int_equal(press(world, "open").code, 303);
	reply = desk_page(world, "/beheer/", ORGANISER);
	assert_holds(&reply, "Aanmelden is open tot dinsdag 12 januari");
	assert_int_equal(press(world, "anders").code, 400);
	reply = home(world);
	assert_lacks(&reply, "Aanmelden nu sluiten");
}

static void
test_newcomer_has_a_list_until_the_event_is_public(void **state)
{
	static const char *const places[] = {
		"/beheer/instellingen#titel", "/beheer/instellingen#begin",
		"/beheer/programma\">Programma",
		"/beheer/instellingen#organisatie_email",
		"/beheer/aanmeldingen/nieuw\">Proefmail",
		"/beheer/campagne/adressen",
		"/beheer/bijeenkomsten/1/openbaar",
	};
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/", ORGANISER);

	assert_lacks(&reply, "Voor u openbaar gaat");
	sign_up(world, "w");
	world_sql(world, "UPDATE event SET zichtbaar = 0; UPDATE login"
	    " SET event = 1");
	reply = desk_page(world, "/beheer/", ORGANISER);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		assert_holds(&reply, places[i]);
	assert_holds(&reply, "class=\"band off\"");
	assert_holds(&reply, "<b>Niet openbaar</b>");
	assert_holds(&reply, "nog doen</span> <span><a href=\"/beheer/"
	    "aanmeldingen/nieuw\">");
	world_sql(world, "UPDATE outbox SET status = 'sent',"
	    " volgende = NULL, pogingen = 1, verzonden = 1");
	reply = desk_page(world, "/beheer/", ORGANISER);
	assert_holds(&reply, "klaar</span> <span><a href=\"/beheer/"
	    "aanmeldingen/nieuw\">");
	reply = home(world);
	assert_lacks(&reply, "Voor u openbaar gaat");
}

static void
test_links_of_figures_find_as_many(void **state)
{
	static const struct {
		const char	*path;
		size_t		 count;
	} vectors[] = {
		{ "/beheer/aanmeldingen?status=bevestigd", 10 },
		{ "/beheer/aanmeldingen?status=wachtlijst", 2 },
		{ "/beheer/aanmeldingen?rol=wethouder&status=bevestigd", 2 },
		{ "/beheer/aanmeldingen?naam=volgt&status=bevestigd", 1 },
	};
	struct world *world = *state;

	sign_up(world, "wmmmmm");
	sign_up(world, "wmmmmm");
	world_sql(world, "UPDATE participant SET naam_volgt = 'ja'"
	    " WHERE id = 2");
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct reply reply = desk_get(world, vectors[i].path, READER);
		size_t found = 0;

		for (const char *at = reply.body;
		    (at = strstr(at, "<th scope=\"row\"")) != NULL; at++)
			found++;
		assert_int_equal(found, vectors[i].count);
	}
}

static void
test_empty_event_has_a_page(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "DELETE FROM session; DELETE FROM thema");
	reply = home(world);
	assert_holds(&reply, "Er is nog niemand aangemeld.");
	assert_holds(&reply, "Het programma heeft nog geen sessies");
	assert_holds(&reply, "Er zijn geen onderwerpen ingesteld.");
	assert_lacks(&reply, "<polyline");
}

static void
test_charts_say_in_words_and_in_a_table_what_they_show(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "wm");
	go_to(world, WORLD_NOW + 2 * 86400);
	sign_up(world, "m");
	reply = home(world);
	assert_holds(&reply, "<title id=\"opgeteld-titel\">");
	assert_holds(&reply, "<desc id=\"opgeteld-uitleg\">Een lijn die oploopt "
	    "van 24 november tot 3 aangemelden; er zijn 10 plaatsen.</desc>");
	/* The day on which nobody came is there. */
	assert_holds(&reply, "24 november</th><td class=\"n\">2</td>"
	    "<td class=\"n\">2</td>");
	assert_holds(&reply, "25 november</th><td class=\"n\">0</td>"
	    "<td class=\"n\">2</td>");
	assert_holds(&reply, "26 november</th><td class=\"n\">1</td>"
	    "<td class=\"n\">3</td>");
	assert_lacks(&reply, "27 november</th>");
	assert_lacks(&reply, "style=");
}

static void
test_years_of_days_become_weeks(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "w");
	world_sql(world, "UPDATE registration SET aangemeld = aangemeld -"
	    " 300 * 86400");
	reply = home(world);
	assert_holds(&reply, "per week");
	world_sql(world, "UPDATE registration SET aangemeld = 0");
	reply = home(world);
	assert_holds(&reply, "weken");
}

static void
test_what_comes_next_is_in_order_and_says_what_is_past(void **state)
{
	struct world *world = *state;
	struct reply reply = home(world);
	const char *closes, *begins;

	assert_holds(&reply, "Het aanmelden gaat open <span class=\"state "
	    "none\">geweest</span>");
	closes = strstr(reply.body, "Het aanmelden sluit");
	begins = strstr(reply.body, "De bijeenkomst begint");
	assert_non_null(closes);
	assert_true(closes < begins);
	assert_lacks(&reply, "voor wethouders zijn vastgehouden");
	assert_holds(&reply, "19 jan 2027, 15.00");
	world_sql(world, "UPDATE event SET gereserveerd_wethouders = 4,"
	    " gereserveerd_tot = aanmelden_dicht - 86400");
	reply = home(world);
	assert_true(strstr(reply.body, "De 4 plaatsen die voor wethouders") <
	    strstr(reply.body, "Het aanmelden sluit"));
	assert_non_null(strstr(reply.body, "De 4 plaatsen"));
}

static void
test_days_to_go_are_days_of_the_calendar(void **state)
{
	static const struct {
		int64_t		 now;
		const char	*words;
	} vectors[] = {
		{ WORLD_BEGIN - 35 * 3600, "nog 2 dagen" },
		{ WORLD_BEGIN - 33 * 3600, "morgen" },
		{ WORLD_BEGIN - 12 * 3600, "morgen" },
		{ WORLD_BEGIN - 10 * 3600, "vandaag" },
		{ WORLD_END - 1, "vandaag" }, { WORLD_END, "voorbij" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct reply reply;

		go_to(world, vectors[i].now);
		reply = home(world);
		assert_holds(&reply, arena_printf(world->arena,
		    "di 12 januari 2027 · %s</span>", vectors[i].words));
	}
}

static enum status
raise_alarm(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return alarm_raise(db, "535 <nee>", WORLD_NOW);
}

static void
test_mail_that_wants_a_person_is_named(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "w");
	reply = home(world);
	assert_lacks(&reply, "/beheer/mail?toon=aandacht");
	assert_lacks(&reply, "Er gaat nu geen mail uit");
	world_set_now(WORLD_NOW + 3600);	/* as long as may be */
	reply = home(world);
	assert_holds(&reply, "1 bericht wacht te lang");
	assert_holds(&reply, "href=\"/beheer/mail?toon=aandacht\"");
	world_sql(world, "UPDATE outbox SET status = 'failed',"
	    " volgende = NULL");
	reply = home(world);
	assert_holds(&reply, "1 bericht is mislukt");
	assert_int_equal(world_run(world, raise_alarm, NULL), STATUS_OK);
	reply = home(world);
	assert_holds(&reply, "onze instellingen: 535 &lt;nee&gt;.");
}

static void
test_session_looks_at_its_own_event(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "w");
	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander',"
	    " 'Andere dag', begin, einde, locatie, 77, aanmelden_open,"
	    " aanmelden_dicht, organisatie, organisatie_email FROM event"
	    " WHERE id = 1; UPDATE login SET event = 2");
	reply = home(world);
	assert_holds(&reply, "<p class=\"soft across\">Andere dag,");
	assert_holds(&reply, "<b>0 <small>van 77</small></b>");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_door_is_led_to_its_list),
		TEST(test_navigation_shows_what_a_role_may_open),
		TEST(test_figures_lead_to_what_they_count),
		TEST(test_what_wants_a_person_is_said_with_one_button),
		TEST(test_one_button_closes_sign_up_and_opens_it_again),
		TEST(test_newcomer_has_a_list_until_the_event_is_public),
		TEST(test_links_of_figures_find_as_many),
		TEST(test_empty_event_has_a_page),
		TEST(test_charts_say_in_words_and_in_a_table_what_they_show),
		TEST(test_years_of_days_become_weeks),
		TEST(test_what_comes_next_is_in_order_and_says_what_is_past),
		TEST(test_days_to_go_are_days_of_the_calendar),
		TEST(test_mail_that_wants_a_person_is_named),
		TEST(test_session_looks_at_its_own_event),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
