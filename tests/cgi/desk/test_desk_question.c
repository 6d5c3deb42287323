/*
 * Nothing the desk does mails anybody unseen.  Every address that takes a POST
 * stands in the table below; those whose act mails are asked about first, by
 * one page, and its letters can be taken back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define P1		"p1@woerden.nl"

enum verdict {
	NOBODY,		/* hears of it */
	ASKS,		/* the question page */
	OWN_PAGE	/* a look of its own: a dry run, or two steps */
};

static const struct {
	const char	*path;
	enum verdict	 verdict;
} posts[] = {
	{ "/beheer/inloggen", NOBODY },
	{ "/beheer/uitloggen", NOBODY },
	{ "/beheer/aanmelden", NOBODY },
	{ "/beheer/aanmeldingen", ASKS },
	{ "/beheer/aanmeldingen/nieuw", ASKS },
	{ "/beheer/gasten/nieuw", ASKS },
	{ "/beheer/deelnemer/*", ASKS },
	{ "/beheer/deelnemer/*/wijzigen", ASKS },
	{ "/beheer/deelnemer/*/vervangen", ASKS },
	{ "/beheer/deelnemer/*/wissen", OWN_PAGE },
	{ "/beheer/mail", OWN_PAGE },	/* of a letter that is shown */
	{ "/beheer/export", NOBODY },
	{ "/beheer/wensen", NOBODY },
	{ "/beheer/instellingen", ASKS },
	{ "/beheer/programma", NOBODY },
	{ "/beheer/programma/ronde/*", ASKS },
	{ "/beheer/programma/sessie/*/wijzigen", ASKS },
	{ "/beheer/programma/onderdeel/*", NOBODY },
	{ "/beheer/teksten", NOBODY },
	{ "/beheer/verklaringen", NOBODY },
	{ "/beheer/brieven/*", NOBODY },
	{ "/beheer/bijeenkomsten", NOBODY },
	{ "/beheer/bijeenkomsten/*/openbaar", NOBODY },
	{ "/beheer/bijeenkomsten/*/afgelasten", ASKS },
	{ "/beheer/bijeenkomsten/*/wissen", NOBODY },
	{ "/beheer/bijeenkomsten/*/kopie", NOBODY },
	{ "/beheer/gemeenten/import", NOBODY },
	{ "/beheer/campagne", OWN_PAGE },
	{ "/beheer/berichten/nieuw", OWN_PAGE },
	{ "/beheer/berichten/*", NOBODY },
	{ "/beheer/campagne/adressen", NOBODY },
	{ "/beheer/gemeente/*", NOBODY },
	{ "/beheer/account", NOBODY },
	{ "/beheer/account/sessies", NOBODY },
	{ "/beheer/account/tweede-stap", NOBODY },
	{ "/beheer/accounts", NOBODY },
	{ "/beheer/accounts/*", NOBODY },
	{ "/beheer/deur", NOBODY },
	{ "/beheer/deur/binnen", NOBODY },
	{ "/beheer/deur/terug", NOBODY },
	{ "/beheer/deur/nieuw", NOBODY },
	{ "/beheer/deur/meegebracht", NOBODY },
	{ "/beheer/deur/verzenden", NOBODY },
	{ "/beheer/badges", NOBODY },
};

static void
test_every_address_that_takes_a_post_is_judged(void **state)
{
	struct site site = desk_site("http://localhost");
	size_t found = 0;

	(void)state;
	for (size_t i = 0; i < site.nroutes; i++) {
		size_t j = 0;

		if (site.routes[i].method != METHOD_POST)
			continue;
		while (j < COUNT(posts) && strcmp(posts[j].path,
		    site.routes[i].path) != 0)
			j++;
		if (j == COUNT(posts))
			fail_msg("nobody said whether %s mails",
			    site.routes[i].path);
		found++;
	}
	assert_int_equal(found, COUNT(posts));
}

