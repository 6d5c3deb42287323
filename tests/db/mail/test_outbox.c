#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox_claim.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define DAY		(24 * HOUR)
#define HOUR		((int64_t)3600)

/* A job of the outbox, so that each has a transaction of its own. */
struct outbox_job {
	enum { CLAIM, ANSWER, PUT_BACK, RELEASE, CANCEL, RAISE, CLEAR,
	    RETRY } what;
	int64_t			 id;
	int64_t			 now;
	enum outbox_state	 state;
	const char		*answer;
	const struct composed	*composed;
	size_t			 ncomposed;
	struct claim		*claim;
	struct terms		 terms;
	size_t			*count;
	struct arena		*arena;		/* of the test */
};

static enum status
work(struct db *db, void *arg, struct arena *arena)
{
	struct outbox_job *job = arg;

	(void)arena;
	switch (job->what) {
	case CLAIM:
		return outbox_claim(db, &job->terms, job->composed,
		    job->ncomposed, job->arena, job->claim, job->count);
	case ANSWER:
		return outbox_answer(db, job->id, job->state, job->answer,
		    job->now);
	case PUT_BACK:
		return outbox_put_back(db, job->id, job->now, job->answer,
		    job->now);
	case RELEASE:
		return outbox_release(db, job->id, job->now);
	case CANCEL:
		return outbox_cancel(db, job->id);
	case RAISE:
		return alarm_raise(db, job->answer, job->now);
	case CLEAR:
		return alarm_clear(db);
	case RETRY:
		break;
	}
	return outbox_retry(db, job->id, job->now);
}

#define MESSAGE		"A\0B\r\n"

static void
add(struct world *world, const char *ontvanger, int64_t now)
{
	world_put_letter(world, ontvanger, MESSAGE, sizeof(MESSAGE) - 1, now);
}

static enum status
claim_many(struct world *world, struct terms terms, struct claim *claims,
    size_t *count)
{
	return world_run(world, work, &(struct outbox_job){
		.what = CLAIM, .claim = claims, .arena = world->arena,
		.terms = terms, .count = count,
	});
}

static enum status
claim(struct world *world, int64_t now, struct claim *one)
{
	size_t count;

	return claim_many(world, (struct terms){ .now = now, .max = 1 }, one,
	    &count);
}

static enum status
by_id(struct world *world, int what, int64_t id, int64_t now)
{
	struct outbox_job job = { .id = id, .now = now };

	job.what = what;
	return world_run(world, work, &job);
}

static void
answer(struct world *world, int64_t id, enum outbox_state state,
    const char *said, int64_t now)
{
	assert_int_equal(world_run(world, work, &(struct outbox_job){
		.what = ANSWER, .id = id, .state = state, .answer = said,
		.now = now,
	}), STATUS_OK);
}

static int64_t
next_of(struct world *world, int64_t id)
{
	return world_number(world, "SELECT volgende FROM outbox WHERE id ="
	    " %lld", (long long)id);
}

static const char *
state_of(struct world *world, int64_t id)
{
	return world_text(world, "SELECT status || ' ' || pogingen || ' ' ||"
	    " antwoord FROM outbox WHERE id = %lld", (long long)id);
}

static void
test_claim_hands_over_the_letter_as_it_was(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "zoe@woerden.nl", 1000);
	assert_int_equal(claim(world, 1000, &got), STATUS_OK);
	assert_string_equal(got.ontvanger, "zoe@woerden.nl");
	assert_string_equal(got.afzender, "aanmelden@mboraad.nl");
	assert_int_equal(got.length, 5);
	assert_memory_equal(got.bericht, "A\0B\r\n", 5);
	assert_int_equal(got.pogingen, 1);
}

static void
test_claim_counts_and_dates_before_anything_is_sent(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "zoe@woerden.nl", 1000);
	assert_int_equal(claim(world, 1000, &got), STATUS_OK);
	/* Whoever took it may be dead now: the row knows all the same. */
	assert_string_equal(state_of(world, got.id), "queued 1 ");
	assert_true(next_of(world, got.id) >= 1000 + 60);
	assert_int_equal(claim(world, 1000, &got), STATUS_NOTFOUND);
	assert_int_equal(claim(world, 1000 + 59, &got), STATUS_NOTFOUND);
}

