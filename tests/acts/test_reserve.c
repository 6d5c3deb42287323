/* Places for wethouders, a maximum for a municipality, and their figures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/registration/seats.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define RESERVED_UNTIL	(WORLD_NOW + 1000)

static void
set_event(struct world *world, int places, int reserved, int most)
{
	world_sql(world, arena_printf(world->arena, "UPDATE event SET"
	    " capaciteit = %d, gereserveerd_wethouders = %d,"
	    " gereserveerd_tot = %lld, max_per_gemeente = %d", places,
	    reserved, (long long)RESERVED_UNTIL, most));
}

static struct registration *
delegation(struct world *world, const char *gemeente, const char *policy,
    const char *roles)
{
	const char *key = arena_printf(world->arena,
	    "sleutel_van_delegatie_%04lld",
	    (long long)world_count(world, "registration"));
	struct registration *one = world_delegation(world, key, policy,
	    roles);

	one->answer[CONTACT_GEMEENTE] = gemeente;
	return one;
}

static int64_t
come(struct world *world, const char *policy, const char *roles)
{
	return world_sign_up(world, delegation(world, "GM0632", policy,
	    roles));
}

static int64_t
come_from(struct world *world, const char *gemeente, const char *roles)
{
	return world_sign_up(world, delegation(world, gemeente, "passend",
	    roles));
}

struct situation {
	int		 places;
	int		 reserved;
	int		 most;		/* of one municipality */
	const char	*policy;
	const char	*roles;
	const char	*expected;
	enum waiting_for why;		/* where somebody waits */
	int64_t		 left;
};

/* Nobody came before them. */
static const struct situation situations[] = {
	/* Without anything of the kind. */
	{ 3, 0, 0, "alles", "mmm", "bbb", 0, 0 },
	{ 2, 0, 0, "alles", "mmm", "www", WAITING_FOR_ALL, 2 },
	{ 0, 0, 0, "alles", "mmm", "www", WAITING_FOR_PLACE, 0 },
	/* Two of the places are for wethouders. */
	{ 3, 2, 0, "passend", "mmw", "bwb", WAITING_FOR_RESERVED, 1 },
	{ 3, 2, 0, "passend", "wwm", "bbb", 0, 0 },
	{ 3, 2, 0, "passend", "www", "bbb", 0, 0 },
	{ 2, 2, 0, "passend", "mm", "ww", WAITING_FOR_RESERVED, 2 },
	{ 2, 2, 0, "passend", "mw", "wb", WAITING_FOR_RESERVED, 1 },
	{ 2, 2, 0, "passend", "wm", "bw", WAITING_FOR_RESERVED, 1 },
	{ 4, 2, 0, "passend", "mmmw", "bbwb", WAITING_FOR_RESERVED, 1 },
	{ 1, 2, 0, "passend", "mw", "wb", WAITING_FOR_PLACE, 0 },
	{ 3, 2, 0, "wethouder", "mmw", "bwb", WAITING_FOR_RESERVED, 1 },
	{ 2, 2, 0, "wethouder", "mmw", "wwb", WAITING_FOR_RESERVED, 1 },
	{ 3, 2, 0, "wethouder", "mww", "bbb", 0, 0 },
	{ 3, 2, 0, "alles", "mww", "bbb", 0, 0 },
	{ 3, 2, 0, "alles", "mmw", "www", WAITING_FOR_RESERVED, 3 },
	{ 2, 2, 0, "alles", "mm", "ww", WAITING_FOR_RESERVED, 2 },
	{ 4, 2, 0, "alles", "mm", "bb", 0, 0 },
	/* What is left is theirs, but too little for both of them. */
	{ 1, 1, 0, "alles", "ww", "ww", WAITING_FOR_ALL, 1 },
	/* Two at most of one municipality. */
	{ 9, 0, 2, "passend", "mmw", "bbw", WAITING_FOR_GEMEENTE, 7 },
	{ 9, 0, 2, "wethouder", "mmw", "bwb", WAITING_FOR_GEMEENTE, 7 },
	{ 9, 0, 2, "alles", "mw", "bb", 0, 0 },
	{ 9, 0, 2, "alles", "mmw", "www", WAITING_FOR_GEMEENTE, 9 },
	{ 2, 0, 2, "passend", "mmw", "bbw", WAITING_FOR_PLACE, 0 },
	/* Both. */
	{ 4, 3, 2, "passend", "mmw", "bwb", WAITING_FOR_GEMEENTE, 2 },
	{ 4, 3, 2, "passend", "mm", "bw", WAITING_FOR_RESERVED, 3 },
	{ 4, 3, 2, "wethouder", "mmw", "bwb", WAITING_FOR_GEMEENTE, 2 },
};

