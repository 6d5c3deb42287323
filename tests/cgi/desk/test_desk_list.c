/* What the desk shows and hands out; who may enter is in test_desk.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

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

	if (desk_open(state) != 0)
		return -1;
	world = *state;
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

/* The people on the page: a digit for each of people. */
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
		    "\">%s</a>", shown[i])) != NULL)
			who = arena_printf(world->arena, "%s%zu", who, i);
	return who;
}

static void
test_list_shows_everybody_in_order(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/aanmeldingen",
	    ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_string_equal(found(world, &reply), "0123");
	assert_true(strstr(reply.body, "Berg, Zoë") <
	    strstr(reply.body, "Jansen, Sjoerd"));
	assert_true(strstr(reply.body, "Jansen, Sjoerd") <
	    strstr(reply.body, "Øster, Çelik"));
	assert_lacks(&reply, "role=\"status\"");
	assert_holds(&reply, "4 van de 10 plaatsen");
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
		{ "janssen", "1" }, { "sjord", "1" }, { "sudwset", "1" },
		{ "celiik+oster", "2" }, { "1", "0" }, { "4", "3" },
	};
	struct world *world = *state;
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_get(world, arena_printf(world->arena,
		    "/beheer/aanmeldingen?q=%s", vectors[i].query), ORGANISER);
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
	struct reply reply = desk_get(*state,
	    "/beheer/aanmeldingen?q=%22%3E%3Cscript%3E", ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_lacks(&reply, "<script>");
	assert_holds(&reply, "value=\"&quot;&gt;&lt;script&gt;\"");
	assert_holds(&reply, "niemand gevonden");
}

/* Forty-eight more, so that the list has two pages. */
static void
add_many(struct world *world)
{
	struct registration *one = world_delegation(world,
	    "sleutel_van_velen_000001", "alles",
	    "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww");

	world_sql(world, "UPDATE event SET capaciteit = 100");
	world_sign_up(world, one);
}

static const char *
link_on(struct world *world, const struct reply *reply, const char *rel)
{
	const char *mark = arena_printf(world->arena, "rel=\"%s\" href=\"",
	    rel);
	const char *at = strstr(reply->body, mark), *amp;
	const char *link;

	if (at == NULL)
		return NULL;
	at += strlen(mark);
	link = arena_copy(world->arena, at, strcspn(at, "\""));
	while ((amp = strstr(link, "&amp;")) != NULL)
		link = arena_printf(world->arena, "%.*s&%s",
		    (int)(amp - link), link, amp + 5);
	return link;
}

static void
test_list_turns_its_pages_and_keeps_the_filter(void **state)
{
	static const char *const orders[] = {
		"", "&volgorde=nieuwste", "&volgorde=gemeente",
	};
	struct world *world = *state;

	add_many(world);
	for (size_t i = 0; i < COUNT(orders); i++) {
		const char *path = arena_printf(world->arena,
		    "/beheer/aanmeldingen?rol=wethouder%s", orders[i]);
		struct reply first = desk_get(world, path, ORGANISER);
		struct reply second, again;
		const char *next = link_on(world, &first, "next");

		assert_non_null(next);
		assert_null(link_on(world, &first, "prev"));
		assert_non_null(strstr(next, "rol=wethouder"));
		assert_non_null(strstr(next, orders[i]));
		assert_holds(&first, "52 deelnemers gevonden");
		second = desk_get(world, next, ORGANISER);
		assert_int_equal(second.code, 200);
		assert_null(link_on(world, &second, "next"));
		assert_holds(&second, "52 deelnemers gevonden");
		again = desk_get(world, link_on(world, &second, "prev"),
		    ORGANISER);
		assert_string_equal(strstr(again.body, "<tbody>"),
		    strstr(first.body, "<tbody>"));
	}
}

static void
test_page_next_to_nobody_is_the_first(void **state)
{
	static const char *const places[] = {
		"na=999", "voor=999", "na=x", "voor=", "na=-1",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(places); i++) {
		struct reply reply = desk_get(world, arena_printf(world->arena,
		    "/beheer/aanmeldingen?%s", places[i]), ORGANISER);

		assert_int_equal(reply.code, 200);
		assert_string_equal(found(world, &reply), "0123");
	}
}

static void
test_filter_is_shown_and_goes_along_to_the_export(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/aanmeldingen?q=zo%C3%AB"
	    "&status=bevestigd&provincie=Utrecht&sinds=2026-11-01"
	    "&gemeente=GM0632&volgorde=nieuwste", ORGANISER);

	assert_string_equal(found(world, &reply), "0");
	assert_holds(&reply, "1 deelnemer gevonden</b> in Woerden");
	assert_holds(&reply, "<details open>");
	assert_holds(&reply, "<option value=\"bevestigd\" selected>");
	assert_holds(&reply, "<option value=\"Utrecht\" selected>");
	assert_holds(&reply, "value=\"2026-11-01\"");
	assert_holds(&reply, "name=\"gemeente\" value=\"GM0632\"");
	assert_holds(&reply, "name=\"volgorde\" value=\"nieuwste\"");
	assert_holds(&reply, "href=\"/beheer/export?q=zo%C3%AB"
	    "&amp;status=bevestigd&amp;gemeente=GM0632&amp;provincie=Utrecht"
	    "&amp;sinds=2026-11-01\"");
	reply = desk_get(world, "/beheer/aanmeldingen", ORGANISER);
	assert_holds(&reply, "<details>");
	assert_lacks(&reply, "gevonden");
	assert_holds(&reply, "href=\"/beheer/export\"");
}

static void
test_search_says_why_and_puts_the_own_name_first(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world,
	    "sleutel_van_de_contactpersoon", "alles", "w");
	struct reply reply;

	one->answer[CONTACT_ACHTERNAAM] = "Jansen";
	one->answer[CONTACT_TELEFOON] = "0348 428 411";
	one->participants[0].answer[PARTICIPANT_ACHTERNAAM] = "Aalders";
	world_sign_up(world, one);
	reply = desk_get(world, "/beheer/aanmeldingen?q=jansen", ORGANISER);
	assert_true(strstr(reply.body, "Jansen, Sjoerd</a></th>") <
	    strstr(reply.body, "Aalders,"));
	assert_holds(&reply, "Contactpersoon: Anne Jansen");
	reply = desk_get(world, "/beheer/aanmeldingen?q=janssen", ORGANISER);
	assert_holds(&reply, "“jansen” lijkt op “janssen”");
	reply = desk_get(world, "/beheer/aanmeldingen?q=%2B31+348428411",
	    ORGANISER);
	assert_holds(&reply, "Telefoon: 0348 428 411");
	/* And in the order of the names when that is asked. */
	reply = desk_get(world, "/beheer/aanmeldingen?q=jansen&volgorde=naam",
	    ORGANISER);
	assert_true(strstr(reply.body, "Aalders,") <
	    strstr(reply.body, "Jansen, Sjoerd</a></th>"));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, list_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_list_shows_everybody_in_order),
		TEST(test_search_finds_as_people_type),
		TEST(test_search_says_why_and_puts_the_own_name_first),
		TEST(test_search_shows_what_was_searched),
		TEST(test_list_turns_its_pages_and_keeps_the_filter),
		TEST(test_page_next_to_nobody_is_the_first),
		TEST(test_filter_is_shown_and_goes_along_to_the_export),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
