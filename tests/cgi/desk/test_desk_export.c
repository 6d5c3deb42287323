/* What leaves the desk as a file: to whom, of whom, and what is kept of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "cgi/desk/export/download.h"
#include "core/arena.h"
#include "core/buf.h"
#include "db/people/export_mark.h"
#include "db/registration/registration_update.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define WISH		"zzwensmerkzz"
#define NAME		"deelnemers-2027-01-12_export-20261124-0930"

/* Registration 1: Zoë the wethouder and Jan, who both have requirements. */
static int
export_open(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, WORLD_KEY, "alles", "wm");
	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "Zoë";
	one->participants[1].answer[PARTICIPANT_VOORNAAM] = "Jan";
	world_sign_up(world, one);
	world_sql(world, "INSERT INTO requirement VALUES (1, 'Vegetarisch " WISH
	    "', '', 1), (2, 'vegetarisch " WISH "', 'rolstoel', 1)");
	return 0;
}

/* What a few lines of Python print about a workbook that was answered. */
static const char *
python(struct world *world, const struct reply *reply, const char *program)
{
	const char *path = world_path(world, "antwoord.xlsx");
	char *line = arena_alloc(world->arena, 65536);
	size_t length = strtoul(reply_header(world, reply, "Content-Length"),
	    NULL, 10);
	FILE *file = fopen(path, "w"), *pipe;

	assert_non_null(file);
	assert_int_equal(fwrite(reply->body, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	pipe = popen(arena_printf(world->arena, "/usr/bin/python3 -c "
	    "'import re,zipfile\nz=zipfile.ZipFile(\"%s\")\n"
	    "def sheet(n): return z.read(\"xl/worksheets/sheet%%d.xml\" %% n)"
	    ".decode()\ndef cells(n): return re.findall("
	    "\"<t[^>]*>([^<]*)</t>\", sheet(n))\n%s'", path, program), "r");
	assert_non_null(pipe);
	line[fread(line, 1, 65535, pipe)] = '\0';
	assert_int_equal(pclose(pipe), 0);
	return line;
}

static void
test_each_file_has_its_name_type_and_length(void **state)
{
	static const struct {
		const char	*path;
		const char	*name;
		const char	*type;
		const char	*begins;
	} vectors[] = {
		{ "/beheer/export.csv", NAME ".csv",
		    "text/csv; charset=utf-8", "\xef\xbb\xbfNummer;Status;" },
		{ "/beheer/export.xlsx", NAME ".xlsx",
		    "application/vnd.openxmlformats-officedocument."
		    "spreadsheetml.sheet", "PK\x03\x04" },
		{ "/beheer/machine.csv", NAME ".machine.csv",
		    "text/csv; charset=utf-8", "nummer,aanmelding," },
		{ "/beheer/machine.json", NAME ".machine.json",
		    "application/json", "{\"bijeenkomst\": " },
		{ "/beheer/gemeenten.csv",
		    "gemeenten-2027-01-12_export-20261124-0930.csv",
		    "text/csv; charset=utf-8", "\xef\xbb\xbfGemeente;" },
		{ "/beheer/wensen.csv",
		    "wensen-2027-01-12_export-20261124-0930.csv",
		    "text/csv; charset=utf-8", "\xef\xbb\xbfSoort;Wens;" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_get(world, vectors[i].path,
		    ORGANISER);

		assert_int_equal(reply.code, 200);
		assert_string_equal(reply_header(world, &reply,
		    "Content-Disposition"), arena_printf(world->arena,
		    "attachment; filename=\"%s\"", vectors[i].name));
		assert_string_equal(reply_header(world, &reply,
		    "Content-Type"), vectors[i].type);
		assert_string_equal(reply_header(world, &reply,
		    "Cache-Control"), "no-store");
		assert_int_equal(strncmp(reply.body, vectors[i].begins,
		    strlen(vectors[i].begins)), 0);
		if (i != 1)
			assert_int_equal(strlen(reply.body),
			    strtoul(reply_header(world, &reply,
			    "Content-Length"), NULL, 10));
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " audit WHERE wat = 'uitgevoerd' AND event = 1 AND"
		    " wie = 'account organisator'"), i + 1);
	}
}

static void
test_plain_get_remembers_nothing(void **state)
{
	struct world *world = *state;

	desk_get(world, "/beheer/export.csv", ORGANISER);
	desk_get(world, "/beheer/export.xlsx?rol=wethouder", ORGANISER);
	desk_get(world, "/beheer/export", ORGANISER);
	assert_int_equal(world_count(world, "export_merk"), 0);
	assert_int_equal(world_count(world, "export_kolommen"), 0);
	assert_string_equal(world_text(world, "SELECT group_concat("
	    "toelichting, '/') FROM (SELECT toelichting FROM audit WHERE"
	    " wat = 'uitgevoerd' ORDER BY id)"), "deelnemers als CSV/"
	    "deelnemers als XLSX, een selectie");
}

static void
test_who_reads_takes_no_people_along(void **state)
{
	static const struct {
		const char	*path;
		int		 code;
	} vectors[] = {
		{ "/beheer/export", 200 }, { "/beheer/gemeenten.xlsx", 200 },
		{ "/beheer/gemeenten.csv", 200 },
		{ "/beheer/export.csv", 403 }, { "/beheer/export.xlsx", 403 },
		{ "/beheer/machine.csv", 403 },
		{ "/beheer/machine.json", 403 }, { "/beheer/wensen", 403 },
		{ "/beheer/wensen.csv", 403 },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_get(world, vectors[i].path, READER);

		assert_int_equal(reply.code, vectors[i].code);
		assert_lacks(&reply, "van Dijk");
		assert_lacks(&reply, "a.devries@woerden.nl");
		if (i == 0) {
			assert_lacks(&reply, "name=\"kolom\"");
			assert_lacks(&reply, "/beheer/export.xlsx");
			assert_lacks(&reply, "/beheer/wensen");
			assert_holds(&reply, "/beheer/gemeenten.xlsx");
		}
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 2);
}

static void
test_municipalities_are_counted_and_nobody_is_named(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/gemeenten.csv", READER);
	const char *cells;

	assert_holds(&reply, "\r\nWoerden;GM0632;Utrecht;;nee;;aangemeld;2;0;0;"
	    "0\r\n");
	assert_holds(&reply, "GM0518;Zuid-Holland;;nee;;stil;0;0;0;0\r\n");
	assert_lacks(&reply, "Voorbij");
	assert_lacks(&reply, "Morgen");
	assert_lacks(&reply, "uitnodigingen");
	reply = desk_get(world, "/beheer/gemeenten.xlsx", READER);
	cells = python(world, &reply, "print(cells(1), cells(2), cells(3), "
	    "z.read(\"xl/workbook.xml\").decode())");
	assert_non_null(strstr(cells, "Súdwest-Fryslân"));
	assert_null(strstr(cells, "van Dijk"));
	assert_null(strstr(cells, "a.devries"));
	assert_null(strstr(cells, "Deelnemers"));
}

static void
test_export_is_of_the_filter(void **state)
{
	static const char *const paths[] = {
		"/beheer/export.csv", "/beheer/machine.csv",
		"/beheer/machine.json",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(paths); i++) {
		reply = desk_get(world, arena_printf(world->arena,
		    "%s?rol=wethouder", paths[i]), ORGANISER);
		assert_holds(&reply, "Zoë");
		assert_lacks(&reply, "Jan");
	}
	reply = desk_get(world, "/beheer/export?rol=wethouder", ORGANISER);
	assert_holds(&reply, "1 deelnemer: rol wethouder.");
	assert_holds(&reply, "action=\"/beheer/export?rol=wethouder\"");
	assert_holds(&reply, "href=\"/beheer/export.xlsx?rol=wethouder\"");
	assert_holds(&reply, "href=\"/beheer/aanmeldingen?rol=wethouder\"");
	reply = desk_send(world, "/beheer/export?rol=wethouder", ORGANISER,
	    "vorm=csv&kolom=voornaam");
	assert_string_equal(reply.body, "\xef\xbb\xbfVoornaam\r\nZoë\r\n");
}

static void
test_columns_are_remembered_for_the_form_alone(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_send(world, "/beheer/export", ORGANISER,
	    "vorm=csv&kolom=gemeente&kolom=nummer&kolom=onzin&kolom=nummer");

	assert_int_equal(reply.code, 200);
	/* In the order of the table, whatever order they came in. */
	assert_string_equal(reply.body, "\xef\xbb\xbfNummer;Gemeente\r\n"
	    "2;Woerden\r\n1;Woerden\r\n");
	assert_string_equal(world_text(world, "SELECT kolommen FROM"
	    " export_kolommen"), "nummer gemeente");
	reply = desk_get(world, "/beheer/export", ORGANISER);
	assert_holds(&reply, "value=\"nummer\" checked");
	assert_lacks(&reply, "value=\"vraag\" checked");
	reply = desk_get(world, "/beheer/export.csv", ORGANISER);
	assert_holds(&reply, "Nummer;Status;Gemeente;Gemeentecode;");
}

static void
test_form_without_a_column_is_shown_again(void **state)
{
	static const char *const bodies[] = {
		"vorm=xlsx", "vorm=csv&kolom=onzin", "vorm=csv&kolom=",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(bodies); i++) {
		reply = desk_send(world, "/beheer/export", ORGANISER,
		    bodies[i]);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "id=\"kolom-fout\"");
		assert_holds(&reply, "<title>Fout: ");
	}
	assert_int_equal(desk_send(world, "/beheer/export", ORGANISER,
	    "vorm=pdf&kolom=nummer").code, 400);
	assert_int_equal(world_count(world, "export_merk"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 0);
}

/* The lines of the sheet that says what is new, by their first cells. */
static const char *
since(struct world *world, const char *path)
{
	struct reply reply = desk_send(world, path, ORGANISER,
	    "vorm=xlsx&sinds=ja&kolom=voornaam");

	assert_int_equal(reply.code, 200);
	return python(world, &reply, "c=cells(2)\n"
	    "print(\" \".join(filter(None, c[3:])) if c[0]==\"Verandering\" else \"-\","
	    " end=\"\")");
}

struct export_changing {
	struct act_context	 act;
	struct registration	 wanted;
};

static enum status
change(struct db *db, void *arg, struct arena *arena)
{
	struct export_changing *changing = arg;

	return act_change(db, &changing->act, &changing->wanted, arena);
}

static void
change_contact(struct world *world, const char *phone)
{
	struct export_changing changing = { .act = world_act(world) };

	assert_int_equal(registration_get(world->app.db, 1, world->arena,
	    &changing.wanted), STATUS_OK);
	changing.wanted.answer[CONTACT_TELEFOON] = phone;
	assert_int_equal(world_run(world, change, &changing), STATUS_OK);
}

/* At first the clock stands still: all of it happens in one second. */
static void
test_next_export_says_what_happened_since(void **state)
{
	struct world *world = *state;
	struct registration *two;

	assert_string_equal(since(world, "/beheer/export"), "-");
	assert_string_equal(since(world, "/beheer/export"), "");
	two = world_delegation(world, "sleutel_van_de_tweede_01", "alles",
	    "m");
	two->participants[0].answer[PARTICIPANT_VOORNAAM] = "Piet";
	world_sign_up(world, two);
	assert_string_equal(since(world, "/beheer/export"), "nieuw Piet");
	assert_string_equal(since(world, "/beheer/export"), "");
	change_contact(world, "0348 753500");
	assert_string_equal(since(world, "/beheer/export"),
	    "gewijzigd Contact telefoon Jan"
	    " gewijzigd Contact telefoon Zoë");
	world_set_now(WORLD_NOW + 3600);
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_string_equal(since(world, "/beheer/export"), "afgemeld Jan");
	/* A change of the contact does not list a person who has cancelled. */
	world_set_now(WORLD_NOW + 7200);
	change_contact(world, "0348 753501");
	assert_string_equal(since(world, "/beheer/export"),
	    "gewijzigd Contact telefoon Zoë");
	world_set_now(WORLD_NOW + 7201);
	assert_int_equal(world_restore(world, 1, 2), STATUS_OK);
	assert_string_equal(since(world, "/beheer/export"),
	    "gewijzigd Weer aangemeld Jan");
}

/* Of each what is theirs, once, however often it changed. */
static void
test_export_says_what_of_each_changed(void **state)
{
	struct world *world = *state;
	struct export_changing changing = { .act = world_act(world) };

	assert_string_equal(since(world, "/beheer/export"), "-");
	world_set_now(WORLD_NOW + 3600);
	for (int i = 0; i < 2; i++) {
		changing.act = world_act(world);
		assert_int_equal(registration_get(world->app.db, 1,
		    world->arena, &changing.wanted), STATUS_OK);
		changing.wanted.participants[0].answer[PARTICIPANT_FUNCTIE] =
		    i == 0 ? "Adviseur" : "Beleidsadviseur";
		changing.wanted.participants[1].answer[PARTICIPANT_VOORNAAM] =
		    i == 0 ? "Johan" : "Jan";
		assert_int_equal(world_run(world, change, &changing),
		    STATUS_OK);
	}
	assert_string_equal(since(world, "/beheer/export"),
	    "gewijzigd Voornaam Jan gewijzigd Functie Zoë");
}

static void
test_each_selection_has_a_moment_of_its_own(void **state)
{
	struct world *world = *state;

	since(world, "/beheer/export");
	assert_string_equal(since(world, "/beheer/export?rol=wethouder"),
	    "-");
	since(world, "/beheer/export?status=bevestigd");
	world_set_now(WORLD_NOW + 1);
	world_cancel(world, 1, 1);
	/* It is about people who left the selection by cancelling. */
	assert_string_equal(since(world, "/beheer/export?status=bevestigd"),
	    "afgemeld Zoë");
	assert_string_equal(since(world, "/beheer/export?rol=wethouder"),
	    "afgemeld Zoë");
	assert_string_equal(since(world, "/beheer/export"), "afgemeld Zoë");
	/* What was searched for stands nowhere. */
	since(world, "/beheer/export?q=Zo%C3%AB");
	assert_int_equal(world_count(world, "export_merk"), 4);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE toelichting LIKE '%%Zo%%'"), 0);
}

/* A change that was given its time before the export, and written after. */
static void
test_change_that_waited_for_its_turn_is_not_missed(void **state)
{
	struct world *world = *state;

	world_set_now(WORLD_NOW + 600);
	since(world, "/beheer/export");
	world_set_now(WORLD_NOW + 595);
	change_contact(world, "0348 753500");
	world_set_now(WORLD_NOW + 601);
	assert_string_equal(since(world, "/beheer/export"),
	    "gewijzigd Contact telefoon Jan"
	    " gewijzigd Contact telefoon Zoë");
}

static void
test_moment_is_said_on_the_page(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/export", ORGANISER);

	assert_holds(&reply, "nog niet eerder op");
	since(world, "/beheer/export");
	reply = desk_get(world, "/beheer/export", ORGANISER);
	assert_holds(&reply, "dinsdag 24 november 2026 om 9.30 uur");
	reply = desk_get(world, "/beheer/export?rol=wethouder", ORGANISER);
	assert_holds(&reply, "nog niet eerder op");
}

static void
test_full_disk_is_a_refusal_without_a_record(void **state)
{
	static const char *const paths[] = {
		"/beheer/export.csv", "/beheer/export.xlsx",
		"/beheer/machine.json", "/beheer/gemeenten.xlsx",
	};
	struct world *world = *state;
	struct rlimit whole, small;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
	small = (struct rlimit){ 100, whole.rlim_max };
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct reply reply;

		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		reply = desk_get(world, paths[i], ORGANISER);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &whole), 0);
		assert_int_equal(reply.code, 503);
		assert_null(world->app.file);
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 0);
	assert_int_equal(desk_get(world, paths[0], ORGANISER).code, 200);
	signal(SIGXFSZ, SIG_DFL);
}

