/* The desk's pages about municipalities: what they show, to whom, and what an
 * organiser does there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/gemeenten.h"
#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define HEAD	"code;name;display_name;aliases;province;arbeidsmarktregio;" \
	"domain;has_mbo"
#define ALMELO	"GM0141;Almelo;Almelo;;Overijssel;Twente;almelo.nl;1"

static void
sign_up(struct world *world, const char *code, const char *key)
{
	struct registration *one = world_delegation(world, key, "alles",
	    "wm");

	one->answer[CONTACT_GEMEENTE] = code;
	world_sign_up(world, one);
}

/* Woerden comes with two; all four of today, two of them with a college. */
static int
pages_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE account SET naam = 'anke' WHERE rol ="
	    " 'organisator'; UPDATE gemeente SET heeft_mbo = 1,"
	    " mbo_namen = 'mboRijnland|<b>ROC', arbeidsmarktregio ="
	    " 'Midden-Utrecht', gemeente_email = 'post@woerden.nl'"
	    " WHERE code = 'GM0632'; UPDATE gemeente SET heeft_mbo = 1,"
	    " mbo_namen = 'Firda' WHERE code = 'GM1900'");
	sign_up(world, "GM0632", "sleutel_van_de_delegatie");
	return 0;
}

static void
test_page_counts_and_lists_the_answers(void **state)
{
	static const char *const said[] = {
		"3 van de 4 gemeenten hebben nog niet gereageerd.",
		"ZH 0%: Zuid-Holland, 0 van 1",
		"4 gemeenten, 2 personen",
		"1 aangemeld, 3 stil",
		"href=\"/beheer/gemeente/GM0632\"",
		"href=\"/beheer/aanmeldingen?gemeente=GM0632\">2",
		"mboRijnland, &lt;b&gt;ROC",
		"Midden-Utrecht",
		"href=\"/beheer/gemeenten.csv\"",
		"aria-current=\"page\">Gemeenten</a>",
	};
	struct reply reply = desk_get(*state, "/beheer/gemeenten", ORGANISER);

	assert_int_equal(reply.code, 200);
	for (size_t i = 0; i < COUNT(said); i++)
		assert_holds(&reply, said[i]);
}

static void
test_those_with_a_college_are_counted_and_listed_alone(void **state)
{
	static const char *const said[] = {
		"1 van de 2 gemeenten met een mbo-instelling heeft nog niet "
		    "gereageerd.",
		"Ut 100%: Utrecht, 1 van 1", "Fr 0%: Fryslân, 0 van 1",
		"ZH –: Zuid-Holland, 0 van 0",
		"2 gemeenten, 2 personen",
		"href=\"/beheer/gemeenten?antwoord=stil&amp;mbo=1#lijst-kop\"",
		"<input type=\"hidden\" name=\"mbo\" value=\"1\">",
		"href=\"/beheer/gemeenten.csv?mbo=1\"",
	};
	struct reply reply = desk_get(*state, "/beheer/gemeenten?mbo=1",
	    ORGANISER);

	for (size_t i = 0; i < COUNT(said); i++)
		assert_holds(&reply, said[i]);
	assert_lacks(&reply, "filter wissen");
	reply = desk_get(*state, "/beheer/gemeenten?mbo=1&q=woerden",
	    ORGANISER);
	assert_holds(&reply, "href=\"/beheer/gemeenten?mbo=1\">filter wissen");
}

