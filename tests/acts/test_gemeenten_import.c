/* A file of municipalities: what is wrong is said with its line, what is
 * right is shown before it is done, and nothing is done by half. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "core/buf.h"
#include "export/gemeenten.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define HEAD	"code;name;display_name;aliases;province;arbeidsmarktregio;" \
	"domain;has_mbo"
#define WOERDEN	"GM0632;Woerden;Woerden;;Utrecht;Midden-Utrecht;woerden.nl;1"
#define ALMELO	"GM0141;Almelo;Almelo;;Overijssel;Twente;almelo.nl;1"

/* Everything that an import could touch. */
static const char *
everything(struct world *world)
{
	return arena_printf(world->arena, "%s / %s / %lld", world_text(world,
	    "SELECT group_concat(code || naam || officiele_naam || provincie"
	    " || arbeidsmarktregio || domein || heeft_mbo || mbo_namen ||"
	    " gemeente_email || geldig_vanaf || coalesce(geldig_tot, '') ||"
	    " coalesce(opvolger, '')) FROM gemeente"), world_text(world,
	    "SELECT group_concat(alias || gemeente) FROM gemeente_alias"),
	    (long long)world_count(world, "audit"));
}

struct test_import {
	struct act_context	 act;
	struct gemeente_file	 file;
	const char		*end;
	const char		*mark;
	struct gemeente_import	 plan;
	struct csv_faults	 faults;
};

static enum status
apply(struct db *db, void *arg, struct arena *arena)
{
	struct test_import *import = arg;

	return act_import_gemeenten(db, &import->act, &import->file,
	    import->end, import->mark, arena, &import->plan,
	    &import->faults);
}

static enum status
read_bytes(struct world *world, const void *bytes, size_t length,
    struct test_import *import)
{
	*import = (struct test_import){ .act = world_act(world) };
	return gemeente_file_read(bytes, length, world->arena, &import->file,
	    &import->faults);
}

static enum status
plan_text(struct world *world, const char *text, const char *end,
    struct test_import *import)
{
	enum status status = read_bytes(world, text, strlen(text), import);

	import->end = end;
	if (status == STATUS_OK)
		status = gemeente_import(world->app.db, &import->file, end,
		    world->arena, &import->plan, &import->faults);
	return status;
}

/* Read, look, do. */
static enum status
import_text(struct world *world, const char *text, struct test_import *import)
{
	enum status status = plan_text(world, text, NULL, import);

	import->mark = arena_string(world->arena, import->plan.mark);
	return status == STATUS_OK ? world_run(world, apply, import) : status;
}

static const char *
value(struct world *world, const char *column, const char *code)
{
	return world_text(world, "SELECT %s FROM gemeente WHERE code = '%s'",
	    column, code);
}

