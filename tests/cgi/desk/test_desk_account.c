/* Accounts at the desk: signing in, one's own account, everybody's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <liboath/oath.h>

#include "cgi/desk/account/login_throttle.h"
#include "cgi/desk/routes.h"
#include "core/arena.h"
#include "db/account/totp.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define FRESH		"paard batterij nietje"
#define SETUP		"/beheer/account/tweede-stap"

static const char *
login_form(struct world *world, const char *user, const char *password,
    const char *code)
{
	return code == NULL ? world_form(world, "gebruiker", user,
	    "wachtwoord", password, NULL) : world_form(world, "gebruiker",
	    user, "wachtwoord", password, "code", code, NULL);
}

static struct reply
sign_in_from(struct world *world, const char *address, const char *user,
    const char *password)
{
	return desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .address = address,
		.body = login_form(world, user, password, NULL),
	});
}

static struct reply
sign_in(struct world *world, const char *user, const char *code)
{
	return desk_ask(world, (struct ask){
		.path = "/beheer/inloggen",
		.body = login_form(world, user, PASSWORD, code),
		.agent = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) "
		    "Gecko/20100101 Firefox/128.0",
	});
}

/* The cookie of who has just come in. */
static const char *
cookie_of(struct world *world, const struct reply *reply)
{
	const char *cookie = reply_header(world, reply, "Set-Cookie");

	assert_int_equal(reply->code, 303);
	assert_non_null(cookie);
	return arena_copy(world->arena, cookie, strcspn(cookie, ";"));
}

static const char *
session_of(struct world *world, const char *user)
{
	struct reply reply = sign_in(world, user, NULL);

	return cookie_of(world, &reply);
}

/* An account with a password and no session yet. */
static int
entrance_open(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	desk_set_passwords(*state);
	world_sql(*state, "DELETE FROM login");
	return 0;
}

static int64_t
id_of(struct world *world, const char *naam)
{
	return world_number(world, "SELECT id FROM account WHERE naam = '%s'",
	    naam);
}

static int64_t
audited(struct world *world, const char *wat)
{
	return world_number(world, "SELECT count(*) FROM audit WHERE wat ="
	    " '%s'", wat);
}

/* The code that an app with these words shows now. */
static const char *
code_of(struct world *world, const char *words)
{
	char *code = arena_alloc(world->arena, TOTP_DIGITS + 1);
	size_t length;
	char *bytes;

	assert_int_equal(oath_base32_decode(words, strlen(words), &bytes,
	    &length), OATH_OK);
	assert_int_equal(length, TOTP_SECRET);
	assert_int_equal(oath_totp_generate(bytes, length,
	    (time_t)world_now(), TOTP_STEP, 0, TOTP_DIGITS, code), OATH_OK);
	free(bytes);
	return code;
}

/* Sets a second factor up as a browser does. */
struct telephone {
	const char	*words;
	struct reply	 codes;		/* the page with the recovery codes */
	const char	*body;		/* what was posted */
};

static struct telephone
set_up(struct world *world, const char *cookie)
{
	struct reply page = desk_get(world, SETUP, cookie);
	struct telephone telephone = {
		.words = reply_cut(world, &page, "<b class=\"once\">", "<"),
	};

	telephone.body = world_form(world, "actie", "instellen", "sleutel",
	    reply_value(world, &page, "sleutel"), "code", code_of(world,
	    telephone.words), NULL);
	telephone.codes = desk_send(world, SETUP, cookie, telephone.body);
	assert_int_equal(telephone.codes.code, 200);
	return telephone;
}

static const char *
recovery_of(struct world *world, const struct telephone *telephone)
{
	return reply_cut(world, &telephone->codes,
	    "<ol class=\"codes\">\n<li>", "<");
}

static void
test_page_that_sets_it_up_tells_the_telephone_the_secret(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct reply page = desk_get(world, SETUP, cookie), again;

	assert_int_equal(page.code, 200);
	assert_holds(&page, "<svg class=\"qr\" viewBox=\"0 0 ");
	assert_holds(&page, "<path d=\"M4 4h7v1H4z");
	assert_lacks(&page, "style=");
	/* Looking stores nothing, and every look is another secret. */
	assert_int_equal(world_count(world, "totp"), 0);
	again = desk_get(world, SETUP, cookie);
	assert_string_not_equal(reply_cut(world, &page, "<b class=\"once\">",
	    "<"), reply_cut(world, &again, "<b class=\"once\">", "<"));
}

