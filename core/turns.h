#ifndef CORE_TURNS_H
#define CORE_TURNS_H

#include <pthread.h>
#include <stdbool.h>

/*
 * For work that costs memory: so many threads do it at a time, the others
 * wait for their turn.  Static, one for each kind of work of a process.
 */
struct turns {
	pthread_mutex_t	mutex;
	pthread_cond_t	given;
	int		left;
};

#define TURNS(at_a_time) \
	{ PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, at_a_time }

/*
 * A thread has one turn at a time.  False when none came free in so many
 * seconds: then nothing is taken.
 */
bool		 turns_take(struct turns *, int seconds);

/* The calling thread's turn is over, if it has one: also after an exception. */
void		 turns_end(void);

#endif
