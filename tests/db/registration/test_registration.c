#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/person_name.h"
#include "db/people/attendee.h"
#include "db/registration/registration.h"
#include "tests/support/world.h"

/* Not in the order of the list, and one of them twice. */
static const char *themas[] = { "llo", "vsv", "llo" };

static struct registration *
delegation(struct world *world)
{
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "wethouder", "wm");

	for (int i = 0; i < CONTACT__MAX; i++)
		if (one->answer[i][0] == '\0')
			one->answer[i] = arena_printf(world->arena,
			    "antwoord %d", i);
	one->participants[0].answer[PARTICIPANT_EMAIL] = "p1@woerden.nl";
	one->participants[0].answer[PARTICIPANT_FUNCTIE] = "wethouder é";
	one->participants[0].session[0] = 12;
	one->participants[0].session[1] = 21;
	one->participants[1].session[1] = 22;
	one->themas = themas;
	one->nthemas = 3;
	return one;
}

static void
test_what_was_written_is_read_back(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world), got;

	world_sign_up(world, one);
	assert_int_equal(registration_get(world->app.db, one->id,
	    world->arena, &got), STATUS_OK);
	assert_int_equal(got.event, 1);
	assert_int_equal(got.versie, 1);
	assert_int_equal(got.aangemeld, WORLD_NOW);
	assert_string_equal(got.gemeente_naam, "Woerden");
	assert_memory_equal(got.key_hash, one->key_hash, HASH_SIZE);
	for (int i = 0; i < CONTACT__MAX; i++)
		assert_string_equal(got.answer[i], one->answer[i]);
	assert_int_equal(got.nparticipants, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct participant *was = &one->participants[i];
		const struct participant *is = &got.participants[i];

		assert_int_equal(is->positie, i + 1);
		assert_int_equal(is->attendance, ATTENDANCE_CONFIRMED);
		assert_int_equal(is->nonce, was->nonce);
		for (int j = 0; j < PARTICIPANT__MAX; j++)
			assert_string_equal(is->answer[j], was->answer[j]);
		for (size_t j = 0; j < ROUNDS_MAX; j++)
			assert_int_equal(is->session[j], was->session[j]);
	}
}

static void
test_topic_chosen_twice_counts_once_in_order(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world), got;

	world_sign_up(world, one);
	assert_int_equal(registration_get(world->app.db, one->id,
	    world->arena, &got), STATUS_OK);
	assert_int_equal(got.nthemas, 2);
	assert_string_equal(got.themas[0], "vsv");
	assert_string_equal(got.themas[1], "llo");
}

static void
test_link_leads_to_its_registration_only(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world);
	char contact[LINK_LENGTH + 1], person[LINK_LENGTH + 1];
	int64_t id = -1, participant = -1;

	world_sign_up(world, one);
	registration_link(one, &world->secret, contact);
	participant_link(&one->participants[1], &world->secret, person);
	assert_int_equal(registration_by_link(world->app.db,
	    &world->secret, contact, &id), STATUS_OK);
	assert_int_equal(id, one->id);
	assert_int_equal(participant_by_link(world->app.db,
	    &world->secret, person, &id, &participant), STATUS_OK);
	assert_int_equal(participant, one->participants[1].id);
	assert_int_equal(registration_by_link(world->app.db,
	    &world->secret, person, &id), STATUS_NOTFOUND);
	assert_int_equal(participant_by_link(world->app.db,
	    &world->secret, contact, &id, &participant), STATUS_NOTFOUND);
	assert_int_equal(registration_by_link(world->app.db,
	    &world->secret, "", &id), STATUS_NOTFOUND);
}

static void
test_link_ends_with_a_new_nonce(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world);
	char contact[LINK_LENGTH + 1], person[LINK_LENGTH + 1];
	int64_t id = -1, participant = -1;

	world_sign_up(world, one);
	registration_link(one, &world->secret, contact);
	participant_link(&one->participants[0], &world->secret, person);
	world_sql(world, "UPDATE registration SET nonce = nonce + 1;"
	    " UPDATE participant SET nonce = nonce + 1");
	assert_int_equal(registration_by_link(world->app.db, &world->secret,
	    contact, &id), STATUS_NOTFOUND);
	assert_int_equal(participant_by_link(world->app.db, &world->secret,
	    person, &id, &participant), STATUS_NOTFOUND);
	assert_int_equal(id, -1);
}

static void
test_key_is_of_one_event(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world);
	struct registration asked;

	world_sign_up(world, one);
	asked = (struct registration){ .event = 1 };
	memcpy(asked.key_hash, one->key_hash, HASH_SIZE);
	memcpy(asked.content, one->content, HASH_SIZE);
	assert_int_equal(registration_by_key(world->app.db, &asked), STATUS_OK);
	assert_int_equal(asked.id, one->id);
	assert_int_equal(asked.nonce, one->nonce);
	asked.event = 2;
	assert_int_equal(registration_by_key(world->app.db, &asked),
	    STATUS_NOTFOUND);
	asked.event = 1;
	asked.key_hash[0] ^= 1;
	assert_int_equal(registration_by_key(world->app.db, &asked),
	    STATUS_NOTFOUND);
}

