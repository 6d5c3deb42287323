#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/world.h"

#define CONTACT	"a.devries@woerden.nl"
#define ZOE	"zoe@woerden.nl"
#define JAN	"jan@woerden.nl"

static struct registration *
delegation(struct world *world, const char *key, const char *first_email,
    const char *second_email)
{
	struct registration *one = world_delegation(world, key, "passend",
	    "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = first_email;
	one->participants[1].answer[PARTICIPANT_EMAIL] = second_email;
	return one;
}

static void
forget_letters(struct world *world)
{
	world_sql(world, "DELETE FROM outbox");
}

/* The audit rows: who, what, whose, in the order written. */
static const char *
audit(struct world *world)
{
	return world_text(world, "SELECT group_concat(line, '') FROM"
	    " (SELECT wie || ' ' || wat || ' ' || registration ||"
	    " coalesce('/' || participant, '') || char(10) AS line"
	    " FROM audit ORDER BY id)");
}

static void
test_sign_up_writes_everything_together(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY, ZOE, "");
	int64_t id;

	one->participants[0].session[1] = 22;
	one->themas = (const char *[]){ "llo", "vsv" };
	one->nthemas = 2;
	id = world_sign_up(world, one);
	assert_string_equal(world_places(world, id), "bb");
	/* A place that was given is the first number of the entry. */
	assert_int_equal(world_number(world, "SELECT sum(agenda)"
	    " FROM participant"), 2);
	assert_string_equal(world_letters(world),
	    "aangemeld " CONTACT "\n" "aangemeld " ZOE "\n");
	assert_string_equal(audit(world), "contact aangemeld 1\n");
	assert_int_equal(world_count(world, "registration_thema"), 2);
	assert_string_equal(world_text(world, "SELECT status FROM"
	    " participant_session WHERE round = 2 AND session = 22"),
	    "bevestigd");
}

static void
test_same_key_twice_changes_nothing(void **state)
{
	struct world *world = *state;
	struct registration *again;

	world_sign_up(world, delegation(world, WORLD_KEY, ZOE, ""));
	again = delegation(world, WORLD_KEY, "iemand@anders.nl", JAN);
	again->answer[CONTACT_EMAIL] = "iemand@anders.nl";
	assert_int_equal(world_try_sign_up(world, again), STATUS_INVALID);
	assert_int_equal(world_try_sign_up(world, delegation(world, WORLD_KEY,
	    ZOE, "")), STATUS_OK);
	assert_int_equal(world_count(world, "registration"), 1);
	assert_int_equal(world_count(world, "participant"), 2);
	assert_int_equal(world_count(world, "outbox"), 2);
	assert_int_equal(world_count(world, "audit"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger LIKE '%%anders%%'"), 0);
}

static void
test_used_key_is_good_after_closing_too(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY, "", "");

	world_sign_up(world, one);
	world_set_now(WORLD_CLOSES);
	assert_int_equal(world_try_sign_up(world, one), STATUS_OK);
	assert_int_equal(world_count(world, "registration"), 1);
}

static void
test_contact_who_comes_too_gets_one_letter(void **state)
{
	struct world *world = *state;

	world_sign_up(world, delegation(world, WORLD_KEY,
	    "A.DeVries@Woerden.nl", ""));
	assert_string_equal(world_letters(world), "aangemeld " CONTACT "\n");
}

static void
test_two_with_one_address_get_a_letter_each(void **state)
{
	struct world *world = *state;

	world_sign_up(world, delegation(world, WORLD_KEY, ZOE, ZOE));
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" ZOE "'"), 2);
}

static void
test_closed_event_takes_nobody(void **state)
{
	static const struct {
		int64_t		now;
		enum status	expected;
	} vectors[] = {
		{ 1795400000 - 1, STATUS_NOTFOUND },
		{ 1795400000, STATUS_OK },
		{ WORLD_CLOSES - 1, STATUS_OK },
		{ WORLD_CLOSES, STATUS_NOTFOUND },
		{ WORLD_END, STATUS_NOTFOUND },
	};
	struct world *world = *state;
	int64_t before;

	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		before = world_count(world, "registration");
		world_set_now(vectors[i].now);
		assert_int_equal(world_try_sign_up(world, delegation(world,
		    arena_printf(world->arena, "sleutel_van_poging_nr_%zu", i),
		    "", "")), vectors[i].expected);
		assert_int_equal(world_count(world, "registration"), before +
		    (vectors[i].expected == STATUS_OK));
	}
}

static void
test_cancelling_one_tells_who_it_concerns(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    JAN));

	forget_letters(world);
	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	assert_string_equal(world_places(world, id), "ba");
	assert_string_equal(world_letters(world),
	    "afgemeld " CONTACT "\n" "afgemeld " JAN "\n");
	assert_string_equal(audit(world),
	    "contact aangemeld 1\n" "contact afgemeld 1/2\n");
}

static void
test_cancelling_all_tells_everybody(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    JAN));

	forget_letters(world);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_string_equal(world_places(world, id), "aa");
	assert_string_equal(world_letters(world), "afgemeld " CONTACT "\n"
	    "afgemeld " ZOE "\n" "afgemeld " JAN "\n");
	assert_string_equal(audit(world),
	    "contact aangemeld 1\n" "contact afgemeld 1\n");
}

static void
test_cancelling_twice_is_once(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    ""));

	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	forget_letters(world);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_string_equal(world_letters(world), "");
	assert_int_equal(world_count(world, "audit"), 2);
}

