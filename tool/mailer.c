/*
 * The mailer: a process of its own, so that a slow relay never keeps a
 * visitor waiting.  Each thread has a connection to the relay; when nothing
 * is due they look again every second, which costs one read of an index.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "acts/act.h"
#include "acts/campaign.h"
#include "acts/offer.h"
#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/notify.h"
#include "core/token.h"
#include "db/installation.h"
#include "mail/bounce/bounce_poll.h"
#include "mail/compose/composer.h"
#include "mail/housekeeping.h"
#include "mail/relay/deliver.h"
#include "mail/relay/relay.h"

#define THREADS_MAX	16
#define SWEEP_MINUTES	10
#define BOUNCE_MINUTES	5

/* Seconds to wait after each outcome of a turn. */
static const int waits[DELIVERY__MAX] = {
	[DELIVERY_NONE] = 1,
	[DELIVERY_DONE] = 0,
	[DELIVERY_PAUSE] = 1,		/* relay_pause knows for how long */
	[DELIVERY_ALARM] = 1,
	[DELIVERY_TROUBLE] = 5,
};

/*
 * Shared by the threads: set by main when it has been asked to end; and by
 * each thread when it comes round, for the watchdog.
 */
static atomic_bool	ending, delivers;

static void *
deliver_loop(void *arg)
{
	const struct timespec step = { .tv_nsec = 100 * 1000 * 1000 };
	struct deliverer *deliverer = arg;
	int steps;

	while (!atomic_load(&ending)) {
		atomic_store(&delivers, true);
		steps = 10 * waits[deliver_turn(deliverer)];
		/* In short steps: the end does not wait for a long pause. */
		for (; steps > 0 && !atomic_load(&ending); steps--)
			nanosleep(&step, NULL);
	}
	return NULL;
}

/*
 * Places that were reserved for wethouders come free at their time, without
 * an act of anybody.  In the writer's thread.
 */
static enum status
give_places(struct db *db, void *arg, struct arena *arena)
{
	const struct housekeeping *housekeeping = arg;
	struct act_context act = {
		.config = housekeeping->config, .secret = &housekeeping->secret,
		.now = clock_now(), .random = random_bytes,
		.who = "systeem",
	};
	struct event_line *events;
	enum status status;
	size_t count = 0;

	status = installation_mailer_beat(db, act.now);
	if (status == STATUS_OK)
		status = event_list(db, arena, &events, &count);
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		if (act.now >= events[i].einde)
			continue;
		status = act_gather(db, events[i].id, &act, arena);
		if (status == STATUS_OK)
			status = act_give(db, &act, arena);
		if (status == STATUS_OK)
			status = act_chase(db, &act, arena);
		if (status == STATUS_OK)
			status = act_remind_silent(db, &act, arena);
	}
	return status;
}

/* Reading a mailbox can take long: it looks whether it should stop. */
static bool
is_to_end(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	    (sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT));
}

/*
 * What the clock that was ahead put off would wait till then: the mailer ends,
 * and its next one takes over as after a kill.
 */
static bool
clock_went_back(void)
{
	static int64_t ahead;
	struct timespec up;

	clock_gettime(CLOCK_MONOTONIC, &up);
	if (!clock_was_set_back(&ahead, clock_now(), up.tv_sec))
		return false;
	log_line(LOG_WARNING, "the clock was set back: starting anew");
	return true;
}

/* A minute, in which systemd hears whether letters are still looked for. */
static int
sleep_minute(const sigset_t *ends)
{
	const struct timespec second = { .tv_sec = 1 };
	int number = -1, interval = notify_interval() / 1000;

	for (int i = 1; i <= 60 && number != SIGTERM && number != SIGINT; i++) {
		if (clock_went_back())
			return SIGTERM;
		number = sigtimedwait(ends, NULL, &second);
		if (number == SIGHUP)
			log_line(LOG_WARNING, "SIGHUP changes nothing: a "
			    "restart reads the configuration, and loses "
			    "nothing");
		if (interval > 0 && i % (interval > 60 ? 60 : interval) == 0 &&
		    atomic_exchange(&delivers, false))
			notify_send("WATCHDOG=1");
	}
	return number == SIGTERM || number == SIGINT ? number : -1;
}

/* What happens by itself, while the main thread waits to be ended. */
static void
wait_for_signal(struct housekeeping *housekeeping,
    struct bounce_poll *bounce_poll)
{
	unsigned passed = 0;
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGHUP);
	notify_send("READY=1");
	do {
		if (passed % SWEEP_MINUTES == 0)
			housekeeping_sweep(housekeeping, clock_now());
		housekeeping_compact(housekeeping, clock_now());
		writer_run(housekeeping->writer, give_places, housekeeping);
		if (passed % BOUNCE_MINUTES == 0)
			bounce_poll_visit(bounce_poll);
		passed++;
	} while (sleep_minute(&ends) == -1);
	notify_send("STOPPING=1");
	atomic_store(&ending, true);
}

/* What the threads work with. */
struct office {
	struct relay_pause	 pause;
	struct relay		*relay;
	struct composer		*composers[THREADS_MAX];
	struct deliverer	*deliverers[THREADS_MAX];
	pthread_t		 threads[THREADS_MAX];
	int			 started;
};

