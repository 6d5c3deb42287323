/* The figures of the overview, against the rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/people/statistics.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define DAY		86400
#define ALL		STATISTICS_ROLE__MAX, STATISTICS_KIND__MAX

static struct statistics
read_statistics(struct world *world)
{
	struct statistics statistics;

	assert_int_equal(statistics_read(world->app.db, 1,
	    world->arena, &statistics), STATUS_OK);
	return statistics;
}

static int64_t
sign_up(struct world *world, const char *gemeente, const char *roles)
{
	static int number;
	struct registration *one = world_delegation(world,
	    arena_printf(world->arena, "sleutel_van_delegatie_%04d",
	    ++number), "passend", roles);

	one->answer[CONTACT_GEMEENTE] = gemeente;
	return world_sign_up(world, one);
}

/* Every figure, counted once more by SQL of its own. */
static void
check(struct world *world)
{
	struct statistics statistics = read_statistics(world);
	int64_t of_days = 0;

	for (enum attendance_status attendance = 0;
	    attendance < ATTENDANCE__MAX; attendance++) {
		const char *word = attendance_word(attendance);

		assert_int_equal(statistics_people(&statistics, ALL,
		    attendance),
		    world_number(world, "SELECT count(*) FROM participant"
		    " WHERE event = 1 AND status = '%s'", word));
		assert_int_equal(statistics_people(&statistics,
		    STATISTICS_WETHOUDER,
		    STATISTICS_KIND__MAX, attendance), world_number(world,
		    "SELECT count(*) FROM participant WHERE event = 1"
		    " AND status = '%s' AND rol = 'wethouder'", word));
		assert_int_equal(statistics_people(&statistics,
		    STATISTICS_ROLE__MAX,
		    STATISTICS_WITH_MBO, attendance), world_number(world,
		    "SELECT count(*) FROM participant p JOIN registration r"
		    " ON r.id = p.registration JOIN gemeente g ON g.code ="
		    " r.gemeente WHERE p.event = 1 AND p.status = '%s'"
		    " AND g.heeft_mbo", word));
		assert_int_equal(statistics.held[attendance],
		    world_number(world,
		    "SELECT count(*) FROM participant WHERE event = 1"
		    " AND status = '%s' AND naam_volgt = 'ja'", word));
	}
	for (size_t i = 0; i < statistics.ndays; i++)
		of_days += statistics.days[i];
	assert_int_equal(of_days, statistics_people(&statistics, ALL,
	    ATTENDANCE__MAX));
	for (size_t i = 0; i < statistics.nsessions; i++) {
		const struct statistics_session *one = &statistics.sessions[i];

		assert_int_equal(one->taken, world_number(world,
		    "SELECT count(*) FROM participant_session WHERE"
		    " session = %lld AND status = 'bevestigd'",
		    (long long)one->session));
		assert_int_equal(one->waiting, world_number(world,
		    "SELECT count(*) FROM participant_session WHERE"
		    " session = %lld AND status = 'wachtlijst'",
		    (long long)one->session));
	}
}

static void
test_empty_event_has_only_zeros(void **state)
{
	struct world *world = *state;
	struct statistics statistics = read_statistics(world);

	assert_int_equal(statistics_people(&statistics, ALL, ATTENDANCE__MAX),
	    0);
	assert_int_equal(statistics.ndays, 0);
	assert_int_equal(statistics.first_day, 0);
	assert_int_equal(statistics.nsessions, 4);
	assert_int_equal(statistics.nthemas, 2);
	assert_int_equal(statistics.themas[0].delegations, 0);
	check(world);
}

static void
test_figures_add_up_in_every_state(void **state)
{
	struct world *world = *state;
	int64_t first, second;

	world_sql(world, "UPDATE gemeente SET heeft_mbo = 1"
	    " WHERE code IN ('GM0632', 'GM0518')");
	first = sign_up(world, "GM0632", "wmm");
	check(world);
	second = sign_up(world, "GM1900", "wmmm");
	sign_up(world, "GM0518", "wmmmm");	/* two of them wait */
	check(world);
	assert_int_equal(read_statistics(world).people[STATISTICS_MEDEWERKER][
	    STATISTICS_WITH_MBO][ATTENDANCE_WAITING], 2);
	world_sql(world, "UPDATE participant SET naam_volgt = 'ja'"
	    " WHERE positie = 3");
	check(world);
	assert_int_equal(world_cancel(world, second, 0), STATUS_OK);
	check(world);
	assert_int_equal(world_cancel(world, first, 1), STATUS_OK);
	check(world);
	assert_int_equal(world_restore(world, second, 0), STATUS_OK);
	check(world);
}

