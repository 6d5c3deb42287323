/*
 * Invitations and news: said to be so, with a ground, and with a way out that
 * works without a login, from any mail program and for as long as it may be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/mailing.h"
#include "core/arena.h"
#include "db/campaign/unsubscribed.h"
#include "mail/housekeeping.h"
#include "tests/support/desk.h"
#include "tests/support/golden.h"
#include "tests/support/visit.h"

#define PATH	"/beheer/berichten/nieuw"
#define P1	"p1@woerden.nl"
#define P2	"p2@woerden.nl"
#define GROUND	"U was in 2026 bij onze bijeenkomst."
#define DAY	86400

static void
sign_up(struct world *world, const char *key)
{
	struct registration *one = world_delegation(world, key, "alles", "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = P1;
	one->participants[1].answer[PARTICIPANT_EMAIL] = P2;
	world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox");
}

static int
open_people(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	sign_up(*state, WORLD_KEY);
	return 0;
}

#define send_news(world, ...) \
	desk_post(world, PATH, ORGANISER, "soort", "nieuws", "grond", GROUND, \
	    "onderwerp", "Volgende keer", "tekst", \
	    "Beste {naam},\n\nKomt u weer?", __VA_ARGS__)

/* Path of the way out for a mailbox. */
static const char *
way_out(struct world *world, const char *address)
{
	char link[LINK_LENGTH + 1];

	unsubscribed_link(&world->secret, address, link);
	return arena_printf(world->arena, "/geen-nieuws/%s", link);
}

/* What a mail program sends when its own button is pressed (RFC 8058). */
static struct reply
one_click(struct world *world, const char *address)
{
	return visit_ask(world, (struct ask){
		.path = way_out(world, address),
		.body = "List-Unsubscribe=One-Click",
		.origin = "https://mail.example.net",
		.fetch_site = "cross-site",
	});
}

static void
test_news_says_why_it_may_be_sent(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, PATH, ORGANISER, "soort",
	    "nieuws", "grond", "", "onderwerp", "Nieuws", "tekst", "Dag.",
	    "besluit", "mail");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"grond-fout\"");
	reply = desk_post(world, PATH, ORGANISER, "onderwerp", "Nieuws",
	    "tekst", "Dag.", "besluit", "mail");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"soort-fout\"");
	assert_int_equal(world_count(world, "outbox"), 0);
	reply = send_news(world, "besluit", "");
	assert_holds(&reply, "Waarom u deze mail krijgt: " GROUND);
	assert_holds(&reply, "/geen-nieuws/VOORBEELD");
	reply = send_news(world, "besluit", "mail");
	assert_int_equal(reply.code, 303);
	reply = desk_page(world, "/beheer/berichten/1", ORGANISER);
	assert_holds(&reply, "Uitnodiging of nieuws. Waarom dit mag: " GROUND);
}

/* All of it, with the headers by which mail programs show their button. */
static void
test_letter_of_news_is_written_as_ever(void **state)
{
	struct world *world = *state;
	const char *letter;

	send_news(world, "besluit", "mail", "wanneer", "nu");
	world_letters(world);
	letter = world_text(world, "SELECT bericht FROM " LETTERS
	    " WHERE ontvanger = '" P1 "'");
	golden_compare(world, "news.eml", letter);
	assert_non_null(strstr(letter, arena_printf(world->arena,
	    "\r\nList-Unsubscribe: <%s%s>\r\n"
	    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
	    WORLD_BASE, way_out(world, P1))));
	world_sql(world, "DELETE FROM outbox");
	desk_post(world, PATH, ORGANISER, "soort", "bericht", "grond", GROUND,
	    "onderwerp", "Lunch", "tekst", "Dag.", "besluit", "mail",
	    "wanneer", "nu");
	world_letters(world);
	letter = world_text(world, "SELECT bericht FROM " LETTERS
	    " WHERE ontvanger = '" P1 "'");
	assert_null(strstr(letter, "List-Unsubscribe"));
	assert_null(strstr(letter, "geen-nieuws"));
}

