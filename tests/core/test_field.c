#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/registration/questions.h"
#include "export/columns.h"

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

/* Both tables as one: the contact's fields and the participants'. */
static const struct field *
field_number(size_t i)
{
	return i < CONTACT__MAX ? &contact_fields[i] :
	    &participant_fields[i - CONTACT__MAX];
}

#define NFIELDS	((size_t)CONTACT__MAX + PARTICIPANT__MAX)

static void
test_every_row_says_what_it_must(void **state)
{
	(void)state;
	for (size_t i = 0; i < NFIELDS; i++) {
		const struct field *field = field_number(i);

		assert_non_null(field->name);
		assert_non_null(field->label);
		assert_non_null(field->title);
		assert_non_null(field->purpose);
		assert_true(field->max > 0);
		assert_true(field->type < FIELD__MAX);
		assert_int_equal(field->choices != NULL,
		    field->type == FIELD_CHOICE);
		if (field->flags & FIELD_REQUIRED)
			assert_non_null(field->missing);
		/* Part of SQL and of form keys: only safe letters. */
		assert_int_equal(strspn(field->name,
		    "abcdefghijklmnopqrstuvwxyz_"), strlen(field->name));
	}
}

static void
test_no_two_rows_of_a_table_share_a_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < CONTACT__MAX; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(contact_fields[i].name,
			    contact_fields[j].name);
	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(participant_fields[i].name,
			    participant_fields[j].name);
}

static void
test_special_field_is_never_exported(void **state)
{
	(void)state;
	for (size_t i = 0; i < NFIELDS; i++)
		for (size_t j = 0; j < columns_count() &&
		    field_number(i)->flags & FIELD_SPECIAL; j++)
			assert_string_not_equal(column_name(j),
			    field_number(i)->name);
}

static enum status
check(struct arena *arena, const struct field *field, const char *raw,
    bool named, const char **clean, const char **message)
{
	size_t size = raw == NULL ? 0 : strlen(raw) + 1;
	char *copy = raw == NULL ? NULL : malloc(size);
	enum status status;

	if (copy != NULL)
		memcpy(copy, raw, size);
	status = field_check(field, copy, named, arena, clean, message);
	free(copy);
	return status;
}

static void
test_empty_is_a_fault_only_where_it_is_required(void **state)
{
	static const char *const empties[] = { NULL, "", "  ", "\r\n\t" };
	const char *clean, *message;

	for (size_t i = 0; i < NFIELDS; i++)
		for (size_t j = 0; j < COUNT(empties); j++) {
			const struct field *field = field_number(i);
			bool required = field->flags & FIELD_REQUIRED;

			clean = "untouched";
			message = NULL;
			assert_int_equal(check(*state, field, empties[j],
			    true, &clean, &message), required ?
			    STATUS_INVALID : STATUS_OK);
			assert_string_equal(clean, required ? "untouched" :
			    "");
			if (required)
				assert_string_equal(message, field->missing);
		}
}

static void
test_held_place_needs_no_name_but_a_role(void **state)
{
	static const struct {
		enum participant_field	field;
		enum status		expected;
	} vectors[] = {
		{ PARTICIPANT_VOORNAAM, STATUS_OK },
		{ PARTICIPANT_ACHTERNAAM, STATUS_OK },
		{ PARTICIPANT_ROL, STATUS_INVALID },
	};
	const char *clean, *message;

	for (size_t i = 0; i < COUNT(vectors); i++)
		assert_int_equal(check(*state,
		    &participant_fields[vectors[i].field], "", false, &clean,
		    &message), vectors[i].expected);
}

static void
test_too_long_is_a_fault_of_every_field(void **state)
{
	const char *clean, *message;

	for (size_t i = 0; i < NFIELDS; i++) {
		const struct field *field = field_number(i);
		char *raw = arena_alloc(*state, field->max + 2);

		memset(raw, '1', field->max + 1);
		message = NULL;
		assert_int_equal(check(*state, field, raw, true, &clean,
		    &message), STATUS_INVALID);
		assert_non_null(message);
	}
}