static void
test_sign_in_with_all_three_is_one_post(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));
	struct reply reply;

	/* The code of the set-up is spent. */
	reply = sign_in(world, "inzage", code_of(world, telephone.words));
	assert_int_equal(reply.code, 422);
	world_set_now(world_now() + TOTP_STEP);
	reply = sign_in(world, "inzage", code_of(world, telephone.words));
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen",
	    cookie_of(world, &reply)).code, 200);
	assert_int_equal(audited(world, "tweede stap geweigerd"), 1);
	assert_int_equal(audited(world, "tweede stap aangezet"), 1);
}

static void
test_code_is_asked_of_who_knows_the_password_only(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));
	struct reply with, without, asked;

	asked = sign_in(world, "inzage", NULL);
	assert_int_equal(asked.code, 422);
	assert_null(reply_header(world, &asked, "Set-Cookie"));
	assert_holds(&asked, "name=\"code\"");
	assert_holds(&asked, "autocomplete=\"one-time-code\"");
	assert_holds(&asked, "inputmode=\"numeric\"");
	assert_holds(&asked, "name=\"wachtwoord\"");
	assert_lacks(&asked, PASSWORD);
	/* A second factor does not show before the password is right. */
	with = sign_in_from(world, NULL, "inzage", "geraden wachtwoord");
	without = sign_in_from(world, NULL, "organisator",
	    "geraden wachtwoord");
	assert_int_equal(with.code, 422);
	assert_lacks(&with, "name=\"code\"");
	assert_int_equal(strlen(with.body) + strlen("organisator") -
	    strlen("inzage"), strlen(without.body));
	/* And a right code does not help them. */
	world_set_now(world_now() + TOTP_STEP);
	with = desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .body = login_form(world,
		    "inzage", "geraden wachtwoord", code_of(world,
		    telephone.words)),
	});
	assert_int_equal(with.code, 422);
	assert_lacks(&with, "name=\"code\"");
	assert_int_equal(sign_in(world, "inzage", code_of(world,
	    telephone.words)).code, 303);
}

static struct reply
second_page(struct world *world, const char *user, const char *proof,
    const char *code, const char *address)
{
	return desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .address = address,
		.body = world_form(world, "gebruiker", user, "wachtwoord", "",
		    "bewijs", proof, "code", code, NULL),
	});
}

static void
test_second_page_does_not_ask_the_password_again(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));
	struct reply asked = sign_in(world, "inzage", NULL);
	const char *proof = reply_value(world, &asked, "bewijs");
	const char *code;

	world_set_now(world_now() + TOTP_STEP);
	code = code_of(world, telephone.words);
	/* Not for another, not from elsewhere, not made up, not alone. */
	assert_int_equal(second_page(world, "organisator", proof, code,
	    NULL).code, 422);
	assert_int_equal(second_page(world, "inzage", proof, code,
	    "198.51.100.7").code, 422);
	assert_int_equal(second_page(world, "inzage", arena_printf(
	    world->arena, "%s1", proof), code, NULL).code, 422);
	assert_int_equal(second_page(world, "inzage", "", code, NULL).code,
	    422);
	assert_int_equal(second_page(world, "inzage",
	    "-9223372036854775808.x", code, NULL).code, 422);
	assert_int_equal(second_page(world, "inzage", proof, "", NULL).code,
	    422);
	assert_int_equal(second_page(world, "inzage", proof, code, NULL).code,
	    303);
}

static void
test_second_page_is_good_for_minutes(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));
	struct reply asked = sign_in(world, "inzage", NULL);
	const char *proof = reply_value(world, &asked, "bewijs");

	world_set_now(world_now() + 301);
	assert_int_equal(second_page(world, "inzage", proof, code_of(world,
	    telephone.words), NULL).code, 422);
	world_set_now(world_now() - 1);
	assert_int_equal(second_page(world, "inzage", proof, code_of(world,
	    telephone.words), NULL).code, 303);
}

static void
test_recovery_code_lets_in_once(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));
	const char *code = recovery_of(world, &telephone);

	assert_int_equal(sign_in(world, "inzage", code).code, 303);
	assert_int_equal(sign_in(world, "inzage", code).code, 422);
	assert_int_equal(audited(world, "herstelcode gebruikt"), 1);
	assert_int_equal(world_count(world, "recovery"), RECOVERY_CODES - 1);
}

static void
test_second_click_shows_the_same_recovery_codes(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct telephone telephone = set_up(world, cookie);
	struct reply again = desk_send(world, SETUP, cookie, telephone.body);

	assert_int_equal(again.code, 200);
	assert_string_equal(again.body, telephone.codes.body);
	/* Not for long: they are shown once. */
	world_set_now(world_now() + 61);
	again = desk_send(world, SETUP, cookie, telephone.body);
	assert_int_equal(again.code, 422);
	assert_lacks(&again, recovery_of(world, &telephone));
	assert_int_equal(world_count(world, "totp"), 1);
}

