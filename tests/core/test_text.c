#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/text.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static int
arena_open(void **state)
{
	*state = arena_new((size_t)16 << 20);
	return 0;
}

static int
arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

/* A copy of its exact size, so that a byte too far is seen. */
static enum status
clean_exact(const char *raw, enum text_shape shape, size_t max,
    struct arena *arena, const char **clean, size_t *length)
{
	size_t size = strlen(raw) + 1;
	char *copy = malloc(size);
	enum status status;

	assert_non_null(copy);
	memcpy(copy, raw, size);
	status = text_clean(copy, shape, max, arena, clean, length);
	free(copy);
	return status;
}

static void
test_what_nobody_sees_is_no_part_of_a_text(void **state)
{
	static const struct {
		const char	*raw;
		const char	*clean;
	} vectors[] = {
		{ "\u200bvan den\u200b Berg", "van den Berg" },
		{ "J\u2060an", "Jan" }, { "Jan\u180e", "Jan" },
		{ "\u3164", "" }, { "\uffa0\u115f", "" },
		{ "Jan\U000e0041", "Jan" }, { "\u00adJan", "Jan" },
		/* Two joiners hold letters together, and nothing else. */
		{ "می\u200cخواهم", "می\u200cخواهم" },
		{ "Jan\u200d", "Jan" }, { "\u200cJan", "Jan" },
		{ "Jan \u200dBoer", "Jan Boer" },
	};
	const char *clean;
	size_t length;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clean_exact(vectors[i].raw, TEXT_LINE, 100,
		    *state, &clean, &length), STATUS_OK);
		assert_string_equal(clean, vectors[i].clean);
	}
}

static void
test_clean_text_is_regular(void **state)
{
	static const struct {
		const char	*raw;
		const char	*clean;
	} vectors[] = {
		{ "", "" }, { "a", "a" },
		{ "  a  b\t\tc ", "a b c" },
		{ "a\nb\r\nc", "a b c" },
		{ "\r\n\t ", "" },
		{ "a\xc2\xa0" "b", "a b" },		/* no-break space */
		{ "a\xe2\x80\x83" "b", "a b" },		/* em space */
		{ "a\xe3\x80\x80" "b", "a b" },		/* ideographic */
		{ "a\xe2\x80\xa8" "b", "a b" },		/* line separator */
		{ "Zo\x65\xcc\x88", "Zo\xc3\xab" },	/* NFC */
		{ "e\xcc\x81", "\xc3\xa9" },
		{ "a\x01\x02\x1f\x7f" "b", "ab" },
		{ "a\xc2\x85" "b", "ab" },		/* NEL, a C1 control */
		{ "a\xe2\x80\xae" "b", "ab" },		/* right-to-left */
		{ "a\xe2\x81\xa6" "b\xe2\x81\xa9", "ab" },
		{ "\xef\xbb\xbf" "a", "a" },		/* BOM */
		{ "soft\xc2\xad" "hyphen", "softhyphen" },
		{ "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
		    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7" },
		{ "<b>&amp;\"'", "<b>&amp;\"'" },
		{ "\xc4\xb3", "\xc4\xb3" },	/* ij stays a ligature */
	};
	const char *clean;
	size_t length;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clean_exact(vectors[i].raw, TEXT_LINE, 100,
		    *state, &clean, &length), STATUS_OK);
		assert_string_equal(clean, vectors[i].clean);
		assert_int_equal(length, text_length(clean));
	}
}

static void
test_lines_stay_lines_with_one_empty_between(void **state)
{
	static const char *const vectors[][2] = {
		{ "a\nb", "a\nb" }, { "a\r\nb", "a\nb" },
		{ "a\n\nb", "a\n\nb" }, { "a\n\n\n\n\nb", "a\n\nb" },
		{ "a \n b", "a\nb" }, { "\n\na\n\n", "a" },
		{ "a\r\n\r\n\r\nb", "a\n\nb" }, { "a  b", "a b" },
		{ "a\n \n \nb", "a\n\nb" },
	};
	const char *clean;
	size_t length;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clean_exact(vectors[i][0], TEXT_LINES, 100,
		    *state, &clean, &length), STATUS_OK);
		assert_string_equal(clean, vectors[i][1]);
	}
}

static void
test_what_is_not_utf8_is_invalid(void **state)
{
	static const char *const vectors[] = {
		"\xff", "a\x80", "\xc3", "a\xc3(", "\xe2\x82", "\xf0\x9f\x91",
		"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xf8\x88\x80\x80\x80",
	};
	const char *clean = "untouched";
	size_t length;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clean_exact(vectors[i], TEXT_LINE, 100,
		    *state, &clean, &length), STATUS_INVALID);
		assert_string_equal(clean, "untouched");
	}
}