static void
test_waiting_grows_by_the_square_to_six_hours(void **state)
{
	struct world *world = *state;
	int64_t now = 1000, wait, expected;
	struct claim got;

	add(world, "zoe@woerden.nl", now);
	for (int64_t tries = 1; tries <= 30; tries++) {
		assert_int_equal(claim(world, now, &got), STATUS_OK);
		assert_int_equal(got.pogingen, tries);
		wait = next_of(world, got.id) - now;
		expected = 60 * tries * tries;
		if (expected > 6 * HOUR)
			expected = 6 * HOUR;
		assert_in_range(wait, expected, expected + 59);
		answer(world, got.id, OUTBOX_DEFERRED, "451 later", now);
		assert_int_equal(next_of(world, got.id) - now, wait);
		now += wait;
		assert_int_equal(claim(world, now - 1, &got),
		    STATUS_NOTFOUND);
	}
}

/* Nobody needs directions any more; but who was never asked still is. */
static void
test_letter_that_is_late_for_its_event_is_withdrawn(void **state)
{
	static const struct {
		int64_t		 owed;
		bool		 tried;
		int64_t		 again;
		const char	*state;
	} vectors[] = {
		{ WORLD_END - DAY, true, WORLD_END - 1, "deferred 2 451" },
		{ WORLD_END - DAY, true, WORLD_END + 1,
		    "withdrawn 1 " OUTBOX_LATE },
		{ WORLD_END - DAY, false, WORLD_END + 1, "deferred 1 451" },
		{ WORLD_END, true, WORLD_END + DAY, "deferred 2 451" },
	};
	struct world *world = *state;
	struct claim got, both[2];
	size_t count;
	int64_t id;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		add(world, "a@x.nl", vectors[i].owed);
		id = world_number(world, "SELECT max(id) FROM outbox");
		world_sql(world, "UPDATE outbox SET event = (SELECT id FROM"
		    " event WHERE zichtbaar = 1)");
		if (vectors[i].tried) {
			assert_int_equal(claim(world, vectors[i].owed, &got),
			    STATUS_OK);
			answer(world, id, OUTBOX_DEFERRED, "451",
			    vectors[i].owed);
		}
		/* A claim of nothing changes nothing. */
		add(world, "b@x.nl", vectors[i].again);
		assert_int_equal(claim_many(world, (struct terms){
			.now = vectors[i].again, .max = 2,
		}, both, &count), STATUS_OK);
		if (count == 2)
			answer(world, id, OUTBOX_DEFERRED, "451",
			    vectors[i].again);
		assert_string_equal(state_of(world, id), vectors[i].state);
		world_sql(world, "DELETE FROM outbox");
	}
}

static void
test_letter_that_waited_longest_goes_first(void **state)
{
	static const char *const order[] = { "c@x.nl", "a@x.nl", "b@x.nl" };
	struct world *world = *state;
	struct claim got;

	add(world, "a@x.nl", 2000);
	add(world, "b@x.nl", 2000);
	add(world, "c@x.nl", 1000);
	for (size_t i = 0; i < COUNT(order); i++) {
		assert_int_equal(claim(world, 2000, &got), STATUS_OK);
		assert_string_equal(got.ontvanger, order[i]);
	}
	assert_int_equal(claim(world, 2000, &got), STATUS_NOTFOUND);
}

static void
test_letter_is_not_due_before_its_time(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "a@x.nl", 2000);
	assert_int_equal(claim(world, 1999, &got), STATUS_NOTFOUND);
	assert_int_equal(claim(world, 2000, &got), STATUS_OK);
}

static void
test_answer_that_is_final_ends_it(void **state)
{
	static const struct {
		enum outbox_state	 state;
		const char		*expected;
		int64_t			 sent;
	} vectors[] = {
		{ OUTBOX_SENT, "sent 1 250 OK", 1001 },
		{ OUTBOX_FAILED, "failed 1 250 OK", -1 },
	};
	struct world *world = *state;
	struct claim got;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		add(world, arena_printf(world->arena, "%zu@x.nl", i), 1000);
		assert_int_equal(claim(world, 1000, &got), STATUS_OK);
		answer(world, got.id, vectors[i].state, "250 OK", 1001);
		assert_string_equal(state_of(world, got.id),
		    vectors[i].expected);
		assert_int_equal(next_of(world, got.id), -1);
		assert_int_equal(world_number(world, "SELECT verzonden FROM"
		    " outbox WHERE id = %lld", (long long)got.id),
		    vectors[i].sent);
		assert_int_equal(claim(world, INT64_C(1) << 40, &got),
		    STATUS_NOTFOUND);
	}
}

