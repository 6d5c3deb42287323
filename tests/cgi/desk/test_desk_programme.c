/* The programme at the desk: seen by readers, changed by organisers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PATH		"/beheer/programma"
#define SESSION(id)	PATH "/sessie/" id "/wijzigen"

/* Three chose Lassen, which has two seats. */
static int
programme_open(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, "sleutel_van_de_delegatie", "alles",
	    "wmm");
	for (size_t i = 0; i < 3; i++)
		one->participants[i].session[0] = 11;
	world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

static void
test_page_shows_who_chose_what(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH, ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Ronde 1");
	assert_holds(&reply, "Welkom");
	assert_holds(&reply, "Lassen <span class=\"state wait\">vol</span>");
	assert_holds(&reply, "data-l=\"Plaatsen\">2</td>");
	assert_holds(&reply, "data-l=\"Gekozen\">2</td>");
	assert_holds(&reply, "data-l=\"Wachten\">1</td>");
	assert_holds(&reply, "href=\"" PATH "/sessie/11\"");
	/* In the order of the day. */
	assert_true(strstr(reply.body, "Welkom") <
	    strstr(reply.body, "Ronde 1"));
	world_sql(world, "UPDATE session SET capaciteit = 1 WHERE id = 11");
	reply = desk_get(world, PATH, ORGANISER);
	assert_holds(&reply, "1 te veel");
}

static void
test_reader_sees_it_and_no_button(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH, READER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Lassen");
	assert_holds(&reply, "href=\"" PATH "/sessie/11\"");
	assert_lacks(&reply, "wijzigen");
	assert_lacks(&reply, "toevoegen");
	assert_lacks(&reply, "omhoog");
}

/* The mark of what the form shows. */
static const char *
version_of(struct world *world, const char *path)
{
	struct reply reply = desk_get(world, path, ORGANISER);

	return strstr(path, "nieuw") != NULL ? "" :
	    reply_value(world, &reply, "versie");
}

#define change(world, path, ...) \
	desk_post(world, path, ORGANISER, "versie", version_of(world, path), \
	    __VA_ARGS__)

static void
test_session_is_added_and_changed(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH
	    "/sessie/nieuw/wijzigen?ronde=1", ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "name=\"ronde\" value=\"1\"");
	assert_int_equal(desk_post(world, SESSION("nieuw"), ORGANISER, "ronde",
	    "1", "titel", "Timmeren", "capaciteit", "8").code, 303);
	assert_int_equal(world_number(world, "SELECT id FROM session WHERE"
	    " titel = 'Timmeren' AND round = 1 AND positie = 3"), 23);
	assert_int_equal(change(world, SESSION("23"), "titel",
	    "Metselen", "capaciteit", "9", "zaal", "Hal").code, 303);
	assert_string_equal(world_text(world, "SELECT titel || zaal ||"
	    " capaciteit FROM session WHERE id = 23"), "MetselenHal9");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'programma gewijzigd' AND toelichting IN"
	    " ('sessie Timmeren', 'sessie Metselen')"), 2);
	reply = desk_get(world, "/beheer/logboek", ORGANISER);
	assert_holds(&reply, ">Titel: ‘Metselen’ (was ‘Timmeren’)<");
	assert_holds(&reply, ">Aantal plaatsen: ‘9’ (was ‘8’)<");
	assert_holds(&reply, ">Zaal: ‘Hal’ (was leeg)<");
}