static void
test_set_up_needs_the_right_code_and_our_own_key(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct reply page = desk_get(world, SETUP, cookie), reply;
	const char *key = reply_value(world, &page, "sleutel");
	const char *words = reply_cut(world, &page, "<b class=\"once\">", "<");

	reply = desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", key, "code", "123");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "id=\"code-fout\"");
	/* The telephone that has scanned it is still right. */
	assert_holds(&reply, words);
	assert_int_equal(desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "code",
	    code_of(world, words)).code, 422);
	assert_int_equal(desk_send(world, SETUP, cookie, "actie=wissen").code,
	    400);
	assert_int_equal(world_count(world, "totp"), 0);
	/* Signed in long ago: the password as well. */
	world_set_now(world_now() + 601);
	reply = desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", key, "code", code_of(world, words));
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"wachtwoord-fout\"");
	reply = desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", key, "code", code_of(world, words), "wachtwoord",
	    PASSWORD);
	assert_int_equal(reply.code, 200);
}

static void
test_other_sessions_end_when_a_second_factor_is_set(void **state)
{
	struct world *world = *state;
	const char *other = session_of(world, "inzage");
	const char *cookie = session_of(world, "inzage");

	set_up(world, cookie);
	assert_int_equal(desk_get(world, "/beheer/account", other).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 200);
}

static const char *
manage_form(struct world *world, const char *actie, const char *password,
    const char *code)
{
	return world_form(world, "actie", actie, "wachtwoord", password,
	    "code", code, NULL);
}

static void
test_taking_it_off_needs_password_and_code(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct telephone telephone = set_up(world, cookie);
	const char *code;

	world_set_now(world_now() + TOTP_STEP);
	code = code_of(world, telephone.words);
	assert_int_equal(desk_send(world, SETUP, cookie, manage_form(world,
	    "uit", "", code)).code, 422);
	assert_int_equal(desk_send(world, SETUP, cookie, manage_form(world,
	    "uit", "fout wachtwoord", code)).code, 422);
	assert_int_equal(desk_send(world, SETUP, cookie, manage_form(world,
	    "uit", PASSWORD, "")).code, 422);
	assert_int_equal(world_count(world, "totp"), 1);
	assert_int_equal(desk_send(world, SETUP, cookie, manage_form(world,
	    "uit", PASSWORD, code)).code, 303);
	assert_int_equal(world_count(world, "totp"), 0);
	assert_int_equal(audited(world, "tweede stap uitgezet"), 1);
	assert_int_equal(sign_in(world, "inzage", NULL).code, 303);
}

static void
test_new_recovery_codes_are_shown_and_the_old_are_void(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct telephone telephone = set_up(world, cookie), fresh;

	world_set_now(world_now() + TOTP_STEP);
	fresh.codes = desk_send(world, SETUP, cookie, manage_form(world,
	    "codes", PASSWORD, code_of(world, telephone.words)));
	assert_int_equal(fresh.codes.code, 200);
	assert_string_equal(reply_header(world, &fresh.codes,
	    "Cache-Control"), "no-store");
	assert_int_equal(sign_in(world, "inzage", recovery_of(world,
	    &telephone)).code, 422);
	assert_int_equal(sign_in(world, "inzage", recovery_of(world,
	    &fresh)).code, 303);
}

static void
test_other_telephone_takes_its_place(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");
	struct telephone old = set_up(world, cookie);
	struct reply page = desk_get(world, SETUP "?vervangen=ja", cookie),
	    reply;
	const char *words = reply_cut(world, &page, "<b class=\"once\">", "<");
	const char *key = reply_value(world, &page, "sleutel");

	world_set_now(world_now() + TOTP_STEP);
	reply = desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", key, "wachtwoord", PASSWORD, "huidig", "000000", "code",
	    code_of(world, words));
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"huidig-fout\"");
	reply = desk_post(world, SETUP, cookie, "actie", "instellen",
	    "sleutel", key, "wachtwoord", PASSWORD, "huidig", code_of(world,
	    old.words), "code", code_of(world, words));
	assert_int_equal(reply.code, 200);
	world_set_now(world_now() + TOTP_STEP);
	assert_int_equal(sign_in(world, "inzage", code_of(world,
	    old.words)).code, 422);
	assert_int_equal(sign_in(world, "inzage", code_of(world,
	    words)).code, 303);
}

