/* Codes that are read from paper and typed. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/short_code.h"

#define MANY	2000

static const struct secret secret = { { 1, 2, 3 } };

static const char *
code_of(int i, char code[SHORT_CODE_SIZE])
{
	char about[16];

	snprintf(about, sizeof(about), "1 GM%04d", i);
	short_code_make(&secret, "toets", about, code);
	return code;
}

static void
test_every_way_to_type_it_is_the_same(void **state)
{
	char code[SHORT_CODE_SIZE], typed[40], read[SHORT_CODE_SIZE];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		size_t n = 0;

		code_of(i, code);
		assert_int_equal(strlen(code), SHORT_CODE_SIZE - 1);
		assert_int_equal(code[4], '-');
		assert_null(strpbrk(code, "ILOU"));
		/* Lower case, o and l for digits, spaces for the hyphen. */
		for (const char *c = code; *c != '\0'; c++) {
			typed[n++] = *c == '0' ? 'o' : *c == '1' ? "lI"[i % 2] :
			    *c == '-' ? ' ' : (char)tolower(
			    (unsigned char)*c);
			typed[n++] = ' ';
		}
		typed[n] = '\0';
		assert_int_equal(short_code_read(typed, read), STATUS_OK);
		assert_string_equal(read, code);
	}
}

/* But for 0 and Z, which are one modulo 31. */
static void
test_a_slip_is_noticed(void **state)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	char code[SHORT_CODE_SIZE], other[SHORT_CODE_SIZE];
	char read[SHORT_CODE_SIZE];

	(void)state;
	for (int i = 0; i < MANY / 10; i++) {
		code_of(i, code);
		for (size_t at = 0; code[at] != '\0'; at++) {
			for (const char *c = alphabet; code[at] != '-' &&
			    *c != '\0'; c++) {
				strcpy(other, code);
				other[at] = *c;
				if (*c == code[at] || (strchr("0Z", *c) !=
				    NULL && strchr("0Z", code[at]) != NULL))
					continue;
				assert_int_equal(short_code_read(other, read),
				    STATUS_INVALID);
			}
		}
		for (size_t at = 0; at + 2 < 4; at++) {
			strcpy(other, code);
			other[at] = code[at + 1];
			other[at + 1] = code[at];
			if (strcmp(other, code) != 0 && !(strchr("0Z",
			    other[at]) != NULL && strchr("0Z",
			    other[at + 1]) != NULL))
				assert_int_equal(short_code_read(other, read),
				    STATUS_INVALID);
		}
	}
}

static void
test_what_is_no_code_is_refused(void **state)
{
	static const char *const typed[] = {
		"", "-", "1234567", "123456789", "ABCD-EFGU", "7KQ4/M2XD",
		"\xc3\xa9" "BCDEFG", "................",
	};
	char read[SHORT_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		assert_int_equal(short_code_read(typed[i], read),
		    STATUS_INVALID);
}

static void
test_each_is_another_and_of_its_secret_and_purpose(void **state)
{
	const struct secret another = { { 9 } };
	char code[SHORT_CODE_SIZE], other[SHORT_CODE_SIZE];

	(void)state;
	short_code_make(&secret, "toets", "1 GM0632", code);
	short_code_make(&secret, "toets", "1 GM0632", other);
	assert_string_equal(code, other);
	short_code_make(&secret, "toets", "2 GM0632", other);
	assert_string_not_equal(code, other);
	short_code_make(&secret, "anders", "1 GM0632", other);
	assert_string_not_equal(code, other);
	short_code_make(&another, "toets", "1 GM0632", other);
	assert_string_not_equal(code, other);
}

/* Of a row: with its number in front, however large, as people type it. */
static void
test_a_row_is_found_by_its_code(void **state)
{
	static const int64_t ids[] = { 1, 31, 32, 230, 1023, 1024, 100000,
	    ((int64_t)1 << 47) - 1 };
	char code[ROW_CODE_SIZE], read[ROW_CODE_SIZE], typed[ROW_CODE_SIZE];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		size_t n = 0;

		row_code_make(&secret, "toets", ids[i], 7, code);
		for (const char *c = code; *c != '\0'; c++)
			if (*c != '-')
				typed[n++] = (char)tolower((unsigned char)*c);
		typed[n] = '\0';
		assert_int_equal(row_code_read(typed, &id, read), STATUS_OK);
		assert_int_equal(id, ids[i]);
		assert_string_equal(read, code);
		row_code_make(&secret, "toets", ids[i], 8, read);
		assert_string_not_equal(read, code);
	}
	assert_int_equal(row_code_read("", &id, read), STATUS_INVALID);
	assert_int_equal(row_code_read(code + strlen(code) - 9, &id, read),
	    STATUS_INVALID);
	assert_int_equal(row_code_read("00-7KQ4-M2XD-AAAA-BBBB-CCCC-DDDD",
	    &id, read), STATUS_INVALID);
}

static void
test_a_row_s_number_is_as_short_as_it_can_be(void **state)
{
	static const struct {
		int64_t		 id;
		const char	*number;
	} rows[] = {
		{ 0, "0-" }, { 1, "1-" }, { 31, "Z-" }, { 32, "10-" },
		{ 1023, "ZZ-" }, { 1024, "100-" },
	};
	char code[ROW_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		row_code_make(&secret, "toets", rows[i].id, 7, code);
		assert_memory_equal(code, rows[i].number,
		    strlen(rows[i].number));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_way_to_type_it_is_the_same),
		cmocka_unit_test(test_a_slip_is_noticed),
		cmocka_unit_test(test_what_is_no_code_is_refused),
		cmocka_unit_test(
		    test_each_is_another_and_of_its_secret_and_purpose),
		cmocka_unit_test(test_a_row_is_found_by_its_code),
		cmocka_unit_test(test_a_row_s_number_is_as_short_as_it_can_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
