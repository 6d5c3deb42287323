#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <liboath/oath.h>

#include "core/arena.h"
#include "db/account/account.h"
#include "db/account/totp.h"
#include "db/writer.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* RFC 6238, appendix B, the rows of SHA-1: the last six of eight digits. */
static const unsigned char rfc_secret[TOTP_SECRET] = "12345678901234567890";

static const struct {
	int64_t		 now;
	const char	*code;
	int64_t		 stap;
} vectors[] = {
	{ 59, "287082", 1 },
	{ 1111111109, "081804", 37037036 },
	{ 1111111111, "050471", 37037037 },
	{ 1234567890, "005924", 41152263 },
	{ 2000000000, "279037", 66666666 },
	{ 20000000000, "353130", 666666666 },
};

static void
test_codes_are_those_of_rfc_6238(void **state)
{
	int64_t stap;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		stap = 0;
		assert_int_equal(totp_check(rfc_secret, vectors[i].code,
		    vectors[i].now, &stap), STATUS_OK);
		assert_int_equal(stap, vectors[i].stap);
	}
	assert_int_equal(totp_check(rfc_secret, "287083", 59, &stap),
	    STATUS_INVALID);
	assert_int_equal(totp_check((const unsigned char *)
	    "12345678901234567891", "287082", 59, &stap), STATUS_INVALID);
}

static void
test_clock_may_be_off_by_one_step_and_no_more(void **state)
{
	static const struct {
		int64_t		now;
		enum status	status;
	} rows[] = {
		{ 1234567890 - 61, STATUS_INVALID },
		{ 1234567890 - 60, STATUS_INVALID },
		{ 1234567890 - 30, STATUS_OK }, { 1234567890, STATUS_OK },
		{ 1234567890 + 30, STATUS_OK }, { 1234567890 + 59, STATUS_OK },
		{ 1234567890 + 60, STATUS_INVALID },
	};
	int64_t stap = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(totp_check(rfc_secret, "005924",
		    rows[i].now, &stap), rows[i].status);
		/* The step of the code, not of the clock. */
		if (rows[i].status == STATUS_OK)
			assert_int_equal(stap, 41152263);
	}
}

static void
test_blanks_in_a_code_do_not_matter_and_anything_else_does(void **state)
{
	static const struct {
		const char	*code;
		enum status	 status;
	} rows[] = {
		{ "005 924", STATUS_OK }, { " 00-59 24 ", STATUS_OK },
		{ "", STATUS_INVALID }, { "5924", STATUS_INVALID },
		{ "0005924", STATUS_INVALID }, { "89005924", STATUS_INVALID },
		{ "00592a", STATUS_INVALID }, { "+05924", STATUS_INVALID },
		{ "005924\n", STATUS_INVALID }, { "٠٠٥٩٢٤", STATUS_INVALID },
		{ "                                005924", STATUS_OK },
		{ "00000000000000000000000000000000005924", STATUS_INVALID },
	};
	int64_t stap;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (totp_check(rfc_secret, rows[i].code, 1234567890,
		    &stap) != rows[i].status)
			fail_msg("not as it should be: '%s'", rows[i].code);
}

/* What a job of the writer is given: one call of totp.h. */
struct totp_job {
	const struct secret *secret;
	int64_t		 account;
	const char	*code;
	int64_t		 now;
	unsigned char	 nonce[HASH_SIZE];
	const struct recovery *recovery;
};

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct totp_job *job = arg;

	(void)arena;
	return account_add(db, job->code, "-", ROLE_READER, 1);
}

static enum status
put(struct db *db, void *arg, struct arena *arena)
{
	const struct totp_job *job = arg;

	(void)arena;
	return totp_put(db, job->account, job->nonce, 0, job->now);
}

static enum status
put_recovery(struct db *db, void *arg, struct arena *arena)
{
	const struct totp_job *job = arg;

	(void)arena;
	return recovery_put(db, job->secret, job->account, job->recovery);
}

static enum status
use(struct db *db, void *arg, struct arena *arena)
{
	const struct totp_job *job = arg;

	return totp_use(db, job->secret, job->account, job->code, job->now,
	    arena);
}

static enum status
take_off(struct db *db, void *arg, struct arena *arena)
{
	const struct totp_job *job = arg;

	(void)arena;
	return totp_remove(db, job->account);
}

/* Two accounts, the first of which has a second factor. */
static int
totp_open(void **state)
{
	struct totp_job job = {
		.account = 1, .code = "anke", .now = WORLD_NOW,
	};
	struct world *world;

	if (world_open(state) != 0)
		return -1;
	world = *state;
	memset(job.nonce, 'n', HASH_SIZE);
	if (world_run(world, add, &job) != STATUS_OK ||
	    world_run(world, put, &job) != STATUS_OK)
		return -1;
	job.code = "bram";
	return world_run(world, add, &job) == STATUS_OK ? 0 : -1;
}

