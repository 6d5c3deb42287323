/* Too many sign-ups after each other: refused, and nothing typed is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cgi/limit.h"
#include "core/arena.h"
#include "tests/support/visit.h"

#define FOR_MAILBOX	10	/* as register.c has it */

static struct reply
sign_up(struct world *world, int number)
{
	return visit_try_sign_up(world, "sleutel", arena_printf(world->arena,
	    "sleutel_van_de_aanmelding_%04d", number), NULL);
}

static void
test_mailbox_that_signs_up_too_often_has_to_wait(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world->app.limit = limit_new();
	for (int i = 0; i < FOR_MAILBOX; i++)
		assert_int_equal(sign_up(world, i).code, 303);
	reply = sign_up(world, FOR_MAILBOX);
	assert_int_equal(reply.code, 429);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "value=\"Zoë\"");
	assert_int_equal(world_count(world, "registration"), FOR_MAILBOX);
	world_set_now(world_now() + LIMIT_WHILE);
	assert_int_equal(sign_up(world, FOR_MAILBOX).code, 303);
	limit_free(world->app.limit);
	world->app.limit = NULL;
}

#define FROM_NETWORK	40	/* as register.c has it */

static struct reply
sign_up_from(struct world *world, int number, const char *address)
{
	return visit_ask(world, (struct ask){
		.path = "/aanmelden", .address = address,
		.body = world_valid_form(world, "sleutel", arena_printf(
		    world->arena, "sleutel_van_de_aanmelding_%04d", number),
		    "contact_email", arena_printf(world->arena,
		    "a%d@woerden.nl", number), NULL),
	});
}

/* Of IPv6 everybody has addresses without end. */
static void
test_network_is_counted_and_not_the_address(void **state)
{
	struct world *world = *state;
	int number;

	world->app.limit = limit_new();
	for (number = 0; number < FROM_NETWORK; number++)
		assert_int_equal(sign_up_from(world, number, arena_printf(
		    world->arena, "2001:db8::%x", number)).code, 303);
	assert_int_equal(sign_up_from(world, number, "2001:db8::abc:1").code,
	    429);
	assert_int_equal(sign_up_from(world, number, "2001:db8:0:1::1").code,
	    303);
	limit_free(world->app.limit);
	world->app.limit = NULL;
}

static void
test_without_limits_nobody_waits(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < 2 * FOR_MAILBOX; i++)
		assert_int_equal(sign_up(world, i).code, 303);
}

/* The key's age in seconds, and how the form is answered then. */
static const struct {
	int64_t	 age;
	int	 code;
} ages[] = {
	{ -3600, 303 },		/* the clock was set back */
	{ 2, 422 }, { 3, 303 }, { 86400, 303 }, { 86401, 422 },
};

static void
test_forms_key_has_an_end_and_nothing_typed_is_lost(void **state)
{
	struct world *world = *state;
	unsigned char nonce[NONCE_SIZE];
	char key[KEY_LENGTH + 1];
	struct reply reply;

	world->config.limits = true;
	for (size_t i = 0; i < sizeof(ages) / sizeof(ages[0]); i++) {
		world_random(nonce, sizeof(nonce));
		key_issue(world->app.secret, world_now() - ages[i].age, nonce,
		    key);
		reply = visit_try_sign_up(world, "sleutel", key, NULL);
		assert_int_equal(reply.code, ages[i].code);
		if (ages[i].age <= 86400)
			continue;
		assert_holds(&reply, "value=\"Zoë\"");
		assert_lacks(&reply, key);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_mailbox_that_signs_up_too_often_has_to_wait),
		TEST(test_forms_key_has_an_end_and_nothing_typed_is_lost),
		TEST(test_network_is_counted_and_not_the_address),
		TEST(test_without_limits_nobody_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