static void
test_length_is_counted_in_code_points(void **state)
{
	static const struct {
		const char	*raw;
		size_t		 max;
		enum status	 expected;
		size_t		 length;
	} vectors[] = {
		{ "abc", 3, STATUS_OK, 3 },
		{ "abcd", 3, STATUS_FULL, 4 },
		{ "\xc3\xab\xc3\xab\xc3\xab", 3, STATUS_OK, 3 },
		{ "\xf0\x9f\x98\x80", 1, STATUS_OK, 1 },
		{ "  abc  ", 3, STATUS_OK, 3 },
		{ "e\xcc\x81" "e\xcc\x81", 2, STATUS_OK, 2 },
		{ "", 0, STATUS_OK, 0 },
	};
	const char *clean;
	size_t length;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(clean_exact(vectors[i].raw, TEXT_LINE,
		    vectors[i].max, *state, &clean, &length),
		    vectors[i].expected);
		assert_int_equal(length, vectors[i].length);
	}
}

static void
test_folded_text_is_what_people_type(void **state)
{
	static const char *const vectors[][2] = {
		{ "Súdwest-Fryslân", "sudwest-fryslan" },
		{ "ÇELİK", "celik" }, { "ıI", "ii" },
		{ "Øster", "oster" }, { "Łódź", "lodz" },
		{ "Đurić", "duric" }, { "Æsir", "aesir" },
		{ "cœur", "coeur" }, { "Straße", "strasse" },
		{ "ĳsselstein", "ijsselstein" },
		{ "’s-Gravenhage", "'s-gravenhage" },
		{ "ﬁets", "fiets" }, { "", "" },
		{ "ABC 123", "abc 123" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(text_fold(vectors[i][0], *state),
		    vectors[i][1]);
	assert_string_equal(text_fold("\xff", *state), "");
}

static void
test_folding_twice_is_folding_once(void **state)
{
	static const char *const words[] = {
		"Súdwest-Fryslân", "İstanbul", "ŒUVRE", "’t Hart", "ﬃ",
	};

	for (size_t i = 0; i < COUNT(words); i++) {
		const char *once = text_fold(words[i], *state);

		assert_string_equal(text_fold(once, *state), once);
	}
}

static void
test_web_address_is_seen_and_a_name_is_not(void **state)
{
	static const struct {
		const char	*text;
		bool		 has;
	} vectors[] = {
		{ "https://x.nl", true }, { "zie WWW.x.nl", true },
		{ "HTTP:x", true }, { "ftp://x", true },
		{ "Anne de Vries", false }, { "J.P. van der Http", false },
		{ "Awww", false }, { "", false }, { "A/B", false },
		/* Without a scheme as well; a mail program makes it a link. */
		{ "digid-herstel.example/login", true }, { "ga naar x1.nl", true },
		{ "digid。example", true }, { "(digid.com.)", true },
		{ "a@woerden.nl", true }, { "evil.x.com", true },
		{ "J.P. de Vries", false }, { "v.d. Berg", false },
		{ "v.d.Berg", false }, { "St.-Jans", false },
		{ "Th.A. van Dijk", false }, { "drs. Ing. Bos", false },
		{ "beleid o.a. mbo", false }, { "m.b.o.-coördinator", false },
		{ "Joh. Seb. Bach", false }, { "...", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(text_has_address(vectors[i].text),
		    vectors[i].has);
}

static void
test_null_counts_as_empty(void **state)
{
	(void)state;
	assert_true(text_empty(NULL));
	assert_true(text_empty(""));
	assert_false(text_empty(" "));
	assert_true(text_same(NULL, ""));
	assert_false(text_same(NULL, "a"));
	assert_true(text_same("a", "a"));
	assert_false(text_same("a", "A"));
}

static void
test_things_are_enumerated_as_one_speaks(void **state)
{
	static const char *const items[] = { "Jan", "Piet", "Zoë" };
	static const char *const said[] = { "Jan", "Jan en Piet",
	    "Jan, Piet en Zoë" };

	assert_null(text_enumerate(items, 0, *state));
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(text_enumerate(items, i + 1, *state),
		    said[i]);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, arena_open, \
			    arena_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_nobody_sees_is_no_part_of_a_text),
		TEST(test_clean_text_is_regular),
		TEST(test_lines_stay_lines_with_one_empty_between),
		TEST(test_what_is_not_utf8_is_invalid),
		TEST(test_length_is_counted_in_code_points),
		TEST(test_folded_text_is_what_people_type),
		TEST(test_folding_twice_is_folding_once),
		TEST(test_web_address_is_seen_and_a_name_is_not),
		TEST(test_null_counts_as_empty),
		TEST(test_things_are_enumerated_as_one_speaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
