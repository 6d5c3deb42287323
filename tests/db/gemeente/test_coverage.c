/* What each municipality answered, and what of it counts where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "db/gemeente/coverage.h"
#include "db/gemeente/gemeente.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define TODAY		"2026-11-24"

static size_t
read_day(struct world *world, const char *today, struct coverage **list)
{
	size_t count = 0;

	assert_int_equal(coverage_read(world->app.db, 1, today, world->arena,
	    list, &count), STATUS_OK);
	return count;
}

static const struct coverage *
one_on(struct world *world, const char *today, const char *code)
{
	struct coverage *list;
	size_t count = read_day(world, today, &list);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].code, code) == 0)
			return &list[i];
	return NULL;
}

static enum coverage_state
state_of(struct world *world, const char *code)
{
	const struct coverage *one = one_on(world, TODAY, code);

	assert_non_null(one);
	return one->state;
}

static int keys;

static int64_t
sign_up(struct world *world, const char *code, const char *roles, bool held)
{
	struct registration *one = world_delegation(world, arena_printf(
	    world->arena, "sleutel_van_de_dekking_%04d", ++keys), "alles",
	    roles);

	one->answer[CONTACT_GEMEENTE] = code;
	for (size_t i = 0; held && i < one->nparticipants; i++) {
		const char **answer = one->participants[i].answer;

		answer[PARTICIPANT_NAAM_VOLGT] = "ja";
		answer[PARTICIPANT_VOORNAAM] = "";
		answer[PARTICIPANT_ACHTERNAAM] = "";
	}
	return world_sign_up(world, one);
}

struct coverage_cancel {
	struct act_context	 act;
	const char		*code;
	bool			 back;
};

static enum status
note_refusal(struct db *db, void *arg, struct arena *arena)
{
	const struct coverage_cancel *refusal = arg;

	return refusal->back ? act_undecline(db, &refusal->act, 1,
	    refusal->code, arena) : act_decline(db, &refusal->act, 1,
	    refusal->code, "per mail", arena);
}

static enum status
decline(struct world *world, const char *code, bool back)
{
	struct coverage_cancel refusal = { world_act(world), code, back };

	return world_run(world, note_refusal, &refusal);
}

static void
test_each_answer_has_its_state(void **state)
{
	struct world *world = *state;
	int64_t id;

	assert_int_equal(state_of(world, "GM0632"), COVERAGE_SILENT);
	assert_int_equal(decline(world, "GM0632", false), STATUS_OK);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_DECLINED);
	assert_int_equal(one_on(world, TODAY, "GM0632")->declined, WORLD_NOW);
	assert_string_equal(one_on(world, TODAY, "GM0632")->note, "per mail");

	/* A sign-up overrules it, and leaves it when all have cancelled. */
	id = sign_up(world, "GM0632", "w", true);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_HELD);
	assert_int_equal(one_on(world, TODAY, "GM0632")->all.held, 1);
	world_cancel(world, id, 0);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_CANCELLED);
	assert_int_equal(one_on(world, TODAY, "GM0632")->all.held, 0);

	world_sql(world, "UPDATE event SET capaciteit = 0");
	id = sign_up(world, "GM0632", "wm", false);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_WAITING);
	world_sql(world, "UPDATE event SET capaciteit = 10");
	world_restore(world, id, 0);
	world->spoilt = true;
	world_sql(world, "UPDATE participant SET status = 'bevestigd',"
	    " rij = NULL WHERE registration = (SELECT max(id)"
	    " FROM registration) AND positie = 1");
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_SIGNED_UP);
}

static void
test_a_place_that_waits_for_its_name_is_no_held_place(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 0");
	sign_up(world, "GM0632", "w", true);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_WAITING);
	assert_int_equal(one_on(world, TODAY, "GM0632")->all.held, 1);
}

static void
test_a_refusal_is_taken_back_and_is_of_one_event(void **state)
{
	struct world *world = *state;
	struct coverage *list;
	size_t count;

	assert_int_equal(decline(world, "GM0632", true), STATUS_NOTFOUND);
	assert_int_equal(decline(world, "GM0632", false), STATUS_OK);
	assert_int_equal(coverage_read(world->app.db, 2, TODAY, world->arena,
	    &list, &count), STATUS_OK);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(list[i].state, COVERAGE_SILENT);
	assert_int_equal(decline(world, "GM0632", true), STATUS_OK);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_SILENT);
	assert_string_equal(world_text(world, "SELECT group_concat(wat || ' '"
	    " || toelichting, '; ') FROM audit WHERE wat IN ('afgezegd',"
	    " 'komt niet ingetrokken')"),
	    "afgezegd Woerden; komt niet ingetrokken Woerden");
}

