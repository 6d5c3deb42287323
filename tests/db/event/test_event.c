#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/clock.h"
#include "db/event/event.h"
#include "db/event/settings.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static struct event
visible(struct world *world)
{
	struct event event = { .id = 0 };

	assert_int_equal(event_visible(world->app.db, world->arena, &event),
	    STATUS_OK);
	return event;
}

static void
test_phase_changes_at_the_second(void **state)
{
	static const struct {
		int64_t			now;
		enum event_phase	phase;
	} vectors[] = {
		{ 0, EVENT_EARLY }, { 99, EVENT_EARLY },
		{ 100, EVENT_OPEN }, { 199, EVENT_OPEN },
		{ 200, EVENT_CLOSED }, { 399, EVENT_CLOSED },
		{ 400, EVENT_PAST }, { 9999, EVENT_PAST },
	};
	const struct event event = {
		.aanmelden_open = 100, .aanmelden_dicht = 200, .begin = 300,
		.einde = 400,
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(event_phase(&event, vectors[i].now),
		    vectors[i].phase);
}

static void
test_each_setting_reads_back_as_it_was_set(void **state)
{
	static const char *const settings[][2] = {
		{ "titel", "Een andere naam" },
		{ "omschrijving", "Regel één\nRegel twee" },
		{ "begin", "2027-01-12T09:30" },
		{ "einde", "2027-01-12T16:00" },
		{ "locatie", "Utrecht" }, { "capaciteit", "250" },
		{ "capaciteit", "0" },
		{ "aanmelden_open", "2026-10-01T00:00" },
		{ "aanmelden_dicht", "2027-01-10T23:59" },
		{ "max_per_aanmelding", "1" },
		{ "max_per_aanmelding", "50" },
		{ "organisatie_email", "ander@mboraad.nl" },
	};
	struct world *world = *state;
	struct event event = visible(world);
	const char *fault;

	for (size_t i = 0; i < COUNT(settings); i++) {
		assert_int_equal(event_set(&event, settings[i][0],
		    settings[i][1], world->arena, &fault), STATUS_OK);
		for (size_t j = 0; j < EVENT_SETTINGS; j++)
			if (strcmp(event_settings[j].field.name,
			    settings[i][0]) == 0)
				assert_string_equal(event_setting_text(&event,
				    &event_settings[j], world->arena),
				    settings[i][1]);
	}
}

static void
test_wrong_setting_is_explained_and_changes_nothing(void **state)
{
	static const char *const settings[][2] = {
		{ "onbekend", "x" }, { "", "x" }, { "id", "2" },
		{ "uid", "x" }, { "titel", "" }, { "titel", "  " },
		{ "titel", "\xff" }, { "capaciteit", "-1" },
		{ "capaciteit", "" }, { "capaciteit", "12x" },
		{ "capaciteit", "1e3" }, { "capaciteit", "10000001" },
		{ "capaciteit", "99999999999999999999999" },
		{ "begin", "morgen" }, { "begin", "2027-01-12" },
		{ "begin", "2027-03-28T02:30" },
		{ "max_per_aanmelding", "51" },
		{ "organisatie_email", "geen adres" },
	};
	struct world *world = *state;
	const struct event before = visible(world);
	struct event event = before;

	for (size_t i = 0; i < COUNT(settings); i++) {
		const char *fault = NULL;

		if (event_set(&event, settings[i][0], settings[i][1],
		    world->arena, &fault) != STATUS_INVALID)
			fail_msg("accepted: %s %s", settings[i][0],
			    settings[i][1]);
		assert_non_null(fault);
		assert_memory_equal(&event, &before, sizeof(event));
	}
}

static void
test_entry_in_a_calendar_is_when_where_and_what(void **state)
{
	static const struct {
		const char	*name;
		const char	*value;
		bool		 rises;
	} vectors[] = {
		{ "begin", "2027-01-12T09:30", true },
		{ "begin", "2027-01-12T09:30", false },
		{ "einde", "2027-01-12T15:30", true },
		{ "locatie", "Utrecht", true },
		{ "locatie", "Utrecht", false },
		{ "titel", "Anders", true },
		{ "capaciteit", "11", false },
		{ "omschrijving", "Anders", false },
		{ "aanmelden_dicht", "2027-01-10T23:59", false },
	};
	struct world *world = *state;
	struct event event = visible(world);
	const char *fault;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct event before = event;

		assert_int_equal(event_set(&event, vectors[i].name,
		    vectors[i].value, world->arena, &fault), STATUS_OK);
		assert_int_equal(event_entry_differs(&event, &before),
		    vectors[i].rises);
	}
}

