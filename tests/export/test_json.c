#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "export/json.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)1 << 20)

static const struct {
	const char	*text;
	const char	*json;
} strings[] = {
	{ "", "\"\"" },
	{ "Zoë", "\"Zoë\"" },
	{ "a\"b", "\"a\\\"b\"" },
	{ "\"", "\"\\\"\"" },
	{ "a\\b", "\"a\\\\b\"" },
	{ "\\\"", "\"\\\\\\\"\"" },
	{ "a\nb", "\"a\\u000ab\"" },
	{ "\t\r\b\f", "\"\\u0009\\u000d\\u0008\\u000c\"" },
	{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
	{ "</script>", "\"</script>\"" },
	{ "😀 € '", "\"😀 € '\"" },
	{ "{\"a\": 1}", "\"{\\\"a\\\": 1}\"" },
};

/* SQLite reads JSON by the same RFC: what it finds at path, "" for none. */
static const char *
look(struct world *world, const char *json, const char *path)
{
	struct buf out;

	buf_init(&out, world->arena, OUT_MAX);
	for (; *json != '\0'; json++)
		buf_printf(&out, *json == '\'' ? "''" : "%c", *json);
	assert_int_equal(world_number(world, "SELECT json_valid('%s')",
	    out.data), 1);
	return world_text(world, "SELECT json_extract('%s', '%s')", out.data,
	    path);
}

static void
test_string_is_escaped_by_the_rfc(void **state)
{
	struct world *world = *state;
	size_t wrong = 0;
	struct buf out;

	for (size_t i = 0; i < COUNT(strings); i++) {
		buf_init(&out, world->arena, OUT_MAX);
		json_string(&out, strings[i].text);
		if (strcmp(out.data, strings[i].json) == 0)
			continue;
		print_error("%s, not %s\n", out.data, strings[i].json);
		wrong++;
	}
	assert_int_equal(wrong, 0);
}

static void
test_every_byte_reads_back_as_it_was(void **state)
{
	struct world *world = *state;
	char text[] = "a.b";
	struct buf out;

	for (int c = 1; c < 0x80; c++) {
		text[1] = (char)c;
		buf_init(&out, world->arena, OUT_MAX);
		buf_char(&out, '[');
		json_string(&out, text);
		buf_char(&out, ']');
		assert_string_equal(look(world, out.data, "$[0]"), text);
	}
}

/* Zoë, with nothing left out. */
static const char *
write_one(struct world *world, const struct requirements *requirements)
{
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "wm");
	struct participant *zoe = &one->participants[0];
	struct registration found;
	struct buf out;

	zoe->answer[PARTICIPANT_VOORNAAM] = "Zoë \"Z\"";
	zoe->answer[PARTICIPANT_EMAIL] = "zoe@woerden.nl";
	zoe->answer[PARTICIPANT_FOTO_BEZWAAR] = "ja";
	zoe->session[0] = 11;
	zoe->session[1] = 22;
	world_sign_up(world, one);
	assert_int_equal(registration_get(world->app.db, one->id,
	    world->arena, &found), STATUS_OK);
	buf_init(&out, world->arena, OUT_MAX);
	json_participant(&out, &found, &found.participants[0], requirements,
	    NULL,
	    world_catalog(world), world->arena);
	assert_false(out.failed);
	return out.data;
}

/* Questions that came after this test was written, not answered. */
static const char *
later_questions(struct world *world)
{
	struct buf out;

	buf_init(&out, world->arena, OUT_MAX);
	for (size_t i = PARTICIPANT_OP_DE_HOOGTE + 1; i < PARTICIPANT__MAX;
	    i++)
		buf_printf(&out, "  \"%s\": \"\",\n",
		    participant_fields[i].name);
	return out.data;
}

static void
test_person_gets_everything_that_is_kept_of_them(void **state)
{
	struct world *world = *state;
	const struct requirements requirements = {
		.answer = { "Geen pinda's\nen noten", "" },
		.toestemming = WORLD_NOW,
	};

	assert_string_equal(write_one(world, &requirements),
	    arena_printf(world->arena, "{\n"
	    "  \"bijeenkomst\": \"Oriëntatiebijeenkomst\",\n"
	    "  \"gemeente\": \"Woerden\",\n"
	    "  \"aangemeld_door\": \"Anne de Vries\",\n"
	    "  \"aangemeld_op\": \"2026-11-24 09:30\",\n"
	    "  \"status\": \"bevestigd\",\n"
	    "  \"voornaam\": \"Zoë \\\"Z\\\"\",\n"
	    "  \"achternaam\": \"van Dijk\",\n"
	    "  \"email\": \"zoe@woerden.nl\",\n"
	    "  \"rol\": \"wethouder\",\n"
	    "  \"functie\": \"\",\n"
	    "  \"naam_volgt\": \"\",\n"
	    "  \"foto_bezwaar\": \"ja\",\n"
	    "  \"op_de_hoogte\": \"\",\n"
	    "%s"
	    "  \"sessies\": [\"Lassen\", \"Bouw\"],\n"
	    "  \"dieet\": \"Geen pinda's\\u000aen noten\",\n"
	    "  \"toegang\": \"\",\n"
	    "  \"toestemming_gegeven_op\": \"2026-11-24 09:30\"\n"
	    "}\n", later_questions(world)));
}

static void
test_document_is_read_by_another_program(void **state)
{
	const struct requirements requirements = {
		.answer = { "Geen pinda's\nen noten", "\\" },
		.toestemming = WORLD_NOW,
	};
	struct world *world = *state;
	const char *json = write_one(world, &requirements);

	assert_string_equal(look(world, json, "$.voornaam"), "Zoë \"Z\"");
	assert_string_equal(look(world, json, "$.sessies[1]"), "Bouw");
	assert_string_equal(look(world, json, "$.dieet"),
	    "Geen pinda's\nen noten");
	assert_string_equal(look(world, json, "$.toegang"), "\\");
}

/* Every field of the table is there, so that a new one is too. */
static void
test_every_field_of_the_table_is_in_it(void **state)
{
	const char *json = write_one(*state, NULL), *mark;
	struct world *world = *state;

	for (size_t i = 0; i < PARTICIPANT__MAX; i++) {
		mark = arena_printf(world->arena, "\n  \"%s\": ",
		    participant_fields[i].name);
		assert_non_null(strstr(json, mark));
	}
}

static void
test_without_a_requirement_there_is_no_word_of_one(void **state)
{
	struct world *world = *state;
	const char *json = write_one(world, NULL);

	assert_string_equal(look(world, json, "$.status"), "bevestigd");
	assert_null(strstr(json, "dieet"));
	assert_null(strstr(json, "toegang"));
	assert_null(strstr(json, "toestemming"));
}

static void
test_others_of_the_delegation_are_not_in_it(void **state)
{
	const char *json = write_one(*state, NULL);

	assert_null(strstr(json, "P2"));
	assert_null(strstr(json, "a.devries@"));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_string_is_escaped_by_the_rfc),
		TEST(test_every_byte_reads_back_as_it_was),
		TEST(test_person_gets_everything_that_is_kept_of_them),
		TEST(test_document_is_read_by_another_program),
		TEST(test_every_field_of_the_table_is_in_it),
		TEST(test_without_a_requirement_there_is_no_word_of_one),
		TEST(test_others_of_the_delegation_are_not_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
