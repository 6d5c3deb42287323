/* Everything that is held, for whom it is about; and who saw it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/retention/access.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

static void
test_person_gets_all_and_of_others_nothing(void **state)
{
	struct world *world = *state;
	struct reply reply;

	canary_plant(world);
	canary_plant_later(world);
	world_sql(world, "INSERT INTO audit (moment, wie, wat, event,"
	    " registration, reden) VALUES (1795509005, 'account anke',"
	    " 'gewijzigd', 1, 1, 'Merel vroeg dit')");
	reply = visit_get(world, visit_link(world, 1, 1, "/gegevens.json"));
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Kanarieleider");
	assert_holds(&reply, "Kanariezaad");
	assert_holds(&reply, "\"aan\": \"kanarie@woerden.nl\"");
	assert_holds(&reply, "\"wat\": \"wens doorgegeven\"");
	/* And what others wrote of them, and what came of it. */
	assert_holds(&reply, "Kanarie belt maandag");
	assert_holds(&reply, "Mag Kanarie naast mij zitten?");
	assert_holds(&reply, "\"reden\": \"omdat Kanarie dat vroeg\"");
	assert_holds(&reply, "no such user kanarie");
	assert_holds(&reply, "\"wat\": \"badge\"");
	assert_holds(&reply, "\"wat\": \"binnen\", \"erbij\": \"Oost\"");
	assert_lacks(&reply, "erel");
	assert_lacks(&reply, "anke");
}

static void
test_contact_gets_all_but_what_is_a_persons_own(void **state)
{
	struct world *world = *state;
	struct reply reply;

	canary_plant(world);
	reply = visit_get(world, visit_link(world, 1, 0, "/gegevens.json"));
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "\"aan\": \"ekster@woerden.nl\"");
	assert_holds(&reply, "Kanarieleider");
	assert_holds(&reply, "Merelaar");
	assert_holds(&reply, "Kanarie belt maandag");
	assert_holds(&reply, "naast mij");
	assert_lacks(&reply, "Kanariezaad");
	assert_lacks(&reply, "wens");
	assert_lacks(&reply, "foto");
}

static void
test_view_is_noted_once_an_hour(void **state)
{
	static const char seen[] = "SELECT count(*) FROM audit WHERE wat ="
	    " 'bekeken' AND participant = 1";
	struct world *world = *state;
	int64_t begin = world_now();

	canary_plant(world);
	desk_page(world, "/beheer/deelnemer/1", READER);
	desk_page(world, "/beheer/deelnemer/1", READER);
	assert_int_equal(world_number(world, seen), 1);
	desk_page(world, "/beheer/deelnemer/1", ORGANISER);
	assert_int_equal(world_number(world, seen), 2);
	world_set_now(begin + 3599);
	desk_page(world, "/beheer/deelnemer/1", READER);
	assert_int_equal(world_number(world, seen), 2);
	world_set_now(begin + 3600);
	desk_page(world, "/beheer/deelnemer/1", READER);
	assert_int_equal(world_number(world, seen), 3);
}

static void
test_incident_says_who_saw_whom(void **state)
{
	struct world *world = *state;
	struct access_line *lines;
	int64_t begin = world_now();
	const char *reader;
	size_t count = 0;

	canary_plant(world);
	world_set_now(begin + 10);
	desk_page(world, "/beheer/deelnemer/2", READER);
	reader = world_text(world, "SELECT substr(wie, 9) FROM audit ORDER BY"
	    " id DESC LIMIT 1");
	assert_int_equal(access_incident(world->app.db, begin + 10, begin + 11,
	    NULL, world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 1);
	assert_string_equal(lines[0].wat, "bekeken");
	assert_int_equal(lines[0].participant, 2);
	assert_int_equal(access_incident(world->app.db, begin + 10, begin + 11,
	    reader, world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 1);
	assert_int_equal(access_incident(world->app.db, begin + 10, begin + 11,
	    "niemand", world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 0);
	assert_int_equal(access_incident(world->app.db, begin + 11, begin + 99,
	    NULL, world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_person_gets_all_and_of_others_nothing),
		TEST(test_contact_gets_all_but_what_is_a_persons_own),
		TEST(test_view_is_noted_once_an_hour),
		TEST(test_incident_says_who_saw_whom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