static const struct {
	const char		*text;
	size_t			 line;
	enum csv_fault_kind	 kind;
	const char		*about;
} faulty[] = {
	{ "", 0, CSV_EMPTY, NULL },
	{ "\n\n;;\n", 0, CSV_EMPTY, NULL },
	{ HEAD "\n", 0, CSV_EMPTY, NULL },
	{ "sep=;\n" HEAD "\n" WOERDEN "\nGM0141\n", 4, CSV_CELLS_FEW, NULL },
	{ "PK\x03\x04rest", 1, CSV_WORKBOOK, NULL },
	{ "code;name\nGM0001;x", 1, CSV_COLUMN_MISSING, "display_name" },
	{ WOERDEN "\n", 1, CSV_COLUMN_UNKNOWN, "GM0632" },
	{ HEAD ";contact_mail\n" WOERDEN ";x", 1, CSV_COLUMN_UNKNOWN,
	    "contact_mail" },
	{ HEAD ";Code\n" WOERDEN ";GM0001", 1, CSV_COLUMN_TWICE, "Code" },
	{ HEAD "\n" WOERDEN "\nGM0141\n", 3, CSV_CELLS_FEW, NULL },
	{ HEAD "\n" WOERDEN ";meer\n", 2, CSV_CELLS_MANY, NULL },
	{ HEAD "\n" WOERDEN "\n\n" WOERDEN "\n", 4, CSV_CODE_TWICE,
	    "GM0632" },
	{ HEAD "\nGM632;W;W;;Utrecht;;;1", 2, CSV_CODE, "GM632" },
	{ HEAD "\n;W;W;;Utrecht;;;1", 2, CSV_CODE, "" },
	{ HEAD "\nGM0632;W;;;Utrecht;;;1", 2, CSV_NAME, "" },
	{ HEAD "\nGM0632;W;W;;Holland;;;1", 2, CSV_PROVINCE, "Holland" },
	{ HEAD "\nGM0632;W;W;;Utrecht;;;x", 2, CSV_MBO, "x" },
	{ HEAD "\nGM0632;W;W;;Utrecht;;;", 2, CSV_MBO, "" },
	{ HEAD "\nGM0632;W;W;;Utrecht;;a@b.nl;1", 2, CSV_DOMAIN, "a@b.nl" },
	{ HEAD ";contact_email\n" WOERDEN ";woerden.nl", 2, CSV_EMAIL,
	    "woerden.nl" },
	{ HEAD ";geldig_tot\n" WOERDEN ";31-2-2027", 2, CSV_DATE,
	    "31-2-2027" },
	{ HEAD ";geldig_tot\n" WOERDEN ";morgen", 2, CSV_DATE, "morgen" },
	{ HEAD ";geldig_vanaf\n" WOERDEN ";2027-13-01", 2, CSV_DATE,
	    "2027-13-01" },
	{ HEAD ";geldig_tot\n" WOERDEN ";1-1-2026", 2, CSV_DATES, NULL },
	{ HEAD ";opvolger\n" WOERDEN ";GM0518", 2, CSV_SUCCESSOR_UNDATED,
	    NULL },
	{ HEAD ";geldig_tot;opvolger\n" WOERDEN ";1-1-2027;GM4444", 2,
	    CSV_SUCCESSOR, "GM4444" },
	{ HEAD ";geldig_tot;opvolger\n" WOERDEN ";1-1-2027;GM0632", 2,
	    CSV_SUCCESSOR_SELF, "GM0632" },
	{ HEAD ";geldig_tot;opvolger\n" WOERDEN ";1-1-2027;GM0008", 2,
	    CSV_SUCCESSOR_SELF, "GM0008" },
	{ HEAD "\n" ALMELO "\nGM0999;A;Woerden;;Utrecht;;;0", 3,
	    CSV_NAME_TWICE, "Woerden" },
	{ HEAD "\nGM0632;\"Woer;W;;Utrecht;;;1\n" ALMELO, 2, CSV_QUOTES, NULL },
	{ HEAD "\nGM0632;Woer\"den;W;;Utrecht;;;1\n" ALMELO, 2, CSV_QUOTES,
	    NULL },
	{ HEAD "\nGM1900;S\xc3\x83\xc2\xba" "dwest;S;;Utrecht;;;1", 2,
	    CSV_GARBLED, "SÃºdwest" },
	{ HEAD "\n" ALMELO "\nGM1900;S\xfa" "dwest;S;;Utrecht;;;1", 3,
	    CSV_WINDOWS, "S?dwest" },
	/* A cell over two lines counts both. */
	{ HEAD "\nGM0141;Almelo;Almelo;\"a\nb\";Overijssel;;;1\nGM1;x;x;;x;;;1",
	    4, CSV_CODE, "GM1" },
};

static void
test_each_fault_has_its_line_and_changes_nothing(void **state)
{
	struct world *world = *state;
	const char *before = everything(world);
	size_t wrong = 0;

	for (size_t i = 0; i < COUNT(faulty); i++) {
		const struct csv_fault *first;
		struct test_import import;

		assert_int_equal(import_text(world, faulty[i].text, &import),
		    STATUS_INVALID);
		assert_true(import.faults.count > 0);
		first = &import.faults.list[0];
		if (first->line == faulty[i].line &&
		    first->kind == faulty[i].kind && (faulty[i].about == NULL ||
		    strcmp(first->about, faulty[i].about) == 0))
			continue;
		print_error("%zu: line %zu, %s\n", i, first->line,
		    csv_fault_text(first, true, world->arena));
		wrong++;
	}
	assert_int_equal(wrong, 0);
	assert_string_equal(everything(world), before);
}

