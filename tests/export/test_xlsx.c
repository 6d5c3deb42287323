/* The workbook: what is in it, and that a full disk never gives half of it. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#include "core/arena.h"
#include "export/book.h"
#include "export/cell.h"
#include "export/scratch.h"
#include "export/xlsx.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PEOPLE		300

static enum status
make_seen(struct world *world, struct xlsx_progress *progress,
    const char *dir, FILE **file, int64_t *size)
{
	struct attendee_filter everybody = attendee_all(1);
	struct columns all = columns_all();
	struct xlsx xlsx = {
		.gemeenten = coverage_all(),
		.event = &world_catalog(world)->event, .columns = &all,
		.filter = &everybody, .selection = "alle deelnemers",
		.who = "anke", .now = WORLD_NOW, .progress = progress,
	};
	enum status status;

	assert_int_equal(db_snapshot(world->app.db), STATUS_OK);
	status = xlsx_make(world->app.db, &xlsx, dir, file, size);
	db_release(world->app.db);
	return status;
}

static enum status
make(struct world *world, const char *dir, FILE **file, int64_t *size)
{
	return make_seen(world, NULL, dir, file, size);
}

/* Under a name, for readers that are not ours. */
static const char *
save(struct world *world, FILE *from, int64_t size)
{
	const char *path = world_path(world, "boek.xlsx");
	FILE *to = fopen(path, "w");
	int64_t copied = 0;

	assert_non_null(to);
	for (int c; (c = getc(from)) != EOF; copied++)
		putc(c, to);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(copied, size);
	fclose(from);
	return path;
}

/* What a few lines of Python print about it. */
static const char *
python(struct world *world, const char *path, const char *program)
{
	char *line = arena_alloc(world->arena, 4096);
	FILE *pipe = popen(arena_printf(world->arena, "/usr/bin/python3 -c "
	    "'import sys,zipfile\nz=zipfile.ZipFile(\"%s\")\n%s'", path,
	    program), "r");

	assert_non_null(pipe);
	line[fread(line, 1, 4095, pipe)] = '\0';
	assert_int_equal(pclose(pipe), 0);
	return line;
}

static const char *
people_sql(struct world *world)
{
	return arena_printf(world->arena, "INSERT INTO registration (id, event,"
	    " sleutel_hash, nonce, aangemeld, gemeente,"
	    " contact_voornaam, contact_achternaam, contact_email) VALUES"
	    " (1, 1, x'00', 0, 1795509005, 'GM0632', 'Anne', 'de Vries',"
	    " 'a@woerden.nl'); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < %d) INSERT INTO participant"
	    " (event, registration, positie, nonce, status,"
	    " sorteersleutel, voornaam, achternaam, rol) SELECT 1, 1, i,"
	    " 0, 'bevestigd', printf('%%05d', i),"
	    " 'Zoë', 'Berg ' || i, 'wethouder' FROM n", PEOPLE);
}

static void
test_who_looks_on_sees_how_far_it_is_and_may_stop_it(void **state)
{
	struct xlsx_progress progress = { .people = 0 };
	struct world *world = *state;
	FILE *file = NULL;
	int64_t size;

	world_sql(world, people_sql(world));
	assert_int_equal(make_seen(world, &progress, world->dir, &file,
	    &size), STATUS_OK);
	assert_int_equal(atomic_load(&progress.people), PEOPLE);
	fclose(file);
	atomic_store(&progress.stop, true);
	assert_int_equal(make_seen(world, &progress, world->dir, &file,
	    &size), STATUS_BUSY);
	assert_int_equal(atomic_load(&progress.people), 1);
}

static void
test_workbook_is_a_zip_with_its_sheets(void **state)
{
	struct world *world = *state;
	const char *path;
	int64_t size;
	FILE *file;

	world_sql(world, people_sql(world));
	assert_int_equal(make(world, world->dir, &file, &size), STATUS_OK);
	path = save(world, file, size);
	assert_string_equal(python(world, path, "print(z.testzip(), "
	    "\"xl/styles.xml\" in z.namelist(), "
	    "z.read(\"xl/worksheets/sheet1.xml\").count(b\"<row \"))"),
	    "None True 301\n");
	assert_non_null(strstr(python(world, path,
	    "print(z.read(\"xl/workbook.xml\").decode())"),
	    "name=\"Ontbrekende gemeenten\""));
	/*
	 * The maker's name stands in a sheet, not in the document's
	 * properties.
	 */
	assert_null(strstr(python(world, path,
	    "print(z.read(\"docProps/core.xml\").decode())"), "anke"));
}

