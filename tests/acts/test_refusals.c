/*
 * What acts refuse, as their headers promise: of another event, of who is not
 * there or not any more, too late, without what is asked.  Nothing changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/account.h"
#include "acts/campaign.h"
#include "acts/mailing.h"
#include "acts/offer.h"
#include "acts/programme.h"
#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ACCOUNT	3	/* the organiser's, without a second factor */

/* Of the registration 1: Zoë comes, Jan cancelled; both have a mailbox. */
static int
open_filled(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, WORLD_KEY, "passend", "wm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = "zoe@woerden.nl";
	one->participants[1].answer[PARTICIPANT_EMAIL] = "jan@woerden.nl";
	world_sign_up(world, one);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	return 0;
}

static int
close_filled(void **state)
{
	world_set_now(WORLD_NOW);
	return world_close(state);
}

/* Everything that an act writes, or what it did in words. */
static const char *
traces(struct world *world)
{
	return world_text(world, "SELECT (SELECT group_concat(versie) FROM"
	    " registration) || (SELECT group_concat(status || email) FROM"
	    " participant) || (SELECT count(*) FROM outbox) || (SELECT"
	    " count(*) FROM audit) || (SELECT count(*) FROM login) || (SELECT"
	    " group_concat(rol || wachtwoord) FROM account) || (SELECT"
	    " count(*) FROM totp) || (SELECT count(*) FROM geen_nieuws)");
}

typedef enum status refused(struct db *, const struct act_context *,
    struct arena *);

struct job {
	struct act_context	 act;
	refused			*try;
};

static enum status
run_job(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	return job->try(db, &job->act, arena);
}

/* Of one person of a registration, by number. */
static enum status (*const of_people[])(struct db *,
    const struct act_context *, int64_t, int64_t, struct arena *) = {
	act_cancel, act_restore, act_confirm, act_resend, act_override,
	act_accept, act_erase,
};

static size_t whose;

static enum status
one_of_people(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return of_people[whose](db, act, 1, 1, arena);
}

static enum status
a_change(struct db *db, const struct act_context *act, struct arena *arena)
{
	struct registration wanted;

	assert_int_equal(registration_get(db, 1, arena, &wanted), STATUS_OK);
	wanted.answer[CONTACT_VOORNAAM] = "Anna";
	return act_change(db, act, &wanted, arena);
}

static enum status
a_replacement(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct registration now;

	assert_int_equal(registration_get(db, 1, arena, &now), STATUS_OK);
	now.participants[0].answer[PARTICIPANT_VOORNAAM] = "Anna";
	return act_replace(db, act, 1, now.versie, &now.participants[0],
	    arena);
}

static enum status
a_copy(struct db *db, const struct act_context *act, struct arena *arena)
{
	return act_copy_event(db, act, &(struct event_copy){
		.uid = "kopie@example.nl", .titel = "Nog een", .days = 70,
	    }, arena);
}

static enum status
at_another_event(struct db *db, void *arg, struct arena *arena)
{
	struct job *job = arg;

	assert_int_equal(act_gather(db, 2, &job->act, arena), STATUS_OK);
	return job->try(db, &job->act, arena);
}

/* The desk looks at one event: a number of another's is of nobody. */
static void
test_registration_of_another_event_is_none(void **state)
{
	struct world *world = *state;
	struct job job = { world_act(world), a_copy };
	const char *before;

	assert_int_equal(world_run(world, run_job, &job), STATUS_OK);
	job.act.always = job.act.override = true;
	job.act.reason = "op verzoek";
	before = traces(world);
	for (whose = 0; whose < COUNT(of_people) + 2; whose++) {
		job.try = whose < COUNT(of_people) ? one_of_people :
		    whose == COUNT(of_people) ? a_change : a_replacement;
		assert_int_equal(world_run(world, at_another_event, &job),
		    STATUS_NOTFOUND);
		assert_string_equal(traces(world), before);
	}
}

static enum status
address_of_a_stranger(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_change_address(db, act, 1, 99, "x@woerden.nl", arena);
}

static enum status
address_of_who_cancelled(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_change_address(db, act, 1, 2, "x@woerden.nl", arena);
}

static enum status
yes_of_who_cancelled(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_accept(db, act, 1, 2, arena);
}

static enum status
yes_of_a_stranger(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_accept(db, act, 1, 9, arena);
}

static enum status
yes_when_it_is_over(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	struct act_context late = *act;

	late.now = WORLD_END;
	return act_accept(db, &late, 1, 1, arena);
}

static enum status
yes_of_who_was_not_asked(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_accept(db, act, 1, 1, arena);
}

static enum status
answer_that_is_none(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_answer_invitation(db, act, 1, "GM0632", ANSWER__MAX, "",
	    arena);
}

static enum status
news_again_that_was_not_stopped(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_unsubscribe(db, act, 77, true, arena);
}

static enum status
texts_as_they_are(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	const char *const texts[EVENT_TEXT__MAX] = {
		[EVENT_TEXT_INLEIDING] = "",
	};

	return act_set_texts(db, act, texts, arena);
}

static enum status
role_as_it_is(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_account_role(db, act, ACCOUNT, ROLE_ORGANISER, arena);
}

static enum status
factor_that_is_not_there(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return act_account_totp_remove(db, act, ACCOUNT, arena);
}

static struct own_account
owner(const struct act_context *act, int64_t account, const char *hash)
{
	return (struct own_account){
		.act = *act, .account = account, .hash = hash,
		.token = "kaartje-organisator", .network = "192.0.2.0",
	};
}