static void
test_every_fault_has_words_in_both_languages(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < CSV_FAULT__MAX; i++) {
		struct csv_fault fault = {
			1, (enum csv_fault_kind)i, "Zoë"
		};

		assert_non_null(csv_fault_text(&fault, true, world->arena));
		assert_non_null(csv_fault_text(&fault, false, world->arena));
		assert_null(strchr(csv_fault_text(&fault, true,
		    world->arena), '@'));
	}
}

static void
test_all_faults_of_a_file_are_told_at_once(void **state)
{
	struct test_import import;

	assert_int_equal(import_text(*state, HEAD "\nGM1;x;x;;Utrecht;;;1\n"
	    WOERDEN "\nGM0632;x;x;;Nergens;;;9\n", &import), STATUS_INVALID);
	assert_int_equal(import.faults.count, 4);
	assert_int_equal(import.faults.list[0].line, 2);
	assert_int_equal(import.faults.list[3].line, 4);
}

static void
test_file_with_endless_faults_is_cut_off(void **state)
{
	struct world *world = *state;
	struct test_import import;
	struct buf text;

	buf_init(&text, world->arena, 1 << 20);
	buf_text(&text, HEAD "\n");
	for (int i = 0; i < 2600; i++)
		buf_text(&text, "x;x;x;;x;;;x\n");
	assert_int_equal(read_bytes(world, text.data, text.length, &import),
	    STATUS_INVALID);
	assert_int_equal(import.faults.list[0].kind, CSV_LONG);
	assert_int_equal(csv_faults_listed(&import.faults), 1);
}

/* As much as a request may bring, in the memory of one. */
static void
test_file_of_line_ends_is_an_empty_one(void **state)
{
	static char ends[120 * 1024];
	struct arena *arena = arena_new((size_t)1 << 20);
	struct csv_faults faults = { .count = 0 };
	struct gemeente_file file;

	(void)state;
	memset(ends, '\n', sizeof(ends));
	assert_int_equal(gemeente_file_read(ends, sizeof(ends), arena, &file,
	    &faults), STATUS_INVALID);
	assert_int_equal(faults.list[0].kind, CSV_EMPTY);
	arena_free(arena);
}

/* The same file in UTF-16, as Excel's "Unicode text" and as others do. */
static void
test_utf16_is_recognised_with_and_without_its_mark(void **state)
{
	static const char text[] = HEAD "\n" WOERDEN "\n";
	struct world *world = *state;

	for (int form = 0; form < 4; form++) {
		bool big = form & 1, marked = form & 2;
		struct test_import import;
		char bytes[2 * sizeof(text) + 2] = "";
		size_t used = 0;

		if (marked) {
			bytes[used++] = big ? '\xfe' : '\xff';
			bytes[used++] = big ? '\xff' : '\xfe';
		}
		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			bytes[used + big] = text[i];
			bytes[used + !big] = '\0';
			used += 2;
		}
		assert_int_equal(read_bytes(world, bytes, used, &import),
		    STATUS_INVALID);
		assert_int_equal(import.faults.list[0].kind, CSV_UTF16);
		assert_int_equal(import.faults.list[0].line, 1);
	}
}

static void
test_nul_is_no_text(void **state)
{
	static const char text[] = HEAD "\n" WOERDEN "\nGM\0" "141\n";
	struct test_import import;

	assert_int_equal(read_bytes(*state, text, sizeof(text) - 1, &import),
	    STATUS_INVALID);
	assert_int_equal(import.faults.list[0].kind, CSV_CONTROL);
	assert_int_equal(import.faults.list[0].line, 3);
}

