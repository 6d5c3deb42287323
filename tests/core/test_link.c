/* Links that prove themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/link.h"

static const struct secret ours = { { 1, 2, 3 } }, other = { { 1, 2, 4 } };

static void
test_link_tells_its_row_and_holds_for_it(void **state)
{
	const int64_t ids[] = { 1, 2, 255, 256, 1234567, INT64_C(1) << 40,
		(INT64_C(1) << 47) - 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		char link[LINK_LENGTH + 1], mark[LINK_MARK_SIZE];
		int64_t id = 0;

		link_make(&ours, "deelnemer", ids[i], 77, link);
		assert_int_equal(strlen(link), LINK_LENGTH);
		assert_int_equal(link_id(link, &id), STATUS_OK);
		assert_int_equal(id, ids[i]);
		assert_true(link_holds(&ours, "deelnemer", id, 77, link));

		mark_make(&ours, "brief", ids[i], 77, mark);
		assert_int_equal(mark_id(mark, &id), STATUS_OK);
		assert_int_equal(id, ids[i]);
		assert_true(mark_holds(&ours, "brief", id, 77, mark));
	}
}

static void
test_link_holds_for_nothing_else(void **state)
{
	char link[LINK_LENGTH + 1], mark[LINK_MARK_SIZE];

	(void)state;
	link_make(&ours, "deelnemer", 12, 77, link);
	assert_false(link_holds(&other, "deelnemer", 12, 77, link));
	assert_false(link_holds(&ours, "aanmelding", 12, 77, link));
	assert_false(link_holds(&ours, "deelnemer", 13, 77, link));
	assert_false(link_holds(&ours, "deelnemer", 12, 78, link));
	mark_make(&ours, "brief", 12, 77, mark);
	assert_false(mark_holds(&other, "brief", 12, 77, mark));
	assert_false(mark_holds(&ours, "afzender", 12, 77, mark));
	assert_false(mark_holds(&ours, "brief", 12, 78, mark));
}

static void
test_each_character_of_a_link_counts(void **state)
{
	char link[LINK_LENGTH + 1];

	(void)state;
	link_make(&ours, "deelnemer", 12, 77, link);
	for (size_t i = 0; i < LINK_LENGTH; i++) {
		char before = link[i];

		link[i] = before == 'A' ? 'B' : 'A';
		assert_false(link_holds(&ours, "deelnemer", 12, 77, link));
		link[i] = before;
	}
}

static void
test_what_has_no_form_of_a_link_is_none(void **state)
{
	static const char *const wrong[] = { "", "AAAA", "deelnemer",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",	/* row 0 */
		"gAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",	/* a row too high */
		"AAAAAAABAAAAAAAAAAAAAAAAAAAAA=",
		"AAAAAAABAAAAAAAAAAAAAAAAAAAAA\xc3",
		"AAAAAAABAAAAAAAAAAAAAAAAAAAAAAA" };
	static const char *const unmarked[] = { "", "12", "12-", "-12",
		"12-0123456789abcdef012", "12-0123456789abcdef01234",
		"0-0123456789abcdef0123", "1234567890123456-"
		"0123456789abcdef0123", "12+0123456789abcdef0123" };
	int64_t id = 5;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(link_id(wrong[i], &id), STATUS_INVALID);
	for (size_t i = 0; i < sizeof(unmarked) / sizeof(unmarked[0]); i++)
		assert_int_equal(mark_id(unmarked[i], &id), STATUS_INVALID);
	assert_int_equal(id, 5);
}

static void
test_mark_survives_a_server_that_changes_the_case(void **state)
{
	char mark[LINK_MARK_SIZE];
	int64_t id;

	(void)state;
	mark_make(&ours, "brief", 12, 77, mark);
	for (char *c = mark; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	assert_int_equal(mark_id(mark, &id), STATUS_OK);
	assert_true(mark_holds(&ours, "brief", 12, 77, mark));
}

static void
fill_with_zero(void *bytes, size_t length)
{
	memset(bytes, 0, length);
}

static void
test_nonce_is_never_nothing(void **state)
{
	(void)state;
	token_open();
	assert_int_equal(link_nonce(fill_with_zero), 1);
	for (int i = 0; i < 1000; i++)
		assert_true(link_nonce(random_bytes) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_link_tells_its_row_and_holds_for_it),
		cmocka_unit_test(test_link_holds_for_nothing_else),
		cmocka_unit_test(test_each_character_of_a_link_counts),
		cmocka_unit_test(test_what_has_no_form_of_a_link_is_none),
		cmocka_unit_test(
		    test_mark_survives_a_server_that_changes_the_case),
		cmocka_unit_test(test_nonce_is_never_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
