/*
 * The power goes: what was not synced is gone, or half there, in any order.
 *
 * A layer below SQLite (a VFS) passes everything on, and keeps beside it what
 * a disk would have: each write waits there until its file is synced.  At
 * random moments the power is cut: of the writes that wait some are kept, some
 * are dropped and some are torn at a sector, and the files that come of it are
 * opened as after a restart.  Every act that was acknowledged must be there,
 * whole, and the database sound.
 *
 *	POWER_CUTS=1000 POWER_SEED=7 build/san/test_power
 */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <pthread.h>

#include "core/arena.h"
#include "db/db.h"
#include "db/registration/invariants.h"
#include "db/writer.h"
#include "tests/support/world.h"

#define SECTOR		512
#define FILES_MAX	16
#define PATH_SIZE	128

/* What the disk has of a file, as far as that is certain. */
struct image {
	char		 path[PATH_SIZE];
	unsigned char	*bytes;
	size_t		 size;
	bool		 there;
};

enum deed {
	WRITE,
	TRUNCATE,
	REMOVE
};

/* Something that a file was told and that may not be on the disk. */
struct wait {
	size_t		 image;
	enum deed	 deed;
	size_t		 at;
	size_t		 size;
	unsigned char	*bytes;
};

/* A cut: the files as they would be found, and what had been promised. */
struct cut {
	char		 dir[PATH_SIZE];
	int		 signed_up;
	int		 cancelled;
};

static struct disk {
	pthread_mutex_t	 mutex;
	struct image	 images[FILES_MAX];
	size_t		 nimages;
	struct wait	*waits;
	size_t		 nwaits, room;
	bool		 lies;		/* a sync does nothing */
	long		 until;		/* how many deeds until the next cut */
	int		 gap;		/* twice that on average */
	struct cut	 cuts[64];	/* to be looked at */
	size_t		 ncuts;
	int		 made;
	unsigned	 dice;
} disk = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static atomic_int	 signed_up, cancelled;
static sqlite3_vfs	*real;

static unsigned
roll(unsigned sides)
{
	disk.dice = disk.dice * 1103515245u + 12345u;
	return (disk.dice >> 16) % sides;
}

/* Of this path, which is one of the world's; what is there already stays. */
static size_t
image_of(const char *path)
{
	struct image *image;
	size_t i = 0;
	FILE *file;

	while (i < disk.nimages && strcmp(disk.images[i].path, path) != 0)
		i++;
	if (i < disk.nimages)
		return i;
	assert_true(disk.nimages < FILES_MAX);
	image = &disk.images[disk.nimages++];
	*image = (struct image){ .bytes = NULL };
	snprintf(image->path, sizeof(image->path), "%s", path);
	file = fopen(path, "rb");
	if (file == NULL)
		return i;
	image->there = true;
	fseek(file, 0, SEEK_END);
	image->size = (size_t)ftell(file);
	rewind(file);
	image->bytes = malloc(image->size + 1);
	assert_int_equal(fread(image->bytes, 1, image->size, file),
	    image->size);
	fclose(file);
	return i;
}

static void
grow(struct image *image, size_t size)
{
	if (size > image->size) {
		image->bytes = realloc(image->bytes, size);
		memset(image->bytes + image->size, 0, size - image->size);
	}
	image->size = size;
}

/* keep: of each sector of a write, or NULL for all of it. */
static void
apply(struct image *image, const struct wait *wait, bool torn)
{
	size_t end = wait->at + wait->size, from, to;

	image->there = wait->deed != REMOVE;
	if (wait->deed == REMOVE)
		image->size = 0;
	if (wait->deed == TRUNCATE)
		grow(image, wait->at);
	if (wait->deed != WRITE)
		return;
	if (image->size < end)
		grow(image, end);
	for (from = wait->at; from < end; from = to) {
		to = (from / SECTOR + 1) * SECTOR;
		to = to > end ? end : to;
		if (!torn || roll(2) == 0)
			memcpy(image->bytes + from,
			    wait->bytes + (from - wait->at), to - from);
	}
}

static void
copy_image(struct image *to, const struct image *from)
{
	*to = *from;
	to->bytes = malloc(from->size + 1);
	if (from->size > 0)
		memcpy(to->bytes, from->bytes, from->size);
}

static void
write_image(const struct image *image, const char *dir)
{
	char path[2 * PATH_SIZE];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", dir, strrchr(image->path, '/'));
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(image->bytes, 1, image->size, file),
	    image->size);
	fclose(file);
}

