#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/migration.h"

static const struct field fields[] = {
	{ .name = "een" }, { .name = "twee" },
};

static const struct column_list lists[] = {
	{ "ander", NULL, 0, 0 },
	{ "lijst", fields, 2, sizeof(fields[0]) },
	{ NULL, NULL, 0, 0 },
};

static const struct statement with_lists = {
	"WITH_LISTS", "@lijst@: @lijst?3@; @lijst=2@ end", lists,
};

static const struct statement without = { "WITHOUT", "a@example.nl", NULL };

/* A statement of this program, as any other. */
SQL(TYPO, "SELECT titel FORM event");

static void
test_lists_of_columns_are_written_out(void **state)
{
	char *text = statement_text(&with_lists);

	(void)state;
	assert_string_equal(text, "een, twee: ?3, ?4; een = ?2, twee = ?3 "
	    "end");
	free(text);
	text = statement_text(&without);
	assert_string_equal(text, "a@example.nl");
	free(text);
}

static void
test_wrong_statement_stops_the_start(void **state)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	char dir[] = "/tmp/statement.XXXXXX", command[64];
	struct rows rows;
	struct db *db;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(db_open(arena_printf(arena, "%s/t.db", dir),
	    DB_NEW, &db), STATUS_OK);
	assert_int_equal(migration_run(db, NULL, arena), STATUS_FAIL);
	assert_int_equal(migration_check(db), STATUS_FAIL);
	rows_open(&rows, db, SQL_TYPO, NO_VALUES);
	assert_int_equal(rows_close(&rows), STATUS_FAIL);
	db_close(db);
	arena_free(arena);
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists_of_columns_are_written_out),
		cmocka_unit_test(test_wrong_statement_stops_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
