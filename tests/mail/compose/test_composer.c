/* From what is owed to what is sent, and what can come between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "mail/compose/composer.h"
#include "tests/support/world.h"

#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"zoe@woerden.nl"
#define MANY		20

/* A mailer's turn, taken apart: compose, and then claim. */
struct composer_turn {
	struct world		*world;
	struct composer		*composer;
	struct composed		 composed[MANY];
	size_t			 ncomposed;
	struct claim		 claims[MANY];
	size_t			 nclaims;
};

static void
turn_open(struct world *world, struct composer_turn *turn)
{
	*turn = (struct composer_turn){ .world = world };
	assert_int_equal(composer_new(&world->config, &world->secret,
	    &turn->composer), STATUS_OK);
}

static void
compose(struct composer_turn *turn)
{
	assert_int_equal(composer_run(turn->composer,
	    &(struct terms){ .now = world_now(), .max = MANY },
	    turn->world->arena, turn->composed, &turn->ncomposed), STATUS_OK);
}

static enum status
claim_job(struct db *db, void *arg, struct arena *arena)
{
	struct composer_turn *turn = arg;

	(void)arena;
	return outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 480, .max = MANY,
	}, turn->composed, turn->ncomposed, turn->world->arena, turn->claims,
	    &turn->nclaims);
}

static size_t
claim(struct composer_turn *turn)
{
	enum status status;

	turn->nclaims = 0;
	status = world_run(turn->world, claim_job, turn);
	assert_true(status == STATUS_OK || status == STATUS_NOTFOUND);
	return turn->nclaims;
}

static const struct claim *
claim_to(const struct composer_turn *turn, const char *address)
{
	for (size_t i = 0; i < turn->nclaims; i++)
		if (strcmp(turn->claims[i].ontvanger, address) == 0)
			return &turn->claims[i];
	return NULL;
}

static int64_t
come(struct world *world)
{
	struct registration *one = world_delegation(world, WORLD_KEY, "alles",
	    "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	return world_sign_up(world, one);
}

static const char *
state_of(struct world *world, const char *address)
{
	return world_text(world, "SELECT group_concat(soort || ' ' || status,"
	    " ', ') FROM (SELECT * FROM outbox WHERE ontvanger = '%s'"
	    " ORDER BY id)", address);
}

static void
test_message_is_sent_unchanged_at_every_try(void **state)
{
	struct world *world = *state;
	const struct claim *one;
	const char *first;
	struct composer_turn turn;

	come(world);
	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(turn.ncomposed, 2);
	assert_int_equal(claim(&turn), 2);
	one = claim_to(&turn, CONTACT);
	assert_non_null(one);
	first = arena_copy(world->arena, one->bericht, one->length);
	assert_non_null(strstr(first, "Subject: "));
	/* Deferred; meanwhile something changes that nobody is told of. */
	world_sql(world, "UPDATE outbox SET status = 'deferred', volgende ="
	    " 1, vast_tot = 1; UPDATE registration SET vraag = 'Anders?',"
	    " versie = versie + 1");
	compose(&turn);
	assert_int_equal(turn.ncomposed, 0);
	assert_int_equal(claim(&turn), 2);
	one = claim_to(&turn, CONTACT);
	assert_string_equal(arena_copy(world->arena, one->bericht,
	    one->length), first);
	assert_int_equal(one->pogingen, 2);
	composer_free(turn.composer);
}

static void
test_what_moved_since_is_composed_again(void **state)
{
	struct world *world = *state;
	struct composer_turn turn;

	come(world);
	turn_open(world, &turn);
	compose(&turn);
	world_sql(world, "UPDATE registration SET contact_achternaam ="
	    " 'Nieuwnaam', versie = versie + 1");
	assert_int_equal(claim(&turn), 0);
	assert_string_equal(state_of(world, CONTACT), "aangemeld queued");
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	assert_non_null(memmem(claim_to(&turn, CONTACT)->bericht,
	    claim_to(&turn, CONTACT)->length, "Nieuwnaam", 9));
	composer_free(turn.composer);
}

static void
test_letter_that_cannot_be_composed_stops_no_other(void **state)
{
	struct world *world = *state;
	struct composer_turn turn;

	come(world);
	world_sql(world, "UPDATE outbox SET soort = 'onbekend'"
	    " WHERE ontvanger = '" CONTACT "'");
	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(claim(&turn), 1);
	assert_string_equal(turn.claims[0].ontvanger, ZOE);
	assert_string_equal(state_of(world, CONTACT), "onbekend failed");
	assert_non_null(strstr(world_text(world, "SELECT antwoord FROM outbox"
	    " WHERE ontvanger = '" CONTACT "'"), "kon niet worden opgesteld"));
	composer_free(turn.composer);
}

/* What makes a letter somebody else's, and whether it has been composed. */
static const struct {
	const char	*what;
	bool		 written;
} moves[] = {
	{ "UPDATE participant SET nonce = nonce + 1 WHERE id = 1", false },
	{ "UPDATE participant SET nonce = nonce + 1 WHERE id = 1", true },
	{ "UPDATE participant SET email = 'x@y.nl' WHERE id = 1", false },
	{ "UPDATE participant SET email = 'x@y.nl' WHERE id = 1", true },
};

static void
test_letter_is_withdrawn_when_the_address_is_anothers(void **state)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		struct world *world;
		struct composer_turn turn;

		if (i > 0) {
			world_close(state);
			world_open(state);
		}
		world = *state;
		come(world);
		turn_open(world, &turn);
		compose(&turn);
		if (moves[i].written) {
			assert_int_equal(claim(&turn), 2);
			world_sql(world, "UPDATE outbox SET status ="
			    " 'deferred', volgende = 1, vast_tot = 1");
		}
		world_sql(world, moves[i].what);
		assert_int_equal(claim(&turn), 1);
		assert_string_equal(turn.claims[0].ontvanger, CONTACT);
		assert_string_equal(state_of(world, ZOE),
		    "aangemeld withdrawn");
		assert_string_equal(world_text(world, "SELECT antwoord FROM"
		    " outbox WHERE ontvanger = '" ZOE "'"), OUTBOX_MOVED_ON);
		composer_free(turn.composer);
	}
}