static void
test_other_event_counts_for_itself(void **state)
{
	struct world *world = *state;

	sign_up(world, "GM0632", "w");
	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander', 'Ander',"
	    " begin, einde, locatie, capaciteit, aanmelden_open,"
	    " aanmelden_dicht, organisatie, organisatie_email FROM event"
	    " WHERE id = 1;"
	    "UPDATE registration SET event = 2; UPDATE participant"
	    " SET event = 2; UPDATE outbox SET event = 2;");
	check(world);
	assert_int_equal(read_statistics(world).ndays, 0);
}

static void
sign_up_at(struct world *world, int64_t when)
{
	world_set_now(when);
	sign_up(world, "GM0632", "w");
}

static void
test_days_are_those_of_amsterdam_and_have_no_gaps(void **state)
{
	struct world *world = *state;
	int64_t midnight = clock_midnight(WORLD_NOW, 0);
	struct statistics statistics;

	sign_up_at(world, midnight);		/* out of order on purpose */
	sign_up_at(world, midnight - 1);
	sign_up_at(world, midnight + 3 * DAY - 1);
	sign_up_at(world, midnight + 1);
	statistics = read_statistics(world);
	assert_int_equal(statistics.ndays, 4);
	assert_int_equal(statistics.first_day, midnight - DAY);
	assert_int_equal(statistics.days[0], 1);
	assert_int_equal(statistics.days[1], 2);
	assert_int_equal(statistics.days[2], 0);
	assert_int_equal(statistics.days[3], 1);
}

static void
test_a_day_of_25_hours_is_one_day(void **state)
{
	struct world *world = *state;
	struct statistics statistics;
	int64_t saturday;

	/* The clock went back on 25 October 2026. */
	assert_int_equal(clock_parse("2026-10-24T23:59", &saturday),
	    STATUS_OK);
	world_sql(world, "UPDATE event SET aanmelden_open = 1");
	sign_up_at(world, saturday);
	sign_up_at(world, saturday + 60);
	sign_up_at(world, saturday + 25 * 3600);
	sign_up_at(world, saturday + 25 * 3600 + 60);
	statistics = read_statistics(world);
	assert_int_equal(statistics.ndays, 3);
	assert_int_equal(statistics.days[0], 1);
	assert_int_equal(statistics.days[1], 2);
	assert_int_equal(statistics.days[2], 1);
	assert_int_equal(clock_midnight(statistics.first_day, 2) -
	    clock_midnight(statistics.first_day, 1), 25 * 3600);
}

static void
test_sessions_and_topics_are_counted(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world,
	    "sleutel_van_de_themas_01", "alles", "wmm");
	static const char *themas[] = { "llo" };
	struct statistics statistics;

	for (size_t i = 0; i < 3; i++)
		one->participants[i].session[0] = 11;	/* holds two */
	one->themas = themas;
	one->nthemas = 1;
	world_sign_up(world, one);
	statistics = read_statistics(world);
	assert_int_equal(statistics.sessions[0].session, 11);
	assert_int_equal(statistics.sessions[0].taken, 2);
	assert_int_equal(statistics.sessions[0].waiting, 1);
	assert_int_equal(statistics.sessions[3].session, 22);
	assert_string_equal(statistics.themas[0].titel,
	    "Voortijdig schoolverlaten");
	assert_int_equal(statistics.themas[0].delegations, 0);
	assert_int_equal(statistics.themas[1].delegations, 1);
	check(world);
}

static void
test_letters_in_trouble_are_counted(void **state)
{
	struct world *world = *state;
	int64_t failed, waiting;

	sign_up(world, "GM0632", "w");
	assert_int_equal(statistics_mail(world->app.db, WORLD_NOW - 1, &failed,
	    &waiting), STATUS_OK);
	assert_int_equal(failed, 0);
	assert_int_equal(waiting, 0);
	assert_int_equal(statistics_mail(world->app.db, WORLD_NOW, &failed,
	    &waiting), STATUS_OK);
	assert_int_equal(waiting, world_count(world, "outbox"));
	world_sql(world, "UPDATE outbox SET status = 'failed',"
	    " volgende = NULL");
	assert_int_equal(statistics_mail(world->app.db, WORLD_NOW, &failed,
	    &waiting), STATUS_OK);
	assert_int_equal(failed, world_count(world, "outbox"));
	assert_int_equal(waiting, 0);
	/* What tells of trouble is not trouble itself. */
	world_sql(world, "UPDATE outbox SET soort = 'digest'");
	assert_int_equal(statistics_mail(world->app.db, WORLD_NOW, &failed,
	    &waiting), STATUS_OK);
	assert_int_equal(failed, 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_empty_event_has_only_zeros),
		TEST(test_figures_add_up_in_every_state),
		TEST(test_other_event_counts_for_itself),
		TEST(test_days_are_those_of_amsterdam_and_have_no_gaps),
		TEST(test_a_day_of_25_hours_is_one_day),
		TEST(test_sessions_and_topics_are_counted),
		TEST(test_letters_in_trouble_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
