#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/email.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define A8	"aaaaaaaa"
#define A62	A8 A8 A8 A8 A8 A8 A8 "aaaaaa"
#define A63	A62 "a"
#define A64	A63 "a"

static const struct {
	const char	*typed;
	const char	*clean;
} accepted[] = {
	{ "naam@gemeente.nl", "naam@gemeente.nl" },
	{ "Jan.de-Vries@Gemeente.NL", "Jan.de-Vries@gemeente.nl" },
	{ "o'brien@gemeente.nl", "o'brien@gemeente.nl" },
	{ "j+mbo=x@sub.den-haag.nl", "j+mbo=x@sub.den-haag.nl" },
	{ "!#$%&'*+-/=?^_`{|}~@x.nl", "!#$%&'*+-/=?^_`{|}~@x.nl" },
	{ "a@b.cd", "a@b.cd" },
	{ "1@2.3a.nl", "1@2.3a.nl" },
	{ "info@súdwest-fryslân.nl", "info@xn--sdwest-frysln-teb26a.nl" },
	{ "info@SÚDWEST-FRYSLÂN.NL", "info@xn--sdwest-frysln-teb26a.nl" },
	{ "a@straße.de", "a@xn--strae-oqa.de" },
	{ "a@gemeente\xe3\x80\x82nl", "a@gemeente.nl" },
	{ "a@ｇｅｍéｅｎｔｅ.nl", "a@xn--gemente-dya.nl" },
	{ "a@xn--strae-oqa.de", "a@xn--strae-oqa.de" },
	{ A64 "@gemeente.nl", A64 "@gemeente.nl" },
	{ "a@" A63 ".nl", "a@" A63 ".nl" },
	/* 254 bytes: 1 + 1 + 3 * 64 + 57 + 3 */
	{ "a@" A63 "." A63 "." A63 "." A8 A8 A8 A8 A8 A8 A8 "a.nl",
	    "a@" A63 "." A63 "." A63 "." A8 A8 A8 A8 A8 A8 A8 "a.nl" },
};

static const struct {
	const char		*typed;
	enum email_fault	 fault;
} refused[] = {
	{ "", EMAIL_NO_AT },
	{ "naam", EMAIL_NO_AT },
	{ "Jan de Vries", EMAIL_NO_AT },
	{ "naam＠gemeente.nl", EMAIL_NO_AT },
	{ "a@@b.nl", EMAIL_MANY_AT },
	{ "a@b.nl,c@d.nl", EMAIL_MANY_AT },
	{ "a@b.nl@", EMAIL_MANY_AT },
	{ "jan vries@gemeente.nl", EMAIL_SPACE },
	{ "Jan <jan@gemeente.nl>", EMAIL_SPACE },
	{ "jan@gemeente. nl", EMAIL_SPACE },
	{ "jan\t@gemeente.nl", EMAIL_SPACE },
	{ "jan@gemeente.nl\r\nRCPT TO:<x", EMAIL_SPACE },
	{ "jan@gemeente.nl\n", EMAIL_SPACE },
	{ "jan\x7f@gemeente.nl", EMAIL_SPACE },
	{ "jan\xc2\xa0@gemeente.nl", EMAIL_SPACE },
	{ "@gemeente.nl", EMAIL_LOCAL },
	{ ".jan@gemeente.nl", EMAIL_LOCAL },
	{ "jan.@gemeente.nl", EMAIL_LOCAL },
	{ "jan..vries@gemeente.nl", EMAIL_LOCAL },
	{ "<jan@gemeente.nl", EMAIL_LOCAL },
	{ "jan>@gemeente.nl", EMAIL_LOCAL },
	{ "(jan@gemeente.nl", EMAIL_LOCAL },
	{ "jan)@gemeente.nl", EMAIL_LOCAL },
	{ "[jan@gemeente.nl", EMAIL_LOCAL },
	{ "jan]@gemeente.nl", EMAIL_LOCAL },
	{ "jan\\@gemeente.nl", EMAIL_LOCAL },
	{ "jan,@gemeente.nl", EMAIL_COMMA },
	{ "z.vanderberg@woerden,nl", EMAIL_COMMA },
	{ "jan;@gemeente.nl", EMAIL_LOCAL },
	{ "mailto:jan@gemeente.nl", EMAIL_LOCAL },
	{ "\"jan\"@gemeente.nl", EMAIL_LOCAL },
	{ "joël@gemeente.nl", EMAIL_NON_ASCII },
	{ "jan\xe2\x80\x8b@gemeente.nl", EMAIL_NON_ASCII },
	{ "\xff@gemeente.nl", EMAIL_NON_ASCII },
	{ "jan@", EMAIL_DOMAIN },
	{ "jan@gemeente", EMAIL_DOMAIN },
	{ "jan@gemeente.", EMAIL_DOMAIN },
	{ "jan@.nl", EMAIL_DOMAIN },
	{ "jan@gemeente..nl", EMAIL_DOMAIN },
	{ "jan@gemeenté..nl", EMAIL_DOMAIN },
	{ "jan@gemeenté.nl.", EMAIL_DOMAIN },
	{ "jan@-gemeente.nl", EMAIL_DOMAIN },
	{ "jan@gemeente-.nl", EMAIL_DOMAIN },
	{ "jan@ge_meente.nl", EMAIL_DOMAIN },
	{ "jan@ge_meenté.nl", EMAIL_DOMAIN },
	{ "jan@gemeente.nl>", EMAIL_DOMAIN },
	{ "jan@gemeente.nl,", EMAIL_COMMA },
	{ "jan@gemeente/x.nl", EMAIL_DOMAIN },
	{ "jan@gemeente＠evil.nl", EMAIL_DOMAIN },
	{ "jan@192.168.1.1", EMAIL_DOMAIN },
	{ "jan@[192.168.1.1]", EMAIL_DOMAIN },
	{ "jan@😀.nl", EMAIL_DOMAIN },
	{ "jan@gemeente\xff.nl", EMAIL_DOMAIN },
	{ "jan@" A64 ".nl", EMAIL_DOMAIN },
	{ A64 "a@gemeente.nl", EMAIL_LONG },
	/* 255 bytes */
	{ "aa@" A63 "." A63 "." A63 "." A8 A8 A8 A8 A8 A8 A8 "a.nl",
	    EMAIL_LONG },
	{ "a@" A63 "." A63 "." A63 "." A63 ".nl", EMAIL_LONG },
	{ "a@é." A63 "." A63 "." A63 "." A63 ".nl", EMAIL_LONG },
};

