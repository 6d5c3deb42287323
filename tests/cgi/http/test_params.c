#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/http/params.h"
#include "core/arena.h"
#include "core/utf8.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define LIMIT		((size_t)8 * 1024 * 1024)

/* Parse from a buffer of exactly that size, so that ASan sees a step beyond. */
static enum status
parse(struct arena *arena, const char *data, size_t length,
    struct params **params)
{
	char *exact = malloc(length == 0 ? 1 : length);
	enum status status;

	assert_non_null(exact);
	memcpy(exact, data, length);
	status = params_parse(exact, length, arena, params);
	free(exact);
	return status;
}

static int
arena_set_up(void **state)
{
	*state = arena_new(LIMIT);
	return 0;
}

static int
arena_tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

struct expected {
	const char	*name;
	const char	*value;
};

static const struct {
	const char	*data;
	struct expected	 pairs[5];
} parsed[] = {
	{ "", { { NULL, NULL } } },
	{ "a=b", { { "a", "b" } } },
	{ "a=b&c=d", { { "a", "b" }, { "c", "d" } } },
	{ "a", { { "a", "" } } },
	{ "a=", { { "a", "" } } },
	{ "=b", { { "", "b" } } },
	{ "=", { { "", "" } } },
	{ "&", { { NULL, NULL } } },
	{ "&&a=b&&c&", { { "a", "b" }, { "c", "" } } },
	{ "a=b=c", { { "a", "b=c" } } },
	{ "a=1&b=2&a=3", { { "a", "1" }, { "b", "2" }, { "a", "3" } } },
	{ "a+b=c+d", { { "a b", "c d" } } },
	{ "a=%2B%26%3d", { { "a", "+&=" } } },
	{ "%61=%62", { { "a", "b" } } },
	{ "a=S%C3%BAdwest", { { "a", "S\303\272dwest" } } },
	{ "a=S\303\272dwest", { { "a", "S\303\272dwest" } } },
	{ "a=%F0%9F%98%80", { { "a", "\360\237\230\200" } } },
	/* Malformed escapes stand for themselves. */
	{ "a=%", { { "a", "%" } } },
	{ "a=%4", { { "a", "%4" } } },
	{ "a=%zz", { { "a", "%zz" } } },
	{ "a=%4g%41", { { "a", "%4gA" } } },
	{ "a=100%&b=c", { { "a", "100%" }, { "b", "c" } } },
	{ "a=%%41", { { "a", "%A" } } },
	{ "a=%+1", { { "a", "% 1" } } },
	/* An escape is decoded once, and does not reach over a separator. */
	{ "a=%2541", { { "a", "%41" } } },
	{ "a=%4&1=c", { { "a", "%4" }, { "1", "c" } } },
	{ "a%3=1", { { "a%3", "1" } } },
	/* Line ends stay; whoever cleans text decides. */
	{ "a=x%0D%0Ay", { { "a", "x\r\ny" } } },
};

static void
test_a_form_is_decoded_as_the_standard_says(void **state)
{
	struct params *params;
	size_t j;

	for (size_t i = 0; i < COUNT(parsed); i++) {
		assert_int_equal(parse(*state, parsed[i].data,
		    strlen(parsed[i].data), &params), STATUS_OK);
		for (j = 0; parsed[i].pairs[j].name != NULL; j++) {
			assert_true(j < params->count);
			assert_string_equal(params->pairs[j].name,
			    parsed[i].pairs[j].name);
			assert_string_equal(params->pairs[j].value,
			    parsed[i].pairs[j].value);
		}
		assert_int_equal(params->count, j);
	}
}

static const struct {
	const char	*data;
	size_t		 length;
} refused[] = {
#define BYTES(literal)	{ literal, sizeof(literal) - 1 }
	BYTES("a=\0"),
	BYTES("a\0=b"),
	BYTES("a=%00"),
	BYTES("%00"),
	BYTES("ok=1&a=b%00c"),
	BYTES("a=\xff"),
	BYTES("a=%FF"),
	BYTES("%FF=a"),
	BYTES("a=%C3"),			/* cut off */
	BYTES("a=%C3&b=%A9"),		/* not made whole by the next pair */
	BYTES("a=%E2%82"),
	BYTES("a=%80"),			/* a continuation alone */
	BYTES("a=%C0%AF"),		/* too long a form of `/` */
	BYTES("a=%E0%80%AF"),
	BYTES("a=%F0%80%80%AF"),
	BYTES("a=%ED%A0%80"),		/* a surrogate */
	BYTES("a=%F4%90%80%80"),	/* beyond U+10FFFF */
	BYTES("a=%F5%80%80%80"),
	BYTES("a=%C3+"),
	BYTES("a=%E2%82%2B"),
#undef BYTES
};

static void
test_nul_and_invalid_utf8_are_refused(void **state)
{
	struct params *params = NULL;

	for (size_t i = 0; i < COUNT(refused); i++) {
		assert_int_equal(parse(*state, refused[i].data,
		    refused[i].length, &params), STATUS_INVALID);
		assert_null(params);
	}
}

static const struct {
	const char	*text;
	bool		 valid;
} utf8[] = {
	{ "", true },
	{ "a", true },
	{ "\x7f", true },
	{ "\xc2\x80", true },
	{ "\xdf\xbf", true },
	{ "\xe0\xa0\x80", true },
	{ "\xed\x9f\xbf", true },
	{ "\xee\x80\x80", true },
	{ "\xef\xbf\xbf", true },
	{ "\xf0\x90\x80\x80", true },
	{ "\xf4\x8f\xbf\xbf", true },
	{ "\xc1\xbf", false },
	{ "\xc2\x7f", false },
	{ "\xc2\xc0", false },
	{ "\xe0\x9f\xbf", false },
	{ "\xed\xa0\x80", false },
	{ "\xe1\x80", false },
	{ "\xe1\x80\x41", false },
	{ "\xf0\x8f\xbf\xbf", false },
	{ "\xf1\x80\x80", false },
	{ "\xf1\x80\x80\x41", false },
	{ "\xf4\x90\x80\x80", false },
};