/* What would be found now, in a directory of its own. */
static void
cut_power(void)
{
	struct image images[FILES_MAX];
	struct cut *cut = &disk.cuts[disk.ncuts];

	if (disk.ncuts == sizeof(disk.cuts) / sizeof(disk.cuts[0]))
		return;
	*cut = (struct cut){ .dir = "/tmp/power.XXXXXX",
		.signed_up = atomic_load(&signed_up),
		.cancelled = atomic_load(&cancelled),
	};
	assert_non_null(mkdtemp(cut->dir));
	for (size_t i = 0; i < disk.nimages; i++)
		copy_image(&images[i], &disk.images[i]);
	for (size_t i = 0; i < disk.nwaits; i++) {
		unsigned fate = roll(3);

		if (fate > 0)
			apply(&images[disk.waits[i].image], &disk.waits[i],
			    fate == 2);
	}
	for (size_t i = 0; i < disk.nimages; i++) {
		if (images[i].there)
			write_image(&images[i], cut->dir);
		free(images[i].bytes);
	}
	disk.ncuts++;
	disk.made++;
}

static void
tick(void)
{
	if (disk.gap > 0 && --disk.until <= 0) {
		cut_power();
		disk.until = 1 + (long)roll((unsigned)disk.gap);
	}
}

static void
add_wait(size_t image, enum deed deed, size_t at, const void *bytes,
    size_t size)
{
	struct wait *wait;

	pthread_mutex_lock(&disk.mutex);
	if (disk.nwaits == disk.room) {
		disk.room = disk.room * 2 + 64;
		disk.waits = realloc(disk.waits, disk.room *
		    sizeof(*disk.waits));
	}
	wait = &disk.waits[disk.nwaits++];
	*wait = (struct wait){ image, deed, at, size, malloc(size + 1) };
	if (size > 0)
		memcpy(wait->bytes, bytes, size);
	tick();
	pthread_mutex_unlock(&disk.mutex);
}

/* Before and after it a cut may come; never in its middle. */
static void
settle(size_t image)
{
	size_t left = 0;

	pthread_mutex_lock(&disk.mutex);
	tick();
	for (size_t i = 0; !disk.lies && i < disk.nwaits; i++) {
		struct wait wait = disk.waits[i];

		/* File systems with a journal: names go with any sync. */
		if (wait.image != image && wait.deed != REMOVE) {
			disk.waits[left++] = wait;
			continue;
		}
		apply(&disk.images[wait.image], &wait, false);
		free(wait.bytes);
	}
	disk.nwaits = disk.lies ? disk.nwaits : left;
	tick();
	pthread_mutex_unlock(&disk.mutex);
}

/* A file of ours: SQLite's own follows it. */
struct file {
	sqlite3_file	 base;
	size_t		 image;
	bool		 kept;		/* it is one of the world's */
};

#define NEXT(file)	((sqlite3_file *)((struct file *)(file) + 1))

static int
file_close(sqlite3_file *file)
{
	return NEXT(file)->pMethods->xClose(NEXT(file));
}

static int
file_read(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
	return NEXT(file)->pMethods->xRead(NEXT(file), to, size, at);
}

static int
file_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
	if (((struct file *)file)->kept)
		add_wait(((struct file *)file)->image, WRITE, (size_t)at, from,
		    (size_t)size);
	return NEXT(file)->pMethods->xWrite(NEXT(file), from, size, at);
}

static int
file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	if (((struct file *)file)->kept)
		add_wait(((struct file *)file)->image, TRUNCATE, (size_t)size,
		    NULL, 0);
	return NEXT(file)->pMethods->xTruncate(NEXT(file), size);
}

static int
file_sync(sqlite3_file *file, int flags)
{
	if (((struct file *)file)->kept)
		settle(((struct file *)file)->image);
	return NEXT(file)->pMethods->xSync(NEXT(file), flags);
}

static int
file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return NEXT(file)->pMethods->xFileSize(NEXT(file), size);
}

static int
file_lock(sqlite3_file *file, int lock)
{
	return NEXT(file)->pMethods->xLock(NEXT(file), lock);
}

static int
file_unlock(sqlite3_file *file, int lock)
{
	return NEXT(file)->pMethods->xUnlock(NEXT(file), lock);
}

static int
file_is_reserved(sqlite3_file *file, int *answer)
{
	return NEXT(file)->pMethods->xCheckReservedLock(NEXT(file), answer);
}