static void
test_only_those_of_the_day_are_there(void **state)
{
	struct world *world = *state;

	assert_null(one_on(world, TODAY, "GM0007"));
	assert_non_null(one_on(world, TODAY, "GM0008"));
	assert_null(one_on(world, TODAY, "GM0009"));
	assert_null(one_on(world, "2026-11-25", "GM0008"));
	assert_non_null(one_on(world, "2026-11-25", "GM0009"));
}

static void
test_sign_up_before_a_merger_counts_for_the_successor(void **state)
{
	struct world *world = *state;
	const struct coverage *old, *new;

	sign_up(world, "GM0008", "wm", false);
	old = one_on(world, TODAY, "GM0008");
	assert_int_equal(old->state, COVERAGE_SIGNED_UP);
	assert_null(old->within);
	assert_int_equal(state_of(world, "GM0632"), COVERAGE_SILENT);

	/* The next day it is Woerden; its own name stays readable. */
	old = one_on(world, "2026-11-25", "GM0008");
	assert_string_equal(old->naam, "Laatste Dag");
	assert_false(old->today);
	assert_string_equal(old->within, "GM0632");
	assert_int_equal(old->own.confirmed, 2);
	new = one_on(world, "2026-11-25", "GM0632");
	assert_int_equal(new->state, COVERAGE_SIGNED_UP);
	assert_int_equal(new->own.confirmed, 0);
	assert_int_equal(new->all.confirmed, 2);
	assert_string_equal(new->including, "Laatste Dag");
}

static void
test_a_refusal_before_a_merger_is_the_successors_without_a_name(void **state)
{
	struct world *world = *state;
	const struct coverage *new;

	assert_int_equal(decline(world, "GM0008", false), STATUS_OK);
	new = one_on(world, "2026-11-25", "GM0632");
	assert_int_equal(new->state, COVERAGE_DECLINED);
	/* Only whose people are counted here is named as included. */
	assert_string_equal(new->including, "");
}

static void
test_a_chain_of_mergers_ends_at_the_last(void **state)
{
	struct world *world = *state;

	sign_up(world, "GM0008", "w", false);
	world_sql(world, "UPDATE gemeente SET geldig_tot = '2026-12-01',"
	    " opvolger = 'GM0518' WHERE code = 'GM0632'");
	/* Nobody signed up under Woerden, so it is not in the list itself. */
	assert_null(one_on(world, "2026-12-01", "GM0632"));
	assert_string_equal(one_on(world, "2026-12-01", "GM0008")->within,
	    "GM0518");
	assert_int_equal(one_on(world, "2026-12-01", "GM0518")->all.confirmed,
	    1);
}

static void
test_chain_that_goes_round_ends(void **state)
{
	struct world *world = *state;

	sign_up(world, "GM0008", "w", false);
	world_sql(world, "UPDATE gemeente SET geldig_tot = '2026-11-25',"
	    " opvolger = 'GM0008' WHERE code = 'GM0632'");
	assert_null(one_on(world, "2026-11-25", "GM0008")->within);
}

static struct coverage_total
total_of(struct world *world, const char *today)
{
	struct coverage_total total = { .naam = "" };
	struct coverage *list;
	size_t count = read_day(world, today, &list);

	for (size_t i = 0; i < count; i++)
		coverage_add(&total, &list[i]);
	return total;
}

static void
test_totals_add_up_and_count_nobody_twice(void **state)
{
	static const char *const days[] = { TODAY, "2026-11-25" };
	struct world *world = *state;

	sign_up(world, "GM0008", "wm", false);
	sign_up(world, "GM0632", "w", true);
	sign_up(world, "GM1900", "w", false);
	world_cancel(world, sign_up(world, "GM0518", "m", false), 0);
	for (size_t i = 0; i < COUNT(days); i++) {
		struct coverage_total total = total_of(world, days[i]);
		int64_t states = 0;

		for (int s = 0; s < COVERAGE__MAX; s++)
			states += total.by_state[s];
		assert_int_equal(states, total.gemeenten);
		assert_int_equal(total.gemeenten, 4);
		assert_int_equal(total.people.confirmed, 4);
		assert_int_equal(total.people.cancelled, 1);
		assert_int_equal(total.people.held, 1);
	}
}