static struct event
event_now(struct world *world)
{
	struct event event;

	assert_int_equal(event_visible(world->app.db, world->arena, &event),
	    STATUS_OK);
	return event;
}

static enum status
line_place(struct world *world, int64_t id, struct line_place *place)
{
	struct event event = event_now(world);
	struct registration registration;

	assert_int_equal(registration_get(world->app.db, id, world->arena,
	    &registration), STATUS_OK);
	return seats_line_place(world->app.db, &event, world_now(),
	    &registration, place);
}

static bool
is_as_expected(struct world *world, const struct situation *situation)
{
	bool waits = strchr(situation->expected, 'w') != NULL;
	struct line_place place = { .left = -1 };
	const char *got;
	enum status status;
	int64_t id;

	set_event(world, situation->places, situation->reserved,
	    situation->most);
	id = come(world, situation->policy, situation->roles);
	got = world_places(world, id);
	status = line_place(world, id, &place);
	if (strcmp(got, situation->expected) == 0 &&
	    status == (waits ? STATUS_OK : STATUS_NOTFOUND) && (!waits ||
	    (place.why == situation->why && place.left == situation->left)))
		return true;
	print_error("%d places, %d reserved, %d most, %s %s: %s, reason %d, "
	    "%lld left\n", situation->places, situation->reserved,
	    situation->most, situation->policy, situation->roles, got,
	    (int)place.why, (long long)place.left);
	return false;
}

static void
test_who_gets_a_place_and_why_the_others_wait(void **state)
{
	size_t wrong = 0;
	void *one;

	(void)state;
	for (size_t i = 0; i < COUNT(situations); i++) {
		assert_int_equal(world_open(&one), 0);
		wrong += !is_as_expected(one, &situations[i]);
		assert_int_equal(world_close(&one), 0);
	}
	assert_int_equal(wrong, 0);
}

static void
test_wethouders_with_a_place_count_towards_it(void **state)
{
	struct world *world = *state;
	int64_t first, second;

	set_event(world, 4, 2, 0);
	first = come(world, "passend", "ww");
	assert_string_equal(world_places(world, first), "bb");
	second = come(world, "passend", "mmm");
	assert_string_equal(world_places(world, second), "bbw");
	/* A wethouder who cancels makes the reserve whole again. */
	assert_int_equal(world_cancel(world, first, 1), STATUS_OK);
	assert_string_equal(world_places(world, second), "bbw");
	assert_int_equal(world_cancel(world, second, 1), STATUS_OK);
	assert_string_equal(world_places(world, second), "abb");
	assert_string_equal(world_places(world, come(world, "passend", "w")),
	    "b");
}

static void
test_reserve_ends_at_its_moment(void **state)
{
	struct world *world = *state;
	int64_t first;

	set_event(world, 3, 3, 0);
	world_set_now(RESERVED_UNTIL - 1);
	first = come(world, "passend", "m");
	assert_string_equal(world_places(world, first), "w");
	world_set_now(RESERVED_UNTIL);
	/* Those who waited longest go first. */
	assert_string_equal(world_places(world, come(world, "passend",
	    "mmm")), "bbw");
	assert_string_equal(world_places(world, first), "b");
}

static enum status
give(struct db *db, void *arg, struct arena *arena)
{
	struct act_context act = world_act(arg);
	enum status status;

	act.catalog = NULL;
	status = act_gather(db, CATALOG_VISIBLE, &act, arena);
	return status != STATUS_OK ? status : act_give(db, &act, arena);
}

