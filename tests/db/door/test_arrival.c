/* Facts at the doors: a union, in whatever order they come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acts/door.h"
#include "core/arena.h"
#include "db/door/entry.h"
#include "tests/support/world.h"

#define FACTS	60
#define PEOPLE	6

/* Everybody of two delegations: six with a place. */
static void
sign_up(struct world *world)
{
	world_sign_up(world, world_delegation(world, "deur_een", "alles",
	    "wmm"));
	world_sign_up(world, world_delegation(world, "deur_twee", "alles",
	    "mmm"));
}

struct order {
	struct act_context	 act;
	struct arrival		*list;
	size_t			 count;
	size_t			 kept;
	struct arrival		 was;
};

static enum status
take_over(struct db *db, void *arg, struct arena *arena)
{
	struct order *order = arg;

	return act_take_over(db, &order->act, order->list, order->count,
	    arena, &order->kept);
}

static enum status
arrive(struct db *db, void *arg, struct arena *arena)
{
	struct order *order = arg;

	return act_arrive(db, &order->act, order->list, arena, &order->was);
}

static enum status
leave(struct db *db, void *arg, struct arena *arena)
{
	struct order *order = arg;

	return act_not_arrived(db, &order->act, order->list, arena);
}

static struct arrival
fact(struct world *world, int64_t participant, int number)
{
	return (struct arrival){
		.participant = participant, .toestel = "oost",
		.nonce = arena_printf(world->arena, "n%d", number),
		.moment = WORLD_BEGIN - number, .deur = "Oost",
		.herroept = "",
	};
}

/* Three devices that let people in, and take some of it back. */
static void
make_facts(struct world *world, struct arrival *list)
{
	static const char *const devices[] = { "oost", "west", "zuid" };

	for (int i = 0; i < FACTS; i++) {
		list[i] = fact(world, 1 + i % PEOPLE, i);
		list[i].toestel = devices[i * 7 % 3];
		if (i % 5 == 4)
			list[i].herroept = arena_printf(world->arena, "%s/%s",
			    list[i - 4].toestel, list[i - 4].nonce);
		if (i % 5 == 4)
			list[i].participant = list[i - 4].participant;
	}
	/* Number 3 came in once and was taken back: is not in. */
	for (int i = 0; i < FACTS; i++)
		if (list[i].participant == 3 && list[i].herroept[0] == '\0' &&
		    (i + 4 >= FACTS || list[i + 4].herroept[0] == '\0' ||
		    i % 5 != 0))
			list[i].participant = 1;
}

static const char *
state(struct world *world)
{
	return world_text(world, "SELECT (SELECT group_concat(participant, ' ')"
	    " FROM (SELECT DISTINCT participant FROM present ORDER BY 1))"
	    " || ' of ' || (SELECT count(*) FROM arrival)");
}

/* The proof of the union: any order, in any portions, some sent again. */
static void
test_any_order_gives_the_same(void **unused)
{
	struct world *world = *unused;
	struct arrival list[FACTS], other;
	struct order order = { .act = world_act(world) };
	const char *first = NULL;
	unsigned random = 1;

	sign_up(world);
	make_facts(world, list);
	for (int round = 0; round < 20; round++) {
		world_sql(world, "DELETE FROM arrival");
		for (size_t i = FACTS - 1; i > 0; i--) {
			size_t with;

			random = random * 1103515245 + 12345;
			with = random / 65536 % (i + 1);
			other = list[i];
			list[i] = list[with];
			list[with] = other;
		}
		for (size_t at = 0; at < FACTS; at += order.count) {
			order.list = &list[at];
			order.count = 1 + (at + (size_t)round) % 9;
			if (order.count > FACTS - at)
				order.count = FACTS - at;
			/* The answer was lost: all of it again. */
			for (int again = 0; again <= round % 2; again++) {
				assert_int_equal(world_run(world, take_over,
				    &order), STATUS_OK);
				assert_int_equal(order.kept, order.count);
			}
		}
		if (first == NULL)
			first = state(world);
		assert_string_equal(state(world), first);
	}
	assert_non_null(strstr(first, " of 60"));
	assert_null(strstr(first, "3 "));
}

static void
test_in_once_whoever_says_it(void **unused)
{
	struct world *world = *unused;
	struct arrival list[] = { fact(world, 1, 1), fact(world, 1, 2) };
	struct order order = { .act = world_act(world), .list = list };
	struct door_count total;

	sign_up(world);
	assert_int_equal(world_run(world, arrive, &order), STATUS_OK);
	assert_int_equal(order.was.participant, 0);
	order.list = &list[1];
	assert_int_equal(world_run(world, arrive, &order), STATUS_OK);
	assert_int_equal(order.was.moment, list[0].moment);
	assert_int_equal(world_count(world, "arrival"), 1);
	/* A door that did not know says it too; they are one person. */
	order.count = 1;
	assert_int_equal(world_run(world, take_over, &order), STATUS_OK);
	assert_int_equal(world_count(world, "arrival"), 2);
	assert_int_equal(door_total(world->app.db, 1, world->arena, &total),
	    STATUS_OK);
	assert_int_equal(total.came, 1);
	assert_int_equal(total.expected, 6);
	/* Both are taken back by one button, and then it is new again. */
	list[1].nonce = "terug";
	assert_int_equal(world_run(world, leave, &order), STATUS_OK);
	assert_int_equal(world_count(world, "present"), 0);
	assert_int_equal(world_run(world, leave, &order), STATUS_NOTFOUND);
	list[1].nonce = "weer";
	assert_int_equal(world_run(world, arrive, &order), STATUS_OK);
	assert_int_equal(order.was.participant, 0);
	assert_int_equal(world_count(world, "present"), 1);
}

