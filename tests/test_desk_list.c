/* What the desk shows and hands out; who may enter is in test_desk.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/routes.h"
#include "db/account.h"
#include "db/arena.h"
#include "tests/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define COOKIE		"sessie=kaartje-van-de-organisator"

static struct reply
get(struct world *world, const char *path)
{
	struct site site = desk_site(WORLD_BASE);

	return world_ask(world, &site, (struct ask){
		.path = path, .cookie = COOKIE,
	});
}

static enum status
add_account(struct db *db, void *arg, struct arena *arena)
{
	enum status status;

	(void)arg;
	(void)arena;
	status = account_add(db, "anke", "-", ROLE_ORGANISER, WORLD_NOW);
	if (status == STATUS_OK)
		status = login_add(db, strchr(COOKIE, '=') + 1,
		    db_last_id(db), WORLD_NOW);
	return status;
}

static const struct {
	const char	*gemeente;
	const char	*voornaam;
	const char	*achternaam;
	const char	*email;
} people[] = {
	{ "GM0632", "Zoë", "van den Berg", "zoe@woerden.nl" },
	{ "GM1900", "Sjoerd", "Jansen", "Sjoerd@Example.NL" },
	{ "GM0518", "Çelik", "Øster", "" },
	{ "GM0632", "<b>", "O'Brien & zn", "" },
};

static int
list_open(void **state)
{
	struct world *world;

	if (world_open(state) != 0)
		return -1;
	world = *state;
	if (world_run(world, add_account, NULL) != STATUS_OK)
		return -1;
	for (size_t i = 0; i < COUNT(people); i++) {
		struct registration *one = world_delegation(world,
		    arena_printf(world->arena, "sleutel_van_persoon_%04zu",
		    i), "alles", "w");
		const char **answer = one->participants[0].answer;

		one->answer[CONTACT_GEMEENTE] = people[i].gemeente;
		answer[PARTICIPANT_VOORNAAM] = people[i].voornaam;
		answer[PARTICIPANT_ACHTERNAAM] = people[i].achternaam;
		answer[PARTICIPANT_EMAIL] = people[i].email;
		world_sign_up(world, one);
	}
	return 0;
}

/* Who is on the page: a digit for each of people. */
static const char *
found(struct world *world, const struct reply *reply)
{
	static const char *const shown[] = {
		"Berg, Zoë van den", "Jansen, Sjoerd", "Øster, Çelik",
		"O&#39;Brien &amp; zn, &lt;b&gt;",
	};
	const char *who = "";

	for (size_t i = 0; i < COUNT(shown); i++)
		if (strstr(reply->body, arena_printf(world->arena,
		    "\">%s</a></th>", shown[i])) != NULL)
			who = arena_printf(world->arena, "%s%zu", who, i);
	return who;
}

static void
test_list_shows_everybody_in_order(void **state)
{
	struct world *world = *state;
	struct reply reply = get(world, "/beheer/aanmeldingen");

	assert_int_equal(reply.code, 200);
	assert_string_equal(found(world, &reply), "0123");
	assert_true(strstr(reply.body, "Berg, Zoë") <
	    strstr(reply.body, "Jansen, Sjoerd"));
	assert_true(strstr(reply.body, "Jansen, Sjoerd") <
	    strstr(reply.body, "Øster, Çelik"));
	assert_null(strstr(reply.body, "<b>"));
	assert_non_null(strstr(reply.body, "4 van de 10 plaatsen"));
}

static void
test_search_finds_as_people_type(void **state)
{
	static const struct {
		const char	*query;
		const char	*expected;
	} vectors[] = {
		{ "", "0123" },
		{ "jansen", "1" }, { "JANSEN", "1" },
		{ "zoe", "0" }, { "Zo%C3%AB", "0" },
		{ "celik", "2" }, { "oster", "2" },
		{ "o'brien", "3" },
		{ "zoe@woerden.nl", "0" }, { "sjoerd@example.nl", "1" },
		{ "woerden", "0123" },	/* the contact's address */
		{ "s-gravenhage", "2" },
		{ "s%C3%BAdwest", "1" }, { "sudwest", "1" },
		{ "van+den+berg", "0" }, { "Zo%C3%AB+van+den+Berg", "0" },
		{ "sjoerd+jansen", "1" }, { "Jansen,+Sjoerd", "1" },
		{ "%25", "" }, { "_", "" },
		{ "niemand", "" },
	};
	struct world *world = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = get(world, arena_printf(world->arena,
		    "/beheer/aanmeldingen?q=%s", vectors[i].query));
		const char *got = found(world, &reply);

		assert_int_equal(reply.code, 200);
		if (strcmp(got, vectors[i].expected) != 0) {
			print_error("q=%s finds \"%s\", not \"%s\"\n",
			    vectors[i].query, got, vectors[i].expected);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
test_search_shows_what_was_searched(void **state)
{
	struct reply reply = get(*state,
	    "/beheer/aanmeldingen?q=%22%3E%3Cscript%3E");

	assert_int_equal(reply.code, 200);
	assert_null(strstr(reply.body, "<script>"));
	assert_non_null(strstr(reply.body,
	    "value=\"&quot;&gt;&lt;script&gt;\""));
	assert_non_null(strstr(reply.body, "niemand gevonden"));
}

static void
test_export_leaves_a_record(void **state)
{
	struct world *world = *state;
	struct reply reply = get(world, "/beheer/export.csv");

	assert_int_equal(reply.code, 200);
	assert_string_equal(reply_header(world, &reply, "Content-Type"),
	    "text/csv; charset=utf-8");
	assert_string_equal(reply_header(world, &reply,
	    "Content-Disposition"),
	    "attachment; filename=\"deelnemers-2026-11-24.csv\"");
	assert_string_equal(reply_header(world, &reply, "Cache-Control"),
	    "no-store");
	assert_int_equal(strncmp(reply.body, "\xef\xbb\xbfNummer;Status;",
	    17), 0);
	assert_non_null(strstr(reply.body, "Berg, Zoë van den"));
	assert_string_equal(world_text(world, "SELECT wie || '/' || wat"
	    " FROM audit ORDER BY id DESC LIMIT 1"),
	    "account anke/uitgevoerd");
}

static void
test_home_leads_to_the_list(void **state)
{
	static const char *const paths[] = { "/beheer", "/beheer/" };
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(paths); i++) {
		struct reply reply = get(world, paths[i]);

		assert_int_equal(reply.code, 303);
		assert_string_equal(reply_header(world, &reply, "Location"),
		    "/beheer/aanmeldingen");
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, list_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_list_shows_everybody_in_order),
		TEST(test_search_finds_as_people_type),
		TEST(test_search_shows_what_was_searched),
		TEST(test_export_leaves_a_record),
		TEST(test_home_leads_to_the_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
