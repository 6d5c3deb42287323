#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/log_copier.h"
#include "db/writer.h"

#define BATCH_MAX	64
#define QUEUE_MAX	512
#define ARENA_LIMIT	((size_t)16 << 20)
#define IDLE_SECONDS	5	/* before the log goes into the file */
#define STUCK_MS	1000	/* waiting so long for the lock is no chance */
#define BEAT_MS		1000
#define ALIVE_MS	30000

struct writer {
	struct db	*db;
	struct log_copier *copier;
	struct arena	*arena;
	pthread_t	 thread;
	pthread_mutex_t	 mutex;		/* of what follows */
	pthread_cond_t	 filled;
	struct writer_job *first;
	struct writer_job **last;
	size_t		 waiting;
	size_t		 patience;
	int64_t		 begun;		/* waits for the lock since; or 0 */
	bool		 ending;
	_Atomic int64_t	 round;		/* when the thread last came round */
	_Atomic int64_t	 written;	/* when last; 0: not since a fault */
	bool		 logged;	/* the writer's own: since a checkpoint */
	atomic_bool	 compacts;	/* behind this batch */
	_Atomic enum status compacted;	/* how that went */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/*
 * Until there is a job.  After some time without one the file is made whole,
 * so that a copy of it is not an old one; but a sign-up never waits for that.
 */
static void
wait_for_job(struct writer *writer)
{
	struct timespec idle;

	atomic_store(&writer->round, now_ms());
	clock_gettime(CLOCK_MONOTONIC, &idle);
	idle.tv_sec += IDLE_SECONDS;
	if (pthread_cond_timedwait(&writer->filled, &writer->mutex, &idle) !=
	    ETIMEDOUT || !writer->logged)
		return;
	pthread_mutex_unlock(&writer->mutex);
	writer->logged = db_checkpoint(writer->db) != STATUS_OK;
	pthread_mutex_lock(&writer->mutex);
}

/* Up to BATCH_MAX jobs from the front; NULL when the writer is to end. */
static struct writer_job *
take_batch(struct writer *writer)
{
	struct writer_job *batch, **end;
	size_t count = 0;

	pthread_mutex_lock(&writer->mutex);
	while (writer->first == NULL && !writer->ending)
		wait_for_job(writer);
	batch = writer->first;
	for (end = &batch; *end != NULL && count < BATCH_MAX; count++)
		end = &(*end)->next;
	writer->first = *end;
	*end = NULL;
	if (writer->first == NULL)
		writer->last = &writer->first;
	writer->begun = now_ms();
	atomic_store(&writer->round, writer->begun);
	pthread_mutex_unlock(&writer->mutex);
	return batch;
}

static void
release(struct writer_job *job)
{
	struct writer_job *next;

	for (; job != NULL; job = next) {
		next = job->next;	/* gone once it is posted */
		sem_post(&job->done);
	}
}

/* The lock is held by somebody else: those beyond the patience are told so. */
static void
turn_away(struct writer *writer, struct writer_job **batch)
{
	struct writer_job **end = batch, *beyond;
	size_t count = 0;

	pthread_mutex_lock(&writer->mutex);
	/* The batch stands before the line; what stays of it is cut again. */
	while (*end != NULL)
		end = &(*end)->next;
	*end = writer->first;
	for (end = batch; *end != NULL && count < writer->patience; count++)
		end = &(*end)->next;
	beyond = *end;
	*end = NULL;
	writer->first = NULL;
	writer->last = &writer->first;
	writer->waiting = count;
	pthread_mutex_unlock(&writer->mutex);
	release(beyond);
}

/*
 * Begin before the oldest job has waited for too long.  When that fails, those
 * for whom it is too late stay in the batch and the others go back to the
 * front of the line.
 */
static enum status
begin_batch(struct writer *writer, struct writer_job **batch)
{
	enum status status = db_begin_within(writer->db, STUCK_MS);
	int64_t left = (*batch)->since + DB_WAIT_MS - now_ms(), late;
	struct writer_job **end = batch, *back;

	if (status == STATUS_BUSY && writer->patience > 0)
		turn_away(writer, batch);
	if (status == STATUS_BUSY && left > 0)
		status = db_begin_within(writer->db, (int)left);
	late = now_ms() - DB_WAIT_MS;
	pthread_mutex_lock(&writer->mutex);
	writer->begun = 0;
	while (*end != NULL && (status != STATUS_BUSY || end == batch ||
	    (*end)->since <= late)) {
		writer->waiting--;
		end = &(*end)->next;
	}
	if ((back = *end) != NULL) {
		*end = NULL;
		for (end = &back; *end != NULL; end = &(*end)->next)
			continue;
		if ((*end = writer->first) == NULL)
			writer->last = end;
		writer->first = back;
	}
	pthread_mutex_unlock(&writer->mutex);
	return status;
}

/* A job that succeeded has not, until the commit has. */
static void
write_batch(struct writer *writer, struct writer_job **taken)
{
	enum status status = begin_batch(writer, taken);
	int64_t before = db_changed_ever(writer->db);
	struct writer_job *job, *batch = *taken;

	writer->logged = true;
	for (job = batch; job != NULL; job = job->next) {
		job->status = status;
		if (status == STATUS_OK) {
			job->status = db_try(writer->db, job->work, job->arg,
			    writer->arena);
			arena_reset(writer->arena);
		}
	}
	if (status == STATUS_OK)
		status = db_commit(writer->db);
	if (status != STATUS_OK)
		atomic_store(&writer->written, 0);
	else if (db_changed_ever(writer->db) != before)
		atomic_store(&writer->written, now_ms());
	if (status == STATUS_OK)
		return;
	for (job = batch; job != NULL; job = job->next)
		job->status = status;
}

static void *
write_loop(void *arg)
{
	struct writer *writer = arg;
	struct writer_job *batch;

	while ((batch = take_batch(writer)) != NULL) {
		write_batch(writer, &batch);
		release(batch);
		log_copier_tend(writer->copier);
		if (atomic_exchange(&writer->compacts, false))
			atomic_store(&writer->compacted,
			    db_compact(writer->db));
	}
	return NULL;
}

enum status
writer_new(struct db *db, struct writer **made)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	pthread_condattr_t monotonic;
	sigset_t all, before;
	int code;

