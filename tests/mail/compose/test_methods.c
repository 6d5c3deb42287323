/* What the calendar file in a letter asks for, and the reminder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define ZOE	"zoe@woerden.nl"

/* A wethouder with an address of her own, signed up under this setting. */
static int64_t
come(struct world *world, const char *method)
{
	struct registration *one = world_delegation(world,
	    "sleutel_van_de_delegatie", "alles", "wm");

	world->config.calendar_method = method;
	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	return world_sign_up(world, one);
}

static const char *
last_letter(struct world *world)
{
	return world_text(world, "SELECT bericht FROM " LETTERS " WHERE"
	    " ontvanger = '" ZOE "' ORDER BY id DESC LIMIT 1");
}

static void
assert_holds(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("%s\nis not in:\n%s", part, text);
}

static void
test_nothing_is_asked_unless_it_is_set(void **state)
{
	struct world *world = *state;
	const char *calendar;

	come(world, "none");
	calendar = golden_calendar(world, last_letter(world));
	assert_holds(calendar, "SEQUENCE:0\r\n");
	assert_null(strstr(calendar, "METHOD"));
	assert_null(strstr(calendar, "ATTENDEE"));
	assert_null(strstr(last_letter(world), "method="));
}

static void
test_publish_names_the_organiser_only(void **state)
{
	struct world *world = *state;
	const char *calendar;

	come(world, "publish");
	calendar = golden_calendar(world, last_letter(world));
	assert_holds(calendar, "METHOD:PUBLISH\r\n");
	assert_holds(calendar, "ORGANIZER");
	assert_null(strstr(calendar, "ATTENDEE"));
	assert_holds(last_letter(world), "method=PUBLISH");
}

static int
sequence_of(const char *calendar)
{
	const char *at = strstr(calendar, "SEQUENCE:");
	int sequence = -1;

	assert_non_null(at);
	assert_int_equal(sscanf(at, "SEQUENCE:%d", &sequence), 1);
	return sequence;
}

static void
test_request_is_followed_by_a_cancel_and_a_higher_request(void **state)
{
	struct world *world = *state;
	int64_t id = come(world, "request");
	const char *first, *second, *third;

	first = golden_calendar(world, last_letter(world));
	assert_holds(first, "METHOD:REQUEST\r\n");
	assert_holds(first, ZOE);
	assert_holds(last_letter(world), "method=REQUEST");
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	second = golden_calendar(world, last_letter(world));
	assert_holds(second, "METHOD:CANCEL\r\n");
	assert_holds(second, "STATUS:CANCELLED\r\n");
	assert_holds(last_letter(world), "method=CANCEL");
	assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	third = golden_calendar(world, last_letter(world));
	assert_holds(third, "METHOD:REQUEST\r\n");
	assert_true(sequence_of(first) < sequence_of(second));
	assert_true(sequence_of(second) < sequence_of(third));
}

static void
test_cancellation_without_a_request_has_no_file(void **state)
{
	static const char *const methods[] = { "none", "publish" };
	struct world *world = *state;
	int64_t id = come(world, "none");

	for (size_t i = 0; i < 2; i++) {
		world->config.calendar_method = methods[i];
		assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
		assert_string_equal(golden_calendar(world, last_letter(world)),
		    "");
		assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	}
}

static enum status
remind(struct db *db, void *arg, struct arena *arena)
{
	const struct act_context act = world_act(arg);

	return act_remind(db, &act, arena);
}

static void
test_reminder_goes_to_everybody_who_comes(void **state)
{
	struct world *world = *state;
	int64_t id = come(world, "none");

	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(world_run(world, remind, world), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 2);
	assert_holds(last_letter(world), "Binnenkort is de bijeenkomst");
	assert_holds(last_letter(world), "/deelnemer/");
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(world_run(world, remind, world), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_nobody_is_reminded_of_what_has_been(void **state)
{
	struct world *world = *state;

	come(world, "none");
	world_sql(world, "DELETE FROM outbox");
	world_set_now(WORLD_END);
	assert_int_equal(world_run(world, remind, world), STATUS_NOTFOUND);
	assert_int_equal(world_count(world, "outbox"), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_is_asked_unless_it_is_set),
		TEST(test_publish_names_the_organiser_only),
		TEST(test_request_is_followed_by_a_cancel_and_a_higher_request),
		TEST(test_cancellation_without_a_request_has_no_file),
		TEST(test_reminder_goes_to_everybody_who_comes),
		TEST(test_nobody_is_reminded_of_what_has_been),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
