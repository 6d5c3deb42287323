#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/registration/questions.h"
#include "export/columns.h"
#include "export/csv.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)8 << 20)

static enum status
collect(void *arg, const void *bytes, size_t length)
{
	buf_add(arg, bytes, length);
	return STATUS_OK;
}

static const char *
export(struct world *world)
{
	struct attendee_filter everybody = attendee_all(1);
	struct buf out;

	buf_init(&out, world->arena, OUT_MAX);
	assert_int_equal(csv_attendees(world->app.db, &everybody, collect,
	    &out), STATUS_OK);
	assert_int_equal(strlen(out.data), out.length);
	return out.data;
}

static void
test_columns_stand_in_the_contract_s_order(void **state)
{
	static const char header[] = "\xef\xbb\xbf"
	    "Nummer;Status;Gemeente;Gemeentecode;Provincie;Rol;Functie;"
	    "Voornaam;Tussenvoegsel;Achternaam;Volledige naam;Sorteernaam;"
	    "E-mail;Contactpersoon;Contact e-mail;Contact telefoon;Thema's;"
	    "Vraag;Aangemeld op";
	const char *got = export(*state);
	size_t length = strlen(header);

	assert_int_equal(strncmp(got, header, length), 0);
	assert_true(got[length] == ';' || got[length] == '\r');
	/* The mark stands in front once, and nowhere else. */
	assert_null(strstr(got + 3, "\xef\xbb\xbf"));
}

static void
test_row_says_what_was_signed_up(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "w");
	const char **answer = one->participants[0].answer;

	answer[PARTICIPANT_VOORNAAM] = "Zoë";
	answer[PARTICIPANT_ACHTERNAAM] = "van den Berg";
	answer[PARTICIPANT_EMAIL] = "zoe@woerden.nl";
	answer[PARTICIPANT_FUNCTIE] = "wethouder; onderwijs";
	one->answer[CONTACT_TELEFOON] = "+31 348 123456";
	one->answer[CONTACT_VRAAG] = "Eén \"vraag\"\nop twee regels";
	one->themas = (const char *[]){ "llo", "vsv" };
	one->nthemas = 2;
	world_sign_up(world, one);
	assert_non_null(strstr(export(world), "\r\n1;bevestigd;Woerden;GM0632"
	    ";Utrecht;wethouder;\"wethouder; onderwijs\";Zoë;van den;Berg;"
	    "Zoë van den Berg;\"Berg, Zoë van den\";zoe@woerden.nl;"
	    "Anne de Vries;a.devries@woerden.nl;\"'+31 348 123456\";"
	    "\"Voortijdig schoolverlaten, Leven lang ontwikkelen\";"
	    "\"Eén \"\"vraag\"\"\nop twee regels\";2026-11-24 09:30"));
}

static void
test_held_place_is_named_so_and_comes_last(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "ww");
	const char **held = one->participants[0].answer, *got;

	held[PARTICIPANT_VOORNAAM] = held[PARTICIPANT_ACHTERNAAM] = "";
	held[PARTICIPANT_NAAM_VOLGT] = "ja";
	one->participants[1].answer[PARTICIPANT_ACHTERNAAM] = "Żyła";
	world_sign_up(world, one);
	got = export(world);
	assert_non_null(strstr(got, ";;;;Naam volgt;Naam volgt;;"));
	assert_true(strstr(got, "Żyła") < strstr(got, "Naam volgt"));
}

static void
test_status_is_said_in_the_contract_s_words(void **state)
{
	struct world *world = *state;
	int64_t id;
	const char *got;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	id = world_sign_up(world, world_delegation(world, WORLD_KEY,
	    "passend", "wmm"));
	world_sql(world, "UPDATE event SET capaciteit = 1");
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	got = export(world);
	assert_non_null(strstr(got, "\r\n1;afgemeld;"));
	assert_non_null(strstr(got, "\r\n2;bevestigd;"));
	assert_non_null(strstr(got, "\r\n3;wachtlijst;"));
}

static void
test_rows_are_sorted_as_a_dutch_list(void **state)
{
	static const char *const names[] = {
		"van den Berg", "Çelik", "de Vries", "Jansen", "Øster",
		"'t Hart", "d'Ancona",
	};
	static const char *const sorted[] = {
		"\"Ancona, A d'\"", "\"Berg, A van den\"", "\"Çelik, A\"",
		"\"Hart, A 't\"", "\"Jansen, A\"", "\"Øster, A\"",
		"\"Vries, A de\"",
	};
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "mmmmmmm");
	const char *at;

	for (size_t i = 0; i < COUNT(names); i++) {
		one->participants[i].answer[PARTICIPANT_VOORNAAM] = "A";
		one->participants[i].answer[PARTICIPANT_ACHTERNAAM] =
		    names[i];
	}
	world_sign_up(world, one);
	at = export(world);
	for (size_t i = 0; i < COUNT(sorted); i++) {
		const char *next = strstr(at, sorted[i]);

		if (next == NULL)
			fail_msg("not in its order: %s", sorted[i]);
		at = next;
	}
}

