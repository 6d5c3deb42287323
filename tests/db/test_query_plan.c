/*
 * No statement grows with the number of people but those that list them:
 * what SQLite would do for each statement of the program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "core/arena.h"
#include "db/statement.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* What people write here does not make these longer. */
static const char *const bounded[] = {
	"account", "catalog_version", "desk", "event", "event_text",
	"gemeente", "gemeente_afgezegd", "gemeente_alias", "head_count",
	"installation", "mail_alarm",
	"mail_pace", "moved", "programme_item", "round", "seat_count", "session",
	"terug", "terug_bezig", "terug_brief", "thema",
};

/* Columns that many rows share: a search by these alone is a walk. */
static const char *const shared[] = {
	"event=?", "status=?", "session=?", "round=?", "gemeente=?",
};

/* The walks that there are, and why each may be. */
static const struct {
	const char	*name;
	const char	*reason;
} walks[] = {
	{ "INSTALLATION_COUNTS", "counts all of a copy, for verify" },
	{ "NETWORK_SWEEP", "hourly: some rows an account" },
	{ "CONFIRMATION_SWEEP", "forgets those of an hour ago" },
	{ "LOGIN_SWEEP", "hourly: some rows an account" },
	{ "EVENT_LIST", "counts those who wait, on the desk's page of events" },
	{ "CHOICE_LIST", "lists who is told that their session changed" },
	{ "SESSION_INTEREST", "counts who waits for each session, at the desk" },
	{ "CHOICE_TOUCH", "changes those who chose a session that goes" },
	{ "CHOICE_REMOVE", "changes those who chose a session that goes" },
	{ "CHOICE_MOVE", "changes those who chose a session that goes" },
	{ "CHOICE_LAST", "one step: the largest" },
	{ "COVERAGE", "counts those who wait" },
	{ "OTHER_OF_GEMEENTE", "the newest twenty of each code of one" },
	{ "HELD_LINK_LIST", "by the mailer, for a link that was lost" },
	{ "ADDRESS_LIST", "lists addresses that letters came back from" },
	{ "UNDO_ALONE", "when the desk takes an act back: is there room still" },
	{ "UNDO_POSSIBLE", "the letters of one act of the desk" },
	{ "UNSUBSCRIBED_OPEN", "what of news has not gone, when one ends it" },
	{ "ERASE_INVITED", "erases what went to municipalities" },
	{ "ACCESS_FACTS", "of the people of one registration, found first" },
	{ "ERASE_MAILING_WORDS", "finds in what was sent to many who it names" },
	{ "ERASE_MAILINGS", "erases what was sent to many of one event" },
	{ "ERASE_INVITATIONS", "erases what municipalities answered" },
	{ "ERASE_WORDS", "changes what the log says of one event" },
	{ "ERASE_NEXT_WAITING", "a portion of who waits, to be erased" },
	{ "REPLAY_EVENT", "lists everybody of an event, for a restore" },
	{ "FIGURES_LIST", "lists what is left of who went, on that page" },
	{ "OUTBOX_TAKE_OVER", "the queue, once, when a mailer starts" },
	{ "OUTBOX_DUE", "a batch, cut before it is walked" },
	{ "ACCESS_INCIDENT", "reads the log, for the tool" },
	{ "HELD_LOG", "counts what is kept, on the page about that" },
	{ "HELD_NETWORKS", "counts what is kept, on the page about that" },
	{ "HELD_ADDRESSES", "counts what is kept, on the page about that" },
	{ "HELD_MESSAGES", "counts what is kept, on the page about that" },
	{ "HELD_REQUIREMENTS", "counts what is kept, on the page about that" },
	{ "HELD_REGISTRATIONS", "counts what is kept, on the page about that" },
	{ "OFFER_COUNT", "the few who were asked and did not answer" },
	{ "OFFER_OVERDUE", "the same few, each minute" },
	{ "WAITING_COUNT", "counts who waits, for the page of the line" },
	{ "WAITING_LIST", "the line in turn, of which a page is shown" },
	{ "INVITED_LIST", "a few letters for each municipality" },
	{ "INVITED_WITHDRAW", "the few letters of one municipality" },
	{ "MAILING_RESULT", "counts the letters of one mailing, by their ids" },
	{ "OUTBOX_ANY_SENT", "ends at the first that is found" },
	{ "QUESTION_BY_THEMA", "lists questions, on their page" },
	{ "QUESTION_BY_SESSION", "lists questions, on their page" },
	{ "ATTENDEE_BEST", "asks everybody how well they fit, until it is known" },
	{ "ATTENDEE_BEST_BACK", "asks everybody how well they fit" },
	{ "OUTBOX_LIST", "lists letters, for the tool" },
	{ "OUTBOX_COUNT_FAILED", "counts the failed letters alone" },
	{ "OUTBOX_FAILED_SINCE", "counts the failed letters alone" },
	{ "OUTBOX_OWED_SINCE", "the letters of one act, tried beforehand" },
	{ "OUTBOX_STOP", "stops the letters of one act, by their ids" },
	{ "OUTBOX_OLDEST", "one step: the smallest" },
	{ "DOOR_SEARCH", "asks everybody how well they fit, for the door" },
	{ "DOOR_LIST", "lists everybody, a portion at a time" },
	{ "BADGE_COUNT", "counts who is still to get a badge" },
	{ "EVALUATION_GRADES", "counts the answers of one event" },
	{ "EVALUATION_TAKEN", "lists the answers of one event" },
	{ "EVALUATION_OTHER", "lists the answers of one event" },
	{ "ERASE_EVALUATIONS", "erases the answers of one event" },
	{ "HELD_EVALUATIONS", "counts what is kept, on the page about that" },
	{ "DOOR_TOTAL", "counts who came, an index entry each" },
	{ "DOOR_BY_DOOR", "counts who came" },
	{ "DOOR_BY_SESSION", "counts who came, by what they chose" },
	{ "DOOR_TURNOUT_GEMEENTE", "counts who came, afterwards" },
	{ "DOOR_TURNOUT_ROLE", "counts who came, afterwards" },
	{ "DOOR_TURNOUT_REGION", "counts who came, afterwards" },
	{ "ATTENDANCE_SESSION", "lists who is in a session" },
	{ "ATTENDANCE_DOOR", "lists who comes, for the door" },
	{ "ATTENDEE_OF_ALL", "once: builds the index anew" },
	{ "ATTENDEE_OF_GEMEENTE", "changes those of one municipality" },
	{ "ATTENDEE_BY_GEMEENTE_BACK", "lists people, filtered" },
	{ "ATTENDEE_BY_GEMEENTE", "lists people, filtered" },
	{ "ATTENDEE_NEWEST_BACK", "lists people, filtered" },
	{ "ATTENDEE_NEWEST", "lists people, filtered" },
	{ "ATTENDEE_BY_NAME_BACK", "lists people, filtered" },
	{ "ATTENDEE_BY_NAME", "lists people, filtered" },
	{ "ATTENDEE_LIST", "lists people, filtered" },
	{ "SAMPLE_LIST", "lists registrations to show a letter with" },
	{ "RECIPIENT_LIST", "lists who is written to" },
	{ "STATISTICS_PEOPLE", "counts those who wait" },
	{ "STATISTICS_DAY", "counts those of a day, an index entry each" },
	{ "STATISTICS_THEMAS", "counts everybody, for the overview" },
	{ "STATISTICS_SESSIONS", "counts everybody, for the overview" },
	{ "PARTICIPANT_SESSION_ADD", "one step: the largest" },
	{ "REQUIREMENTS_LIST", "lists what people asked for" },
	{ "LINE_BEFORE", "counts who stands in front, for who waits" },
	{ "SEATS_OF_GEMEENTE", "the few that became one municipality" },
	{ "GUESTS_WAIT", "guests who wait: none but in the act that adds one" },
	{ "LINE_NEXT", "left behind the first delegation" },
	{ "SESSION_RETURN", "one step: the largest" },
	{ "SESSION_FREE", "EXISTS: one step a session" },
};