static void
test_filter_leaves_what_it_says_also_in_the_file(void **state)
{
	static const struct {
		const char	*query;
		const char	*names[3];
		const char	*others[3];
	} vectors[] = {
		{ "?antwoord=stil&mbo=1", { "Súdwest-Fryslân" },
		    { "Woerden", "Gravenhage" } },
		{ "?q=den+haag", { "Gravenhage" }, { "Woerden", "Súdwest" } },
		{ "?provincie=Utrecht", { "Woerden", "Laatste Dag" },
		    { "Súdwest" } },
		{ "?regio=Midden-Utrecht", { "Woerden" },
		    { "Laatste Dag", "Súdwest" } },
		{ "?antwoord=onzin", { "Woerden", "Súdwest", "Gravenhage" },
		    { "Morgen" } },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply file = desk_get(world, arena_printf(world->arena,
		    "/beheer/gemeenten.csv%s", vectors[i].query), ORGANISER);
		struct reply page = desk_get(world, arena_printf(world->arena,
		    "/beheer/gemeenten%s", vectors[i].query), ORGANISER);
		const char *rows;

		assert_int_equal(page.code, 200);
		assert_int_equal(file.code, 200);
		rows = strstr(page.body, "id=\"lijst\"");
		assert_non_null(rows);
		for (size_t j = 0; j < 3; j++) {
			const char *name = vectors[i].names[j];
			const char *other = vectors[i].others[j];

			if (name != NULL) {
				assert_holds(&file, name);
				assert_non_null(strstr(rows, name));
			}
			if (other != NULL) {
				assert_lacks(&file, other);
				assert_null(strstr(rows, other));
			}
		}
	}
}

static void
test_page_shows_what_was_searched_harmlessly(void **state)
{
	struct reply reply = desk_get(*state, "/beheer/gemeenten"
	    "?q=%22%3E%3Cscript%3E&provincie=%3Cb%3E", ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_lacks(&reply, "<script>");
	assert_holds(&reply, "Geen gemeente past bij dit filter.");
	assert_holds(&reply, "/beheer/gemeenten.csv?q=%22%3E%3Cscript%3E");
}

static void
test_file_has_its_columns_and_leaves_a_record(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/gemeenten.csv?q=woerden",
	    ORGANISER);

	assert_string_equal(reply.body, "\xef\xbb\xbf" "Gemeente;Gemeentecode;"
	    "Provincie;Arbeidsmarktregio;Mbo;Mbo-instellingen;Antwoord;"
	    "Bevestigd;Wachtlijst;Afgemeld;Vastgehouden;E-mail voor "
	    "uitnodigingen\r\nWoerden;GM0632;Utrecht;Midden-Utrecht;ja;"
	    "\"mboRijnland, <b>ROC\";aangemeld;2;0;0;0;post@woerden.nl\r\n");
	assert_string_equal(reply_header(world, &reply,
	    "Content-Disposition"),
	    "attachment; filename=\"gemeenten-2027-01-12_export-20261124-"
	    "0930.csv\"");
	assert_string_equal(world_text(world, "SELECT wie || '/' || wat ||"
	    " '/' || toelichting FROM audit ORDER BY id DESC LIMIT 1"),
	    "account anke/uitgevoerd/gemeenten als CSV");
}

static void
test_reader_sees_answers_but_no_addresses_and_no_forms(void **state)
{
	static const char *const pages[] = {
		"/beheer/gemeenten", "/beheer/gemeenten.csv",
		"/beheer/gemeente/GM0632",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(pages); i++) {
		struct reply reply = desk_get(world, pages[i], READER);

		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "Woerden");
		assert_lacks(&reply, "post@woerden.nl");
		assert_lacks(&reply, "a.devries@woerden.nl");
		assert_lacks(&reply, "gemeenten/import");
		assert_lacks(&reply, "value=\"bewaren\"");
	}
	assert_int_equal(desk_get(world, "/beheer/gemeenten/bestand.csv",
	    READER).code, 403);
	assert_int_equal(desk_get(world, "/beheer/gemeenten/import",
	    READER).code, 403);
}