static enum status
try_code(struct world *world, int64_t account, const char *code, int64_t now)
{
	return world_run(world, use, &(struct totp_job){
		.secret = &world->secret, .account = account, .code = code,
		.now = now,
	});
}

/* What the telephone shows at that moment. */
static const char *
code_at(struct world *world, int64_t now)
{
	char *code = arena_alloc(world->arena, TOTP_DIGITS + 1);
	unsigned char nonce[HASH_SIZE], bytes[TOTP_SECRET];

	memset(nonce, 'n', HASH_SIZE);
	totp_secret(&world->secret, 1, nonce, bytes);
	assert_int_equal(oath_totp_generate((const char *)bytes,
	    TOTP_SECRET, (time_t)now, TOTP_STEP, 0, TOTP_DIGITS, code),
	    OATH_OK);
	return code;
}

static void
test_code_is_good_once(void **state)
{
	struct world *world = *state;
	const char *code = code_at(world, WORLD_NOW);

	assert_int_equal(try_code(world, 1, code, WORLD_NOW), STATUS_OK);
	assert_int_equal(try_code(world, 1, code, WORLD_NOW), STATUS_INVALID);
	assert_int_equal(try_code(world, 1, code, WORLD_NOW + TOTP_STEP),
	    STATUS_INVALID);
	assert_int_equal(try_code(world, 1, code_at(world, WORLD_NOW +
	    TOTP_STEP), WORLD_NOW + TOTP_STEP), STATUS_OK);
}

static void
test_no_code_of_an_earlier_step_is_taken_after_a_later(void **state)
{
	struct world *world = *state;

	/* A clock that runs ahead spends the step that is to come. */
	assert_int_equal(try_code(world, 1, code_at(world, WORLD_NOW +
	    TOTP_STEP), WORLD_NOW), STATUS_OK);
	assert_int_equal(try_code(world, 1, code_at(world, WORLD_NOW),
	    WORLD_NOW), STATUS_INVALID);
	assert_int_equal(try_code(world, 1, code_at(world, WORLD_NOW -
	    TOTP_STEP), WORLD_NOW), STATUS_INVALID);
}

static void
test_wrong_code_spends_nothing(void **state)
{
	struct world *world = *state;
	const char *code = code_at(world, WORLD_NOW);

	assert_int_equal(try_code(world, 1, code[0] == '0' ? "111111" :
	    "000000", WORLD_NOW), STATUS_INVALID);
	assert_int_equal(try_code(world, 1, code, WORLD_NOW), STATUS_OK);
}

static void
test_code_is_nobody_else_s(void **state)
{
	struct world *world = *state;
	struct totp_job job = { .account = 2, .now = WORLD_NOW };
	const char *code = code_at(world, WORLD_NOW);

	assert_int_equal(try_code(world, 2, code, WORLD_NOW),
	    STATUS_NOTFOUND);
	/* Nor with another nonce; and the same one is refused. */
	memset(job.nonce, 'm', HASH_SIZE);
	assert_int_equal(world_run(world, put, &job), STATUS_OK);
	assert_int_equal(try_code(world, 2, code, WORLD_NOW),
	    STATUS_INVALID);
	memset(job.nonce, 'n', HASH_SIZE);
	assert_int_equal(world_run(world, put, &job), STATUS_FULL);
}

static void
test_secret_needs_installation_account_and_nonce(void **state)
{
	struct world *world = *state;
	unsigned char nonce[HASH_SIZE] = "n", other[HASH_SIZE] = "m";
	unsigned char one[TOTP_SECRET], two[TOTP_SECRET];
	struct secret elsewhere;

	memset(&elsewhere, 'e', sizeof(elsewhere));
	totp_secret(&world->secret, 1, nonce, one);
	totp_secret(&world->secret, 1, nonce, two);
	assert_memory_equal(one, two, TOTP_SECRET);
	totp_secret(&world->secret, 2, nonce, two);
	assert_memory_not_equal(one, two, TOTP_SECRET);
	totp_secret(&world->secret, 1, other, two);
	assert_memory_not_equal(one, two, TOTP_SECRET);
	totp_secret(&elsewhere, 1, nonce, two);
	assert_memory_not_equal(one, two, TOTP_SECRET);
}

static void
test_telephone_is_told_the_secret_in_its_own_words(void **state)
{
	struct world *world = *state;

	/* RFC 4648 of "12345678901234567890". */
	assert_string_equal(totp_words(rfc_secret, world->arena),
	    "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	assert_string_equal(totp_uri(rfc_secret, "MBO Raad", "a&b?",
	    world->arena), "otpauth://totp/MBO%20Raad:a%26b%3F?secret="
	    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=MBO%20Raad");
}

static void
give_recovery(struct world *world, struct recovery *recovery, uint64_t seed)
{
	uint64_t random[RECOVERY_CODES];

	for (size_t i = 0; i < RECOVERY_CODES; i++)
		random[i] = seed * (i + 1) * UINT64_C(1000000000039);
	recovery_make(random, recovery);
	assert_int_equal(world_run(world, put_recovery, &(struct totp_job){
		.secret = &world->secret, .account = 1,
		.recovery = recovery,
	}), STATUS_OK);
}