static void
test_reserve_that_has_ended_is_given_by_itself(void **state)
{
	struct world *world = *state;
	int64_t first;

	set_event(world, 3, 3, 0);
	world_set_now(RESERVED_UNTIL - 1);
	first = come(world, "passend", "m");
	assert_int_equal(world_run(world, give, world), STATUS_OK);
	assert_string_equal(world_places(world, first), "w");
	world_send(world);
	world_set_now(RESERVED_UNTIL);
	assert_int_equal(world_run(world, give, world), STATUS_OK);
	assert_string_equal(world_places(world, first), "b");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'opgeschoven'"), 1);
	/* And once it is given, nothing more is said. */
	assert_int_equal(world_run(world, give, world), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE soort = 'opgeschoven'"), 1);
}

static void
test_maximum_is_of_each_municipality(void **state)
{
	struct world *world = *state;
	int64_t first, second, third;

	set_event(world, 10, 0, 2);
	first = come_from(world, "GM0632", "m");
	second = come_from(world, "GM0632", "mm");
	third = come_from(world, "GM0518", "mmm");
	assert_string_equal(world_places(world, first), "b");
	assert_string_equal(world_places(world, second), "bw");
	assert_string_equal(world_places(world, third), "bbw");
	/* A place that comes free there goes to their own. */
	assert_int_equal(world_cancel(world, first, 0), STATUS_OK);
	assert_string_equal(world_places(world, second), "bb");
	assert_string_equal(world_places(world, third), "bbw");
	set_event(world, 10, 0, 0);
	come_from(world, "GM1900", "m");
	assert_string_equal(world_places(world, third), "bbb");
}

static void
test_line_place_counts_delegations_in_front(void **state)
{
	struct world *world = *state;
	struct line_place place;
	int64_t ids[3];

	set_event(world, 0, 0, 0);
	for (int i = 0; i < 3; i++)
		ids[i] = come(world, "passend", "mm");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(line_place(world, ids[i], &place),
		    STATUS_OK);
		assert_int_equal(place.before, i);
	}
	assert_int_equal(world_cancel(world, ids[0], 0), STATUS_OK);
	assert_int_equal(line_place(world, ids[0], &place), STATUS_NOTFOUND);
	assert_int_equal(line_place(world, ids[2], &place), STATUS_OK);
	assert_int_equal(place.before, 1);
}

static void
test_page_says_why_they_wait(void **state)
{
	static const struct {
		int		 places, reserved, most;
		const char	*roles;
		const char	*sentence;
	} vectors[] = {
		{ 0, 0, 0, "mm", "2 mensen staan op de wachtlijst, op plaats "
		    "1 in de rij. Alle plaatsen zijn bezet." },
		{ 2, 2, 0, "mm", "De plaatsen die nog vrij zijn, worden "
		    "vastgehouden voor wethouders." },
		{ 9, 0, 1, "mm", "De gemeente heeft het hoogste aantal "
		    "plaatsen dat één gemeente kan krijgen." },
		{ 1, 0, 0, "mm", "Er is nog 1 plaats vrij, en de aanmelding vraagt er 2 "
		    "tegelijk." },
		{ 2, 0, 0, "mmm", "Er zijn nog 2 plaatsen vrij, en de aanmelding vraagt er "
		    "3 tegelijk." },
		{ 0, 0, 0, "m", "Eén persoon staat op de wachtlijst" },
	};
	struct reply reply;
	struct world *world;
	size_t wrong = 0;
	void *opened;
	int64_t id;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(world_open(&opened), 0);
		world = opened;
		set_event(world, vectors[i].places, vectors[i].reserved,
		    vectors[i].most);
		id = come(world, "alles", vectors[i].roles);
		assert_int_equal(world_number(world, "SELECT count(*) FROM "
		    LETTERS " WHERE instr(bericht, 'Waarom nog geen') > 0"), 1);
		reply = visit_get(world, visit_link(world, id, 0, ""));
		if (strstr(reply.body, vectors[i].sentence) == NULL) {
			print_error("not said: %s\n", vectors[i].sentence);
			wrong++;
		}
		assert_int_equal(world_close(&opened), 0);
	}
	assert_int_equal(wrong, 0);
}

