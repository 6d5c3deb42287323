/* A link that was lost: one answer for everybody, the rest by mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/signup/routes.h"
#include "core/arena.h"
#include "mail/compose/composer.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"z.vandenberg@woerden.nl"

static struct reply
ask(struct world *world, const char *address)
{
	return visit_post(world, "/link-kwijt", world_form(world, "email",
	    address, NULL));
}

/* The letter with links to that address, its broken lines mended. */
static const char *
sent_to(struct world *world, const char *address)
{
	return world_text(world, "SELECT replace(CAST(bericht AS TEXT),"
	    " '=' || char(13) || char(10), '') FROM " LETTERS
	    " WHERE soort = 'links' AND ontvanger LIKE '%s'", address);
}

static void
test_answer_tells_nobody_who_is_signed_up(void **state)
{
	struct world *world = *state;
	struct reply known, unknown;

	visit_sign_up(world, NULL);
	known = ask(world, CONTACT);
	unknown = ask(world, "niemand@woerden.nl");
	assert_int_equal(known.code, 200);
	assert_int_equal(unknown.code, 200);
	assert_string_equal(known.body, unknown.body);
	assert_string_equal(known.head, unknown.head);
	assert_holds(&known, "role=\"status\"");
	assert_lacks(&known, CONTACT);
}

static void
test_each_mailbox_gets_its_own_links_and_no_others(void **state)
{
	struct world *world = *state;
	const char *contact, *zoe, *jan;

	visit_sign_up(world, NULL);
	contact = visit_link(world, 1, 0, "");
	zoe = visit_link(world, 1, 1, "");
	jan = visit_link(world, 1, 2, "");
	assert_int_equal(ask(world, "A.DeVries@Woerden.nl").code, 200);
	assert_int_equal(ask(world, ZOE).code, 200);
	assert_non_null(strstr(sent_to(world, CONTACT), contact + 1));
	/* Zoë's goes to Zoë; Jan has no address, and the contact's page. */
	assert_null(strstr(sent_to(world, CONTACT), zoe + 11));
	assert_null(strstr(sent_to(world, CONTACT), jan + 11));
	assert_non_null(strstr(sent_to(world, ZOE), zoe + 1));
	assert_null(strstr(sent_to(world, ZOE), contact + 12));
}

static void
test_who_cancelled_can_come_back_by_it(void **state)
{
	struct world *world = *state;

	visit_sign_up(world, NULL);
	assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
	ask(world, CONTACT);
	assert_non_null(strstr(sent_to(world, CONTACT),
	    visit_link(world, 1, 0, "") + 1));
}

struct claim_turn {
	struct composed	 composed[9];
	size_t		 count;
	size_t		 claimed;
	struct claim	 claims[9];
};

static enum status
claim(struct db *db, void *arg, struct arena *arena)
{
	struct claim_turn *turn = arg;
	enum status status;

	status = outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 480, .max = 9,
	}, turn->composed, turn->count, arena, turn->claims, &turn->claimed);
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* Whoever types a stranger's address leaves nothing of it behind. */
static void
test_nothing_is_kept_of_an_address_that_is_not_known(void **state)
{
	struct world *world = *state;
	struct claim_turn turn = { .count = 0 };
	struct composer *composer;

	assert_int_equal(ask(world, "niemand@woerden.nl").code, 200);
	assert_int_equal(world_count(world, "outbox"), 1);
	assert_int_equal(composer_new(&world->config, &world->secret,
	    &composer), STATUS_OK);
	assert_int_equal(composer_run(composer,
	    &(struct terms){ .now = world_now(), .max = 9 }, world->arena,
	    turn.composed, &turn.count), STATUS_OK);
	assert_int_equal(world_run(world, claim, &turn), STATUS_OK);
	composer_free(composer);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_faults_come_back_with_what_was_typed(void **state)
{
	static const char *const wrong[] = { "", "jan", "jan@", "a@b c.nl" };
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct reply reply = ask(world, wrong[i]);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "id=\"email-fout\"");
		assert_string_equal(reply_value(world, &reply, "email"),
		    wrong[i]);
	}
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(visit_get(world, "/link-kwijt").code, 200);
}

static void
test_asking_for_ever_fills_no_mailbox(void **state)
{
	struct world *world = *state;
	int refused = 0;

	world->app.limit = limit_new();
	world->config.limits = true;
	world->config.mail_per_address = 3;
	for (int i = 0; i < 30; i++)
		refused += ask(world, CONTACT).code == 429;
	assert_int_equal(refused, 10);
	assert_int_equal(world_count(world, "outbox"), 3);
	limit_free(world->app.limit);
	world->app.limit = NULL;
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_answer_tells_nobody_who_is_signed_up),
		TEST(test_each_mailbox_gets_its_own_links_and_no_others),
		TEST(test_who_cancelled_can_come_back_by_it),
		TEST(test_nothing_is_kept_of_an_address_that_is_not_known),
		TEST(test_faults_come_back_with_what_was_typed),
		TEST(test_asking_for_ever_fills_no_mailbox),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
