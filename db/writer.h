#ifndef DB_WRITER_H
#define DB_WRITER_H

#include "db/db.h"
#include "db/status.h"

/*
 * The one thread of a process that writes.  Jobs that wait at the same time
 * share a transaction (group commit), each in its own savepoint, and every
 * caller is released only when that transaction is on disk.  This is both
 * the rule of db.h and what makes the sign-up fast: one sync for many.
 */
struct writer;

/* Takes the connection, which must be DB_WRITE and is closed by the free. */
enum status	 writer_new(struct db *, struct writer **);

/* Finishes what waits; nobody may call writer_run any more. */
void		 writer_free(struct writer *);

/*
 * Run work in a transaction and wait for the commit.  From any thread.
 * work must not touch the caller's arena: it gets the writer's own, which is
 * reset after the batch.  BUSY: too many wait already, or db.h's BUSY.
 */
enum status	 writer_run(struct writer *, db_work, void *arg);

#endif