static void
test_answer_of_each_type_is_judged(void **state)
{
	static const struct {
		const struct field	*field;
		const char		*raw;
		const char		*clean;		/* NULL: a fault */
	} vectors[] = {
		{ &contact_fields[CONTACT_VOORNAAM], " Zo\x65\xcc\x88 ",
		    "Zoë" },
		{ &contact_fields[CONTACT_VOORNAAM], "http://x.nl", NULL },
		{ &contact_fields[CONTACT_VOORNAAM], "\xff", NULL },
		{ &contact_fields[CONTACT_EMAIL], " Anne@Woerden.NL ",
		    "Anne@woerden.nl" },
		{ &contact_fields[CONTACT_EMAIL], "Anne <anne@woerden.nl>;",
		    "anne@woerden.nl" },
		{ &contact_fields[CONTACT_ACHTERNAAM], "Berg, van den",
		    "van den Berg" },
		{ &contact_fields[CONTACT_VOORNAAM], "\u200b", NULL },
		{ &contact_fields[CONTACT_VOORNAAM], "\u2800", NULL },
		{ &contact_fields[CONTACT_VOORNAAM], "?", NULL },
		{ &contact_fields[CONTACT_VOORNAAM], "-", "-" },
		{ &contact_fields[CONTACT_EMAIL], "anne", NULL },
		{ &contact_fields[CONTACT_EMAIL], "a@b@c.nl", NULL },
		{ &contact_fields[CONTACT_TELEFOON], "0348 753 500",
		    "0348 753 500" },
		{ &contact_fields[CONTACT_TELEFOON], "+31 (0)348-753.500/1",
		    "+31 (0)348-753.500/1" },
		{ &contact_fields[CONTACT_TELEFOON], "0348 753500 tst. 12",
		    "0348 753500 tst. 12" },
		{ &contact_fields[CONTACT_TELEFOON], "0348-753500, toestel 12",
		    "0348-753500, toestel 12" },
		{ &contact_fields[CONTACT_TELEFOON], "0348-753500 (Toestel 12",
		    "0348-753500 (Toestel 12" },
		{ &contact_fields[CONTACT_TELEFOON], "0348753500x12",
		    "0348753500x12" },
		{ &contact_fields[CONTACT_TELEFOON], "0348753500 ext: 123456",
		    "0348753500 ext: 123456" },
		{ &contact_fields[CONTACT_TELEFOON], "0348753500 tst", NULL },
		{ &contact_fields[CONTACT_TELEFOON], "tst 123456", NULL },
		{ &contact_fields[CONTACT_TELEFOON], "0348753500 tst 1 of 2",
		    NULL },
		{ &contact_fields[CONTACT_TELEFOON], "0348753500 bel tst 1",
		    NULL },
		{ &contact_fields[CONTACT_TELEFOON], "12345", NULL },
		{ &contact_fields[CONTACT_TELEFOON], "bel 0348 753500", NULL },
		{ &contact_fields[CONTACT_TELEFOON],
		    "123456789012345678901", NULL },
		{ &contact_fields[CONTACT_VRAAG], "Eén\r\n\r\n\r\ntwee",
		    "Eén\n\ntwee" },
		{ &contact_fields[CONTACT_VRAAG], "zie https://x.nl",
		    "zie https://x.nl" },
		{ &contact_fields[CONTACT_WACHTLIJST], "passend", "passend" },
		{ &contact_fields[CONTACT_WACHTLIJST], "Passend", NULL },
		{ &participant_fields[PARTICIPANT_ROL], "wethouder",
		    "wethouder" },
		{ &participant_fields[PARTICIPANT_ROL], "burgemeester",
		    NULL },
		{ &participant_fields[PARTICIPANT_NAAM_VOLGT], "ja", "ja" },
		{ &participant_fields[PARTICIPANT_NAAM_VOLGT], "on", NULL },
		{ &participant_fields[PARTICIPANT_FUNCTIE], "a\nb", "a b" },
	};

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *clean = NULL, *message = NULL;
		enum status status = check(*state, vectors[i].field,
		    vectors[i].raw, true, &clean, &message);

		if ((status == STATUS_OK) != (vectors[i].clean != NULL))
			fail_msg("%s", vectors[i].raw);
		if (status == STATUS_OK)
			assert_string_equal(clean, vectors[i].clean);
		else
			assert_non_null(message);
	}
}

static void
test_label_of_a_choice_is_found(void **state)
{
	(void)state;
	assert_string_equal(field_label(&participant_fields[PARTICIPANT_ROL],
	    "wethouder"), "wethouder mbo");
	assert_string_equal(field_label(&participant_fields[PARTICIPANT_ROL],
	    "anders"), "anders");
	assert_string_equal(field_label(&contact_fields[CONTACT_VRAAG], "x"),
	    "x");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, arena_open, \
			    arena_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_row_says_what_it_must),
		TEST(test_no_two_rows_of_a_table_share_a_name),
		TEST(test_special_field_is_never_exported),
		TEST(test_empty_is_a_fault_only_where_it_is_required),
		TEST(test_held_place_needs_no_name_but_a_role),
		TEST(test_too_long_is_a_fault_of_every_field),
		TEST(test_answer_of_each_type_is_judged),
		TEST(test_label_of_a_choice_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
