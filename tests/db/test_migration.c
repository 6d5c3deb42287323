#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/migration.h"
#include "tests/support/world.h"

SQL(USER_VERSION, "PRAGMA user_version");

/* A database that nothing was done to yet. */
static struct db *
empty(struct world *world)
{
	struct db *db = NULL;

	assert_int_equal(db_open(world_path(world, "leeg.db"), DB_NEW,
	    &db), STATUS_OK);
	return db;
}

static int64_t
version_of(struct db *db)
{
	int64_t version = -1;

	assert_int_equal(db_integer(db, SQL_USER_VERSION, NO_VALUES,
	    &version), STATUS_OK);
	return version;
}

static void
test_empty_database_is_brought_to_the_newest(void **state)
{
	struct world *world = *state;
	struct db *db = empty(world);

	assert_int_equal(version_of(db), 0);
	assert_int_equal(migration_check(db), STATUS_INVALID);
	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_OK);
	assert_int_equal(version_of(db), SCHEMA_VERSION);
	assert_int_equal(migration_check(db), STATUS_OK);
	db_close(db);
}

static void
test_migrating_twice_is_harmless(void **state)
{
	struct world *world = *state;
	struct db *db = empty(world);

	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_OK);
	assert_int_equal(db_script(db, "INSERT INTO thema VALUES"
	    " ('a', 1, 'A', '')", SIZE_MAX), STATUS_OK);
	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_OK);
	assert_int_equal(version_of(db), SCHEMA_VERSION);
	assert_int_equal(db_script(db, "INSERT INTO thema VALUES"
	    " ('a', 1, 'A', '')", SIZE_MAX), STATUS_FAIL);
	db_close(db);
}

static void
test_newer_database_is_refused_and_left_alone(void **state)
{
	struct world *world = *state;
	struct db *db = empty(world);

	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_OK);
	assert_int_equal(db_script(db, "PRAGMA user_version = 9999",
	    SIZE_MAX), STATUS_OK);
	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_INVALID);
	assert_int_equal(migration_check(db), STATUS_INVALID);
	assert_int_equal(version_of(db), 9999);
	db_close(db);
}

static void
test_step_that_fails_leaves_nothing(void **state)
{
	struct world *world = *state;
	struct db *db = empty(world);

	/* The first step meets a table that somebody made by hand. */
	assert_int_equal(db_script(db, "CREATE TABLE outbox (x)", SIZE_MAX),
	    STATUS_OK);
	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_FAIL);
	assert_int_equal(version_of(db), 0);
	assert_int_equal(db_script(db, "SELECT * FROM event", SIZE_MAX),
	    STATUS_FAIL);
	assert_int_equal(db_script(db, "DROP TABLE outbox", SIZE_MAX),
	    STATUS_OK);
	assert_int_equal(migration_run(db, &world->secret, world->arena), STATUS_OK);
	db_close(db);
}

static const struct migration_step *
step_of(const char *sql, struct migration_step *step)
{
	*step = (struct migration_step){ sql, sql + strlen(sql) };
	return step;
}

static void
test_second_step_changes_what_the_first_made(void **state)
{
	struct world *world = *state;
	struct migration_step steps[3];
	struct db *db = empty(world);

	step_of("CREATE TABLE made (x INTEGER); INSERT INTO made VALUES (1);",
	    &steps[1]);
	step_of("ALTER TABLE made ADD COLUMN y INTEGER NOT NULL DEFAULT 7;",
	    &steps[2]);
	assert_int_equal(migration_steps(db, steps, 1, NULL,
	    world->arena),
	    STATUS_OK);
	assert_int_equal(version_of(db), 1);
	assert_int_equal(db_script(db, "SELECT y FROM made", SIZE_MAX),
	    STATUS_FAIL);
	assert_int_equal(migration_steps(db, steps, 2, NULL,
	    world->arena),
	    STATUS_OK);
	assert_int_equal(version_of(db), 2);
	/* The row of before is there, with the new column. */
	assert_int_equal(db_script(db, "CREATE TABLE one (n CHECK (n = 1));"
	    "INSERT INTO one SELECT count(*) FROM made WHERE x = 1 AND y = 7",
	    SIZE_MAX), STATUS_OK);
	db_close(db);
}

