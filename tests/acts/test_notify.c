/* What is owed: what becomes of several letters about one subject. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox.h"
#include "tests/support/world.h"

#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"zoe@woerden.nl"

/* A delegation of two; the first has an address of her own. */
static int64_t
come(struct world *world)
{
	struct registration *one = world_delegation(world, WORLD_KEY, "alles",
	    "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	return world_sign_up(world, one);
}

/* Those that will go or went, one a line, oldest first. */
static const char *
going(struct world *world)
{
	return world_text(world, "SELECT group_concat(line, '') FROM (SELECT"
	    " soort || ' ' || ontvanger || char(10) AS line FROM outbox"
	    " WHERE status <> 'withdrawn' ORDER BY id)");
}

static int64_t
withdrawn(struct world *world)
{
	return world_number(world, "SELECT count(*) FROM outbox WHERE status"
	    " = 'withdrawn' AND volgende IS NULL AND antwoord = '"
	    OUTBOX_OVERTAKEN "'");
}

static void
test_act_owes_facts_and_no_message(void **state)
{
	struct world *world = *state;

	come(world);
	assert_string_equal(going(world), "aangemeld " CONTACT "\n"
	    "aangemeld " ZOE "\n");
	assert_string_equal(world_text(world, "SELECT DISTINCT wie || event"
	    " || registration FROM outbox"), "contact11");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox o"
	    " JOIN participant p ON p.id = o.participant"
	    " WHERE o.nonce = p.nonce"), 1);
}

static void
test_newer_letter_overtakes_one_that_has_not_gone(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_string_equal(going(world), "afgemeld " CONTACT "\n"
	    "afgemeld " ZOE "\n");
	assert_int_equal(withdrawn(world), 2);
}

static void
test_letter_that_went_is_not_overtaken(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	world_send(world);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_int_equal(withdrawn(world), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"),
	    4);
}

static void
test_letter_in_a_mailers_hand_stays(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	world_sql(world, "UPDATE outbox SET pogingen = 1, vast_tot ="
	    " gemaakt + 480, volgende = gemaakt + 480 WHERE participant = 0");
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_string_equal(going(world), "aangemeld " CONTACT "\n"
	    "afgemeld " CONTACT "\n" "afgemeld " ZOE "\n");
}

/* What the older would have told, the newer tells. */
static void
test_confirmation_that_has_not_gone_stays_one(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 1");
	come(world);
	assert_string_equal(world_places(world, 1), "ww");
	world_sql(world, "UPDATE event SET capaciteit = 5");
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	assert_string_equal(world_places(world, 1), "bb");
	/* Moved up before the first letter went: still the confirmation. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE registration = 1 AND soort = 'aangemeld'"
	    " AND status = 'queued'"), 2);
	assert_int_equal(withdrawn(world), 2);
}

static void
test_limits_put_a_letter_off_and_lose_none(void **state)
{
	struct world *world = *state;
	int64_t id = come(world), waits;

	world->config.limits = true;
	world->config.mail_per_address = 3;
	world->config.mail_per_registration = 60;
	world->config.mail_new_addresses = 30;
	for (int i = 0; i < 20; i++) {
		world_send(world);
		world_set_now(WORLD_NOW + 61 * (i + 1));
		assert_int_equal(i % 2 == 0 ? world_cancel(world, id, 1) :
		    world_restore(world, id, 1), STATUS_OK);
		/* What is put off is not sent by a mailer now. */
		world_sql(world, arena_printf(world->arena, "UPDATE outbox"
		    " SET status = 'sent', verzonden = 1, volgende = NULL"
		    " WHERE volgende <= %lld", (long long)world_now()));
		if (world_number(world, "SELECT count(*) FROM outbox WHERE"
		    " volgende IS NOT NULL") > 0)
			break;
	}
	waits = world_number(world, "SELECT count(*) FROM outbox WHERE"
	    " ontvanger = '" ZOE "' AND volgende > %lld",
	    (long long)world_now());
	assert_int_equal(waits, 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" ZOE "' AND status = 'sent'"), 3);
	/* More of the same becomes that one letter. */
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" ZOE "' AND volgende IS NOT NULL"), 1);
	assert_string_equal(world_text(world, "SELECT soort FROM outbox"
	    " WHERE ontvanger = '" ZOE "' AND volgende IS NOT NULL"),
	    "afgemeld");
}