static enum status
own_password_that_was_changed(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	const struct own_account own = owner(act, ACCOUNT, "een ander");

	return act_own_password(db, &own, "nieuw", arena);
}

static const struct recovery codes;
static const unsigned char nonce[HASH_SIZE];

static enum status
own_factor_by_a_password_that_was_changed(struct db *db,
    const struct act_context *act, struct arena *arena)
{
	const struct own_account own = owner(act, ACCOUNT, "een ander");

	return act_own_totp(db, &own, nonce, 1, &codes, arena);
}

static enum status
own_factor_of_a_closed_account(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	const struct own_account own = owner(act, 1, NULL);

	return act_own_totp(db, &own, nonce, 1, &codes, arena);
}

static enum status
own_factor_goes_without_its_code(struct db *db,
    const struct act_context *act, struct arena *arena)
{
	const struct own_account own = owner(act, 2, "-");

	return act_own_totp_remove(db, &own, arena);
}

static enum status
own_codes_without_a_factor(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	const struct own_account own = owner(act, ACCOUNT, "-");

	return act_own_recovery(db, &own, &codes, arena);
}

static enum status
sign_in(struct db *db, const struct act_context *act, int64_t id,
    const char *hash, const char *code, struct arena *arena)
{
	const struct account account = { .id = id, .wachtwoord = hash };
	struct sign_in entry = {
		.act = *act, .account = &account, .code = code,
		.token = "kaartje", .browser = "Firefox",
		.network = "192.0.2.0",
	};
	enum status status = act_sign_in(db, &entry, arena);

	assert_int_equal(entry.refused, status == STATUS_OK);
	return status;
}

static enum status
sign_in_to_a_closed_account(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return sign_in(db, act, 1, "-", NULL, arena);
}

static enum status
sign_in_by_a_password_that_was_changed(struct db *db,
    const struct act_context *act, struct arena *arena)
{
	return sign_in(db, act, ACCOUNT, "een ander", NULL, arena);
}

static enum status
sign_in_without_a_code(struct db *db, const struct act_context *act,
    struct arena *arena)
{
	return sign_in(db, act, 2, "-", "", arena);
}

/* The account 1 is closed, 2 has a second factor. */
static const char accounts[] =
    "UPDATE account SET dicht = 1 WHERE id = 1;"
    "INSERT INTO totp VALUES (2, randomblob(32), 1, 1)";

static const struct {
	const char	*name;
	refused		*try;
	enum status	 status;
} table[] = {
#define TRY(what, status)	{ #what, what, STATUS_ ## status }
	TRY(address_of_a_stranger, NOTFOUND),
	TRY(address_of_who_cancelled, NOTFOUND),
	TRY(yes_of_who_cancelled, NOTFOUND),
	TRY(yes_of_a_stranger, NOTFOUND),
	TRY(yes_when_it_is_over, NOTFOUND),
	TRY(yes_of_who_was_not_asked, OK),
	TRY(answer_that_is_none, INVALID),
	TRY(news_again_that_was_not_stopped, OK),
	TRY(texts_as_they_are, OK),
	TRY(role_as_it_is, OK),
	TRY(factor_that_is_not_there, OK),
	TRY(own_password_that_was_changed, INVALID),
	TRY(own_factor_by_a_password_that_was_changed, INVALID),
	TRY(own_factor_of_a_closed_account, INVALID),
	TRY(own_factor_goes_without_its_code, INVALID),
	TRY(own_codes_without_a_factor, NOTFOUND),
	TRY(sign_in_to_a_closed_account, INVALID),
	TRY(sign_in_by_a_password_that_was_changed, INVALID),
	TRY(sign_in_without_a_code, OK),
};

static void
test_what_is_not_so_or_is_so_already_changes_nothing(void **state)
{
	struct world *world = *state;
	const char *before;

	world_sql(world, accounts);
	before = traces(world);
	for (size_t i = 0; i < COUNT(table); i++) {
		struct job job = { world_act(world), table[i].try };
		enum status status = world_run(world, run_job, &job);

		if (status != table[i].status ||
		    strcmp(traces(world), before) != 0)
			fail_msg("%s: %s", table[i].name,
			    status_word(status));
	}
}

/* Nobody is reminded by settings that are none, or of what does not go on. */
static enum status
reminder(struct db *db, const struct act_context *act, struct arena *arena)
{
	return act_remind_silent(db, act, arena);
}

static void
test_nobody_is_reminded_when_there_is_no_reason(void **state)
{
	static const char *const reasons[] = {
		"herinneren = 'morgen'", "herinneren = ''",
		"herinneren = '28', afgelast = 1",
		"herinneren = '28', zichtbaar = 0",
	};
	struct world *world = *state;
	const char *before = traces(world);

	world_set_now(WORLD_BEGIN - 28 * 86400);
	for (size_t i = 0; i < COUNT(reasons); i++) {
		struct job job = { .try = reminder };

		job.act = world_act(world);
		world_sql(world, arena_printf(world->arena, "UPDATE event SET"
		    " afgelast = 0, zichtbaar = 1; UPDATE event SET %s",
		    reasons[i]));
		assert_int_equal(world_run(world, run_job, &job), STATUS_OK);
		assert_int_equal(world_count(world, "invitation_day"), 0);
		assert_string_equal(traces(world), before);
	}
}

int
main(void)
{
#define TEST(name)	cmocka_unit_test_setup_teardown(name, open_filled, \
	close_filled)
	const struct CMUnitTest tests[] = {
		TEST(test_registration_of_another_event_is_none),
		TEST(test_what_is_not_so_or_is_so_already_changes_nothing),
		TEST(test_nobody_is_reminded_when_there_is_no_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