/* Demanded of everybody, by an organiser. */

static const char *
demand(struct world *world, const char *actie)
{
	const char *cookie = session_of(world, "organisator");

	assert_int_equal(desk_post(world, "/beheer/accounts", cookie, "actie",
	    actie).code, 303);
	return cookie;
}

static void
check_led_to_set_up(struct world *world, const struct route *route,
    const char *cookie)
{
	struct reply reply;

	if (route->method == METHOD_POST) {
		assert_int_equal(desk_send(world, route->path, cookie,
		    "").code, 403);
		return;
	}
	reply = desk_get(world, route->path, cookie);
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), SETUP);
}

static void
test_who_has_none_is_led_to_the_set_up_from_everywhere(void **state)
{
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);
	const char *before = session_of(world, "inzage");
	const char *cookies[2] = { before, NULL };
	size_t checked = 0;

	demand(world, "verplicht");
	cookies[1] = session_of(world, "deur");
	for (size_t i = 0; i < site.nroutes; i++) {
		if (site.routes[i].need < NEED_DOOR ||
		    site.routes[i].need == NEED_SESSION)
			continue;
		checked++;
		for (size_t j = 0; j < COUNT(cookies); j++)
			check_led_to_set_up(world, &site.routes[i],
			    cookies[j]);
	}
	assert_true(checked >= 10);
	/* Only the set-up and the way out are left. */
	assert_int_equal(desk_get(world, SETUP, before).code, 200);
	assert_int_equal(desk_send(world, "/beheer/uitloggen", cookies[1],
	    "").code, 303);
}

static void
test_set_up_opens_the_desk_again(void **state)
{
	struct world *world = *state;
	const char *cookie;
	struct telephone telephone;

	demand(world, "verplicht");
	cookie = session_of(world, "inzage");
	telephone = set_up(world, cookie);
	assert_holds(&telephone.codes, "Uw herstelcodes");
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen", cookie).code,
	    200);
	assert_int_equal(desk_get(world, "/beheer/export.csv", cookie).code,
	    403);
}

static void
test_demanded_factor_cannot_be_taken_off(void **state)
{
	struct world *world = *state;
	const char *cookie = demand(world, "verplicht");
	struct telephone telephone = set_up(world, cookie);
	struct reply page = desk_get(world, SETUP, cookie), reply;

	assert_lacks(&page, "value=\"uit\"");
	world_set_now(world_now() + TOTP_STEP);
	reply = desk_send(world, SETUP, cookie, manage_form(world, "uit",
	    PASSWORD, code_of(world, telephone.words)));
	assert_int_equal(reply.code, 422);
	assert_int_equal(world_count(world, "totp"), 1);
	/* No longer demanded: the same code is good. */
	assert_int_equal(desk_post(world, "/beheer/accounts", cookie, "actie",
	    "vrij").code, 303);
	assert_int_equal(desk_send(world, SETUP, cookie, manage_form(world,
	    "uit", PASSWORD, code_of(world, telephone.words))).code, 303);
	assert_int_equal(audited(world, "tweede stap verplicht"), 1);
	assert_int_equal(audited(world, "tweede stap niet meer verplicht"),
	    1);
}

/* Throttled. */

static void
limits_on(struct world *world)
{
	world->app.limit = limit_new();
	assert_non_null(world->app.limit);
}

static int
entrance_close(void **state)
{
	struct world *world = *state;

	limit_free(world->app.limit);
	world->app.limit = NULL;
	return world_close(state);
}

/*
 * A guess that is too long to be a password: it counts as any other, and no
 * hash has to be made, on which these tests would wait.
 */
static void
guess(struct world *world, const char *address, const char *user, int times,
    int code)
{
	char guessed[PASSWORD_MAX + 2] = "";

	memset(guessed, 'g', PASSWORD_MAX + 1);
	for (int i = 0; i < times; i++)
		assert_int_equal(sign_in_from(world, address, user,
		    guessed).code, code);
}

