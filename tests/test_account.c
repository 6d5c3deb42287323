#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/account.h"
#include "db/arena.h"
#include "tests/world.h"

#define TOKEN	"een-kaartje-van-24-teken"

static void
test_each_role_has_its_word(void **state)
{
	enum role role;

	(void)state;
	for (enum role one = 0; one < ROLE__MAX; one++) {
		assert_int_equal(role_read(role_word(one), &role), STATUS_OK);
		assert_int_equal(role, one);
	}
	assert_int_equal(role_read("beheerder", &role), STATUS_INVALID);
	assert_int_equal(role_read("", &role), STATUS_INVALID);
	/* The desk compares them: who may more stands higher. */
	assert_true(ROLE_DOOR < ROLE_READER);
	assert_true(ROLE_READER < ROLE_ORGANISER);
}

static void
test_password_is_known_by_its_hash_only(void **state)
{
	struct world *world = *state;
	const char *one, *two;

	assert_int_equal(password_hash("correct paard batterij", world->arena,
	    &one), STATUS_OK);
	assert_int_equal(password_hash("correct paard batterij", world->arena,
	    &two), STATUS_OK);
	assert_string_not_equal(one, two);
	assert_int_equal(strncmp(one, "$argon2id$", 10), 0);
	assert_null(strstr(one, "paard"));
	assert_int_equal(password_check("correct paard batterij", one),
	    STATUS_OK);
	assert_int_equal(password_check("correct paard batterij ", one),
	    STATUS_INVALID);
	assert_int_equal(password_check("", one), STATUS_INVALID);
}

static void
test_nobody_s_password_is_never_right(void **state)
{
	(void)state;
	assert_int_equal(password_check("", NULL), STATUS_INVALID);
	assert_int_equal(password_check("wachtwoord", NULL), STATUS_INVALID);
	assert_int_equal(password_check("wachtwoord", "geen hash"),
	    STATUS_INVALID);
	assert_int_equal(password_check("", ""), STATUS_INVALID);
}

struct job {
	const char	*naam;
	const char	*token;
	int64_t		 now;
};

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	(void)arena;
	return account_add(db, job->naam, "-", ROLE_READER, job->now);
}

static enum status
begin(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;
	struct account account;
	enum status status;

	status = account_by_name(db, job->naam, arena, &account);
	if (status == STATUS_OK)
		status = login_add(db, job->token, account.id, job->now);
	return status;
}

static enum status
see(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	(void)arena;
	return login_seen(db, job->token, job->now);
}

static enum status
end(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	(void)arena;
	return login_end(db, job->token);
}

static enum status
sweep(struct db *db, void *arg, struct arena *arena)
{
	const struct job *job = arg;

	(void)arena;
	return login_sweep(db, job->now);
}

static enum status
run(struct world *world, db_work work, const char *naam, const char *token,
    int64_t now)
{
	return world_run(world, work, &(struct job){ naam, token, now });
}

static enum status
look(struct world *world, const char *token, int64_t now)
{
	struct login login;

	return login_get(world->app.db, token, now, world->arena, &login);
}

static void
test_name_is_taken_in_any_case(void **state)
{
	struct world *world = *state;
	struct account account = { .id = 0 };

	assert_int_equal(run(world, add, "Anke", "", 1), STATUS_OK);
	assert_int_equal(run(world, add, "anke", "", 1), STATUS_FULL);
	assert_int_equal(world_count(world, "account"), 1);
	assert_int_equal(account_by_name(world->app.db, "ANKE", world->arena,
	    &account), STATUS_OK);
	assert_string_equal(account.naam, "Anke");
	assert_int_equal(account.rol, ROLE_READER);
	assert_int_equal(account_by_name(world->app.db, "Ank", world->arena,
	    &account), STATUS_NOTFOUND);
}

static void
test_session_lasts_until_it_rests_or_ages(void **state)
{
	struct world *world = *state;
	int64_t at = WORLD_NOW;

	assert_int_equal(run(world, add, "anke", "", at), STATUS_OK);
	assert_int_equal(run(world, begin, "anke", TOKEN, at), STATUS_OK);
	assert_int_equal(look(world, TOKEN, at), STATUS_OK);
	assert_int_equal(look(world, TOKEN, at + LOGIN_IDLE), STATUS_OK);
	assert_int_equal(look(world, TOKEN, at + LOGIN_IDLE + 1),
	    STATUS_NOTFOUND);
	for (; at < WORLD_NOW + LOGIN_LONGEST; at += LOGIN_IDLE)
		assert_int_equal(run(world, see, "", TOKEN, at), STATUS_OK);
	assert_int_equal(run(world, see, "", TOKEN, at), STATUS_OK);
	assert_int_equal(look(world, TOKEN, WORLD_NOW + LOGIN_LONGEST),
	    STATUS_OK);
	assert_int_equal(look(world, TOKEN, WORLD_NOW + LOGIN_LONGEST + 1),
	    STATUS_NOTFOUND);
}

static void
test_session_is_found_by_its_own_token_only(void **state)
{
	struct world *world = *state;
	struct login login;

	assert_int_equal(run(world, add, "anke", "", 1), STATUS_OK);
	assert_int_equal(run(world, begin, "anke", TOKEN, WORLD_NOW),
	    STATUS_OK);
	assert_int_equal(look(world, "", WORLD_NOW), STATUS_NOTFOUND);
	assert_int_equal(look(world, TOKEN "x", WORLD_NOW), STATUS_NOTFOUND);
	assert_int_equal(login_get(world->app.db, TOKEN, WORLD_NOW,
	    world->arena, &login), STATUS_OK);
	assert_string_equal(login.account.naam, "anke");
	assert_int_equal(world_number(world, "SELECT count(*) FROM login"
	    " WHERE instr(token_hash, CAST('" TOKEN "' AS BLOB))"), 0);
	assert_int_equal(run(world, end, "", TOKEN, 1), STATUS_OK);
	assert_int_equal(look(world, TOKEN, WORLD_NOW), STATUS_NOTFOUND);
}

static void
test_sweep_takes_only_what_is_over(void **state)
{
	struct world *world = *state;

	assert_int_equal(run(world, add, "anke", "", 1), STATUS_OK);
	assert_int_equal(run(world, begin, "anke", "oud", WORLD_NOW),
	    STATUS_OK);
	assert_int_equal(run(world, begin, "anke", "nieuw", WORLD_NOW + 1),
	    STATUS_OK);
	assert_int_equal(run(world, sweep, "", "", WORLD_NOW + LOGIN_IDLE),
	    STATUS_OK);
	assert_int_equal(world_count(world, "login"), 2);
	assert_int_equal(run(world, sweep, "", "", WORLD_NOW + LOGIN_IDLE +
	    1), STATUS_OK);
	assert_int_equal(world_count(world, "login"), 1);
	assert_int_equal(look(world, "nieuw", WORLD_NOW + 1), STATUS_OK);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_role_has_its_word),
		TEST(test_password_is_known_by_its_hash_only),
		cmocka_unit_test(test_nobody_s_password_is_never_right),
		TEST(test_name_is_taken_in_any_case),
		TEST(test_session_lasts_until_it_rests_or_ages),
		TEST(test_session_is_found_by_its_own_token_only),
		TEST(test_sweep_takes_only_what_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