/*
 * The relay takes its time over the confirmation while the delegation is
 * cancelled, and then defers it: nobody may read "afgemeld" first.
 */
static void
test_older_letter_that_comes_back_is_not_sent_after_newer(void **state)
{
	struct world *world = *state;
	struct composer_turn turn;
	int64_t id = come(world);

	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	/* The older is in the relay's hand: the newer waits. */
	compose(&turn);
	assert_int_equal(claim(&turn), 0);
	world_sql(world, "UPDATE outbox SET status = 'deferred', vast_tot = 1,"
	    " volgende = 1 WHERE soort = 'aangemeld'; UPDATE outbox SET"
	    " volgende = 1 WHERE soort = 'afgemeld'");
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	assert_string_equal(state_of(world, ZOE),
	    "aangemeld withdrawn, afgemeld queued");
	assert_string_equal(state_of(world, CONTACT),
	    "aangemeld withdrawn, afgemeld queued");
	composer_free(turn.composer);
}

static void
test_older_letter_that_went_lets_the_newer_follow(void **state)
{
	struct world *world = *state;
	struct composer_turn turn;
	int64_t id = come(world);

	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	world_sql(world, "UPDATE outbox SET status = 'sent', verzonden = 1,"
	    " volgende = NULL"
	    " WHERE soort = 'aangemeld'");
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	assert_string_equal(state_of(world, ZOE),
	    "aangemeld sent, afgemeld queued");
	composer_free(turn.composer);
}

struct stopping {
	int64_t	first;
	int64_t	last;
	int64_t	stopped;
};

static enum status
stop_job(struct db *db, void *arg, struct arena *arena)
{
	struct stopping *stopping = arg;

	(void)arena;
	return outbox_stop(db, stopping->first, stopping->last,
	    OUTBOX_STOPPED, &stopping->stopped);
}

static void
test_stopping_touches_only_what_nobody_tried(void **state)
{
	struct world *world = *state;
	struct stopping stopping = { .first = 1, .last = 2 };
	struct composer_turn turn;

	come(world);
	world_sql(world, "UPDATE outbox SET volgende = volgende + 600"
	    " WHERE id = 2");
	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(claim(&turn), 1);
	assert_int_equal(world_run(world, stop_job, &stopping), STATUS_OK);
	assert_int_equal(stopping.stopped, 1);
	assert_string_equal(world_text(world, "SELECT group_concat(status)"
	    " FROM outbox"), "queued,withdrawn");
	composer_free(turn.composer);
}

static enum status
take_over_job(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return outbox_take_over(db, world_now(), arg);
}

/* One letter was owed, and one was deferred, by a clock a year ahead. */
static void
test_clock_that_was_ahead_keeps_no_letter(void **state)
{
	struct world *world = *state;
	struct composer_turn turn;
	int64_t count = 0;

	come(world);
	world_sql(world, "UPDATE outbox SET gemaakt = gemaakt + 31536000,"
	    " volgende = volgende + 31536000, vast_tot = vast_tot + 31536000;"
	    " UPDATE outbox SET status = 'deferred', pogingen = 3,"
	    " volgende = volgende + 600 WHERE id = 2");
	turn_open(world, &turn);
	compose(&turn);
	assert_int_equal(claim(&turn), 0);
	/* The mailer that starts with the clock set right. */
	assert_int_equal(world_run(world, take_over_job, &count), STATUS_OK);
	assert_int_equal(count, 2);
	compose(&turn);
	assert_int_equal(claim(&turn), 2);
	composer_free(turn.composer);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_message_is_sent_unchanged_at_every_try),
		TEST(test_what_moved_since_is_composed_again),
		TEST(test_letter_that_cannot_be_composed_stops_no_other),
		TEST(test_letter_is_withdrawn_when_the_address_is_anothers),
		TEST(test_older_letter_that_comes_back_is_not_sent_after_newer),
		TEST(test_older_letter_that_went_lets_the_newer_follow),
		TEST(test_stopping_touches_only_what_nobody_tried),
		TEST(test_clock_that_was_ahead_keeps_no_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