/* Pages differ in what was typed as the name only. */
static void
test_over_the_limit_no_name_shows_whether_it_exists(void **state)
{
	static const char *const names[] = { "inzage", "niemand" };
	struct world *world = *state;
	const char *bodies[2];
	struct reply reply;

	limits_on(world);
	for (size_t i = 0; i < COUNT(names); i++) {
		guess(world, "203.0.113.9", names[i], THROTTLE_PAIR, 422);
		reply = sign_in_from(world, "203.0.113.9", names[i],
		    PASSWORD);
		assert_int_equal(reply.code, 429);
		assert_string_equal(reply_header(world, &reply,
		    "Retry-After"), "600");
		assert_holds(&reply, "id=\"fouten\"");
		assert_lacks(&reply, PASSWORD);
		bodies[i] = reply.body;
	}
	for (; *bodies[0] == *bodies[1]; bodies[0]++, bodies[1]++)
		continue;
	assert_int_equal(strncmp(bodies[0], "inzage", 6), 0);
	assert_int_equal(strncmp(bodies[1], "niemand", 7), 0);
	assert_string_equal(bodies[0] + 6, bodies[1] + 7);
	/* In whatever case it is typed; and elsewhere it is another's try. */
	assert_int_equal(sign_in_from(world, "203.0.113.9", "INZAGE",
	    PASSWORD).code, 429);
	assert_int_equal(sign_in_from(world, "203.0.113.10", "inzage",
	    PASSWORD).code, 303);
	world_set_now(world_now() + LIMIT_WHILE);
	assert_int_equal(sign_in_from(world, "203.0.113.9", "inzage",
	    PASSWORD).code, 303);
}

static void
test_one_address_may_not_walk_along_the_names(void **state)
{
	struct world *world = *state;

	limits_on(world);
	for (int i = 0; i < THROTTLE_ADDRESS; i++)
		guess(world, "203.0.113.9", arena_printf(world->arena,
		    "naam%d", i), 1, 422);
	assert_int_equal(sign_in_from(world, "203.0.113.9", "inzage",
	    PASSWORD).code, 429);
	assert_int_equal(sign_in_from(world, "203.0.113.8", "inzage",
	    PASSWORD).code, 303);
}

/* Many addresses guess at one account, each within its own allowance. */
static void
attack(struct world *world, const char *user)
{
	for (int i = 0; i < THROTTLE_ACCOUNT; i++)
		guess(world, arena_printf(world->arena, "198.51.100.%d",
		    i / 5), user, 1, 422);
	assert_int_equal(sign_in_from(world, "198.51.100.200", user,
	    PASSWORD).code, 429);
}

static void
test_owner_is_not_locked_out_where_they_came_in_before(void **state)
{
	struct world *world = *state;

	assert_int_equal(sign_in_from(world, "192.0.2.77", "inzage",
	    PASSWORD).code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " known_network WHERE"
	    " instr(netwerk, CAST('192.0.2.77' AS BLOB))"), 0);
	limits_on(world);
	attack(world, "inzage");
	assert_int_equal(sign_in_from(world, "192.0.2.77", "inzage",
	    PASSWORD).code, 303);
	/* The favour is this account's only, and has its own bound. */
	attack(world, "organisator");
	assert_int_equal(sign_in_from(world, "192.0.2.77", "organisator",
	    PASSWORD).code, 429);
	guess(world, "192.0.2.77", "inzage", THROTTLE_PAIR - 1, 422);
	assert_int_equal(sign_in_from(world, "192.0.2.77", "inzage",
	    PASSWORD).code, 429);
}

static void
test_place_is_forgotten_with_the_password(void **state)
{
	struct world *world = *state;
	const char *cookie;

	assert_int_equal(sign_in_from(world, "203.0.113.66", "inzage",
	    PASSWORD).code, 303);
	cookie = session_of(world, "inzage");
	assert_int_equal(world_count(world, "known_network"), 2);
	assert_int_equal(desk_post(world, "/beheer/account", cookie,
	    "wachtwoord", PASSWORD, "nieuw", FRESH).code, 303);
	assert_int_equal(world_count(world, "known_network"), 1);
	for (int i = 0; i < 12; i++)
		assert_int_equal(sign_in_from(world, arena_printf(
		    world->arena, "198.51.100.%d", i), "deur",
		    PASSWORD).code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " known_network WHERE account = %lld",
	    (long long)id_of(world, "deur")), 8);
}

static void
test_wrong_codes_are_counted_over_all_addresses(void **state)
{
	struct world *world = *state;
	struct telephone telephone = set_up(world, session_of(world,
	    "inzage"));

	limits_on(world);
	world_set_now(world_now() + TOTP_STEP);
	for (int i = 0; i <= THROTTLE_CODES; i++)
		assert_int_equal(desk_ask(world, (struct ask){
			.path = "/beheer/inloggen",
			.address = arena_printf(world->arena,
			    "198.51.100.%d", i),
			.body = login_form(world, "inzage", PASSWORD,
			    "0000-0000-0000"),
		}).code, i < THROTTLE_CODES ? 422 : 429);
	/* Where the owner came in before it is another matter. */
	assert_int_equal(sign_in(world, "inzage", code_of(world,
	    telephone.words)).code, 303);
}

