/* The audit log as the desk shows it and hands it out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/buf.h"
#include "core/arena.h"
#include "db/audit.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct audit *audit = arg;

	(void)arena;
	return audit_add(db, audit, world_now());
}

static void
note(struct world *world, struct audit audit)
{
	assert_int_equal(world_run(world, add, &audit), STATUS_OK);
}

/* One delegation of two from Woerden. */
static int
log_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_woerden_0001", "alles", "wm"));
	return 0;
}

static enum status
raise_capacity(struct db *db, void *world, struct arena *arena)
{
	struct act_context act = world_act(world);
	struct event event;
	enum status status = event_get(db, 1, arena, &event);

	event.capaciteit++;
	return status != STATUS_OK ? status : act_set_event(db, &act, &event,
	    arena);
}

static size_t
rows_of(const struct reply *reply)
{
	size_t rows = 0;

	for (const char *at = reply->body;
	    (at = strstr(at, "<td class=\"when\">")) != NULL; at++)
		rows++;
	return rows;
}

static void
test_entries_are_sentences_with_links(void **state)
{
	struct world *world = *state;
	struct reply reply;

	note(world, (struct audit){ .wie = "deelnemer", .wat = "afgemeld",
	    .event = 1, .registration = 1, .participant = 2 });
	note(world, (struct audit){ .wie = "account <anke>",
	    .wat = "uitgevoerd", .event = 1,
	    .toelichting = "deelnemers als CSV: <rol>" });
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, "<strong>De deelnemer</strong> heeft "
	    "<a href=\"/beheer/deelnemer/2\">P2 van Dijk (Woerden)</a> "
	    "afgemeld");
	assert_holds(&reply, "<strong>De contactpersoon</strong> heeft "
	    "<a href=\"/beheer/aanmeldingen?gemeente=GM0632\">de delegatie "
	    "van Woerden</a> aangemeld");
	assert_holds(&reply, "<strong>&lt;anke&gt;</strong> heeft gegevens "
	    "geëxporteerd");
	assert_holds(&reply, "deelnemers als CSV: &lt;rol&gt;");
	assert_holds(&reply, "24 nov 2026, 9.30");
	assert_true(strstr(reply.body, "geëxporteerd") <
	    strstr(reply.body, "de delegatie van"));
	assert_lacks(&reply, "<anke>");
}

static void
test_address_asks_of_the_log(void **state)
{
	static const struct {
		const char	*query;
		size_t		 rows;
	} vectors[] = {
		{ "", 4 }, { "?wie=contact", 1 }, { "?wie=anke", 2 },
		{ "?wie=account%20anke", 2 }, { "?wat=ingelogd", 1 },
		{ "?gemeente=woerden", 2 }, { "?gemeente=GM0632", 2 },
		{ "?gemeente=Den+Haag", 0 }, { "?gemeente=nergens", 0 },
		{ "?aanmelding=1", 2 }, { "?aanmelding=2", 0 },
		{ "?deelnemer=2", 2 }, { "?deze=ja", 4 },
		{ "?van=2026-11-24", 4 }, { "?van=2026-11-25", 1 },
		{ "?tot=2026-11-24", 3 }, { "?tot=2026-11-23", 0 },
		{ "?van=2026-11-24&tot=2026-11-24&wie=anke", 1 },
		{ "?wie=&wat=&van=&tot=&gemeente=&aanmelding=", 4 },
		{ "?van=gisteren&aanmelding=-5&voor=x", 4 },
		{ "?voor=3", 2 }, { "?voor=1", 0 },
	};
	struct world *world = *state;

	note(world, (struct audit){ .wie = "deelnemer", .wat = "afgemeld",
	    .event = 1, .registration = 1, .participant = 2 });
	note(world, (struct audit){ .wie = "account anke",
	    .wat = "uitgevoerd", .event = 1 });
	world_set_now(WORLD_NOW + 86400);
	note(world, (struct audit){ .wie = "account anke",
	    .wat = "ingelogd" });
	world_set_now(WORLD_NOW);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_page(world,
		    arena_printf(world->arena, "/beheer/logboek%s",
		    vectors[i].query), READER);

		if (rows_of(&reply) != vectors[i].rows)
			fail_msg("%s: %zu rows", vectors[i].query,
			    rows_of(&reply));
		if (vectors[i].rows == 0)
			assert_holds(&reply, "Er is niets gevonden.");
	}
}

static void
test_form_keeps_what_was_asked(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/logboek"
	    "?wie=account+weg&wat=afgemeld&van=2026-11-01"
	    "&gemeente=%22Woerden&aanmelding=7&deelnemer=3&deze=ja", READER);

	assert_holds(&reply, "<option value=\"account weg\" selected>");
	assert_holds(&reply, "<option value=\"afgemeld\" selected>Afmelding");
	assert_holds(&reply, "type=\"date\" value=\"2026-11-01\"");
	assert_holds(&reply, "value=\"&quot;Woerden\"");
	assert_holds(&reply, "autocomplete=\"off\" value=\"7\"");
	assert_holds(&reply, "autocomplete=\"off\" value=\"3\"");
	assert_holds(&reply, "value=\"ja\" checked");
	/* The accounts may be chosen, too. */
	assert_holds(&reply, "<option value=\"account organisator\">"
	    "organisator");
}

