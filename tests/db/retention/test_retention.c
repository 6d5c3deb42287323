/* What is kept, for how long, and that nothing of it stays behind. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/retention/purpose.h"
#include "mail/housekeeping.h"
#include "tests/support/canary.h"
#include "tests/support/desk.h"

#define DAY		86400

static enum status
clean(struct world *world, int64_t now)
{
	return housekeeping_forget(&(struct housekeeping){
		.writer = world->app.writer, .config = &world->config,
	}, now);
}

static bool
has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
		if ((at == words || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return true;
	return false;
}

static bool
is_covered(const char *table, const char *column)
{
	for (size_t i = 0; i < nholdings; i++)
		if (strcmp(holdings[i].table, table) == 0 &&
		    (strcmp(holdings[i].columns, "*") == 0 ||
		    has_word(holdings[i].columns, column)))
			return true;
	return false;
}

static void
test_every_column_is_kept_for_a_purpose(void **state)
{
	struct world *world = *state;
	const char *all = world_text(world, "SELECT group_concat(t.name || '.'"
	    " || c.name, ' ') FROM sqlite_schema t, pragma_table_info(t.name)"
	    " c WHERE t.type = 'table'");
	char *rest = arena_string(world->arena, all), *one, *column;

	assert_true(strlen(all) > 1000);
	while ((one = strsep(&rest, " ")) != NULL) {
		column = strchr(one, '.');
		*column++ = '\0';
		if (!is_covered(one, column))
			fail_msg("%s.%s is kept for no purpose: say for which "
			    "in db/retention/purpose.c", one, column);
	}
	/* A new column of a row that stays, and a new table, are noticed. */
	assert_false(is_covered("event", "telefoon"));
	assert_false(is_covered("deelname", "naam"));
}

/*
 * What is written of people is planted by the tests that look for it later:
 * each text but these, which are words of the programme, keys and codes.
 */
static void
test_every_text_about_people_holds_a_bird(void **state)
{
	static const char ours[] = " registration.sleutel_hash"
	    " registration.inhoud registration.gemeente"
	    " registration.contact_telefoon registration.wachtlijst"
	    " registration_thema.thema participant.status participant.rol"
	    " participant.naam_volgt participant.foto_bezwaar"
	    " participant.op_de_hoogte participant_session.status"
	    " terug.status terug.nu terug_brief.status"
	    " arrival.toestel arrival.nonce arrival.deur arrival.herroept"
	    " note.wie attendee.plaats attendee.code attendee.rolsoort"
	    " attendee.volgt outbox.soort outbox.gemeente outbox.wie"
	    " outbox.naam outbox.status outbox_bericht.afzender audit.wie"
	    " audit.wat audit.toelichting gemeente_afgezegd.gemeente"
	    " gemeente_afgezegd.wie invitation.gemeente invitation.later"
	    " mailing.soort mailing.keuze mailing.wie evaluation.sleutel"
	    " network_people.netwerk ";
	static const char *const birds[] = {
		KANARIE, MEREL, EKSTER, REIGER, WINTERKONING,
	};
	struct world *world = *state;
	const char *found = " ", *all;
	char *rest, *one;

	canary_plant(world);
	canary_plant_later(world);
	for (size_t i = 0; i < sizeof(birds) / sizeof(birds[0]); i++)
		found = arena_printf(world->arena, "%s%s", found,
		    canary_columns(world, birds[i]));
	/* What is kept longer says not whom somebody looked for. */
	assert_null(strstr(found, " audit.toelichting "));
	assert_null(strstr(found, " mailing.keuze "));
	for (size_t i = 0; i < nholdings; i++) {
		if (purposes[holdings[i].purpose].people == NULL ||
		    holdings[i].purpose >= PURPOSE_DESK)
			continue;
		all = world_text(world, "SELECT coalesce(group_concat('%s.' ||"
		    " name, ' '), '') FROM pragma_table_info('%s') WHERE type"
		    " IN ('TEXT', 'BLOB')", holdings[i].table,
		    holdings[i].table);
		rest = arena_string(world->arena, all);
		while ((one = strsep(&rest, " ")) != NULL && *one != '\0') {
			one = arena_printf(world->arena, " %s ", one);
			if (!strstr(found, one) && !strstr(ours, one))
				fail_msg("%s holds no bird", one);
		}
	}
}