/* How many files there are beside the database's own. */
static int
files_in(const char *path)
{
	DIR *dir = opendir(path);
	int count = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		count += strncmp(e->d_name, "toets.db", 8) != 0;
	closedir(dir);
	return count;
}

static int
open_files(void)
{
	return files_in("/proc/self/fd");
}

static enum status
make_within(struct world *world, size_t limit, FILE **file, int64_t *size)
{
	struct rlimit whole, small;
	enum status status;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ limit, whole.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	status = make(world, world->dir, file, size);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	return status;
}

static bool
fits(struct world *world, size_t limit)
{
	enum status status;
	int64_t size;
	FILE *file;

	status = make_within(world, limit, &file, &size);
	if (status == STATUS_OK)
		fclose(file);
	else
		assert_int_equal(status, STATUS_FULL);
	return status == STATUS_OK;
}

/* The least that it fits in. */
static size_t
least(struct world *world)
{
	size_t low = 0, high = (size_t)8 << 20;

	assert_true(fits(world, high));
	while (high - low > 64) {
		size_t middle = low + (high - low) / 2;

		if (fits(world, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

/*
 * A file that may not grow beyond a limit fails as a full disk does.  Just
 * below what is needed all rows fit, and what stands behind them does not.
 */
static void
test_full_disk_gives_no_book_or_a_whole_one(void **state)
{
	struct world *world = *state;
	int before, full = 0, whole = 0;
	size_t limit;

	signal(SIGXFSZ, SIG_IGN);
	world_sql(world, people_sql(world));
	limit = least(world);
	before = open_files();
	for (size_t i = limit < 6000 ? 0 : limit - 6000; i < limit + 500;
	    i += 500) {
		int64_t size;
		FILE *file;

		if (make_within(world, i, &file, &size) != STATUS_OK) {
			full++;
			continue;
		}
		whole++;
		assert_string_equal(python(world, save(world, file, size),
		    "print(z.testzip(), z.read("
		    "\"xl/worksheets/sheet1.xml\").count(b\"<row \"), "
		    "all(z.read(n).rstrip().endswith(b\">\") "
		    "for n in z.namelist()), z.read("
		    "\"xl/worksheets/sheet1.xml\")[-12:])"),
		    "None 301 True b'</worksheet>'\n");
	}
	assert_true(full >= 5);
	assert_true(whole >= 1);
	assert_int_equal(open_files(), before);
	signal(SIGXFSZ, SIG_DFL);
}

static void
test_nothing_stays_behind(void **state)
{
	struct world *world = *state;
	int before = files_in(world->dir);
	int64_t size;
	FILE *file;

	world_sql(world, people_sql(world));
	assert_int_equal(make(world, world->dir, &file, &size), STATUS_OK);
	assert_int_equal(files_in(world->dir), before);
	fclose(file);
	assert_int_equal(make(world, world_path(world, "nergens"), &file,
	    &size), STATUS_FAIL);
	assert_int_equal(files_in(world->dir), before);
}

/*
 * libxlsxwriter calls this one of ours: all threads share its answer, as with
 * the library's, and it takes so long that another comes in between.
 */
struct tm *
gmtime(const time_t *moment)
{
	static struct tm shared;
	struct tm own;

	gmtime_r(moment, &own);
	shared = own;
	nanosleep(&(struct timespec){ .tv_nsec = 2000000 }, NULL);
	return &shared;
}

#define BOOKS	6

/* Books of one thread, and the year that all of them tell. */
struct maker {
	pthread_t	 thread;
	const char	*dir;
	int64_t		 now;
	const char	*created;
	FILE		*files[BOOKS];
	int64_t		 sizes[BOOKS];
	enum status	 status;	/* the worst */
};

static void *
maker_main(void *arg)
{
	static const char *const titles[] = { "Naam" };
	struct maker *maker = arg;

	for (int i = 0; i < BOOKS && maker->status == STATUS_OK; i++) {
		struct sheet *sheet;
		struct book *book;

		maker->status = book_open(maker->dir, "Boek", maker->now,
		    &book);
		if (maker->status != STATUS_OK)
			break;
		sheet = book_sheet(book, "Namen", titles, 1, true);
		sheet_text(sheet, 0, "Jansen");
		sheet_next(sheet);
		maker->status = book_close(book, &maker->files[i],
		    &maker->sizes[i]);
	}
	return NULL;
}

static void
test_books_closed_at_the_same_time_tell_each_their_own(void **state)
{
	struct world *world = *state;
	struct maker makers[] = {
		{ .now = 1000000000, .created = "2001-09-09T01:46:40Z" },
		{ .now = 1795000000, .created = "2026-11-18T11:06:40Z" },
	};

	for (size_t i = 0; i < COUNT(makers); i++) {
		makers[i].dir = world->dir;
		assert_int_equal(pthread_create(&makers[i].thread, NULL,
		    maker_main, &makers[i]), 0);
	}
	for (size_t i = 0; i < COUNT(makers); i++)
		pthread_join(makers[i].thread, NULL);
	for (size_t i = 0; i < COUNT(makers); i++) {
		assert_int_equal(makers[i].status, STATUS_OK);
		for (size_t j = 0; j < BOOKS; j++)
			assert_string_equal(python(world, save(world,
			    makers[i].files[j], makers[i].sizes[j]),
			    "import re; print(z.testzip(), re.findall("
			    "\"created[^>]*>([^<]*)\", "
			    "z.read(\"docProps/core.xml\").decode())[0])"),
			    arena_printf(world->arena, "None %s\n",
			    makers[i].created));
	}
}

static void
test_cell_holds_what_excel_can_hold(void **state)
{
	static const struct {
		const char	*text;
		const char	*cell;
		size_t		 lines;
		size_t		 widest;
	} vectors[] = {
		{ "", "", 1, 0 }, { "=1+1", "=1+1", 1, 4 },
		{ "a\r\nb", "a\nb", 2, 1 }, { "a\rb", "a\nb", 2, 1 },
		{ "a\n", "a\n", 2, 1 }, { "a\tb", "a\tb", 1, 3 },
		{ "a\x01\x1f" "b", "ab", 1, 2 },
		{ "a\xef\xbf\xbf" "b", "ab", 1, 2 },
		{ "Zoë", "Zoë", 1, 3 },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b", 1, 3 },
		{ "_x000D_", "_x005F_x000D_", 1, 13 },
		{ "_x000D", "_x000D", 1, 6 }, { "_x00G0_", "_x00G0_", 1, 7 },
	};
	struct world *world = *state;
	struct cell *cell = arena_alloc(world->arena, sizeof(*cell));

	for (size_t i = 0; i < COUNT(vectors); i++) {
		cell_fill(cell, vectors[i].text);
		assert_string_equal(cell->text, vectors[i].cell);
		assert_int_equal(cell->length, strlen(cell->text));
		assert_int_equal(cell->lines, vectors[i].lines);
		assert_int_equal(cell->widest, vectors[i].widest);
	}
}

static const char *
repeat(struct world *world, const char *text, size_t count)
{
	size_t size = strlen(text);
	char *out = arena_alloc(world->arena, size * count + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(out + i * size, text, size);
	return out;
}

static void
test_cell_is_cut_at_the_units_of_excel(void **state)
{
	static const struct {
		const char	*text;
		size_t		 count;
		size_t		 kept;
	} vectors[] = {
		{ "x", 32767, 32767 }, { "x", 32768, 32767 },
		{ "é", 40000, 32767 },
		/* Two units each, and never half of one. */
		{ "😀", 16383, 16383 }, { "😀", 16384, 16383 },
		/* Seven code points each as they are written. */
		{ "_x0041_", 5000, 0 },
	};
	struct world *world = *state;
	struct cell *cell = arena_alloc(world->arena, sizeof(*cell));

	for (size_t i = 0; i < COUNT(vectors); i++) {
		cell_fill(cell, repeat(world, vectors[i].text,
		    vectors[i].count));
		assert_true(cell->units <= CELL_UNITS_MAX);
		assert_true(cell->points <= CELL_UNITS_MAX);
		if (vectors[i].text[0] == '_')
			assert_true(cell->points > CELL_UNITS_MAX - 20);
		else
			assert_int_equal(cell->length,
			    vectors[i].kept * strlen(vectors[i].text));
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_who_looks_on_sees_how_far_it_is_and_may_stop_it),
		TEST(test_workbook_is_a_zip_with_its_sheets),
		TEST(test_full_disk_gives_no_book_or_a_whole_one),
		TEST(test_nothing_stays_behind),
		TEST(test_books_closed_at_the_same_time_tell_each_their_own),
		TEST(test_cell_holds_what_excel_can_hold),
		TEST(test_cell_is_cut_at_the_units_of_excel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