static void
test_wrong_answers_are_kept_and_explained(void **state)
{
	static const struct {
		const char	*path;
		const char	*titel;
		const char	*number;
		const char	*einde;
		const char	*says;
	} vectors[] = {
		{ SESSION("11"), "", "5", "", "Vul een titel in." },
		{ SESSION("11"), "Lassen", "veel", "", "heel getal" },
		{ PATH "/ronde/1", "Ronde", "", "2027-01-12T09:00",
		    "Het einde moet na het begin" },
		{ PATH "/onderdeel/nieuw", "Lunch", "", "straks",
		    "Vul een dag en een tijd in" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = change(world, vectors[i].path,
		    "titel", vectors[i].titel, "capaciteit",
		    vectors[i].number, "begin", "2027-01-12T11:00", "einde",
		    vectors[i].einde);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "<title>Fout: ");
		assert_holds(&reply, vectors[i].says);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat LIKE 'programma%%'"), 0);
}

static void
test_what_is_not_there_is_not_found(void **state)
{
	static const char *const paths[] = {
		SESSION("99"), SESSION("x"), SESSION("-1"),
		SESSION("nieuw"), SESSION("nieuw") "?ronde=9",
		PATH "/ronde/9", PATH "/onderdeel/9", PATH "/ronde/0",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(paths); i++)
		assert_int_equal(desk_get(world, paths[i], ORGANISER).code,
		    404);
}

static void
test_another_room_first_says_whom_it_concerns(void **state)
{
	struct world *world = *state;
	struct reply reply = change(world, SESSION("11"),
	    "titel", "Lassen", "capaciteit", "2", "zaal", "Zaal 9");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Lassen is in een andere zaal: Zaal 9 (was: nog "
	    "niet bekend).");
	assert_holds(&reply, "krijgt 1 persoon");
	assert_holds(&reply, "Anne de Vries");
	assert_holds(&reply, "Zaal 9");
	assert_holds(&reply, "<dd>a.devries@woerden.nl</dd>");
	assert_string_equal(world_text(world, "SELECT zaal FROM session WHERE"
	    " id = 11"), "");
	assert_int_equal(change(world, SESSION("11"), "titel",
	    "Lassen", "capaciteit", "2", "zaal", "Zaal 9", "besluit",
	    "mail").code, 303);
	assert_string_equal(world_letters(world),
	    "gewijzigd a.devries@woerden.nl\n");
	/* Nobody chose Zorg: nothing to ask. */
	assert_int_equal(change(world, SESSION("21"), "titel",
	    "Zorg", "capaciteit", "5", "zaal", "Zaal 1").code, 303);
}

static void
test_fewer_seats_say_that_they_are_kept(void **state)
{
	struct world *world = *state;
	struct reply reply = change(world, SESSION("11"),
	    "titel", "Lassen", "capaciteit", "1");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Er hebben al 2 mensen een plaats in deze "
	    "sessie, en er zijn er dan 1.");
	assert_lacks(&reply, "value=\"mail\"");
	assert_int_equal(change(world, SESSION("11"), "titel",
	    "Lassen", "capaciteit", "1", "besluit", "stil").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE status = 'bevestigd'"), 2);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_more_seats_are_asked_about_and_given(void **state)
{
	struct world *world = *state;
	struct reply reply = change(world, SESSION("11"), "titel", "Lassen",
	    "capaciteit", "5");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "1 persoon die wachtte krijgt een plaats in een "
	    "sessie.");
	assert_holds(&reply, "Als u mailt, gaat er 1 mail uit.");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE status = 'bevestigd'"), 2);
	assert_int_equal(change(world, SESSION("11"), "titel", "Lassen",
	    "capaciteit", "5", "besluit", "mail").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE status = 'bevestigd'"), 3);
	assert_string_equal(world_letters(world),
	    "gewijzigd a.devries@woerden.nl\n");
}

static void
test_chosen_session_goes_only_with_a_decision(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, SESSION("11"), ORGANISER,
	    "actie", "verwijderen");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "3 mensen hebben deze sessie gekozen.");
	assert_holds(&reply, "value=\"12\"");
	assert_holds(&reply, "value=\"geen\"");
	assert_lacks(&reply, "value=\"21\"");	/* of another round */
	assert_lacks(&reply, "name=\"besluit\"");	/* that comes after it */
	reply = desk_post(world, SESSION("11"), ORGANISER, "actie",
	    "verwijderen", "besluit", "mail");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "Kies wat er gebeurt met wie deze sessie koos.");
	reply = desk_post(world, SESSION("11"), ORGANISER, "actie",
	    "verwijderen", "besluit", "mail", "naar", "21");
	assert_int_equal(reply.code, 422);
	reply = desk_post(world, SESSION("11"), ORGANISER, "actie",
	    "verwijderen", "naar", "", "brief", "1");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Kies wat er gebeurt met wie deze sessie koos.");
	assert_int_equal(world_number(world, "SELECT count(*) FROM session"
	    " WHERE id = 11"), 1);
	assert_int_equal(desk_post(world, SESSION("11"), ORGANISER, "actie",
	    "verwijderen", "besluit", "mail", "naar", "12").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE session = 12 AND status ="
	    " 'bevestigd'"), 3);
	assert_string_equal(world_letters(world),
	    "gewijzigd a.devries@woerden.nl\n");
}

