/*
 * Memory runs out: each allocation on the way fails once, in turn.
 *
 * Ours (linked with --wrap) and those of SQLite, on the ways of a sign-up, a
 * change, an export, a letter and a backup.  Each attempt is a process of its
 * own, which either answers or ends by abort, as core/arena.h promises where
 * nobody could go on; then all of the work is there or nothing, the database
 * is sound, and the same succeeds once there is memory.
 *
 *	MEMORY_STEP=1 build/san/test_memory	every one; else each 601st of SQLite; MEMORY_LOUD: with the log
 */
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox_claim.h"
#include "db/people/attendee.h"
#include "export/csv.h"
#include "mail/compose/composer.h"
#include "tests/support/visit.h"
#include "tool/bundle.h"

#define MOST	20000	/* more than any way takes */
#define MANY	20

void	*__real_malloc(size_t);
void	*__real_calloc(size_t, size_t);
void	*__real_realloc(void *, size_t);
void	*__wrap_malloc(size_t);
void	*__wrap_calloc(size_t, size_t);
void	*__wrap_realloc(void *, size_t);

enum owner {
	OURS,		/* few: an arena takes blocks */
	SQLITES,
	OWNERS
};

/* Counts down to the one of its owner that fails; 0 or less: none does. */
static atomic_int		until;
static enum owner		whose;
static sqlite3_mem_methods	sqlite;

static bool
is_turn(enum owner owner)
{
	return owner == whose && atomic_load(&until) > 0 && atomic_fetch_sub(&until, 1) == 1;
}

void *
__wrap_malloc(size_t size)
{
	return is_turn(OURS) ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return is_turn(OURS) ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return is_turn(OURS) ? NULL : __real_realloc(old, size);
}

static void *
sqlite_malloc(int size)
{
	return is_turn(SQLITES) ? NULL : sqlite.xMalloc(size);
}

static void *
sqlite_realloc(void *old, int size)
{
	return is_turn(SQLITES) ? NULL : sqlite.xRealloc(old, size);
}

/*
 * A way through the program (in capitals the world does not compose letters
 * before it looks): whether it says that it succeeded.
 */
struct way {
	const char	*name;
	void		 (*before)(struct world *);
	bool		 (*walk)(struct world *);
	const char	*trace;		/* SQL: 0 when nothing of it is there */
	const char	*whole;		/* and what it says when all is */
};

static void
nothing(struct world *world)
{
	(void)world;
}

static bool
sign_up(struct world *world)
{
	return visit_try_sign_up(world, "sleutel", WORLD_KEY, NULL).code ==
	    303;
}

static void
come(struct world *world)
{
	visit_sign_up(world, NULL);
}

/* A letter about so many takes more than a block of the composer's. */
static void
come_with_many(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 50,"
	    " max_per_aanmelding = 50");
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm"));
}

static bool
change(struct world *world)
{
	return world_cancel(world, 1, 0) == STATUS_OK;
}

static enum status
drop(void *arg, const void *bytes, size_t length)
{
	(void)arg;
	(void)bytes;
	(void)length;
	return STATUS_OK;
}

static bool
export(struct world *world)
{
	const struct attendee_filter everybody = attendee_all(1);

	return csv_attendees(world->app.db, &everybody, drop, NULL) ==
	    STATUS_OK;
}

struct turn {
	struct world	*world;
	struct composed	 composed[MANY];
	size_t		 ncomposed;
	struct claim	 claims[MANY];
	size_t		 nclaims;
};

static enum status
claim(struct db *db, void *arg, struct arena *arena)
{
	struct turn *turn = arg;

	(void)arena;
	return outbox_claim(db, &(struct terms){
		.now = world_now(), .hold = 480, .max = MANY,
	}, turn->composed, turn->ncomposed, turn->world->arena, turn->claims,
	    &turn->nclaims);
}

static bool
send(struct world *world)
{
	struct turn turn = { .world = world };
	struct composer *composer = NULL;
	enum status status;

	status = composer_new(&world->config, &world->secret, &composer);
	if (status == STATUS_OK)
		status = composer_run(composer,
		    &(struct terms){ .now = world_now(), .max = MANY },
		    world->arena, turn.composed, &turn.ncomposed);
	if (status == STATUS_OK)
		status = world_run(world, claim, &turn);
	composer_free(composer);
	/* What was claimed before is in hand; the others are by now. */
	return status != STATUS_FAIL && status != STATUS_BUSY &&
	    world_number(world, "SELECT count(*) = (SELECT count(*) FROM"
	    " outbox) FROM OUTBOX_BERICHT") == 1;
}

static const char *
copy_path(struct world *world)
{
	return arena_printf(world->arena, "%s/kopie", world->dir);
}

static bool
backup(struct world *world)
{
	const char *empty = arena_printf(world->arena, "%s/leeg", world->dir);
	FILE *file = fopen(empty, "w");
	enum status status;

	if (file == NULL || fclose(file) != 0)
		return false;
	status = bundle_write(&(struct bundle){
		.db = world->app.db, .secret = empty, .config = empty,
	}, copy_path(world), world->arena);
	unlink(copy_path(world));
	unlink(empty);
	return status == STATUS_OK;
}