static void
test_relay_that_is_away_costs_no_try(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "a@x.nl", 1000);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(claim(world, 1000 + i * 30, &got),
		    STATUS_OK);
		assert_int_equal(got.pogingen, 1);
		assert_int_equal(world_run(world, work, &(struct outbox_job){
			.what = PUT_BACK, .id = got.id,
			.now = 1000 + (i + 1) * 30, .answer = "no route",
		}), STATUS_OK);
		assert_string_equal(state_of(world, got.id),
		    "deferred 0 no route");
	}
}

static void
test_retry_makes_it_due_unless_it_was_sent(void **state)
{
	static const struct {
		enum outbox_state	state;
		enum status		expected;
	} vectors[] = {
		{ OUTBOX_DEFERRED, STATUS_OK },
		{ OUTBOX_FAILED, STATUS_OK },
		{ OUTBOX_SENT, STATUS_NOTFOUND },
	};
	struct world *world = *state;
	struct claim got;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct outbox_job job = { .what = RETRY, .now = 1002 };

		add(world, arena_printf(world->arena, "%zu@x.nl", i), 1000);
		assert_int_equal(claim(world, 1000, &got), STATUS_OK);
		answer(world, got.id, vectors[i].state, "x", 1001);
		job.id = got.id;
		assert_int_equal(world_run(world, work, &job),
		    vectors[i].expected);
		assert_int_equal(claim(world, 1002, &got),
		    vectors[i].expected);
	}
	assert_int_equal(world_run(world, work, &(struct outbox_job){
		.what = RETRY, .id = 99, .now = 1,
	}), STATUS_NOTFOUND);
}

static void
test_health_knows_the_oldest_and_the_failed(void **state)
{
	struct world *world = *state;
	int64_t age = -1, failed = -1;
	struct claim got;

	assert_int_equal(outbox_health(world->app.db, 5000, &age, &failed),
	    STATUS_OK);
	assert_int_equal(age, 0);
	assert_int_equal(failed, 0);
	add(world, "a@x.nl", 1000);
	add(world, "b@x.nl", 3000);
	assert_int_equal(outbox_health(world->app.db, 5000, &age, &failed),
	    STATUS_OK);
	assert_int_equal(age, 4000);
	assert_int_equal(claim(world, 1000, &got), STATUS_OK);
	answer(world, got.id, OUTBOX_FAILED, "550 no", 1001);
	assert_int_equal(outbox_health(world->app.db, 5000, &age, &failed),
	    STATUS_OK);
	assert_int_equal(age, 2000);
	assert_int_equal(failed, 1);
}

static void
note(const struct outbox_line *line, void *arg)
{
	char *text = arg;

	strcat(text, line->status);
	strcat(text, " ");
	strcat(text, line->ontvanger);
	strcat(text, line->volgende == 0 ? " never\n" : " due\n");
}

static void
test_list_names_each_letter_oldest_first(void **state)
{
	struct world *world = *state;
	struct arena *arena = arena_new((size_t)1 << 20);
	char text[200] = "";
	struct claim got;

	add(world, "a@x.nl", 1000);
	add(world, "b@x.nl", 1000);
	assert_int_equal(claim(world, 1000, &got), STATUS_OK);
	answer(world, got.id, OUTBOX_SENT, "250 OK", 1001);
	assert_int_equal(outbox_each(world->app.db, arena, note, text),
	    STATUS_OK);
	assert_string_equal(text, "sent a@x.nl never\nqueued b@x.nl due\n");
	arena_free(arena);
}

