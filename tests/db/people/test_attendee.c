/* The organiser's list in the database: filters, orders, pages. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/people/attendee.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OLDEST		(WORLD_NOW - 86400)

/* A letter each, in the order in which they signed up. */
static const struct person {
	char		 letter;
	const char	*gemeente;
	const char	*voornaam;
	const char	*achternaam;
	const char	*email;
	const char	*rol;
	int64_t		 session;	/* in round 1 */
} people[] = {
	{ 'a', "GM0632", "Zoë", "van den Berg", "zoe@woerden.nl", "w", 11 },
	{ 'b', "GM1900", "Sjoerd", "Jansen", "Sjoerd@Example.NL", "m", 12 },
	{ 'c', "GM0518", "Çelik", "Øster", "", "w", 0 },
	{ 'd', "GM0632", "Anna", "de Berg", "", "m", 11 },
	{ 'e', "GM1900", "Ed", "van der Aa", "", "m", 0 },
	{ 'f', "GM0632", "Bea", "Bergen", "", "w", 12 },
	{ 'g', "GM0518", "", "", "", "w", 0 },	/* a held place */
};

static void
sign_up(struct world *world, size_t i)
{
	const struct person *person = &people[i];
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_persoon_%04zu", i),
	    "alles", person->rol);
	const char **answer = one->participants[0].answer;

	one->aangemeld = OLDEST + (int64_t)i * 3600;
	one->answer[CONTACT_GEMEENTE] = person->gemeente;
	one->answer[CONTACT_EMAIL] = "contact@example.nl";
	answer[PARTICIPANT_VOORNAAM] = person->voornaam;
	answer[PARTICIPANT_ACHTERNAAM] = person->achternaam;
	answer[PARTICIPANT_EMAIL] = person->email;
	if (person->voornaam[0] == '\0')
		answer[PARTICIPANT_NAAM_VOLGT] = "ja";
	one->participants[0].session[0] = person->session;
	world_sign_up(world, one);
}

static int
people_open(void **state)
{
	if (world_open(state) != 0)
		return -1;
	world_sql(*state, "UPDATE gemeente SET arbeidsmarktregio = 'Haaglanden'"
	    " WHERE code = 'GM0518'; UPDATE event SET capaciteit = 5");
	for (size_t i = 0; i < COUNT(people); i++)
		sign_up(*state, i);
	return world_cancel(*state, 2, 1) == STATUS_OK ? 0 : -1;
}

static struct attendees
page(struct world *world, const struct attendee_filter *filter,
    struct attendee_at at)
{
	struct attendees found;

	assert_int_equal(attendee_page(world->app.db, filter, &at,
	    world->arena, &found), STATUS_OK);
	return found;
}

/* The ids of people are those of the rows: 1 is a. */
static const char *
letters(struct world *world, const struct attendees *found)
{
	char *text = arena_alloc(world->arena, found->count + 1);

	for (size_t i = 0; i < found->count; i++)
		text[i] = people[found->list[i].nummer - 1].letter;
	text[found->count] = '\0';
	return text;
}

static const char *
all_of(struct world *world, const struct attendee_filter *filter,
    enum attendee_order order)
{
	struct attendees found = page(world, filter,
	    (struct attendee_at){ .order = order, .max = 100 });

	assert_false(found.more);
	return letters(world, &found);
}

static void
test_names_are_in_dutch_order(void **state)
{
	struct attendee_filter filter = attendee_all(1);

	/* Aa, Berg (de), Berg (van den), Bergen, Jansen, Øster, held. */
	assert_string_equal(all_of(*state, &filter, ATTENDEE_BY_NAME),
	    "edafbcg");
}

static void
test_other_orders_are_newest_first_and_by_municipality(void **state)
{
	struct attendee_filter filter = attendee_all(1);

	assert_string_equal(all_of(*state, &filter, ATTENDEE_NEWEST),
	    "gfedcba");
	/* 's-Gravenhage, Súdwest-Fryslân, Woerden; in each by name. */
	assert_string_equal(all_of(*state, &filter, ATTENDEE_BY_GEMEENTE),
	    "cgebdaf");
}