/* So many more that they do not fit into memory: of one delegation. */
#define MANY	"9000"

static void
add_many(struct world *world)
{
	world->spoilt = true;
	world_sql(world, "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT"
	    " i + 1 FROM n WHERE i < " MANY ") INSERT INTO participant (event,"
	    " registration, positie, nonce, status, sorteersleutel, voornaam,"
	    " achternaam, email, rol, functie) SELECT 1, 1, i, i, 'bevestigd',"
	    " printf('%07d', i), 'Voornaam ' || i, 'Berg', i || '@example.nl',"
	    " 'medewerker', 'beleidsadviseur onderwijs' FROM n");
}

static enum status
into_buf(void *arg, const void *bytes, size_t length)
{
	buf_add(arg, bytes, length);
	return STATUS_OK;
}

static void
test_list_that_does_not_fit_leaves_as_it_is_read(void **state)
{
	struct attendee_filter filter = attendee_all(1);
	struct world *world = *state;
	struct columns all = columns_all();
	struct reply reply;
	struct buf whole;

	add_many(world);
	columns_apart(&all, world_catalog(world));
	buf_init(&whole, world->arena, (size_t)4 << 20);
	assert_int_equal(csv_columns(world->app.db, &filter, &all, into_buf,
	    &whole), STATUS_OK);
	assert_true(whole.length > DOWNLOAD_WHOLE_MAX);
	reply = desk_get(world, "/beheer/export.csv", ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_null(reply_header(world, &reply, "Content-Length"));
	assert_string_equal(reply_header(world, &reply,
	    "Content-Disposition"), "attachment; filename=\"" NAME ".csv\"");
	assert_int_equal(strlen(reply.body), whole.length);
	assert_string_equal(reply.body, whole.data);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'uitgevoerd'"), 1);
	/* What it was read in is let go of: what is new is seen. */
	world_cancel(world, 1, 1);
	reply = desk_get(world, "/beheer/machine.json?status=afgemeld",
	    ORGANISER);
	assert_holds(&reply, "Zoë");
}

/* The mark is of what was read, and stands there before any of it left. */
static void
test_long_list_has_its_mark(void **state)
{
	struct world *world = *state;
	struct reply reply;

	add_many(world);
	reply = desk_send(world, "/beheer/export", ORGANISER,
	    "vorm=csv&kolom=functie&kolom=email&kolom=volledige_naam"
	    "&kolom=sorteernaam&kolom=gemeente&kolom=provincie&kolom=nummer"
	    "&kolom=contactpersoon&kolom=contact_email&kolom=aangemeld");
	assert_int_equal(reply.code, 200);
	assert_null(reply_header(world, &reply, "Content-Length"));
	assert_int_equal(world_number(world, "SELECT participant FROM"
	    " export_merk"), atoi(MANY));
	assert_string_equal(since(world, "/beheer/export"), "");
}

static void
test_requirements_are_counted_without_names(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/wensen", ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "2 deelnemers die komen, hebben een wens");
	assert_holds(&reply, "<td class=\"n\">2 ×</td><td class=\"lines\">"
	    "Vegetarisch " WISH "</td>");
	assert_holds(&reply, "<td class=\"n\">1 ×</td><td class=\"lines\">"
	    "rolstoel</td>");
	assert_lacks(&reply, "van Dijk");
	assert_string_equal(desk_get(world, "/beheer/wensen.csv",
	    ORGANISER).body,
	    "\xef\xbb\xbfSoort;Wens;Aantal\r\nDieet;Vegetarisch " WISH
	    ";2\r\nToegang;rolstoel;1\r\n");
	assert_string_equal(world_text(world, "SELECT group_concat(wat || ':'"
	    " || toelichting, '/') FROM (SELECT * FROM audit WHERE"
	    " toelichting <> '' ORDER BY id)"), "wensen bekeken:aantallen/"
	    "uitgevoerd:wensen als CSV, aantallen");
}

static void
test_who_waits_is_not_cooked_for(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world->spoilt = true;
	world_sql(world, "UPDATE participant SET status = 'wachtlijst',"
	    " rij = 1 WHERE id = 2");
	reply = desk_get(world, "/beheer/wensen", ORGANISER);
	assert_holds(&reply, "1 deelnemer die komt, heeft een wens "
	    "doorgegeven; van de wachtlijst nog 1 deelnemer, hieronder niet "
	    "meegeteld.");
	assert_holds(&reply, "Niemand die komt heeft hierover een wens.");
	assert_lacks(&reply, "rolstoel");
}

static void
test_names_need_a_reason_that_is_logged(void **state)
{
	static const char *const refused[] = {
		"", "reden=", "reden=nieuwsgierig", "reden=allergie+van+Jan",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(refused); i++) {
		reply = desk_send(world, "/beheer/wensen", ORGANISER,
		    refused[i]);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_lacks(&reply, "van Dijk");
	}
	reply = desk_send(world, "/beheer/wensen", ORGANISER, "reden=toegang");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "<th scope=\"row\">Dijk, Zoë van</th>");
	assert_string_equal(world_text(world, "SELECT wie || '/' || wat || '/'"
	    " || toelichting FROM audit ORDER BY id DESC LIMIT 1"),
	    "account organisator/wensen bekeken/met namen, om de zaal of de "
	    "ontvangst voor te bereiden");
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE toelichting LIKE '%%allergie%%'"), 0);
}

