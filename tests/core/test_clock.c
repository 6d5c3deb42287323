#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/clock.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define BEGIN		((int64_t)1799744400)	/* 12 Jan 2027, 09:00 UTC */

static int
arena_open(void **state)
{
	clock_open();
	*state = arena_new((size_t)1 << 20);
	return 0;
}

static int
arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_local_time_is_amsterdam_s(void **state)
{
	static const struct {
		const char	*text;
		int64_t		 when;
	} vectors[] = {
		{ "2027-01-12T10:00", BEGIN },
		{ "2027-07-01T12:00", 1814436000 },	/* summer: 10:00 UTC */
		{ "1970-01-01T01:00", 0 },
		{ "2028-02-29T00:00", 1835391600 },
		{ "2027-03-28T01:59", 1806195540 },
		{ "2027-03-28T03:00", 1806195600 },	/* a minute later */
		{ "2027-12-31T23:59", 1830293940 },
		{ "2038-01-20T00:00", 2147554800 },
	};
	int64_t when = -1;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clock_parse(vectors[i].text, &when),
		    STATUS_OK);
		assert_int_equal(when, vectors[i].when);
		assert_string_equal(clock_local(when, *state),
		    vectors[i].text);
	}
}

static void
test_hour_that_comes_twice_is_one_of_the_two(void **state)
{
	int64_t when = 0;

	assert_int_equal(clock_parse("2027-10-31T02:30", &when), STATUS_OK);
	assert_true(when == 1824942600 || when == 1824946200);
	assert_string_equal(clock_local(when, *state), "2027-10-31T02:30");
}

static void
test_what_is_no_local_time_is_refused(void **state)
{
	static const char *const texts[] = {
		"", "2027-01-12", "2027-01-12 10:00", "2027-01-12T10:00:00",
		"2027-01-12T10:00Z", "12-01-2027T10:00", "2027-1-12T10:000",
		"2027-02-29T10:00", "2027-04-31T10:00", "2027-13-01T10:00",
		"2027-00-10T10:00", "2027-01-00T10:00", "2027-01-12T24:00",
		"2027-01-12T10:60", "2027-03-28T02:30", "2027-01-12T-1:00",
		"2027-01-12T10: 0", "2027-01-12T+1:00", " 2027-01-12T1:00",
		"2027-01-+2T10:00", "abcd-ef-ghTij:kl",
	};
	int64_t when = 7;

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (clock_parse(texts[i], &when) != STATUS_INVALID)
			fail_msg("accepted: %s", texts[i]);
		assert_int_equal(when, 7);
	}
}

static void
test_day_is_amsterdam_s_day(void **state)
{
	char day[CLOCK_DAY_SIZE];

	(void)state;
	clock_day(BEGIN, day);
	assert_string_equal(day, "2027-01-12");
	clock_day(1795561199, day);		/* 23:59:59 local */
	assert_string_equal(day, "2026-11-24");
	clock_day(1795561200, day);
	assert_string_equal(day, "2026-11-25");
}

static void
test_moments_read_as_dutch(void **state)
{
	struct arena *arena = *state;

	assert_string_equal(clock_date(BEGIN, arena),
	    "dinsdag 12 januari 2027");
	assert_string_equal(clock_time(BEGIN, arena), "10.00");
	assert_string_equal(clock_time(BEGIN - 3300, arena), "9.05");
	assert_string_equal(clock_moment(BEGIN, arena),
	    "dinsdag 12 januari 2027 om 10.00 uur");
	assert_string_equal(clock_stamp(BEGIN, arena), "2027-01-12 10:00");
	assert_string_equal(clock_brief(BEGIN, arena), "12 jan 2027, 10.00");
	assert_string_equal(clock_hours(BEGIN, BEGIN + 18000, arena),
	    "10.00–15.00 uur");
	assert_string_equal(clock_span(BEGIN, BEGIN + 18000, arena),
	    "dinsdag 12 januari 2027, 10.00–15.00 uur");
}

static void
test_span_over_midnight_names_both_days(void **state)
{
	assert_string_equal(clock_span(BEGIN, BEGIN + 86400, *state),
	    "dinsdag 12 januari 2027 om 10.00 uur tot "
	    "woensdag 13 januari 2027 om 10.00 uur");
	/* The same day of another year is another day. */
	assert_non_null(strstr(clock_span(BEGIN, BEGIN + 365 * 86400,
	    *state), "2028"));
}

static void
test_clock_runs(void **state)
{
	(void)state;
	assert_true(clock_now() > 1700000000);
}

/* Seconds pass on both; only the clock is set. */
static void
test_clock_that_is_set_back_is_noticed_once(void **state)
{
	static const struct {
		int	clock, up;
		bool	back;
	} passed[] = {
		{ 0, 0, false },	/* nothing to compare with */
		{ 1, 1, false }, { 86400, 86400, false },
		{ 86400, 1, false },	/* set forward */
		{ -59, 0, false },	/* corrected */
		{ -59, 1, true }, { 1, 1, false },
		{ -31536000, 1, true }, { 3600, 3600, false },
	};
	int64_t ahead = 0, now = BEGIN, up = 100;

	(void)state;
	/* A machine that does not know the time begins in 1970. */
	assert_false(clock_was_set_back(&ahead, 0, up));
	ahead = 0;
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		now += passed[i].clock;
		up += passed[i].up;
		assert_int_equal(clock_was_set_back(&ahead, now, up),
		    passed[i].back);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, arena_open, \
			    arena_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_local_time_is_amsterdam_s),
		TEST(test_hour_that_comes_twice_is_one_of_the_two),
		TEST(test_what_is_no_local_time_is_refused),
		TEST(test_day_is_amsterdam_s_day),
		TEST(test_moments_read_as_dutch),
		TEST(test_span_over_midnight_names_both_days),
		TEST(test_clock_that_is_set_back_is_noticed_once),
		TEST(test_clock_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