static void
test_a_batch_is_taken_at_once_and_by_nobody_else(void **state)
{
	struct world *world = *state;
	struct claim claims[3];
	size_t count = 0;

	for (int i = 0; i < 4; i++)
		add(world, arena_printf(world->arena, "%d@x.nl", i), 1000);
	assert_int_equal(claim_many(world, (struct terms){
		.now = 1000, .max = 3, .hold = 500 }, claims, &count),
	    STATUS_OK);
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(next_of(world, claims[i].id), 1500);
	assert_int_equal(claim_many(world, (struct terms){
		.now = 1499, .max = 3, .hold = 500 }, claims, &count),
	    STATUS_OK);
	assert_int_equal(count, 1);
	assert_string_equal(claims[0].ontvanger, "3@x.nl");
}

static void
test_a_letter_in_hand_is_not_due_whoever_asks_for_it(void **state)
{
	struct world *world = *state;
	struct claim got;
	size_t count;

	add(world, "a@x.nl", 1000);
	assert_int_equal(claim_many(world, (struct terms){
		.now = 1000, .max = 1, .hold = 500 }, &got, &count),
	    STATUS_OK);
	assert_int_equal(by_id(world, RETRY, got.id, 1100), STATUS_OK);
	assert_int_equal(claim(world, 1499, &got), STATUS_NOTFOUND);
	assert_int_equal(claim(world, 1500, &got), STATUS_OK);
	/* Once it has been answered it is due at once. */
	answer(world, got.id, OUTBOX_DEFERRED, "451 later", 1501);
	assert_int_equal(claim(world, 1502, &got), STATUS_NOTFOUND);
	assert_int_equal(by_id(world, RETRY, got.id, 1502), STATUS_OK);
	assert_int_equal(claim(world, 1502, &got), STATUS_OK);
}

static void
test_released_letters_are_due_as_before(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "a@x.nl", 1000);
	assert_int_equal(claim(world, 1000, &got), STATUS_OK);
	assert_int_equal(by_id(world, RELEASE, got.id, 1001), STATUS_OK);
	assert_string_equal(state_of(world, got.id), "queued 0 ");
	assert_int_equal(next_of(world, got.id), 1001);
}

static void
test_cancelled_letters_do_not_go_and_what_went_is_sent(void **state)
{
	struct world *world = *state;
	struct claim got;

	add(world, "a@x.nl", 1000);
	assert_int_equal(by_id(world, CANCEL, 1, 0), STATUS_OK);
	assert_string_equal(state_of(world, 1), "cancelled 0 ");
	assert_int_equal(claim(world, 9000, &got), STATUS_NOTFOUND);
	assert_int_equal(by_id(world, CANCEL, 1, 0), STATUS_NOTFOUND);
	assert_int_equal(by_id(world, RETRY, 1, 9000), STATUS_OK);
	assert_int_equal(claim(world, 9000, &got), STATUS_OK);
	/* Under way when it was cancelled. */
	assert_int_equal(by_id(world, CANCEL, 1, 0), STATUS_OK);
	answer(world, 1, OUTBOX_DEFERRED, "451 later", 9001);
	assert_string_equal(state_of(world, 1), "cancelled 1 ");
	answer(world, 1, OUTBOX_SENT, "250 OK", 9002);
	assert_string_equal(state_of(world, 1), "sent 1 250 OK");
	assert_int_equal(by_id(world, CANCEL, 1, 0), STATUS_NOTFOUND);
}

static void
test_no_sixty_seconds_hold_more_than_the_limit(void **state)
{
	static const struct {
		int64_t		now;
		size_t		wanted;
		size_t		expected;
	} steps[] = {
		{ 1000, 2, 2 }, { 1030, 9, 1 }, { 1059, 9, 0 },
		{ 1060, 9, 2 }, { 1089, 9, 0 }, { 1090, 9, 1 },
		{ 1119, 9, 0 }, { 1200, 9, 3 },
	};
	struct world *world = *state;
	struct claim claims[9];
	size_t count;

	for (int i = 0; i < 20; i++)
		add(world, arena_printf(world->arena, "%d@x.nl", i), 1000);
	for (size_t i = 0; i < COUNT(steps); i++) {
		count = 0;
		claim_many(world, (struct terms){
			.now = steps[i].now, .max = steps[i].wanted,
			.hold = 100000, .per_minute = 3 }, claims, &count);
		assert_int_equal(count, steps[i].expected);
	}
	assert_int_equal(world_count(world, "mail_pace"), 1);
}

