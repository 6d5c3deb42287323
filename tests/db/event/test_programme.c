/* Writing the programme, and what it means to people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/programme.h"
#include "core/arena.h"
#include "core/clock.h"
#include "db/event/programme.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* Without the line breaks of quoted-printable. */
#define SAYS	" WHERE replace(CAST(bericht AS TEXT), '=' || char(13)" \
	" || char(10), '') LIKE "

/* One act of an organiser; the job of the writer. */
struct programme_job {
	struct act_context	 act;
	struct round		 round;
	struct session		 session;
	struct programme_item	 item;
	int64_t			 id;
	int64_t			 to;
	int			 step;
};

static enum status
put_round(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_put_round(db, &action->act, &action->round, arena);
}

static enum status
remove_round(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_remove_round(db, &action->act, action->id, arena);
}

static enum status
put_session(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_put_session(db, &action->act, action->to, &action->session,
	    arena);
}

static enum status
remove_session(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_remove_session(db, &action->act, action->id, action->to,
	    arena);
}

static enum status
move_session(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_move_session(db, &action->act, action->id, action->step,
	    arena);
}

static enum status
put_item(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_put_item(db, &action->act, &action->item, arena);
}

static enum status
remove_item(struct db *db, void *arg, struct arena *arena)
{
	struct programme_job *action = arg;

	return act_remove_item(db, &action->act, action->id, arena);
}

static enum status
run(struct world *world, db_work work, struct programme_job *action)
{
	bool quiet = action->act.quiet;

	action->act = world_act(world);
	action->act.quiet = quiet;
	return world_run(world, work, action);
}

/* One person, of a delegation of its own, who chose this in round 1. */
static int64_t
choose(struct world *world, const char *key, int64_t session)
{
	struct registration *one = world_delegation(world, key, "alles",
	    "m");

	one->answer[CONTACT_EMAIL] = arena_printf(world->arena,
	    "%.10s@woerden.nl", key);
	one->participants[0].session[0] = session;
	return world_sign_up(world, one);
}

static const char *
choices(struct world *world)
{
	return world_text(world, "SELECT group_concat(session ||"
	    " substr(status, 1, 1), ' ') FROM (SELECT session, status FROM"
	    " participant_session ORDER BY participant)");
}

static const char *
order(struct world *world)
{
	return world_text(world, "SELECT group_concat(titel, ' ') FROM"
	    " (SELECT titel FROM session WHERE round = 1 ORDER BY positie)");
}

/* Lassen (11) has 2 places: two are in and one waits. */
static int
programme_open(void **state)
{
	struct world *world;

	if (world_open(state) != 0)
		return -1;
	world = *state;
	choose(world, "aaaaaaaaaa_van_de_eerste", 11);
	choose(world, "bbbbbbbbbb_van_de_tweede", 11);
	choose(world, "cccccccccc_van_de_derde_", 11);
	world_sql(world, "DELETE FROM outbox");
	return strcmp(choices(world), "11b 11b 11w");
}

static struct session
lassen(struct world *world)
{
	const struct round *in;

	return *catalog_session(world_catalog(world), 11, &in);
}

static void
test_rounds_are_numbered_by_time(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .round = {
		.titel = "Ontbijt", .begin = WORLD_BEGIN - 3600,
		.einde = WORLD_BEGIN,
	} };

	assert_int_equal(run(world, put_round, &action), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(nummer ||"
	    " titel, ' ') FROM (SELECT nummer, titel FROM round ORDER BY"
	    " nummer)"), "1Ontbijt 2Ronde 1 3Ronde 2");
	/* Choices stay with their session, whatever its round is called. */
	assert_string_equal(choices(world), "11b 11b 11w");
	assert_int_equal(world_count(world, "outbox"), 0);
	action.id = action.round.id;
	assert_int_equal(run(world, remove_round, &action), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(nummer ||"
	    " titel, ' ') FROM (SELECT nummer, titel FROM round ORDER BY"
	    " nummer)"), "1Ronde 1 2Ronde 2");
}

static void
test_there_are_no_more_rounds_than_fit(void **state)
{
	struct world *world = *state;
	enum status status = STATUS_OK;
	int64_t added = 0;

	while (status == STATUS_OK && added < 20) {
		struct programme_job action = { .round = {
			.titel = "Nog een", .begin = WORLD_BEGIN + added,
			.einde = WORLD_END,
		} };

		status = run(world, put_round, &action);
		added += status == STATUS_OK;
	}
	assert_int_equal(status, STATUS_FULL);
	assert_int_equal(world_count(world, "round"), ROUNDS_MAX);
}