static void
test_what_must_hold_between_settings_is_said(void **state)
{
	static const struct {
		const char	*name, *value;
		const char	*fault;		/* the setting to mend */
		bool		 apart;
	} vectors[] = {
		{ "begin", "2027-01-12T16:00", "einde", false },
		{ "einde", "2027-01-12T10:00", "einde", false },
		{ "max_per_aanmelding", "0", "max_per_aanmelding", false },
		{ "aanmelden_open", "2027-01-11T10:00", "aanmelden_dicht",
		    true },
		{ "aanmelden_dicht", "2027-02-01T10:00", "aanmelden_dicht",
		    true },
		{ "wijzigen_tot", "2027-02-01T10:00", "wijzigen_tot", true },
		{ "gereserveerd_wethouders", "999", "gereserveerd_wethouders",
		    false },
		{ "gereserveerd_wethouders", "1", "gereserveerd_tot", false },
		{ "herinneren", "zeven", "herinneren", false },
		{ "herinneren_max", "0", "herinneren_max", false },
		{ "herinneren_om", "0", "herinneren_om", false },
		{ "reces", "kerst", "reces", false },
		{ "naam_vrijgeven", "30", "naam_vragen", false },
		{ "bewaartermijn", "0", "bewaartermijn", false },
		{ "bewaartermijn_wensen", "0", "bewaartermijn_wensen", false },
		{ "bewaartermijn_wensen", "3650", "bewaartermijn_wensen",
		    false },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct setting_fault faults[SETTING_FAULTS];
		struct event event = visible(world);
		const char *fault;

		assert_int_equal(event_faults(&event, faults), 0);
		assert_int_equal(event_set(&event, vectors[i].name,
		    vectors[i].value, world->arena, &fault), STATUS_OK);
		assert_true(event_faults(&event, faults) >= 1);
		assert_string_equal(faults[0].name, vectors[i].fault);
		assert_int_equal(faults[0].apart, vectors[i].apart);
	}
}

static enum status
change(struct db *db, void *arg, struct arena *arena)
{
	struct event event;
	const char *fault;
	enum status status = event_visible(db, arena, &event);

	(void)arg;
	if (status == STATUS_OK)
		status = event_set(&event, "locatie", "Utrecht", arena,
		    &fault);
	if (status == STATUS_OK)
		status = event_update(db, &event);
	return status;
}

static void
test_saved_event_is_the_one_that_is_shown(void **state)
{
	struct world *world = *state;
	struct event before = visible(world), after;

	assert_int_equal(world_run(world, change, NULL), STATUS_OK);
	after = visible(world);
	assert_string_equal(after.locatie, "Utrecht");
	assert_string_equal(after.titel, before.titel);
	assert_string_equal(after.organisatie_email,
	    before.organisatie_email);
	assert_int_equal(after.capaciteit, before.capaciteit);
	assert_string_equal(world_catalog(world)->event.locatie, "Utrecht");
}

static enum status
add_again(struct db *db, void *arg, struct arena *arena)
{
	struct event event;

	(void)arg;
	assert_int_equal(event_visible(db, arena, &event), STATUS_OK);
	event.uid = "tweede@example.nl";
	return event_add(db, &event);
}

static enum status
publish(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	assert_int_equal(event_publish(db, 2), STATUS_OK);
	return STATUS_OK;
}

