/*
 * Workbooks that are made beside their requests.  A thread makes one, keeps it
 * for its time and takes it away again, so that nobody has to come by for
 * that.  How many are made at a time is xlsx_make's to say.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cgi/desk/export/later.h"
#include "core/arena.h"
#include "core/log.h"
#include "export/scratch.h"

#define KEPT_MAX	4
#define THREADS_MAX	16	/* with those that were given up and must end */

int64_t	later_from = 15000;

struct work {
	struct work	*next;		/* that was asked for before */
	int64_t		 id;
	struct app	 app;		/* the thread's */
	struct later_order order;
	struct later	 state;
	FILE		*file;
};

/* All that follows changes and is read under the lock. */
static pthread_mutex_t	lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	changed = PTHREAD_COND_INITIALIZER;
static struct work	*newest;

static void
give_up(struct work *work)
{
	atomic_store(&work->order.progress->stop, true);
	pthread_cond_broadcast(&changed);
}

static bool
is_given_up(const struct work *work)
{
	return atomic_load(&work->order.progress->stop);
}

static void
forget(struct work *work)
{
	if (work->file != NULL)
		fclose(work->file);
	arena_free(work->order.arena);
	free(work);
}

static enum status
make(struct work *work, FILE **file, int64_t *size)
{
	struct app *app = &work->app;
	const char *path = app->config->database;
	enum status status = db_open(path, DB_READ, &app->db);

	if (status != STATUS_OK)
		return status;
	app->cache = catalog_cache_new(app->db);
	status = work->order.make(app, work->order.arg,
	    scratch_dir(path, work->order.arena), file, size);
	catalog_cache_free(app->cache);
	db_close(app->db);
	return status;
}

/* Under the lock: until its time is over, or nobody wants it any more. */
static void
keep(struct work *work)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LATER_SECONDS;
	work->state.until = work->app.now() + LATER_SECONDS;
	work->state.made = true;
	while (!is_given_up(work) && pthread_cond_clockwait(&changed, &lock,
	    CLOCK_MONOTONIC, &until) == 0)
		continue;
}

static void *
work_main(void *arg)
{
	struct work *work = arg, **at = &newest;
	enum status status;
	FILE *file = NULL;
	int64_t size = 0;

	status = make(work, &file, &size);
	pthread_mutex_lock(&lock);
	work->state.status = status;
	work->state.size = size;
	work->file = file;
	keep(work);
	while (*at != work)
		at = &(*at)->next;
	*at = work->next;
	forget(work);
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
	return NULL;
}

/* The account's last is given up, and the oldest where too many are kept. */
static enum status
make_room(int64_t account)
{
	struct work *oldest = NULL;
	int kept = 0, threads = 0;

	for (struct work *work = newest; work != NULL; work = work->next) {
		threads++;
		if (work->order.account == account)
			give_up(work);
		if (is_given_up(work))
			continue;
		kept++;
		if (work->state.made)
			oldest = work;
	}
	if (threads >= THREADS_MAX || (kept >= KEPT_MAX && oldest == NULL))
		return STATUS_BUSY;
	if (kept >= KEPT_MAX)
		give_up(oldest);
	return STATUS_OK;
}

static enum status
start(struct work *work)
{
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	error = pthread_create(&thread, &attributes, work_main, work);
	pthread_attr_destroy(&attributes);
	if (error == 0)
		return STATUS_OK;
	log_line(LOG_ERROR, "export: no thread: %s", strerror(error));
	return STATUS_BUSY;
}

enum status
later_begin(const struct app *app, const struct later_order *order,
    int64_t *id)
{
	struct work *work = calloc(1, sizeof(*work));
	enum status status;

	if (work == NULL)
		abort();
	*work = (struct work){
		.order = *order, .state.total = order->total,
		.app = {
			.config = app->config, .secret = app->secret,
			.now = app->now, .random = app->random,
		},
	};
	app->random(&work->id, sizeof(work->id));
	*id = work->id = (work->id & INT64_MAX) | 1;
	pthread_mutex_lock(&lock);
	status = make_room(order->account);
	if (status == STATUS_OK && (status = start(work)) == STATUS_OK) {
		work->next = newest;
		newest = work;
	} else {
		forget(work);
	}
	pthread_mutex_unlock(&lock);
	return status;
}

/* id 0: any that is kept for the account. */
static struct work *
find(int64_t id, int64_t account)
{
	struct work *work = newest;

	while (work != NULL && ((id != 0 && work->id != id) ||
	    work->order.account != account || is_given_up(work)))
		work = work->next;
	return work;
}

int64_t
later_of(int64_t account)
{
	const struct work *work;
	int64_t id = 0;

	pthread_mutex_lock(&lock);
	if ((work = find(0, account)) != NULL)
		id = work->id;
	pthread_mutex_unlock(&lock);
	return id;
}

enum status
later_look(int64_t id, int64_t account, struct later *later)
{
	const struct work *work;

	pthread_mutex_lock(&lock);
	if ((work = find(id, account)) != NULL) {
		*later = work->state;
		later->people = atomic_load(&work->order.progress->people);
	}
	pthread_mutex_unlock(&lock);
	return work == NULL ? STATUS_NOTFOUND : STATUS_OK;
}

/* It has no name, and its reader's place in it is each reader's own. */
static FILE *
open_again(FILE *file)
{
	char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fileno(file));
	return fopen(path, "re");
}

/* Made before the lock is taken: an arena that ends jumps out of here. */
struct copy {
	struct export_of of;
	struct export_mark mark;
	char		 name[100];
	char		 columns[LATER_COLUMNS_SIZE];
};

static struct download
download_copy(const struct download *download, struct copy *copy)
{
	struct download copied = *download;

	copy->of = *download->of;
	copy->mark = *download->mark;
	snprintf(copy->name, sizeof(copy->name), "%s", download->name);
	snprintf(copy->columns, sizeof(copy->columns), "%s",
	    download->columns);
	copied.of = &copy->of;
	copied.mark = &copy->mark;
	copied.name = copy->name;
	copied.columns = copy->columns;
	return copied;
}

enum status
later_open(int64_t id, int64_t account, struct arena *arena,
    struct download *download, FILE **file, int64_t *size)
{
	struct copy *copy = arena_alloc(arena, sizeof(*copy));
	enum status status = STATUS_NOTFOUND;
	const struct work *work;

	pthread_mutex_lock(&lock);
	if ((work = find(id, account)) != NULL && work->file != NULL) {
		*download = download_copy(&work->order.download, copy);
		*size = work->state.size;
		*file = open_again(work->file);
		status = *file == NULL ? STATUS_BUSY : STATUS_OK;
	}
	pthread_mutex_unlock(&lock);
	return status;
}

void
later_end(void)
{
	pthread_mutex_lock(&lock);
	for (struct work *work = newest; work != NULL; work = work->next)
		give_up(work);
	while (newest != NULL)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}