static void
test_requirements_are_in_no_other_file(void **state)
{
	static const char *const paths[] = {
		"/beheer/export.csv", "/beheer/machine.csv",
		"/beheer/machine.json", "/beheer/gemeenten.csv",
		"/beheer/export",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(paths); i++) {
		reply = desk_get(world, paths[i], ORGANISER);
		assert_lacks(&reply, WISH);
		assert_lacks(&reply, "rolstoel");
	}
	reply = desk_get(world, "/beheer/export.xlsx", ORGANISER);
	assert_string_equal(python(world, &reply, "print(any(b\"" WISH
	    "\" in z.read(n) or b\"rolstoel\" in z.read(n)"
	    " for n in z.namelist()), any(b\"Dijk\" in z.read(n)"
	    " for n in z.namelist()))"), "False True\n");
	/* The sign of what is looked for does stand where it may. */
	reply = desk_get(world, "/beheer/wensen.csv", ORGANISER);
	assert_holds(&reply, WISH);
}

static void
test_round_and_topic_have_a_column_each(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *rows;

	world_sql(world, "UPDATE session SET titel = 'Lassen, bouw en zorg'"
	    " WHERE id = (SELECT min(id) FROM session WHERE round = 1);"
	    " INSERT INTO participant_session (participant, round, session,"
	    " status, geplaatst) SELECT 2, 1, min(id), 'bevestigd', 1"
	    " FROM session WHERE round = 1");
	reply = desk_get(world, "/beheer/export.csv", ORGANISER);
	rows = strstr(reply.body, "Aangemeld op");
	assert_non_null(strstr(rows, world_text(world, "SELECT titel FROM"
	    " round WHERE id = 1")));
	assert_non_null(strstr(rows, ";\"Lassen, bouw en zorg\";"));
	assert_non_null(strstr(rows, world_text(world, "SELECT ';' || titel"
	    " FROM thema WHERE positie = 1")));
	assert_null(strstr(rows, ";Sessies;"));
	reply = desk_get(world, "/beheer/export.csv?soort=badges", ORGANISER);
	assert_holds(&reply, "\xef\xbb\xbfNummer;Gemeente;Rol;Functie;Voornaam;"
	    "Tussenvoegsel;Achternaam;Volledige naam\r\n");
}