/* Two who come, one with an address of their own; one who waits. */
static int
open_people(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE event SET capaciteit = 2");
	one = world_delegation(world, WORLD_KEY, "alles", "wm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = P1;
	world_sign_up(world, one);
	one = world_delegation(world, "sleutel_van_deze_toets_02", "alles",
	    "m");
	one->answer[CONTACT_GEMEENTE] = "GM0518";
	one->answer[CONTACT_EMAIL] = "wacht@denhaag.nl";
	world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

static const char *
versie_of(struct world *world, int registration)
{
	return world_text(world, "SELECT versie || '' FROM registration"
	    " WHERE id = %d", registration);
}

/* Each button that mails; the form of it without an answer does nothing. */
static const struct act {
	const char	*path;
	const char	*body;		/* with the version of registration 1 */
	const char	*says;
} acts[] = {
	{ "/beheer/deelnemer/1", "actie=afmelden", "afmelden?" },
	{ "/beheer/deelnemer/1", "actie=opnieuw", "opnieuw sturen?" },
	{ "/beheer/deelnemer/1", "actie=overzicht", "opnieuw sturen?" },
	{ "/beheer/deelnemer/3", "actie=plaats&reden=spreker",
	    "buiten de rij om?" },
	{ "/beheer/aanmeldingen", "actie=afmelden", "1 deelnemer afmelden?" },
};

static const char *
body_of(struct world *world, const struct act *act, const char *answer)
{
	int registration = strstr(act->path, "/3") != NULL ? 2 : 1;

	return arena_printf(world->arena, "%s&versie=%s&wie=1.%s%s",
	    act->body, versie_of(world, registration),
	    versie_of(world, registration), answer);
}

static void
test_each_act_that_mails_is_seen_first(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(acts); i++) {
		struct reply reply = desk_send(world, acts[i].path, ORGANISER,
		    body_of(world, &acts[i], ""));

		assert_int_equal(reply.code, 200);
		assert_holds(&reply, acts[i].says);
		assert_holds(&reply, "Er is nog niets gewijzigd en niets "
		    "verstuurd.");
		assert_holds(&reply, "name=\"besluit\" value=\"mail\"");
		assert_holds(&reply, "Met vriendelijke groet,");
		assert_holds(&reply, "Over tien minuten");
		assert_int_equal(world_count(world, "outbox"), 0);
		assert_string_equal(world_places(world, 1), "bb");
	}
}

static void
test_letters_wait_and_are_taken_back_as_one(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_send(world, acts[0].path, ORGANISER,
	    body_of(world, &acts[0], "&besluit=mail&wanneer=straks"
	    "&zin=Jammer%2C+tot+volgend+jaar."));

	assert_int_equal(reply.code, 303);
	assert_string_equal(world_places(world, 1), "ab");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende = %lld", (long long)world_now() + 600), 3);
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "<a href=\"/beheer/berichten/1\">Ongedaan maken");
	reply = desk_page(world, "/beheer/berichten/1", ORGANISER);
	assert_holds(&reply, "<h1>Afmelden</h1>");
	assert_holds(&reply, "Jammer, tot volgend jaar.");
	assert_int_equal(desk_post(world, "/beheer/berichten/1", ORGANISER,
	    "actie", "terug").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende IS NOT NULL"), 0);
}

/* The sentence is for whom it is about, not for who moves up. */
static void
test_sentence_is_read_by_those_concerned(void **state)
{
	struct world *world = *state;

	desk_send(world, acts[0].path, ORGANISER, body_of(world, &acts[0],
	    "&besluit=mail&wanneer=nu&zin=Jammer+hoor"));
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger)"
	    " FROM (SELECT ontvanger FROM " LETTERS " WHERE instr(bericht,"
	    " 'De organisatie schrijft erbij: Jammer hoor')"
	    " ORDER BY outbox.id)"), "a.devries@woerden.nl," P1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger = 'wacht@denhaag.nl'"), 1);
}

static void
test_without_mail_only_who_moves_up_hears(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_send(world, acts[0].path, ORGANISER,
	    body_of(world, &acts[0], "&besluit=stil")).code, 303);
	assert_string_equal(world_letters(world),
	    "opgeschoven wacht@denhaag.nl\n");
}

/* Through the letters, each to its own reader. */
static void
test_every_letter_can_be_read_before(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_send(world, acts[0].path, ORGANISER,
	    body_of(world, &acts[0], "&brief=2&zin=Tot+dan"));

	assert_holds(&reply, "<b>2</b> van 3");
	assert_holds(&reply, "Tot dan");
	assert_holds(&reply, "name=\"brief\" value=\"1\">‹ Vorige");
	reply = desk_send(world, acts[0].path, ORGANISER,
	    body_of(world, &acts[0], "&brief=3"));
	assert_lacks(&reply, "Volgende");
	assert_lacks(&reply, "/deelnemer/AAAA");
	assert_int_equal(world_count(world, "outbox"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_people, world_close)
		cmocka_unit_test(
		    test_every_address_that_takes_a_post_is_judged),
		TEST(test_each_act_that_mails_is_seen_first),
		TEST(test_letters_wait_and_are_taken_back_as_one),
		TEST(test_sentence_is_read_by_those_concerned),
		TEST(test_without_mail_only_who_moves_up_hears),
		TEST(test_every_letter_can_be_read_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
