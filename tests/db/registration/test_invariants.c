/* Each invariant is broken by what it is there for, and by that alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/registration/invariants.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/*
 * A delegation of three with places, one of whom is in a session; one of two
 * that waits, because it chose all or nothing; a letter to each contact.
 */
static int64_t
set_scene(struct world *world)
{
	struct registration *one;

	world_sql(world, "UPDATE event SET capaciteit = 4,"
	    " max_per_gemeente = 4, gereserveerd_wethouders = 1,"
	    " gereserveerd_tot = begin");
	one = world_delegation(world, WORLD_KEY, "alles", "wmm");
	one->participants[1].session[0] = 12;
	world_sign_up(world, one);
	return world_sign_up(world, world_delegation(world,
	    "sleutel_van_deze_toets_02", "alles", "wm"));
}

static const struct {
	const char	*sql;
	const char	*broken;
} vectors[] = {
	/* Who has a place keeps it; nobody gets one while that is so. */
	{ "UPDATE event SET capaciteit = 2", "" },
	{ "UPDATE event SET capaciteit = 2; UPDATE participant"
	    " SET regels = (SELECT regels FROM event) WHERE id = 1",
	    "capaciteit" },
	{ "UPDATE event SET capaciteit = 2; UPDATE participant"
	    " SET regels = (SELECT regels FROM event) WHERE id = 1;"
	    " UPDATE participant SET regels = 0 WHERE id = 3", "" },
	{ "UPDATE event SET max_per_gemeente = 2", "" },
	{ "UPDATE event SET max_per_gemeente = 2; UPDATE participant"
	    " SET regels = (SELECT regels FROM event) WHERE id = 2",
	    "maximum" },
	{ "UPDATE event SET gereserveerd_wethouders = 3", "" },
	{ "UPDATE event SET gereserveerd_wethouders = 3; UPDATE participant"
	    " SET regels = (SELECT regels FROM event) WHERE id = 2",
	    "gereserveerd" },
	{ "UPDATE session SET capaciteit = 0 WHERE id = 12", "" },
	{ "UPDATE session SET capaciteit = 0 WHERE id = 12;"
	    " UPDATE participant_session SET regels = 2", "sessie" },
	/* A merged municipality counts with the one that it became. */
	{ "UPDATE registration SET gemeente = 'GM0007' WHERE id = 1;"
	    " UPDATE event SET max_per_gemeente = 2; UPDATE participant"
	    " SET regels = (SELECT regels FROM event) WHERE id = 2",
	    "maximum" },
	/* They merge on the day that the event is, of ours: 00.30 hours. */
	{ "UPDATE gemeente SET opvolger = 'GM0632', geldig_tot = '2027-01-12'"
	    " WHERE code = 'GM0518'; UPDATE registration SET gemeente ="
	    " 'GM0518' WHERE id = 2; UPDATE event SET capaciteit = 5, begin ="
	    " 1799710200; UPDATE participant SET status = 'bevestigd',"
	    " rij = NULL, regels = (SELECT regels FROM event)"
	    " WHERE registration = 2", "maximum" },
	/* They would fit. */
	{ "UPDATE event SET capaciteit = 5, max_per_gemeente = 5", "rij" },
	{ "UPDATE event SET capaciteit = 5", "" },
	{ "UPDATE event SET capaciteit = 5, max_per_gemeente = 0", "rij" },
	{ "UPDATE registration SET wachtlijst = 'passend' WHERE id = 2",
	    "rij" },
	{ "UPDATE registration SET wachtlijst = 'passend' WHERE id = 2;"
	    " UPDATE participant SET rol = 'medewerker' WHERE id = 4", "rij" },
	{ "UPDATE registration SET wachtlijst = 'passend' WHERE id = 2;"
	    " UPDATE event SET gereserveerd_wethouders = 2; UPDATE participant"
	    " SET rol = 'medewerker' WHERE id = 4", "" },
	{ "UPDATE event SET capaciteit = 5, max_per_gemeente = 5,"
	    " einde = 1795400001, begin = 1795400000", "" },
	{ "UPDATE participant_session SET status = 'wachtlijst'",
	    "sessierij" },
	{ "UPDATE registration SET gemeente = 'GM0518'; UPDATE participant"
	    " SET status = 'wachtlijst', rij = (SELECT rij FROM participant"
	    " WHERE id = 4) WHERE id = 1; UPDATE event"
	    " SET max_per_gemeente = 1", "beurt" },
	{ "UPDATE participant SET positie = 1 WHERE id = 2", "persoon" },
	{ "INSERT INTO registration SELECT 9, event, x'00', x'', 1, aangemeld, 1,"
	    " gemeente, 'A', 'B', '', '', '', 'alles', 0, 0 FROM registration"
	    " WHERE id = 1", "delegatie" },
	{ "UPDATE participant SET rol = 'gast' WHERE id = 3", "gast" },
	{ "UPDATE participant_session SET geplaatst = 0", "keuze" },
	{ "UPDATE participant_session SET status = 'afgemeld'", "keuze" },
	{ "UPDATE participant_session SET round = 2", "keuze" },
	{ "UPDATE seat_count SET wethouders = wethouders + 1", "telling" },
	{ "INSERT INTO seat_count VALUES (2, 1, 0)", "telling" },
	{ "UPDATE head_count SET aantal = aantal + 1", "telling" },
	{ "DELETE FROM head_count WHERE status = 'bevestigd'", "telling" },
	{ "UPDATE session_count SET bezet = 2", "sessietelling" },
	{ "INSERT INTO requirement VALUES (3, '', '', 1); UPDATE participant"
	    " SET status = 'afgemeld' WHERE id = 3;"
	    " UPDATE event SET capaciteit = 3", "wensen" },
	{ "UPDATE outbox SET volgende = NULL WHERE id = 1", "bericht" },
	{ "UPDATE outbox SET status = 'failed' WHERE id = 1", "bericht" },
	{ "UPDATE outbox SET registration = 7 WHERE id = 1", "post" },
	{ "UPDATE outbox SET participant = 5 WHERE id = 1", "post" },
};

static void
test_each_is_broken_by_what_it_is_there_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct world *world;
		void *opened;

		assert_int_equal(world_open(&opened), 0);
		world = opened;
		assert_string_equal(world_places(world, set_scene(world)),
		    "ww");
		assert_string_equal(world_broken(world), "");
		world_sql(world, vectors[i].sql);
		if (strcmp(world_broken(world), vectors[i].broken) != 0)
			fail_msg("\"%s\" after %s", world_broken(world),
			    vectors[i].sql);
		world->spoilt = true;
		assert_int_equal(world_close(&opened), 0);
	}
}

static void
test_every_invariant_has_a_vector(void **state)
{
	(void)state;
	for (size_t i = 0; i < INVARIANTS; i++) {
		bool seen = false;

		for (size_t j = 0; j < COUNT(vectors); j++)
			seen |= strcmp(vectors[j].broken,
			    invariants[i].name) == 0;
		if (!seen && strcmp(invariants[i].name, "lijst") != 0)
			fail_msg("%s", invariants[i].name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_broken_by_what_it_is_there_for),
		cmocka_unit_test(test_every_invariant_has_a_vector),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