static const struct way ways[] = {
	{ "sign-up", nothing, sign_up, "SELECT (SELECT count(*) FROM"
	    " registration) + (SELECT count(*) FROM participant) + (SELECT"
	    " count(*) FROM outbox) + (SELECT count(*) FROM audit)", "6" },
	{ "change", come, change, "SELECT (SELECT count(*) FROM participant"
	    " WHERE status = 'afgemeld') + (SELECT count(*) - 2 FROM outbox)"
	    " + (SELECT count(*) - 1 FROM audit)", "5" },
	{ "export", come, export, "SELECT 0", "0" },
	{ "letter", come_with_many, send, "SELECT count(*) FROM outbox WHERE"
	    " status = 'failed' OR (pogingen > 0) <> (id IN (SELECT outbox"
	    " FROM OUTBOX_BERICHT))",
	    "0" },
	{ "backup", come, backup, "SELECT 0", "0" },
};

/* What a child says by its exit. */
enum {
	DONE = 0,		/* there were fewer */
	STOOD = 10,		/* one failed, and all was well */
	WRONG = 20,
	ABORTED = 30		/* as the arena promises */
};

static const char	*dir;	/* the child's world */

/* Nothing of it stays behind. */
static void
on_abort(int number)
{
	pid_t pid = fork();

	(void)number;
	if (pid == 0) {
		execl("/bin/rm", "rm", "-rf", dir, NULL);
		_exit(1);
	}
	waitpid(pid, NULL, 0);
	_exit(ABORTED);
}

static int
look(struct world *world, const struct way *way, bool told)
{
	const char *trace = world_text(world, "%s", way->trace);
	bool whole = strcmp(trace, way->whole) == 0;

	if (!whole && strcmp(trace, "0") != 0) {
		print_error("%s: %s is neither nothing nor all\n", way->name,
		    trace);
		return WRONG;
	}
	if (told && !whole) {
		print_error("%s: told of what is not there\n", way->name);
		return WRONG;
	}
	if (strcmp(world_broken(world), "") != 0 ||
	    strcmp(world_text(world, "PRAGMA integrity_check"), "ok") != 0)
		return WRONG;
	/* With memory it succeeds, or had. */
	if (!whole || strcmp(way->whole, "0") == 0)
		if (!way->walk(world))
			return WRONG;
	return strcmp(world_text(world, "%s", way->trace), way->whole) == 0 ?
	    STOOD : WRONG;
}

static _Noreturn void
child(const struct way *way, int n)
{
	void *opened = NULL;
	struct world *world;
	bool told, fired;
	int said;

	alarm(60);
	if ((getenv("MEMORY_LOUD") == NULL &&
	    freopen("/dev/null", "w", stderr) == NULL) ||
	    world_open(&opened) != 0)
		_exit(WRONG);
	world = opened;
	dir = world->dir;
	signal(SIGABRT, on_abort);
	way->before(world);
	world_catalog(world);
	atomic_store(&until, n);
	told = way->walk(world);
	fired = atomic_exchange(&until, 0) <= 0;
	said = look(world, way, told);
	world_close(&opened);
	_exit(said == WRONG || fired ? said : DONE);
}

/* How it ended; an abort is the promise of the arena. */
static int
attempt(const struct way *way, int n, int *aborted)
{
	pid_t pid = fork();
	int status;

	assert_true(pid != -1);
	if (pid == 0)
		child(way, n);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFEXITED(status))
		return WRONG;
	*aborted += WEXITSTATUS(status) == ABORTED;
	return WEXITSTATUS(status) == ABORTED ? STOOD : WEXITSTATUS(status);
}

static void
test_no_allocation_that_fails_leaves_half(void **state)
{
	const char *text = getenv("MEMORY_STEP");
	int step = text == NULL ? 601 : atoi(text);

	(void)state;
	for (size_t i = 0; i < OWNERS * sizeof(ways) / sizeof(ways[0]); i++) {
		const struct way *way = &ways[i / OWNERS];
		int n = 1, aborted = 0, tried = 0, ended = STOOD, by;

		whose = (enum owner)(i % OWNERS);
		by = whose == OURS ? 1 : step;
		for (; n < MOST && ended == STOOD; n += by, tried++) {
			ended = attempt(way, n, &aborted);
			if (ended != STOOD && ended != DONE)
				fail_msg("%s: allocation %d: %d", way->name,
				    n, ended);
		}
		print_message("memory: %s, %s: %d tried of %d, %d ended the "
		    "process, 0 half\n", way->name, whose == OURS ? "ours" :
		    "SQLite's", tried - 1, n - by, aborted);
		assert_int_equal(ended, DONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_allocation_that_fails_leaves_half),
	};
	sqlite3_mem_methods ours;

	assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite),
	    SQLITE_OK);
	ours = sqlite;
	ours.xMalloc = sqlite_malloc;
	ours.xRealloc = sqlite_realloc;
	assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &ours),
	    SQLITE_OK);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