	if (writer == NULL)
		return STATUS_FAIL;
	writer->db = db;
	writer->copier = log_copier_new(db);
	writer->arena = arena_new(ARENA_LIMIT);
	writer->last = &writer->first;
	writer->round = now_ms();
	pthread_mutex_init(&writer->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&writer->filled, &monotonic);
	pthread_condattr_destroy(&monotonic);
	/* Signals belong to the main thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(&writer->thread, NULL, write_loop, writer);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (code != 0) {
		log_line(LOG_ERROR, "writer: cannot start its thread");
		log_copier_free(writer->copier);
		arena_free(writer->arena);
		free(writer);
		return STATUS_FAIL;
	}
	*made = writer;
	return STATUS_OK;
}

void
writer_free(struct writer *writer)
{
	if (writer == NULL)
		return;
	pthread_mutex_lock(&writer->mutex);
	writer->ending = true;
	pthread_cond_signal(&writer->filled);
	pthread_mutex_unlock(&writer->mutex);
	pthread_join(writer->thread, NULL);
	pthread_cond_destroy(&writer->filled);
	pthread_mutex_destroy(&writer->mutex);
	arena_free(writer->arena);
	log_copier_free(writer->copier);
	/* The last program that ends leaves one whole file. */
	db_checkpoint(writer->db);
	db_close(writer->db);
	free(writer);
}

void
writer_set_patience(struct writer *writer, size_t waiting)
{
	pthread_mutex_lock(&writer->mutex);
	writer->patience = waiting;
	pthread_mutex_unlock(&writer->mutex);
}

static size_t
room(const struct writer *writer)
{
	bool stuck = writer->begun != 0 &&
	    now_ms() - writer->begun > STUCK_MS;

	return stuck && writer->patience > 0 ? writer->patience : QUEUE_MAX;
}

void
writer_start(struct writer *writer, struct writer_job *job, db_work work,
    void *arg)
{
	bool taken;

	*job = (struct writer_job){
		.work = work, .arg = arg, .status = STATUS_BUSY,
		.since = now_ms(),
	};
	sem_init(&job->done, 0, 0);
	pthread_mutex_lock(&writer->mutex);
	/* Once it is in line the job is the writer's. */
	if ((taken = writer->waiting < room(writer))) {
		*writer->last = job;
		writer->last = &job->next;
		writer->waiting++;
		pthread_cond_signal(&writer->filled);
	}
	pthread_mutex_unlock(&writer->mutex);
	if (!taken)
		sem_post(&job->done);
}

bool
writer_is_done(struct writer_job *job)
{
	int value;

	return sem_getvalue(&job->done, &value) == 0 && value > 0;
}

enum status
writer_wait(struct writer_job *job)
{
	while (sem_wait(&job->done) == -1)
		continue;
	sem_destroy(&job->done);
	return job->status;
}

enum status
writer_run(struct writer *writer, db_work work, void *arg)
{
	struct writer_job job;

	writer_start(writer, &job, work, arg);
	return writer_wait(&job);
}

static enum status
nothing(struct db *db, void *arg, struct arena *arena)
{
	(void)db;
	(void)arg;
	(void)arena;
	return STATUS_OK;
}

/* The second job is begun when what stands behind the first has been done. */
enum status
writer_compact(struct writer *writer)
{
	enum status status;

	atomic_store(&writer->compacts, true);
	status = writer_run(writer, nothing, NULL);
	if (status == STATUS_OK)
		status = writer_run(writer, nothing, NULL);
	return status == STATUS_OK ? atomic_load(&writer->compacted) : status;
}

bool
writer_is_alive(const struct writer *writer)
{
	return now_ms() - atomic_load(&writer->round) < ALIVE_MS;
}

enum status
writer_beat(struct writer *writer, db_work work, void *arg)
{
	int64_t written = atomic_load(&writer->written);

	return written != 0 && now_ms() - written < BEAT_MS ? STATUS_OK :
	    writer_run(writer, work, arg);
}