static void
test_round_with_sessions_is_not_removed(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .id = 1 };

	assert_int_equal(run(world, remove_round, &action), STATUS_FULL);
	action.id = 99;
	assert_int_equal(run(world, remove_round, &action), STATUS_NOTFOUND);
	assert_int_equal(world_count(world, "round"), 2);
}

static void
test_new_time_of_a_round_is_told_to_who_chose_in_it(void **state)
{
	struct world *world = *state;
	struct programme_job action = {
		.round = *catalog_round(world_catalog(world), 1),
	};

	action.round.begin += 900;
	choose(world, "dddddddddd_koos_iets_anders", 0);
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(run(world, put_round, &action), STATUS_OK);
	assert_string_equal(world_letters(world),
	    "gewijzigd aaaaaaaaaa@woerden.nl\n"
	    "gewijzigd bbbbbbbbbb@woerden.nl\n"
	    "gewijzigd cccccccccc@woerden.nl\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    SAYS "'%%Ronde 1 heeft een andere tijd%%'"), 3);
}

static void
test_another_room_is_told_unless_quiet(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .session = lassen(world) };

	action.act.quiet = true;
	action.session.zaal = "Zaal 3";
	assert_int_equal(run(world, put_session, &action), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 0);
	action.act.quiet = false;
	action.session.zaal = "Zaal 4";
	assert_int_equal(run(world, put_session, &action), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 3);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    SAYS "'%%een andere zaal: Zaal 4 (was: Zaal"
	    " 3)%%'"), 3);
}

static void
test_more_seats_go_to_who_waits(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .session = lassen(world) };

	action.act.quiet = true;
	action.session.capaciteit = 3;
	assert_int_equal(run(world, put_session, &action), STATUS_OK);
	assert_string_equal(choices(world), "11b 11b 11b");
	/* Quiet is about the change; a seat is told of. */
	assert_string_equal(world_letters(world),
	    "gewijzigd cccccccccc@woerden.nl\n");
}

static void
test_fewer_seats_take_none_away(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .session = lassen(world) };

	action.session.capaciteit = 1;
	assert_int_equal(run(world, put_session, &action), STATUS_OK);
	assert_string_equal(choices(world), "11b 11b 11w");
	assert_int_equal(world_number(world, "SELECT capaciteit FROM session"
	    " WHERE id = 11"), 1);
}

static void
test_choosers_move_behind_those_who_chose_it(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .id = 11, .to = 12 };

	/* Bakken has one chooser and one seat left. */
	choose(world, "dddddddddd_koos_bakken__", 12);
	world_sql(world, "UPDATE session SET capaciteit = 2 WHERE id = 12;"
	    " DELETE FROM outbox");
	assert_int_equal(run(world, remove_session, &action), STATUS_OK);
	assert_string_equal(choices(world), "12b 12w 12w 12b");
	assert_int_equal(world_number(world, "SELECT count(*) FROM session"
	    " WHERE id = 11"), 0);
	/* One letter each, which says all of it. */
	assert_string_equal(world_letters(world),
	    "gewijzigd aaaaaaaaaa@woerden.nl\n"
	    "gewijzigd bbbbbbbbbb@woerden.nl\n"
	    "gewijzigd cccccccccc@woerden.nl\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    SAYS "'%%Lassen gaat niet door. In plaats daarvan:"
	    " Bakken%%'"), 3);
}

static void
test_choosers_are_left_without_a_choice(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .id = 11 };

	world_cancel(world, 3, 0);	/* whose choice is kept, cancelled */
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(run(world, remove_session, &action), STATUS_OK);
	assert_int_equal(world_count(world, "participant_session"), 0);
	assert_string_equal(world_letters(world),
	    "gewijzigd aaaaaaaaaa@woerden.nl\n"
	    "gewijzigd bbbbbbbbbb@woerden.nl\n");
	assert_string_equal(world_places(world, 1), "b");
}

static void
test_participant_with_an_address_hears_of_it_too(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .id = 11 };

	world_sql(world, "UPDATE participant SET email = 'zoe@woerden.nl'"
	    " WHERE id = 1");
	assert_int_equal(run(world, remove_session, &action), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = 'zoe@woerden.nl'"), 1);
}

