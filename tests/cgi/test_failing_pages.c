/*
 * Every page, with each call of SQLite that it makes failing in turn: it is
 * refused, or it is what it would have been; nothing is shown that is half
 * of it.  The first calls and each seventh; FAILING_STEP=1 tries them all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/link.h"
#include "db/campaign/invited.h"
#include "db/campaign/unsubscribed.h"
#include "db/door/entry.h"
#include "db/evaluation/evaluation.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/sqlite_fault.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define CALLS_MAX	10000	/* more than any page makes */
#define FIRST		8
#define STEP		7
#define ARENA_LIMIT	((size_t)64 << 20)

static const char *const desk_pages[] = {
	"/beheer/", "/beheer/aanmeldingen", "/beheer/aanmeldingen?q=kanarie",
	"/beheer/aanmeldingen?q=knarie&rol=wethouder&status=bevestigd",
	"/beheer/aanmeldingen/nieuw", "/beheer/gasten/nieuw",
	"/beheer/deelnemer/1", "/beheer/deelnemer/1/wijzigen",
	"/beheer/deelnemer/1/vervangen", "/beheer/deelnemer/1/wissen",
	"/beheer/wachtlijst", "/beheer/vragen", "/beheer/bewaren",
	"/beheer/bewaren.csv", "/beheer/mail", "/beheer/export",
	"/beheer/export.csv", "/beheer/export.xlsx", "/beheer/machine.csv",
	"/beheer/machine.json", "/beheer/gemeenten.xlsx", "/beheer/wensen",
	"/beheer/wensen.csv", "/beheer/instellingen", "/beheer/programma",
	"/beheer/programma/ronde/1", "/beheer/programma/sessie/11/wijzigen",
	"/beheer/programma/onderdeel/1", "/beheer/teksten",
	"/beheer/verklaringen", "/beheer/teksten/brief?soort=contact",
	"/beheer/brieven", "/beheer/brieven/bevestiging-contact",
	"/beheer/bijeenkomsten", "/beheer/bijeenkomsten/1/openbaar",
	"/beheer/bijeenkomsten/1/afgelasten", "/beheer/bijeenkomsten/1/wissen",
	"/beheer/bijeenkomsten/1/kopie", "/beheer/gemeenten",
	"/beheer/gemeenten.csv", "/beheer/gemeenten/bestand.csv",
	"/beheer/gemeenten/import", "/beheer/campagne",
	"/beheer/campagne/brieven.csv", "/beheer/campagne/brieven",
	"/beheer/berichten", "/beheer/berichten/nieuw", "/beheer/berichten/1",
	"/beheer/campagne/adressen", "/beheer/gemeente/GM0632",
	"/beheer/account", "/beheer/account/tweede-stap", "/beheer/accounts",
	"/beheer/accounts/1", "/beheer/logboek", "/beheer/logboek?q=kanarie",
	"/beheer/programma/lijsten", "/beheer/programma/sessie/11",
	"/beheer/deurlijst", "/beheer/deur?q=kanarie", "/beheer/deur?q=1",
	"/beheer/deur/nieuw", "/beheer/deur/app", "/beheer/deur/lijst.json",
	"/beheer/badges", "/beheer/opkomst", "/beheer/opkomst.xlsx",
};

/* Of those who sign up and come; what is below the two links is theirs. */
static const char *const public_pages[] = {
	"/", "/agenda.ics", "/aanmelden", "/link-kwijt", "/privacy",
	"/toegankelijkheid", "/health",
};
static const char *const contact_pages[] = {
	"", "/wijzigen", "/wissen", "/gegevens.json", "/agenda.ics",
};
static const char *const participant_pages[] = {
	"", "/wijzigen", "/wissen", "/gegevens.json", "/agenda.ics",
};

typedef struct reply page_get(struct world *, const char *path);

static struct reply
desk(struct world *world, const char *path)
{
	return desk_get(world, path, ORGANISER);
}

/* A form's key and the like are the same each time. */
static void
constant(void *bytes, size_t length)
{
	memset(bytes, 'r', length);
}

static int
step(void)
{
	const char *text = getenv("FAILING_STEP");

	return text == NULL ? STEP : atoi(text);
}

/* What was kept of the event is read anew; the answer is in the arena. */
static struct reply
look(struct world *world, page_get *get, const char *path, struct arena *arena)
{
	struct arena *own = world->arena;
	struct reply reply;

	catalog_cache_free(world->app.cache);
	world->app.cache = catalog_cache_new(world->app.db);
	world->arena = arena;
	reply = get(world, path);
	world->arena = own;
	return reply;
}

