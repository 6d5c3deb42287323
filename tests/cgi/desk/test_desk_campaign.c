/*
 * The campaign at the desk: one screen, and before anything is sent who gets
 * what, who does not and why, and the letter itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/campaign/invited.h"
#include "tests/support/desk.h"

#define PATH	"/beheer/campagne"

static int
open_campaign(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE gemeente SET gemeente_email = 'info@woerden.nl'"
	    " WHERE code = 'GM0632'; UPDATE gemeente SET gemeente_email ="
	    " 'info@denhaag.nl' WHERE code = 'GM0518'");
	return 0;
}

/* All but those who answered: four of them, two with an address. */
static struct reply
send_all(struct world *world, const char *besluit, const char *when)
{
	return desk_post(world, PATH, ORGANISER, "besluit", besluit,
	    "wanneer", when, "zin", "Komt u <ook>?");
}

static void
test_it_is_asked_who_and_why_before_anything_is_owed(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO gemeente_afgezegd VALUES (1, 'GM0008',"
	    " 1, 'x', '')");
	reply = send_all(world, "", "straks");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "2 van de 4 gemeenten krijgen bericht");
	assert_holds(&reply, "Heeft geen adres");
	assert_holds(&reply, "Súdwest-Fryslân");
	assert_holds(&reply, "Heeft al geantwoord");
	assert_holds(&reply, "Laatste Dag");
	assert_holds(&reply, "<b>1</b> van 2");
	assert_holds(&reply, "Komt u &lt;ook&gt;?");
	assert_holds(&reply, "Zet 2 mails klaar");
	assert_lacks(&reply, invited_code(&world->secret, 1, "GM0632",
	    world->arena));
	assert_int_equal(world_count(world, "outbox"), 0);
	reply = desk_post(world, PATH, ORGANISER, "brief", "2");
	assert_holds(&reply, "<b>2</b> van 2");
}

/* Not after signing up has closed. */
static void
test_invitations_go_while_one_can_sign_up(void **state)
{
	struct world *world = *state;
	const char *closed = world_text(world, "SELECT strftime("
	    "'%%Y-%%m-%%dT%%H:%%M', aanmelden_dicht, 'unixepoch',"
	    " 'localtime') FROM event WHERE id = 1");
	struct reply reply = desk_post(world, PATH, ORGANISER, "besluit",
	    "mail", "wanneer", "op", "moment", closed);

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"moment-fout\"");
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(desk_post(world, PATH, ORGANISER, "besluit", "mail",
	    "wanneer", "op", "moment", "2026-11-25T08:00").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende = strftime('%%s', '2026-11-25 07:00')"), 2);
}

/* What the ladder asks of people: in lists of their own, each with why. */
static void
test_ladder_says_whom_to_write_and_to_call(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, PATH, ORGANISER);

	assert_lacks(&reply, "toon=bellen");
	assert_lacks(&reply, "value=\"brief\"");
	world_sql(world, "UPDATE event SET herinneren_ladder = 'ja';"
	    " UPDATE invitation SET gestopt = 0; INSERT INTO invitation"
	    " (event, gemeente, gestopt) VALUES (1, 'GM0632', 1)"
	    " ON CONFLICT DO UPDATE SET gestopt = 1");
	reply = desk_page(world, PATH "?toon=brief", ORGANISER);
	assert_holds(&reply, "Brief sturen: wil geen mail");
	reply = desk_post(world, PATH, ORGANISER, "actie", "brief", "g",
	    "GM0632");
	assert_string_equal(reply_header(world, &reply, "Location"),
	    PATH "?gedaan=brief");
	reply = desk_page(world, PATH "?toon=bellen", ORGANISER);
	assert_holds(&reply, "Geen gemeente past");
	world_sql(world, "UPDATE invitation SET brief = brief - 7 * 86400");
	reply = desk_page(world, PATH "?toon=bellen", ORGANISER);
	assert_holds(&reply, "Bellen: geen antwoord op de brief van 17 nov "
	    "2026, 9.30");
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'brief genoteerd'"), "1 gemeente");
}