/* Which letter it is depends on what they get instead. */
static void
test_letter_of_a_removed_session_is_shown_before(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, SESSION("11"), ORGANISER,
	    "actie", "verwijderen", "naar", "12", "brief", "1");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Als u mailt, gaat er 1 mail uit.");
	assert_holds(&reply, "name=\"naar\" value=\"12\"");
	assert_holds(&reply, "name=\"besluit\" value=\"mail\"");
	assert_holds(&reply, "<dt>Aan</dt><dd>a.devries@woerden.nl</dd>");
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE session = 11"), 3);
}

static void
test_session_that_nobody_chose_is_removed(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, SESSION("12"), ORGANISER,
	    "actie", "verwijderen");

	assert_int_equal(reply.code, 200);
	assert_lacks(&reply, "name=\"naar\"");
	assert_int_equal(desk_post(world, SESSION("12"), ORGANISER, "actie",
	    "verwijderen", "besluit", "stil").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM session"
	    " WHERE id = 12"), 0);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_round_with_sessions_stays(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_post(world, PATH "/ronde/1", ORGANISER,
	    "actie", "verwijderen", "besluit", "stil");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "Verwijder die eerst");
	assert_int_equal(world_count(world, "round"), 2);
}

static void
test_items_and_rounds_come_and_go(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_post(world, PATH "/onderdeel/nieuw", ORGANISER,
	    "titel", "Lunch", "begin", "2027-01-12T12:00", "einde",
	    "2027-01-12T13:00").code, 303);
	assert_int_equal(world_number(world, "SELECT id FROM programme_item"
	    " WHERE titel = 'Lunch'"), 2);
	assert_int_equal(desk_post(world, PATH "/onderdeel/2", ORGANISER,
	    "actie", "verwijderen").code, 200);
	assert_int_equal(world_count(world, "programme_item"), 2);
	assert_int_equal(desk_post(world, PATH "/onderdeel/2", ORGANISER,
	    "actie", "verwijderen", "besluit", "stil").code, 303);
	assert_int_equal(world_count(world, "programme_item"), 1);
	assert_int_equal(desk_post(world, PATH "/ronde/nieuw", ORGANISER,
	    "titel", "Ronde 3", "begin", "2027-01-12T14:30", "einde",
	    "2027-01-12T15:00").code, 303);
	assert_int_equal(desk_post(world, PATH "/ronde/3", ORGANISER, "actie",
	    "verwijderen", "besluit", "stil").code, 303);
	assert_int_equal(world_count(world, "round"), 2);
}

static void
test_new_time_of_a_round_asks_first(void **state)
{
	struct world *world = *state;
	struct reply reply = change(world, PATH "/ronde/1",
	    "titel", "Ronde 1", "begin", "2027-01-12T11:15", "einde",
	    "2027-01-12T12:00");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Ronde 1 heeft een andere tijd: dinsdag 12 "
	    "januari 2027, 11.15–12.00 uur");
	assert_holds(&reply, "<dd>a.devries@woerden.nl</dd>");
	assert_holds(&reply, "<div class=\"letter\">");
	assert_int_equal(change(world, PATH "/ronde/1", "titel",
	    "Ronde 1", "begin", "2027-01-12T11:15", "einde",
	    "2027-01-12T12:00", "besluit", "stil").code, 303);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(change(world, PATH "/ronde/2", "titel",
	    "Ronde 2", "begin", "2027-01-12T13:15", "einde",
	    "2027-01-12T14:00").code, 303);
}