/* What was there before the step, in a file of its own. */
static void
test_database_is_copied_before_it_is_migrated(void **state)
{
	struct world *world = *state;
	struct migration_step steps[3];
	struct db *db = empty(world), *copy;

	step_of("CREATE TABLE made (x INTEGER); INSERT INTO made VALUES (1);",
	    &steps[1]);
	step_of("DROP TABLE made;", &steps[2]);
	assert_int_equal(migration_steps(db, steps, 1, NULL, world->arena),
	    STATUS_OK);
	assert_int_not_equal(db_open(world_path(world,
	    "leeg.db.voor-versie-1"), DB_READ, &copy), STATUS_OK);
	assert_int_equal(migration_steps(db, steps, 2, NULL, world->arena),
	    STATUS_OK);
	assert_int_equal(db_open(world_path(world, "leeg.db.voor-versie-2"),
	    DB_READ, &copy), STATUS_OK);
	assert_int_equal(version_of(copy), 1);
	assert_int_equal(db_script(copy, "SELECT x FROM made", SIZE_MAX),
	    STATUS_OK);
	db_close(copy);
	db_close(db);
}

static void
test_second_step_that_fails_leaves_the_first(void **state)
{
	struct world *world = *state;
	struct migration_step steps[3];
	struct db *db = empty(world);

	step_of("CREATE TABLE made (x INTEGER);", &steps[1]);
	step_of("ALTER TABLE made ADD COLUMN y INTEGER; nonsense;", &steps[2]);
	assert_int_equal(migration_steps(db, steps, 2, NULL,
	    world->arena),
	    STATUS_FAIL);
	assert_int_equal(version_of(db), 1);
	assert_int_equal(db_script(db, "SELECT y FROM made", SIZE_MAX),
	    STATUS_FAIL);
	db_close(db);
}

static void
test_database_of_an_earlier_model_is_refused_and_left(void **state)
{
	struct world *world = *state;
	struct db *db = empty(world);

	for (int64_t version = 1; version <= 10; version++) {
		assert_int_equal(db_script(db, arena_printf(world->arena,
		    "PRAGMA user_version = %lld", (long long)version),
		    SIZE_MAX), STATUS_OK);
		assert_int_equal(migration_run(db, &world->secret, world->arena),
		    STATUS_INVALID);
		assert_int_equal(migration_check(db), STATUS_INVALID);
		assert_int_equal(version_of(db), version);
	}
	db_close(db);
}

static void
test_schema_is_whole(void **state)
{
	struct world *world = *state;

	assert_string_equal(world_text(world, "PRAGMA integrity_check"),
	    "ok");
	assert_string_equal(world_text(world, "PRAGMA foreign_key_check"),
	    "");
	/* Without STRICT a column takes a value of any type. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " pragma_table_list WHERE schema = 'main' AND type = 'table'"
	    " AND strict = 0 AND name NOT LIKE 'sqlite_%%'"), 0);
	assert_string_equal(world_text(world, "PRAGMA journal_mode"), "wal");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_empty_database_is_brought_to_the_newest),
		TEST(test_migrating_twice_is_harmless),
		TEST(test_newer_database_is_refused_and_left_alone),
		TEST(test_step_that_fails_leaves_nothing),
		TEST(test_second_step_changes_what_the_first_made),
		TEST(test_database_is_copied_before_it_is_migrated),
		TEST(test_second_step_that_fails_leaves_the_first),
		TEST(test_database_of_an_earlier_model_is_refused_and_left),
		TEST(test_schema_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
