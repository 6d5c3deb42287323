/* What a form says, and what somebody makes it say who sends his own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/form/submission.h"
#include "cgi/http/params.h"
#include "core/arena.h"
#include "core/buf.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define NUMBER_MAX	200	/* blocks, as submission.c bounds them */
#define THEMAS_MAX	32

static const struct catalog catalog = { .nrounds = 2 };

static int
open_arena(void **state)
{
	*state = arena_new((size_t)8 << 20);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

static struct params *
read_form(struct arena *arena, const char *form,
    struct submission *submission)
{
	struct params *params;

	assert_int_equal(params_parse(form, strlen(form), arena, &params),
	    STATUS_OK);
	submission_read(params, &catalog, arena, submission);
	return params;
}

/* The first names of all blocks, which are numbered from 1. */
static const char *
names_of(const struct submission *submission, struct arena *arena)
{
	struct buf names;

	buf_init(&names, arena, (size_t)1 << 20);
	buf_text(&names, "");
	for (size_t i = 0; i < submission->ninputs; i++) {
		const struct participant_input *input = &submission->inputs[i];

		assert_int_equal(input->number, i + 1);
		buf_printf(&names, "%s%s", i == 0 ? "" : " ",
		    input->blank ? "-" :
		    input->answer[PARTICIPANT_VOORNAAM].raw);
	}
	return names.data;
}

#define NAME(number, name)	"&deelnemer_" #number "_voornaam=" name

static const struct {
	const char	*form;
	const char	*names;		/* of the blocks, - for an empty one */
} blocks[] = {
	{ "", "-" },
	{ "deelnemer_1_rol=wethouder", "-" },	/* a role alone is nobody */
	{ NAME(1, "Jan"), "Jan" },
	{ NAME(3, "Jan") NAME(1, "Els"), "Els - Jan" },
	{ NAME(1, "Jan") NAME(1, "Els"), "Jan" },
	{ NAME(0, "Jan"), "-" },		/* who was taken off */
	{ NAME(-1, "Jan"), "-" },
	{ NAME(+2, "Jan"), "-" },
	{ NAME(01, "Jan"), "-" },
	{ NAME(, "Jan"), "-" },
	{ NAME(x, "Jan"), "-" },
	{ NAME(2x, "Jan"), "-" },
	{ "deelnemer_2=Jan", "-" },
	{ "Deelnemer_2_voornaam=Jan", "-" },
	{ "deelnemer_1_zelf=ja", "" },		/* comes, without a name */
	{ "deelnemer_1_sessie_2=5", "" },
	{ "deelnemer_1_sessie_3=5", "-" },	/* there is no third round */
};

static void
test_blocks_are_the_numbers_in_the_form_s_names(void **state)
{
	struct submission submission;

	for (size_t i = 0; i < COUNT(blocks); i++) {
		read_form(*state, blocks[i].form, &submission);
		assert_string_equal(names_of(&submission, *state),
		    blocks[i].names);
	}
}

static const struct {
	const char	*form;
	size_t		 blocks;
} numbers[] = {
	{ NAME(199, "Jan"), 199 },
	{ NAME(200, "Jan"), NUMBER_MAX },
	{ NAME(201, "Jan"), NUMBER_MAX },
	{ NAME(4294967297, "Jan"), NUMBER_MAX },
	{ NAME(18446744073709551615, "Jan"), NUMBER_MAX },
	{ NAME(99999999999999999999999999, "Jan"), NUMBER_MAX },
};

static void
test_no_number_makes_more_blocks_than_there_may_be(void **state)
{
	struct submission submission;

	for (size_t i = 0; i < COUNT(numbers); i++) {
		read_form(*state, numbers[i].form, &submission);
		assert_int_equal(submission.ninputs, numbers[i].blocks);
	}
}

static void
test_topics_are_those_that_say_something_and_not_too_many(void **state)
{
	struct submission submission;
	struct buf form;

	read_form(*state, "thema=&thema=a&thema=&themas=b&thema=c",
	    &submission);
	assert_int_equal(submission.nthemas, 2);
	assert_string_equal(submission.themas[0], "a");
	assert_string_equal(submission.themas[1], "c");
	buf_init(&form, *state, 4096);
	for (int i = 0; i < 2 * THEMAS_MAX; i++)
		buf_text(&form, "thema=a&");
	read_form(*state, form.data, &submission);
	assert_int_equal(submission.nthemas, THEMAS_MAX);
}

#define THREE	NAME(1, "Jan") NAME(2, "Els") NAME(3, "Bo")

/* The buttons, and what a button cannot have said. */
static const struct {
	const char	*form;
	size_t		 known;		/* blocks of who is signed up */
	const char	*names;		/* NULL: it is no such button */
} buttons[] = {
	{ THREE, 0, NULL },
	{ THREE "&actie=", 0, NULL },
	{ THREE "&actie=weg", 0, NULL },
	{ THREE "&actie=Erbij", 0, NULL },
	{ THREE "&actie=erbij+", 0, NULL },
	{ THREE "&actie=erbij", 0, "Jan Els Bo -" },
	{ THREE "&actie=gemeente", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_2", 0, "Jan Bo" },
	{ THREE "&actie=weg_3", 0, "Jan Els" },
	{ THREE "&actie=weg_0", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_4", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_-1", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_18446744073709551616", 0, "Jan Els Bo" },
	{ THREE "&actie=weg_2", 2, "Jan Els Bo" },
	{ THREE "&actie=weg_3", 2, "Jan Els" },
	{ NAME(1, "Jan") "&actie=weg_1", 0, "Jan" },	/* one stays */
	{ THREE NAME(0, "Ko") "&actie=terug_2", 0, "Jan Ko Els Bo" },
	{ THREE NAME(0, "Ko") "&actie=terug_1", 2, "Jan Els Ko Bo" },
	{ THREE NAME(0, "Ko") "&actie=terug_0", 0, "Ko Jan Els Bo" },
	{ THREE NAME(0, "Ko") "&actie=terug_9", 0, "Jan Els Bo Ko" },
	{ THREE NAME(0, "Ko") "&actie=terug_-1", 0, "Jan Els Bo Ko" },
	{ THREE "&actie=terug_2", 0, "Jan Els Bo" },	/* nobody to put */
};

static void
test_buttons_change_the_blocks_and_nothing_else_does(void **state)
{
	struct submission submission;
	struct params *params;

	for (size_t i = 0; i < COUNT(buttons); i++) {
		params = read_form(*state, buttons[i].form, &submission);
		submission.nknown = buttons[i].known;
		for (size_t j = 0; j < submission.nknown; j++)
			submission.inputs[j].known = true;
		assert_int_equal(submission_rearrange(&submission, params),
		    buttons[i].names != NULL);
		if (buttons[i].names != NULL)
			assert_string_equal(names_of(&submission, *state),
			    buttons[i].names);
	}
}

static void
test_a_full_form_takes_nobody_more(void **state)
{
	static const char *const forms[] = {
		NAME(200, "Jan") "&actie=erbij",
		NAME(200, "Jan") NAME(0, "Ko") "&actie=terug_1",
	};
	struct submission submission;
	struct params *params;

	for (size_t i = 0; i < COUNT(forms); i++) {
		params = read_form(*state, forms[i], &submission);
		assert_true(submission_rearrange(&submission, params));
		assert_int_equal(submission.ninputs, NUMBER_MAX);
		assert_string_equal(submission.inputs[NUMBER_MAX - 1].answer[
		    PARTICIPANT_VOORNAAM].raw, "Jan");
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_blocks_are_the_numbers_in_the_form_s_names),
		TEST(test_no_number_makes_more_blocks_than_there_may_be),
		TEST(test_topics_are_those_that_say_something_and_not_too_many),
		TEST(test_buttons_change_the_blocks_and_nothing_else_does),
		TEST(test_a_full_form_takes_nobody_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
