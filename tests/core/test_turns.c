/* Work that costs memory is done by so many at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/turns.h"

#define AT_A_TIME	3
#define THREADS		12

static struct turns	turns = TURNS(AT_A_TIME);
static sem_t		held;
static atomic_int	busy, most, done;

static void *
work(void *arg)
{
	int now, before;

	(void)arg;
	if (!turns_take(&turns, 60))
		return NULL;
	now = atomic_fetch_add(&busy, 1) + 1;
	before = atomic_load(&most);
	while (now > before &&
	    !atomic_compare_exchange_weak(&most, &before, now))
		;
	usleep(5000);
	atomic_fetch_sub(&busy, 1);
	atomic_fetch_add(&done, 1);
	turns_end();
	return NULL;
}

static void
test_everybody_has_a_turn_and_never_too_many(void **state)
{
	pthread_t threads[THREADS];

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, work,
		    NULL), 0);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(done, THREADS);
	assert_in_range(most, 1, AT_A_TIME);
}

/* Takes a turn and keeps it till it is over for this thread. */
static void *
hold(void *arg)
{
	assert_true(turns_take(&turns, 60));
	sem_post(&held);
	sem_wait(arg);
	turns_end();
	turns_end();		/* it had but one */
	return NULL;
}

static void
test_who_waits_too_long_is_told(void **state)
{
	pthread_t threads[AT_A_TIME];
	sem_t enough;

	(void)state;
	sem_init(&enough, 0, 0);
	sem_init(&held, 0, 0);
	for (int i = 0; i < AT_A_TIME; i++)
		pthread_create(&threads[i], NULL, hold, &enough);
	for (int i = 0; i < AT_A_TIME; i++)
		sem_wait(&held);
	assert_false(turns_take(&turns, 0));
	assert_false(turns_take(&turns, 1));
	turns_end();		/* it has none */
	assert_false(turns_take(&turns, 0));
	for (int i = 0; i < AT_A_TIME; i++)
		sem_post(&enough);
	for (int i = 0; i < AT_A_TIME; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(turns.left, AT_A_TIME);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everybody_has_a_turn_and_never_too_many),
		cmocka_unit_test(test_who_waits_too_long_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