static int
file_control(sqlite3_file *file, int what, void *arg)
{
	return NEXT(file)->pMethods->xFileControl(NEXT(file), what, arg);
}

static int
file_sector(sqlite3_file *file)
{
	return NEXT(file)->pMethods->xSectorSize(NEXT(file));
}

static int
file_device(sqlite3_file *file)
{
	return NEXT(file)->pMethods->xDeviceCharacteristics(NEXT(file));
}

static int
file_shm_map(sqlite3_file *file, int page, int size, int extend,
    void volatile **at)
{
	return NEXT(file)->pMethods->xShmMap(NEXT(file), page, size, extend,
	    at);
}

static int
file_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return NEXT(file)->pMethods->xShmLock(NEXT(file), offset, n, flags);
}

static void
file_shm_barrier(sqlite3_file *file)
{
	NEXT(file)->pMethods->xShmBarrier(NEXT(file));
}

static int
file_shm_unmap(sqlite3_file *file, int remove)
{
	return NEXT(file)->pMethods->xShmUnmap(NEXT(file), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2, .xClose = file_close, .xRead = file_read,
	.xWrite = file_write, .xTruncate = file_truncate, .xSync = file_sync,
	.xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
	.xCheckReservedLock = file_is_reserved, .xFileControl = file_control,
	.xSectorSize = file_sector, .xDeviceCharacteristics = file_device,
	.xShmMap = file_shm_map, .xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

static bool
is_kept(const char *path)
{
	return path != NULL && strstr(path, "/world.") != NULL;
}

static int
vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
    int *out)
{
	struct file *ours = (struct file *)file;
	int code;

	(void)vfs;
	*ours = (struct file){ .kept = is_kept(path) };
	if (ours->kept) {
		pthread_mutex_lock(&disk.mutex);
		ours->image = image_of(path);
		/* A name in a directory: certain, as its file is made once. */
		disk.images[ours->image].there = true;
		pthread_mutex_unlock(&disk.mutex);
	}
	code = real->xOpen(real, path, NEXT(file), flags, out);
	ours->base.pMethods = code == SQLITE_OK ? &methods : NULL;
	return code;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_dir)
{
	(void)vfs;
	if (is_kept(path)) {
		size_t image;

		pthread_mutex_lock(&disk.mutex);
		image = image_of(path);
		pthread_mutex_unlock(&disk.mutex);
		add_wait(image, REMOVE, 0, NULL, 0);
		if (sync_dir)
			settle(image);
	}
	return real->xDelete(real, path, sync_dir);
}

/* Ours is the one that is taken from now on. */
static void
put_between(void)
{
	static sqlite3_vfs vfs;

	real = sqlite3_vfs_find(NULL);
	vfs = *real;
	vfs.zName = "power";
	vfs.szOsFile = (int)sizeof(struct file) + real->szOsFile;
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	vfs.pNext = NULL;
	assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

static int64_t
ask(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement;
	int64_t answer = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		answer = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return answer;
}

struct verdict {
	int	lost;
	int	torn;
};

/* What the program's own invariants say; a file that cannot be opened. */
static bool
is_sound(const char *path)
{
	struct breach breaches[INVARIANTS];
	size_t count = 0;
	int64_t moment;
	struct db *db;
	bool sound;

	if (db_open(path, DB_READ, &db) != STATUS_OK)
		return false;
	sound = db_snapshot(db) == STATUS_OK &&
	    invariants_moment(db, &moment) == STATUS_OK &&
	    invariants_check(db, moment, breaches, &count) == STATUS_OK &&
	    count == 0;
	db_release(db);
	db_close(db);
	return sound;
}

static void
look_at(const struct cut *cut, const char *name, struct verdict *verdict)
{
	char path[2 * PATH_SIZE];
	sqlite3 *db;
	int64_t people;

	snprintf(path, sizeof(path), "%s/%s", cut->dir, name);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE,
	    "unix"), SQLITE_OK);
	ask(db, "PRAGMA synchronous = OFF");	/* the copy needs none */
	people = ask(db, "SELECT count(*) FROM registration");
	if (people < cut->signed_up || ask(db, "SELECT count(DISTINCT"
	    " registration) FROM participant WHERE status = 'afgemeld'") <
	    cut->cancelled)
		verdict->lost++;
	if (ask(db, "SELECT count(*) FROM pragma_integrity_check"
	    " WHERE integrity_check = 'ok'") != 1 ||
	    ask(db, "SELECT count(*) FROM registration r WHERE (SELECT"
	    " count(*) FROM participant p WHERE p.registration = r.id) <> 2"
	    " OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.registration ="
	    " r.id) OR NOT EXISTS (SELECT 1 FROM audit a WHERE"
	    " a.registration = r.id)") != 0 ||
	    ask(db, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
		verdict->torn++;
	sqlite3_close(db);
	if (!is_sound(path))
		verdict->torn++;
}

static void
remove_cut(const struct cut *cut)
{
	static const char *const endings[] = { "", "-wal", "-shm",
		"-journal", ".lock" };
	char path[2 * PATH_SIZE];

	for (size_t i = 0; i < disk.nimages; i++)
		for (size_t j = 0; j < 5; j++) {
			snprintf(path, sizeof(path), "%s%s%s", cut->dir,
			    strrchr(disk.images[i].path, '/'), endings[j]);
			unlink(path);
		}
	rmdir(cut->dir);
}

static void
look_at_all(struct world *world, struct verdict *verdict)
{
	const char *name = strrchr(world->database, '/') + 1;

	pthread_mutex_lock(&disk.mutex);
	for (size_t i = 0; i < disk.ncuts; i++) {
		look_at(&disk.cuts[i], name, verdict);
		remove_cut(&disk.cuts[i]);
	}
	disk.ncuts = 0;
	pthread_mutex_unlock(&disk.mutex);
}

/* Sign up, now and then cancel, now and then write the file anew. */
static void
one_act(struct world *world, int n)
{
	int64_t id = world_sign_up(world, world_delegation(world,
	    arena_printf(world->arena, "sleutel_bij_stroomuitval_%05d", n),
	    "alles", "wm"));

	atomic_fetch_add(&signed_up, 1);
	if (n % 4 == 1) {
		assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
		atomic_fetch_add(&cancelled, 1);
	}
	if (n % 16 == 15)
		assert_int_equal(writer_compact(world->app.writer), STATUS_OK);
}

static int
number_of(const char *name, int standard)
{
	const char *text = getenv(name);

	return text == NULL ? standard : atoi(text);
}

static struct verdict
torment(struct world *world, int cuts)
{
	struct verdict verdict = { 0, 0 };
	int made;

	world_sql(world, "UPDATE event SET capaciteit = 1000000");
	pthread_mutex_lock(&disk.mutex);
	disk.dice = (unsigned)number_of("POWER_SEED", 1);
	disk.made = 0;
	disk.until = disk.gap = 60;
	pthread_mutex_unlock(&disk.mutex);
	for (int n = 0; disk.made < cuts && n < cuts * 20; n++) {
		one_act(world, n);
		look_at_all(world, &verdict);
	}
	pthread_mutex_lock(&disk.mutex);
	disk.gap = 0;
	made = disk.made;
	pthread_mutex_unlock(&disk.mutex);
	assert_in_range(made, cuts, INT32_MAX);
	print_message("power: %d cuts, %d acknowledged, %d lost, %d torn\n",
	    made, atomic_load(&signed_up) + atomic_load(&cancelled),
	    verdict.lost, verdict.torn);
	return verdict;
}

static void
test_what_was_acknowledged_survives_the_power(void **state)
{
	struct verdict verdict = torment(*state, number_of("POWER_CUTS", 20));

	assert_int_equal(verdict.lost, 0);
	assert_int_equal(verdict.torn, 0);
}

/* The layer does forget: on a disk that lies about it much is lost. */
static void
test_a_disk_that_lies_is_noticed(void **state)
{
	struct verdict verdict;

	disk.lies = true;
	verdict = torment(*state, 6);
	assert_true(verdict.lost + verdict.torn > 0);
}

static int
close_disk(void **state)
{
	int code = world_close(state);

	for (size_t i = 0; i < disk.nwaits; i++)
		free(disk.waits[i].bytes);
	for (size_t i = 0; i < disk.nimages; i++)
		free(disk.images[i].bytes);
	free(disk.waits);
	disk.waits = NULL;
	disk.nimages = disk.nwaits = disk.room = 0;
	disk.lies = false;
	atomic_store(&signed_up, 0);
	atomic_store(&cancelled, 0);
	return code;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_what_was_acknowledged_survives_the_power,
		    world_open, close_disk),
		cmocka_unit_test_setup_teardown(
		    test_a_disk_that_lies_is_noticed, world_open, close_disk),
	};

	put_between();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