static bool
is_word(char c)
{
	return c == '_' || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether text says "table alias", or the alias is the table itself. */
static bool
names(const char *text, const char *table, const char *alias)
{
	char both[128];

	if (strcmp(table, alias) == 0)
		return true;
	snprintf(both, sizeof(both), "%s %s", table, alias);
	for (const char *at = text; (at = strstr(at, both)) != NULL; at++)
		if (!is_word(at[strlen(both)]) &&
		    (at == text || !is_word(at[-1])))
			return true;
	return false;
}

static bool
is_bounded(const char *text, const char *alias)
{
	for (size_t i = 0; i < COUNT(bounded); i++)
		if (names(text, bounded[i], alias))
			return true;
	return strcmp(alias, "CONSTANT") == 0 || alias[0] == '(';
}

/* "event=?" and the like, and what only says from where on. */
static bool
is_shared_term(const char *term, size_t length)
{
	if (memchr(term, '<', length) != NULL ||
	    memchr(term, '>', length) != NULL)
		return true;
	for (size_t i = 0; i < COUNT(shared); i++)
		if (strlen(shared[i]) == length &&
		    strncmp(shared[i], term, length) == 0)
			return true;
	return false;
}

/* "(event=? AND status=?)": nothing in it tells one person from another. */
static bool
is_shared(const char *terms)
{
	const char *end = strrchr(terms, ')'), *next;

	for (terms++; terms < end; terms = next + strlen(" AND ")) {
		next = strstr(terms, " AND ");
		if (next == NULL)
			next = end;
		if (!is_shared_term(terms, (size_t)(next - terms)))
			return false;
	}
	return true;
}

/* One line of the plan: does it read more as more people come? */
static bool
grows(const char *text, const char *detail)
{
	const char *terms = strchr(detail, '(');
	char alias[64] = "";

	if (sscanf(detail, "%*s %63s", alias) != 1 ||
	    is_bounded(text, alias))
		return false;
	if (strncmp(detail, "SCAN ", 5) == 0)
		return true;
	/* Without terms it is the first or last of all: one step. */
	return strncmp(detail, "SEARCH ", 7) == 0 && terms != NULL &&
	    is_shared(terms);
}

/* The lines of the plan that grow, or "". */
static const char *
walks_of(struct world *world, const struct statement *statement)
{
	char *text = statement_text(statement);
	const char *all = "";
	bool sorts = false;
	sqlite3_stmt *plan;

	assert_int_equal(sqlite3_prepare_v2(world->seen,
	    arena_printf(world->arena, "EXPLAIN QUERY PLAN %s", text), -1,
	    &plan, NULL), SQLITE_OK);
	while (sqlite3_step(plan) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(plan,
		    3);

		sorts |= strncmp(detail, "USE TEMP B-TREE", 15) == 0;
		if (grows(text, detail))
			all = arena_printf(world->arena, "%s  %s\n", all,
			    detail);
	}
	sqlite3_finalize(plan);
	/* As many as are asked for, in the order in which they stand. */
	if (strstr(text, " LIMIT ") != NULL && !sorts)
		all = "";
	free(text);
	return all;
}

static const char *
reason_for(const char *name)
{
	for (size_t i = 0; i < COUNT(walks); i++)
		if (strcmp(walks[i].name, name) == 0)
			return walks[i].reason;
	return NULL;
}

/* SQL asks for these of the program (db.c); a plan needs only their names. */
static void
any_value(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_null(context);
}

static void
add_functions(struct world *world)
{
	const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS;

	static const char *const names[] = { "fold", "holds", "fits" };

	for (int i = 0; i < 3; i++)
		assert_int_equal(sqlite3_create_function(world->seen,
		    names[i], i + 1, flags, NULL, any_value, NULL, NULL),
		    SQLITE_OK);
}

static void
test_only_statements_that_list_people_grow_with_them(void **state)
{
	struct world *world = *state;
	const struct statement *one;
	size_t wrong = 0, seen = 0;

	add_functions(world);
	for (one = __start_statements; one < __stop_statements; one++) {
		const char *found;

		/* db/registration/invariants.c is to look at every row. */
		if (strncmp(one->name, "BROKEN_", 7) == 0)
			continue;
		found = walks_of(world, one);
		seen += found[0] != '\0';
		if ((found[0] != '\0') == (reason_for(one->name) != NULL))
			continue;
		print_error(found[0] == '\0' ? "%s walks nothing any more%s\n"
		    : "%s walks what grows:\n%s", one->name, found);
		wrong++;
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(seen, COUNT(walks));
}

/* What SQLite does for a new row of this table, with its triggers. */
static bool
makes_a_table(sqlite3 *db, const char *table, struct arena *arena)
{
	sqlite3_stmt *steps;
	bool makes = false;

	assert_int_equal(sqlite3_prepare_v2(db, arena_printf(arena,
	    "EXPLAIN INSERT INTO %s DEFAULT VALUES", table), -1, &steps, NULL),
	    SQLITE_OK);
	while (sqlite3_step(steps) == SQLITE_ROW)
		makes |= strcmp((const char *)sqlite3_column_text(steps, 1),
		    "OpenEphemeral") == 0;
	sqlite3_finalize(steps);
	return makes;
}

static void
test_no_row_is_written_by_way_of_a_table_of_its_own(void **state)
{
	struct world *world = *state;
	sqlite3_stmt *tables;
	size_t wrong = 0, seen = 0;
	sqlite3 *db;

	/* One that only reads does not look at CHECKs. */
	assert_int_equal(sqlite3_open(world->database, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT name FROM"
	    " sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
	    -1, &tables, NULL), SQLITE_OK);
	for (; sqlite3_step(tables) == SQLITE_ROW; seen++) {
		const char *table = (const char *)sqlite3_column_text(tables,
		    0);

		if (!makes_a_table(db, table, world->arena))
			continue;
		print_error("a CHECK or trigger of %s makes a table\n", table);
		wrong++;
	}
	sqlite3_finalize(tables);
	sqlite3_close(db);
	assert_int_equal(wrong, 0);
	assert_true(seen > 40);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_no_row_is_written_by_way_of_a_table_of_its_own,
		    world_open, world_close),
		cmocka_unit_test_setup_teardown(
		    test_only_statements_that_list_people_grow_with_them,
		    world_open, world_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
