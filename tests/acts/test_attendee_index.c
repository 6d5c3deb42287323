/* The attendees' index follows the acts, and plain SQL as far as it can. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "db/registration/attendee_index.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define STEPS		150

static const char *const gemeenten[] = { "GM0632", "GM1900", "GM0518" };
static const char *const words[] = {
	"Zoë", "Øster", "van den Berg", "’t Hart", "de Vries", "Aa", "ÉLAN",
};

static unsigned
below(unsigned count)
{
	static unsigned state;

	state = state * 1103515245 + 12345;
	return (state >> 16) % count;
}

static const char *
word(void)
{
	return words[below(COUNT(words))];
}

static const char *
rows(struct world *world)
{
	return world_text(world, "SELECT coalesce(group_concat(event || naam"
	    " || participant || zoek || aangemeld || plaats || code"
	    " || rolsoort || volgt, char(10)), '') FROM (SELECT *"
	    " FROM attendee ORDER BY event, naam, participant)");
}

static enum status
run_all(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return attendee_index_all(db);
}

static void
assert_as_made_anew(struct world *world)
{
	const char *kept = rows(world);

	assert_int_equal(world_run(world, run_all, NULL), STATUS_OK);
	assert_string_equal(kept, rows(world));
	assert_int_equal(world_count(world, "attendee"),
	    world_count(world, "participant"));
}

static int64_t
somebody(struct world *world)
{
	return 1 + below((unsigned)world_count(world, "registration"));
}

static void
fill(struct participant *one)
{
	bool held = below(6) == 0;

	one->answer[PARTICIPANT_VOORNAAM] = held ? "" : word();
	one->answer[PARTICIPANT_ACHTERNAAM] = held ? "" : word();
	one->answer[PARTICIPANT_NAAM_VOLGT] = held ? "ja" : "";
	one->answer[PARTICIPANT_EMAIL] = held || below(2) ? "" : "ZOE@x.nl";
	one->answer[PARTICIPANT_ROL] = below(2) ? "wethouder" : "medewerker";
}

/* Any of the acts on one registration, and all that they need. */
struct step {
	struct act_context	 act;
	struct registration	 wanted;
	struct gemeente_record	 gemeente;
	char			 mark[GEMEENTE_MARK_SIZE];
};

static struct step
step_on(struct world *world, int64_t id)
{
	struct step step = { .act = world_act(world) };

	assert_int_equal(registration_get(world->app.db, id, world->arena,
	    &step.wanted), STATUS_OK);
	return step;
}

static enum status
run_change(struct db *db, void *arg, struct arena *arena)
{
	const struct step *step = arg;

	return act_change(db, &step->act, &step->wanted, arena);
}

static enum status
run_replace(struct db *db, void *arg, struct arena *arena)
{
	const struct step *step = arg;

	return act_replace(db, &step->act, step->wanted.id,
	    step->wanted.versie, &step->wanted.participants[0], arena);
}

static enum status
run_rename(struct db *db, void *arg, struct arena *arena)
{
	const struct step *step = arg;

	return act_edit_gemeente(db, &step->act, &step->gemeente, step->mark,
	    arena);
}

static void
sign_up(struct world *world)
{
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_stap_%06u",
	    below(1000000)), "passend", "wmm");

	one->answer[CONTACT_GEMEENTE] = gemeenten[below(COUNT(gemeenten))];
	for (size_t i = 0; i < one->nparticipants; i++)
		fill(&one->participants[i]);
	world_sign_up(world, one);
}

static void
change(struct world *world)
{
	struct step step = step_on(world, somebody(world));
	struct registration *wanted = &step.wanted;

	if (below(2))
		wanted->answer[CONTACT_GEMEENTE] =
		    gemeenten[below(COUNT(gemeenten))];
	if (below(2))
		wanted->answer[CONTACT_ACHTERNAAM] = word();
	if (below(2))
		fill(&wanted->participants[0]);
	if (below(3) == 0 && wanted->nparticipants < 5) {
		struct participant *more =
		    &wanted->participants[wanted->nparticipants++];

		for (size_t i = 0; i < PARTICIPANT__MAX; i++)
			more->answer[i] = "";
		fill(more);
		more->positie = (int64_t)wanted->nparticipants;
	}
	assert_int_equal(world_run(world, run_change, &step), STATUS_OK);
}

