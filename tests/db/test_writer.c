#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/audit.h"
#include "db/writer.h"
#include "tests/support/world.h"

#define THREADS		40
#define EACH		25
#define QUEUE_MAX	512	/* as in writer.c */

static enum status
add_row(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return audit_add(db, &(struct audit){ .wie = "toets", .wat = arg },
	    WORLD_NOW);
}

static enum status
add_and_fail(struct db *db, void *arg, struct arena *arena)
{
	add_row(db, arg, arena);
	return STATUS_INVALID;
}

static enum status
add_and_exhaust(struct db *db, void *arg, struct arena *arena)
{
	add_row(db, arg, arena);
	for (;;)
		arena_alloc(arena, (size_t)1 << 20);
	return STATUS_OK;
}

/* One of many threads, and what it was told. */
struct caller {
	pthread_t	 thread;
	struct writer	*writer;
	db_work		 work;
	char		 name[32];
	int		 ok;
	int		 busy;
	int		 failed;
	sem_t		*refused;	/* posted for each BUSY, if not NULL */
};

static void *
call(void *arg)
{
	struct caller *caller = arg;

	switch (writer_run(caller->writer, caller->work, caller->name)) {
	case STATUS_OK:
		caller->ok++;
		break;
	case STATUS_BUSY:
		caller->busy++;
		if (caller->refused != NULL)
			sem_post(caller->refused);
		break;
	default:
		caller->failed++;
	}
	return NULL;
}

static void *
call_many_times(void *arg)
{
	for (int i = 0; i < EACH; i++)
		call(arg);
	return NULL;
}

static void
start(struct caller *caller, struct world *world, db_work work,
    const char *name, void *(*run)(void *))
{
	*caller = (struct caller){
		.writer = world->app.writer, .work = work,
		.refused = caller->refused,
	};
	snprintf(caller->name, sizeof(caller->name), "%s", name);
	assert_int_equal(pthread_create(&caller->thread, NULL, run, caller),
	    0);
}

static void
test_every_job_of_many_threads_is_committed_once(void **state)
{
	struct world *world = *state;
	struct caller callers[THREADS] = { { .ok = 0 } };
	char name[32];

	for (int i = 0; i < THREADS; i++) {
		snprintf(name, sizeof(name), "draad-%d", i);
		start(&callers[i], world, add_row, name, call_many_times);
	}
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(callers[i].thread, NULL), 0);
		assert_int_equal(callers[i].ok, EACH);
		assert_int_equal(world_number(world, "SELECT count(*)"
		    " FROM audit WHERE wat = 'draad-%d'", i), EACH);
	}
	assert_int_equal(world_count(world, "audit"), THREADS * EACH);
}

/* Work that keeps the writer until the test lets it go. */
struct gate {
	sem_t	entered;
	sem_t	opened;
};

static enum status
wait_at_gate(struct db *db, void *arg, struct arena *arena)
{
	struct gate *gate = arg;

	(void)db;
	(void)arena;
	sem_post(&gate->entered);
	sem_wait(&gate->opened);
	return STATUS_OK;
}

struct gate_holder {
	pthread_t	 thread;
	struct writer	*writer;
	struct gate	 gate;
	enum status	 status;
};

static void *
keep(void *arg)
{
	struct gate_holder *holder = arg;

	holder->status = writer_run(holder->writer, wait_at_gate,
	    &holder->gate);
	return NULL;
}

/* From here on jobs wait in line, and go together as one batch. */
static void
close_gate(struct gate_holder *holder, struct world *world)
{
	holder->writer = world->app.writer;
	sem_init(&holder->gate.entered, 0, 0);
	sem_init(&holder->gate.opened, 0, 0);
	assert_int_equal(pthread_create(&holder->thread, NULL, keep, holder),
	    0);
	sem_wait(&holder->gate.entered);
}

static void
open_gate(struct gate_holder *holder)
{
	sem_post(&holder->gate.opened);
	assert_int_equal(pthread_join(holder->thread, NULL), 0);
	assert_int_equal(holder->status, STATUS_OK);
	sem_destroy(&holder->gate.entered);
	sem_destroy(&holder->gate.opened);
}