static void
test_one_page_has_its_people_and_its_family(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/gemeente/GM0632",
	    ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Dijk, P1 van");
	assert_holds(&reply, "href=\"/beheer/deelnemer/1\"");
	assert_holds(&reply, "bevestigd</span>");
	assert_holds(&reply, "mailto:post@woerden.nl");
	assert_holds(&reply, "href=\"/beheer/gemeente/GM0007\">Voorbij");
	reply = desk_get(world, "/beheer/gemeente/GM0007", ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Deze gemeente bestond tot 2026-11-24.");
	assert_holds(&reply, "href=\"/beheer/gemeente/GM0632\">Woerden");
	assert_int_equal(desk_get(world, "/beheer/gemeente/GM9999",
	    ORGANISER).code, 404);
	assert_int_equal(desk_get(world, "/beheer/gemeente/x%27--",
	    ORGANISER).code, 404);
}

static void
test_merged_people_are_found_under_both_names(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up(world, "GM0008", "sleutel_van_de_laatste_dag");
	world_sql(world, "UPDATE gemeente SET geldig_tot = '2026-11-24'"
	    " WHERE code = 'GM0008'");
	reply = desk_get(world, "/beheer/gemeenten?q=laatste", ORGANISER);
	assert_holds(&reply, "href=\"/beheer/aanmeldingen?gemeente=GM0008\">"
	    "2 onder Laatste Dag");
	assert_holds(&reply, "1 gemeente, 4 personen");
	reply = desk_get(world, "/beheer/gemeente/GM0632", ORGANISER);
	assert_holds(&reply, "onder Laatste Dag");
	reply = desk_get(world, "/beheer/gemeente/GM0008", ORGANISER);
	assert_holds(&reply, "Dijk, P2 van");
	reply = desk_get(world, "/beheer/aanmeldingen", ORGANISER);
	assert_holds(&reply, "<td class=\"in\">Laatste Dag</td>");
}

static struct reply
edit(struct world *world, const struct reply *page, const char *email,
    const char *until, const char *successor)
{
	return desk_post(world, "/beheer/gemeente/GM0632", ORGANISER, "gezien",
	    reply_value(world, page, "gezien"), "actie", "bewaren",
	    "gemeente_email", email, "heeft_mbo", "1", "mbo_namen",
	    "ROC\r\n\r\nmboRijnland", "aliassen", "Wâldstêd",
	    "arbeidsmarktregio", "Midden-Utrecht", "domein", "woerden.nl",
	    "geldig_vanaf", "1-1-2026", "geldig_tot", until, "opvolger",
	    successor);
}

static void
test_organiser_edits_a_municipality(void **state)
{
	struct world *world = *state;
	struct reply page = desk_get(world, "/beheer/gemeente/GM0632",
	    ORGANISER);
	struct reply reply = edit(world, &page, "nieuw@woerden.nl",
	    "1-1-2027", "GM0518");

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/gemeente/GM0632?gedaan=bewaren");
	assert_string_equal(world_text(world, "SELECT gemeente_email || '/' ||"
	    " mbo_namen || '/' || geldig_tot || '/' || opvolger FROM gemeente"
	    " WHERE code = 'GM0632'"), "nieuw@woerden.nl/ROC|mboRijnland/"
	    "2027-01-01/GM0518");
	assert_string_equal(world_text(world, "SELECT wat || '/' ||"
	    " toelichting FROM audit ORDER BY id DESC LIMIT 1"),
	    "gemeente gewijzigd/Woerden: Mbo-instellingen, E-mailadres voor "
	    "uitnodigingen, Bestaat tot, Opvolger");
	reply = desk_get(world, "/beheer/logboek", ORGANISER);
	assert_holds(&reply, ">E-mailadres voor uitnodigingen: "
	    "‘nieuw@woerden.nl’ (was ‘post@woerden.nl’)<");
	page = desk_get(world, "/beheer/gemeente/GM0632?gedaan=bewaren",
	    ORGANISER);
	assert_holds(&page, "De gegevens zijn bewaard.");
}

static void
test_wrong_answers_come_back_with_what_is_wrong(void **state)
{
	static const struct {
		const char	*email;
		const char	*until;
		const char	*successor;
		const char	*fault;
	} vectors[] = {
		{ "geen adres", "", "", "id=\"gemeente_email-fout\"" },
		{ "", "31-2-2027", "", "id=\"geldig_tot-fout\"" },
		{ "", "1-1-2025", "", "id=\"geldig_tot-fout\"" },
		{ "", "", "GM0518", "id=\"geldig_tot-fout\"" },
		{ "", "1-1-2027", "GM0632", "id=\"opvolger-fout\"" },
		{ "", "1-1-2027", "GM0007", "id=\"opvolger-fout\"" },
		{ "", "1-1-2027", "Almelo", "id=\"opvolger-fout\"" },
		{ "", "1-1-2027", "GM4444", "id=\"opvolger-fout\"" },
	};
	struct world *world = *state;
	struct reply page = desk_get(world, "/beheer/gemeente/GM0632",
	    ORGANISER);

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = edit(world, &page, vectors[i].email,
		    vectors[i].until, vectors[i].successor);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "<title>Fout:");
		assert_holds(&reply, vectors[i].fault);
		assert_holds(&reply, "ROC\r\n\r\nmboRijnland");
		assert_holds(&reply, vectors[i].email);
	}
	assert_string_equal(world_text(world, "SELECT gemeente_email FROM"
	    " gemeente WHERE code = 'GM0632'"), "post@woerden.nl");
}