static void
test_looking_at_the_way_out_changes_nothing(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, way_out(world, P1));
	char link[LINK_LENGTH + 1];

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Geen uitnodigingen en nieuws meer?");
	assert_lacks(&reply, P1);
	assert_int_equal(world_count(world, "geen_nieuws"), 0);
	assert_int_equal(visit_get(world, "/geen-nieuws/iets").code, 404);
	/* A link of ours for something else, and of another installation. */
	assert_int_equal(visit_get(world, arena_printf(world->arena,
	    "/geen-nieuws/%s", strrchr(visit_link(world, 1, 0, ""), '/') +
	    1)).code, 404);
	unsubscribed_link(&(struct secret){ .bytes = "een ander" }, P1, link);
	assert_int_equal(visit_get(world, arena_printf(world->arena,
	    "/geen-nieuws/%s", link)).code, 404);
}

static void
test_one_click_ends_news_and_nothing_else(void **state)
{
	struct world *world = *state;
	struct reply reply = one_click(world, "P1@Woerden.NL");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "U krijgt geen uitnodigingen en nieuws meer");
	/* Again is the same. */
	assert_int_equal(one_click(world, P1).code, 200);
	assert_int_equal(world_count(world, "geen_nieuws"), 1);
	assert_string_equal(world_text(world, "SELECT group_concat(wie || ': '"
	    " || wat || toelichting) FROM audit WHERE wat LIKE '%%nieuws'"),
	    "ontvanger: wil geen nieuws");
	reply = send_news(world, "besluit", "");
	assert_holds(&reply, "1 postvak krijgt deze mail");
	assert_holds(&reply, "Wil geen uitnodigingen en nieuws (1)");
	assert_int_equal(send_news(world, "besluit", "mail").code, 303);
	assert_string_equal(world_letters(world), "nieuws " P2 "\n");
	desk_post(world, PATH, ORGANISER, "soort", "bericht", "onderwerp",
	    "Lunch", "tekst", "Dag.", "besluit", "mail");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'bericht'"), 2);
}

/* A mail that is planned, and one that the relay puts off. */
static void
test_what_is_under_way_is_withdrawn(void **state)
{
	struct world *world = *state;

	send_news(world, "besluit", "mail", "wanneer", "nu");
	send_news(world, "besluit", "mail");
	world_sql(world, "UPDATE outbox SET status = 'deferred', pogingen = 1"
	    " WHERE id IN (SELECT min(id) FROM outbox WHERE ontvanger = '" P1
	    "')");
	one_click(world, P1);
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger"
	    " || ' ' || status || ' ' || antwoord) FROM (SELECT * FROM outbox"
	    " ORDER BY ontvanger, id)"),
	    P1 " withdrawn wil geen nieuws meer,"
	    P1 " withdrawn wil geen nieuws meer,"
	    P2 " queued ," P2 " queued ");
}

static void
test_a_slip_is_undone(void **state)
{
	struct world *world = *state;
	struct reply reply;

	one_click(world, P1);
	reply = visit_post(world, way_out(world, P1), "antwoord=weer");
	assert_holds(&reply, "Geen uitnodigingen en nieuws meer?");
	assert_int_equal(world_count(world, "geen_nieuws"), 0);
	send_news(world, "besluit", "mail");
	assert_int_equal(world_count(world, "outbox"), 2);
}

/* All about them has gone; they come again, and it still holds. */
static void
test_it_outlives_all_that_was_known(void **state)
{
	struct world *world = *state;

	one_click(world, P1);
	/* But for the session at the desk. */
	world_sql(world, "UPDATE login SET begin = 1900000000, gezien ="
	    " 1900000000");
	assert_int_equal(housekeeping_forget(&(struct housekeeping){
		.writer = world->app.writer, .config = &world->config,
	}, WORLD_END + 400 * DAY), STATUS_OK);
	world_sql(world, "UPDATE login SET begin = 1795509005, gezien ="
	    " 1795509005");
	assert_int_equal(world_count(world, "participant"), 0);
	assert_int_equal(world_count(world, "geen_nieuws"), 1);
	sign_up(world, "sleutel_van_de_volgende_keer");
	send_news(world, "besluit", "mail");
	assert_string_equal(world_letters(world), "nieuws " P2 "\n");
	/* The link of a letter that nobody has any more works too. */
	one_click(world, P2);
	assert_int_equal(send_news(world, "besluit", "mail").code, 409);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_people, world_close)
		TEST(test_news_says_why_it_may_be_sent),
		TEST(test_letter_of_news_is_written_as_ever),
		TEST(test_looking_at_the_way_out_changes_nothing),
		TEST(test_one_click_ends_news_and_nothing_else),
		TEST(test_what_is_under_way_is_withdrawn),
		TEST(test_a_slip_is_undone),
		TEST(test_it_outlives_all_that_was_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