static void
test_alarm_keeps_its_beginning_and_the_last_words(void **state)
{
	struct world *world = *state;
	struct alarm alarm;

	assert_int_equal(alarm_get(world->app.db, world->arena, &alarm),
	    STATUS_NOTFOUND);
	for (int i = 0; i < 2; i++)
		assert_int_equal(world_run(world, work, &(struct outbox_job){
			.what = RAISE, .now = 1000 + i,
			.answer = i == 0 ? "535 no" : "535 still no",
		}), STATUS_OK);
	assert_int_equal(alarm_get(world->app.db, world->arena, &alarm),
	    STATUS_OK);
	assert_int_equal(alarm.sinds, 1000);
	assert_string_equal(alarm.antwoord, "535 still no");
	assert_int_equal(by_id(world, CLEAR, 0, 0), STATUS_OK);
	assert_int_equal(alarm_get(world->app.db, world->arena, &alarm),
	    STATUS_NOTFOUND);
}

static void
test_get_tells_all_of_a_letter(void **state)
{
	struct world *world = *state;
	struct outbox_item item;

	add(world, "zoe@woerden.nl", 1000);
	assert_int_equal(outbox_get(world->app.db, 1, world->arena, &item),
	    STATUS_OK);
	assert_string_equal(item.status, "queued");
	assert_string_equal(item.debt.ontvanger, "zoe@woerden.nl");
	assert_int_equal(item.length, 5);
	assert_memory_equal(item.bericht, "A\0B\r\n", 5);
	assert_int_equal(item.gemaakt, 1000);
	assert_int_equal(item.verzonden, 0);
	assert_int_equal(outbox_get(world->app.db, 2, world->arena, &item),
	    STATUS_NOTFOUND);
}

static void
test_trouble_is_what_failed_lately_or_waits_too_long(void **state)
{
	struct world *world = *state;
	struct outbox_line lines[9];
	size_t count = COUNT(lines);
	struct claim got;

	for (int i = 0; i < 3; i++)
		add(world, arena_printf(world->arena, "%d@x.nl", i), 1000);
	add(world, "nieuw@x.nl", 5000);
	assert_int_equal(claim(world, 5000, &got), STATUS_OK);
	answer(world, got.id, OUTBOX_FAILED, "550 no", 5000);
	assert_int_equal(claim(world, 5000, &got), STATUS_OK);
	answer(world, got.id, OUTBOX_FAILED, "550 no", 4000);
	assert_int_equal(outbox_trouble(world->app.db, 4500, 2000,
	    world->arena, lines, &count), STATUS_OK);
	assert_int_equal(count, 2);
	assert_string_equal(lines[0].ontvanger, "0@x.nl");
	assert_string_equal(lines[0].antwoord, "550 no");
	assert_string_equal(lines[1].ontvanger, "2@x.nl");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_claim_hands_over_the_letter_as_it_was),
		TEST(test_claim_counts_and_dates_before_anything_is_sent),
		TEST(test_waiting_grows_by_the_square_to_six_hours),
		TEST(test_letter_that_is_late_for_its_event_is_withdrawn),
		TEST(test_letter_that_waited_longest_goes_first),
		TEST(test_letter_is_not_due_before_its_time),
		TEST(test_answer_that_is_final_ends_it),
		TEST(test_relay_that_is_away_costs_no_try),
		TEST(test_retry_makes_it_due_unless_it_was_sent),
		TEST(test_health_knows_the_oldest_and_the_failed),
		TEST(test_list_names_each_letter_oldest_first),
		TEST(test_a_batch_is_taken_at_once_and_by_nobody_else),
		TEST(test_a_letter_in_hand_is_not_due_whoever_asks_for_it),
		TEST(test_released_letters_are_due_as_before),
		TEST(test_cancelled_letters_do_not_go_and_what_went_is_sent),
		TEST(test_no_sixty_seconds_hold_more_than_the_limit),
		TEST(test_alarm_keeps_its_beginning_and_the_last_words),
		TEST(test_get_tells_all_of_a_letter),
		TEST(test_trouble_is_what_failed_lately_or_waits_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