static void
test_edit_of_what_somebody_else_changed_is_not_lost(void **state)
{
	struct world *world = *state;
	struct reply page = desk_get(world, "/beheer/gemeente/GM0632",
	    ORGANISER), reply;

	/* What the other changed and she did not, stays the other's. */
	world_sql(world, "UPDATE gemeente SET domein = 'anders.nl'"
	    " WHERE code = 'GM0632'");
	assert_int_equal(edit(world, &page, "nieuw@woerden.nl", "",
	    "").code, 303);
	assert_string_equal(world_text(world, "SELECT domein FROM gemeente"
	    " WHERE code = 'GM0632'"), "anders.nl");
	/* Of the same field it is asked, who and when, whatever is wrong. */
	page = desk_get(world, "/beheer/gemeente/GM0632", ORGANISER);
	assert_int_equal(edit(world, &page, "ander@woerden.nl", "",
	    "").code, 303);
	reply = edit(world, &page, "beter@woerden.nl", "", "");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "hetzelfde gewijzigd als u");
	assert_holds(&reply, "gewijzigd door anke, 24 nov 2026, 9.30. "
	    "Er staat nu: ander@woerden.nl.");
	assert_holds(&reply, "value=\"beter@woerden.nl\"");
	assert_holds(&reply, "id=\"fouten\"");
	assert_string_equal(world_text(world, "SELECT gemeente_email FROM"
	    " gemeente WHERE code = 'GM0632'"), "ander@woerden.nl");
	/* Sent again from that page, it is what the organiser wants. */
	assert_int_equal(edit(world, &reply, "beter@woerden.nl", "",
	    "").code, 303);
}

struct meanwhile {
	struct act_context	 act;
	struct gemeente_record	 after;
	char			 mark[GEMEENTE_MARK_SIZE];
};

static enum status
edit_now(struct db *db, void *arg, struct arena *arena)
{
	struct meanwhile *meanwhile = arg;

	return act_edit_gemeente(db, &meanwhile->act, &meanwhile->after,
	    meanwhile->mark, arena);
}

/* Between the page's look and the writer's turn. */
static void
test_edit_at_the_same_moment_is_not_lost_either(void **state)
{
	struct world *world = *state;
	struct meanwhile meanwhile = { .act = world_act(world) };

	assert_int_equal(gemeente_get(world->app.db, "GM0632", world->arena,
	    &meanwhile.after), STATUS_OK);
	gemeente_mark(&meanwhile.after, world->arena, meanwhile.mark);
	meanwhile.after.value[GEMEENTE_DOMEIN] = "ons.nl";
	world_sql(world, "UPDATE gemeente SET domein = 'anders.nl'"
	    " WHERE code = 'GM0632'");
	assert_int_equal(world_run(world, edit_now, &meanwhile),
	    STATUS_INVALID);
	assert_string_equal(world_text(world, "SELECT domein FROM gemeente"
	    " WHERE code = 'GM0632'"), "anders.nl");
}

static struct reply
refusal(struct world *world, const char *actie, const char *note)
{
	return desk_post(world, "/beheer/gemeente/GM1900", ORGANISER, "actie",
	    actie, "toelichting", note);
}