static int
arena_open(void **state)
{
	*state = arena_new((size_t)1 << 20);
	return 0;
}

static int
arena_close(void **state)
{
	arena_free(*state);
	return 0;
}

/* The text in memory of exactly its size, so that reading on is seen. */
static char *
exact(const char *text)
{
	char *copy = strdup(text);

	assert_non_null(copy);
	return copy;
}

static void
test_an_address_people_type_comes_out_clean(void **state)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		char *typed = exact(accepted[i].typed);
		const char *address = NULL;

		assert_int_equal(email_check(typed, *state, &address),
		    EMAIL_OK);
		assert_string_equal(address, accepted[i].clean);
		free(typed);
	}
}

static void
test_each_mistake_has_its_own_fault(void **state)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		char *typed = exact(refused[i].typed);
		const char *address = "untouched";
		enum email_fault fault = email_check(typed, *state, &address);

		if (fault != refused[i].fault)
			fail_msg("\"%s\" gives fault %d, not %d",
			    refused[i].typed, (int)fault,
			    (int)refused[i].fault);
		assert_string_equal(address, "untouched");
		free(typed);
	}
}

static void
test_what_is_copied_along_with_an_address_goes_off(void **state)
{
	static const struct {
		const char	*typed;
		const char	*clean;		/* NULL: still a fault */
	} copied[] = {
		{ "Anja <anja@woerden.nl>", "anja@woerden.nl" },
		{ "\"Vries, Anja de\" <anja@woerden.nl>;", "anja@woerden.nl" },
		{ "<anja@woerden.nl>", "anja@woerden.nl" },
		{ "anja@woerden.nl <anja@woerden.nl>", "anja@woerden.nl" },
		{ "x@woerden.nl <anja@woerden.nl>", NULL },
		{ "Anja (Woerden) <anja@woerden.nl> ;", "anja@woerden.nl" },
		{ "anja@woerden.nl;", "anja@woerden.nl" },
		{ "anja@woerden.nl.", "anja@woerden.nl" },
		{ "anja@woerden.nl,", "anja@woerden.nl" },
		{ " anja@woerden.nl ", "anja@woerden.nl" },
		{ "(anja@woerden.nl)", "anja@woerden.nl" },
		{ "mailto:anja@woerden.nl", "anja@woerden.nl" },
		{ "MAILTO:anja@woerden.nl?subject=x", "anja@woerden.nl" },
		{ "Anja <mailto:anja@woerden.nl>", "anja@woerden.nl" },
		{ "anja@woerden.nl", "anja@woerden.nl" },
		/* Two of them, or none: nobody guesses. */
		{ "a@b.nl; c@d.nl", NULL }, { "A <a@b.nl>, B <c@d.nl>", NULL },
		{ "Anja <anja>", NULL }, { "<a@b.nl> en verder", NULL },
		{ "anja at woerden.nl", NULL }, { ";@.", NULL }, { "", NULL },
		{ "<", NULL }, { "<@", NULL }, { "@>", NULL },
	};

	for (size_t i = 0; i < COUNT(copied); i++) {
		char *typed = exact(copied[i].typed);
		const char *address = "";
		enum email_fault fault = email_check(email_tidy(typed, *state),
		    *state, &address);

		assert_int_equal(fault == EMAIL_OK, copied[i].clean != NULL);
		if (copied[i].clean != NULL)
			assert_string_equal(address, copied[i].clean);
		free(typed);
	}
}