static void
test_session_is_not_moved_into_another_round(void **state)
{
	static const struct {
		int64_t		id;
		int64_t		to;
		enum status	status;
	} vectors[] = {
		{ 11, 21, STATUS_INVALID }, { 11, 11, STATUS_INVALID },
		{ 11, 99, STATUS_INVALID }, { 99, 0, STATUS_NOTFOUND },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct programme_job action = {
			.id = vectors[i].id, .to = vectors[i].to,
		};

		assert_int_equal(run(world, remove_session, &action),
		    vectors[i].status);
	}
	assert_string_equal(choices(world), "11b 11b 11w");
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_sessions_change_their_order(void **state)
{
	struct world *world = *state;
	struct programme_job action = { .id = 12, .step = -1 };

	assert_string_equal(order(world), "Lassen Bakken");
	assert_int_equal(run(world, move_session, &action), STATUS_OK);
	assert_string_equal(order(world), "Bakken Lassen");
	assert_int_equal(run(world, move_session, &action), STATUS_OK);
	assert_string_equal(order(world), "Bakken Lassen");
	action.step = 1;
	assert_int_equal(run(world, move_session, &action), STATUS_OK);
	assert_string_equal(order(world), "Lassen Bakken");
}

static void
test_session_and_item_are_added_and_removed(void **state)
{
	struct world *world = *state;
	struct programme_job action = {
		.session = {
			.titel = "Timmeren", .omschrijving = "",
			.zaal = "", .capaciteit = 4,
		},
		.item = {
			.titel = "Lunch", .omschrijving = "",
			.begin = WORLD_BEGIN + 7200, .einde = WORLD_END,
		},
		.to = 1,
	};

	assert_int_equal(run(world, put_session, &action), STATUS_OK);
	assert_string_equal(order(world), "Lassen Bakken Timmeren");
	assert_int_equal(run(world, put_item, &action), STATUS_OK);
	action.item.titel = "Diner";
	assert_int_equal(run(world, put_item, &action), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(titel, ' ')"
	    " FROM programme_item"), "Welkom Diner");
	action.id = action.item.id;
	assert_int_equal(run(world, remove_item, &action), STATUS_OK);
	assert_int_equal(run(world, remove_item, &action), STATUS_NOTFOUND);
	assert_int_equal(world_count(world, "programme_item"), 1);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_parts_of_another_event_are_out_of_reach(void **state)
{
	struct world *world = *state;
	struct programme_job action = {
		.session = lassen(world), .id = 31, .item = { .id = 9,
		    .titel = "x", .omschrijving = "" },
		.round = { .id = 3, .titel = "x", .begin = 1, .einde = 2 },
	};

	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'x', titel, begin,"
	    " einde, locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email FROM event;"
	    " INSERT INTO round VALUES (3, 2, 1, 'R', 1, 2);"
	    " INSERT INTO session (id, round, positie, titel, capaciteit)"
	    " VALUES (31, 3, 1, 'S', 1);"
	    " INSERT INTO programme_item (id, event, begin, einde, titel)"
	    " VALUES (9, 2, 1, 2, 'I')");
	action.session.id = 31;
	assert_int_equal(run(world, put_session, &action), STATUS_NOTFOUND);
	assert_int_equal(run(world, remove_session, &action), STATUS_NOTFOUND);
	assert_int_equal(run(world, put_round, &action), STATUS_NOTFOUND);
	assert_int_equal(run(world, put_item, &action), STATUS_NOTFOUND);
	action.id = 9;
	assert_int_equal(run(world, remove_item, &action), STATUS_NOTFOUND);
}

static void
test_time_on_the_clock_stays_over_its_change(void **state)
{
	struct world *world = *state;
	int64_t winter = 0, summer = 0;

	assert_int_equal(clock_parse("2027-01-12T10:00", &winter), STATUS_OK);
	assert_int_equal(clock_parse("2027-06-15T08:00", &summer), STATUS_OK);
	assert_int_equal(clock_days(winter, summer), 154);
	assert_int_equal(clock_days(summer, winter), -154);
	assert_int_equal(clock_days(winter, winter + 7200), 0);
	assert_string_equal(clock_local(clock_later(winter, 154),
	    world->arena), "2027-06-15T10:00");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, programme_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rounds_are_numbered_by_time),
		TEST(test_there_are_no_more_rounds_than_fit),
		TEST(test_round_with_sessions_is_not_removed),
		TEST(test_new_time_of_a_round_is_told_to_who_chose_in_it),
		TEST(test_another_room_is_told_unless_quiet),
		TEST(test_more_seats_go_to_who_waits),
		TEST(test_fewer_seats_take_none_away),
		TEST(test_choosers_move_behind_those_who_chose_it),
		TEST(test_choosers_are_left_without_a_choice),
		TEST(test_participant_with_an_address_hears_of_it_too),
		TEST(test_session_is_not_moved_into_another_round),
		TEST(test_sessions_change_their_order),
		TEST(test_session_and_item_are_added_and_removed),
		TEST(test_parts_of_another_event_are_out_of_reach),
		TEST(test_time_on_the_clock_stays_over_its_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