static void
test_what_is_approved_is_owed_and_can_be_taken_back(void **state)
{
	struct world *world = *state;
	struct reply reply = send_all(world, "mail", "straks");
	const char *page;

	assert_int_equal(reply.code, 303);
	page = reply_header(world, &reply, "Location");
	assert_string_equal(page, "/beheer/berichten/1?gedaan=klaar");
	assert_string_equal(world_letters(world),
	    "uitnodiging info@denhaag.nl\nuitnodiging info@woerden.nl\n");
	assert_int_equal(world_number(world, "SELECT min(volgende) FROM"
	    " outbox"), WORLD_NOW + 600);
	reply = desk_page(world, page, ORGANISER);
	assert_holds(&reply, "2 klaargezet");
	assert_holds(&reply, "2 mails gaan uit op dinsdag 24 november 2026 om 9.40 uur.");
	assert_holds(&reply, "Komt u &lt;ook&gt;?");
	reply = desk_page(world, PATH, READER);
	assert_holds(&reply, "Staat klaar");
	assert_lacks(&reply, "Uitnodigen of herinneren");
	reply = desk_post(world, "/beheer/berichten/1", ORGANISER, "actie",
	    "terug");
	assert_int_equal(reply.code, 303);
	reply = desk_page(world, "/beheer/berichten", ORGANISER);
	assert_holds(&reply, "2 teruggehaald of niet meer nodig");
	assert_int_equal(desk_get(world, "/beheer/berichten/9",
	    ORGANISER).code, 404);
	assert_int_equal(desk_get(world, "/beheer/berichten", READER).code,
	    403);
}

static void
test_ticks_choose_and_filters_count(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, PATH, ORGANISER, "g", "GM0518",
	    "besluit", "mail", "wanneer", "nu");

	assert_int_equal(reply.code, 303);
	assert_string_equal(world_letters(world),
	    "uitnodiging info@denhaag.nl\n");
	world_send(world);
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	reply = desk_page(world, PATH "?toon=stil", READER);
	assert_holds(&reply, "s-Gravenhage");
	assert_lacks(&reply, "Woerden</a>");
	reply = desk_page(world, PATH "?toon=aangemeld", READER);
	assert_holds(&reply, "Woerden</a>");
	assert_holds(&reply, "aangemeld, 2");
	reply = desk_page(world, PATH "?toon=niet", READER);
	assert_holds(&reply, "Adres invullen");
	assert_holds(&reply, "1 van de 4 gemeenten gaven antwoord.");
	/* Nobody of these may have one. */
	reply = desk_post(world, PATH, ORGANISER, "g", "GM0632", "besluit",
	    "mail");
	assert_string_equal(reply_header(world, &reply, "Location"),
	    PATH "?gedaan=niemand");
}

static void
test_paper_has_the_code_of_who_is_silent(void **state)
{
	struct world *world = *state;
	const char *code = invited_code(&world->secret, 1, "GM0518",
	    world->arena);
	struct reply reply;

	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	reply = desk_page(world, PATH "/brieven.csv", ORGANISER);
	assert_holds(&reply, "Gemeente;Gemeentecode;Adresregel 1");
	assert_holds(&reply, arena_printf(world->arena,
	    "%s;" WORLD_BASE "/u/%s", code, code));
	assert_lacks(&reply, "GM0632");
	reply = desk_page(world, PATH "/brieven?toon=niet", ORGANISER);
	assert_holds(&reply, code);
	assert_holds(&reply, "<svg class=\"qr\"");
	assert_int_equal(desk_get(world, PATH "/brieven", READER).code, 403);
}

static void
test_closed_event_says_so(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET afgelast = 1");
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "Uitnodigen kan niet meer");
	assert_int_equal(send_all(world, "mail", "nu").code, 409);
	assert_int_equal(world_count(world, "outbox"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_campaign, world_close)
		TEST(test_it_is_asked_who_and_why_before_anything_is_owed),
		TEST(test_invitations_go_while_one_can_sign_up),
		TEST(test_ladder_says_whom_to_write_and_to_call),
		TEST(test_what_is_approved_is_owed_and_can_be_taken_back),
		TEST(test_ticks_choose_and_filters_count),
		TEST(test_paper_has_the_code_of_who_is_silent),
		TEST(test_closed_event_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