/* Every spelling of the same file that Excel and others write. */
static void
test_separators_quotes_and_line_ends_make_no_difference(void **state)
{
	static const char *const spellings[] = {
		HEAD "\n" ALMELO "\n",
		"\xef\xbb\xbf" HEAD "\r\n" ALMELO "\r\n",
		HEAD "\r" ALMELO,
		"sep=;\r\n" HEAD "\r\n" ALMELO "\r\n\x1a",
		HEAD ";;;\n" ALMELO ";;;\n;;;;;;;;;\n",
		"code,name,display_name,aliases,province,arbeidsmarktregio,"
		    "domain,has_mbo\nGM0141,Almelo,\"Almelo\",,Overijssel,"
		    "Twente,ALMELO.nl,ja\n",
		"code\tname\tdisplay_name\taliases\tprovince\t"
		    "arbeidsmarktregio\tdomain\thas_mbo\nGM0141\tAlmelo\t"
		    "Almelo\t\toverijssel\tTwente\talmelo.nl\t1\n",
		"HAS_MBO;domain;arbeidsmarktregio;province;aliases;"
		    "display_name; name ;code;rmc_regio\n1;almelo.nl;Twente;"
		    "Overijssel;;Almelo;Almelo;GM0141;iets\n",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(spellings); i++) {
		struct test_import import;

		assert_int_equal(import_text(world, spellings[i], &import),
		    STATUS_OK);
		assert_int_equal(import.plan.counts[i == 0 ? IMPORT_NEW :
		    IMPORT_SAME], 1);
		assert_string_equal(value(world, "domein", "GM0141"),
		    "almelo.nl");
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"), 1);
}

static void
test_plan_shows_what_changes_field_by_field(void **state)
{
	struct world *world = *state;
	const char *before = everything(world);
	const struct gemeente_import_row *row;
	struct test_import import;

	assert_int_equal(plan_text(world, HEAD ";contact_email\n" ALMELO ";\n"
	    "GM0632;Woerden;Woerden;Wâldstêd;Utrecht;;woerden.nl;1;"
	    "info@woerden.nl\n", NULL, &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_NEW], 1);
	assert_int_equal(import.plan.counts[IMPORT_CHANGED], 1);
	assert_int_equal(import.plan.counts[IMPORT_SAME], 0);
	assert_int_equal(import.plan.counts[IMPORT_ENDED], 0);
	/* Two of today and that of tomorrow; two have their end already. */
	assert_int_equal(import.plan.counts[IMPORT_ABSENT], 3);
	row = &import.plan.rows[1];
	assert_int_equal(row->line, 3);
	for (int i = 0; i < GEMEENTE__MAX; i++)
		assert_int_equal(gemeente_import_changes(row,
		    (enum gemeente_field)i),
		    i == GEMEENTE_HEEFT_MBO || i == GEMEENTE_EMAIL);
	assert_string_equal(row->before->value[GEMEENTE_EMAIL], "");
	assert_string_equal(row->after.value[GEMEENTE_EMAIL],
	    "info@woerden.nl");
	assert_string_equal(everything(world), before);
}

static void
test_plan_is_done_as_shown_and_twice_is_once(void **state)
{
	static const char text[] = HEAD ";mbo_namen;contact_email\n"
	    "GM0632;Woerden;Woerden;Wâldstêd|Laagland;Utrecht;;woerden.nl;1;"
	    "mboRijnland|ROC;info@woerden.nl\n";
	struct world *world = *state;
	struct test_import import;
	const char *after;

	assert_int_equal(import_text(world, text, &import), STATUS_OK);
	assert_string_equal(value(world, "heeft_mbo || mbo_namen ||"
	    " gemeente_email", "GM0632"), "1mboRijnland|ROCinfo@woerden.nl");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " gemeente_alias WHERE gemeente = 'GM0632'"), 2);
	assert_string_equal(world_text(world, "SELECT wie || ': ' || wat ||"
	    " ': ' || toelichting FROM audit"), "contact: gemeenten "
	    "ingevoerd: 0 nieuw, 1 gewijzigd, 0 beëindigd");
	after = everything(world);
	assert_int_equal(import_text(world, text, &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_SAME], 1);
	assert_string_equal(everything(world), after);
}

