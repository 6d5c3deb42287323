/* The page of an invitation's code: four answers, and nobody's data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/campaign/invited.h"
#include "tests/support/visit.h"

static const char *
path(struct world *world)
{
	return arena_printf(world->arena, "/u/%s", invited_code(
	    &world->secret, 1, "GM0632", world->arena));
}

#define answer(world, ...) \
	visit_post(world, path(world), world_form(world, __VA_ARGS__, NULL))

static const char *
audit(struct world *world)
{
	return world_text(world, "SELECT group_concat(wie || ': ' || wat ||"
	    " ' ' || reden, ', ') FROM audit");
}

static void
test_looking_changes_nothing_and_shows_nobody(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	reply = visit_get(world, path(world));
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Komt de gemeente Woerden?");
	assert_lacks(&reply, "van Dijk");
	assert_lacks(&reply, "de Vries");
	assert_lacks(&reply, "@woerden.nl");
	assert_int_equal(world_count(world, "invitation"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wie = 'gemeente'"), 0);
}

static void
test_code_is_taken_as_people_type_it(void **state)
{
	struct world *world = *state;
	const char *code = invited_code(&world->secret, 1, "GM0632",
	    world->arena);
	struct reply reply = visit_get(world, arena_printf(world->arena,
	    "/u/%.4s%s", code, code + 5));

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, arena_printf(world->arena, "action=\"/u/%s\"",
	    code));
	assert_int_equal(visit_get(world, "/u/0000-0000").code, 404);
	assert_int_equal(visit_get(world, "/u/iets").code, 404);
	/* Of a municipality that has ended, and of another event. */
	assert_int_equal(visit_get(world, arena_printf(world->arena, "/u/%s",
	    invited_code(&world->secret, 1, "GM0007", world->arena))).code,
	    404);
	assert_int_equal(visit_get(world, arena_printf(world->arena, "/u/%s",
	    invited_code(&world->secret, 2, "GM0632", world->arena))).code,
	    404);
}

static void
test_coming_leads_to_the_form_with_the_municipality(void **state)
{
	struct world *world = *state;
	struct reply reply = answer(world, "antwoord", "ja");

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/aanmelden?gemeente=GM0632");
	assert_true(world_number(world, "SELECT geopend FROM invitation") ==
	    WORLD_NOW);
	reply = visit_get(world, "/aanmelden?gemeente=GM0632");
	assert_holds(&reply, "<h1>De gemeente Woerden aanmelden");
}

static void
test_declining_is_the_coverage_s(void **state)
{
	struct world *world = *state;
	struct reply reply = answer(world, "antwoord", "nee", "reden",
	    "Geen <tijd>");

	assert_int_equal(reply.code, 303);
	assert_string_equal(world_text(world, "SELECT gemeente || wie ||"
	    " toelichting FROM gemeente_afgezegd"),
	    "GM0632gemeenteGeen <tijd>");
	assert_string_equal(audit(world), "gemeente: afgezegd Geen <tijd>");
	reply = visit_get(world, reply_header(world, &reply, "Location"));
	assert_holds(&reply, "herinneren u niet meer");
	assert_lacks(&reply, "tijd&gt;");
	reply = visit_get(world, path(world));
	assert_holds(&reply, "Er is al doorgegeven dat uw gemeente niet komt.");
}

static void
test_another_address_is_asked_instead(void **state)
{
	struct world *world = *state;

	assert_int_equal(answer(world, "antwoord", "anders", "email",
	    "geen adres").code, 422);
	assert_int_equal(answer(world, "antwoord", "anders", "email",
	    "").code, 422);
	assert_int_equal(world_count(world, "invitation"), 0);
	assert_int_equal(answer(world, "antwoord", "anders", "email",
	    "griffie@Woerden.nl").code, 303);
	assert_string_equal(world_text(world, "SELECT adres FROM invitation"),
	    "griffie@woerden.nl");
	assert_string_equal(world_text(world, "SELECT gemeente_email FROM"
	    " gemeente WHERE code = 'GM0632'"), "");
}

static void
test_day_lies_between_today_and_the_event(void **state)
{
	static const char *const wrong[] = {
		"", "morgen", "2026-11-24", "2026-01-01", "2027-01-12",
		"2027-02-30",
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(answer(world, "antwoord", "later", "datum",
		    wrong[i]).code, 422);
	assert_int_equal(world_count(world, "invitation"), 0);
	assert_int_equal(answer(world, "antwoord", "later", "datum",
	    "2026-12-08").code, 303);
	assert_string_equal(world_text(world, "SELECT later FROM invitation"),
	    "2026-12-08");
}

static void
test_one_click_stops_from_anywhere(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_ask(world, (struct ask){
		.path = arena_printf(world->arena, "%s/stop", path(world)),
		.body = "List-Unsubscribe=One-Click",
		.origin = "https://mail.example.net",
		.fetch_site = "cross-site",
	});

	assert_int_equal(reply.code, 200);
	assert_true(world_number(world, "SELECT gestopt FROM invitation") ==
	    WORLD_NOW);
	/* The other answers come from our own page alone. */
	reply = visit_ask(world, (struct ask){
		.path = path(world), .body = "antwoord=nee",
		.origin = "https://mail.example.net",
		.fetch_site = "cross-site",
	});
	assert_int_equal(reply.code, 403);
	assert_int_equal(world_count(world, "gemeente_afgezegd"), 0);
}

static void
test_nothing_is_answered_when_it_is_over(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET afgelast = 1");
	reply = visit_get(world, path(world));
	assert_holds(&reply, "U kunt hier nu geen antwoord meer geven.");
	assert_int_equal(answer(world, "antwoord", "nee").code, 422);
	assert_int_equal(answer(world, "antwoord", "iets").code, 400);
	assert_int_equal(world_count(world, "gemeente_afgezegd"), 0);
}

static void
test_guessing_is_counted_by_network(void **state)
{
	struct world *world = *state;
	int code = 404;

	world->app.limit = limit_new();
	for (int i = 0; i < 101; i++)
		code = visit_get(world, "/u/0000-0000").code;
	assert_int_equal(code, 429);
	assert_int_equal(visit_get(world, path(world)).code, 429);
	limit_free(world->app.limit);
	world->app.limit = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
		TEST(test_looking_changes_nothing_and_shows_nobody),
		TEST(test_code_is_taken_as_people_type_it),
		TEST(test_coming_leads_to_the_form_with_the_municipality),
		TEST(test_declining_is_the_coverage_s),
		TEST(test_another_address_is_asked_instead),
		TEST(test_day_lies_between_today_and_the_event),
		TEST(test_one_click_stops_from_anywhere),
		TEST(test_nothing_is_answered_when_it_is_over),
		TEST(test_guessing_is_counted_by_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
