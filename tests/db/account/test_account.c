#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/desk/account/user_agent.h"
#include "core/arena.h"
#include "db/account/login.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

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

	assert_int_equal(password_hash(&world->config,
	    "correct paard batterij", world->arena, &one), STATUS_OK);
	assert_int_equal(password_hash(&world->config,
	    "correct paard batterij", world->arena, &two), STATUS_OK);
	assert_string_not_equal(one, two);
	assert_int_equal(strncmp(one, "$argon2id$", 10), 0);
	assert_null(strstr(one, "paard"));
	assert_int_equal(password_check(&world->config,
	    "correct paard batterij", one), STATUS_OK);
	assert_int_equal(password_check(&world->config,
	    "correct paard batterij ", one), STATUS_INVALID);
	assert_int_equal(password_check(&world->config, "", one),
	    STATUS_INVALID);
}

static void
test_nobody_s_password_is_never_right(void **state)
{
	static const struct {
		const char	*password;
		const char	*hash;
	} vectors[] = {
		{ "", NULL }, { "wachtwoord", NULL },
		{ "wachtwoord", "geen hash" }, { "", "" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(password_check(&world->config,
		    vectors[i].password, vectors[i].hash), STATUS_INVALID);
}

static void
test_only_low_makes_a_password_cheap(void **state)
{
	static const struct {
		const char	*cost;
		const char	*head;
	} vectors[] = {
		{ "normal", "$argon2id$v=19$m=65536,t=2,p=1$" },
		{ "lage", "$argon2id$v=19$m=65536,t=2,p=1$" },
		{ "low", "$argon2id$v=19$m=8,t=1,p=1$" },
	};
	struct world *world = *state;
	const char *hash;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		world->config.password_cost = vectors[i].cost;
		assert_int_equal(password_hash(&world->config, "wachtwoord",
		    world->arena, &hash), STATUS_OK);
		assert_memory_equal(hash, vectors[i].head,
		    strlen(vectors[i].head));
		/* What was stored at one cost is known at another. */
		world->config.password_cost = "low";
		assert_int_equal(password_check(&world->config, "wachtwoord",
		    hash), STATUS_OK);
	}
}

#define AT_ONCE	12

struct checks {
	const struct config	*config;
	const char		*hash;
	pthread_barrier_t	 start;
	atomic_int		 done[STATUS__MAX];
};

static void *
check_one(void *arg)
{
	struct checks *checks = arg;

	pthread_barrier_wait(&checks->start);
	checks->done[password_check(checks->config, "niet goed",
	    checks->hash)]++;
	return NULL;
}

/* Two work and four wait; who finds those is told so at once. */
static void
test_few_wait_for_a_hash(void **state)
{
	struct world *world = *state;
	struct checks checks = { .config = &world->config };
	pthread_t threads[AT_ONCE];

	world->config.password_cost = "normal";
	assert_int_equal(password_hash(&world->config, "wachtwoord",
	    world->arena, &checks.hash), STATUS_OK);
	pthread_barrier_init(&checks.start, NULL, AT_ONCE);
	for (int i = 0; i < AT_ONCE; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, check_one,
		    &checks), 0);
	for (int i = 0; i < AT_ONCE; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&checks.start);
	assert_int_equal(checks.done[STATUS_INVALID], 6);
	assert_int_equal(checks.done[STATUS_BUSY], AT_ONCE - 6);
}

struct login_job {
	const char	*naam;
	const char	*token;
	int64_t		 now;
};

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct login_job *job = arg;

	(void)arena;
	return account_add(db, job->naam, "-", ROLE_READER, job->now);
}

static enum status
begin(struct db *db, void *arg, struct arena *arena)
{
	const struct login_job *job = arg;
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
	const struct login_job *job = arg;

	(void)arena;
	return login_seen(db, job->token, job->now);
}

static enum status
end(struct db *db, void *arg, struct arena *arena)
{
	const struct login_job *job = arg;

	(void)arena;
	return login_end(db, job->token);
}

