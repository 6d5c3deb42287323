/*
 * Addresses for invitations out of whatever a spreadsheet makes: each row is
 * said to do one thing, and does that.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/buf.h"
#include "export/gemeenten.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

struct importing {
	struct act_context	 act;
	const void		*bytes;
	size_t			 length;
	const char		*mark;
	struct address_import	 plan;
	struct csv_faults	 faults;
};

static enum status
apply(struct db *db, void *arg, struct arena *arena)
{
	struct importing *it = arg;

	return act_import_addresses(db, &it->act, it->bytes, it->length,
	    it->mark, arena, &it->plan, &it->faults);
}

static enum status
look(struct world *world, const void *bytes, size_t length,
    struct importing *it)
{
	*it = (struct importing){
		.act = world_act(world), .bytes = bytes, .length = length,
	};
	return address_import(world->app.db, bytes, length, "2026-11-24",
	    world->arena, &it->plan, &it->faults);
}

/* "nieuw GM0632 a@b.nl\n" for each row. */
static const char *
outcomes(struct world *world, const struct address_import *plan)
{
	static const char *const words[ADDRESS__MAX] = {
		"new", "changed", "same", "none", "unknown", "wrong", "twice",
	};
	struct buf out;

	buf_init(&out, world->arena, 4000);
	for (size_t i = 0; i < plan->nrows; i++)
		buf_printf(&out, "%zu %s %s %s\n", plan->rows[i].line,
		    words[plan->rows[i].outcome], plan->rows[i].code == NULL ?
		    plan->rows[i].said : plan->rows[i].code,
		    plan->rows[i].after);
	return out.data;
}

static void
test_every_shape_of_two_columns_says_the_same(void **state)
{
	static const struct {
		const char	*text;
		size_t		 length;
		size_t		 first;		/* line */
	} files[] = {
#define FILE_OF(text, first)	{ text, sizeof(text) - 1, first }
		FILE_OF("GM0632;info@woerden.nl\n", 1),
		FILE_OF("Woerden,info@woerden.nl\r\n", 1),
		FILE_OF("info@woerden.nl;woerden\n", 1),
		FILE_OF("sep=;\r\nGemeente;E-mail\r\n"
		    "Gemeente Woerden;info@woerden.nl\r\n\x1a", 3),
		FILE_OF("\xef\xbb\xbf" "code,adres\nGM0632,info@woerden.nl", 2),
		FILE_OF("wie;waarheen\n\"Woerden\";\" info@woerden.nl \"\n", 2),
		FILE_OF("\xff\xfeW\0o\0e\0r\0d\0e\0n\0;\0i\0n\0f\0o\0@\0w\0o\0"
		    "e\0r\0d\0e\0n\0.\0n\0l\0", 1),
		FILE_OF("\xfe\xff\0W\0o\0e\0r\0d\0e\0n\0;\0i\0n\0f\0o\0@\0w\0o"
		    "\0e\0r\0d\0e\0n\0.\0n\0l", 1),
	};
	struct world *world = *state;
	struct importing it;

	for (size_t i = 0; i < COUNT(files); i++) {
		assert_int_equal(look(world, files[i].text, files[i].length,
		    &it), STATUS_OK);
		assert_string_equal(outcomes(world, &it.plan),
		    arena_printf(world->arena,
		    "%zu new GM0632 info@woerden.nl\n", files[i].first));
	}
}