static void
test_refusal_is_noted_shown_and_taken_back(void **state)
{
	struct world *world = *state;
	struct reply reply = refusal(world, "afzeggen", "per <mail>");

	assert_int_equal(reply.code, 303);
	reply = desk_get(world, "/beheer/gemeente/GM1900", ORGANISER);
	assert_holds(&reply, "komt niet</span> op dinsdag 24 november 2026: "
	    "per &lt;mail&gt;");
	reply = desk_get(world, "/beheer/gemeenten?antwoord=afgezegd",
	    ORGANISER);
	assert_holds(&reply, "1 gemeente, ");
	assert_int_equal(refusal(world, "terugnemen", "").code, 303);
	assert_int_equal(refusal(world, "terugnemen", "").code, 303);
	assert_int_equal(world_count(world, "gemeente_afgezegd"), 0);
	assert_int_equal(refusal(world, "iets", "").code, 400);
}

static void
test_overlong_note_is_refused(void **state)
{
	struct world *world = *state;
	char note[300] = "";

	memset(note, 'x', 250);
	assert_int_equal(refusal(world, "afzeggen", note).code, 422);
	assert_int_equal(world_count(world, "gemeente_afgezegd"), 0);
}

static struct reply
send_multipart(struct world *world, const char *body)
{
	return desk_ask(world, (struct ask){
		.path = "/beheer/gemeenten/import", .cookie = ORGANISER,
		.type = "multipart/form-data; boundary=grens", .body = body,
	});
}

/* A form with a file, as a browser sends it. */
static struct reply
upload(struct world *world, const char *file, const char *actie,
    const char *content, const char *end, const char *mark)
{
	const char *body = arena_printf(world->arena,
	    "--grens\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n"
	    "%s\r\n--grens\r\nContent-Disposition: form-data; name=\"actie\""
	    "\r\n\r\n%s\r\n--grens\r\nContent-Disposition: form-data; "
	    "name=\"per\"\r\n\r\n%s\r\n", desk_csrf_of(world, ORGANISER),
	    actie, end);

	if (file != NULL)
		body = arena_printf(world->arena, "%s--grens\r\n"
		    "Content-Disposition: form-data; name=\"bestand\"; "
		    "filename=\"g.csv\"\r\nContent-Type: text/csv\r\n\r\n%s"
		    "\r\n", body, file);
	if (content != NULL)
		body = arena_printf(world->arena, "%s--grens\r\n"
		    "Content-Disposition: form-data; name=\"inhoud\"\r\n\r\n"
		    "%s\r\n--grens\r\nContent-Disposition: form-data; "
		    "name=\"merk\"\r\n\r\n%s\r\n", body, content, mark);
	return send_multipart(world, arena_printf(world->arena,
	    "%s--grens--\r\n", body));
}

static void
test_file_is_looked_at_first_and_done_after(void **state)
{
	static const char file[] = HEAD "\n" ALMELO "\n"
	    "GM0518;'s-Gravenhage;'s-Gravenhage;Den Haag;Zuid-Holland;"
	    "Haaglanden;;1\n";
	struct world *world = *state;
	struct reply reply = upload(world, file, "bekijken", NULL, "", "");
	const char *mark;

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Er is nog niets veranderd.");
	assert_holds(&reply, "1 gemeente is nieuw");
	assert_holds(&reply, "1 gemeente wijzigt");
	assert_holds(&reply, "<del>nee</del> → <ins>ja</ins>");
	assert_holds(&reply, "leeg → <ins>Haaglanden</ins>");
	assert_holds(&reply, "3 gemeenten staan niet in het bestand");
	assert_int_equal(world_number(world, "SELECT count(*) FROM gemeente"
	    " WHERE code = 'GM0141'"), 0);
	mark = reply_value(world, &reply, "merk");
	reply = upload(world, NULL, "invoeren", file, "", mark);
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/gemeenten/import?nieuw=1&gewijzigd=1&beeindigd=0");
	reply = desk_get(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "Ingevoerd: 1 nieuw, 1 gewijzigd, 0 beëindigd.");
	assert_int_equal(world_number(world, "SELECT sum(heeft_mbo) FROM"
	    " gemeente WHERE code IN ('GM0141', 'GM0518')"), 2);
	/* Sent twice, it is another plan by now. */
	reply = upload(world, NULL, "invoeren", file, "", mark);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "intussen is er iets veranderd");
	assert_holds(&reply, "Er verandert niets.");
}

