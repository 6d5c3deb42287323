/* Two who write at a time, and a database that is full. */
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "tests/support/world.h"

static enum status
add_row(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return audit_add(db, &(struct audit){
		.wie = "toets", .wat = arg,
	}, WORLD_NOW);
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

#define TURNS	200
#define WRITER	"--write"	/* what the second process is started with */

/* As often as it takes: how long the other one holds the lock is not ours. */
static enum status
write_turn(struct db *db, char *name, struct arena *arena)
{
	enum status status;

	while ((status = db_write(db, add_row, name, arena)) == STATUS_BUSY)
		continue;
	return status;
}

/* The second process, which writes through a connection of its own. */
static int
write_in_child(const char *path)
{
	struct arena *arena = arena_new((size_t)1 << 20);
	enum status status;
	struct db *db;

	if (db_open(path, DB_WRITE, &db) != STATUS_OK)
		return 1;
	status = STATUS_OK;
	for (int i = 0; i < TURNS && status == STATUS_OK; i++)
		status = write_turn(db, named("kind"), arena);
	db_close(db);
	arena_free(arena);
	return status != STATUS_OK;
}

static void
test_two_processes_write_in_turns(void **state)
{
	struct world *world = *state;
	/* Not a bare fork: the world has threads. */
	char self[] = "/proc/self/exe", writer[] = WRITER;
	char *const command[] = { self, writer, world->database, NULL };
	struct db *db = world_second_writer(world);
	pid_t child;
	int how;

	assert_int_equal(posix_spawn(&child, command[0], NULL, NULL, command,
	    environ), 0);
	for (int i = 0; i < TURNS; i++)
		assert_int_equal(write_turn(db, named("ouder"),
		    world->arena), STATUS_OK);
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'kind'"), TURNS);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'ouder'"), TURNS);
	assert_string_equal(world_text(world, "PRAGMA integrity_check"),
	    "ok");
	db_close(db);
}

static void
test_database_that_is_locked_is_busy(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	int64_t before;

	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(db_try(db, add_row, named("een"), world->arena),
	    STATUS_OK);
	before = world_count(world, "audit");
	assert_int_equal(world_run(world, add_row, named("twee")),
	    STATUS_BUSY);
	assert_int_equal(world_try_sign_up(world, world_delegation(world,
	    WORLD_KEY, "alles", "w")), STATUS_BUSY);
	assert_int_equal(world_count(world, "audit"), before);
	assert_int_equal(world_count(world, "registration"), 0);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_int_equal(world_run(world, add_row, named("twee")),
	    STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(wat)"
	    " FROM audit"), "een,twee");
	db_close(db);
}

static void
test_foreign_lock_alone_is_busy_too(void **state)
{
	struct world *world = *state;
	int fd = open(arena_printf(world->arena, "%s.lock", world->database),
	    O_RDWR | O_CLOEXEC);

	/* What another process holds, between its transactions. */
	assert_true(fd != -1);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(world_run(world, add_row, named("een")),
	    STATUS_BUSY);
	assert_int_equal(close(fd), 0);
	assert_int_equal(world_run(world, add_row, named("twee")),
	    STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 1);
}

static void
test_lock_is_held_during_a_transaction_only(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	int fd = open(arena_printf(world->arena, "%s.lock", world->database),
	    O_RDWR | O_CLOEXEC);

	assert_true(fd != -1);
	assert_int_equal(db_begin(db), STATUS_OK);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
	assert_int_equal(db_commit(db), STATUS_OK);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	close(fd);
	db_close(db);
}

static const char fill_up[] =
    "INSERT INTO audit (moment, wie, wat, toelichting)"
    " VALUES (1, 'groot', 'groot', hex(zeroblob(100000)))";

static enum status
add_too_much(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return db_script(db, fill_up, SIZE_MAX);
}

/* A database that may not grow by more than a few pages. */
static void
leave_pages(struct world *world, struct db *db, int pages)
{
	const char *pragma = arena_printf(world->arena,
	    "PRAGMA max_page_count = %lld", (long long)world_number(world,
	    "PRAGMA page_count") + pages);

	assert_int_equal(db_script(db, pragma, SIZE_MAX), STATUS_OK);
}

static void
test_full_database_is_busy_and_keeps_nothing(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);

	leave_pages(world, db, 2);
	assert_int_equal(db_write(db, add_too_much, NULL, world->arena),
	    STATUS_BUSY);
	assert_int_equal(world_count(world, "audit"), 0);
	/* What still fits is taken, as before. */
	assert_int_equal(db_write(db, add_row, named("klein"), world->arena),
	    STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(wat)"
	    " FROM audit"), "klein");
	db_close(db);
}

static void
test_full_database_in_a_batch_keeps_nobody_back(void **state)
{
	struct world *world = *state;
	struct db *db = world_second_writer(world);
	enum status first, second, third, committed;
	int64_t told;

	leave_pages(world, db, 2);
	assert_int_equal(db_begin(db), STATUS_OK);
	first = db_try(db, add_row, named("een"), world->arena);
	second = db_try(db, add_too_much, NULL, world->arena);
	third = db_try(db, add_row, named("drie"), world->arena);
	committed = db_commit(db);
	assert_int_equal(second, STATUS_BUSY);
	/* The callers that were told OK, and only they, have a row. */
	told = committed != STATUS_OK ? 0 : (first == STATUS_OK) +
	    (third == STATUS_OK);
	assert_int_equal(world_count(world, "audit"), told);
	db_close(db);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_two_processes_write_in_turns),
		TEST(test_database_that_is_locked_is_busy),
		TEST(test_foreign_lock_alone_is_busy_too),
		TEST(test_lock_is_held_during_a_transaction_only),
		TEST(test_full_database_is_busy_and_keeps_nothing),
		TEST(test_full_database_in_a_batch_keeps_nobody_back),
	};

	if (argc == 3 && strcmp(argv[1], WRITER) == 0)
		return write_in_child(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