static void
test_each_row_has_its_own_outcome(void **state)
{
	static const char file[] = "gemeente;e-mail\nWoerden;nieuw@woerden.nl\n"
	    "GM1900;bestuur@sneek.nl\nLaatste Dag;\nAtlantis;a@b.nl\n"
	    "Woerden;nog.een@woerden.nl\nWoerden;nieuw@woerden.nl\n"
	    "GM0518;geen adres\n";
	struct world *world = *state;
	struct importing it;

	world_sql(world, "UPDATE gemeente SET gemeente_email ="
	    " 'oud@woerden.nl' WHERE code = 'GM0632'");
	assert_int_equal(look(world, file, strlen(file), &it), STATUS_OK);
	assert_string_equal(outcomes(world, &it.plan),
	    "2 changed GM0632 nieuw@woerden.nl\n"
	    "3 new GM1900 bestuur@sneek.nl\n"
	    "4 none GM0008 \n"
	    "5 unknown Atlantis a@b.nl\n"
	    "6 twice GM0632 nog.een@woerden.nl\n"
	    "7 same GM0632 nieuw@woerden.nl\n"
	    "8 wrong GM0518 geen adres\n");
	it.mark = arena_string(world->arena, it.plan.mark);
	assert_int_equal(world_run(world, apply, &it), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(code || ' '"
	    " || gemeente_email, ', ') FROM gemeente WHERE gemeente_email"
	    " <> ''"), "GM0632 nieuw@woerden.nl, GM1900 bestuur@sneek.nl");
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'adressen ingevoerd'"), "1 nieuw, 1 gewijzigd");
	/* Once more it is another plan. */
	assert_int_equal(world_run(world, apply, &it), STATUS_INVALID);
	it.mark = NULL;
	assert_int_equal(world_run(world, apply, &it), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'adressen ingevoerd'"), 1);
}

static void
test_windows_names_are_found(void **state)
{
	static const char file[] = "S\xfa" "dwest-Frysl\xe2n;a@sudwest.nl\n"
	    "\x91s-Gravenhage;b@denhaag.nl\n";
	struct world *world = *state;
	struct importing it;

	assert_int_equal(look(world, file, strlen(file), &it), STATUS_OK);
	assert_string_equal(outcomes(world, &it.plan),
	    "1 new GM1900 a@sudwest.nl\n2 new GM0518 b@denhaag.nl\n");
}

/* The desk's list with the answers, and its file of municipalities. */
static void
test_own_exports_come_back(void **state)
{
	struct coverage_filter all = coverage_all();
	struct world *world = *state;
	struct gemeente_record *records;
	struct coverage *list;
	struct importing it;
	struct buf out;
	size_t count;

	world_sql(world, "UPDATE gemeente SET gemeente_email ="
	    " 'oud@woerden.nl' WHERE code = 'GM0632'");
	assert_int_equal(coverage_read(world->app.db, 1, "2026-11-24",
	    world->arena, &list, &count), STATUS_OK);
	buf_init(&out, world->arena, 1 << 20);
	gemeenten_csv(&out, list, count, &all, true, world->arena);
	assert_int_equal(look(world, out.data, out.length, &it), STATUS_OK);
	assert_int_equal(it.plan.nrows, count);
	assert_int_equal(it.plan.counts[ADDRESS_SAME], 1);
	assert_int_equal(it.plan.counts[ADDRESS_NONE], count - 1);
	assert_int_equal(gemeente_list(world->app.db, world->arena, &records,
	    &count), STATUS_OK);
	buf_init(&out, world->arena, 1 << 20);
	gemeenten_file_csv(&out, records, count);
	assert_int_equal(look(world, out.data, out.length, &it), STATUS_OK);
	assert_int_equal(it.plan.counts[ADDRESS_SAME], 1);
	assert_int_equal(address_import_changes(&it.plan), 0);
}

static void
test_what_is_no_such_file_is_refused_with_why(void **state)
{
	static const struct {
		const char		*text;
		enum csv_fault_kind	 fault;
	} files[] = {
		{ "", CSV_EMPTY },
		{ "gemeente;e-mail\n", CSV_EMPTY },
		{ "Woerden;0348\nUtrecht;030\n", CSV_COLUMN_MISSING },
		{ "PK\x03\x04", CSV_WORKBOOK },
		{ "Woerden;\"a@b.nl\n", CSV_QUOTES },
	};
	struct world *world = *state;
	struct importing it;

	for (size_t i = 0; i < COUNT(files); i++) {
		assert_int_equal(look(world, files[i].text,
		    strlen(files[i].text), &it), STATUS_INVALID);
		assert_int_equal(it.faults.list[0].kind, files[i].fault);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
		TEST(test_every_shape_of_two_columns_says_the_same),
		TEST(test_each_row_has_its_own_outcome),
		TEST(test_windows_names_are_found),
		TEST(test_own_exports_come_back),
		TEST(test_what_is_no_such_file_is_refused_with_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
