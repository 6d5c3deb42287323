#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/log.h"
#include "db/db.h"
#include "db/log_copier.h"

#define LONG		1000	/* pages of a log that is to begin anew */
#define FEW		40	/* pages that the writer copies itself */
#define ROUNDS		5	/* at the most, until only few came */

enum copying {
	COPYING_NOT,
	COPYING_BESIDE,		/* it is the thread's turn */
	COPYING_REST		/* the writer's */
};

struct log_copier {
	struct db	*writer;
	struct db	*db;		/* the thread's; NULL: there is none */
	pthread_t	 thread;
	sem_t		 wanted;
	_Atomic enum copying copying;
	atomic_bool	 ending;
};

/*
 * Again for what came meanwhile, until that is little.  Another can be copying
 * just now: then it is done, too.
 */
static void
copy_beside(struct log_copier *copier)
{
	int copied = 0, before, round = 0;

	do {
		before = copied;
		if (db_copy_log(copier->db, &copied) != STATUS_OK)
			return;
		db_sync_copied(copier->db);
	} while (copied - before > FEW && ++round < ROUNDS);
}

static void *
copy_loop(void *arg)
{
	struct log_copier *copier = arg;

	for (;;) {
		while (sem_wait(&copier->wanted) == -1)
			continue;
		if (atomic_load(&copier->ending))
			return NULL;
		copy_beside(copier);
		atomic_store(&copier->copying, COPYING_REST);
	}
}

struct log_copier *
log_copier_new(struct db *writer)
{
	struct log_copier *copier = calloc(1, sizeof(*copier));

	if (copier == NULL)
		abort();
	copier->writer = writer;
	sem_init(&copier->wanted, 0, 0);
	db_watch_log(writer);
	return copier;
}

void
log_copier_free(struct log_copier *copier)
{
	if (copier->db != NULL) {
		atomic_store(&copier->ending, true);
		sem_post(&copier->wanted);
		pthread_join(copier->thread, NULL);
		db_close(copier->db);
	}
	sem_destroy(&copier->wanted);
	free(copier);
}

/* The signals that the writer's thread keeps out this one does as well. */
static bool
has_thread(struct log_copier *copier)
{
	if (copier->db != NULL)
		return true;
	if (db_open(db_path(copier->writer), DB_WRITE, &copier->db) !=
	    STATUS_OK) {
		copier->db = NULL;
		return false;
	}
	if (pthread_create(&copier->thread, NULL, copy_loop, copier) == 0)
		return true;
	log_line(LOG_ERROR, "log: cannot start its thread");
	db_close(copier->db);
	copier->db = NULL;
	return false;
}

void
log_copier_tend(struct log_copier *copier)
{
	enum copying copying = atomic_load(&copier->copying);
	int copied;

	if (copying == COPYING_BESIDE)
		return;
	if (db_log_pages(copier->writer) < LONG) {
		atomic_store(&copier->copying, COPYING_NOT);
		return;
	}
	if (copying == COPYING_NOT && has_thread(copier)) {
		atomic_store(&copier->copying, COPYING_BESIDE);
		sem_post(&copier->wanted);
		return;
	}
	/* What is left, or all of it where there is no thread. */
	(void)db_copy_log(copier->writer, &copied);
	atomic_store(&copier->copying, COPYING_NOT);
}
