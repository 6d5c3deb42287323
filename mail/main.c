/*
 * The mailer: a process of its own, so that a slow relay never keeps a
 * visitor waiting.  Each thread has a connection to the relay and takes one
 * letter after the other; when nothing is due they look again every second,
 * which costs one read of an index.
 */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "db/arena.h"
#include "db/clock.h"
#include "db/log.h"
#include "db/migration.h"
#include "db/token.h"
#include "mail/collect.h"
#include "mail/deliver.h"
#include "mail/keeper.h"

#define THREADS_MAX	16
#define LETTER_LIMIT	((size_t)8 << 20)
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* Seconds to wait after each outcome of a turn. */
static const int waits[DELIVERY__MAX] = {
	[DELIVERY_NONE] = 1,
	[DELIVERY_DONE] = 0,
	[DELIVERY_PAUSE] = 10,
	[DELIVERY_ALARM] = 60,
	[DELIVERY_TROUBLE] = 5,
};

/* Shared by the threads; set by main when it has been asked to end. */
static atomic_bool	ending;

static void
pause_for(int seconds)
{
	const struct timespec step = { .tv_nsec = 100 * 1000 * 1000 };

	for (int i = 0; i < seconds * 10 && !atomic_load(&ending); i++)
		nanosleep(&step, NULL);
}

static void *
deliver_loop(void *arg)
{
	struct deliverer *deliverer = arg;

	while (!atomic_load(&ending))
		pause_for(waits[deliver_one(deliverer)]);
	return NULL;
}

/* What the main thread looks after while it waits to be ended. */
struct chores {
	struct writer		*writer;
	struct collector	*collector;
};

static void
sweep(const struct chores *chores)
{
	keeper_sweep(chores->writer, clock_now());
}

static void
collect(const struct chores *chores)
{
	collector_visit(chores->collector);
}

static const struct {
	unsigned	 minutes;	/* from one time to the next */
	void		 (*run)(const struct chores *);
} schedule[] = {
	{ 60, sweep },
	{ 5, collect },
};

static void
set_of_ends(sigset_t *ends)
{
	sigemptyset(ends);
	sigaddset(ends, SIGTERM);
	sigaddset(ends, SIGINT);
}

/* A chore that takes long looks whether it should leave it. */
static bool
is_to_end(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	    (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT));
}

static void
wait_for_signal(const struct chores *chores)
{
	const struct timespec minute = { .tv_sec = 60 };
	unsigned passed = 0;
	sigset_t ends;

	set_of_ends(&ends);
	do {
		for (size_t i = 0; i < COUNT(schedule); i++)
			if (passed % schedule[i].minutes == 0)
				schedule[i].run(chores);
		passed++;
	} while (sigtimedwait(&ends, NULL, &minute) == -1);
	atomic_store(&ending, true);
}

static enum status
open_deliverers(const struct config *config, struct writer *writer,
    struct deliverer *deliverers, int count)
{
	enum status status = STATUS_OK;

	for (int i = 0; status == STATUS_OK && i < count; i++) {
		deliverers[i] = (struct deliverer){
			.writer = writer, .now = clock_now,
			.arena = arena_new(LETTER_LIMIT),
		};
		status = deliver_route(config, &deliverers[i].smtp);
	}
	return status;
}

static int
run(const struct config *config, struct writer *writer)
{
	struct deliverer deliverers[THREADS_MAX] = { { .writer = NULL } };
	pthread_t threads[THREADS_MAX];
	int count = config->mail_threads, started = 0;
	struct chores chores = { .writer = writer };

	if (count < 1 || count > THREADS_MAX) {
		log_line(LOG_ERROR, "mail_threads must be 1 to %d",
		    THREADS_MAX);
		return 1;
	}
	if (open_deliverers(config, writer, deliverers, count) == STATUS_OK) {
		while (started < count && pthread_create(&threads[started],
		    NULL, deliver_loop, &deliverers[started]) == 0)
			started++;
		log_line(LOG_INFO, "%d threads", started);
		chores.collector = collector_new(config, writer, is_to_end);
		wait_for_signal(&chores);
		collector_free(chores.collector);
	}
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < count; i++) {
		smtp_free(deliverers[i].smtp);
		arena_free(deliverers[i].arena);
	}
	return started == count ? 0 : 1;
}

static enum status
open_writer(const struct config *config, struct writer **writer)
{
	enum status status;
	struct db *db;

	status = db_open(config->database, DB_WRITE, &db);
	if (status != STATUS_OK)
		return status;
	if ((status = migration_check(db)) == STATUS_OK)
		status = writer_new(db, writer);
	if (status != STATUS_OK)
		db_close(db);
	return status;
}

static void
block_signals(void)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
}

int
main(int argc, char **argv)
{
	struct config *config;
	struct writer *writer;
	int code = 1;

	if (argc != 3 || strcmp(argv[1], "--config") != 0) {
		fprintf(stderr, "usage: mailer --config FILE\n");
		return 2;
	}
	log_open("mailer");
	clock_open();
	token_open();
	block_signals();
	smtp_library_open();
	if (config_load(argv[2], &config) != STATUS_OK)
		return 1;
	if (open_writer(config, &writer) == STATUS_OK) {
		code = run(config, writer);
		writer_free(writer);
	}
	config_free(config);
	smtp_library_close();
	return code;
}
