#ifndef DB_LOG_COPIER_H
#define DB_LOG_COPIER_H

struct db;

/*
 * What is committed stands in SQLite's log first, and has to go into the file
 * before the log can begin anew.  A thread of its own copies it while the
 * writer writes on, so that nobody waits for thousands of pages; the writer
 * copies only the few that came meanwhile.  The thread begins when the log is
 * long for the first time: most programs never need it.
 */
struct log_copier;

/* Of this writer's connection, whose log it looks after from now on. */
struct log_copier *log_copier_new(struct db *);
void		 log_copier_free(struct log_copier *);

/* By the writer's thread, between two transactions. */
void		 log_copier_tend(struct log_copier *);

#endif
