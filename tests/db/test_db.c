#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/registration/seats.h"
#include "tests/support/world.h"

static enum status
add_row(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = "toets", .wat = arg,
	}, WORLD_NOW);
}

static enum status
add_and_fail(struct db *db, void *arg, struct arena *arena)
{
	assert_int_equal(add_row(db, arg, arena), STATUS_OK);
	return STATUS_INVALID;
}

static enum status
add_and_exhaust(struct db *db, void *arg, struct arena *arena)
{
	assert_int_equal(add_row(db, arg, arena), STATUS_OK);
	for (;;)
		arena_alloc(arena, (size_t)1 << 20);
	return STATUS_OK;
}

static char *
named(const char *what)
{
	/* db_work's argument is not const; what it gets is not changed. */
	static char names[8][16];
	static size_t used;

	used = (used + 1) % 8;
	strncpy(names[used], what, sizeof(names[used]) - 1);
	return names[used];
}

static void
test_every_statement_prepares(void **state)
{
	static const struct value none[40];
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	struct rows rows;

	/* This program is linked with all of db/ (Makefile). */
	assert_true(__stop_statements - __start_statements > 150);
	for (const struct statement *sql = __start_statements;
	    sql < __stop_statements; sql++) {
		char *text = statement_text(sql);
		size_t count = 0;

		assert_non_null(text);
		assert_null(strchr(text, '@'));
		/* The highest ?N is how many values it takes. */
		for (char *at = text; (at = strchr(at, '?')) != NULL; at++)
			if (strtoul(at + 1, NULL, 10) > count)
				count = strtoul(at + 1, NULL, 10);
		rows_open(&rows, db, sql, none, count);
		if (rows.status != STATUS_OK)
			fail_msg("does not prepare: %s", text);
		assert_int_equal(rows_close(&rows), STATUS_OK);
		free(text);
	}
	db_close(db);
}

static void
test_failed_work_leaves_the_others_in(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);

	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_try(db, add_row, named("een"), world->arena),
	    STATUS_OK);
	assert_int_equal(db_try(db, add_and_fail, named("twee"),
	    world->arena), STATUS_INVALID);
	assert_int_equal(db_try(db, add_row, named("drie"), world->arena),
	    STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 0);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(wat)"
	    " FROM audit"), "een,drie");
	db_close(db);
}

static void
test_exhausted_arena_leaves_nothing(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	struct arena *small = arena_new((size_t)2 << 20);

	assert_int_equal(db_write(db, add_and_exhaust, named("een"), small),
	    STATUS_FAIL);
	arena_reset(small);
	assert_int_equal(db_write(db, add_row, named("twee"), small),
	    STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(wat)"
	    " FROM audit"), "twee");
	arena_free(small);
	db_close(db);
}

static void
test_rollback_leaves_nothing(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);

	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_try(db, add_row, named("een"), world->arena),
	    STATUS_OK);
	db_rollback(db);
	assert_int_equal(world_count(world, "audit"), 0);
	/* And the lock is free again. */
	world_sql(world, "UPDATE event SET titel = 'Anders'");
	db_close(db);
}

static int64_t
size_of(struct world *world, const char *suffix)
{
	struct stat found;

	if (stat(arena_printf(world->arena, "%s%s", world->database, suffix),
	    &found) == -1)
		return -1;
	return (int64_t)found.st_size;
}

static void
test_reader_cannot_write(void **state)
{
	struct world *world = *state;

	assert_int_equal(add_row(world->app.db, named("lezer"), world->arena),
	    STATUS_FAIL);
	assert_int_equal(db_script(world->app.db, "DELETE FROM event",
	    SIZE_MAX), STATUS_FAIL);
	assert_int_equal(world_count(world, "audit"), 0);
	assert_int_equal(world_count(world, "event"), 1);
}

static void
test_reader_neither_checkpoints_nor_on_closing(void **state)
{
	struct world *world = *state;
	int64_t file, log;
	struct db *reader;

	world_sql(world, "UPDATE event SET omschrijving = hex(zeroblob(9999))");
	file = size_of(world, "");
	log = size_of(world, "-wal");
	assert_true(log > 0);
	assert_int_equal(db_open(world->database, DB_READ, &reader),
	    STATUS_OK);
	db_script(reader, "PRAGMA wal_checkpoint(TRUNCATE)", SIZE_MAX);
	db_close(reader);
	assert_int_equal(size_of(world, ""), file);
	assert_int_equal(size_of(world, "-wal"), log);
}

static void
test_closing_the_last_writer_checkpoints_nothing(void **state)
{
	struct world *world = *state;
	const char *path = world_path(world, "alleen.db");
	const char *wal = world_path(world, "alleen.db-wal");
	struct stat found;
	struct db *db;

	assert_int_equal(db_open(path, DB_NEW, &db), STATUS_OK);
	assert_int_equal(db_script(db, "CREATE TABLE t (a)", SIZE_MAX),
	    STATUS_OK);
	db_close(db);
	assert_int_equal(stat(wal, &found), 0);
	assert_true(found.st_size > 0);
}

static void
test_audit_is_only_added_to(void **state)
{
	static const char *const attempts[] = {
		"UPDATE audit SET wie = 'iemand anders'",
		"UPDATE audit SET moment = 0 WHERE id = 1",
		"DELETE FROM audit", "DELETE FROM audit WHERE id = 1",
		"REPLACE INTO audit (id, moment, wie, wat)"
		    " VALUES (1, 0, 'iemand', 'anders')",
	};
	struct world *world = *state;
	struct db *db = world_second_writer(world);

	assert_int_equal(db_write(db, add_row, named("een"), world->arena),
	    STATUS_OK);
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		db_script(db, attempts[i], SIZE_MAX);
		if (strcmp(world_text(world, "SELECT wie || wat || moment"
		    " FROM audit"), "toetseen1795509005") != 0)
			fail_msg("changed by: %s", attempts[i]);
	}
	db_close(db);
}

static void
test_snapshot_is_one_view_for_several_reads(void **state)
{
	struct world *world = *state;
	int64_t before = -1, during = -1, after = -1;
	struct db *reader;

	assert_int_equal(db_open(world->database, DB_READ, &reader),
	    STATUS_OK);
	assert_int_equal(db_snapshot(reader), STATUS_OK);
	assert_int_equal(db_snapshot(reader), STATUS_OK);
	seats_taken(reader, 1, &before);
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "w"));
	seats_taken(reader, 1, &during);
	db_release(reader);
	seats_taken(reader, 1, &after);
	assert_int_equal(before, 0);
	assert_int_equal(during, 0);
	assert_int_equal(after, 1);
	db_close(reader);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_statement_prepares),
		TEST(test_failed_work_leaves_the_others_in),
		TEST(test_exhausted_arena_leaves_nothing),
		TEST(test_rollback_leaves_nothing),
		TEST(test_reader_cannot_write),
		TEST(test_reader_neither_checkpoints_nor_on_closing),
		TEST(test_closing_the_last_writer_checkpoints_nothing),
		TEST(test_audit_is_only_added_to),
		TEST(test_snapshot_is_one_view_for_several_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
