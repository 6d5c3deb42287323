#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/token.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const struct secret secret = { "geheim van tweeendertig letters" };

static void
test_token_depends_on_everything_it_is_made_of(void **state)
{
	struct secret other = secret;
	char tokens[5][TOKEN_LENGTH + 1];

	(void)state;
	other.bytes[31] ^= 1;
	token_derive(&secret, "aanmelding", "nonce-1", 7, tokens[0]);
	token_derive(&secret, "deelnemer", "nonce-1", 7, tokens[1]);
	token_derive(&secret, "aanmelding", "nonce-2", 7, tokens[2]);
	token_derive(&other, "aanmelding", "nonce-1", 7, tokens[3]);
	/* What moves from purpose to nonce is something else. */
	token_derive(&secret, "aanmeldingn", "once-1", 6, tokens[4]);
	for (size_t i = 0; i < COUNT(tokens); i++) {
		assert_int_equal(strlen(tokens[i]), TOKEN_LENGTH);
		assert_true(key_is_wellformed(tokens[i]));
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(tokens[i], tokens[j]);
	}
}

static void
test_token_is_the_same_every_time(void **state)
{
	char one[TOKEN_LENGTH + 1], two[TOKEN_LENGTH + 1];

	(void)state;
	token_derive(&secret, "aanmelding", "nonce", 5, one);
	token_derive(&secret, "aanmelding", "nonce", 5, two);
	assert_string_equal(one, two);
	assert_true(token_same(one, two));
	assert_false(token_same(one, ""));
	two[TOKEN_LENGTH - 1] ^= 1;
	assert_false(token_same(one, two));
	two[TOKEN_LENGTH - 1] = '\0';
	assert_false(token_same(one, two));
}

static void
test_key_we_gave_out_is_known_with_its_moment(void **state)
{
	static const int64_t moments[] = {
		0, 1, 255, 256, WORLD_NOW, INT64_C(4294967296),
		INT64_C(1099511627775),
	};
	unsigned char nonce[NONCE_SIZE] = { 1, 2, 3 };
	char key[KEY_LENGTH + 1];
	int64_t issued = -1;

	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		key_issue(&secret, moments[i], nonce, key);
		assert_int_equal(strlen(key), KEY_LENGTH);
		assert_true(key_is_wellformed(key));
		assert_int_equal(key_read(&secret, key, &issued), STATUS_OK);
		assert_int_equal(issued, moments[i]);
	}
}

static void
test_key_that_was_touched_is_not_ours(void **state)
{
	unsigned char nonce[NONCE_SIZE] = { 9 };
	struct secret other = secret;
	char key[KEY_LENGTH + 1], touched[KEY_LENGTH + 1];
	int64_t issued = -1;

	(void)state;
	other.bytes[0] ^= 1;
	key_issue(&secret, WORLD_NOW, nonce, key);
	for (size_t i = 0; i < KEY_LENGTH; i++) {
		memcpy(touched, key, sizeof(key));
		touched[i] = touched[i] == 'A' ? 'B' : 'A';
		assert_int_equal(key_read(&secret, touched, &issued),
		    STATUS_INVALID);
	}
	assert_int_equal(key_read(&other, key, &issued), STATUS_INVALID);
	assert_int_equal(issued, -1);
}

/* What the web server sets behind the head of a shared form. */
#define TAIL	"0123456789abcdef0123456789abcdef"

static enum status
read_joined(const struct secret *by, const char *head, const char *tail,
    int64_t *issued)
{
	char key[100];

	snprintf(key, sizeof(key), "%s%s", head, tail);
	return key_read(by, key, issued);
}

static void
test_shared_key_is_a_head_of_ours_and_a_tail(void **state)
{
	static const char *const tails[] = {
		"", "0123456789abcdef0123456789abcde", TAIL "0",
		"0123456789abcdef0123456789abcdeF",
		"0123456789abcdef0123456789abcde_",
	};
	char head[KEY_HEAD_LENGTH + 1], touched[KEY_HEAD_LENGTH + 1];
	struct secret other = secret;
	int64_t issued = -1;

	(void)state;
	other.bytes[0] ^= 1;
	key_issue_head(&secret, WORLD_NOW, head);
	for (size_t i = 0; i < COUNT(tails); i++)
		assert_int_equal(read_joined(&secret, head, tails[i],
		    &issued), STATUS_INVALID);
	assert_int_equal(read_joined(&other, head, TAIL, &issued),
	    STATUS_INVALID);
	for (size_t i = 0; i < KEY_HEAD_LENGTH; i++) {
		memcpy(touched, head, sizeof(head));
		touched[i] = touched[i] == 'A' ? 'B' : 'A';
		assert_int_equal(read_joined(&secret, touched, TAIL, &issued),
		    STATUS_INVALID);
	}
	assert_int_equal(issued, -1);
	assert_int_equal(read_joined(&secret, head, TAIL, &issued),
	    STATUS_OK);
	assert_int_equal(issued, WORLD_NOW);
}