static void
test_restoring_brings_back_with_a_letter(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    JAN));

	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	forget_letters(world);
	assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	assert_string_equal(world_places(world, id), "ba");
	assert_string_equal(world_letters(world),
	    "hersteld " CONTACT "\n" "hersteld " ZOE "\n");
	assert_string_equal(audit(world), "contact aangemeld 1\n"
	    "contact afgemeld 1\n" "contact hersteld 1/1\n");
	/* A person who is there already stays as they are. */
	forget_letters(world);
	assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	assert_string_equal(world_letters(world), "");
}

static void
test_unknown_person_is_not_found(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, "",
	    ""));

	assert_int_equal(world_cancel(world, id, 3), STATUS_NOTFOUND);
	assert_int_equal(world_cancel(world, id, -1), STATUS_NOTFOUND);
	assert_int_equal(world_cancel(world, id + 1, 0), STATUS_NOTFOUND);
	assert_int_equal(world_restore(world, id, 3), STATUS_NOTFOUND);
	assert_string_equal(world_places(world, id), "bb");
}

static void
test_too_late_is_not_found(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, "",
	    ""));

	/* Nobody has to keep a seat that they will not use. */
	world_set_now(WORLD_BEGIN - 1);
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_int_equal(world_restore(world, id, 1), STATUS_NOTFOUND);
	world_set_now(WORLD_END);
	assert_int_equal(world_cancel(world, id, 2), STATUS_NOTFOUND);
	assert_string_equal(world_places(world, id), "ab");
}

static void
test_who_moves_up_is_told(void **state)
{
	struct world *world = *state;
	int64_t first, second;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	first = world_sign_up(world, delegation(world, WORLD_KEY, "", ""));
	second = world_sign_up(world, delegation(world,
	    "sleutel_van_de_tweede_1", ZOE, JAN));
	assert_string_equal(world_places(world, second), "ww");
	forget_letters(world);
	assert_int_equal(world_cancel(world, first, 1), STATUS_OK);
	assert_string_equal(world_places(world, second), "bw");
	/* Jan still waits and hears nothing. */
	assert_string_equal(world_text(world, "SELECT group_concat(line, '')"
	    " FROM (SELECT soort || ' ' || ontvanger || char(10) AS line"
	    " FROM outbox ORDER BY soort, id)"), "afgemeld " CONTACT "\n"
	    "opgeschoven " CONTACT "\n" "opgeschoven " ZOE "\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wie = 'systeem' AND wat = 'opgeschoven'"
	    " AND registration = %lld", (long long)second), 1);
}

static void
test_who_moves_up_by_a_colleague_is_told_too(void **state)
{
	struct world *world = *state;
	int64_t id;

	world_sql(world, "UPDATE event SET capaciteit = 1");
	id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE, JAN));
	assert_string_equal(world_places(world, id), "bw");
	forget_letters(world);
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_string_equal(world_places(world, id), "ab");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" JAN "'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'opgeschoven'"), 1);
}

static void
test_each_change_after_a_letter_went_has_its_own_letter(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    ""));

	world_send(world);
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	world_send(world);
	assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	world_send(world);
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE registration = 1 AND participant = 0"), 4);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" ZOE "'"), 4);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE status = 'withdrawn'"), 0);
}

static void
test_audit_row_holds_no_personal_data(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY, ZOE,
	    JAN));

	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_int_equal(world_restore(world, id, 1), STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 3);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wie || wat || toelichting LIKE '%%Dijk%%'"
	    " OR wie || wat || toelichting LIKE '%%@%%'"), 0);
}

struct late {
	struct act_context	 act;
	struct registration	*one;
};

static enum status
sign_up_late(struct db *db, void *arg, struct arena *arena)
{
	struct late *late = arg;

	return act_sign_up(db, &late->act, late->one, arena);
}

static void
test_event_of_another_catalog_is_refused(void **state)
{
	struct world *world = *state;
	struct late late = {
		world_act(world), delegation(world, WORLD_KEY, "", ""),
	};

	/* Between the page and the write another event became the shown. */
	world_sql(world, "UPDATE event SET zichtbaar = 0;"
	    "INSERT INTO event (uid, titel, begin, einde, locatie,"
	    " capaciteit, aanmelden_open, aanmelden_dicht, organisatie,"
	    " organisatie_email, zichtbaar) VALUES ('ander@example.nl',"
	    " 'Ander', 1799744400, 1799762400, 'Ede', 5, 1795400000,"
	    " 1799190000, 'MBO Raad', 'info@mboraad.nl', 1)");
	assert_int_equal(world_run(world, sign_up_late, &late),
	    STATUS_NOTFOUND);
	assert_int_equal(world_count(world, "registration"), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_sign_up_writes_everything_together),
		TEST(test_same_key_twice_changes_nothing),
		TEST(test_used_key_is_good_after_closing_too),
		TEST(test_contact_who_comes_too_gets_one_letter),
		TEST(test_two_with_one_address_get_a_letter_each),
		TEST(test_closed_event_takes_nobody),
		TEST(test_cancelling_one_tells_who_it_concerns),
		TEST(test_cancelling_all_tells_everybody),
		TEST(test_cancelling_twice_is_once),
		TEST(test_restoring_brings_back_with_a_letter),
		TEST(test_unknown_person_is_not_found),
		TEST(test_too_late_is_not_found),
		TEST(test_who_moves_up_is_told),
		TEST(test_who_moves_up_by_a_colleague_is_told_too),
		TEST(test_each_change_after_a_letter_went_has_its_own_letter),
		TEST(test_audit_row_holds_no_personal_data),
		TEST(test_event_of_another_catalog_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
