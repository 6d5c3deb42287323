#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/person_name.h"

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

static void
test_a_name_of_the_list_is_turned_round(void **state)
{
	static const struct {
		const char	*typed;
		const char	*tidy;
	} vectors[] = {
		{ "Berg, van den", "van den Berg" },
		{ "Berg,van den", "van den Berg" },
		{ "Ven, v.d.", "v.d. Ven" }, { "Hart, 't", "'t Hart" },
		{ "Vries, De", "De Vries" },
		/* What is no prefix stays where it is. */
		{ "Berg, Jan van den", "Berg, Jan van den" },
		{ "Berg, J.", "Berg, J." }, { "Berg,", "Berg," },
		{ ", van", ", van" }, { "Berg", "Berg" }, { "", "" },
		{ "van den Berg", "van den Berg" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(person_name_tidy(vectors[i].typed,
		    *state), vectors[i].tidy);
}

static void
test_who_has_one_name_is_shown_by_that(void **state)
{
	static const char *const dashes[] = { "-", "–", "—" };

	for (size_t i = 0; i < COUNT(dashes); i++) {
		assert_true(person_name_is_visible(dashes[i]));
		assert_string_equal(person_name_full(dashes[i], "Suharto",
		    *state), "Suharto");
		assert_string_equal(person_name_sorted(dashes[i], "Suharto",
		    *state), "Suharto");
		assert_string_equal(person_name_sorted(dashes[i],
		    "van Suharto", *state), "Suharto, van");
	}
}

static void
test_a_name_needs_something_that_is_seen(void **state)
{
	static const struct {
		const char	*name;
		bool		 visible;
	} vectors[] = {
		{ "O", true }, { "Ö", true }, { "Ли", true }, { "李", true },
		{ "Zoë-Ann", true }, { "-", true },
		/* Hangul fillers, a mark alone, signs, digits. */
		{ "\u3164", false }, { "\uffa0", false }, { "\u0301", false },
		{ "\u2800", false }, { "\u200b", false }, { ".", false },
		{ "12", false }, { "--", false }, { "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(person_name_is_visible(vectors[i].name),
		    vectors[i].visible);
}

static void
test_longest_prefix_is_cut_and_spelling_kept(void **state)
{
	static const struct {
		const char	*name;
		const char	*prefix;
		const char	*core;
	} vectors[] = {
		{ "Berg", "", "Berg" },
		{ "van den Berg", "van den", "Berg" },
		{ "Van Den Berg", "Van Den", "Berg" },
		{ "van Denburg", "van", "Denburg" },
		{ "van de l'Isle", "van de l'", "Isle" },
		{ "'t Hart", "'t", "Hart" },
		{ "’t Hart", "’t", "Hart" },
		{ "van 't Hof", "van 't", "Hof" },
		{ "van ’t Hof", "van ’t", "Hof" },
		{ "d'Ancona", "d'", "Ancona" },
		{ "d’Ancona", "d’", "Ancona" },
		{ "de Vries-van der Meer", "de", "Vries-van der Meer" },
		{ "El Idrissi", "El", "Idrissi" },
		{ "Vanderberg", "", "Vanderberg" },
		{ "Deen", "", "Deen" },
		/* Never the whole name. */
		{ "van", "", "van" }, { "Van den", "Van", "den" },
		{ "de", "", "de" }, { "d'", "", "d'" }, { "", "", "" },
		{ "in 't Veld", "in 't", "Veld" },
		/* As people shorten it. */
		{ "v.d. Ven", "v.d.", "Ven" }, { "V.d. Ven", "V.d.", "Ven" },
		{ "v/d Ven", "v/d", "Ven" }, { "v. d. Ven", "v. d.", "Ven" },
		{ "v.d Ven", "v.d", "Ven" }, { "vd Ven", "vd", "Ven" },
		{ "v. Dijk", "v.", "Dijk" }, { "v/h Hof", "v/h", "Hof" },
		{ "v 't Hof", "v 't", "Hof" }, { "`t Hart", "`t", "Hart" },
		{ "van d. Ven", "van d.", "Ven" },
		{ "v.d.", "", "v.d." }, { "Vd", "", "Vd" },
		{ "Vdovin", "", "Vdovin" },
		{ "Le", "", "Le" }, { "Çelik", "", "Çelik" },
	};
	struct person_name parts;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		size_t size = strlen(vectors[i].name) + 1;
		char *name = malloc(size);

		assert_non_null(name);
		memcpy(name, vectors[i].name, size);
		person_name_split(name, *state, &parts);
		assert_string_equal(parts.prefix, vectors[i].prefix);
		assert_string_equal(parts.core, vectors[i].core);
		free(name);
	}
}

static void
test_full_and_sorted_name_hold_the_same(void **state)
{
	assert_string_equal(person_name_full("Zoë", "van der Berg", *state),
	    "Zoë van der Berg");
	assert_string_equal(person_name_full("", "van der Berg", *state),
	    "van der Berg");
	assert_string_equal(person_name_full("", "", *state), "");
	assert_string_equal(person_name_sorted("Zoë", "van der Berg", *state),
	    "Berg, Zoë van der");
	assert_string_equal(person_name_sorted("Jan", "Jansen", *state),
	    "Jansen, Jan");
}

static void
test_keys_sort_as_a_dutch_list(void **state)
{
	static const char *const list[][2] = {
		{ "A", "d'Ancona" }, { "B", "Berg" }, { "Zoë", "Berg" },
		{ "A", "van Berg" }, { "A", "van den Berg" },
		{ "A", "Berg Jansen" }, { "A", "Bergen" }, { "A", "Çelik" },
		{ "A", "'t Hart" }, { "A", "Łódź" }, { "A", "O'Brien" },
		{ "A", "Øster" }, { "A", "IJzer" }, { "A", "de Vries" },
	};
	/* IJ is sorted as two letters. */
	static const size_t order[] = {
		0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 9, 10, 11, 13,
	};
	const char *before = "";

	for (size_t i = 0; i < COUNT(order); i++) {
		const char *key = person_name_sort_key(list[order[i]][0],
		    list[order[i]][1], *state);

		if (strcmp(before, key) >= 0)
			fail_msg("%s comes too early", list[order[i]][1]);
		before = key;
	}
}

static void
test_key_ignores_accents_and_case(void **state)
{
	assert_string_equal(person_name_sort_key("ZOË", "VAN DEN BERG", *state),
	    person_name_sort_key("Zoe", "van den Berg", *state));
	assert_string_equal(person_name_sort_key("A", "’t Hart", *state),
	    person_name_sort_key("A", "'t Hart", *state));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, arena_open, \
			    arena_close)

static void
test_name_for_anothers_letter_looks_like_one(void **state)
{
	static const struct {
		const char	*name;
		bool		 plain;
	} vectors[] = {
		{ "Anne de Vries", true }, { "J.P.", true }, { "v/d Ven", true },
		{ "van 't Hof-O’Brien", true }, { "Zoë", true },
		{ "‘s-Gravesande", true }, { "Ng", true }, { "Gast12", true },
		{ "Bel 0348-753500", false }, { "nu/gratis", false },
		{ "<b>Smit</b>", true }, { "v/d", true }, { "a/bc", false },
		{ "ab/c", false }, { "digid.example", false },
		{ "https://x", false }, { "anja@woerden", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++)
		assert_int_equal(person_name_is_plain(vectors[i].name),
		    vectors[i].plain);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_longest_prefix_is_cut_and_spelling_kept),
		TEST(test_a_name_of_the_list_is_turned_round),
		TEST(test_who_has_one_name_is_shown_by_that),
		TEST(test_a_name_needs_something_that_is_seen),
		TEST(test_full_and_sorted_name_hold_the_same),
		TEST(test_keys_sort_as_a_dutch_list),
		TEST(test_name_for_anothers_letter_looks_like_one),
		TEST(test_key_ignores_accents_and_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