/* "*" may only be said of rows that go. */
static void
test_what_is_said_of_the_schema_is_so(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < nholdings; i++) {
		const struct holding *one = &holdings[i];
		char *rest = arena_string(world->arena, one->columns), *column;

		assert_true(one->deed == DEED_DELETE || one->deed ==
		    DEED_COUNT || strcmp(one->columns, "*") != 0);
		while ((column = strsep(&rest, " ")) != NULL)
			assert_int_equal(world_number(world, "SELECT count(*)"
			    " > 0 FROM pragma_table_info('%s') WHERE name ="
			    " '%s' OR '%s' = '*'", one->table, column, column),
			    1);
	}
}

/* Each term to the second, as the clock alone ends it. */
static void
test_terms_end_when_the_table_says(void **state)
{
	static const struct {
		const char	*table;
		int64_t		 last;	/* the second before it goes */
	} vectors[] = {
		{ "network_people", WORLD_NOW + 3600 - 1 },
		{ "outbox_bericht", WORLD_NOW + 30 * DAY },
		{ "requirement", WORLD_END + 7 * DAY - 1 },
		{ "participant", WORLD_END + 90 * DAY - 1 },
		{ "address", WORLD_NOW + 365 * DAY - 1 },
		{ "evaluation", WORLD_END + 365 * DAY - 1 },
	};
	struct world *world = *state;

	canary_plant(world);
	canary_plant_later(world);
	world_sql(world, "INSERT INTO network_people VALUES (x'01', 1795509005,"
	    " 1, 1); INSERT INTO address VALUES ('weg@example.nl', 1795509005,"
	    " 'bounced')");
	world_send(world);
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		assert_int_equal(clean(world, vectors[i].last), STATUS_OK);
		assert_true(world_count(world, vectors[i].table) > 0);
		assert_int_equal(clean(world, vectors[i].last + 1), STATUS_OK);
		assert_int_equal(world_count(world, vectors[i].table), 0);
	}
}

static void
test_terms_are_the_events_and_the_installations(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	canary_plant_later(world);
	world_send(world);
	world->config.mail_keep_days = 3;
	world->config.evaluation_keep_days = 5;
	world_sql(world, "UPDATE event SET bewaartermijn = 2,"
	    " bewaartermijn_wensen = 1");
	assert_int_equal(clean(world, WORLD_NOW + 3 * DAY + 1), STATUS_OK);
	assert_int_equal(world_count(world, "outbox_bericht"), 0);
	assert_true(world_count(world, "outbox") > 0);
	assert_int_equal(clean(world, WORLD_END + 1 * DAY), STATUS_OK);
	assert_int_equal(world_count(world, "requirement"), 0);
	assert_int_equal(world_count(world, "participant"), 2);
	assert_int_equal(clean(world, WORLD_END + 2 * DAY), STATUS_OK);
	assert_int_equal(world_count(world, "participant"), 0);
	assert_true(world_count(world, "evaluation") > 0);
	assert_int_equal(clean(world, WORLD_END + 5 * DAY), STATUS_OK);
	assert_int_equal(world_count(world, "evaluation"), 0);
}

/* With all that hangs on it; who is still open stays, however long. */
static void
test_closed_account_goes_when_the_log_does(void **state)
{
	static const char *const tables[] = {
		"account", "login", "totp", "recovery", "known_network",
		"export_kolommen", "export_merk",
	};
	struct world *world = *state;
	int64_t others = world_count(world, "account");

	world_sql(world, "INSERT INTO account (id, naam, wachtwoord, rol,"
	    " gemaakt, dicht) VALUES (7, 'weg', 'x', 'inzage', 1, 1795509005),"
	    " (8, 'open', 'x', 'inzage', 1, 0);"
	    " INSERT INTO login (token_hash, account, begin, gezien)"
	    " VALUES (x'07', 7, 1900000000, 1900000000);"
	    " INSERT INTO totp VALUES (7, x'07', 1, 1);"
	    " INSERT INTO recovery VALUES (7, x'07');"
	    " INSERT INTO known_network VALUES (7, x'07', 1900000000);"
	    " INSERT INTO export_kolommen VALUES (7, 'Naam');"
	    " INSERT INTO export_merk VALUES (7, 1, x'07', 1, 1, 1)");
	assert_int_equal(clean(world, WORLD_NOW + 365 * DAY - 1), STATUS_OK);
	assert_int_equal(world_count(world, "account"), others + 2);
	assert_int_equal(clean(world, WORLD_NOW + 365 * DAY), STATUS_OK);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		assert_int_equal(world_count(world, tables[i]), i == 0 ?
		    others + 1 : 0);
	assert_int_equal(world_number(world, "SELECT max(id) FROM account"),
	    8);
}

