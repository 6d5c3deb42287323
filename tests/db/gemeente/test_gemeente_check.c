/* What the value of a municipality may be, and the one spelling it is kept in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/csv_fault.h"
#include "db/gemeente/gemeente.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ARENA_LIMIT	((size_t)1 << 20)

static int
set_up(void **state)
{
	clock_open();
	*state = arena_new(ARENA_LIMIT);
	return 0;
}

static int
tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_a_good_value_is_kept_in_one_spelling(void **state)
{
	static const struct {
		enum gemeente_field field;
		const char	*raw;
		const char	*clean;
	} vectors[] = {
		{ GEMEENTE_CODE, "GM0632", "GM0632" },
		{ GEMEENTE_OPVOLGER, "", "" },
		{ GEMEENTE_NAAM, "  Súdwest-Fryslân ", "Súdwest-Fryslân" },
		{ GEMEENTE_PROVINCIE, "noord-holland", "Noord-Holland" },
		{ GEMEENTE_PROVINCIE, "Friesland", "Fryslân" },
		{ GEMEENTE_DOMEIN, "Woerden.NL", "woerden.nl" },
		{ GEMEENTE_DOMEIN, "", "" },
		{ GEMEENTE_HEEFT_MBO, "Ja", "1" },
		{ GEMEENTE_HEEFT_MBO, "nee", "0" },
		{ GEMEENTE_HEEFT_MBO, "1", "1" },
		{ GEMEENTE_EMAIL, "", "" },
		{ GEMEENTE_EMAIL, "griffie@woerden.nl", "griffie@woerden.nl" },
		{ GEMEENTE_GELDIG_VANAF, "", "" },
		{ GEMEENTE_GELDIG_VANAF, "2027-01-31", "2027-01-31" },
		{ GEMEENTE_GELDIG_VANAF, "31-1-2027", "2027-01-31" },
		{ GEMEENTE_GELDIG_VANAF, "1/12/2027", "2027-12-01" },
		{ GEMEENTE_GELDIG_TOT, "1800-01-01", "1800-01-01" },
		/* Lists: each name once; other names in order, schools as given. */
		{ GEMEENTE_ALIASSEN, "Wilp|Den Haag| |Wilp", "Den Haag|Wilp" },
		{ GEMEENTE_ALIASSEN, "b\na\n", "a|b" },
		{ GEMEENTE_ALIASSEN, "", "" },
		{ GEMEENTE_MBO_NAMEN, "Zadkine|Albeda", "Zadkine|Albeda" },
		/* The guard of our own export, and an apostrophe that is none. */
		{ GEMEENTE_NAAM, "'=Woerden", "=Woerden" },
		{ GEMEENTE_NAAM, "'s-Gravenhage", "'s-Gravenhage" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct csv_fault fault;
		const char *clean;

		assert_int_equal(gemeente_check(vectors[i].field,
		    vectors[i].raw, *state, &clean, &fault), STATUS_OK);
		assert_string_equal(clean, vectors[i].clean);
	}
}

#define TEN(text)	text text text text text text text text text text

static void
test_a_wrong_value_is_told_by_what_is_wrong(void **state)
{
	static const struct {
		enum gemeente_field field;
		const char	*raw;		/* NULL: there was no cell */
		enum csv_fault_kind fault;
	} vectors[] = {
		{ GEMEENTE_CODE, NULL, CSV_CODE },
		{ GEMEENTE_CODE, "", CSV_CODE },
		{ GEMEENTE_CODE, "0632", CSV_CODE },
		{ GEMEENTE_CODE, "GM063", CSV_CODE },
		{ GEMEENTE_CODE, "XX0632", CSV_CODE },
		{ GEMEENTE_CODE, "GM063x", CSV_CODE },
		{ GEMEENTE_OPVOLGER, "Woerden", CSV_CODE },
		{ GEMEENTE_NAAM, "", CSV_NAME },
		{ GEMEENTE_NAAM, "Woerden|Montfoort", CSV_NAME },
		{ GEMEENTE_PROVINCIE, "", CSV_PROVINCE },
		{ GEMEENTE_PROVINCIE, "Holland", CSV_PROVINCE },
		{ GEMEENTE_DOMEIN, "woerden", CSV_DOMAIN },
		{ GEMEENTE_DOMEIN, "woerden nl", CSV_DOMAIN },
		{ GEMEENTE_DOMEIN, "info@woerden.nl", CSV_DOMAIN },
		{ GEMEENTE_HEEFT_MBO, "", CSV_MBO },
		{ GEMEENTE_HEEFT_MBO, "2", CSV_MBO },
		{ GEMEENTE_EMAIL, "griffie", CSV_EMAIL },
		{ GEMEENTE_GELDIG_VANAF, "morgen", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "2027-02-30", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "2027-01-011", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "2027-01", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "1-1-20277", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "1-1", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "31-12-1799", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "2200-01-01", CSV_DATE },
		{ GEMEENTE_GELDIG_VANAF, "1-1-27", CSV_DATE },
		{ GEMEENTE_NAAM, TEN(TEN("abc")), CSV_CELL_LONG },
		{ GEMEENTE_NAAM, "SÃºdwest", CSV_GARBLED },
		{ GEMEENTE_NAAM, "S\xef\xbf\xbd" "dwest", CSV_GARBLED },
		{ GEMEENTE_NAAM, "Woer\xff" "den", CSV_CONTROL },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct csv_fault fault;
		const char *clean = "as it was";

		if (gemeente_check(vectors[i].field, vectors[i].raw, *state,
		    &clean, &fault) != STATUS_INVALID)
			fail_msg("taken: %s", vectors[i].raw);
		assert_int_equal(fault.kind, vectors[i].fault);
		assert_string_equal(clean, "as it was");
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, set_up, \
			    tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_good_value_is_kept_in_one_spelling),
		TEST(test_a_wrong_value_is_told_by_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
