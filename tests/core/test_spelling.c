/* How far two words are apart, against the definition itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/spelling.h"

#define LONGEST		5
#define LETTERS		3

/* The definition, as a recursion over what is left of both. */
static size_t
reference(const char *a, const char *b)
{
	size_t best, other;

	if (*a == '\0' || *b == '\0')
		return strlen(a) + strlen(b);
	best = reference(a + 1, b + 1) + (*a != *b);
	if ((other = reference(a + 1, b) + 1) < best)
		best = other;
	if ((other = reference(a, b + 1) + 1) < best)
		best = other;
	if (a[1] != '\0' && b[1] != '\0' && a[0] == b[1] && a[1] == b[0] &&
	    (other = reference(a + 2, b + 2) + 1) < best)
		best = other;
	return best;
}

/* The word that a number spells with three letters, "" first. */
static void
spell(size_t number, char word[LONGEST])
{
	size_t length = 0;

	for (; number > 0; number = (number - 1) / LETTERS)
		word[length++] = (char)('a' + (number - 1) % LETTERS);
	word[length] = '\0';
}

static void
test_all_pairs_of_short_words_as_defined(void **state)
{
	size_t words = 1 + 3 + 9 + 27 + 81;

	(void)state;
	for (size_t i = 0; i < words; i++)
		for (size_t j = 0; j < words; j++) {
			char a[LONGEST], b[LONGEST];
			size_t right;

			spell(i, a);
			spell(j, b);
			right = reference(a, b);
			for (size_t max = 0; max <= LONGEST; max++)
				assert_int_equal(spelling_distance(a, b, max),
				    right > max ? max + 1 : right);
		}
}

static void
test_names_as_people_mistype_them(void **state)
{
	(void)state;
	assert_int_equal(spelling_distance("mohamed", "mohammed", 2), 1);
	assert_int_equal(spelling_distance("hoekstra", "hoekstar", 2), 1);
	assert_int_equal(spelling_distance("amsterdam", "amsterdm", 2), 1);
	assert_int_equal(spelling_distance("jansen", "pietersen", 2), 3);
}

static void
test_words_beyond_measure_are_far_apart(void **state)
{
	char a[SPELLING_LONGEST + 2], b[SPELLING_LONGEST + 2];

	(void)state;
	memset(a, 'a', sizeof(a));
	a[sizeof(a) - 1] = '\0';
	memcpy(b, a, sizeof(a));
	assert_int_equal(spelling_distance(a, b, 2), 0);
	b[0] = 'b';
	assert_int_equal(spelling_distance(a, b, 2), 3);
	a[SPELLING_LONGEST] = b[SPELLING_LONGEST] = '\0';
	assert_int_equal(spelling_distance(a, b, 2), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_pairs_of_short_words_as_defined),
		cmocka_unit_test(test_names_as_people_mistype_them),
		cmocka_unit_test(test_words_beyond_measure_are_far_apart),
	};

	return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