static void
test_one_without_successor_keeps_its_people(void **state)
{
	struct world *world = *state;

	sign_up(world, "GM0008", "wm", false);
	world_sql(world, "UPDATE gemeente SET opvolger = NULL");
	assert_null(one_on(world, "2026-11-25", "GM0008")->within);
	assert_int_equal(total_of(world, "2026-11-25").people.confirmed, 2);
	assert_int_equal(total_of(world, "2026-11-25").gemeenten, 4);
}

/* The codes' last digits of those that fit, in the list's order. */
static const char *
fitting(struct world *world, const struct coverage_filter *filter)
{
	struct coverage *list;
	size_t count = read_day(world, TODAY, &list);
	const char *found = "";

	for (size_t i = 0; i < count; i++)
		if (coverage_fits(&list[i], filter, world->arena))
			found = arena_printf(world->arena, "%s%c", found,
			    list[i].code[5]);
	return found;
}

static void
test_filters_find_what_they_ask(void **state)
{
	static const struct {
		const char		*found;
		struct coverage_filter	 filter;
	} vectors[] = {
		/* 's-Gravenhage stands under the G. */
		{ "8802", { "", COVERAGE__MAX, "", "", false } },
		{ "2", { "", COVERAGE_SIGNED_UP, "", "", false } },
		{ "880", { "", COVERAGE_SILENT, "", "", false } },
		{ "", { "", COVERAGE_WAITING, "", "", false } },
		{ "82", { "", COVERAGE__MAX, "Utrecht", "", false } },
		{ "2", { "", COVERAGE__MAX, "", "Midden-Utrecht", false } },
		{ "0", { "", COVERAGE__MAX, "", "", true } },
		{ "", { "", COVERAGE__MAX, "Utrecht", "", true } },
		{ "8", { "den haag", COVERAGE__MAX, "", "", false } },
		{ "0", { "SUDWEST", COVERAGE__MAX, "", "", false } },
		{ "0", { "firda", COVERAGE__MAX, "", "", false } },
		{ "2", { "gm0632", COVERAGE__MAX, "", "", false } },
		{ "", { "niets", COVERAGE__MAX, "", "", false } },
	};
	struct world *world = *state;
	size_t wrong = 0;

	sign_up(world, "GM0632", "w", false);
	world_sql(world, "UPDATE gemeente SET heeft_mbo = 1,"
	    " mbo_namen = 'Firda|Aeres' WHERE code = 'GM1900';"
	    "UPDATE gemeente SET arbeidsmarktregio = 'Midden-Utrecht'"
	    " WHERE code = 'GM0632'");
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *found = fitting(world, &vectors[i].filter);

		if (strcmp(found, vectors[i].found) != 0) {
			print_error("%zu: %s, not %s\n", i, found,
			    vectors[i].found);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void
test_per_cent_says_none_and_all_only_when_it_is_so(void **state)
{
	static const struct {
		int64_t	placed;
		int64_t	all;
		int	percent;
	} vectors[] = {
		{ 0, 0, -1 }, { 0, 5, 0 }, { 1, 1000, 1 }, { 999, 1000, 99 },
		{ 1, 3, 33 }, { 2, 3, 67 }, { 5, 5, 100 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct coverage_total total = {
			.gemeenten = vectors[i].all,
			.by_state = { [COVERAGE_HELD] = vectors[i].placed },
		};

		assert_int_equal(coverage_percent(&total),
		    vectors[i].percent);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_answer_has_its_state),
		TEST(test_a_place_that_waits_for_its_name_is_no_held_place),
		TEST(test_a_refusal_is_taken_back_and_is_of_one_event),
		TEST(test_only_those_of_the_day_are_there),
		TEST(test_sign_up_before_a_merger_counts_for_the_successor),
		TEST(test_a_refusal_before_a_merger_is_the_successors_without_a_name),
		TEST(test_a_chain_of_mergers_ends_at_the_last),
		TEST(test_chain_that_goes_round_ends),
		TEST(test_totals_add_up_and_count_nobody_twice),
		TEST(test_one_without_successor_keeps_its_people),
		TEST(test_filters_find_what_they_ask),
		TEST(test_per_cent_says_none_and_all_only_when_it_is_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