static void
test_cell_is_quoted_guarded_and_complete(void **state)
{
	static const struct {
		const char	*text;
		const char	*cell;
	} vectors[] = {
		{ "", "" },
		{ "gewoon", "gewoon" },
		{ "a b", "a b" },
		{ "Zoë", "Zoë" },
		{ "a;b", "\"a;b\"" },
		{ "a,b", "\"a,b\"" },
		{ "a\"b", "\"a\"\"b\"" },
		{ "\"", "\"\"\"\"" },
		{ "\"\"", "\"\"\"\"\"\"" },
		{ "a\nb", "\"a\nb\"" },
		{ "a\r\nb", "\"a\r\nb\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+31 6", "\"'+31 6\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=1", "\"'\t=1\"" },
		{ "\r=1", "\"'\r=1\"" },
		{ "\n=1", "\"'\n=1\"" },
		{ "=\"x\"", "\"'=\"\"x\"\"\"" },
		{ "=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"" },
		{ "=HYPERLINK(\"http://x\";\"y\")",
		    "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"" },
		{ "＝1", "\"'＝1\"" }, { "＋1", "\"'＋1\"" },
		{ "－1", "\"'－1\"" }, { "＠x", "\"'＠x\"" },
		{ "'s-Gravenhage", "'s-Gravenhage" },
		{ "a=b", "a=b" }, { "a-b", "a-b" }, { "1+1", "1+1" },
		{ "x@y.nl", "x@y.nl" },
		{ "|x", "|x" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		size_t size = strlen(vectors[i].text) + 1;
		char *text = malloc(size);
		struct buf out;

		assert_non_null(text);
		memcpy(text, vectors[i].text, size);
		buf_init(&out, world->arena, OUT_MAX);
		csv_cell(&out, text);
		assert_string_equal(out.data, vectors[i].cell);
		free(text);
	}
}

static void
test_guard_holds_for_a_name_in_the_export(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "w");

	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "=1+1";
	one->participants[0].answer[PARTICIPANT_FUNCTIE] = "@x";
	world_sign_up(world, one);
	assert_non_null(strstr(export(world), ";\"'@x\";\"'=1+1\";van;Dijk;"
	    "\"'=1+1 van Dijk\";"));
}

/* Cells of a line by RFC 4180, line breaks in quotes and all. */
static size_t
count_cells(const char **at)
{
	size_t cells = 1;
	bool quoted = false;

	for (; quoted || strncmp(*at, "\r\n", 2) != 0; (*at)++) {
		assert_true(**at != '\0');
		if (**at == '"')
			quoted = !quoted;
		cells += !quoted && **at == ';';
	}
	*at += 2;
	return cells;
}

static void
test_every_line_has_every_column_and_ends_in_crlf(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "wmw");
	size_t lines = 0;
	const char *at;

	one->answer[CONTACT_VRAAG] = "Een; \"twee\"\nen\n\ndrie";
	world_sign_up(world, one);
	for (at = export(world); *at != '\0'; lines++)
		assert_int_equal(count_cells(&at), columns_count());
	assert_int_equal(lines, 1 + 3);
}

static bool
is_special(const char *title)
{
	for (size_t i = 0; i < CONTACT__MAX; i++)
		if (contact_fields[i].flags & FIELD_SPECIAL &&
		    strcmp(contact_fields[i].title, title) == 0)
			return true;
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		if (participant_fields[i].flags & FIELD_SPECIAL &&
		    strcmp(participant_fields[i].title, title) == 0)
			return true;
	return false;
}

static void
test_special_field_is_never_a_column(void **state)
{
	(void)state;
	for (size_t i = 0; i < columns_count(); i++)
		assert_false(is_special(column_title(i)));
}

static enum status
stop(void *arg, const void *bytes, size_t length)
{
	(void)bytes;
	(void)length;
	return --*(int *)arg == 0 ? STATUS_BUSY : STATUS_OK;
}

static void
test_reader_who_leaves_ends_the_export(void **state)
{
	struct attendee_filter everybody = attendee_all(1);
	struct world *world = *state;
	int lines;

	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "www"));
	for (int i = 1; i <= 4; i++) {
		lines = i;
		assert_int_equal(csv_attendees(world->app.db, &everybody, stop,
		    &lines), STATUS_BUSY);
		assert_int_equal(lines, 0);
	}
	lines = 5;
	assert_int_equal(csv_attendees(world->app.db, &everybody, stop,
	    &lines), STATUS_OK);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_columns_stand_in_the_contract_s_order),
		TEST(test_row_says_what_was_signed_up),
		TEST(test_held_place_is_named_so_and_comes_last),
		TEST(test_status_is_said_in_the_contract_s_words),
		TEST(test_rows_are_sorted_as_a_dutch_list),
		TEST(test_cell_is_quoted_guarded_and_complete),
		TEST(test_guard_holds_for_a_name_in_the_export),
		TEST(test_every_line_has_every_column_and_ends_in_crlf),
		cmocka_unit_test(test_special_field_is_never_a_column),
		TEST(test_reader_who_leaves_ends_the_export),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