static bool
is_same(const struct reply *one, const struct reply *other)
{
	return one->code == other->code && strcmp(one->body, other->body) == 0;
}

static bool
is_refused(const struct reply *reply)
{
	return reply->code == 0 || reply->code == 500 || reply->code == 503;
}

static void
check_page(struct world *world, page_get *get, const char *path)
{
	struct reply whole = look(world, get, path, world->arena), reply;
	struct arena *arena = arena_new(ARENA_LIMIT);
	bool fired = true;
	int n = 1;

	if (whole.code != 200)
		fail_msg("%s is answered with %d", path, whole.code);
	for (; fired && n < CALLS_MAX; n += n < FIRST ? 1 : step()) {
		arena_reset(arena);
		fault_at(n, false);
		reply = look(world, get, path, arena);
		fired = fault_fired();
		if (!is_refused(&reply) && !is_same(&reply, &whole))
			fail_msg("%s, call %d: half of it, %d\n%s", path, n,
			    reply.code, reply.body);
	}
	/* One did fail, and there was an end to them: the last was whole. */
	assert_in_range(n, 3, CALLS_MAX - 1);
	assert_true(is_same(&reply, &whole));
	arena_free(arena);
}

static int
open_people(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	canary_plant(world);
	canary_plant_later(world);
	world->app.random = constant;
	return 0;
}

static void
test_no_page_of_the_desk_is_half(void **state)
{
	for (size_t i = 0; i < COUNT(desk_pages); i++)
		check_page(*state, desk, desk_pages[i]);
}

/*
 * A list that does not fit into memory is read twice.  Before it is written
 * down that it leaves it is refused, and behind that it is cut off.
 */
static void
test_long_list_that_fails_is_refused_or_cut_off(void **state)
{
	static const struct { int call, code, recorded; } vectors[] = {
		{ 500, 503, 0 }, { 3000, 503, 0 }, { 9000, 0, 1 },
		{ 12000, 0, 2 }, { 1 << 30, 200, 3 },
	};
	struct world *world = *state;

	world_sql(world, "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT"
	    " i + 1 FROM n WHERE i < 10000) INSERT INTO participant (event,"
	    " registration, positie, nonce, status, sorteersleutel, voornaam,"
	    " achternaam, rol, functie) SELECT 1, 1, i, i, 'bevestigd',"
	    " printf('%07d', i), i, 'Berg', 'medewerker', 'adviseur' FROM n");
	world->spoilt = true;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply;

		fault_at(vectors[i].call, false);
		reply = look(world, desk, "/beheer/export.csv", world->arena);
		fault_fired();
		assert_int_equal(reply.code, vectors[i].code);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " audit WHERE wat = 'uitgevoerd'"), vectors[i].recorded);
	}
}

static void
test_no_page_of_the_public_is_half(void **state)
{
	for (size_t i = 0; i < COUNT(public_pages); i++)
		check_page(*state, visit_get, public_pages[i]);
}

static void
test_no_page_behind_a_link_is_half(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(contact_pages); i++)
		check_page(world, visit_get,
		    visit_link(world, 1, 0, contact_pages[i]));
	for (size_t i = 0; i < COUNT(participant_pages); i++)
		check_page(world, visit_get,
		    visit_link(world, 1, 1, participant_pages[i]));
}

/* What an invitation, a letter of news, a badge and the last page lead to. */
static void
test_no_page_behind_a_code_is_half(void **state)
{
	struct world *world = *state;
	char code[ROW_CODE_SIZE], link[LINK_LENGTH + 1];

	check_page(world, visit_get, arena_printf(world->arena, "/u/%s",
	    invited_code(&world->secret, 1, "GM0632", world->arena)));
	unsubscribed_link(&world->secret, "merel@woerden.nl", link);
	check_page(world, visit_get, arena_printf(world->arena,
	    "/geen-nieuws/%s", link));
	entry_code(world->app.secret, 1, world_number(world, "SELECT nonce"
	    " FROM participant WHERE id = 1"), code);
	check_page(world, desk, arena_printf(world->arena, "/d/%s", code));
	evaluation_code(world->app.secret, 1, code);
	world_set_now(WORLD_END);
	check_page(world, visit_get, arena_printf(world->arena,
	    "/evaluatie/%s", code));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_people, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_no_page_of_the_desk_is_half),
		TEST(test_long_list_that_fails_is_refused_or_cut_off),
		TEST(test_no_page_of_the_public_is_half),
		TEST(test_no_page_behind_a_link_is_half),
		TEST(test_no_page_behind_a_code_is_half),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