/* Who has no place is asked about, let in all the same, and it is logged. */
static void
test_without_a_place_somebody_decides(void **unused)
{
	struct world *world = *unused;
	struct arrival one = fact(world, 2, 1);
	struct order order = { .act = world_act(world), .list = &one };

	sign_up(world);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_int_equal(world_run(world, arrive, &order), STATUS_FULL);
	assert_int_equal(world_count(world, "arrival"), 0);
	order.act.override = true;
	assert_int_equal(world_run(world, arrive, &order), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT participant FROM audit"
	    " WHERE wat = 'toch binnengelaten' AND toelichting = 'afgemeld'"),
	    2);
	/* Of a device without a line it is logged once, however often sent. */
	one = fact(world, 2, 2);
	order.count = 1;
	for (int i = 0; i < 2; i++)
		assert_int_equal(world_run(world, take_over, &order),
		    STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'toch binnengelaten'"), 2);
}

static void
test_what_is_of_nobody_holds_nothing_up(void **unused)
{
	struct world *world = *unused;
	struct arrival list[] = { fact(world, 99, 1), fact(world, 1, 2) };
	struct order order = {
		.act = world_act(world), .list = list, .count = 2,
	};

	sign_up(world);
	assert_int_equal(world_run(world, take_over, &order), STATUS_OK);
	assert_int_equal(order.kept, 1);
	assert_int_equal(world_number(world,
	    "SELECT participant FROM present"), 1);
	assert_true(arrival_valid(&list[0]));
	list[0].toestel = "a b";
	assert_false(arrival_valid(&list[0]));
	list[1].herroept = "oost";
	assert_false(arrival_valid(&list[1]));
	list[1].herroept = "oost/n1";
	assert_true(arrival_valid(&list[1]));
}

/* A door of one event lets nobody of another in, whatever is sent to it. */
static void
test_a_door_is_of_one_event(void **unused)
{
	struct world *world = *unused;
	struct arrival one = fact(world, 1, 1);
	struct order order = {
		.act = world_act(world), .list = &one, .count = 1,
	};
	struct catalog other = *order.act.catalog;

	sign_up(world);
	other.event.id = 2;
	order.act.catalog = &other;
	assert_int_equal(world_run(world, arrive, &order), STATUS_NOTFOUND);
	assert_int_equal(world_run(world, take_over, &order), STATUS_OK);
	assert_int_equal(order.kept, 0);
	assert_int_equal(world_count(world, "arrival"), 0);
}

static void
test_a_code_is_of_one_holder(void **unused)
{
	struct world *world = *unused;
	char code[ROW_CODE_SIZE];
	int64_t found;

	sign_up(world);
	for (int64_t id = 1; id <= PEOPLE; id++) {
		entry_code(world->app.secret, id, world_number(world,
		    "SELECT nonce FROM participant WHERE id = %d", (int)id),
		    code);
		assert_int_equal(entry_find(world->app.db, world->app.secret,
		    code, &found), STATUS_OK);
		assert_int_equal(found, id);
	}
	world_sql(world, "UPDATE participant SET nonce = 77 WHERE id = 6");
	assert_int_equal(entry_find(world->app.db, world->app.secret, code,
	    &found), STATUS_NOTFOUND);
	code[0] = code[0] == '9' ? '8' : '9';
	assert_int_equal(entry_find(world->app.db, world->app.secret, code,
	    &found), STATUS_NOTFOUND);
}

/* What a device sends is names of its own making, and no more than those. */
static void
test_a_fact_that_names_nothing_is_none(void **state)
{
#define LONGEST	"abcdefghijklmnopqrstuvwxyzABCDEF"
	static const struct {
		const char	*toestel;
		const char	*nonce;
		const char	*herroept;
		bool		 valid;
	} vectors[] = {
		{ "oost", "n1", "", true }, { "o-0_Z", "1", "oost/n1", true },
		{ "", "n1", "", false }, { "oost", "", "", false },
		{ "o st", "n1", "", false }, { "oost", "n|1", "", false },
		{ "oost", "n1", "oost", false }, { "oost", "n1", "/n1", false },
		{ "oost", "n1", "oost/", false },
		{ "oost", "n1", "o st/n1", false },
		{ "oost", "n1", "oost/n1/n2", false },
		{ LONGEST LONGEST LONGEST LONGEST, "n1", "", false },
		{ "oost", LONGEST LONGEST LONGEST LONGEST, "", false },
		{ "oost", "n1", LONGEST LONGEST LONGEST LONGEST "/n1", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		assert_int_equal(arrival_valid(&(struct arrival){
			.toestel = vectors[i].toestel,
			.nonce = vectors[i].nonce, .deur = "Oost",
			.herroept = vectors[i].herroept,
		}), vectors[i].valid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_any_order_gives_the_same, world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_in_once_whoever_says_it, world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_without_a_place_somebody_decides, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_what_is_of_nobody_holds_nothing_up, world_open,
		    world_close),
		cmocka_unit_test_setup_teardown(
		    test_a_door_is_of_one_event, world_open, world_close),
		cmocka_unit_test(test_a_fact_that_names_nothing_is_none),
		cmocka_unit_test_setup_teardown(
		    test_a_code_is_of_one_holder, world_open, world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