static void
replace(struct world *world)
{
	struct step step = step_on(world, somebody(world));

	fill(&step.wanted.participants[0]);
	world_run(world, run_replace, &step);
}

static void
rename_gemeente(struct world *world)
{
	struct step step = { .act = world_act(world) };
	const char *code = gemeenten[below(COUNT(gemeenten))];

	assert_int_equal(gemeente_get(world->app.db, code, world->arena,
	    &step.gemeente), STATUS_OK);
	gemeente_mark(&step.gemeente, world->arena, step.mark);
	step.gemeente.value[below(2) ? GEMEENTE_NAAM : GEMEENTE_ALIASSEN] =
	    arena_printf(world->arena, "%s %u", word(), below(100));
	assert_int_equal(world_run(world, run_rename, &step), STATUS_OK);
}

static void
come_and_go(struct world *world)
{
	if (below(2))
		world_cancel(world, somebody(world), below(3));
	else
		world_restore(world, somebody(world), below(3));
}

static void
test_index_is_after_each_act_as_if_made_anew(void **state)
{
	static void (*const acts[])(struct world *) = {
		sign_up, change, change, replace, rename_gemeente,
		come_and_go,
	};
	struct world *world = *state;

	sign_up(world);
	for (int i = 0; i < STEPS; i++) {
		acts[below(COUNT(acts))](world);
		assert_as_made_anew(world);
	}
}

/* Each field in its place (core/search.h), however it was typed. */
static void
test_what_is_searched_has_a_line_for_each_field(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY, "alles",
	    "w");
	struct participant *who = &one->participants[0];

	one->answer[CONTACT_TELEFOON] = "+31 6-12 34 56 78";
	one->answer[CONTACT_VRAAG] = "Is er een Lift?\r\nEn parkeren?";
	who->answer[PARTICIPANT_VOORNAAM] = "–";
	who->answer[PARTICIPANT_ACHTERNAAM] = "Sukarnó";
	who->answer[PARTICIPANT_FUNCTIE] = "Wethouder\nonderwijs";
	who->answer[PARTICIPANT_EMAIL] = "S@Woerden.nl";
	world_sign_up(world, one);
	assert_string_equal(world_text(world, "SELECT zoek FROM attendee"),
	    arena_printf(world->arena, "sukarno\n%lld %lld\n"
	    "woerden waldsted\nwethouder onderwijs\n utrecht\n"
	    "s@woerden.nl\nanne de vries\na.devries@woerden.nl\n"
	    "0612345678\nis er een lift?  en parkeren?",
	    (long long)who->id, (long long)one->id));
}

/* What needs no folding is kept for any tool that writes. */
static enum status
run_plain(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return db_script(db, arg, strlen(arg));
}

static void
test_plain_sql_moves_and_removes_a_person(void **state)
{
	static char moved[] = "UPDATE participant SET sorteersleutel = 'aa'"
	    " WHERE id = 2";
	static char gone[] = "DELETE FROM participant WHERE id = 3";
	struct world *world = *state;

	sign_up(world);
	assert_int_equal(world_run(world, run_plain, moved), STATUS_OK);
	assert_as_made_anew(world);
	assert_int_equal(world_run(world, run_plain, gone), STATUS_OK);
	assert_as_made_anew(world);
}

/* So that any SQLite tool, or another engine, can write to the tables. */
static void
test_schema_calls_no_function_of_the_program(void **state)
{
	assert_int_equal(world_number(*state, "SELECT count(*) FROM"
	    " sqlite_schema WHERE sql LIKE '%%fold(%%'"
	    " OR sql LIKE '%%holds(%%'"), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_index_is_after_each_act_as_if_made_anew),
		TEST(test_what_is_searched_has_a_line_for_each_field),
		TEST(test_plain_sql_moves_and_removes_a_person),
		TEST(test_schema_calls_no_function_of_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
