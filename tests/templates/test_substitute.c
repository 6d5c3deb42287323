/* The placeholders in texts that organisers write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "templates/substitute.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const struct placeholders known = { .value = {
	[PLACEHOLDER_TITEL] = "Dag {naam}",
	[PLACEHOLDER_WAAR] = "Woerden",
	[PLACEHOLDER_NAAM] = "Zoë <b>",
	[PLACEHOLDER_LINK] = NULL,
} };

static int
open_arena(void **state)
{
	*state = arena_new((size_t)1 << 20);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static void
test_each_placeholder_becomes_its_value(void **state)
{
	static const char *const vectors[][2] = {
		{ "Beste {naam}, tot in {waar}.",
		    "Beste Zoë <b>, tot in Woerden." },
		{ "{waar}{waar}", "WoerdenWoerden" },
		{ "geen", "geen" },
		{ "twee\n\nregels {waar}", "twee\n\nregels Woerden" },
		/* What is filled in is not looked at again. */
		{ "{titel}", "Dag {naam}" },
		{ "a{link}b", "ab" },
		/* Braces that are none. */
		{ "{", "{" }, { "}", "}" }, { "{}", "{}" }, { "{{waar}}",
		    "{Woerden}" },
		{ "{waar", "{waar" }, { "{wa\nar}", "{wa\nar}" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_string_equal(substitute(vectors[i][0], &known, *state),
		    vectors[i][1]);
}

static void
test_empty_text_is_nothing(void **state)
{
	assert_null(substitute("", &known, *state));
	assert_null(substitute(NULL, &known, *state));
	assert_null(substitute("{link}", &known, *state));
}

static void
test_unknown_placeholder_is_named_with_what_there_is(void **state)
{
	static const struct {
		const char	*text;
		bool		 personal;
		const char	*says;	/* NULL: no fault */
	} vectors[] = {
		{ "Beste {naam}, {gemeente} {link}", true, NULL },
		{ "{titel} {wanneer} {waar} {organisatie}", false, NULL },
		{ "Beste {naam}", false, "{naam} kan hier niet. Gebruik "
		    "alleen {titel}, {wanneer}, {waar} en {organisatie}." },
		{ "{waar} {Naam}", true, "{Naam} kan hier niet." },
		{ "{naam }", true, "{naam } kan hier niet." },
		{ "{} en { en", true, NULL },
		{ "{ {onzin}", true, "{onzin} kan hier niet." },
		{ "Beste {naam, tot dan", true, "Bij {naam ontbreekt de "
		    "accolade erachter." },
		{ "{waar {titel}", true, "Bij {waar ontbreekt" },
		{ "{naam\n}", true, "Bij {naam ontbreekt" },
		{ "tot dan, {", true, NULL }, { "{namen", true, NULL },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *fault = substitute_fault(vectors[i].text,
		    vectors[i].personal, *state);

		if (vectors[i].says == NULL) {
			assert_null(fault);
			continue;
		}
		assert_non_null(fault);
		if (strstr(fault, vectors[i].says) == NULL)
			fail_msg("%s", fault);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_placeholder_becomes_its_value),
		TEST(test_empty_text_is_nothing),
		TEST(test_unknown_placeholder_is_named_with_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