static enum status
compose_due(void *composer, const struct terms *terms, struct arena *arena,
    struct composed *composed, size_t *count)
{
	return composer_run(composer, terms, arena, composed, count);
}

static enum status
start_threads(struct office *office, const struct housekeeping *housekeeping)
{
	int count = housekeeping->config->mail_threads;
	struct smtp *smtp;

	for (int i = 0; i < count; i++) {
		if (composer_new(housekeeping->config, &housekeeping->secret,
		    &office->composers[i]) != STATUS_OK ||
		    relay_connect(office->relay, &smtp) != STATUS_OK)
			return STATUS_FAIL;
		office->deliverers[i] = deliverer_new(housekeeping->config,
		    housekeeping->writer, &office->pause, smtp, clock_now,
		    &(struct deliver_compose){
			compose_due, office->composers[i],
		    }, (struct share){ i, count });
		if (pthread_create(&office->threads[i], NULL, deliver_loop,
		    office->deliverers[i]) != 0)
			return STATUS_FAIL;
		office->started++;
	}
	log_line(LOG_INFO, "%d threads", office->started);
	return STATUS_OK;
}

static enum status
run(struct housekeeping *housekeeping)
{
	struct office office = { .relay = NULL };
	int count = housekeeping->config->mail_threads;
	enum status status = STATUS_FAIL;
	struct bounce_poll *bounce_poll;

	if (count < 1 || count > THREADS_MAX) {
		log_line(LOG_ERROR, "mail_threads must be 1 to %d",
		    THREADS_MAX);
		return STATUS_FAIL;
	}
	relay_pause_open(&office.pause);
	if (relay_new(housekeeping->config, &office.relay) == STATUS_OK &&
	    (status = start_threads(&office, housekeeping)) == STATUS_OK) {
		bounce_poll = bounce_poll_new(housekeeping->config,
		    &housekeeping->secret, housekeeping->writer, is_to_end);
		wait_for_signal(housekeeping, bounce_poll);
		bounce_poll_free(bounce_poll);
	}
	atomic_store(&ending, true);
	for (int i = 0; i < office.started; i++)
		pthread_join(office.threads[i], NULL);
	for (int i = 0; i < count; i++) {
		deliverer_free(office.deliverers[i]);
		composer_free(office.composers[i]);
	}
	relay_free(office.relay);
	relay_pause_close(&office.pause);
	return status;
}

static enum status
open_writer(struct housekeeping *housekeeping)
{
	enum status status;
	struct db *db;

	status = installation_open(housekeeping->config, DB_WRITE,
	    &housekeeping->secret, &db);
	if (status != STATUS_OK)
		return status;
	status = writer_new(db, &housekeeping->writer);
	if (status != STATUS_OK)
		db_close(db);
	return status;
}

struct releasing {
	int64_t	now;
	int64_t	count;
};

static enum status
release(struct db *db, void *arg, struct arena *arena)
{
	struct releasing *releasing = arg;

	(void)arena;
	return outbox_take_over(db, releasing->now, &releasing->count);
}

/*
 * Each mailer shares the lock of a file beside the database as long as it
 * lives; who can have it alone is the only one, and takes over at once what a
 * killed one left in hand.  It waits at most for one that does just that.
 */
static enum status
take_over(const struct housekeeping *housekeeping)
{
	struct releasing releasing = { .now = clock_now() };
	enum status status = STATUS_OK;
	char path[PATH_MAX];
	int file;

	snprintf(path, sizeof(path), "%s.mailer",
	    housekeeping->config->database);
	file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file == -1) {
		log_line(LOG_ERROR, "%s: %s", path, strerror(errno));
		return STATUS_FAIL;
	}
	if (flock(file, LOCK_EX | LOCK_NB) == 0)
		status = writer_run(housekeeping->writer, release, &releasing);
	if (releasing.count > 0)
		log_line(LOG_INFO, "%lld letters of a mailer that is no more "
		    "are due now", (long long)releasing.count);
	/* A change of kind is not one step: another may be alone meanwhile. */
	return flock(file, LOCK_SH) == 0 ? status : STATUS_FAIL;
}

int
main(int argc, char **argv)
{
	struct housekeeping housekeeping = { .writer = NULL };
	struct config *config;
	enum status status;
	sigset_t all;

	if (argc != 3 || strcmp(argv[1], "--config") != 0) {
		fprintf(stderr, "usage: mailer --config FILE\n");
		return 2;
	}
	umask(077);
	log_open("mailer");
	clock_open();
	token_open();
	/* Every thread inherits this: signals only come when waited for. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	smtp_library_open();
	if (config_load(argv[2], &config) != STATUS_OK)
		return 1;
	housekeeping.config = config;
	status = open_writer(&housekeeping);
	if (status == STATUS_OK) {
		status = take_over(&housekeeping);
		if (status == STATUS_OK)
			status = run(&housekeeping);
		writer_free(housekeeping.writer);
	}
	config_free(config);
	smtp_library_close();
	return status == STATUS_OK ? 0 : 1;
}