static void
test_utf8_is_told_from_other_bytes(void **state)
{
	size_t length;
	char *exact;

	(void)state;
	for (size_t i = 0; i < COUNT(utf8); i++) {
		length = strlen(utf8[i].text);
		exact = malloc(length == 0 ? 1 : length);
		assert_non_null(exact);
		memcpy(exact, utf8[i].text, length);
		assert_int_equal(utf8_valid(exact, length), utf8[i].valid);
		free(exact);
	}
}

static void
test_the_first_value_of_a_name_is_found(void **state)
{
	static const char data[] = "thema=a&naam=Jan&thema=b&leeg=";
	struct params *params;

	assert_int_equal(parse(*state, data, sizeof(data) - 1, &params),
	    STATUS_OK);
	assert_string_equal(params_value(params, "thema"), "a");
	assert_string_equal(params_value(params, "naam"), "Jan");
	assert_string_equal(params_value(params, "leeg"), "");
	assert_null(params_value(params, "Naam"));
	assert_null(params_value(params, "naa"));
	assert_null(params_value(params, ""));
	assert_null(params_value(NULL, "naam"));
}

static void
test_repeated_names_are_walked_in_order(void **state)
{
	static const char data[] = "t=1&u=x&t=2&t=2&u=y&t=3";
	static const char *const values[] = { "1", "2", "2", "3" };
	const struct pair *pair = NULL;
	struct params *params;

	assert_int_equal(parse(*state, data, sizeof(data) - 1, &params),
	    STATUS_OK);
	for (size_t i = 0; i < COUNT(values); i++) {
		pair = params_next(params, "t", pair);
		assert_non_null(pair);
		assert_string_equal(pair->value, values[i]);
	}
	assert_null(params_next(params, "t", pair));
	assert_null(params_next(params, "v", NULL));
}

/* n pairs p0=0&p1=1... */
static char *
many(size_t n)
{
	char *data = malloc(n * 16 + 1), *end = data;

	assert_non_null(data);
	*data = '\0';
	for (size_t i = 0; i < n; i++)
		end += sprintf(end, "%sp%zu=%zu", i == 0 ? "" : "&", i, i);
	return data;
}

static void
test_every_pair_of_the_largest_form_is_found(void **state)
{
	char name[16], *data = many(PARAMS_MAX);
	struct params *params;

	assert_int_equal(parse(*state, data, strlen(data), &params), STATUS_OK);
	assert_int_equal(params->count, PARAMS_MAX);
	for (size_t i = 0; i < PARAMS_MAX; i++) {
		snprintf(name, sizeof(name), "p%zu", i);
		assert_string_equal(params_value(params, name), name + 1);
	}
	free(data);
}

static void
test_one_pair_too_many_is_refused(void **state)
{
	char *data = many(PARAMS_MAX + 1);
	struct params *params;

	assert_int_equal(parse(*state, data, strlen(data), &params),
	    STATUS_INVALID);
	free(data);
}

static void
test_empty_pairs_do_not_count(void **state)
{
	char data[3 * PARAMS_MAX];
	struct params *params;

	memset(data, '&', sizeof(data));
	assert_int_equal(parse(*state, data, sizeof(data), &params), STATUS_OK);
	assert_int_equal(params->count, 0);
}

static void
test_no_data_at_all_is_an_empty_form(void **state)
{
	struct params *params;

	assert_int_equal(params_parse(NULL, 0, *state, &params), STATUS_OK);
	assert_int_equal(params->count, 0);
	assert_null(params_value(params, "a"));
}

/* What an address asks is short; a number is what its digits say. */
static void
test_a_query_that_is_too_long_asks_nothing(void **state)
{
	char query[QUERY_TEXT_MAX + 16];
	struct params *params;

	for (int length = QUERY_TEXT_MAX - 1; length <= QUERY_TEXT_MAX + 1;
	    length++) {
		snprintf(query, sizeof(query), "q=%0*d&n=12", length, 0);
		assert_int_equal(params_parse(query, strlen(query), *state,
		    &params), STATUS_OK);
		assert_int_equal(strlen(query_text(params, "q")),
		    length <= QUERY_TEXT_MAX ? length : 0);
		assert_int_equal(strlen(form_text(params, "q")), length);
		assert_int_equal(form_number(params, "n"), 12);
		assert_int_equal(form_number(params, "geen"), 0);
		assert_string_equal(query_text(params, "geen"), "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_form_is_decoded_as_the_standard_says),
		cmocka_unit_test(test_nul_and_invalid_utf8_are_refused),
		cmocka_unit_test(test_utf8_is_told_from_other_bytes),
		cmocka_unit_test(test_the_first_value_of_a_name_is_found),
		cmocka_unit_test(test_repeated_names_are_walked_in_order),
		cmocka_unit_test(test_every_pair_of_the_largest_form_is_found),
		cmocka_unit_test(test_one_pair_too_many_is_refused),
		cmocka_unit_test(test_empty_pairs_do_not_count),
		cmocka_unit_test(test_no_data_at_all_is_an_empty_form),
		cmocka_unit_test(test_a_query_that_is_too_long_asks_nothing),
	};

	return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