/* What is not named asks nothing. */
static struct attendee_filter
filter_of(const struct attendee_filter *asked)
{
	struct attendee_filter filter = attendee_all(asked->event == 0 ? 1 :
	    asked->event);

	filter.query = asked->query == NULL ? "" : asked->query;
	filter.status = asked->status == NULL ? "" : asked->status;
	filter.rol = asked->rol == NULL ? "" : asked->rol;
	filter.gemeente = asked->gemeente == NULL ? "" : asked->gemeente;
	filter.provincie = asked->provincie == NULL ? "" : asked->provincie;
	filter.regio = asked->regio == NULL ? "" : asked->regio;
	filter.session = asked->session;
	filter.since = asked->since;
	filter.held = asked->held;
	return filter;
}

static void
test_each_filter_finds_its_own(void **state)
{
	static const struct {
		struct attendee_filter	 asked;
		const char		*expected;
	} vectors[] = {
		{ { .event = 1 }, "edafbcg" },
		{ { .event = 2 }, "" },
		{ { .status = "afgemeld" }, "b" },
		{ { .status = "wachtlijst" }, "g" },
		{ { .status = "bevestigd" }, "edafc" },
		{ { .rol = "wethouder" }, "afcg" },
		{ { .gemeente = "GM0632" }, "daf" },
		{ { .provincie = "Utrecht" }, "daf" },
		{ { .provincie = "Fryslân" }, "eb" },
		{ { .regio = "Haaglanden" }, "cg" },
		{ { .session = 11 }, "da" },
		{ { .session = 12 }, "fb" },
		{ { .session = 99 }, "" },
		{ { .since = OLDEST + 4 * 3600 }, "efg" },
		{ { .since = WORLD_NOW }, "" },
		{ { .held = true }, "g" },
		{ { .query = "BERG" }, "daf" },
		{ { .query = "berg, zoe" }, "a" },
		{ { .query = "oster" }, "c" },
		{ { .query = "den haag" }, "cg" },	/* by its alias */
		{ { .query = "gravenhage" }, "cg" },
		{ { .query = "sjoerd@example" }, "b" },
		{ { .query = "contact@example.nl" }, "edafbcg" },
		{ { .query = "%" }, "" },
		{ { .query = "berg", .rol = "wethouder" }, "af" },
		{ { .query = "berg", .rol = "wethouder", .session = 12 },
		    "f" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct attendee_filter filter = filter_of(&vectors[i].asked);
		int64_t count = -1;

		for (enum attendee_order order = 0;
		    order < ATTENDEE_ORDER__MAX; order++)
			assert_int_equal(strlen(all_of(world, &filter,
			    order)), strlen(vectors[i].expected));
		assert_string_equal(all_of(world, &filter, ATTENDEE_BY_NAME),
		    vectors[i].expected);
		assert_int_equal(attendee_count(world->app.db, &filter,
		    &count), STATUS_OK);
		assert_int_equal(count, strlen(vectors[i].expected));
	}
}

static void
test_counting_ends_where_it_is_told(void **state)
{
	struct attendee_filter filter = attendee_all(1);
	struct world *world = *state;
	int64_t count = 0;

	assert_int_equal(attendee_count_to(world->app.db, &filter, 3, &count),
	    STATUS_OK);
	assert_int_equal(count, 3);
}

/* What is searched follows what is changed, wherever that is stored. */
static void
test_search_follows_every_change(void **state)
{
	static const struct {
		const char	*sql;
		const char	*query;
		const char	*expected;
	} steps[] = {
		{ "UPDATE participant SET achternaam = 'Kuijpers',"
		    " sorteersleutel = 'kuijpers' WHERE id = 1", "kuijpers",
		    "a" },
		{ "UPDATE participant SET email = 'nieuw@x.nl' WHERE id = 3",
		    "nieuw@x", "c" },
		{ "UPDATE registration SET contact_achternaam = 'Ünal'"
		    " WHERE id = 4", "unal", "d" },
		{ "UPDATE registration SET gemeente = 'GM1900' WHERE id = 4",
		    "sudwest", "edb" },
		{ "UPDATE gemeente SET naam = 'Woerd' WHERE code = 'GM0632'",
		    "woerden", "a" },	/* still by zoe@woerden.nl */
		{ "INSERT INTO gemeente_alias VALUES ('Snits', 'GM1900')",
		    "snits", "edb" },
		{ "DELETE FROM gemeente_alias WHERE alias = 'Snits'",
		    "snits", "" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(steps); i++) {
		struct attendee_filter filter = attendee_all(1);

		world_sql(world, steps[i].sql);
		filter.query = steps[i].query;
		assert_string_equal(all_of(world, &filter, ATTENDEE_BY_NAME),
		    steps[i].expected);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM attendee"
	    " a JOIN participant p ON p.id = a.participant AND p.event ="
	    " a.event AND p.sorteersleutel = a.naam"
	    " AND p.rol = a.rolsoort AND p.naam_volgt = a.volgt"),
	    (int64_t)COUNT(people));
	assert_int_equal(world_count(world, "attendee"),
	    (int64_t)COUNT(people));
}

static void
test_removed_person_is_in_no_list(void **state)
{
	struct attendee_filter filter = attendee_all(1);

	((struct world *)*state)->spoilt = true;
	world_sql(*state, "DELETE FROM participant WHERE id = 3");
	assert_string_equal(all_of(*state, &filter, ATTENDEE_BY_NAME),
	    "edafbg");
}

/* Fifty-three people of one name, so that only their number tells them. */
#define MANY	53

static void
many(struct world *world)
{
	struct registration *one = world_delegation(world,
	    "sleutel_van_velen_000001", "passend", "");

	world_sql(world, "DELETE FROM participant_session;"
	    " DELETE FROM participant; DELETE FROM registration_thema;"
	    " DELETE FROM registration; UPDATE event SET capaciteit = 100");
	for (int part = 0; part < 2; part++) {
		one = world_delegation(world, part == 0 ?
		    "sleutel_van_velen_000001" : "sleutel_van_velen_000002",
		    "passend", part == 0 ? "wwwwwwwwwwwwwwwwwwwwwwwwwww" :
		    "wwwwwwwwwwwwwwwwwwwwwwwwww");
		for (size_t i = 0; i < one->nparticipants; i++)
			one->participants[i].answer[PARTICIPANT_VOORNAAM] =
			    "Jan";
		world_sign_up(world, one);
	}
}

/* Walk all pages in one direction; every person must be met just once. */
static void
walk(struct world *world, enum attendee_order order, size_t max)
{
	struct attendee_filter filter = attendee_all(1);
	struct attendees whole = page(world, &filter,
	    (struct attendee_at){ .order = order, .max = MANY });
	struct attendee_at at = { .order = order, .max = max, .most = 1000 };
	struct attendees found;
	size_t met = 0;
	int64_t total;

	assert_int_equal(whole.count, MANY);
	do {
		found = page(world, &filter, at);
		for (size_t i = 0; i < found.count; i++)
			assert_int_equal(found.list[i].nummer,
			    whole.list[met++].nummer);
		assert_int_equal(attendee_total(world->app.db, &filter, &at,
		    &found, &total), STATUS_OK);
		assert_int_equal(total, MANY);
		at.from = found.list[found.count - 1].nummer;
	} while (found.more);
	assert_int_equal(met, MANY);
	at.back = true;
	for (met--; met > 0; met -= found.count) {
		found = page(world, &filter, at);
		for (size_t i = 0; i < found.count; i++)
			assert_int_equal(found.list[i].nummer,
			    whole.list[met - found.count + i].nummer);
		assert_int_equal(attendee_total(world->app.db, &filter, &at,
		    &found, &total), STATUS_OK);
		assert_int_equal(total, MANY);
		at.from = found.list[0].nummer;
	}
	assert_false(found.more);
}

static void
test_pages_lose_and_repeat_nobody_of_equal_names(void **state)
{
	static const size_t sizes[] = { 1, 7, 50, 52, 53 };

	((struct world *)*state)->spoilt = true;
	many(*state);
	for (enum attendee_order order = 0; order < ATTENDEE_ORDER__MAX;
	    order++)
		for (size_t i = 0; i < COUNT(sizes); i++)
			walk(*state, order, sizes[i]);
}

static void
test_page_next_to_nobody_is_none(void **state)
{
	struct attendee_filter filter = attendee_all(1);
	struct world *world = *state;
	struct attendees found;
	struct attendee_at at = { .from = 999, .max = 10 };

	assert_int_equal(attendee_page(world->app.db, &filter, &at,
	    world->arena, &found), STATUS_NOTFOUND);
	/* A number of another event is nobody here. */
	filter.event = 2;
	at.from = 1;
	assert_int_equal(attendee_page(world->app.db, &filter, &at,
	    world->arena, &found), STATUS_NOTFOUND);
}

static void
ignore(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_null(context);
}

/* What SQLite does for a statement, a line each. */
static const char *
plan_of(struct world *world, const char *name)
{
	const struct statement *sql = __start_statements;
	char *text;
	const char *plan = "";
	sqlite3_stmt *statement;
	sqlite3 *look = world->seen;

	while (strcmp(sql->name, name) != 0)
		assert_true(++sql < __stop_statements);
	text = statement_text(sql);
	sqlite3_create_function(look, "fold", 1, SQLITE_UTF8, NULL, ignore,
	    NULL, NULL);
	sqlite3_create_function(look, "fits", 3, SQLITE_UTF8, NULL, ignore,
	    NULL, NULL);
	assert_int_equal(sqlite3_prepare_v2(look, arena_printf(world->arena,
	    "EXPLAIN QUERY PLAN %s", text), -1, &statement, NULL), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		plan = arena_printf(world->arena, "%s%s\n", plan,
		    (const char *)sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	free(text);
	return plan;
}

/* The lists in the columns are sorted; the walk itself must not be. */
static void
test_page_walks_an_index_and_sorts_nothing(void **state)
{
	static const struct {
		const char	*name;
		const char	*walk;
	} vectors[] = {
		{ "ATTENDEE_BY_NAME", "SEARCH a USING PRIMARY KEY"
		    " (event=? AND (naam,participant)>(?,?))" },
		{ "ATTENDEE_BY_NAME_BACK", "SEARCH a USING PRIMARY KEY"
		    " (event=? AND (naam,participant)<(?,?))" },
		{ "ATTENDEE_NEWEST", "SEARCH a USING COVERING INDEX"
		    " attendee_newest (event=? AND"
		    " (aangemeld,participant)<(?,?))" },
		{ "ATTENDEE_NEWEST_BACK", "SEARCH a USING COVERING INDEX"
		    " attendee_newest (event=? AND"
		    " (aangemeld,participant)>(?,?))" },
		{ "ATTENDEE_BY_GEMEENTE", "SEARCH a USING COVERING INDEX"
		    " attendee_plaats (event=? AND"
		    " (plaats,naam,participant)>(?,?,?))" },
		{ "ATTENDEE_BY_GEMEENTE_BACK", "SEARCH a USING COVERING"
		    " INDEX attendee_plaats (event=? AND"
		    " (plaats,naam,participant)<(?,?,?))" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *plan = plan_of(*state, vectors[i].name);
		const char *at = strstr(plan, "USE TEMP B-TREE FOR ORDER BY");

		if (strstr(plan, vectors[i].walk) != plan)
			fail_msg("another walk:\n%s", plan);
		/* Only behind the correlated lists of one row. */
		if (at != NULL && at < strstr(plan, "CORRELATED"))
			fail_msg("sorts:\n%s", plan);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, people_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names_are_in_dutch_order),
		TEST(test_other_orders_are_newest_first_and_by_municipality),
		TEST(test_each_filter_finds_its_own),
		TEST(test_counting_ends_where_it_is_told),
		TEST(test_search_follows_every_change),
		TEST(test_removed_person_is_in_no_list),
		TEST(test_pages_lose_and_repeat_nobody_of_equal_names),
		TEST(test_page_next_to_nobody_is_none),
		TEST(test_page_walks_an_index_and_sorts_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
