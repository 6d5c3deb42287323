/*
 * A form that is sent when its sender may not, or not any more: nothing is
 * done, and nothing that was typed is lost.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define TEXTS		"/beheer/teksten"
#define STORY		"Een lang verhaal\nover één programma"

static const char *
typed(struct world *world)
{
	struct reply page = desk_page(world, TEXTS, ORGANISER);

	return world_form(world, "csrf", desk_csrf_of(world, ORGANISER),
	    "versie", reply_value(world, &page, "versie"), "inleiding", STORY,
	    NULL);
}

static struct reply
post(struct world *world, const char *path, const char *cookie,
    const char *body)
{
	return desk_ask(world, (struct ask){
		.path = path, .cookie = cookie, .body = body,
	});
}

/* The hidden fields of a page's form about us, as a browser sends them. */
static const char *
hidden_of(struct world *world, const struct reply *page)
{
	const char *at = strstr(page->body, "<main"), *form = "";

	while ((at = strstr(at, "type=\"hidden\" name=\"")) != NULL) {
		struct reply rest = { .body = at };
		const char *name = reply_cut(world, &rest, "name=\"", "\"");

		form = arena_printf(world->arena, "%s&%s", form,
		    world_form(world, name, reply_value(world, &rest, name),
		    NULL));
		at++;
	}
	return form;
}

static struct reply
sign_in(struct world *world, const char *user, const struct reply *page)
{
	return post(world, "/beheer/inloggen", NULL, arena_printf(world->arena,
	    "%s%s", world_form(world, "gebruiker", user, "wachtwoord",
	    PASSWORD, NULL), hidden_of(world, page)));
}

static const char *
cookie_of(struct world *world, const struct reply *reply)
{
	const char *cookie = reply_header(world, reply, "Set-Cookie");

	assert_non_null(cookie);
	return arena_copy(world->arena, cookie, strcspn(cookie, ";"));
}

static int64_t
stored(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM event_text WHERE "
	    "tekst LIKE 'Een lang verhaal%%'");
}

static void
test_form_of_an_ended_session_comes_back_after_signing_in(void **state)
{
	struct world *world = *state;
	const char *body = typed(world), *cookie;
	struct reply page, offered;

	world_sql(world, "DELETE FROM login");
	page = post(world, TEXTS, ORGANISER, body);
	assert_int_equal(page.code, 403);
	assert_holds(&page, "U bent niet meer ingelogd.");
	assert_holds(&page, STORY);
	/* A password that is wrong loses nothing either. */
	page = post(world, "/beheer/inloggen", NULL, arena_printf(world->arena,
	    "gebruiker=organisator&wachtwoord=fout%s",
	    hidden_of(world, &page)));
	assert_int_equal(page.code, 422);
	assert_holds(&page, STORY);
	offered = sign_in(world, "organisator", &page);
	assert_int_equal(offered.code, 200);
	assert_holds(&offered, "Verder met wat u had ingevuld");
	assert_holds(&offered, "action=\"" TEXTS "\"");
	assert_int_equal(stored(world), 0);
	cookie = cookie_of(world, &offered);
	assert_int_equal(post(world, TEXTS, cookie, hidden_of(world,
	    &offered)).code, 303);
	assert_int_equal(stored(world), 1);
}

/* Signed in again in another tab, as the same or as somebody else. */
static void
test_form_of_an_earlier_session_asks_before_it_is_sent(void **state)
{
	struct world *world = *state;
	const char *body = typed(world);
	struct reply offered;

	world_sql(world, "UPDATE account SET rol = 'organisator' WHERE naam ="
	    " 'inzage'");
	offered = post(world, TEXTS, READER, body);
	assert_int_equal(offered.code, 403);
	assert_int_equal(stored(world), 0);
	assert_holds(&offered, "U bent ingelogd als inzage");
	assert_string_equal(reply_value(world, &offered, "csrf"),
	    desk_csrf_of(world, READER));
	assert_int_equal(post(world, TEXTS, READER, hidden_of(world,
	    &offered)).code, 303);
	assert_int_equal(stored(world), 1);
}

static void
test_lower_role_is_asked_for_another_account(void **state)
{
	struct world *world = *state;
	const char *body = typed(world);
	struct reply page, offered;

	page = post(world, TEXTS, DOOR, body);
	assert_int_equal(page.code, 403);
	assert_holds(&page, "Uw account mag dit niet doen.");
	offered = sign_in(world, "organisator", &page);
	assert_int_equal(post(world, TEXTS, cookie_of(world, &offered),
	    hidden_of(world, &offered)).code, 303);
	assert_int_equal(stored(world), 1);
}

static void
test_who_needs_a_second_step_keeps_the_form_meanwhile(void **state)
{
	struct world *world = *state;
	const char *body = typed(world);
	struct reply page;

	assert_int_equal(desk_post(world, "/beheer/accounts", ORGANISER,
	    "actie", "verplicht").code, 303);
	page = post(world, TEXTS, ORGANISER, body);
	assert_int_equal(page.code, 403);
	assert_holds(&page, "/beheer/account/tweede-stap");
	assert_holds(&page, STORY);
}

static void
test_passwords_and_tokens_are_not_kept(void **state)
{
	struct world *world = *state;
	struct reply page;

	page = post(world, "/beheer/accounts/nieuw?x=1", NULL, world_form(
	    world, "csrf", "geheim-1", "wachtwoord", "geheim-2", "code",
	    "geheim-3", "naam", "jan", NULL));
	assert_lacks(&page, "geheim-");
	assert_holds(&page, "bewaard.naam");
	assert_holds(&page, "/beheer/accounts/nieuw?x=1");
	page = post(world, "/beheer/account/tweede-stap", NULL, world_form(
	    world, "actie", "instellen", "sleutel", "geheim-4", NULL));
	assert_lacks(&page, "geheim-");
}

/* Whatever another site sends is neither kept nor offered. */
static void
test_form_of_another_site_is_not_brought_back(void **state)
{
	struct world *world = *state;
	const char *const paths[] = {
		"//evil.example/", "https://evil.example/beheer/", "/beheer",
		"javascript:alert(1)",
	};
	struct reply reply;

	reply = desk_ask(world, (struct ask){
		.path = TEXTS, .body = typed(world),
		.origin = "https://evil.example",
	});
	assert_int_equal(reply.code, 403);
	assert_lacks(&reply, "Een lang verhaal");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		reply = post(world, "/beheer/inloggen", NULL, world_form(world,
		    "gebruiker", "organisator", "wachtwoord", PASSWORD,
		    "naar", paths[i], "bewaard.x", "y", NULL));
		assert_int_equal(reply.code, 303);
		assert_string_equal(reply_header(world, &reply, "Location"),
		    "/beheer/");
	}
}

static int
open_with_passwords(void **state)
{
	if (desk_open(state) != 0)
		return -1;
	desk_set_passwords(*state);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_with_passwords, \
    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_form_of_an_ended_session_comes_back_after_signing_in),
		TEST(test_form_of_an_earlier_session_asks_before_it_is_sent),
		TEST(test_lower_role_is_asked_for_another_account),
		TEST(test_who_needs_a_second_step_keeps_the_form_meanwhile),
		TEST(test_passwords_and_tokens_are_not_kept),
		TEST(test_form_of_another_site_is_not_brought_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