static void
test_secretary_of_ten_municipalities_never_meets_a_limit(void **state)
{
	static const char *const gemeenten[] = { "GM0632", "GM0518",
		"GM1900" };
	struct world *world = *state;

	world->config.limits = true;
	world->config.mail_per_address = 40;
	world->config.mail_per_registration = 60;
	world->config.mail_new_addresses = 30;
	world_sql(world, "UPDATE event SET capaciteit = 1000");
	for (int i = 0; i < 10; i++) {
		struct registration *one = world_delegation(world,
		    arena_printf(world->arena, "sleutel_van_gemeente_%03d",
		    i), "alles", "wmmmmm");

		one->answer[CONTACT_GEMEENTE] = gemeenten[i % 3];
		for (int j = 0; j < 6; j++)
			one->participants[j].answer[PARTICIPANT_EMAIL] =
			    arena_printf(world->arena, "p%d-%d@x.nl", i, j);
		world_sign_up(world, one);
		world_set_now(world_now() + 60);
		assert_int_equal(world_cancel(world, i + 1, 2), STATUS_OK);
		world_set_now(world_now() + 60);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende > gemaakt + 60"), 0);
}

struct resend_job {
	struct act_context	 act;
	int64_t			 id;
};

static enum status
resend_job(struct db *db, void *arg, struct arena *arena)
{
	const struct resend_job *job = arg;

	return act_resend(db, &job->act, job->id, 0, arena);
}

/* The desk may still mend something; nobody has to hear of it. */
static void
test_nobody_is_written_to_when_the_event_is_over(void **state)
{
	struct world *world = *state;
	int64_t id = come(world), last[] = { WORLD_END - 1, WORLD_END };

	world_sql(world, "UPDATE event SET wijzigen_tot = 9999999999");
	for (size_t i = 0; i < 2; i++) {
		struct act_context act;

		world_send(world);
		world_sql(world, "DELETE FROM outbox");
		world_set_now(last[i]);
		act = world_act(world);
		act.always = true;
		act.who = "account anke";
		assert_int_equal(world_run(world, resend_job,
		    &(struct resend_job){ act, id }), STATUS_OK);
		assert_int_equal(world_count(world, "outbox"), i == 0);
	}
}

static void
test_invented_addresses_of_one_registration_wait(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY, "alles",
	    "wmmm");

	world->config.limits = true;
	world->config.mail_per_address = 40;
	world->config.mail_per_registration = 60;
	world->config.mail_new_addresses = 3;
	for (int i = 0; i < 4; i++)
		one->participants[i].answer[PARTICIPANT_EMAIL] =
		    arena_printf(world->arena, "p%d@woerden.nl", i);
	world_sign_up(world, one);
	/* The contact's own is one of the three. */
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger)"
	    " FROM outbox WHERE volgende > gemaakt"), "p2@woerden.nl,"
	    "p3@woerden.nl");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_act_owes_facts_and_no_message),
		TEST(test_newer_letter_overtakes_one_that_has_not_gone),
		TEST(test_letter_that_went_is_not_overtaken),
		TEST(test_letter_in_a_mailers_hand_stays),
		TEST(test_confirmation_that_has_not_gone_stays_one),
		TEST(test_limits_put_a_letter_off_and_lose_none),
		TEST(test_secretary_of_ten_municipalities_never_meets_a_limit),
		TEST(test_nobody_is_written_to_when_the_event_is_over),
		TEST(test_invented_addresses_of_one_registration_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