static enum status
sweep(struct db *db, void *arg, struct arena *arena)
{
	const struct login_job *job = arg;

	(void)arena;
	return login_sweep(db, job->now);
}

static enum status
run(struct world *world, db_work work, const char *naam, const char *token,
    int64_t now)
{
	return world_run(world, work, &(struct login_job){ naam, token, now });
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

/* One call of account.h or login.h in a transaction. */
struct call {
	enum { ROLE, CLOSE, OPEN, PASSWORD, DEMAND, END_NAMED,
	    END_OTHERS } what;
	int64_t		 account;
	enum role	 role;
	const char	*text;
};

static enum status
do_call(struct db *db, void *arg, struct arena *arena)
{
	const struct call *call = arg;

	(void)arena;
	switch (call->what) {
	case ROLE:
		return account_role(db, call->account, call->role);
	case CLOSE:
		return account_close(db, call->account, WORLD_NOW);
	case OPEN:
		return account_open(db, call->account);
	case PASSWORD:
		return account_password(db, call->account, call->text);
	case DEMAND:
		return desk_demand(db, call->account != 0);
	case END_NAMED:
		return login_end_named(db, call->account, call->text);
	case END_OTHERS:
		return login_end_others(db, call->account, call->text);
	}
	return STATUS_FAIL;
}

static enum status
call(struct world *world, struct call wanted)
{
	return world_run(world, do_call, &wanted);
}

/* Accounts 1 and 2: readers at first. */
static void
add_two(struct world *world)
{
	assert_int_equal(run(world, add, "anke", "", 1), STATUS_OK);
	assert_int_equal(run(world, add, "bram", "", 2), STATUS_OK);
}

static void
test_last_open_organiser_stays(void **state)
{
	struct world *world = *state;

	add_two(world);
	assert_int_equal(call(world, (struct call){ ROLE, 1, ROLE_ORGANISER,
	    NULL }), STATUS_OK);
	assert_int_equal(call(world, (struct call){ ROLE, 1, ROLE_DOOR,
	    NULL }), STATUS_FULL);
	assert_int_equal(call(world, (struct call){ CLOSE, 1, 0, NULL }),
	    STATUS_FULL);
	/* Of two either may go, but then the other stays. */
	assert_int_equal(call(world, (struct call){ ROLE, 2, ROLE_ORGANISER,
	    NULL }), STATUS_OK);
	assert_int_equal(call(world, (struct call){ CLOSE, 1, 0, NULL }),
	    STATUS_OK);
	assert_int_equal(call(world, (struct call){ CLOSE, 2, 0, NULL }),
	    STATUS_FULL);
	assert_int_equal(call(world, (struct call){ ROLE, 2, ROLE_READER,
	    NULL }), STATUS_FULL);
	/* A closed one may be demoted, and opened. */
	assert_int_equal(call(world, (struct call){ ROLE, 1, ROLE_READER,
	    NULL }), STATUS_OK);
	assert_int_equal(call(world, (struct call){ OPEN, 1, 0, NULL }),
	    STATUS_OK);
	assert_int_equal(call(world, (struct call){ OPEN, 9, 0, NULL }),
	    STATUS_NOTFOUND);
	assert_int_equal(call(world, (struct call){ PASSWORD, 9, 0, "-" }),
	    STATUS_NOTFOUND);
}

static void
test_session_of_a_closed_account_is_none(void **state)
{
	struct world *world = *state;

	add_two(world);
	assert_int_equal(run(world, begin, "anke", TOKEN, WORLD_NOW),
	    STATUS_OK);
	assert_int_equal(call(world, (struct call){ CLOSE, 1, 0, NULL }),
	    STATUS_OK);
	assert_int_equal(look(world, TOKEN, WORLD_NOW), STATUS_NOTFOUND);
	assert_int_equal(call(world, (struct call){ OPEN, 1, 0, NULL }),
	    STATUS_OK);
	assert_int_equal(look(world, TOKEN, WORLD_NOW), STATUS_OK);
}

static void
test_list_has_open_accounts_first_and_when_they_were_seen(void **state)
{
	struct world *world = *state;
	struct account *accounts;
	size_t count;

	add_two(world);
	assert_int_equal(run(world, begin, "bram", TOKEN, WORLD_NOW),
	    STATUS_OK);
	assert_int_equal(run(world, see, "", TOKEN, WORLD_NOW + 60),
	    STATUS_OK);
	assert_int_equal(run(world, add, "Aad", "", 3), STATUS_OK);
	assert_int_equal(call(world, (struct call){ CLOSE, 1, 0, NULL }),
	    STATUS_OK);
	assert_int_equal(account_list(world->app.db, world->arena, &accounts,
	    &count), STATUS_OK);
	assert_int_equal(count, 3);
	assert_string_equal(accounts[0].naam, "Aad");
	assert_string_equal(accounts[1].naam, "bram");
	assert_int_equal(accounts[1].gezien, WORLD_NOW + 60);
	assert_string_equal(accounts[2].naam, "anke");
	assert_true(accounts[2].dicht && accounts[2].gezien == 0);
}

static void
test_sessions_are_listed_without_a_way_in(void **state)
{
	struct world *world = *state;
	struct session_line *lines;
	size_t count;

	add_two(world);
	run(world, begin, "anke", "een", WORLD_NOW);
	run(world, begin, "anke", "twee", WORLD_NOW + 9);
	run(world, begin, "bram", "drie", WORLD_NOW + 9);
	assert_int_equal(login_list(world->app.db, 1, "een", WORLD_NOW + 10,
	    world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 2);
	assert_true(!lines[0].own && lines[1].own);
	/* The name is no token, and another account cannot use it. */
	assert_int_equal(look(world, lines[0].name, WORLD_NOW + 10),
	    STATUS_NOTFOUND);
	assert_int_equal(call(world, (struct call){ END_NAMED, 2, 0,
	    lines[0].name }), STATUS_NOTFOUND);
	assert_int_equal(call(world, (struct call){ END_NAMED, 1, 0,
	    lines[0].name }), STATUS_OK);
	assert_int_equal(look(world, "twee", WORLD_NOW + 10),
	    STATUS_NOTFOUND);
	assert_int_equal(look(world, "een", WORLD_NOW + 10), STATUS_OK);
	/* One that is over is not listed. */
	assert_int_equal(login_list(world->app.db, 1, "een", WORLD_NOW +
	    LOGIN_IDLE + 1, world->arena, &lines, &count), STATUS_OK);
	assert_int_equal(count, 0);
}

static void
test_others_end_and_strangers_do_not(void **state)
{
	struct world *world = *state;

	add_two(world);
	run(world, begin, "anke", "een", WORLD_NOW);
	run(world, begin, "anke", "twee", WORLD_NOW);
	run(world, begin, "bram", "drie", WORLD_NOW);
	assert_int_equal(call(world, (struct call){ END_OTHERS, 1, 0,
	    "een" }), STATUS_OK);
	assert_int_equal(look(world, "een", WORLD_NOW), STATUS_OK);
	assert_int_equal(look(world, "twee", WORLD_NOW), STATUS_NOTFOUND);
	assert_int_equal(look(world, "drie", WORLD_NOW), STATUS_OK);
	assert_int_equal(call(world, (struct call){ END_OTHERS, 1, 0,
	    NULL }), STATUS_OK);
	assert_int_equal(world_count(world, "login"), 1);
}

static void
test_demand_is_kept_and_makes_sessions_halfway(void **state)
{
	struct world *world = *state;
	struct login login;
	bool demands = true;

	add_two(world);
	run(world, begin, "anke", TOKEN, WORLD_NOW);
	assert_int_equal(desk_demands(world->app.db, &demands), STATUS_OK);
	assert_false(demands);
	login_get(world->app.db, TOKEN, WORLD_NOW, world->arena, &login);
	assert_false(login_is_halfway(&login));
	assert_int_equal(call(world, (struct call){ DEMAND, 1, 0, NULL }),
	    STATUS_OK);
	desk_demands(world->app.db, &demands);
	assert_true(demands);
	login_get(world->app.db, TOKEN, WORLD_NOW, world->arena, &login);
	assert_true(login_is_halfway(&login));
	login.account.totp = true;
	assert_false(login_is_halfway(&login));
}

static void
test_name_is_a_line_of_reasonable_length(void **state)
{
	struct world *world = *state;
	char long_name[ACCOUNT_NAAM_MAX + 2] = "";
	const char *naam;

	memset(long_name, 'a', ACCOUNT_NAAM_MAX + 1);
	assert_int_equal(account_naam(" anke  b ", world->arena, &naam),
	    STATUS_OK);
	assert_string_equal(naam, "anke b");
	assert_int_equal(account_naam(long_name + 1, world->arena, &naam),
	    STATUS_OK);
	assert_int_equal(account_naam(long_name, world->arena, &naam),
	    STATUS_INVALID);
	assert_int_equal(account_naam(NULL, world->arena, &naam),
	    STATUS_INVALID);
	assert_int_equal(account_naam(" ", world->arena, &naam),
	    STATUS_INVALID);
	assert_int_equal(account_naam("\xff", world->arena, &naam),
	    STATUS_INVALID);
}

static void
test_made_passwords_differ_and_are_good(void **state)
{
	struct world *world = *state;
	char one[TOKEN_LENGTH + 1], two[TOKEN_LENGTH + 1];

	password_make(&world->secret, one);
	password_make(&world->secret, two);
	assert_string_not_equal(one, two);
	assert_null(password_fault(one, "anke"));
}

static void
test_browser_is_known_by_our_words_only(void **state)
{
	static const struct {
		const char	*agent;
		const char	*words;
	} rows[] = {
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) "
		    "Gecko/20100101 Firefox/128.0", "Firefox op Windows" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/"
		    "537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
		    " Edg/126.0.0.0", "Edge op Windows" },
		{ "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, "
		    "like Gecko) Chrome/126.0.0.0 Safari/537.36",
		    "Chrome op Linux" },
		{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/"
		    "605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
		    "Safari op Mac" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
		    "AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 "
		    "Mobile/15E148 Safari/604.1", "Chrome op iPhone" },
		{ "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/"
		    "537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
		    "Chrome/121.0 Mobile Safari/537.36",
		    "Samsung Internet op Android" },
		{ "<script>alert(1)</script>", "een onbekende browser" },
		{ "", "een onbekende browser" },
		{ NULL, "een onbekende browser" },
		{ "curl/7.88.1", "curl" }, { "Iets (Linux)",
		    "een browser op Linux" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(user_agent_words(rows[i].agent,
		    world->arena), rows[i].words);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_role_has_its_word),
		TEST(test_password_is_known_by_its_hash_only),
		TEST(test_nobody_s_password_is_never_right),
		TEST(test_few_wait_for_a_hash),
		TEST(test_only_low_makes_a_password_cheap),
		TEST(test_name_is_taken_in_any_case),
		TEST(test_session_lasts_until_it_rests_or_ages),
		TEST(test_session_is_found_by_its_own_token_only),
		TEST(test_sweep_takes_only_what_is_over),
		TEST(test_last_open_organiser_stays),
		TEST(test_session_of_a_closed_account_is_none),
		TEST(test_list_has_open_accounts_first_and_when_they_were_seen),
		TEST(test_sessions_are_listed_without_a_way_in),
		TEST(test_others_end_and_strangers_do_not),
		TEST(test_demand_is_kept_and_makes_sessions_halfway),
		TEST(test_name_is_a_line_of_reasonable_length),
		TEST(test_made_passwords_differ_and_are_good),
		TEST(test_browser_is_known_by_our_words_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
