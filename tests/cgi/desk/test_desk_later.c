/* A workbook that takes longer, made beside the request that asked for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#include "cgi/desk/export/later.h"
#include "core/arena.h"
#include "export/scratch.h"
#include "tests/support/desk.h"

#define FORM	"vorm=xlsx&kolom=voornaam&kolom=functie"

/* Two people, of whom a workbook takes longer here, and two organisers. */
static int
people_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	later_from = 2;
	return 0;
}

static int
people_close(void **state)
{
	later_end();
	return world_close(state);
}

static void
pause_briefly(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

/* A work that goes on until it is told how to end, or given up. */
struct slow {
	struct xlsx_progress *progress;
	atomic_int	 end;		/* a status; -1: not yet */
	atomic_bool	 stubborn;	/* it does not see that it is given up */
};

static enum status
make_slowly(struct app *app, void *arg, const char *dir, FILE **file,
    int64_t *size)
{
	struct slow *slow = arg;
	int end;

	(void)app;
	while ((end = atomic_load(&slow->end)) < 0 &&
	    (atomic_load(&slow->stubborn) ||
	    !atomic_load(&slow->progress->stop)))
		pause_briefly();
	*size = 14433285;
	return end < 0 ? STATUS_BUSY : end != STATUS_OK ? (enum status)end :
	    scratch_open(dir, file);
}

static struct slow *
begin(struct world *world, int64_t account, int64_t people,
    enum status wanted, int64_t *id)
{
	struct arena *arena = arena_new((size_t)1 << 16);
	struct slow *slow = arena_alloc(world->arena, sizeof(*slow));
	struct later_order order = {
		.arena = arena, .account = account, .total = 113000,
		.progress = arena_alloc(arena, sizeof(*order.progress)),
		.make = make_slowly, .arg = slow,
	};

	atomic_store(&slow->end, -1);
	slow->progress = order.progress;
	atomic_store(&order.progress->people, people);
	assert_int_equal(later_begin(&world->app, &order, id), wanted);
	return slow;
}

static int64_t
organiser(struct world *world)
{
	return world_number(world, "SELECT id FROM account WHERE rol ="
	    " 'organisator'");
}

/* The page as it is when there is nothing more to wait for. */
static struct reply
made(struct world *world, const char *path)
{
	struct reply reply = desk_get(world, path, ORGANISER);

	while (reply_header(world, &reply, "Refresh") != NULL) {
		pause_briefly();
		reply = desk_get(world, path, ORGANISER);
	}
	return reply;
}

static const char *
ask(struct world *world)
{
	struct reply reply = desk_send(world, "/beheer/export", ORGANISER,
	    FORM);

	assert_int_equal(reply.code, 303);
	return reply_header(world, &reply, "Location");
}

static void
test_form_leads_to_the_file(void **state)
{
	struct world *world = *state;
	const char *path = ask(world), *file;
	struct reply reply = made(world, path);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Het bestand is klaar: 2 deelnemers, ");
	assert_holds(&reply, "tot 9.40 uur");
	file = arena_printf(world->arena, "%s/bestand", path);
	assert_holds(&reply, arena_printf(world->arena, "href=\"%s\"", file));
	/* Nothing left the desk yet. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 0);
	assert_int_equal(world_count(world, "export_merk"), 0);
	for (int i = 1; i <= 2; i++) {
		reply = desk_get(world, file, ORGANISER);
		assert_int_equal(reply.code, 200);
		assert_string_equal(reply_header(world, &reply,
		    "Content-Disposition"), "attachment; filename=\"deelnemers"
		    "-2027-01-12_export-20261124-0930.xlsx\"");
		assert_non_null(reply_header(world, &reply,
		    "Content-Length"));
		assert_int_equal(memcmp(reply.body, "PK\3\4", 4), 0);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " audit WHERE wat = 'uitgevoerd' AND toelichting ="
		    " 'deelnemers als XLSX'"), i);
	}
	assert_int_equal(world_number(world, "SELECT participant FROM"
	    " export_merk"), 2);
	assert_string_equal(world_text(world, "SELECT kolommen FROM"
	    " export_kolommen"), "functie voornaam");
	reply = desk_get(world, "/beheer/export", ORGANISER);
	assert_holds(&reply, arena_printf(world->arena, "href=\"%s\"", path));
}

static void
test_plain_get_and_few_people_are_answered_at_once(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_get(world, "/beheer/export.xlsx",
	    ORGANISER).code, 200);
	assert_int_equal(desk_send(world, "/beheer/export", ORGANISER,
	    "vorm=csv&kolom=voornaam").code, 200);
	assert_int_equal(desk_send(world, "/beheer/export?rol=wethouder",
	    ORGANISER, FORM).code, 200);
	later_from = 3;
	assert_int_equal(desk_send(world, "/beheer/export", ORGANISER,
	    FORM).code, 200);
	assert_int_equal(later_of(organiser(world)), 0);
}

static void
test_page_says_how_far_it_is(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *path;
	int64_t id;
	struct slow *slow = begin(world, organiser(world), 12000, STATUS_OK,
	    &id);

	path = arena_printf(world->arena, "/beheer/export/%lld",
	    (long long)id);
	reply = desk_get(world, path, ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "12.000 van 113.000 deelnemers");
	assert_holds(&reply, "max=\"113000\" value=\"12000\"");
	assert_lacks(&reply, "ingepakt");
	assert_string_equal(reply_header(world, &reply, "Refresh"), "1");
	reply = desk_get(world, arena_printf(world->arena, "%s?stil=ja",
	    path), ORGANISER);
	assert_null(reply_header(world, &reply, "Refresh"));
	assert_holds(&reply, "Kijk hoe ver het is");
	atomic_store(&slow->progress->people, 113002);
	reply = desk_get(world, path, ORGANISER);
	assert_holds(&reply, "113.000 van 113.000 deelnemers");
	assert_holds(&reply, "ingepakt");
	/* There is nothing to fetch yet. */
	reply = desk_get(world, arena_printf(world->arena, "%s/bestand",
	    path), ORGANISER);
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), path);
	atomic_store(&slow->end, STATUS_OK);
	reply = made(world, path);
	assert_holds(&reply, "113.002 deelnemers, 14,4 MB");
}

