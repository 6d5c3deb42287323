/* Dietary and access requirements: given, withdrawn, and never elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "core/buf.h"
#include "db/registration/requirements.h"
#include "export/columns.h"
#include "export/csv.h"
#include "mail/housekeeping.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define OUT_MAX		((size_t)8 << 20)
#define MARKER		"zzwensmerkzz"
#define ZOE		"zoe@woerden.nl"

static int64_t
come(struct world *world)
{
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "wm");

	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	return world_sign_up(world, one);
}

static struct reply
requirements(struct world *world, int64_t positie, const char *body)
{
	return visit_post(world, visit_link(world, 1, positie, "/wensen"),
	    body);
}

static void
test_requirement_is_kept_only_with_consent(void **state)
{
	static const struct {
		const char	*body;
		int		 code;
	} vectors[] = {
		{ "actie=bewaren&dieet=" MARKER "&toestemming=ja", 303 },
		{ "actie=bewaren&toegang=" MARKER "&toestemming=ja", 303 },
		{ "dieet=" MARKER "&toestemming=ja", 303 },
		{ "actie=bewaren&dieet=" MARKER, 422 },
		{ "actie=bewaren&dieet=" MARKER "&toestemming=", 422 },
		{ "actie=bewaren&dieet=" MARKER "&toestemming=nee", 422 },
		{ "actie=bewaren&dieet=" MARKER "&toestemming=JA", 422 },
		{ "actie=bewaren&dieet=&toegang=+&toestemming=ja", 422 },
		{ "actie=bewaren&toestemming=ja", 422 },
		{ "actie=bewaren&dieet=%FF&toestemming=ja", 400 },
	};
	struct world *world = *state;
	struct reply reply;

	come(world);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		world_sql(world, "DELETE FROM requirement");
		reply = requirements(world, 1, vectors[i].body);
		assert_int_equal(reply.code, vectors[i].code);
		assert_int_equal(world_count(world, "requirement"),
		    vectors[i].code == 303);
	}
}

static void
test_requirement_that_is_not_kept_stays_in_the_form(void **state)
{
	struct world *world = *state;
	struct reply reply;

	come(world);
	reply = requirements(world, 1,
	    "actie=bewaren&dieet=" MARKER "-1&toegang="
	    MARKER "-2");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, MARKER "-1</textarea>");
	assert_holds(&reply, MARKER "-2</textarea>");
	assert_holds(&reply, "id=\"toestemming-fout\"");
	/* Nobody's consent is ticked for them. */
	assert_lacks(&reply, "name=\"toestemming\" value=\"ja\" checked");
}

static void
test_requirement_is_as_of_consent_and_can_be_changed(void **state)
{
	struct world *world = *state;
	struct requirements found;

	come(world);
	requirements(world, 1, "dieet=eerst&toegang=lift&toestemming=ja");
	world_set_now(WORLD_NOW + 60);
	requirements(world, 1, "dieet=later&toestemming=ja");
	assert_int_equal(requirements_get(world->app.db, 1, world->arena,
	    &found), STATUS_OK);
	assert_string_equal(found.answer[REQUIREMENT_DIEET], "later");
	assert_string_equal(found.answer[REQUIREMENT_TOEGANG], "");
	assert_int_equal(found.toestemming, WORLD_NOW + 60);
	assert_int_equal(requirements_get(world->app.db, 2, world->arena,
	    &found), STATUS_NOTFOUND);
}

static void
test_only_the_person_s_own_pages_show_it(void **state)
{
	static const struct {
		int64_t		 positie;	/* 0: the contact's */
		const char	*below;
	} others[] = {
		{ 2, "" }, { 2, "/gegevens.json" }, { 0, "" },
		{ 0, "/wijzigen" },
	};
	struct world *world = *state;
	struct reply reply;

	come(world);
	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	reply = visit_get(world, visit_link(world, 1, 1, ""));
	assert_holds(&reply, MARKER);
	reply = visit_get(world, visit_link(world, 1, 1, "/gegevens.json"));
	assert_holds(&reply, MARKER);
	for (size_t i = 0; i < COUNT(others); i++) {
		reply = visit_get(world, visit_link(world, 1,
		    others[i].positie, others[i].below));
		assert_int_equal(reply.code, 200);
		assert_lacks(&reply, MARKER);
	}
}