static void
test_older_rows_follow_page_by_page(void **state)
{
	struct world *world = *state;
	struct reply reply;

	for (int i = 0; i < 249; i++)
		note(world, (struct audit){ .wie = "account a&b",
		    .wat = "ingelogd" });
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_int_equal(rows_of(&reply), 100);
	assert_holds(&reply, "100 regels; er zijn er meer");
	assert_holds(&reply, "<a href=\"/beheer/logboek?voor=151\" "
	    "rel=\"next\">Ouder</a>");
	assert_lacks(&reply, "Naar het nieuwste");
	reply = desk_page(world, "/beheer/logboek?voor=51", READER);
	assert_int_equal(rows_of(&reply), 50);
	assert_lacks(&reply, "Ouder</a>");
	assert_holds(&reply, "<a href=\"/beheer/logboek\">Naar het nieuwste");
	/* A question goes along, encoded. */
	reply = desk_page(world, "/beheer/logboek?wie=a%26b&voor=200", READER);
	assert_int_equal(rows_of(&reply), 100);
	assert_holds(&reply, "/beheer/logboek?wie=a%26b&amp;voor=100");
	assert_holds(&reply, "/beheer/logboek?wie=a%26b&amp;na=199\" "
	    "rel=\"prev\">Nieuwer</a>");
	/* And back: the page that lies before, not the newest. */
	reply = desk_page(world, "/beheer/logboek?na=50", READER);
	assert_int_equal(rows_of(&reply), 100);
	assert_holds(&reply, "/beheer/logboek?na=150\"");
	assert_holds(&reply, "/beheer/logboek?voor=51\"");
	assert_holds(&reply, "Naar het nieuwste");
	reply = desk_page(world, "/beheer/logboek?na=150", READER);
	assert_int_equal(rows_of(&reply), 100);
	assert_lacks(&reply, "Nieuwer</a>");
	assert_holds(&reply, "/beheer/logboek?voor=151\"");
}

static void
test_lines_say_old_and_new_and_why_in_dutch(void **state)
{
	struct world *world = *state;
	struct buf waarden;
	struct reply reply;

	buf_init(&waarden, world->arena, AUDIT_VALUES_MAX);
	audit_value(&waarden, "Deelnemer 1: Functie", "", "Wethouder <mbo>");
	audit_value(&waarden, "Contact telefoon", "0348 1", "");
	audit_value(&waarden, "Deelnemer 2: Voornaam", "Jan", "Joop");
	note(world, (struct audit){ .wie = "account anke", .wat = "gewijzigd",
	    .event = 1, .registration = 1, .toelichting = "deelnemer 1 Functie",
	    .waarden = waarden.data, .reden = "Zij belde" });
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, ">Deelnemer 1: Functie: ‘Wethouder &lt;mbo&gt;’ "
	    "(was leeg)</span>");
	assert_holds(&reply, ">Contact telefoon: leeg (was ‘0348 1’)</span>");
	assert_holds(&reply, ">Deelnemer 2: Voornaam: ‘Joop’ (was ‘Jan’)<");
	assert_holds(&reply, ">Reden: Zij belde</span>");
	assert_lacks(&reply, "deelnemer 1 Functie");
	/* Once the values are emptied it still says what changed. */
	world_sql(world, "UPDATE audit SET waarden = '', reden = ''");
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, ">deelnemer 1 Functie</span>");
	assert_lacks(&reply, "Joop");
}

static void
test_place_from_the_line_says_why(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_wacht_001", "alles", "m"));
	assert_string_equal(world_places(world, 2), "w");
	world_cancel(world, 1, 2);
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, "<strong>Van de wachtlijst</strong> kreeg ");
	assert_holds(&reply, "een plaats, omdat er een plaats is vrijgekomen.");
	assert_lacks(&reply, "Het systeem</strong>");
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_wacht_002", "alles", "m"));
	assert_int_equal(world_run(world, raise_capacity, world),
	    STATUS_OK);
	assert_string_equal(world_places(world, 3), "b");
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, "een plaats, omdat er meer plaatsen zijn.");
	assert_holds(&reply, ">Aantal plaatsen: ‘3’ (was ‘2’)</span>");
}

static void
test_reader_sees_no_name_with_a_requirement(void **state)
{
	static const char *const narrow[] = {
		"gemeente=Woerden", "aanmelding=1", "deelnemer=1",
	};
	struct world *world = *state;
	struct reply reply;

	note(world, (struct audit){ .wie = "deelnemer",
	    .wat = "wens doorgegeven", .event = 1, .registration = 1,
	    .participant = 1 });
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, "heeft een wens doorgegeven voor een deelnemer");
	assert_lacks(&reply, "P1 van Dijk");
	assert_lacks(&reply, "/beheer/deelnemer/1");
	for (size_t i = 0; i < COUNT(narrow); i++) {
		const char *path = arena_printf(world->arena,
		    "/beheer/logboek?%s", narrow[i]);

		reply = desk_page(world, path, READER);
		assert_lacks(&reply, "voor een deelnemer");
		assert_int_equal(rows_of(&reply), 1);
		reply = desk_page(world, path, ORGANISER);
		assert_holds(&reply, "<a href=\"/beheer/deelnemer/1\">P1 van "
		    "Dijk (Woerden)</a>");
	}
}