/* The value of that name on the page, or "" where it is not asked. */
static const char *
asked(struct world *world, const struct reply *page, const char *name)
{
	return strstr(page->body, arena_printf(world->arena, "name=\"%s\"",
	    name)) == NULL ? "" : reply_value(world, page, name);
}

static void
test_second_organiser_is_asked_only_what_both_changed(void **state)
{
	static const struct {
		const char	*path;
		const char	*first[2];	/* einde and omschrijving */
		const char	*kept;
	} vectors[] = {
		{ SESSION("11"), { "", "Met vuur" }, "SELECT omschrijving ="
		    " 'Met vuur' FROM session WHERE id = 11" },
		{ PATH "/ronde/2", { "2027-01-12T15:30", "" }, "SELECT einde ="
		    " 1799764200 FROM round WHERE id = 2" },
		{ PATH "/onderdeel/1", { "2027-01-12T12:00", "Met soep" },
		    "SELECT omschrijving = 'Met soep' FROM programme_item" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *path = vectors[i].path;
		struct reply page = desk_get(world, path, ORGANISER), reply;
		const char *begin = asked(world, &page, "begin");
		const char *einde = asked(world, &page, "einde");

		assert_int_equal(change(world, path, "titel", "Eerste",
		    "capaciteit", "2", "begin", begin, "einde",
		    vectors[i].first[0], "omschrijving", vectors[i].first[1],
		    "besluit", "stil").code, 303);
		reply = desk_post(world, path, ORGANISER, "versie",
		    reply_value(world, &page, "versie"), "titel", "Tweede",
		    "capaciteit", "2", "begin", begin, "einde", einde);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "Titel: nu ‘Eerste’ door organisator, 24 "
		    "nov 2026, 9.30, bij u ‘Tweede’.");
		assert_lacks(&reply, "bij u ‘leeg’");
		assert_lacks(&reply, "Einde: nu");
		assert_holds(&reply, "value=\"Tweede\"");
		/* Having seen it, she may; what the other did is kept. */
		assert_int_equal(desk_post(world, path, ORGANISER, "versie",
		    reply_value(world, &reply, "versie"), "titel", "Tweede",
		    "capaciteit", "2", "begin", begin, "einde",
		    asked(world, &reply, "einde"), "omschrijving",
		    vectors[i].first[1], "besluit", "stil").code, 303);
		assert_int_equal(world_number(world, "%s", vectors[i].kept),
		    1);
	}
}

static void
test_form_without_its_mark_changes_nothing(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_post(world, SESSION("11"), ORGANISER, "titel",
	    "Solderen", "capaciteit", "2").code, 422);
	assert_int_equal(world_number(world, "SELECT count(*) FROM session"
	    " WHERE titel = 'Solderen'"), 0);
}

/* Also when the change was made between the form and the question. */
static void
test_question_before_saving_carries_the_mark(void **state)
{
	struct world *world = *state;
	struct reply reply = change(world, SESSION("11"), "titel", "Lassen",
	    "capaciteit", "2", "zaal", "Zaal 9");
	const char *seen = reply_value(world, &reply, "versie");

	assert_holds(&reply, "value=\"mail\"");
	assert_int_equal(change(world, SESSION("11"), "titel", "Lassen",
	    "capaciteit", "3", "besluit", "stil").code, 303);
	assert_int_equal(desk_post(world, SESSION("11"), ORGANISER, "versie",
	    seen, "titel", "Lassen", "capaciteit", "2", "zaal", "Zaal 9",
	    "besluit", "mail").code, 303);
	assert_string_equal(world_text(world, "SELECT capaciteit || zaal FROM"
	    " session WHERE id = 11"), "3Zaal 9");
}