static void
test_an_address_is_shown_as_people_read_it(void **state)
{
	static const char *const same[] = {
		"a@woerden.nl", "localhost", "", "a@xn--", "a@xn--\x7f.nl",
	};

	assert_string_equal(email_shown("info@xn--sdwest-frysln-teb26a.nl",
	    *state), "info@súdwest-fryslân.nl");
	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(email_shown(same[i], *state), same[i]);
}

static void
test_a_clean_address_is_safe_and_stays_as_it_is(void **state)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		const char *again = NULL;

		assert_true(email_is_safe(accepted[i].clean));
		assert_int_equal(email_check(accepted[i].clean, *state,
		    &again), EMAIL_OK);
		assert_string_equal(again, accepted[i].clean);
	}
}

static void
test_an_endless_text_is_too_long(void **state)
{
	size_t size = 100000;
	char *text = malloc(size);
	const char *address = NULL;

	assert_non_null(text);
	memset(text, 'a', size);
	text[size - 1] = '\0';
	assert_int_equal(email_check(text, *state, &address), EMAIL_LONG);
	assert_false(email_is_safe(text));
	free(text);
}

static void
test_no_byte_of_smtp_is_safe_anywhere(void **state)
{
	static const char bad[] = "<>()[]\\,;:\"@ \t\r\n\x01\x1f\x7f\x80\xff";
	const char *good = "jan@gemeente.nl";

	(void)state;
	assert_true(email_is_safe(good));
	for (size_t at = 0; at <= strlen(good); at++)
		for (size_t i = 0; bad[i] != '\0'; i++) {
			char text[32] = "";

			memcpy(text, good, at);
			text[at] = bad[i];
			memcpy(text + at + 1, good + at, strlen(good) - at);
			assert_false(email_is_safe(text));
		}
}

static void
test_an_unsafe_address_is_seen_at_the_last_door(void **state)
{
	static const char *const unsafe[] = {
		"", "@", "jan", "jan@", "@gemeente.nl", "jan@gemeente..nl",
		"jan@gemeente.nl.", ".jan@gemeente.nl", "jan.@gemeente.nl",
		"j..n@gemeente.nl", "jan@gemeente.nl>\r\nRCPT TO:<e@evil.nl",
		"jan@súdwest.nl", "jan@a_b.nl", "jan@-.nl",
		A64 "a@gemeente.nl", "jan@" A64 ".nl",
		"aa@" A63 "." A63 "." A63 "." A8 A8 A8 A8 A8 A8 A8 "a.nl",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(unsafe); i++) {
		char *text = exact(unsafe[i]);

		if (email_is_safe(text))
			fail_msg("\"%s\" passed", text);
		free(text);
	}
	assert_true(email_is_safe("orientatie@localhost"));
}

static void
test_each_fault_says_how_to_mend_it(void **state)
{
	(void)state;
	assert_string_equal(email_fault_text(EMAIL_OK), "");
	for (int fault = EMAIL_OK + 1; fault < EMAIL__MAX; fault++) {
		const char *text = email_fault_text((enum email_fault)fault);
		size_t length = strlen(text);

		assert_true(length > 20);
		assert_int_equal(text[length - 1], '.');
		/* Two sentences: what is wrong, and what to do. */
		assert_non_null(strstr(text, ". "));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_address_people_type_comes_out_clean),
		cmocka_unit_test(test_each_mistake_has_its_own_fault),
		cmocka_unit_test(
		    test_what_is_copied_along_with_an_address_goes_off),
		cmocka_unit_test(test_an_address_is_shown_as_people_read_it),
		cmocka_unit_test(
		    test_a_clean_address_is_safe_and_stays_as_it_is),
		cmocka_unit_test(test_an_endless_text_is_too_long),
		cmocka_unit_test(test_no_byte_of_smtp_is_safe_anywhere),
		cmocka_unit_test(
		    test_an_unsafe_address_is_seen_at_the_last_door),
		cmocka_unit_test(test_each_fault_says_how_to_mend_it),
	};

	return cmocka_run_group_tests(tests, arena_open, arena_close);
}