static void
test_other_event_is_named(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander',"
	    " 'Andere dag', begin, einde, locatie, capaciteit,"
	    " aanmelden_open, aanmelden_dicht, organisatie,"
	    " organisatie_email FROM event WHERE id = 1");
	note(world, (struct audit){ .wie = "account anke",
	    .wat = "ingesteld", .event = 2 });
	reply = desk_page(world, "/beheer/logboek", READER);
	assert_holds(&reply, "Bij: Andere dag");
	assert_lacks(&reply, "Bij: Oriëntatiebijeenkomst");
	reply = desk_page(world, "/beheer/logboek?deze=ja", READER);
	assert_lacks(&reply, "Andere dag");
}

static void
test_csv_is_recorded_and_only_for_organisers(void **state)
{
	struct world *world = *state;
	struct reply reply;

	note(world, (struct audit){ .wie = "account anke",
	    .wat = "uitgevoerd", .event = 1,
	    .toelichting = "=cmd;\"x\"" });
	assert_int_equal(desk_get(world, "/beheer/logboek.csv", READER).code,
	    403);
	assert_int_equal(world_count(world, "audit"), 2);
	reply = desk_page(world, "/beheer/logboek.csv?wie=anke", ORGANISER);
	assert_string_equal(reply_header(world, &reply, "Content-Type"),
	    "text/csv; charset=utf-8");
	assert_string_equal(reply_header(world, &reply,
	    "Content-Disposition"),
	    "attachment; filename=\"logboek-2026-11-24.csv\"");
	assert_string_equal(reply.body, "\xef\xbb\xbfNummer;Moment;Wie;Wat;"
	    "Omschrijving;Toelichting;Bijeenkomst;Gemeente;Aanmelding;"
	    "Deelnemer;Oud en nieuw;Reden\r\n"
	    "2;2026-11-24 09:30;anke;uitgevoerd;anke heeft "
	    "gegevens geëxporteerd.;\"'=cmd;\"\"x\"\"\";"
	    "Oriëntatiebijeenkomst;;;;;\r\n");
	assert_string_equal(world_text(world, "SELECT wie || ': ' || wat ||"
	    " ', ' || toelichting FROM audit WHERE id = 3"),
	    "account organisator: uitgevoerd, logboek als CSV: wie anke");
	/* And so it is in the next one. */
	reply = desk_page(world, "/beheer/logboek.csv", ORGANISER);
	assert_holds(&reply, "\r\n3;2026-11-24 09:30;organisator;");
	assert_holds(&reply, "1;2026-11-24 09:30;De contactpersoon;aangemeld;"
	    "De contactpersoon heeft de delegatie van Woerden aangemeld.;;"
	    "Oriëntatiebijeenkomst;Woerden;1;;;\r\n");
}

static void
test_only_an_organiser_is_offered_the_csv(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/logboek?wie=contact",
	    READER);

	assert_lacks(&reply, "logboek.csv");
	reply = desk_page(world, "/beheer/logboek?wie=contact", ORGANISER);
	assert_holds(&reply, "href=\"/beheer/logboek.csv?wie=contact\"");
}

/* A register of municipalities is one entry, not a page of its own. */
static void
test_many_values_of_one_entry_are_folded(void **state)
{
	struct world *world = *state;
	struct reply reply;

	for (int lines = 12; lines <= 13; lines++) {
		world_sql(world, arena_printf(world->arena, "WITH RECURSIVE"
		    " n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
		    " WHERE i < %d) INSERT INTO audit (moment, wie, wat,"
		    " waarden) SELECT %d, 'beheerder', 'ingesteld',"
		    " group_concat('Nieuw' || char(31, 31) || i, char(30))"
		    " || char(30) FROM n", lines, lines));
	}
	reply = desk_get(world, "/beheer/logboek", ORGANISER);
	assert_holds(&reply, "<summary>13 regels</summary>");
	assert_lacks(&reply, "<summary>12 regels</summary>");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, log_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_entries_are_sentences_with_links),
		TEST(test_address_asks_of_the_log),
		TEST(test_form_keeps_what_was_asked),
		TEST(test_older_rows_follow_page_by_page),
		TEST(test_lines_say_old_and_new_and_why_in_dutch),
		TEST(test_place_from_the_line_says_why),
		TEST(test_reader_sees_no_name_with_a_requirement),
		TEST(test_other_event_is_named),
		TEST(test_csv_is_recorded_and_only_for_organisers),
		TEST(test_only_an_organiser_is_offered_the_csv),
		TEST(test_many_values_of_one_entry_are_folded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