static void
test_password_of_who_is_in_is_not_guessed_either(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "inzage");

	limits_on(world);
	for (int i = 0; i < THROTTLE_PAIR; i++)
		assert_int_equal(desk_post(world, "/beheer/account", cookie,
		    "wachtwoord", "geraden", "nieuw", FRESH).code, 422);
	assert_int_equal(desk_post(world, "/beheer/account", cookie,
	    "wachtwoord", PASSWORD, "nieuw", FRESH).code, 429);
}

static void
test_without_limits_nobody_waits(void **state)
{
	struct world *world = *state;

	guess(world, "203.0.113.9", "inzage", 2 * THROTTLE_PAIR, 422);
	assert_int_equal(sign_in_from(world, "203.0.113.9", "inzage",
	    PASSWORD).code, 303);
}

/* One's own account. */

static void
test_password_change_ends_all_other_sessions(void **state)
{
	struct world *world = *state;
	const char *other = session_of(world, "deur");
	const char *cookie = session_of(world, "deur");
	struct reply reply = desk_post(world, "/beheer/account", cookie,
	    "wachtwoord", PASSWORD, "nieuw", FRESH);

	assert_int_equal(reply.code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 200);
	assert_int_equal(desk_get(world, "/beheer/account", other).code, 303);
	assert_int_equal(sign_in(world, "deur", NULL).code, 422);
	assert_int_equal(sign_in_from(world, NULL, "deur", FRESH).code, 303);
	assert_int_equal(audited(world, "wachtwoord gewijzigd"), 1);
}

static void
test_poor_new_password_is_refused_with_reasons(void **state)
{
	static const struct {
		const char	*old;
		const char	*fresh;
		const char	*fault;
	} rows[] = {
		{ PASSWORD, "", "nieuw-fout" },
		{ PASSWORD, "elf tekens.", "nieuw-fout" },
		{ PASSWORD, "éëïöüéëïöüé", "nieuw-fout" },
		{ PASSWORD, PASSWORD, "nieuw-fout" },
		{ "een lang wachtwoord 2", FRESH, "wachtwoord-fout" },
		{ "", FRESH, "wachtwoord-fout" },
	};
	struct world *world = *state;
	const char *cookie = session_of(world, "deur");

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reply reply = desk_post(world, "/beheer/account",
		    cookie, "wachtwoord", rows[i].old, "nieuw", rows[i].fresh);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, arena_printf(world->arena,
		    "id=\"%s\"", rows[i].fault));
		assert_holds(&reply, "<title>Fout: ");
		if (rows[i].fresh[0] != '\0')
			assert_lacks(&reply, rows[i].fresh);
	}
	assert_int_equal(sign_in(world, "deur", NULL).code, 303);
	assert_non_null(password_fault("Organisator1", "organisator1"));
	assert_null(password_fault("organisator1x", "organisator1"));
}

static void
test_sessions_are_listed_and_ended_one_by_one(void **state)
{
	struct world *world = *state;
	const char *other = session_of(world, "deur");
	const char *cookie = session_of(world, "deur");
	const char *stranger = session_of(world, "inzage");
	struct reply page = desk_get(world, "/beheer/account", cookie);
	const char *name;

	assert_holds(&page, "Firefox op Windows");
	assert_holds(&page, "deze sessie");
	name = reply_value(world, &page, "sessie");
	/* Only its owner's is taken. */
	desk_post(world, "/beheer/account/sessies", stranger, "sessie", name);
	assert_int_equal(desk_get(world, "/beheer/account", other).code, 200);
	assert_int_equal(desk_post(world, "/beheer/account/sessies", cookie,
	    "sessie", name).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", other).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 200);
	assert_int_equal(audited(world, "sessie beëindigd"), 1);
}

static void
test_signing_out_everywhere_leaves_no_session(void **state)
{
	struct world *world = *state;
	const char *other = session_of(world, "deur");
	const char *cookie = session_of(world, "deur");
	const char *stranger = session_of(world, "inzage");
	struct reply reply = desk_send(world, "/beheer/account/sessies",
	    cookie, "sessie=alle");

	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/inloggen");
	assert_non_null(strstr(reply_header(world, &reply, "Set-Cookie"),
	    "Max-Age=0"));
	assert_int_equal(desk_get(world, "/beheer/account", other).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", stranger).code,
	    200);
}

static void
test_signing_in_again_ends_the_session_before(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "deur");
	struct reply reply = desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .cookie = cookie,
		.body = login_form(world, "deur", PASSWORD, NULL),
	});

	assert_string_not_equal(cookie_of(world, &reply), cookie);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 303);
}

