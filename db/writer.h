#ifndef DB_WRITER_H
#define DB_WRITER_H

#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "db/db.h"

/*
 * The writer is the one thread of a process that writes.  Jobs that wait at
 * the same time share a transaction (group commit), each in its own savepoint,
 * and every caller is released only when that transaction is on disk.  This is
 * both the rule of db.h and what makes the sign-up fast: one sync for many.
 */
struct writer;

/* Takes the connection, which must be DB_WRITE and is closed by the free. */
enum status	 writer_new(struct db *, struct writer **);

/* Whether its thread came round in the last half minute. */
bool		 writer_is_alive(const struct writer *);

/*
 * Finishes what waits, and empties the log into the file when nobody else
 * reads it; nobody may call writer_run any more.
 */
void		 writer_free(struct writer *);

/*
 * While the database is held by somebody else, at most so many wait for it,
 * so that a server's other workers go on with what only reads.  0 (at first):
 * as many as fit.
 */
void		 writer_set_patience(struct writer *, size_t waiting);

/*
 * Run work in a transaction and wait for the commit.  From any thread.
 * work must not touch the caller's arena: it gets the writer's own, which is
 * reset after the batch.  BUSY: too many wait already, or it could not begin
 * within DB_WAIT_MS of this call, or db.h's BUSY.
 */
enum status	 writer_run(struct writer *, db_work, void *arg);

/*
 * The same in two steps, for a caller with something else to do meanwhile.
 * Each start is followed by one wait; until then job and arg stay where
 * they are, and work alone touches arg.
 */
struct writer_job {
	struct writer_job	*next;
	db_work			 work;
	void			*arg;
	int64_t			 since;		/* monotonic, ms */
	enum status		 status;
	sem_t			 done;
};

void		 writer_start(struct writer *, struct writer_job *, db_work,
		    void *arg);
/* Whether writer_wait would return at once. */
bool		 writer_is_done(struct writer_job *);
enum status	 writer_wait(struct writer_job *);

/* db_compact, by the writer's thread between two batches.  What that returns. */
enum status	 writer_compact(struct writer *);

/*
 * Whether something was written at most a second ago; when not, work is run to
 * write something.  What writer_run returns.
 */
enum status	 writer_beat(struct writer *, db_work, void *arg);

#endif
