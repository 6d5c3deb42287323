/* The pages that personal links lead to, and their buttons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/signup/routes.h"
#include "core/arena.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void
test_unknown_link_is_404(void **state)
{
	static const char *const paths[] = {
		"/aanmelding/AAAAAAAAAAAAAAAAAAAAAAAA", "/aanmelding/1",
		"/deelnemer/AAAAAAAAAAAAAAAAAAAAAAAA", "/deelnemer/1",
		"/aanmelding/", "/aanmelding/a/b", "/bestaat-niet",
	};
	struct world *world = *state;
	const char *own = visit_sign_up(world, NULL), *other;

	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(visit_get(world, paths[i]).code, 404);
		assert_int_equal(visit_post(world, paths[i],
		    "actie=afmelden").code, 404);
	}
	/* One kind of link is no good as the other. */
	other = arena_printf(world->arena, "/deelnemer/%s", own + 12);
	assert_int_equal(visit_get(world, other).code, 404);
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_contact_cancels_and_restores_by_buttons(void **state)
{
	static const struct {
		const char	*body;
		const char	*places;
		const char	*after;		/* where it leads */
		const char	*said;		/* NULL: nothing was done */
	} steps[] = {
		{ "actie=afmelden&deelnemer=2", "ba",
		    "?gedaan=afgemeld&deelnemer=2", "Jan Jansen is afgemeld" },
		{ "actie=afmelden&deelnemer=2", "ba", "?gedaan=afgemeld",
		    NULL },
		{ "actie=afmelden", "aa", "?gedaan=afgemeld&deelnemer=1",
		    "Zoë van den Berg is afgemeld" },
		{ "actie=herstellen&deelnemer=1", "ba",
		    "?gedaan=hersteld&deelnemer=1",
		    "Zoë van den Berg is weer aangemeld" },
		{ "actie=herstellen", "bb", "?gedaan=hersteld&deelnemer=2",
		    "Jan Jansen is weer aangemeld" },
		{ "actie=afmelden", "aa",
		    "?gedaan=afgemeld&deelnemer=1&deelnemer=2",
		    "Zoë van den Berg en Jan Jansen zijn afgemeld" },
		/* What takes that back. */
		{ "actie=herstellen&deelnemer=1&deelnemer=2", "bb",
		    "?gedaan=hersteld&deelnemer=1&deelnemer=2",
		    "Zoë van den Berg en Jan Jansen zijn weer aangemeld" },
	};
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);
	struct reply reply;

	for (size_t i = 0; i < COUNT(steps); i++) {
		reply = visit_post(world, page, steps[i].body);
		assert_int_equal(reply.code, 303);
		assert_string_equal(reply_header(world, &reply, "Location"),
		    arena_printf(world->arena, "%s%s#gedaan", page,
		    steps[i].after));
		assert_string_equal(world_places(world, 1), steps[i].places);
		reply = visit_get(world, arena_printf(world->arena, "%s%s",
		    page, steps[i].after));
		if (steps[i].said == NULL) {
			assert_lacks(&reply, "id=\"gedaan\"");
			continue;
		}
		assert_holds(&reply, "role=\"status\" id=\"gedaan\"");
		assert_holds(&reply, steps[i].said);
		assert_holds(&reply, "<title>Gedaan – ");
		assert_holds(&reply, "Ongedaan maken");
	}
	reply = visit_get(world, page);
	assert_holds(&reply, "value=\"afmelden\"");
	assert_lacks(&reply, "value=\"herstellen\"");
}

/* Somebody else got the place: the waiting list is a question first. */
static void
test_nobody_comes_back_onto_the_waiting_list_unasked(void **state)
{
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL), *own;
	struct reply reply;

	own = visit_link(world, 1, 1, "");
	assert_int_equal(visit_post(world, page, "actie=afmelden").code, 303);
	reply = visit_get(world, page);
	assert_holds(&reply, "Er zijn nu 10 plaatsen vrij.");
	world_sql(world, "UPDATE event SET capaciteit = 1");
	reply = visit_post(world, page, "actie=herstellen");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "<h1>Er is nu geen plaats</h1>");
	assert_holds(&reply, "2 mensen komen dan op de wachtlijst, op plaats "
	    "1 in de rij.");
	assert_string_equal(world_places(world, 1), "aa");
	/* For one of them there is a place, and then nothing is asked. */
	reply = visit_post(world, own, "actie=herstellen");
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_places(world, 1), "ba");
	reply = visit_get(world, page);
	assert_holds(&reply, "Er is nu geen plaats vrij: wie terugkomt, komt "
	    "op de wachtlijst.");
	reply = visit_post(world, page, "actie=herstellen&deelnemer=2");
	assert_holds(&reply, "1 persoon komt dan op de wachtlijst");
	assert_string_equal(reply_value(world, &reply, "deelnemer"), "2");
	assert_int_equal(visit_post(world, page, "actie=herstellen&deelnemer="
	    "2&besluit=wachten").code, 303);
	assert_string_equal(world_places(world, 1), "bw");
}

