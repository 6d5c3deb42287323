/*
 * Linked with --wrap=sqlite3_step and --wrap=sqlite3_exec: every step of the
 * database in one POST fails in turn, before it happens or after it did, and
 * each time there must be all of the registration or nothing.  Of the acts of
 * the desk each 23rd; TORTURE_STEP=1 tries them all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"
#include "tests/support/sqlite_fault.h"
#include "tests/support/visit.h"

#define STEPS_MAX	1000	/* more than any POST can take */

static const char *const tables[] = {
	"registration", "participant", "participant_session",
	"registration_thema", "outbox", "audit",
};

#define NTABLES	(sizeof(tables) / sizeof(tables[0]))

struct counts {
	int64_t	table[NTABLES];
	int64_t	seats;
};

static struct counts
count_all(struct world *world)
{
	struct counts counts;

	for (size_t i = 0; i < NTABLES; i++)
		counts.table[i] = world_count(world, tables[i]);
	counts.seats = world_number(world, "SELECT count(*) FROM participant"
	    " WHERE status = 'bevestigd'");
	return counts;
}

/* What the valid form comes to, in the order of tables. */
static const struct counts whole = { { 1, 2, 1, 1, 2, 1 }, 2 };

static bool
is_larger_by(const struct counts *after, const struct counts *before,
    const struct counts *by)
{
	for (size_t i = 0; i < NTABLES; i++)
		if (after->table[i] != before->table[i] + by->table[i])
			return false;
	return after->seats == before->seats + by->seats;
}

/* One sign-up with its n-th step failing; false when it had fewer steps. */
static bool
sign_up_with_fault(struct world *world, int n, bool after)
{
	const char *key = arena_printf(world->arena,
	    "sleutel_van_een_poging_%04d_%d", n, after);
	struct counts before = count_all(world), now;
	struct reply reply;
	bool fired;

	fault_at(n, after);
	reply = visit_try_sign_up(world, "sleutel", key, NULL);
	fired = fault_fired();
	now = count_all(world);
	/* Told of success only when it is there. */
	if (reply.code == 303 || !is_larger_by(&now, &before,
	    &(struct counts){ .seats = 0 }))
		assert_true(is_larger_by(&now, &before, &whole));
	else
		assert_in_range(reply.code, 500, 503);
	visit_sign_up(world, "sleutel", key, NULL);
	now = count_all(world);
	assert_true(is_larger_by(&now, &before, &whole));
	return fired;
}

static void
torture_sign_up(void **state, bool after)
{
	struct world *world = *state;
	int n = 1;

	world_sql(world, "UPDATE event SET capaciteit = 100000;"
	    "UPDATE session SET capaciteit = 100000");
	world_catalog(world);
	while (n < STEPS_MAX && sign_up_with_fault(world, n, after))
		n++;
	/* The steps were there, and there was an end to them. */
	assert_in_range(n, 20, STEPS_MAX - 1);
}

static void
test_sign_up_that_fails_leaves_nothing_or_all(void **state)
{
	torture_sign_up(state, false);
}

static void
test_sign_up_that_fails_late_leaves_nothing_or_all(void **state)
{
	torture_sign_up(state, true);
}

struct torture_attempt {
	int64_t		 there;		/* has the only places */
	int64_t		 waiting;
	const char	*page;		/* of who is there */
};

static struct torture_attempt
full_house(struct world *world)
{
	struct torture_attempt attempt;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	attempt.there = world_sign_up(world, world_delegation(world, WORLD_KEY,
	    "alles", "wm"));
	attempt.waiting = world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_er_wacht", "alles", "wm"));
	attempt.page = visit_link(world, attempt.there, 0, "");
	return attempt;
}

/* Nobody loses a place unless it is given on, with every letter and row. */
static void
check_moved(struct world *world, const struct torture_attempt *attempt,
    bool moved)
{
	assert_string_equal(world_places(world, attempt->there),
	    moved ? "aa" : "bb");
	assert_string_equal(world_places(world, attempt->waiting),
	    moved ? "bb" : "ww");
	assert_int_equal(world_count(world, "outbox"), moved ? 4 : 2);
	assert_int_equal(world_count(world, "audit"), moved ? 4 : 2);
}

static bool
cancel_with_fault(int n, bool after)
{
	struct world *world;
	struct torture_attempt attempt;
	struct reply reply;
	bool fired;
	void *opened;

	assert_int_equal(world_open(&opened), 0);
	world = opened;
	attempt = full_house(world);
	world_catalog(world);
	fault_at(n, after);
	reply = visit_post(world, attempt.page, "actie=afmelden");
	fired = fault_fired();
	check_moved(world, &attempt, reply.code == 303 ||
	    world_count(world, "outbox") != 2);
	assert_int_equal(visit_post(world, attempt.page,
	    "actie=afmelden").code, 303);
	check_moved(world, &attempt, true);
	assert_int_equal(world_close(&opened), 0);
	return fired;
}