static void
test_sessions_are_put_in_order(void **state)
{
	struct world *world = *state;

	assert_int_equal(desk_post(world, PATH, ORGANISER, "sessie", "12",
	    "actie", "omhoog").code, 303);
	assert_string_equal(world_text(world, "SELECT titel FROM session"
	    " WHERE round = 1 ORDER BY positie"), "Bakken");
	assert_int_equal(desk_post(world, PATH, ORGANISER, "sessie", "12",
	    "actie", "opzij").code, 400);
	assert_int_equal(desk_post(world, PATH, ORGANISER, "sessie", "99",
	    "actie", "omhoog").code, 404);
}

/* The appointment begins when people can come in; its number says so. */
static void
test_calendar_begins_with_the_walk_in(void **state)
{
	static const struct {
		const char	*path, *begin, *einde, *starts;
		int		 number;
	} steps[] = {
		{ "nieuw", "2027-01-12T09:30", "2027-01-12T10:00",
		    "DTSTART:20270112T083000Z", 1 },
		{ "2", "2027-01-12T09:15", "2027-01-12T10:00",
		    "DTSTART:20270112T081500Z", 2 },
		{ "nieuw", "2027-01-12T12:00", "2027-01-12T13:00",
		    "DTSTART:20270112T081500Z", 2 },
		/* What has ended long before is no walk-in. */
		{ "nieuw", "2027-01-12T08:00", "2027-01-12T09:00",
		    "DTSTART:20270112T081500Z", 2 },
	};
	struct world *world = *state;
	struct reply reply = visit_get(world, "/agenda.ics");

	assert_holds(&reply, "DTSTART:20270112T090000Z");
	for (size_t i = 0; i < COUNT(steps); i++) {
		const char *path = arena_printf(world->arena, PATH
		    "/onderdeel/%s", steps[i].path);

		assert_int_equal(desk_post(world, path, ORGANISER, "versie",
		    steps[i].path[0] == 'n' ? "" : version_of(world, path),
		    "titel", "Inloop", "begin", steps[i].begin, "einde",
		    steps[i].einde, "besluit", "stil").code, 303);
		reply = visit_get(world, "/agenda.ics");
		assert_holds(&reply, steps[i].starts);
		assert_holds(&reply, arena_printf(world->arena,
		    "SEQUENCE:%d\r\n", steps[i].number));
	}
	reply = visit_get(world, "/");
	assert_holds(&reply, "inloop vanaf 9.15 uur");
	assert_int_equal(desk_post(world, PATH "/onderdeel/2", ORGANISER,
	    "actie", "verwijderen", "besluit", "stil").code, 303);
	reply = visit_get(world, "/agenda.ics");
	assert_holds(&reply, "DTSTART:20270112T090000Z");
	assert_holds(&reply, "SEQUENCE:3\r\n");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, programme_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_shows_who_chose_what),
		TEST(test_reader_sees_it_and_no_button),
		TEST(test_session_is_added_and_changed),
		TEST(test_wrong_answers_are_kept_and_explained),
		TEST(test_what_is_not_there_is_not_found),
		TEST(test_another_room_first_says_whom_it_concerns),
		TEST(test_fewer_seats_say_that_they_are_kept),
		TEST(test_more_seats_are_asked_about_and_given),
		TEST(test_chosen_session_goes_only_with_a_decision),
		TEST(test_letter_of_a_removed_session_is_shown_before),
		TEST(test_session_that_nobody_chose_is_removed),
		TEST(test_round_with_sessions_stays),
		TEST(test_items_and_rounds_come_and_go),
		TEST(test_new_time_of_a_round_asks_first),
		TEST(test_second_organiser_is_asked_only_what_both_changed),
		TEST(test_form_without_its_mark_changes_nothing),
		TEST(test_question_before_saving_carries_the_mark),
		TEST(test_sessions_are_put_in_order),
		TEST(test_calendar_begins_with_the_walk_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