static void
test_what_failed_is_said_in_words(void **state)
{
	static const struct {
		enum status	 status;
		const char	*said;
	} vectors[] = {
		{ STATUS_FULL, "geen ruimte op de schijf" },
		{ STATUS_BUSY, "nu te druk" }, { STATUS_FAIL, "fout van ons" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < 3; i++) {
		struct reply reply;
		const char *path;
		int64_t id;

		atomic_store(&begin(world, organiser(world), 0, STATUS_OK,
		    &id)->end, (int)vectors[i].status);
		path = arena_printf(world->arena, "/beheer/export/%lld",
		    (long long)id);
		reply = made(world, path);
		assert_holds(&reply, vectors[i].said);
		assert_lacks(&reply, "/bestand\"");
		assert_int_equal(desk_get(world, arena_printf(world->arena,
		    "%s/bestand", path), ORGANISER).code, 303);
	}
}

static void
test_full_disk_is_said_in_words(void **state)
{
	struct world *world = *state;
	struct rlimit whole, small;
	struct reply reply;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ 100, whole.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	reply = made(world, ask(world));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_holds(&reply, "geen ruimte op de schijf");
}

static void
test_file_is_of_who_asked(void **state)
{
	struct world *world = *state;
	const char *path = ask(world);
	const char *file = arena_printf(world->arena, "%s/bestand", path);
	struct reply reply;

	made(world, path);
	assert_int_equal(desk_get(world, path, READER).code, 403);
	assert_int_equal(desk_get(world, file, READER).code, 403);
	world_sql(world, "INSERT INTO account (id, naam, rol, wachtwoord,"
	    " gemaakt) SELECT 77, 'ander', rol, wachtwoord, 1 FROM account"
	    " WHERE rol = 'organisator'; UPDATE login SET account = 77 WHERE"
	    " account = (SELECT min(id) FROM account WHERE rol ="
	    " 'organisator')");
	reply = desk_get(world, path, ORGANISER);
	assert_int_equal(reply.code, 410);
	assert_holds(&reply, "Dit bestand is er niet meer.");
	assert_int_equal(desk_get(world, file, ORGANISER).code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 0);
}

/* Who asks twice has the second; of others there are no more than fit. */
static void
test_no_more_than_four_are_kept(void **state)
{
	struct world *world = *state;
	struct slow *last = NULL;
	struct later later;
	int64_t id, of[5];

	begin(world, 1, 0, STATUS_OK, &of[0]);
	begin(world, 1, 0, STATUS_OK, &id);
	assert_int_equal(later_look(of[0], 1, &later), STATUS_NOTFOUND);
	assert_int_equal(later_look(id, 1, &later), STATUS_OK);
	assert_int_equal(later_of(1), id);
	for (int64_t i = 2; i <= 4; i++)
		last = begin(world, i, 0, STATUS_OK, &of[i]);
	begin(world, 5, 0, STATUS_BUSY, &id);
	/* What is ready makes room. */
	atomic_store(&last->end, STATUS_OK);
	do
		assert_int_equal(later_look(of[4], 4, &later), STATUS_OK);
	while (!later.made);
	begin(world, 5, 0, STATUS_OK, &id);
	assert_int_equal(later_look(of[4], 4, &later), STATUS_NOTFOUND);
	/* And the end waits for nobody who is at work. */
	later_end();
	for (int64_t i = 1; i <= 5; i++)
		assert_int_equal(later_of(i), 0);
}

/* Who asks again and again has no more threads than that. */
static void
test_what_is_given_up_counts_until_it_ends(void **state)
{
	struct world *world = *state;
	struct slow *slow[16];
	int64_t id;

	for (size_t i = 0; i < 16; i++) {
		slow[i] = begin(world, 1, 0, STATUS_OK, &id);
		atomic_store(&slow[i]->stubborn, true);
	}
	begin(world, 1, 0, STATUS_BUSY, &id);
	for (size_t i = 0; i < 16; i++)
		atomic_store(&slow[i]->end, STATUS_FAIL);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, people_open, \
			    people_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_form_leads_to_the_file),
		TEST(test_plain_get_and_few_people_are_answered_at_once),
		TEST(test_page_says_how_far_it_is),
		TEST(test_what_failed_is_said_in_words),
		TEST(test_full_disk_is_said_in_words),
		TEST(test_file_is_of_who_asked),
		TEST(test_no_more_than_four_are_kept),
		TEST(test_what_is_given_up_counts_until_it_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