static void
test_what_the_file_does_not_say_stays(void **state)
{
	struct world *world = *state;
	struct test_import import;

	world_sql(world, "UPDATE gemeente SET gemeente_email = 'a@b.nl',"
	    " mbo_namen = 'ROC', geldig_vanaf = '2020-01-01'"
	    " WHERE code = 'GM0632'");
	assert_int_equal(import_text(world, HEAD "\n" WOERDEN "\n", &import),
	    STATUS_OK);
	assert_string_equal(value(world, "gemeente_email || mbo_namen ||"
	    " geldig_vanaf", "GM0632"), "a@b.nlROC2020-01-01");
}

static void
test_plan_that_is_another_by_now_is_not_done(void **state)
{
	struct world *world = *state;
	struct test_import import;
	const char *before;

	assert_int_equal(plan_text(world, HEAD "\n" WOERDEN "\n", NULL,
	    &import), STATUS_OK);
	import.mark = arena_string(world->arena, import.plan.mark);
	world_sql(world, "UPDATE gemeente SET domein = 'anders.nl'"
	    " WHERE code = 'GM0632'");
	before = everything(world);
	assert_int_equal(world_run(world, apply, &import), STATUS_INVALID);
	assert_int_equal(import.faults.count, 0);
	assert_string_equal(everything(world), before);

	/* What has nothing to do with it is no reason. */
	assert_int_equal(plan_text(world, HEAD "\n" WOERDEN "\n", NULL,
	    &import), STATUS_OK);
	import.mark = arena_string(world->arena, import.plan.mark);
	world_sql(world, "UPDATE gemeente SET domein = 'denhaag.nl'"
	    " WHERE code = 'GM0518'; UPDATE event SET titel = 'Anders'");
	assert_int_equal(world_run(world, apply, &import), STATUS_OK);
}

static void
test_a_merger_is_imported_in_any_order(void **state)
{
	struct world *world = *state;
	struct test_import import;

	assert_int_equal(import_text(world, HEAD ";geldig_vanaf;geldig_tot;"
	    "opvolger\n" WOERDEN ";2026-01-01;1-1-2027;GM7777\n"
	    "GM7777;Groot Woerden;Groot Woerden;;Utrecht;;;1;01-01-2027;;\n",
	    &import), STATUS_OK);
	assert_string_equal(value(world, "geldig_tot || opvolger", "GM0632"),
	    "2027-01-01GM7777");
	assert_string_equal(value(world, "geldig_vanaf", "GM7777"),
	    "2027-01-01");
}

/* One name may pass from one municipality to the next. */
static void
test_a_name_is_free_again_once_its_municipality_ended(void **state)
{
	struct test_import import;

	assert_int_equal(import_text(*state, HEAD ";geldig_vanaf;geldig_tot;"
	    "opvolger\n" WOERDEN ";2026-01-01;2027-01-01;GM7777\n"
	    "GM7777;Woerden;Woerden;;Utrecht;;;1;2027-01-01;;\n", &import),
	    STATUS_OK);
}

static void
test_those_not_in_the_file_end_only_when_asked(void **state)
{
	struct world *world = *state;
	struct test_import import;

	assert_int_equal(plan_text(world, HEAD "\n" WOERDEN "\n",
	    "2027-01-01", &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_ENDED], 3);
	assert_int_equal(import.plan.counts[IMPORT_ABSENT], 0);
	import.mark = arena_string(world->arena, import.plan.mark);
	assert_int_equal(world_run(world, apply, &import), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(code)"
	    " FROM gemeente WHERE geldig_tot = '2027-01-01'"),
	    "GM0009,GM0518,GM1900");
	/* A municipality that had ended before keeps that date. */
	assert_string_equal(value(world, "geldig_tot", "GM0007"),
	    "2026-11-24");
}