static void
test_recovery_code_is_good_once(void **state)
{
	struct world *world = *state;
	struct recovery recovery;
	char bare[RECOVERY_SIZE] = "";

	give_recovery(world, &recovery, 7);
	assert_int_equal(world_count(world, "recovery"), RECOVERY_CODES);
	assert_int_equal(strlen(recovery.code[0]), RECOVERY_SIZE - 1);
	assert_int_equal(try_code(world, 1, recovery.code[0], WORLD_NOW),
	    STATUS_OK);
	assert_int_equal(try_code(world, 1, recovery.code[0], WORLD_NOW),
	    STATUS_INVALID);
	assert_int_equal(world_count(world, "recovery"), RECOVERY_CODES - 1);
	/* Typed without its dashes. */
	for (const char *at = recovery.code[9]; *at != '\0'; at++)
		if (*at != '-')
			strncat(bare, at, 1);
	assert_int_equal(try_code(world, 1, bare, WORLD_NOW), STATUS_OK);
	assert_int_equal(try_code(world, 1, "0000-0000-0001", WORLD_NOW),
	    STATUS_INVALID);
	assert_int_equal(try_code(world, 1, "", WORLD_NOW), STATUS_INVALID);
}

static void
test_recovery_codes_are_hashed_and_differ(void **state)
{
	struct world *world = *state;
	struct recovery recovery;

	give_recovery(world, &recovery, 7);
	for (size_t i = 0; i < RECOVERY_CODES; i++) {
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " recovery WHERE instr(code_hash, CAST('%s' AS BLOB))",
		    recovery.code[i]), 0);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(recovery.code[i],
			    recovery.code[j]);
	}
}

static void
test_new_recovery_codes_replace_all_old_ones(void **state)
{
	struct world *world = *state;
	struct recovery old, fresh;

	give_recovery(world, &old, 7);
	give_recovery(world, &fresh, 11);
	assert_int_equal(world_count(world, "recovery"), RECOVERY_CODES);
	assert_int_equal(try_code(world, 1, old.code[3], WORLD_NOW),
	    STATUS_INVALID);
	assert_int_equal(try_code(world, 1, fresh.code[3], WORLD_NOW),
	    STATUS_OK);
}

static void
test_second_factor_takes_its_recovery_codes_along(void **state)
{
	struct world *world = *state;
	struct recovery recovery;
	struct totp totp;

	give_recovery(world, &recovery, 7);
	assert_int_equal(totp_get(world->app.db, 1, world->arena, &totp),
	    STATUS_OK);
	assert_int_equal(totp.codes, RECOVERY_CODES);
	assert_int_equal(world_run(world, take_off, &(struct totp_job){
		.account = 1 }), STATUS_OK);
	assert_int_equal(world_count(world, "recovery"), 0);
	assert_int_equal(try_code(world, 1, recovery.code[0], WORLD_NOW),
	    STATUS_NOTFOUND);
	assert_int_equal(totp_get(world->app.db, 1, world->arena, &totp),
	    STATUS_NOTFOUND);
}

/* Two sign-ins that arrive together, in one batch of the writer or in two. */
static void
test_of_two_at_the_same_time_one_gets_the_code(void **state)
{
	struct world *world = *state;
	struct writer_job jobs[8];
	struct totp_job job = {
		.secret = &world->secret, .account = 1, .now = WORLD_NOW,
		.code = code_at(world, WORLD_NOW),
	};
	int good = 0;

	for (size_t i = 0; i < COUNT(jobs); i++)
		writer_start(world->app.writer, &jobs[i], use, &job);
	for (size_t i = 0; i < COUNT(jobs); i++) {
		enum status status = writer_wait(&jobs[i]);

		good += status == STATUS_OK;
		assert_true(status == STATUS_OK || status == STATUS_INVALID);
	}
	assert_int_equal(good, 1);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, totp_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes_are_those_of_rfc_6238),
		cmocka_unit_test(
		    test_clock_may_be_off_by_one_step_and_no_more),
		cmocka_unit_test(
		    test_blanks_in_a_code_do_not_matter_and_anything_else_does),
		TEST(test_code_is_good_once),
		TEST(test_no_code_of_an_earlier_step_is_taken_after_a_later),
		TEST(test_wrong_code_spends_nothing),
		TEST(test_code_is_nobody_else_s),
		TEST(test_secret_needs_installation_account_and_nonce),
		TEST(test_telephone_is_told_the_secret_in_its_own_words),
		TEST(test_recovery_code_is_good_once),
		TEST(test_recovery_codes_are_hashed_and_differ),
		TEST(test_new_recovery_codes_replace_all_old_ones),
		TEST(test_second_factor_takes_its_recovery_codes_along),
		TEST(test_of_two_at_the_same_time_one_gets_the_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
