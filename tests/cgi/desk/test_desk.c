#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "core/arena.h"
#include "db/account/login.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* Accounts that have a session each, and a password to make more. */
static int
entrance_open(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	desk_set_passwords(*state);
	return 0;
}

static struct reply
sign_in(struct world *world, const char *user, const char *password)
{
	return desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .body = world_form(world,
		    "gebruiker", user, "wachtwoord", password, NULL),
	});
}

static void
test_right_password_opens_the_desk(void **state)
{
	struct world *world = *state;
	struct reply reply = sign_in(world, "organisator", PASSWORD);
	const char *cookie = reply_header(world, &reply, "Set-Cookie");

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/");
	assert_non_null(cookie);
	cookie = arena_copy(world->arena, cookie, strcspn(cookie, ";"));
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen", cookie).code,
	    200);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'ingelogd'"), 1);
	/* The database holds only the hash of what is in the cookie. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM login"
	    " WHERE token_hash = CAST('%s' AS BLOB)",
	    strchr(cookie, '=') + 1), 0);
}

static void
test_wrong_login_says_the_same_for_name_and_password(void **state)
{
	static const char *const tries[][2] = {
		{ "organisator", "een lang wachtwoord 2" },
		{ "organisator", "" },
		{ "niemand", PASSWORD },
		{ "", "" },
		{ "organisator' OR 1=1 --", PASSWORD },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(tries); i++) {
		struct reply reply = sign_in(world, tries[i][0], tries[i][1]);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "De gebruikersnaam of het wachtwoord "
		    "klopt niet.");
		assert_null(reply_header(world, &reply, "Set-Cookie"));
		if (tries[i][1][0] != '\0')
			assert_lacks(&reply, tries[i][1]);
	}
	assert_int_equal(desk_ask(world, (struct ask){
		.path = "/beheer/inloggen", .body = "",
	}).code, 422);
	assert_int_equal(world_count(world, "login"), ROLE__MAX);
}

static void
test_overlong_password_is_wrong(void **state)
{
	struct world *world = *state;
	char password[1000] = "";

	memset(password, 'x', sizeof(password) - 1);
	assert_int_equal(sign_in(world, "organisator", password).code, 422);
}

static void
test_cookie_is_as_strict_as_the_address_allows(void **state)
{
	static const struct {
		const char	*base_url;
		const char	*name;
		bool		 secure;
	} vectors[] = {
		{ "http://localhost:8080", "sessie=", false },
		{ "https://aanmelden.example.nl", "__Host-sessie=", true },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply;
		const char *cookie;

		world->config.base_url = vectors[i].base_url;
		reply = sign_in(world, "organisator", PASSWORD);
		cookie = reply_header(world, &reply, "Set-Cookie");
		assert_non_null(cookie);
		assert_int_equal(strncmp(cookie, vectors[i].name,
		    strlen(vectors[i].name)), 0);
		assert_non_null(strstr(cookie, "; HttpOnly"));
		assert_non_null(strstr(cookie, "; SameSite="));
		assert_non_null(strstr(cookie, "; Path=/;"));
		assert_null(strstr(cookie, "Domain"));
		assert_int_equal(strstr(cookie, "; Secure") != NULL,
		    vectors[i].secure);
	}
}

/* What a row needs, by role; ROLE__MAX is nobody. */
static bool
may_pass(enum need need, enum role role)
{
	switch (need) {
	case NEED_NOTHING:
	case NEED_SAME_ORIGIN:
		return true;
	case NEED_SESSION:
	case NEED_DOOR:
		return role != ROLE__MAX;
	case NEED_READER:
		return role == ROLE_READER || role == ROLE_ORGANISER;
	case NEED_ORGANISER:
		return role == ROLE_ORGANISER;
	case NEED_UNSTATED:
	case NEED__MAX:
		break;
	}
	return false;
}

static void
check_signed_out(struct world *world, const struct site *site,
    const struct route *route, const char *cookie)
{
	struct reply reply = world_ask(world, site, (struct ask){
		.path = route->path, .cookie = cookie,
		.body = route->method == METHOD_POST ? "" : NULL,
	});

	if (route->method == METHOD_POST) {
		assert_int_equal(reply.code, 403);
		return;
	}
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/inloggen");
	assert_string_equal(reply.body, "");
}

static void
test_no_route_opens_without_a_session(void **state)
{
	static const char *const cookies[] = {
		NULL, "sessie=", "sessie=AAAAAAAAAAAAAAAAAAAAAAAA",
		"__Host-sessie=kaartje-organisator", "sessie=kaartje",
		"Sessie=kaartje-organisator",
	};
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);
	size_t checked = 0;

	for (size_t i = 0; i < site.nroutes; i++) {
		if (site.routes[i].need < NEED_DOOR)
			continue;
		checked++;
		for (size_t j = 0; j < COUNT(cookies); j++)
			check_signed_out(world, &site, &site.routes[i],
			    cookies[j]);
	}
	assert_true(checked >= 5);
}