static void
test_file_ends_those_not_in_it_when_asked(void **state)
{
	static const char file[] = HEAD "\n" ALMELO "\n";
	struct world *world = *state;
	struct reply reply = upload(world, file, "bekijken", NULL,
	    "1-1-2027", "");

	assert_holds(&reply, "4 gemeenten eindigen");
	reply = upload(world, NULL, "invoeren", file, "1-1-2027",
	    reply_value(world, &reply, "merk"));
	assert_int_equal(reply.code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM gemeente"
	    " WHERE geldig_tot = '2027-01-01'"), 4);
}

static void
test_bad_file_says_line_and_reason_and_changes_nothing(void **state)
{
	static const struct {
		const char	*file;
		const char	*end;
		const char	*said;
	} vectors[] = {
		{ HEAD "\nGM1;x;x;;Utrecht;;;1\n", "",
		    "Regel 2: ‘GM1’ is geen gemeentecode." },
		{ HEAD "\n" ALMELO "\nGM1900;S\xfa" "d;S;;Utrecht;;;1", "",
		    "Regel 3: Hier staat een letter die is opgeslagen als "
		    "Windows-1252" },
		{ "code;naam\nGM1;x", "", "Regel 1: De kolom ‘naam’" },
		{ "<b>;code", "", "De kolom ‘&lt;b&gt;’ kennen we niet" },
		{ HEAD "\n" ALMELO, "ooit", "‘ooit’ is geen datum" },
		{ NULL, "", "Kies eerst een bestand." },
	};
	struct world *world = *state;
	int64_t before = world_count(world, "audit");

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = upload(world, vectors[i].file,
		    "bekijken", NULL, vectors[i].end, "");

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "<title>Fout:");
		assert_holds(&reply, vectors[i].said);
		assert_lacks(&reply, "value=\"invoeren\"");
	}
	assert_int_equal(world_count(world, "audit"), before);
	/* With the one that stands for none. */
	assert_int_equal(world_count(world, "gemeente"), 7);
}

static void
test_file_to_edit_comes_back_unchanged(void **state)
{
	struct world *world = *state;
	struct reply file = desk_get(world, "/beheer/gemeenten/bestand.csv",
	    ORGANISER);
	struct reply reply;

	assert_int_equal(file.code, 200);
	assert_string_equal(reply_header(world, &file, "Content-Type"),
	    "text/csv; charset=utf-8");
	reply = upload(world, file.body, "bekijken", NULL, "", "");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Er verandert niets. 6 gemeenten in het bestand "
	    "blijven hetzelfde.");
	assert_lacks(&reply, "value=\"invoeren\"");
}

static void
test_upload_needs_its_csrf(void **state)
{
	struct world *world = *state;

	assert_int_equal(send_multipart(world, "--grens\r\n"
	    "Content-Disposition: form-data; name=\"actie\"\r\n\r\n"
	    "bekijken\r\n--grens--\r\n").code, 403);
	assert_int_equal(send_multipart(world, "--grens kapot").code, 400);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, pages_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_counts_and_lists_the_answers),
		TEST(test_those_with_a_college_are_counted_and_listed_alone),
		TEST(test_filter_leaves_what_it_says_also_in_the_file),
		TEST(test_page_shows_what_was_searched_harmlessly),
		TEST(test_file_has_its_columns_and_leaves_a_record),
		TEST(test_reader_sees_answers_but_no_addresses_and_no_forms),
		TEST(test_one_page_has_its_people_and_its_family),
		TEST(test_merged_people_are_found_under_both_names),
		TEST(test_organiser_edits_a_municipality),
		TEST(test_wrong_answers_come_back_with_what_is_wrong),
		TEST(test_edit_of_what_somebody_else_changed_is_not_lost),
		TEST(test_edit_at_the_same_moment_is_not_lost_either),
		TEST(test_refusal_is_noted_shown_and_taken_back),
		TEST(test_overlong_note_is_refused),
		TEST(test_file_is_looked_at_first_and_done_after),
		TEST(test_file_ends_those_not_in_it_when_asked),
		TEST(test_bad_file_says_line_and_reason_and_changes_nothing),
		TEST(test_file_to_edit_comes_back_unchanged),
		TEST(test_upload_needs_its_csrf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