static void
test_silent_municipalities_follow_the_filter_and_have_addresses(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE gemeente SET gemeente_email = 'griffie@"
	    "stil.nl' WHERE code <> 'GM0632'");
	reply = desk_get(world, "/beheer/gemeenten.xlsx", ORGANISER);
	assert_non_null(strstr(python(world, &reply, "print(cells(2))"),
	    "griffie@stil.nl"));
	reply = desk_get(world, "/beheer/gemeenten.xlsx", READER);
	assert_null(strstr(python(world, &reply, "print(cells(2))"),
	    "griffie@stil.nl"));
	reply = desk_get(world, "/beheer/gemeenten.xlsx?provincie=Zeeland",
	    ORGANISER);
	assert_null(strstr(python(world, &reply, "print(cells(2))"),
	    "griffie@stil.nl"));
	reply = desk_get(world, "/beheer/gemeenten.xlsx?antwoord=aangemeld",
	    ORGANISER);
	assert_null(strstr(python(world, &reply, "print(cells(2))"),
	    "griffie@stil.nl"));
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, export_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round_and_topic_have_a_column_each),
		TEST(test_silent_municipalities_follow_the_filter_and_have_addresses),
		TEST(test_each_file_has_its_name_type_and_length),
		TEST(test_plain_get_remembers_nothing),
		TEST(test_who_reads_takes_no_people_along),
		TEST(test_municipalities_are_counted_and_nobody_is_named),
		TEST(test_export_is_of_the_filter),
		TEST(test_columns_are_remembered_for_the_form_alone),
		TEST(test_form_without_a_column_is_shown_again),
		TEST(test_next_export_says_what_happened_since),
		TEST(test_export_says_what_of_each_changed),
		TEST(test_each_selection_has_a_moment_of_its_own),
		TEST(test_change_that_waited_for_its_turn_is_not_missed),
		TEST(test_moment_is_said_on_the_page),
		TEST(test_full_disk_is_a_refusal_without_a_record),
		TEST(test_list_that_does_not_fit_leaves_as_it_is_read),
		TEST(test_long_list_has_its_mark),
		TEST(test_requirements_are_counted_without_names),
		TEST(test_who_waits_is_not_cooked_for),
		TEST(test_names_need_a_reason_that_is_logged),
		TEST(test_requirements_are_in_no_other_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
