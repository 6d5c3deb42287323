/* What waits for the button that only the contact's mail leads to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/visit.h"

#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"z.vandenberg@woerden.nl"
#define STRANGER	"jan@elders.example"
#define OFFICE		"192.0.2.10"

static int
open_with_limits(void **state)
{
	int code = world_open(state);
	struct world *world = *state;

	world->config.limits = true;
	return code;
}

static const char *
fresh_key(struct world *world)
{
	unsigned char nonce[NONCE_SIZE];
	char *key = arena_alloc(world->arena, KEY_LENGTH + 1);

	world_random(nonce, sizeof(nonce));
	key_issue(&world->secret, world_now() - 60, nonce, key);
	return key;
}

/* A delegation of two, the second with this address; the page it leads to. */
static const char *
sign_up_from(struct world *world, const char *address, const char *email)
{
	struct reply reply = visit_ask(world, (struct ask){
		.path = "/aanmelden", .address = address,
		.body = world_valid_form(world, "sleutel", fresh_key(world),
		    "deelnemer_2_email", email, NULL),
	});

	assert_int_equal(reply.code, 303);
	return reply_header(world, &reply, "Location");
}

static const char *
sign_up(struct world *world)
{
	return sign_up_from(world, OFFICE, STRANGER);
}

/* The path of the button, as it stands in the newest letter to the contact. */
static const char *
mailed_path(struct world *world)
{
	const char *letter, *path;

	/* The second about one subject goes a minute later. */
	world_set_now(world_now() + 60);
	letter = world_text(world, "SELECT bericht FROM " LETTERS
	    " WHERE ontvanger = '" CONTACT "' ORDER BY outbox.id DESC"
	    " LIMIT 1");
	path = strstr(letter, "/bevestigen/");
	assert_non_null(path);
	return arena_printf(world->arena, "/bevestigen/%.*s", LINK_LENGTH,
	    path + strlen("/bevestigen/"));
}

static struct reply
press(struct world *world, const char *path)
{
	return visit_post(world, path, "");
}

static void
test_strangers_are_written_to_after_the_button(void **state)
{
	struct world *world = *state;
	const char *page = sign_up(world), *path = mailed_path(world);
	struct reply reply = visit_get(world, page);

	assert_holds(&reply, "Bevestig de aanmelding met de link in de mail "
	    "aan " CONTACT);
	assert_holds(&reply, STRANGER " (krijgt bericht zodra u bevestigt)");
	assert_lacks(&reply, "/bevestigen/");
	assert_string_equal(world_places(world, 1), "bb");
	assert_string_equal(world_letters(world), "aangemeld " CONTACT "\n"
	    "aangemeld " ZOE "\n");
	reply = press(world, path);
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), page);
	assert_string_equal(world_letters(world), "aangemeld " CONTACT "\n"
	    "aangemeld " ZOE "\naangemeld " STRANGER "\n");
	reply = visit_get(world, page);
	assert_lacks(&reply, "Bevestig de aanmelding");
	/* Once more does nothing more, and looking leads on. */
	assert_int_equal(press(world, path).code, 303);
	assert_int_equal(visit_get(world, path).code, 303);
	assert_int_equal(world_count(world, "outbox"), 3);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'bevestigd'"), 1);
}

/* As a scanner of mail does; and by no link but the one in the mail. */
static void
test_looking_confirms_nothing(void **state)
{
	struct world *world = *state;
	const char *page = sign_up(world), *path = mailed_path(world);
	struct reply reply = visit_get(world, path);
	const char *others[] = {
		page + strlen("/aanmelding/"),
		visit_link(world, 1, 1, "") + strlen("/deelnemer/"),
	};

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "<form method=\"post\"");
	assert_holds(&reply, "Woerden aangemeld met 2 deelnemers");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(press(world, arena_printf(world->arena,
		    "/bevestigen/%s", others[i])).code, 404);
	reply = visit_ask(world, (struct ask){
		.path = path, .body = "", .origin = "https://elders.example",
	});
	assert_int_equal(reply.code, 403);
	assert_int_equal(world_number(world, "SELECT bevestigen FROM"
	    " registration"), 1);
	assert_int_equal(world_count(world, "outbox"), 2);
}

/* Nobody is a stranger: nothing is asked of an ordinary secretary. */
static void
test_delegation_of_one_municipality_has_nothing_to_confirm(void **state)
{
	struct world *world = *state;
	const char *page = sign_up_from(world, OFFICE, "jan@mail.WOERDEN.nl");
	struct reply reply = visit_get(world, page);

	assert_lacks(&reply, "Bevestig de aanmelding");
	assert_int_equal(world_count(world, "outbox"), 3);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE bericht LIKE '%%/bevestigen/%%'"), 0);
	/* A name that only ends like theirs is another's. */
	sign_up_from(world, OFFICE, "jan@kwaad-woerden.nl");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = 'jan@kwaad-woerden.nl'"), 0);
}