static void
test_only_one_event_is_shown(void **state)
{
	struct world *world = *state;
	struct event_line *lines;
	struct event event;
	size_t count;

	assert_int_equal(world_run(world, add_again, NULL), STATUS_OK);
	assert_int_equal(world_count(world, "event"), 2);
	assert_int_equal(event_visible(world->app.db, world->arena, &event),
	    STATUS_OK);
	assert_int_equal(event.id, 1);
	assert_int_equal(world_run(world, publish, NULL), STATUS_OK);
	assert_int_equal(event_visible(world->app.db, world->arena, &event),
	    STATUS_OK);
	assert_int_equal(event.id, 2);
	assert_int_equal(event_list(world->app.db, world->arena, &lines,
	    &count), STATUS_OK);
	assert_int_equal(count, 2);
	assert_int_equal(lines[0].zichtbaar + lines[1].zichtbaar, 1);
	world_sql(world, "UPDATE event SET zichtbaar = 0");
	assert_int_equal(event_visible(world->app.db, world->arena, &event),
	    STATUS_NOTFOUND);
}

static void
test_days_of_reminding_are_a_list_of_whole_days(void **state)
{
	static const struct {
		const char	*text;
		const char	*days;		/* NULL: it is none */
	} vectors[] = {
		{ "", "" }, { "28", "28 " }, { "28, 7,1", "28 7 1 " },
		{ "1, 365", "1 365 " },
		{ "1,2,3,4,5,6,7,8", "1 2 3 4 5 6 7 8 " },
		{ "1,2,3,4,5,6,7,8,9", NULL }, { "0", NULL }, { "366", NULL },
		{ "-1", NULL }, { "+7", NULL }, { "7, +7", NULL },
		{ "zeven", NULL }, { "7 dagen", NULL }, { "7;1", NULL },
		{ "7.5", NULL }, { "99999999999999999999", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		int days[REMIND_DAYS_MAX];
		const char *all = "";
		size_t count = 0;

		assert_int_equal(event_remind_days(vectors[i].text, days,
		    &count), vectors[i].days == NULL ? STATUS_INVALID :
		    STATUS_OK);
		for (size_t j = 0; j < count; j++)
			all = arena_printf(world->arena, "%s%d ", all,
			    days[j]);
		assert_string_equal(all, vectors[i].days == NULL ? "" :
		    vectors[i].days);
	}
}

static void
test_a_day_in_a_recess_becomes_the_first_behind_it(void **state)
{
	static const struct {
		const char	*text;
		const char	*day;		/* NULL: it is no list of weeks */
	} vectors[] = {
		{ "", "2026-12-25" }, { " , ", "2026-12-25" },
		{ "2026-12-19 t/m 2027-01-03", "2027-01-04" },
		{ "2026-12-25 t/m 2026-12-25", "2026-12-26" },
		{ "2026-12-26 t/m 2027-01-03", "2026-12-25" },
		{ "2026-12-01 t/m 2026-12-24", "2026-12-25" },
		/* One that begins where another ends. */
		{ "2026-12-19 t/m 2026-12-26, 2026-12-27 t/m 2027-01-03",
		    "2027-01-04" },
		{ "2026-12-19", NULL }, { "2026-12-19 t/m 3 januari", NULL },
		{ "2027-01-03 t/m 2026-12-19", NULL },
		{ "2026-13-19 t/m 2027-01-03", NULL },
		{ "2026-12-19 t/m 2027-02-30", NULL },
		{ "2026-12-19 t/m 2027-01-03 of zo", NULL },
		{ "kerst", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		char day[CLOCK_DAY_SIZE];
		int64_t moment;

		assert_int_equal(clock_parse("2026-12-25T00:00", &moment),
		    STATUS_OK);
		assert_int_equal(event_recess(vectors[i].text, NULL),
		    vectors[i].day == NULL ? STATUS_INVALID : STATUS_OK);
		if (vectors[i].day == NULL)
			continue;
		assert_int_equal(event_recess(vectors[i].text, &moment),
		    STATUS_OK);
		clock_day(moment, day);
		assert_string_equal(day, vectors[i].day);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_phase_changes_at_the_second),
		TEST(test_each_setting_reads_back_as_it_was_set),
		TEST(test_wrong_setting_is_explained_and_changes_nothing),
		TEST(test_entry_in_a_calendar_is_when_where_and_what),
		TEST(test_what_must_hold_between_settings_is_said),
		TEST(test_saved_event_is_the_one_that_is_shown),
		TEST(test_only_one_event_is_shown),
		TEST(test_days_of_reminding_are_a_list_of_whole_days),
		TEST(test_a_day_in_a_recess_becomes_the_first_behind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