/* That a municipality was invited is known until the event is over. */
static void
test_invitations_stay_until_the_event_is_over(void **state)
{
	static const char letters[] = "SELECT group_concat(id) FROM outbox";
	struct world *world = *state;

	world_sql(world, "INSERT INTO outbox (id, soort, event, gemeente,"
	    " ontvanger, wie, status, gemaakt, vast_tot, verzonden) VALUES"
	    " (5, 'uitnodiging', 1, 'GM0632', 'info@woerden.nl', 'systeem',"
	    " 'sent', 1795509005, 1795509005, 1795509005), (6, 'digest', 1,"
	    " '', 'a@mboraad.nl', 'systeem', 'sent', 1795509005, 1795509005,"
	    " 1795509005)");
	assert_int_equal(clean(world, WORLD_NOW + 30 * DAY + 1), STATUS_OK);
	assert_string_equal(world_text(world, letters), "5");
	assert_int_equal(clean(world, WORLD_END + 90 * DAY - 1), STATUS_OK);
	assert_string_equal(world_text(world, letters), "5");
	assert_int_equal(clean(world, WORLD_END + 90 * DAY), STATUS_OK);
	assert_int_equal(world_count(world, "outbox"), 0);
}

/* Whatever became of it: one that failed or was withdrawn is kept no longer. */
static void
test_messages_that_never_went_go_too(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	world_sql(world, "UPDATE outbox SET volgende = NULL, status = CASE"
	    " id % 3 WHEN 0 THEN 'failed' WHEN 1 THEN 'cancelled' ELSE"
	    " 'withdrawn' END");
	assert_true(world_count(world, "outbox_bericht") > 3);
	assert_int_equal(clean(world, WORLD_NOW + 30 * DAY + 1), STATUS_OK);
	assert_int_equal(world_count(world, "outbox_bericht"), 0);
}

/* What still has to go is sent first, however late that is. */
static void
test_messages_that_wait_stay(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(clean(world, WORLD_NOW + 40 * DAY), STATUS_OK);
	assert_true(world_count(world, "outbox_bericht") > 0);
}

static void
test_nothing_can_be_read_when_the_term_is_over(void **state)
{
	static const char *const birds[] = { KANARIE, MEREL, EKSTER, REIGER };
	struct world *world = *state;

	canary_plant(world);
	canary_plant_later(world);
	/* They were everywhere. */
	assert_string_equal(canary_columns(world, KANARIE),
	    "mailing.onderwerp mailing.tekst mailing.grond registration.vraag "
	    "participant.sorteersleutel participant.voornaam"
	    " participant.achternaam participant.email participant.functie "
	    "requirement.dieet requirement.toegang note.tekst badge.tekst "
	    "attendee.naam attendee.zoek outbox.ontvanger outbox.feiten "
	    "outbox.antwoord outbox_bericht.bericht "
	    "address.address address.reden audit.waarden audit.reden ");
	assert_true(strstr(canary_columns(world, REIGER), "audit.reden") !=
	    NULL);
	for (size_t i = 0; i < 4; i++)
		assert_true(canary_bytes(world, birds[i]) > 0);
	world_set_now(WORLD_END + 90 * DAY);
	assert_int_equal(clean(world, world_now()), STATUS_OK);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(canary_columns(world, birds[i]), "");
		assert_int_equal(canary_bytes(world, birds[i]), 0);
	}
}

/*
 * A page keeps copies of rows that moved to another when it was split: what
 * is deleted afterwards has to go from there, too.
 */
static void
test_gaps_of_pages_hold_nothing(void **state)
{
	struct world *world = *state;

	world_sql(world, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT"
	    " i + 1 FROM n WHERE i < 4000) INSERT INTO address SELECT"
	    " ((i * 7919) % 100003) || iif(i % 2, 'kanarie', 'merel'), i % 2,"
	    " replace(hex(zeroblob(1 + i * 31 % 40)), '00', iif(i % 2,"
	    " 'kanarie', 'merel')) FROM n");
	world_sql(world, "DELETE FROM address WHERE bounced = 1;"
	    " UPDATE installation SET gewist = 1");
	assert_int_equal(world_count(world, "address"), 2000);
	assert_int_equal(canary_bytes(world, KANARIE), 0);
	assert_true(canary_bytes(world, MEREL) > 0);
	assert_int_equal(world_number(world, "SELECT gewist FROM"
	    " installation"), 0);
}