static void
test_key_of_another_form_is_not_ours(void **state)
{
	static const char *const keys[] = {
		"", "A", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"////////////////////////////////////////////",
		"AAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA",
	};
	int64_t issued;

	(void)state;
	for (size_t i = 0; i < COUNT(keys); i++) {
		size_t size = strlen(keys[i]) + 1;
		char *key = malloc(size);

		assert_non_null(key);
		memcpy(key, keys[i], size);
		assert_int_equal(key_read(&secret, key, &issued),
		    STATUS_INVALID);
		free(key);
	}
}

static void
test_wellformed_key_is_url_safe_and_long_enough(void **state)
{
	static const struct {
		const char	*key;
		bool		 good;
	} vectors[] = {
		{ "1234567890123456789012", true },
		{ "123456789012345678901", false },
		{ "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "0123456789-_", true },
		{ "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "0123456789-_x", false },
		{ "123456789012345678901+", false },
		{ "123456789012345678901/", false },
		{ "123456789012345678901=", false },
		{ "123456789012345678901 ", false },
		{ "123456789012345678901\xc3\xab", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(key_is_wellformed(vectors[i].key),
		    vectors[i].good);
}

/* A draft is no secret yet; once kept it is, and whole from the start. */
static void
test_secret_is_drafted_once_and_for_its_owner_only(void **state)
{
	struct world *world = *state;
	const char *path = world_path(world, "geheim");
	struct secret first = { { 0 } }, second = { { 1 } };
	struct stat found;

	assert_int_equal(secret_load(path, &first), STATUS_NOTFOUND);
	assert_int_equal(secret_draft(path, &first), STATUS_OK);
	assert_int_equal(secret_draft(path, &second), STATUS_OK);
	assert_memory_equal(first.bytes, second.bytes, SECRET_SIZE);
	assert_int_equal(secret_load(path, &second), STATUS_NOTFOUND);
	assert_int_equal(secret_keep_draft(path), STATUS_OK);
	assert_int_equal(secret_keep_draft(path), STATUS_OK);
	assert_int_equal(secret_load(path, &second), STATUS_OK);
	assert_memory_equal(first.bytes, second.bytes, SECRET_SIZE);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	assert_int_equal(found.st_size, SECRET_SIZE);
	/* Of who came too late: it never takes the place of the first. */
	assert_int_equal(secret_draft(path, &second), STATUS_OK);
	assert_memory_not_equal(first.bytes, second.bytes, SECRET_SIZE);
	assert_int_equal(secret_keep_draft(path), STATUS_OK);
	assert_int_equal(secret_load(path, &second), STATUS_OK);
	assert_memory_equal(first.bytes, second.bytes, SECRET_SIZE);
}

static void
test_half_a_secret_is_none(void **state)
{
	struct world *world = *state;
	const char *path = world_path(world, "half");
	struct secret got;

	assert_int_equal(secret_draft(path, &got), STATUS_OK);
	assert_int_equal(secret_keep_draft(path), STATUS_OK);
	assert_int_equal(truncate(path, SECRET_SIZE - 1), 0);
	assert_int_equal(secret_load(path, &got), STATUS_FAIL);
	assert_int_equal(secret_draft(world_path(world, "geen/map"), &got),
	    STATUS_FAIL);
	assert_int_equal(secret_keep_draft(world_path(world, "geen/map")),
	    STATUS_FAIL);
}

static void
test_random_bytes_differ(void **state)
{
	unsigned char one[NONCE_SIZE] = { 0 }, two[NONCE_SIZE] = { 0 };

	(void)state;
	random_bytes(one, sizeof(one));
	random_bytes(two, sizeof(two));
	assert_memory_not_equal(one, two, sizeof(one));
}

static int
start(void **state)
{
	(void)state;
	token_open();
	return 0;
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_token_depends_on_everything_it_is_made_of),
		cmocka_unit_test(test_token_is_the_same_every_time),
		cmocka_unit_test(
		    test_key_we_gave_out_is_known_with_its_moment),
		cmocka_unit_test(test_key_that_was_touched_is_not_ours),
		cmocka_unit_test(test_shared_key_is_a_head_of_ours_and_a_tail),
		cmocka_unit_test(test_key_of_another_form_is_not_ours),
		cmocka_unit_test(
		    test_wellformed_key_is_url_safe_and_long_enough),
		TEST(test_secret_is_drafted_once_and_for_its_owner_only),
		TEST(test_half_a_secret_is_none),
		cmocka_unit_test(test_random_bytes_differ),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
