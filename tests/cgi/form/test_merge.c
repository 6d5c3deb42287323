/* Two people at the same answer, and marks that no form of ours made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/form/merge.h"
#include "core/arena.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

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

/* Made when the answer was "was". */
static const struct {
	const char	*typed;
	const char	*now;
	enum merge	 merge;
} answers[] = {
	{ "was", "was", MERGE_NOW },
	{ "was", "nu", MERGE_NOW },
	{ "zo", "was", MERGE_TYPED },
	{ "zo", "zo", MERGE_TYPED },
	{ "", "was", MERGE_TYPED },
	{ "", "nu", MERGE_BOTH },
	{ "zo", "nu", MERGE_BOTH },
	{ "zo", "", MERGE_BOTH },
	{ "w\r\nas", "nu", MERGE_BOTH },
	{ "w\ras", "nu", MERGE_NOW },	/* only the line end differs */
};

static void
test_what_was_not_touched_stays_as_it_is_now(void **state)
{
	struct buf marks;

	buf_init(&marks, *state, MERGE_MARKS_MAX);
	merge_mark(&marks, "voornaam", "anders");
	merge_mark(&marks, "naam", "was");
	for (size_t i = 0; i < COUNT(answers); i++)
		assert_int_equal(merge_of(marks.data, "naam",
		    answers[i].typed, answers[i].now), answers[i].merge);
}

/* WAS is the mark of "was"; none of these says that of naam. */
#define WAS	"%1$s"
static const char *const made_up[] = {
	"", " ", ":", "naam", " naam", " naam:", " naam:0",
	" naam:zzzzzzzzzzzzzzzz", " naam 0123456789abcdef",
	"naam:" WAS, "xnaam:" WAS, " naam=" WAS, " naa:" WAS, " naamx:" WAS,
	" NAAM:" WAS, " naam: " WAS, " naam:%1$.15s",
	" naamnaamnaamnaamnaamnaamnaam",
};

static void
test_marks_that_are_made_up_tell_nothing(void **state)
{
	struct buf real;
	char marks[256];

	buf_init(&real, *state, MERGE_MARKS_MAX);
	merge_mark(&real, "n", "was");
	assert_int_equal(merge_of(NULL, "naam", "was", "nu"), MERGE_BOTH);
	for (size_t i = 0; i < COUNT(made_up); i++) {
		const char *at = strstr(made_up[i], "%1$");

		if (at == NULL)
			snprintf(marks, sizeof(marks), "%s", made_up[i]);
		else
			snprintf(marks, sizeof(marks), "%.*s%.*s",
			    (int)(at - made_up[i]), made_up[i],
			    at[3] == '.' ? 15 : 16, real.data + 3);
		assert_int_equal(merge_of(marks, "naam", "was", "nu"),
		    MERGE_BOTH);
		assert_int_equal(merge_of(marks, "naam", "nu", "nu"),
		    MERGE_TYPED);
	}
	snprintf(marks, sizeof(marks), "naam: naam:0 xnaam: naam:%s",
	    real.data + 3);
	assert_int_equal(merge_of(marks, "naam", "zo", "nu"), MERGE_BOTH);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_was_not_touched_stays_as_it_is_now),
		TEST(test_marks_that_are_made_up_tell_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
