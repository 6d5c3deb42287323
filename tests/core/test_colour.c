/* Colours that can be read, as WCAG counts it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/colour.h"
#include "core/field.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static struct colour
read(const char *text)
{
	struct colour colour = { 0, 0, 0 };

	assert_int_equal(colour_read(text, &colour), STATUS_OK);
	return colour;
}

static void
test_contrast_is_what_wcag_says(void **state)
{
	static const struct {
		const char	*one;
		const char	*other;
		double		 ratio;
	} vectors[] = {
		{ "#000000", "#ffffff", 21.0 }, { "#ffffff", "#ffffff", 1.0 },
		{ "#767676", "#ffffff", 4.54 }, { "#777777", "#FFFFFF", 4.48 },
		{ "#ff0000", "#ffffff", 4.0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		double found = colour_contrast(read(vectors[i].one),
		    read(vectors[i].other));

		assert_true(found > vectors[i].ratio - 0.01 &&
		    found < vectors[i].ratio + 0.01);
	}
}

static void
test_only_six_digits_are_a_colour(void **state)
{
	static const char *const wrong[] = {
		"", "#", "1f4e79", "#1f4e7", "#1f4e799", "#1f4e7g", "#fff",
		"red", "#1f4e7 ", "#-1-1-1", "# 1f4e7",
	};
	struct colour colour;

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(colour_read(wrong[i], &colour),
		    STATUS_INVALID);
}

static void
test_what_is_derived_can_be_read(void **state)
{
	static const char *const colours[] = {
		"#1f4e79", "#ff0000", "#ffff00", "#00ff00", "#000000",
		"#ffffff", "#808080", "#e6007e",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(colours); i++) {
		struct colour colour = read(colours[i]);

		assert_true(colour_on_light(colour_for_light(colour)) >=
		    COLOUR_CONTRAST);
		assert_true(colour_contrast(colour_for_dark(colour),
		    read("#1b242d")) >= COLOUR_CONTRAST);
		assert_true(colour_contrast(colour_for_dark(colour),
		    read("#10202f")) >= COLOUR_CONTRAST);
	}
}

static void
test_colour_too_light_is_refused_with_a_better_one(void **state)
{
	static const struct field field = {
		.name = "kleur", .type = FIELD_COLOUR,
	};
	struct world *world = *state;
	const char *clean = NULL, *message = NULL;

	assert_int_equal(field_check(&field, "#FFDD00", true, world->arena,
	    &clean, &message), STATUS_INVALID);
	assert_non_null(strstr(message, "te licht"));
	message = strrchr(message, '#');
	assert_non_null(message);
	assert_int_equal(field_check(&field, arena_copy(world->arena, message,
	    7), true, world->arena, &clean, &message), STATUS_OK);
	assert_int_equal(field_check(&field, "#1F4E79", true, world->arena,
	    &clean, &message), STATUS_OK);
	assert_string_equal(clean, "#1f4e79");
}

static void
test_sheet_is_linked_only_when_there_is_a_colour(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, "/");

	assert_lacks(&reply, "/kleuren/");
	world_sql(world, "UPDATE event SET kleur = '#7a1f5c'");
	reply = visit_get(world, "/");
	assert_holds(&reply, "<link rel=\"stylesheet\""
	    " href=\"/kleuren/1-7a1f5c.css\">");
	reply = visit_get(world, "/kleuren/1-7a1f5c.css");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "--brand: #7a1f5c");
	assert_holds(&reply, "prefers-color-scheme: dark");
	assert_non_null(strstr(reply_header(world, &reply, "Cache-Control"),
	    "immutable"));
	assert_non_null(strstr(reply_header(world, &reply, "Content-Type"),
	    "text/css"));
}

static void
test_no_other_sheet_is_made(void **state)
{
	static const char *const wrong[] = {
		"/kleuren/1-ffdd00.css", "/kleuren/1f4e79.css",
		"/kleuren/2-1f4e79.css", "/kleuren/1-1f4e79",
		"/kleuren/1-1f4e7z.css", "/kleuren/1-1f4e79.css.css",
		"/kleuren/1-1f4e7%7D.css", "/kleuren/x",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(visit_get(world, wrong[i]).code, 404);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_contrast_is_what_wcag_says),
		TEST(test_only_six_digits_are_a_colour),
		TEST(test_what_is_derived_can_be_read),
		TEST(test_colour_too_light_is_refused_with_a_better_one),
		TEST(test_sheet_is_linked_only_when_there_is_a_colour),
		TEST(test_no_other_sheet_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