static void
test_figures_stay_without_people(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(clean(world, WORLD_END + 90 * DAY), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat(over || ' '"
	    " || waarde || ' ' || status || ' ' || aantal, ', ') FROM cijfer"),
	    "gemeente GM0632 bevestigd 2, regio  bevestigd 2, rol medewerker"
	    " bevestigd 1, rol wethouder bevestigd 1, thema vsv  1");
	assert_string_equal(world_text(world, "SELECT aantal FROM gewist WHERE"
	    " doel = 'aanmelding'"), "1");
	/* Who did what stays a year, without words. */
	assert_true(world_number(world, "SELECT count(*) FROM audit WHERE"
	    " registration = 1") > 3);
	assert_int_equal(clean(world, WORLD_NOW + 400 * DAY), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"), 1);
}

static void
test_log_of_this_month_stays_whatever_is_set(void **state)
{
	struct world *world = *state;
	int64_t before;

	canary_plant(world);
	before = world_count(world, "audit");
	world->config.audit_keep_days = 0;
	assert_int_equal(clean(world, WORLD_NOW + 20 * DAY), STATUS_OK);
	assert_int_equal(world_count(world, "audit"), before);
}

static enum status
read_state(struct world *world, int64_t now,
    struct retention_state states[PURPOSE__MAX])
{
	return retention_state(world->app.db, &world->config, now, states);
}

static void
test_what_is_late_is_counted(void **state)
{
	struct retention_state states[PURPOSE__MAX];
	struct world *world = *state;
	int64_t now = WORLD_END + 90 * DAY + 3600;

	canary_plant(world);
	assert_int_equal(read_state(world, WORLD_NOW, states), STATUS_OK);
	assert_int_equal(states[PURPOSE_REGISTRATION].held, 1);
	assert_int_equal(states[PURPOSE_REGISTRATION].late, 0);
	assert_int_equal(states[PURPOSE_REQUIREMENT].held, 1);
	assert_int_equal(read_state(world, now, states), STATUS_OK);
	assert_int_equal(states[PURPOSE_REGISTRATION].late, 1);
	assert_int_equal(states[PURPOSE_REQUIREMENT].late, 1);
	assert_int_equal(clean(world, now), STATUS_OK);
	assert_int_equal(read_state(world, now, states), STATUS_OK);
	assert_int_equal(states[PURPOSE_REGISTRATION].held, 0);
	assert_int_equal(states[PURPOSE_REGISTRATION].late, 0);
	assert_int_equal(states[PURPOSE_REGISTRATION].gone, 1);
}

/* A number is never given again: the log would be of another. */
static void
test_numbers_are_given_once(void **state)
{
	struct world *world = *state;

	canary_plant(world);
	assert_int_equal(clean(world, WORLD_END + 90 * DAY), STATUS_OK);
	assert_int_equal(world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m")), 2);
	assert_int_equal(world_number(world, "SELECT id FROM participant"), 3);
}

/* What a restore set aside goes with the copies. */
static void
test_files_that_a_restore_set_aside_go(void **state)
{
	struct world *world = *state;
	const char *aside = arena_printf(world->arena,
	    "%s.voor-20261124T083005Z", world->database);
	int file = open(aside, O_CREAT | O_WRONLY, 0600);
	int64_t now;

	assert_true(file != -1);
	close(file);
	now = (int64_t)time(NULL);
	assert_int_equal(clean(world, now + 29 * DAY), STATUS_OK);
	assert_int_equal(access(aside, F_OK), 0);
	assert_int_equal(clean(world, now + 30 * DAY + 10), STATUS_OK);
	assert_int_equal(access(aside, F_OK), -1);
	assert_int_equal(access(world->database, F_OK), 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_column_is_kept_for_a_purpose),
		TEST(test_every_text_about_people_holds_a_bird),
		TEST(test_what_is_said_of_the_schema_is_so),
		TEST(test_terms_end_when_the_table_says),
		TEST(test_terms_are_the_events_and_the_installations),
		TEST(test_messages_that_never_went_go_too),
		TEST(test_messages_that_wait_stay),
		TEST(test_closed_account_goes_when_the_log_does),
		TEST(test_invitations_stay_until_the_event_is_over),
		TEST(test_nothing_can_be_read_when_the_term_is_over),
		TEST(test_gaps_of_pages_hold_nothing),
		TEST(test_figures_stay_without_people),
		TEST(test_log_of_this_month_stays_whatever_is_set),
		TEST(test_what_is_late_is_counted),
		TEST(test_numbers_are_given_once),
		TEST(test_files_that_a_restore_set_aside_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