static void
test_no_route_opens_to_a_lower_role(void **state)
{
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);

	for (size_t i = 0; i < site.nroutes; i++) {
		const struct route *route = &site.routes[i];

		for (enum role role = 0; role < ROLE__MAX; role++) {
			struct reply reply;

			/* What they may do is for the other tests. */
			if (may_pass(route->need, role))
				continue;
			reply = world_ask(world, &site, (struct ask){
				.path = route->path,
				.cookie = desk_cookies[role],
				.body = route->method == METHOD_POST ? "" :
				    NULL,
			});
			assert_int_equal(reply.code, 403);
		}
	}
	/* Both sides of the line, so that this is a line. */
	assert_int_equal(desk_get(world, "/beheer/export.csv", READER).code,
	    403);
	assert_int_equal(desk_get(world, "/beheer/export.csv", ORGANISER).code,
	    200);
}

static void
test_every_row_behind_the_desk_states_a_need(void **state)
{
	struct site site = desk_site(WORLD_BASE);

	(void)state;
	assert_int_equal(router_check(&site), STATUS_OK);
	for (size_t i = 0; i < site.nroutes; i++)
		if (site.routes[i].need < NEED_DOOR &&
		    strcmp(site.routes[i].path, "/d/*") != 0)
			assert_string_equal(site.routes[i].path,
			    "/beheer/inloggen");
}

static void
test_no_post_is_taken_without_csrf_or_from_elsewhere(void **state)
{
	struct world *world = *state;
	struct site site = desk_site(WORLD_BASE);
	const char *others = arena_printf(world->arena, "csrf=%s",
	    desk_csrf_of(world, READER));
	const char *own = arena_printf(world->arena, "csrf=%s",
	    desk_csrf_of(world, ORGANISER));
	const struct {
		const char	*body;
		const char	*origin;
	} refused[] = {
		{ "", NULL }, { "csrf=", NULL }, { others, NULL },
		{ "csrf=AAAAAAAAAAAAAAAAAAAAAAAA", NULL },
		{ own, "https://evil.example" },
	};

	for (size_t i = 0; i < site.nroutes; i++) {
		if (site.routes[i].method != METHOD_POST)
			continue;
		for (size_t j = 0; j < COUNT(refused); j++) {
			/* Before there is a session, only the origin. */
			if (site.routes[i].need < NEED_DOOR &&
			    refused[j].origin == NULL)
				continue;
			assert_int_equal(world_ask(world, &site, (struct ask){
				.path = site.routes[i].path,
				.cookie = ORGANISER, .body = refused[j].body,
				.origin = refused[j].origin,
			}).code, 403);
		}
	}
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen",
	    ORGANISER).code, 200);
}

static void
test_signing_out_ends_the_session(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_send(world, "/beheer/uitloggen", READER,
	    "");

	assert_int_equal(reply.code, 303);
	assert_non_null(strstr(reply_header(world, &reply, "Set-Cookie"),
	    "Max-Age=0"));
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen", READER).code,
	    303);
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen",
	    ORGANISER).code, 200);
}

static void
test_session_ends_by_rest_and_by_age(void **state)
{
	struct world *world = *state;
	int64_t at;

	/* Somebody at work is not sent away, until the day is over. */
	for (at = WORLD_NOW; at <= WORLD_NOW + LOGIN_LONGEST; at += 3 * 3600) {
		world_set_now(at);
		assert_int_equal(desk_get(world, "/beheer/aanmeldingen",
		    READER).code, 200);
	}
	world_set_now(WORLD_NOW + LOGIN_LONGEST + 1);
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen", READER).code,
	    303);
	/* The other sessions rested all the time. */
	world_set_now(WORLD_NOW + LOGIN_IDLE);
	assert_int_equal(world_number(world, "SELECT count(*) FROM login"
	    " WHERE gezien = begin"), 2);
	world_set_now(WORLD_NOW + LOGIN_IDLE + 1);
	assert_int_equal(desk_get(world, "/beheer/aanmeldingen",
	    ORGANISER).code, 303);
}

static void
test_navigation_says_that_mail_wants_attention(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/mail", READER);

	assert_lacks(&reply, "vragen aandacht");
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "w"));
	world_sql(world, "UPDATE outbox SET status = 'failed',"
	    " volgende = NULL");
	reply = desk_get(world, "/beheer/mail", READER);
	assert_holds(&reply, "1<span class=\"hide\"> vragen aandacht");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, entrance_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_right_password_opens_the_desk),
		TEST(test_wrong_login_says_the_same_for_name_and_password),
		TEST(test_overlong_password_is_wrong),
		TEST(test_cookie_is_as_strict_as_the_address_allows),
		TEST(test_no_route_opens_without_a_session),
		TEST(test_no_route_opens_to_a_lower_role),
		TEST(test_every_row_behind_the_desk_states_a_need),
		TEST(test_no_post_is_taken_without_csrf_or_from_elsewhere),
		TEST(test_signing_out_ends_the_session),
		TEST(test_session_ends_by_rest_and_by_age),
		TEST(test_navigation_says_that_mail_wants_attention),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
