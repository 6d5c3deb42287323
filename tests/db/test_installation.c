/* A secret and a database that know each other, and files that are gone. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/installation.h"
#include "db/migration.h"
#include "tests/support/world.h"

/* A configuration that names files of the world's own directory. */
static struct config
place(struct world *world, const char *name)
{
	return (struct config){
		.database = arena_printf(world->arena, "%s/%s.db", world->dir,
		    name),
		.secret = arena_printf(world->arena, "%s/%s.secret",
		    world->dir, name),
	};
}

static void
make(struct world *world, const struct config *config, struct secret *secret)
{
	struct db *db;

	assert_int_equal(installation_make(config, world->arena, secret, &db),
	    STATUS_OK);
	assert_int_equal(db_checkpoint(db), STATUS_OK);
	db_close(db);
}

static bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void
test_nothing_becomes_a_whole_installation_once(void **state)
{
	struct world *world = *state;
	struct config config = place(world, "nieuw");
	struct secret first, second;
	struct db *db;

	assert_int_equal(installation_open(&config, DB_WRITE, &first, &db),
	    STATUS_INVALID);
	assert_false(is_there(config.database) || is_there(config.secret));
	make(world, &config, &first);
	make(world, &config, &second);
	assert_memory_equal(first.bytes, second.bytes, SECRET_SIZE);
	assert_int_equal(installation_open(&config, DB_READ, &second, &db),
	    STATUS_OK);
	db_close(db);
}

/* What of an old one is left: secret, file, log; each a bit of the number. */
static void
test_new_one_is_made_only_where_nothing_of_an_old_one_is(void **state)
{
	struct world *world = *state;

	for (int left = 1; left < 7; left++) {
		struct config config = place(world, arena_printf(
		    world->arena, "rest%d", left));
		const char *log = arena_printf(world->arena, "%s-wal",
		    config.database);
		struct secret secret;
		struct db *db;

		make(world, &config, &secret);
		if (!(left & 1))
			assert_int_equal(unlink(config.secret), 0);
		if (!(left & 2))
			assert_int_equal(unlink(config.database), 0);
		if (!(left & 4))
			unlink(log);
		/* Secret and file alone are whole; a log goes with a file. */
		assert_int_equal(installation_make(&config, world->arena,
		    &secret, &db), left == 3 ? STATUS_OK : STATUS_INVALID);
		if (left == 3)
			db_close(db);
		assert_int_equal(is_there(config.secret), left & 1);
		assert_int_equal(is_there(config.database), (left & 2) != 0);
	}
}

static void
test_emptied_file_is_not_a_new_one(void **state)
{
	struct world *world = *state;
	struct config config = place(world, "leeg");
	struct secret secret;
	struct db *db;

	make(world, &config, &secret);
	assert_int_equal(truncate(config.database, 0), 0);
	unlink(arena_printf(world->arena, "%s-wal", config.database));
	assert_int_equal(installation_make(&config, world->arena, &secret,
	    &db), STATUS_INVALID);
}

static void
test_one_bit_of_the_secret_is_noticed(void **state)
{
	struct world *world = *state;
	struct config config = place(world, "bit");
	struct secret secret;
	struct db *db;

	make(world, &config, &secret);
	for (size_t bit = 0; bit < SECRET_SIZE * 8; bit += 37) {
		int fd = open(config.secret, O_WRONLY | O_CLOEXEC);

		secret.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_int_equal(write(fd, secret.bytes, SECRET_SIZE),
		    SECRET_SIZE);
		close(fd);
		assert_int_equal(installation_open(&config, DB_READ, &secret,
		    &db), STATUS_INVALID);
		secret.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
}

/* Killed between the commit and the secret's move into its place. */
static void
test_interrupted_start_is_completed_with_the_same_secret(void **state)
{
	struct world *world = *state;
	struct config config = place(world, "half");
	struct secret before, after;

	make(world, &config, &before);
	assert_int_equal(rename(config.secret, arena_printf(world->arena,
	    "%s.new", config.secret)), 0);
	make(world, &config, &after);
	assert_memory_equal(before.bytes, after.bytes, SECRET_SIZE);
	assert_true(is_there(config.secret));
}

static enum status
beat(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return installation_beat(db, *(int64_t *)arg);
}

/* The file, and its log: gone, or another under its name. */
static void
test_writing_stops_when_a_file_is_another(void **state)
{
	struct world *world = *state;
	int64_t now = WORLD_NOW;

	for (int which = 0; which < 4; which++) {
		struct config config = place(world, arena_printf(
		    world->arena, "weg%d", which));
		const char *path = arena_printf(world->arena, "%s%s",
		    config.database, which & 1 ? "-wal" : "");
		struct secret secret;
		struct db *db;

		make(world, &config, &secret);
		assert_int_equal(installation_open(&config, DB_WRITE, &secret,
		    &db), STATUS_OK);
		assert_int_equal(db_write(db, beat, &now, world->arena),
		    STATUS_OK);
		assert_int_equal(unlink(path), 0);
		if (which & 2)
			assert_int_equal(close(open(path, O_WRONLY | O_CREAT,
			    0600)), 0);
		assert_int_equal(db_write(db, beat, &now, world->arena),
		    STATUS_BUSY);
		assert_int_equal(db_checkpoint(db), STATUS_BUSY);
		db_close(db);
	}
}

static void
test_who_replaces_the_files_is_alone(void **state)
{
	struct world *world = *state;
	struct config config = place(world, "alleen");
	struct secret secret;
	struct db *db, *other;
	int lock;

	make(world, &config, &secret);
	assert_int_equal(installation_open(&config, DB_WRITE, &secret, &db),
	    STATUS_OK);
	assert_int_equal(db_seize(config.database, &lock), STATUS_BUSY);
	/* Any number may have it open. */
	assert_int_equal(installation_open(&config, DB_WRITE, &secret,
	    &other), STATUS_OK);
	db_close(other);
	assert_int_equal(db_seize(config.database, &lock), STATUS_BUSY);
	db_close(db);
	assert_int_equal(db_seize(config.database, &lock), STATUS_OK);
	assert_int_equal(installation_open(&config, DB_WRITE, &secret, &db),
	    STATUS_BUSY);
	close(lock);
	assert_int_equal(installation_open(&config, DB_WRITE, &secret, &db),
	    STATUS_OK);
	db_close(db);
}

static void
test_copy_is_whole_and_private(void **state)
{
	struct world *world = *state;
	const char *path = world_path(world, "kopie.db");
	struct stat st;
	struct db *copy;

	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	assert_int_equal(db_copy(world->app.db, path), STATUS_OK);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(db_open(path, DB_READ, &copy), STATUS_OK);
	assert_int_equal(migration_check(copy), STATUS_OK);
	db_close(copy);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " registration"), 1);
	/* Nothing that is there is written over. */
	assert_int_equal(db_copy(world->app.db, path), STATUS_FAIL);
	assert_int_equal(db_copy(world->app.db, world_path(world,
	    "geen/map")), STATUS_FAIL);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_becomes_a_whole_installation_once),
		TEST(test_new_one_is_made_only_where_nothing_of_an_old_one_is),
		TEST(test_emptied_file_is_not_a_new_one),
		TEST(test_one_bit_of_the_secret_is_noticed),
		TEST(test_interrupted_start_is_completed_with_the_same_secret),
		TEST(test_writing_stops_when_a_file_is_another),
		TEST(test_who_replaces_the_files_is_alone),
		TEST(test_copy_is_whole_and_private),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