static void
test_cancel_that_fails_leaves_nothing_or_all(void **state)
{
	(void)state;
	for (int after = 0; after < 2; after++) {
		int n = 1;

		while (n < STEPS_MAX && cancel_with_fault(n, after))
			n++;
		assert_in_range(n, 20, STEPS_MAX - 1);
	}
}

/* What an organiser sends, about somebody and somebody who waits. */
static const struct desk_act {
	const char	*path;
	const char	*body;
} desk_acts[] = {
	{ "/beheer/bijeenkomsten/1/kopie", "titel=Nog+een&dag=2027-06-15" },
	{ "/beheer/bijeenkomsten/1/afgelasten", "actie=afgelasten"
	    "&tekst=Staking.&besluit=mail" },
	{ "/beheer/programma/onderdeel/nieuw", "titel=Borrel"
	    "&begin=2027-01-12T15%3A00&einde=2027-01-12T16%3A00" },
	{ "/beheer/deelnemer/1/wissen", "alles=nee&reden=verzoek" },
	{ "/beheer/deelnemer/1/wissen", "alles=ja&reden=verzoek" },
	{ "/beheer/gemeente/GM1900", "actie=afzeggen&toelichting=ziek" },
};

/* Of all tables but those that no act is about: how many rows there are. */
static const char *
everything(struct world *world)
{
	const char *query = world_text(world, "SELECT group_concat('SELECT"
	    " ' || quote(name || '=') || ' || count(*) AS x FROM ' || name,"
	    " ' UNION ALL ') FROM sqlite_schema WHERE type = 'table' AND name"
	    " NOT LIKE 'sqlite%%' AND sql NOT LIKE '%%VIRTUAL%%' AND name NOT"
	    " LIKE 'attendee_%%' AND name NOT IN ('login', 'installation',"
	    " 'desk', 'known_network', 'outbox_bericht')");

	return world_text(world, "SELECT group_concat(x, char(10)) FROM (%s)",
	    query);
}

/* all: what there must be in the end; NULL where nothing fails. */
static const char *
act_with_fault(const struct desk_act *act, int n, bool after,
    const char *all, bool *fired)
{
	struct world *world;
	struct reply reply;
	struct ask ask;
	const char *before;
	char *found;
	void *opened;

	assert_int_equal(desk_open(&opened), 0);
	world = opened;
	full_house(world);
	ask = (struct ask){
		.path = act->path, .cookie = ORGANISER,
		.body = arena_printf(world->arena, "csrf=%s&%s",
		    desk_csrf_of(world, ORGANISER), act->body),
	};
	before = everything(world);
	fault_at(n, after);
	reply = desk_ask(world, ask);
	*fired = fault_fired();
	/* Of nothing it can be done once more; there is no half. */
	if (reply.code != 303 && strcmp(everything(world), before) == 0)
		reply = desk_ask(world, ask);
	if (all == NULL)
		assert_int_equal(reply.code, 303);
	else
		assert_string_equal(everything(world), all);
	assert_string_equal(world_broken(world), "");
	found = strdup(everything(world));
	assert_int_equal(world_close(&opened), 0);
	return found;
}

static void
test_act_of_the_desk_that_fails_leaves_nothing_or_all(void **state)
{
	const char *text = getenv("TORTURE_STEP");
	int by = text == NULL ? 23 : atoi(text);
	bool fired;

	(void)state;
	for (size_t i = 0; i < sizeof(desk_acts) / sizeof(desk_acts[0]); i++) {
		const char *all = act_with_fault(&desk_acts[i], 0, false,
		    NULL, &fired);

		for (int after = 0; after < 2; after++) {
			int n = 1 + ((int)i + 5 * after) % by;

			do
				free((char *)(uintptr_t)act_with_fault(
				    &desk_acts[i], n, after != 0, all,
				    &fired));
			while (fired && (n += by) < STEPS_MAX);
			assert_in_range(n, 8, STEPS_MAX - 1);
		}
		free((char *)(uintptr_t)all);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_sign_up_that_fails_leaves_nothing_or_all,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_sign_up_that_fails_late_leaves_nothing_or_all,
		    world_open, world_close),
		cmocka_unit_test(test_cancel_that_fails_leaves_nothing_or_all),
		cmocka_unit_test(
		    test_act_of_the_desk_that_fails_leaves_nothing_or_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