/* The address can say anything; the page says what is so. */
static void
test_page_says_only_what_was_really_done(void **state)
{
	static const char *const untrue[] = {
		"?gedaan=afgemeld&deelnemer=1", "?gedaan=afgemeld",
		"?gedaan=hersteld&deelnemer=9", "?gedaan=hersteld",
		"?gedaan=onzin&deelnemer=1", "?gedaan=vervangen",
		"?gedaan=", "?deelnemer=1",
	};
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);

	for (size_t i = 0; i < COUNT(untrue); i++) {
		struct reply reply = visit_get(world, arena_printf(
		    world->arena, "%s%s", page, untrue[i]));

		assert_int_equal(reply.code, 200);
		assert_lacks(&reply, "id=\"gedaan\"");
	}
}

/* The form says whom it showed; by now it is somebody else's place. */
static void
test_button_of_a_person_is_no_button_of_the_next(void **state)
{
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL), *holder, *body;
	struct reply reply = visit_get(world, page);

	holder = strstr(strstr(reply.body, "name=\"deelnemer\" value=\"2\""),
	    "name=\"houder\" value=\"") + strlen("name=\"houder\" value=\"");
	holder = arena_copy(world->arena, holder, strcspn(holder, "\""));
	body = arena_printf(world->arena, "deelnemer=2&houder=%s&actie=",
	    holder);
	assert_int_equal(visit_post(world, page, arena_printf(world->arena,
	    "%safmelden", body)).code, 303);
	assert_int_equal(visit_post(world, page, arena_printf(world->arena,
	    "%sherstellen", body)).code, 303);
	world_sql(world, "UPDATE participant SET nonce = nonce + 1"
	    " WHERE positie = 2");
	assert_int_equal(visit_post(world, page, arena_printf(world->arena,
	    "%safmelden", body)).code, 409);
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_participant_cancels_only_themselves(void **state)
{
	struct world *world = *state;
	const char *page;
	struct reply reply;

	visit_sign_up(world, NULL);
	page = visit_link(world, 1, 1, "");
	reply = visit_get(world, page);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Zoë van den Berg");
	assert_lacks(&reply, "Jan Jansen");
	/* The number in the form is the contact's; here it means nothing. */
	assert_int_equal(visit_post(world, page,
	    "actie=afmelden&deelnemer=2").code, 303);
	assert_string_equal(world_places(world, 1), "ab");
	assert_int_equal(visit_post(world, page, "actie=herstellen").code, 303);
	assert_string_equal(world_places(world, 1), "bb");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wie = 'deelnemer' AND participant = 1"), 2);
}

static void
test_button_that_names_nobody_cancels_nobody(void **state)
{
	static const char *const bodies[] = {
		"actie=afmelden&deelnemer=", "actie=afmelden&deelnemer=x",
		"actie=afmelden&deelnemer=0", "actie=afmelden&deelnemer=1x",
		"actie=afmelden&deelnemer=3", "actie=afmelden&deelnemer=-1",
		"actie=", "", "actie=weg", "deelnemer=1",
	};
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(bodies); i++) {
		int code = visit_post(world, page, bodies[i]).code;

		if (code < 400 || strcmp(world_places(world, 1), "bb") != 0) {
			print_error("%s: %d, %s\n", bodies[i], code,
			    world_places(world, 1));
			wrong++;
		}
		world_restore(world, 1, 0);
	}
	assert_int_equal(wrong, 0);
}

static void
test_get_changes_nothing(void **state)
{
	struct world *world = *state;
	struct site site = signup_site(WORLD_BASE);
	const char *page = visit_sign_up(world, NULL);
	int64_t audit = world_count(world, "audit");

	visit_get(world, arena_printf(world->arena, "%s?actie=afmelden", page));
	visit_get(world, visit_link(world, 1, 1, "?actie=afmelden"));
	for (size_t i = 0; i < site.nroutes; i++)
		if (site.routes[i].method == METHOD_GET)
			visit_get(world, arena_printf(world->arena,
			    "%s?actie=afmelden", site.routes[i].path));
	assert_string_equal(world_places(world, 1), "bb");
	assert_int_equal(world_count(world, "audit"), audit);
	assert_int_equal(world_count(world, "outbox"), 2);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_unknown_link_is_404),
		TEST(test_contact_cancels_and_restores_by_buttons),
		TEST(test_nobody_comes_back_onto_the_waiting_list_unasked),
		TEST(test_page_says_only_what_was_really_done),
		TEST(test_button_of_a_person_is_no_button_of_the_next),
		TEST(test_participant_cancels_only_themselves),
		TEST(test_button_that_names_nobody_cancels_nobody),
		TEST(test_get_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