static void
test_who_is_a_wethouder_after_all_is_tried_again(void **state)
{
	struct world *world = *state;
	int64_t first, second;

	set_event(world, 2, 2, 0);
	first = come(world, "alles", "m");
	second = come(world, "alles", "m");
	assert_string_equal(world_places(world, first), "w");
	world_sql(world, arena_printf(world->arena, "UPDATE participant SET"
	    " rol = 'wethouder' WHERE registration = %lld",
	    (long long)first));
	/* Whatever act comes next finds the place. */
	come(world, "alles", "m");
	assert_string_equal(world_places(world, first), "b");
	assert_string_equal(world_places(world, second), "w");
}

/* What is counted is what the rows say. */
static enum status
compare(struct db *db, void *arg, struct arena *arena)
{
	int64_t *known = arg;

	(void)arena;
	return seats_taken(db, 1, known);
}

static void
assert_figures(struct world *world, int64_t expected)
{
	int64_t known = -1;

	assert_int_equal(world_run(world, compare, &known), STATUS_OK);
	assert_int_equal(known, expected);
	assert_int_equal(seats_taken(world->app.db, 1, &known), STATUS_OK);
	assert_int_equal(known, expected);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE status = 'bevestigd'"), expected);
}

static void
test_figures_follow_cancelling_and_coming_back(void **state)
{
	struct world *world = *state;
	int64_t id;

	assert_figures(world, 0);
	id = come(world, "alles", "wmm");
	assert_figures(world, 3);
	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	assert_figures(world, 2);
	assert_int_equal(world_restore(world, id, 2), STATUS_OK);
	assert_figures(world, 3);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_figures(world, 0);
}

/* Gives places away, and then fails. */
static enum status
give_and_fail(struct db *db, void *arg, struct arena *arena)
{
	struct event *event = arg;
	struct seats_given given;
	enum status status;
	int64_t taken;

	status = seats_give(db, event, WORLD_NOW, arena, &given);
	if (status == STATUS_OK)
		status = seats_taken(db, 1, &taken);
	assert_int_equal(given.count, 2);
	assert_int_equal(taken, 4);
	return status == STATUS_OK ? STATUS_INVALID : status;
}

static void
test_figures_survive_a_work_that_is_undone(void **state)
{
	struct world *world = *state;
	struct event event;

	set_event(world, 2, 0, 0);
	come(world, "alles", "wm");
	come(world, "alles", "mm");
	event = event_now(world);
	event.capaciteit = 4;
	assert_int_equal(world_run(world, give_and_fail, &event),
	    STATUS_INVALID);
	assert_figures(world, 2);
	assert_string_equal(world_places(world, 2), "ww");
	/* Of a wrong figure nobody would get the two that are free now. */
	set_event(world, 4, 0, 0);
	come(world, "alles", "m");
	assert_string_equal(world_places(world, 2), "bb");
	assert_figures(world, 4);
}

static enum status
cancel_first(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return seats_cancel(db, 1, WORLD_NOW);
}

static void
test_figures_follow_another_connection_s_commit(void **state)
{
	struct world *world = *state;
	struct db *other = world_second_writer(world);

	come(world, "alles", "wm");
	assert_figures(world, 2);
	assert_int_equal(db_write(other, cancel_first, NULL, world->arena),
	    STATUS_OK);
	assert_figures(world, 1);
	come(world, "alles", "m");
	assert_figures(world, 2);
	assert_int_equal(db_write(other, cancel_first, NULL, world->arena),
	    STATUS_OK);
	assert_figures(world, 2);
	db_close(other);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_gets_a_place_and_why_the_others_wait),
		TEST(test_wethouders_with_a_place_count_towards_it),
		TEST(test_reserve_ends_at_its_moment),
		TEST(test_reserve_that_has_ended_is_given_by_itself),
		TEST(test_maximum_is_of_each_municipality),
		TEST(test_line_place_counts_delegations_in_front),
		cmocka_unit_test(test_page_says_why_they_wait),
		TEST(test_who_is_a_wethouder_after_all_is_tried_again),
		TEST(test_figures_follow_cancelling_and_coming_back),
		TEST(test_figures_survive_a_work_that_is_undone),
		TEST(test_figures_follow_another_connection_s_commit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
