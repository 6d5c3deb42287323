#include <time.h>

#include "core/turns.h"

static _Thread_local struct turns	*ours;

bool
turns_take(struct turns *turns, int seconds)
{
	struct timespec until;
	bool taken;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&turns->mutex);
	while (turns->left == 0 && error == 0)
		error = pthread_cond_clockwait(&turns->given, &turns->mutex,
		    CLOCK_MONOTONIC, &until);
	taken = turns->left > 0;
	if (taken) {
		turns->left--;
		ours = turns;
	}
	pthread_mutex_unlock(&turns->mutex);
	return taken;
}

void
turns_end(void)
{
	struct turns *turns = ours;

	if (turns == NULL)
		return;
	ours = NULL;
	pthread_mutex_lock(&turns->mutex);
	turns->left++;
	pthread_cond_signal(&turns->given);
	pthread_mutex_unlock(&turns->mutex);
}