/* Everybody's accounts. */

static const char *
path_of(struct world *world, const char *naam)
{
	return arena_printf(world->arena, "/beheer/accounts/%lld",
	    (long long)id_of(world, naam));
}

static struct reply
action(struct world *world, const char *cookie, const char *naam,
    const char *actie)
{
	return desk_post(world, path_of(world, naam), cookie, "actie", actie);
}

static void
test_new_account_gets_a_password_that_is_shown_once(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator"), *password;
	struct reply reply = desk_post(world, "/beheer/accounts", cookie,
	    "actie", "toevoegen", "naam", " a.devries ", "rol", "inzage");

	assert_int_equal(reply.code, 200);
	assert_string_equal(reply_header(world, &reply, "Cache-Control"),
	    "no-store");
	password = reply_cut(world, &reply, "<b class=\"once\">", "<");
	assert_true(strlen(password) >= 20);
	assert_int_equal(sign_in_from(world, NULL, "a.devries",
	    password).code, 303);
	reply = desk_get(world, "/beheer/accounts", cookie);
	assert_holds(&reply, ">a.devries</a>");
	assert_lacks(&reply, password);
	assert_string_equal(world_text(world, "SELECT wie || ' ' ||"
	    " toelichting FROM audit WHERE wat = 'account gemaakt'"),
	    "account organisator a.devries: inzage");
}

static void
test_account_that_cannot_be_added_is_refused(void **state)
{
	static const struct {
		const char	*naam;
		const char	*rol;
		const char	*fault;
	} rows[] = {
		{ "", "inzage", "naam-fout" }, { "x", "", "rol-fout" },
		{ "x", "baas", "rol-fout" },
		{ "INZAGE", "inzage", "naam-fout" },
	};
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct reply reply = desk_post(world, "/beheer/accounts",
		    cookie, "actie", "toevoegen", "naam", rows[i].naam, "rol",
		    rows[i].rol);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, arena_printf(world->arena, "id=\"%s\"",
		    rows[i].fault));
	}
	assert_int_equal(world_count(world, "account"), ROLE__MAX);
}

static void
test_closed_account_is_out_and_stays_out(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");
	const char *theirs = session_of(world, "inzage");
	struct reply closed, wrong;

	assert_int_equal(action(world, cookie, "inzage", "sluiten").code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", theirs).code, 303);
	closed = sign_in(world, "inzage", NULL);
	wrong = sign_in_from(world, NULL, "inzage", "geraden");
	assert_int_equal(closed.code, 422);
	assert_string_equal(closed.body, wrong.body);
	assert_int_equal(action(world, cookie, "inzage", "openen").code, 303);
	assert_int_equal(sign_in(world, "inzage", NULL).code, 303);
	assert_int_equal(audited(world, "account gesloten"), 1);
	assert_int_equal(audited(world, "account geopend"), 1);
}

static void
test_last_organiser_is_neither_closed_nor_demoted(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");
	const char *own = path_of(world, "organisator");
	struct reply reply = action(world, cookie, "organisator", "sluiten");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "laatste organisator");
	reply = desk_send(world, own, cookie, "actie=rol&rol=deur");
	assert_int_equal(reply.code, 422);
	/* A closed one does not count. */
	assert_int_equal(desk_send(world, path_of(world, "inzage"), cookie,
	    "actie=rol&rol=organisator").code, 303);
	assert_int_equal(action(world, cookie, "inzage", "sluiten").code, 303);
	assert_int_equal(desk_send(world, own, cookie,
	    "actie=rol&rol=deur").code, 422);
	assert_int_equal(action(world, cookie, "inzage", "openen").code, 303);
	assert_int_equal(desk_send(world, own, cookie,
	    "actie=rol&rol=deur").code, 303);
	/* From then on it is a door's session. */
	assert_int_equal(desk_get(world, "/beheer/accounts", cookie).code,
	    403);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 200);
	assert_int_equal(audited(world, "rol gewijzigd"), 2);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'rol gewijzigd' AND waarden LIKE"
	    " 'Rol%%organisator%%deur%%'"), 1);
}

static void
test_reset_password_is_made_shown_once_and_ends_sessions(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");
	const char *theirs = session_of(world, "inzage");
	struct reply reply = action(world, cookie, "inzage", "wachtwoord");

	assert_int_equal(reply.code, 200);
	assert_string_equal(reply_header(world, &reply, "Cache-Control"),
	    "no-store");
	assert_int_equal(desk_get(world, "/beheer/account", theirs).code, 303);
	assert_int_equal(sign_in(world, "inzage", NULL).code, 422);
	assert_int_equal(sign_in_from(world, NULL, "inzage", reply_cut(world,
	    &reply, "<b class=\"once\">", "<")).code, 303);
	assert_int_equal(audited(world, "wachtwoord vervangen"), 1);
}