static void
test_our_own_file_changes_nothing_when_it_comes_back(void **state)
{
	struct world *world = *state;
	struct gemeente_record *list;
	struct test_import import;
	const char *before;
	struct buf out;
	size_t count;

	/* What a spreadsheet would run, what needs quotes, what is Dutch. */
	world_sql(world, "UPDATE gemeente SET arbeidsmarktregio = '=1+1',"
	    " mbo_namen = '+31|\"Ja\"; nee', officiele_naam = '@Woerden, W'"
	    " WHERE code = 'GM0632'; UPDATE gemeente SET"
	    " arbeidsmarktregio = '＝1', officiele_naam = '-W',"
	    " gemeente_email = 'a@b.nl' WHERE code = 'GM1900'");
	before = everything(world);
	assert_int_equal(gemeente_list(world->app.db, world->arena, &list,
	    &count), STATUS_OK);
	buf_init(&out, world->arena, 1 << 20);
	gemeenten_file_csv(&out, list, count);
	assert_non_null(strstr(out.data, ";\"'=1+1\";"));
	assert_int_equal(import_text(world, out.data, &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_SAME], count);
	assert_int_equal(import.plan.nrows, count);
	assert_string_equal(everything(world), before);
}

static void
test_file_that_ships_is_good_and_comes_back_the_same(void **state)
{
	struct world *world = *state;
	FILE *file = fopen("db/gemeente/gemeenten.csv", "re");
	char *text = arena_alloc(world->arena, 1 << 18);
	struct test_import import;
	struct gemeente_record *list;
	struct buf out;
	size_t count;

	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 18) - 1, file) > 30000);
	fclose(file);
	assert_int_equal(import_text(world, text, &import), STATUS_OK);
	assert_int_equal(import.file.nrows, 342);
	assert_int_equal(import_text(world, text, &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_SAME], 342);
	assert_int_equal(gemeente_list(world->app.db, world->arena, &list,
	    &count), STATUS_OK);
	buf_init(&out, world->arena, 1 << 20);
	gemeenten_file_csv(&out, list, count);
	assert_int_equal(import_text(world, out.data, &import), STATUS_OK);
	assert_int_equal(import.plan.counts[IMPORT_SAME], count);
}

/* Whatever is cut off or turned over: an answer, and no memory hurt. */
static void
test_no_damaged_file_does_harm(void **state)
{
	static const char text[] = "\xef\xbb\xbf" HEAD ";contact_email\r\n"
	    "GM0632;\"Woer\"\"den\";Woerden;a|b;Utrecht;;;1;x@y.nl\r\n"
	    "GM1900;S\xc3\xba" "dwest;S;;Frysl\xc3\xa2n;;;0;\r\n";
	struct world *world = *state;
	struct test_import import;
	char copy[sizeof(text)];

	for (size_t length = 0; length < sizeof(text); length++)
		read_bytes(world, text, length, &import);
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		for (int c = 0; c < 256; c += 15) {
			memcpy(copy, text, sizeof(text));
			copy[i] = (char)c;
			read_bytes(world, copy, sizeof(text) - 1, &import);
		}
	assert_int_equal(read_bytes(world, text, sizeof(text) - 1, &import),
	    STATUS_OK);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_fault_has_its_line_and_changes_nothing),
		TEST(test_every_fault_has_words_in_both_languages),
		TEST(test_all_faults_of_a_file_are_told_at_once),
		TEST(test_file_with_endless_faults_is_cut_off),
		TEST(test_file_of_line_ends_is_an_empty_one),
		TEST(test_utf16_is_recognised_with_and_without_its_mark),
		TEST(test_nul_is_no_text),
		TEST(test_separators_quotes_and_line_ends_make_no_difference),
		TEST(test_plan_shows_what_changes_field_by_field),
		TEST(test_plan_is_done_as_shown_and_twice_is_once),
		TEST(test_what_the_file_does_not_say_stays),
		TEST(test_plan_that_is_another_by_now_is_not_done),
		TEST(test_a_merger_is_imported_in_any_order),
		TEST(test_a_name_is_free_again_once_its_municipality_ended),
		TEST(test_those_not_in_the_file_end_only_when_asked),
		TEST(test_our_own_file_changes_nothing_when_it_comes_back),
		TEST(test_file_that_ships_is_good_and_comes_back_the_same),
		TEST(test_no_damaged_file_does_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
