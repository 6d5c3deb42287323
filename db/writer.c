#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "core/arena.h"
#include "core/log.h"
#include "db/writer.h"

#define BATCH_MAX	64
#define QUEUE_MAX	512
#define ARENA_LIMIT	((size_t)16 << 20)
#define IDLE_SECONDS	5	/* before the log goes into the file */

struct writer {
	struct db	*db;
	struct arena	*arena;
	pthread_t	 thread;
	pthread_mutex_t	 mutex;		/* of what follows */
	pthread_cond_t	 filled;
	struct writer_job *first;
	struct writer_job **last;
	size_t		 waiting;
	bool		 ending;
	bool		 logged;	/* the writer's own: since a checkpoint */
};

/*
 * Until there is a job.  After some time without one the file is made whole,
 * so that a copy of it is not an old one; but a sign-up never waits for that.
 */
static void
wait_for_job(struct writer *writer)
{
	struct timespec idle;

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
	writer->waiting -= count;
	pthread_mutex_unlock(&writer->mutex);
	return batch;
}

/* A job that succeeded has not, until the commit has. */
static void
write_batch(struct writer *writer, struct writer_job *batch)
{
	enum status status = db_begin(writer->db);
	struct writer_job *job;

	writer->logged = true;
	for (job = batch; job != NULL; job = job->next) {
		job->status = status;
		if (status == STATUS_OK) {
			job->status = db_try(writer->db, job->work, job->arg,
			    writer->arena);
			arena_reset(writer->arena);
		}
	}
	if (status != STATUS_OK ||
	    (status = db_commit(writer->db)) == STATUS_OK)
		return;
	for (job = batch; job != NULL; job = job->next)
		job->status = status;
}

static void *
write_loop(void *arg)
{
	struct writer *writer = arg;
	struct writer_job *batch, *next;

	while ((batch = take_batch(writer)) != NULL) {
		write_batch(writer, batch);
		for (; batch != NULL; batch = next) {
			next = batch->next;	/* gone once it is posted */
			sem_post(&batch->done);
		}
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
	writer->arena = arena_new(ARENA_LIMIT);
	writer->last = &writer->first;
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
	/* The last program that ends leaves one whole file. */
	db_checkpoint(writer->db);
	db_close(writer->db);
	free(writer);
}

void
writer_start(struct writer *writer, struct writer_job *job, db_work work,
    void *arg)
{
	bool taken;

	*job = (struct writer_job){
		.work = work, .arg = arg, .status = STATUS_BUSY,
	};
	sem_init(&job->done, 0, 0);
	pthread_mutex_lock(&writer->mutex);
	/* Once it is in line the job is the writer's. */
	if ((taken = writer->waiting < QUEUE_MAX)) {
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
