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
	    "<b>10</b> bevestigd, van 10 plaatsen");
	assert_holds(&reply, "?status=wachtlijst\"><b>2</b> op de wachtlijst");
	assert_holds(&reply, "?status=afgemeld\"><b>0</b> afgemeld");
	assert_holds(&reply, "?status=bevestigd&amp;naam=volgt\"><b>1</b>");
	assert_holds(&reply, "/beheer/gemeenten?antwoord=stil&amp;mbo=1\">"
	    "<b>0</b> met mbo, nog stil");
	assert_holds(&reply, "?rol=medewerker&amp;status=wachtlijst\">2<");
	/* Nothing to see behind a zero in the table. */
	assert_lacks(&reply, "?rol=wethouder&amp;status=wachtlijst");
	assert_holds(&reply, "dinsdag 12 januari 2027, 10.00–15.00 uur");
	assert_holds(&reply, "nog 49 dagen");
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
	assert_holds(&reply, "Het programma heeft geen sessies");
	assert_holds(&reply, "Er zijn geen thema’s ingesteld.");
	assert_lacks(&reply, "<svg");
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
	assert_holds(&reply, "role=\"img\" aria-labelledby=\"plaatsen-titel "
	    "plaatsen-uitleg\"");
	assert_holds(&reply, "<title id=\"per-dag-titel\">");
	assert_holds(&reply, "<desc id=\"per-dag-uitleg\">Een kolom per dag, "
	    "vanaf 24 november; de hoogste is 2.</desc>");
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
	assert_holds(&reply, "Per week");
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
	assert_holds(&reply, "dinsdag 19 januari 2027 om 15.00 uur");
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
	assert_lacks(&reply, "Mail die aandacht vraagt");
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
	assert_holds(&reply, "<h1>Andere dag</h1>");
	assert_holds(&reply, "<b>0</b> bevestigd, van 77 plaatsen");
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