static void
test_unknown_registration_leaves_the_output_alone(void **state)
{
	struct world *world = *state;
	struct registration got = { .id = 7 };

	assert_int_equal(registration_get(world->app.db, 99, world->arena,
	    &got), STATUS_NOTFOUND);
	assert_int_equal(got.id, 7);
}

static void
test_place_has_the_contract_s_word(void **state)
{
	(void)state;
	assert_string_equal(attendance_word(ATTENDANCE_CONFIRMED), "bevestigd");
	assert_string_equal(attendance_word(ATTENDANCE_WAITING), "wachtlijst");
	assert_string_equal(attendance_word(ATTENDANCE_CANCELLED), "afgemeld");
	for (enum attendance_status attendance = 0;
	    attendance < ATTENDANCE__MAX; attendance++)
		assert_int_equal(attendance_from_word(
		    attendance_word(attendance)), attendance);
}

static void
test_database_refuses_what_makes_no_sense(void **state)
{
	static const char *const attempts[] = {
		"UPDATE participant SET status = 'misschien'",
		"UPDATE participant SET status = 'wachtlijst'",
		"UPDATE participant SET rij = 1",
		"UPDATE participant SET rol = 'burgemeester'",
		"UPDATE participant SET voornaam = ''",
		"UPDATE registration SET gemeente = 'GM9999'",
		"UPDATE registration SET wachtlijst = 'vooraan'",
		"UPDATE participant_session SET session = 99",
		"UPDATE event SET capaciteit = -1",
		"UPDATE event SET einde = begin",
		"UPDATE event SET capaciteit = 'veel'",
		"DELETE FROM registration",
		"DELETE FROM gemeente WHERE code = 'GM0632'",
	};
	struct world *world = *state;
	struct db *db = world_second_writer(world);

	world_sign_up(world, delegation(world));
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		if (db_script(db, attempts[i], SIZE_MAX) == STATUS_OK)
			fail_msg("accepted: %s", attempts[i]);
	db_close(db);
}

static enum status
count(const struct attendee *attendee, struct arena *arena, void *arg)
{
	(void)arena;
	assert_string_equal(attendee->gemeente_code, "GM0632");
	return --*(int *)arg == 0 ? STATUS_INVALID : STATUS_OK;
}

static void
test_walk_ends_when_it_is_told_to(void **state)
{
	struct attendee_filter everybody = attendee_all(1);
	struct attendee_filter elsewhere = attendee_all(2);
	struct world *world = *state;
	int left = 1;
	int64_t all;

	world_sign_up(world, delegation(world));
	assert_int_equal(attendee_count(world->app.db, &everybody, &all),
	    STATUS_OK);
	assert_int_equal(all, 2);
	assert_int_equal(attendee_walk(world->app.db, &everybody, 10,
	    world->arena, count, &left), STATUS_INVALID);
	assert_int_equal(left, 0);
	left = 10;
	assert_int_equal(attendee_walk(world->app.db, &everybody, 1,
	    world->arena, count, &left), STATUS_OK);
	assert_int_equal(left, 9);
	assert_int_equal(attendee_walk(world->app.db, &elsewhere, 10,
	    world->arena, count, &left), STATUS_OK);
	assert_int_equal(left, 9);
}

/* SQL and C say the same of every habit. */
static void
test_whole_name_is_one_in_sql_and_c(void **state)
{
	static const char *const first[] = { "", "-", "–", "—", "Zoë", "J.-P." };
	static const char *const last[] = { "", "van den Berg", "Sukarno" };
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		for (size_t j = 0; j < sizeof(last) / sizeof(last[0]); j++)
			assert_string_equal(world_text(world, "SELECT "
			    FULL_NAME("v", "a") " FROM (SELECT '%s' AS v,"
			    " '%s' AS a)", first[i], last[j]),
			    person_name_full(first[i], last[j], world->arena));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_was_written_is_read_back),
		TEST(test_topic_chosen_twice_counts_once_in_order),
		TEST(test_link_leads_to_its_registration_only),
		TEST(test_link_ends_with_a_new_nonce),
		TEST(test_key_is_of_one_event),
		TEST(test_unknown_registration_leaves_the_output_alone),
		cmocka_unit_test(test_place_has_the_contract_s_word),
		TEST(test_database_refuses_what_makes_no_sense),
		TEST(test_walk_ends_when_it_is_told_to),
		TEST(test_whole_name_is_one_in_sql_and_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
