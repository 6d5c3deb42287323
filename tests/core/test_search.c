/*
 * How somebody is found: vectors that people type, and random names with one
 * slip against a small reference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/search.h"
#include "core/spelling.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ROUNDS		20000

/* The fields in their order; folded, as the desk's index holds them. */
#define MOHAMMED	"mohammed el amrani\n12 168\nwoerden woerdense verlaat\n" \
	"beleidsadviseur onderwijs\nmidden-utrecht utrecht\n" \
	"m.elamrani@woerden.nl\nsanne de vries\ns.devries@woerden.nl\n" \
	"0348428411\nhoe regelen anderen de warme overdracht?"
#define LEEUWEN		"jan van leeuwen\n7 3\namsterdam\n\ngroot amsterdam" \
	" noord-holland\n\nmohamed chaouch\ncontact@amsterdam.nl\n0612345678\n"

static enum search_rank
rank_of(const char *query, const char *text)
{
	struct search search;

	search_read(query, &search);
	return search_rank(&search, text, SEARCH__MAX);
}

static void
test_people_are_found_as_they_are_typed(void **state)
{
	static const struct {
		const char	*query;
		const char	*text;
		enum search_rank rank;
	} vectors[] = {
		{ "mohammed", MOHAMMED, SEARCH_OWN },
		{ "mohamed", MOHAMMED, SEARCH_OWN_NEAR },
		{ "amrani moham", MOHAMMED, SEARCH_OWN },
		{ "mohamed", LEEUWEN, SEARCH_ELSE },
		{ "mohammed", LEEUWEN, SEARCH_ELSE_NEAR },
		{ "van leuwen", LEEUWEN, SEARCH_OWN_NEAR },
		{ "leuewen", LEEUWEN, SEARCH_OWN_NEAR },
		{ "amsterdm", LEEUWEN, SEARCH_ELSE_NEAR },
		{ "jan amsterdm", LEEUWEN, SEARCH_ELSE_NEAR },
		{ "hoekstar", "wim hoekstra\n1 1\nede", SEARCH_OWN_NEAR },
		{ "168", MOHAMMED, SEARCH_OWN },
		{ "12", MOHAMMED, SEARCH_OWN },
		{ "16", MOHAMMED, SEARCH_NOT },
		{ "0348 42 84 11", MOHAMMED, SEARCH_ELSE },
		{ "+31348428411", MOHAMMED, SEARCH_ELSE },
		{ "0348-428 411", MOHAMMED, SEARCH_ELSE },
		{ "elamrani@woerden.nl", MOHAMMED, SEARCH_ELSE },
		{ "midden-utrecht", MOHAMMED, SEARCH_ELSE },
		{ "beleidsadvizeur", MOHAMMED, SEARCH_ELSE_NEAR },
		{ "overdracht", MOHAMMED, SEARCH_ELSE },
		{ "overdrahct", MOHAMMED, SEARCH_NOT },	/* no names there */
		{ "jan", MOHAMMED, SEARCH_NOT },
		{ "jn", LEEUWEN, SEARCH_NOT },		/* too short to miss */
		{ "jan ede", LEEUWEN, SEARCH_NOT },	/* every word */
		{ "", LEEUWEN, SEARCH_OWN },
		{ " ,;| ", LEEUWEN, SEARCH_OWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++)
		if (rank_of(vectors[i].query, vectors[i].text) !=
		    vectors[i].rank)
			fail_msg("%s: %d", vectors[i].query,
			    rank_of(vectors[i].query, vectors[i].text));
}

static void
test_only_the_fields_that_are_asked_answer(void **state)
{
	struct search search;

	(void)state;
	search_read("chaouch", &search);
	assert_int_equal(search_rank(&search, LEEUWEN, SEARCH__MAX),
	    SEARCH_ELSE);
	assert_int_equal(search_rank(&search, LEEUWEN, SEARCH_FUNCTIE),
	    SEARCH_NOT);
	search_read("amsterdm", &search);
	assert_int_equal(search_rank(&search, LEEUWEN, SEARCH_FUNCTIE),
	    SEARCH_ELSE_NEAR);
}

static void
test_why_names_the_word_that_was_found_worst(void **state)
{
	struct search search;
	const char *at;
	size_t length, word;

	(void)state;
	search_read("jan mohammed", &search);
	assert_int_equal(search_why(&search, LEEUWEN, &at, &length, &word),
	    SEARCH_CONTACT);
	assert_int_equal(word, 1);
	assert_int_equal(length, strlen("mohamed"));
	assert_memory_equal(at, "mohamed", length);
	search_read("jan", &search);
	assert_int_equal(search_why(&search, LEEUWEN, &at, &length, &word),
	    SEARCH_NAME);
	assert_int_equal(length, 0);
}

/* Longer than any name, and more words than are asked. */
static void
test_query_of_any_length_is_read(void **state)
{
	char query[4000];

	(void)state;
	memset(query, 'a', sizeof(query) - 1);
	query[sizeof(query) - 1] = '\0';
	assert_int_equal(rank_of(query, LEEUWEN), SEARCH_NOT);
	for (size_t i = 1; i < sizeof(query) - 1; i += 2)
		query[i] = ' ';
	assert_int_equal(rank_of(query, "a\n"), SEARCH_OWN);
	memset(query, '7', sizeof(query) - 1);
	assert_int_equal(rank_of(query, LEEUWEN), SEARCH_NOT);
}

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* Letters of a small alphabet, so that words resemble each other. */
static size_t
invent(char *word, size_t least, uint64_t *seed)
{
	size_t length = least + next(seed) % 8;

	for (size_t i = 0; i < length; i++)
		word[i] = "aenrstvo"[next(seed) % 8];
	word[length] = '\0';
	return length;
}

static void
slip(char *word, size_t length, uint64_t *seed)
{
	size_t at = next(seed) % (length - 1);
	char letter = (char)('a' + next(seed) % 26), other = word[at];

	switch (next(seed) % 4) {
	case 0:		/* too few */
		memmove(word + at, word + at + 1, length - at);
		break;
	case 1:		/* too many */
		memmove(word + at + 1, word + at, length - at + 1);
		word[at] = letter;
		break;
	case 2:		/* wrong */
		word[at] = letter;
		break;
	default:	/* swapped */
		word[at] = word[at + 1];
		word[at + 1] = other;
	}
}

/* The definition, without anything that makes it fast. */
static bool
reference(const char *query, const char first[32], const char last[32])
{
	size_t length = strlen(query);
	size_t slips = (size_t)(length >= SEARCH_NEAR) +
	    (size_t)(length >= SEARCH_FAR);

	return strstr(first, query) != NULL || strstr(last, query) != NULL ||
	    spelling_distance(query, first, slips) <= slips ||
	    spelling_distance(query, last, slips) <= slips;
}

static void
test_random_names_are_found_with_one_slip(void **state)
{
	uint64_t seed = 20261129;
	char first[32], last[32], query[32], text[100];

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		size_t length;

		invent(first, 2, &seed);
		length = invent(last, 5, &seed);
		snprintf(text, sizeof(text), "%s van der %s\n%d\nwoerden",
		    first, last, i);
		strcpy(query, last);
		slip(query, length, &seed);
		if (rank_of(query, text) > SEARCH_OWN_NEAR)
			fail_msg("%s in %s", query, text);
		/* And a word of nobody, as the definition says. */
		invent(query, 2, &seed);
		if (strstr("van der", query) == NULL &&
		    (rank_of(query, text) <= SEARCH_OWN_NEAR) !=
		    (reference(query, first, last) ||
		    (strlen(query) >= SEARCH_NEAR &&
		    spelling_distance(query, "van", 1) <= 1) ||
		    (strlen(query) >= SEARCH_NEAR &&
		    spelling_distance(query, "der", 1) <= 1)))
			fail_msg("%s, %s", query, text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people_are_found_as_they_are_typed),
		cmocka_unit_test(test_only_the_fields_that_are_asked_answer),
		cmocka_unit_test(test_why_names_the_word_that_was_found_worst),
		cmocka_unit_test(test_query_of_any_length_is_read),
		cmocka_unit_test(test_random_names_are_found_with_one_slip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