static void
test_withdrawn_requirement_is_gone(void **state)
{
	struct world *world = *state;
	struct reply reply;

	come(world);
	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	requirements(world, 2, "dieet=" MARKER "&toestemming=ja");
	reply = visit_get(world, visit_link(world, 1, 1, ""));
	assert_holds(&reply, "value=\"intrekken\"");
	/* Whatever else the form holds. */
	reply = requirements(world, 1, "dieet=" MARKER "&toestemming=ja"
	    "&actie=intrekken");
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_text(world, "SELECT group_concat("
	    "participant) FROM requirement"), "2");
	reply = visit_get(world, visit_link(world, 1, 1, ""));
	assert_lacks(&reply, MARKER);
	assert_lacks(&reply, "value=\"intrekken\"");
}

static void
test_cancelling_removes_it_for_good(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	requirements(world, 2, "dieet=" MARKER "&toestemming=ja");
	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat("
	    "participant) FROM requirement"), "1");
	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	assert_int_equal(world_count(world, "requirement"), 0);
	assert_int_equal(world_restore(world, id, 0), STATUS_OK);
	assert_int_equal(world_count(world, "requirement"), 0);
}

static void
test_who_does_not_come_gives_no_requirement(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);
	struct reply reply;

	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_int_equal(requirements(world, 1, "dieet=x&toestemming=ja").code,
	    409);
	reply = visit_get(world, visit_link(world, 1, 1, ""));
	assert_lacks(&reply, "toestemming");
	assert_int_equal(visit_post(world, "/deelnemer/"
	    "AAAAAAAAAAAAAAAAAAAAAAAA/wensen",
	    "dieet=x&toestemming=ja").code, 404);
	assert_int_equal(world_count(world, "requirement"), 0);
}

/* It is for that day, and what comes later might be kept for longer. */
static void
test_no_requirement_is_taken_when_the_event_is_over(void **state)
{
	struct world *world = *state;

	come(world);
	world_set_now(WORLD_END - 1);
	assert_int_equal(requirements(world, 1, "dieet=x&toestemming=ja").code,
	    303);
	world_set_now(WORLD_END);
	assert_int_equal(requirements(world, 2, "dieet=x&toestemming=ja").code,
	    409);
	/* To withdraw is always possible. */
	assert_int_equal(requirements(world, 1, "actie=intrekken").code, 303);
	assert_int_equal(world_count(world, "requirement"), 0);
}

static void
test_requirements_go_a_week_after_the_event_not_before(void **state)
{
	static const struct {
		int64_t	now;
		int64_t	kept;
	} vectors[] = {
		{ WORLD_NOW, 2 },
		{ WORLD_END, 2 },
		{ WORLD_END + 7 * 86400 - 1, 2 },
		{ WORLD_END + 7 * 86400, 0 },
	};
	struct world *world = *state;
	struct event event = {
		.einde = WORLD_END, .bewaartermijn_wensen = 7,
	};

	come(world);
	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	requirements(world, 2, "dieet=" MARKER "&toestemming=ja");
	assert_int_equal(requirements_until(&event), WORLD_END + 7 * 86400);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(housekeeping_sweep(&(struct housekeeping){
			.writer = world->app.writer, .config = &world->config,
		}, vectors[i].now), STATUS_OK);
		assert_int_equal(world_count(world, "requirement"),
		    vectors[i].kept);
	}
	assert_int_equal(world_count(world, "participant"), 2);
}

static void
test_requirements_of_a_later_event_are_not_swept(void **state)
{
	struct world *world = *state;

	come(world);
	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	world_sql(world, "UPDATE event SET einde = einde + 86400");
	assert_int_equal(housekeeping_sweep(&(struct housekeeping){
		.writer = world->app.writer, .config = &world->config,
	}, WORLD_END + 7 * 86400), STATUS_OK);
	assert_int_equal(world_count(world, "requirement"), 1);
}

static enum status
collect(void *arg, const void *bytes, size_t length)
{
	buf_add(arg, bytes, length);
	return STATUS_OK;
}

/*
 * Tables, requirement aside, with the marker in any column.  A letter's text is
 * quoted-printable, which leaves the marker whole but for a soft line end.
 */
static int64_t
tables_with_marker(struct world *world)
{
	int64_t count = world_number(world, "SELECT count(*) FROM"
	    " sqlite_schema WHERE type = 'table' AND name <> 'requirement'");
	int64_t found = 0;

	assert_true(count > 10);
	for (int64_t i = 0; i < count; i++) {
		const char *table = world_text(world, "SELECT name FROM"
		    " sqlite_schema WHERE type = 'table' AND name <>"
		    " 'requirement' ORDER BY name LIMIT 1 OFFSET %lld",
		    (long long)i);
		const char *columns = world_text(world, "SELECT group_concat("
		    "'coalesce(\"' || name || '\", '''')', ' || ') FROM"
		    " pragma_table_info('%s')", table);

		found += world_number(world, "SELECT count(*) FROM \"%s\""
		    " WHERE instr(replace(CAST(%s AS TEXT), '=' ||"
		    " char(13, 10), ''), '" MARKER "') > 0", table, columns);
	}
	return found;
}