static void
test_organiser_helps_who_lost_the_telephone(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");
	const char *theirs = session_of(world, "inzage");
	struct reply page;

	set_up(world, theirs);
	page = desk_get(world, path_of(world, "inzage"), cookie);
	assert_holds(&page, "Tweede stap wegnemen");
	assert_holds(&page, "Nu 1 sessie.");
	assert_int_equal(action(world, cookie, "inzage", "factor").code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", theirs).code, 303);
	assert_int_equal(sign_in(world, "inzage", NULL).code, 303);
	assert_int_equal(audited(world, "tweede stap weggenomen"), 1);
	page = desk_get(world, path_of(world, "inzage"), cookie);
	assert_lacks(&page, "Tweede stap wegnemen");
}

static void
test_organiser_ends_the_sessions_of_somebody(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");
	const char *theirs = session_of(world, "inzage");

	assert_int_equal(action(world, cookie, "inzage", "uitloggen").code,
	    303);
	assert_int_equal(desk_get(world, "/beheer/account", theirs).code, 303);
	assert_int_equal(desk_get(world, "/beheer/account", cookie).code, 200);
	assert_int_equal(audited(world, "overal uitgelogd"), 1);
}

static void
test_account_or_action_that_does_not_exist_is_refused(void **state)
{
	struct world *world = *state;
	const char *cookie = session_of(world, "organisator");

	assert_int_equal(desk_get(world, "/beheer/accounts/999", cookie).code,
	    404);
	assert_int_equal(desk_get(world, "/beheer/accounts/x", cookie).code,
	    404);
	assert_int_equal(desk_send(world, "/beheer/accounts/999", cookie,
	    "actie=sluiten").code, 404);
	assert_int_equal(action(world, cookie, "inzage", "wissen").code, 400);
	assert_int_equal(desk_send(world, path_of(world, "inzage"), cookie,
	    "actie=rol&rol=baas").code, 400);
	assert_int_equal(desk_send(world, "/beheer/accounts", cookie,
	    "actie=").code, 400);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, entrance_open, \
			    entrance_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_that_sets_it_up_tells_the_telephone_the_secret),
		TEST(test_sign_in_with_all_three_is_one_post),
		TEST(test_code_is_asked_of_who_knows_the_password_only),
		TEST(test_second_page_does_not_ask_the_password_again),
		TEST(test_second_page_is_good_for_minutes),
		TEST(test_recovery_code_lets_in_once),
		TEST(test_second_click_shows_the_same_recovery_codes),
		TEST(test_set_up_needs_the_right_code_and_our_own_key),
		TEST(test_other_sessions_end_when_a_second_factor_is_set),
		TEST(test_taking_it_off_needs_password_and_code),
		TEST(test_new_recovery_codes_are_shown_and_the_old_are_void),
		TEST(test_other_telephone_takes_its_place),
		TEST(test_who_has_none_is_led_to_the_set_up_from_everywhere),
		TEST(test_set_up_opens_the_desk_again),
		TEST(test_demanded_factor_cannot_be_taken_off),
		TEST(test_over_the_limit_no_name_shows_whether_it_exists),
		TEST(test_one_address_may_not_walk_along_the_names),
		TEST(test_owner_is_not_locked_out_where_they_came_in_before),
		TEST(test_place_is_forgotten_with_the_password),
		TEST(test_wrong_codes_are_counted_over_all_addresses),
		TEST(test_password_of_who_is_in_is_not_guessed_either),
		TEST(test_without_limits_nobody_waits),
		TEST(test_password_change_ends_all_other_sessions),
		TEST(test_poor_new_password_is_refused_with_reasons),
		TEST(test_sessions_are_listed_and_ended_one_by_one),
		TEST(test_signing_out_everywhere_leaves_no_session),
		TEST(test_signing_in_again_ends_the_session_before),
		TEST(test_new_account_gets_a_password_that_is_shown_once),
		TEST(test_account_that_cannot_be_added_is_refused),
		TEST(test_closed_account_is_out_and_stays_out),
		TEST(test_last_organiser_is_neither_closed_nor_demoted),
		TEST(test_reset_password_is_made_shown_once_and_ends_sessions),
		TEST(test_organiser_helps_who_lost_the_telephone),
		TEST(test_organiser_ends_the_sessions_of_somebody),
		TEST(test_account_or_action_that_does_not_exist_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