static void
test_failing_job_takes_nobody_along(void **state)
{
	static const db_work works[] = {
		add_row, add_and_fail, add_row, add_and_exhaust, add_row,
	};
	struct world *world = *state;
	struct caller callers[5] = { { .ok = 0 } };
	struct gate_holder holder;
	char name[32];

	close_gate(&holder, world);
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), "baan-%d", i);
		start(&callers[i], world, works[i], name, call);
	}
	open_gate(&holder);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(pthread_join(callers[i].thread, NULL), 0);
		assert_int_equal(callers[i].ok, works[i] == add_row);
		assert_int_equal(callers[i].failed, works[i] != add_row);
		assert_int_equal(world_number(world, "SELECT count(*)"
		    " FROM audit WHERE wat = 'baan-%d'", i),
		    works[i] == add_row);
	}
}

static void
test_line_has_an_end(void **state)
{
	enum { REFUSED = 30, CALLERS = QUEUE_MAX + REFUSED };
	struct caller *callers = calloc(CALLERS, sizeof(*callers));
	struct world *world = *state;
	struct gate_holder holder;
	int ok = 0, busy = 0;
	sem_t refused;

	assert_non_null(callers);
	sem_init(&refused, 0, 0);
	close_gate(&holder, world);
	for (int i = 0; i < CALLERS; i++) {
		callers[i].refused = &refused;
		start(&callers[i], world, add_row, "baan", call);
	}
	/* Refused at once: the gate is still closed. */
	for (int i = 0; i < REFUSED; i++)
		sem_wait(&refused);
	open_gate(&holder);
	for (int i = 0; i < CALLERS; i++) {
		assert_int_equal(pthread_join(callers[i].thread, NULL), 0);
		ok += callers[i].ok;
		busy += callers[i].busy;
	}
	assert_int_equal(busy, REFUSED);
	assert_int_equal(ok, QUEUE_MAX);
	assert_int_equal(world_count(world, "audit"), QUEUE_MAX);
	sem_destroy(&refused);
	free(callers);
}

static void
test_who_is_released_is_on_disk(void **state)
{
	struct world *world = *state;
	struct caller callers[8] = { { .ok = 0 } }, own = {
		.writer = world->app.writer, .work = add_row, .name = "zelf",
	};

	for (int i = 0; i < 8; i++)
		start(&callers[i], world, add_row, "ander", call_many_times);
	for (int i = 1; i <= EACH; i++) {
		call(&own);
		/* Another connection sees what is committed, no more. */
		assert_int_equal(world_number(world, "SELECT count(*)"
		    " FROM audit WHERE wat = 'zelf'"), i);
	}
	for (int i = 0; i < 8; i++)
		assert_int_equal(pthread_join(callers[i].thread, NULL), 0);
	assert_int_equal(own.ok, EACH);
}

static void
test_batch_without_the_lock_is_busy_as_a_whole(void **state)
{
	struct world *world = *state;
	struct caller callers[3] = { { .ok = 0 } };
	struct db *other = world_second_writer(world);

	assert_int_equal(db_begin(other), STATUS_OK);
	for (int i = 0; i < 3; i++)
		start(&callers[i], world, add_row, "baan", call);
	for (int i = 0; i < 3; i++) {
		pthread_join(callers[i].thread, NULL);
		assert_int_equal(callers[i].busy, 1);
	}
	db_rollback(other);
	db_close(other);
	assert_int_equal(world_count(world, "audit"), 0);
}

/* While another program has the lock two wait, and the others are told so. */
static void
test_only_the_patient_wait_for_the_lock(void **state)
{
	enum { WAIT = 2, TURNED = 3 };
	struct caller callers[WAIT + TURNED];
	struct world *world = *state;
	struct db *other = world_second_writer(world);
	int ok = 0, busy = 0;
	sem_t refused;

	sem_init(&refused, 0, 0);
	writer_set_patience(world->app.writer, WAIT);
	assert_int_equal(db_begin(other), STATUS_OK);
	for (int i = 0; i < WAIT + TURNED; i++) {
		callers[i].refused = &refused;
		start(&callers[i], world, add_row, "baan", call);
	}
	/* The lock is still held. */
	for (int i = 0; i < TURNED; i++)
		sem_wait(&refused);
	db_rollback(other);
	db_close(other);
	for (int i = 0; i < WAIT + TURNED; i++) {
		assert_int_equal(pthread_join(callers[i].thread, NULL), 0);
		ok += callers[i].ok;
		busy += callers[i].busy;
	}
	assert_int_equal(ok, WAIT);
	assert_int_equal(busy, TURNED);
	assert_int_equal(world_count(world, "audit"), WAIT);
	sem_destroy(&refused);
}