/* Everything that can happen to a person who gave requirements. */
static void
live_on(struct world *world)
{
	const char *page;

	requirements(world, 1, "dieet=" MARKER "&toestemming=ja");
	requirements(world, 1, "toegang=" MARKER "&toestemming=ja");
	requirements(world, 1, "dieet=" MARKER);
	requirements(world, 2,
	    "dieet=" MARKER "&toegang=" MARKER "&toestemming=ja");
	page = visit_link(world, 1, 2, "");
	assert_int_equal(visit_post(world, page, "actie=afmelden").code, 303);
	assert_int_equal(visit_post(world, page, "actie=herstellen").code, 303);
	assert_int_equal(visit_post(world, visit_link(world, 1, 1, "/wijzigen"),
	    world_form(world, "versie", world_text(world, "SELECT versie FROM"
	    " registration"), "deelnemer_1_voornaam", "Zoë",
	    "deelnemer_1_achternaam", "van Dijck", "deelnemer_1_email",
	    ZOE, NULL)).code, 303);
	requirements(world, 2, "dieet=" MARKER "&toestemming=ja");
	requirements(world, 2, "actie=intrekken");
}

static void
test_nothing_but_its_own_table_holds_it(void **state)
{
	struct attendee_filter everybody = attendee_all(1);
	struct world *world = *state;
	struct buf csv;

	come(world);
	live_on(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM requirement"
	    " WHERE toegang = '" MARKER "'"), 1);
	assert_int_equal(tables_with_marker(world), 0);
	buf_init(&csv, world->arena, OUT_MAX);
	assert_int_equal(csv_attendees(world->app.db, &everybody, collect,
	    &csv), STATUS_OK);
	assert_non_null(strstr(csv.data, "Dijck"));
	assert_null(strstr(csv.data, MARKER));
	/* The log says that there was one, by whom, and no more. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'wens doorgegeven'"
	    " AND coalesce(toelichting, '') = ''"), 4);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'wens ingetrokken' AND participant = 2"), 1);
	/* Where the marker does stand, it is found. */
	world_sql(world, "UPDATE event SET omschrijving = 'x" MARKER "'");
	assert_int_equal(tables_with_marker(world), 1);
}

#define LOG_MAX	65536

/* What the program wrote to standard error while all of this happened. */
static void
test_log_never_holds_it(void **state)
{
	struct world *world = *state;
	char log[LOG_MAX] = "";
	int kept = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	assert_non_null(file);
	come(world);
	assert_true(dup2(fileno(file), STDERR_FILENO) >= 0);
	live_on(world);
	world_sql(world, "CREATE TRIGGER fault BEFORE INSERT ON requirement"
	    " BEGIN SELECT raise(ABORT, 'broken'); END");
	assert_int_equal(requirements(world, 2,
	    "dieet=" MARKER "&toestemming=ja").code, 500);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	assert_true(fread(log, 1, LOG_MAX - 1, file) > 0);
	fclose(file);
	assert_non_null(strstr(log, "broken"));
	assert_null(strstr(log, MARKER));
}

static void
test_every_requirement_is_a_special_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < REQUIREMENT__MAX; i++) {
		assert_true(requirement_fields[i].flags & FIELD_SPECIAL);
		assert_true(requirement_fields[i].flags & FIELD_OWN);
		for (size_t j = 0; j < columns_count(); j++)
			assert_string_not_equal(column_name(j),
			    requirement_fields[i].name);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_requirement_is_kept_only_with_consent),
		TEST(test_requirement_that_is_not_kept_stays_in_the_form),
		TEST(test_requirement_is_as_of_consent_and_can_be_changed),
		TEST(test_only_the_person_s_own_pages_show_it),
		TEST(test_withdrawn_requirement_is_gone),
		TEST(test_cancelling_removes_it_for_good),
		TEST(test_who_does_not_come_gives_no_requirement),
		TEST(test_no_requirement_is_taken_when_the_event_is_over),
		TEST(test_requirements_go_a_week_after_the_event_not_before),
		TEST(test_requirements_of_a_later_event_are_not_swept),
		TEST(test_nothing_but_its_own_table_holds_it),
		TEST(test_log_never_holds_it),
		cmocka_unit_test(test_every_requirement_is_a_special_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