static void
test_network_takes_so_many_places_unconfirmed(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *page;

	world->config.people_per_network = 4;
	sign_up_from(world, "2001:db8::1", "");
	sign_up_from(world, "2001:db8::2", "");
	page = sign_up_from(world, "2001:db8::3", "");
	sign_up_from(world, "2001:db8:0:1::3", "");
	sign_up_from(world, OFFICE, "");
	assert_string_equal(world_places(world, 2), "bb");
	assert_string_equal(world_places(world, 3), "ww");
	assert_string_equal(world_places(world, 4), "bb");
	assert_string_equal(world_places(world, 5), "bb");
	reply = visit_get(world, page);
	assert_holds(&reply, "<h1>Bevestig uw aanmelding</h1>");
	assert_holds(&reply, "wacht op bevestiging");
	assert_lacks(&reply, "op de wachtlijst, op plaats");
}

static void
test_button_gives_the_places_that_waited(void **state)
{
	struct world *world = *state;
	const char *path;

	world->config.people_per_network = 1;
	sign_up(world);
	path = mailed_path(world);
	assert_string_equal(world_places(world, 1), "ww");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE bericht LIKE '%%op de wachtlijst%%'"), 0);
	world_send(world);
	assert_int_equal(press(world, path).code, 303);
	assert_string_equal(world_places(world, 1), "bb");
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger)"
	    " FROM (SELECT ontvanger FROM outbox WHERE status = 'queued'"
	    " AND soort = 'aangemeld' ORDER BY id)"),
	    CONTACT "," ZOE "," STRANGER);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE status = 'queued' AND bericht LIKE '%%/bevestigen/%%'"),
	    0);
}

/* When it is full by then they wait as others do, in their old turn. */
static void
test_confirmed_too_late_waits_in_its_turn(void **state)
{
	struct world *world = *state;
	const char *path;

	world->config.people_per_network = 1;
	sign_up(world);
	path = mailed_path(world);
	world_sql(world, "UPDATE event SET capaciteit = 0");
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles", "w"));
	assert_int_equal(press(world, path).code, 303);
	assert_string_equal(world_places(world, 1), "ww");
	world_sql(world, "UPDATE event SET capaciteit = 2");
	assert_int_equal(world_cancel(world, 2, 0), STATUS_OK);
	assert_string_equal(world_places(world, 1), "bb");
}

/* The line behind them was tried meanwhile, and is not tried again. */
static void
test_confirmed_are_tried_also_in_a_settled_line(void **state)
{
	struct world *world = *state;
	const char *path;

	world->config.people_per_network = 1;
	world_sql(world, "UPDATE event SET capaciteit = 2");
	sign_up(world);
	path = mailed_path(world);
	world->config.limits = false;
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "www"));
	assert_string_equal(world_places(world, 2), "www");
	assert_int_equal(press(world, path).code, 303);
	assert_string_equal(world_places(world, 1), "bb");
}

/* One person at first, and the others by changing it. */
static void
test_people_who_are_added_count_as_well(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world->config.people_per_network = 2;
	sign_up_from(world, OFFICE, "");
	reply = visit_ask(world, (struct ask){
		.path = visit_link(world, 1, 0, "/wijzigen"),
		.address = OFFICE, .body = world_valid_form(world, "versie",
		    "1", "bekend", "2", "deelnemer_3_voornaam", "Eva",
		    "deelnemer_3_achternaam", "Smit", "deelnemer_3_rol",
		    "medewerker", NULL),
	});
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_places(world, 1), "bbw");
	assert_int_equal(press(world, mailed_path(world)).code, 303);
	assert_string_equal(world_places(world, 1), "bbb");
}

static void
test_after_an_hour_nothing_is_known_of_the_network(void **state)
{
	struct world *world = *state;

	world->config.people_per_network = 2;
	sign_up_from(world, OFFICE, "");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " network_people WHERE length(netwerk) = 32 AND mensen = 2"), 1);
	world_set_now(world_now() + CONFIRMATION_WHILE);
	sign_up_from(world, OFFICE, "");
	assert_string_equal(world_places(world, 2), "bb");
	assert_int_equal(world_count(world, "network_people"), 1);
}

static void
test_who_confirmed_is_not_counted(void **state)
{
	struct world *world = *state;

	world->config.people_per_network = 2;
	sign_up(world);
	assert_int_equal(press(world, mailed_path(world)).code, 303);
	assert_int_equal(world_count(world, "network_people"), 0);
	sign_up_from(world, OFFICE, "");
	assert_string_equal(world_places(world, 2), "bb");
}

/* Whoever acts: a stranger hears of nothing before it is confirmed. */
static void
test_no_act_writes_to_a_stranger(void **state)
{
	struct world *world = *state;
	const char *path;

	sign_up(world);
	path = mailed_path(world);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_int_equal(world_restore(world, 1, 2), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" STRANGER "'"), 0);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_int_equal(press(world, path).code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" STRANGER "'"), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, \
			    open_with_limits, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_strangers_are_written_to_after_the_button),
		TEST(test_looking_confirms_nothing),
		TEST(test_delegation_of_one_municipality_has_nothing_to_confirm),
		TEST(test_network_takes_so_many_places_unconfirmed),
		TEST(test_button_gives_the_places_that_waited),
		TEST(test_confirmed_too_late_waits_in_its_turn),
		TEST(test_confirmed_are_tried_also_in_a_settled_line),
		TEST(test_people_who_are_added_count_as_well),
		TEST(test_after_an_hour_nothing_is_known_of_the_network),
		TEST(test_who_confirmed_is_not_counted),
		TEST(test_no_act_writes_to_a_stranger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