/* The last that ends leaves nothing in the log; while one reads, it waits. */
static void
test_end_of_the_last_writer_leaves_one_whole_file(void **state)
{
	struct world *world = *state;
	const char *log = arena_printf(world->arena, "%s-wal",
	    world->database);
	struct writer *other;
	char name[] = "een";
	struct stat st;

	assert_int_equal(writer_new(world_second_writer(world), &other),
	    STATUS_OK);
	assert_int_equal(writer_run(other, add_row, name), STATUS_OK);
	assert_int_equal(db_snapshot(world->app.db), STATUS_OK);
	assert_int_equal(world_count(world, "audit"), 1);
	assert_int_equal(stat(log, &st), 0);
	assert_true(st.st_size > 0);
	db_release(world->app.db);
	writer_free(other);
	assert_int_equal(stat(log, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(world_count(world, "audit"), 1);
}

#define LARGE		((size_t)400000)	/* a hundred pages */
#define ANEW		3

static enum status
add_large_row(struct db *db, void *arg, struct arena *arena)
{
	(void)arena;
	return audit_add(db, &(struct audit){ .wie = "toets", .wat = "groot",
	    .reden = arg }, WORLD_NOW);
}

/* How often the log has begun anew, of its header. */
static unsigned
log_number(struct world *world)
{
	FILE *file = fopen(arena_printf(world->arena, "%s-wal",
	    world->database), "r");
	unsigned char header[16] = { 0 };

	assert_non_null(file);
	assert_int_equal(fread(header, 1, sizeof(header), file),
	    sizeof(header));
	fclose(file);
	return (unsigned)header[14] << 8 | header[15];
}

/* However long is written: each time after some forty of these jobs. */
static void
test_log_begins_anew_while_it_is_written(void **state)
{
	struct world *world = *state;
	char *words = arena_alloc(world->arena, LARGE);
	unsigned number;
	int jobs = 0;

	memset(words, 'w', LARGE - 1);
	words[LARGE - 1] = '\0';
	world_run(world, add_large_row, words);
	number = log_number(world);
	while (log_number(world) < number + ANEW) {
		assert_true(jobs++ < 1000);
		assert_int_equal(world_run(world, add_large_row, words),
		    STATUS_OK);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'groot'"), jobs + 1);
}

/* By another connection, too; once all of it is, the log begins anew. */
static void
test_log_that_is_copied_begins_anew(void **state)
{
	struct world *world = *state;
	struct db *second = world_second_writer(world);
	char *words = arena_alloc(world->arena, LARGE);
	int copied = 0;

	memset(words, 'w', LARGE - 1);
	words[LARGE - 1] = '\0';
	assert_int_equal(world_run(world, add_large_row, words), STATUS_OK);
	assert_int_equal(db_copy_log(second, &copied), STATUS_OK);
	assert_true(copied > (int)LARGE / 4096);
	db_sync_copied(second);
	words[1] = '\0';
	assert_int_equal(world_run(world, add_large_row, words), STATUS_OK);
	assert_int_equal(db_copy_log(second, &copied), STATUS_OK);
	assert_in_range(copied, 1, 10);
	db_close(second);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_job_of_many_threads_is_committed_once),
		TEST(test_failing_job_takes_nobody_along),
		TEST(test_line_has_an_end),
		TEST(test_who_is_released_is_on_disk),
		TEST(test_batch_without_the_lock_is_busy_as_a_whole),
		TEST(test_only_the_patient_wait_for_the_lock),
		TEST(test_log_begins_anew_while_it_is_written),
		TEST(test_log_that_is_copied_begins_anew),
		TEST(test_end_of_the_last_writer_leaves_one_whole_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
