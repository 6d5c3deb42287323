/* One person at the desk: what is shown, what is done, and what is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define ZOE		"z.vandenberg@woerden.nl"
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* A button of a person's page, pressed while looking at it as it is now. */
static struct reply
press(struct world *world, int person, const char *actie, const char *rest)
{
	int64_t versie = world_number(world, "SELECT versie FROM registration"
	    " WHERE id = (SELECT registration FROM participant WHERE id ="
	    " %d)", person);

	/* As answered: with mail, unless it says otherwise. */
	return desk_send(world, arena_printf(world->arena,
	    "/beheer/deelnemer/%d", person), ORGANISER, arena_printf(
	    world->arena, "versie=%lld&actie=%s&wanneer=nu&%s%s",
	    (long long)versie, actie, rest, strstr(rest, "besluit") != NULL ?
	    "" : "&besluit=mail"));
}

static struct reply
look(struct world *world, const struct reply *answer)
{
	const char *location = reply_header(world, answer, "Location");

	assert_int_equal(answer->code, 303);
	assert_non_null(location);
	return desk_get(world, location, ORGANISER);
}

/* Zoë, who comes to Lassen, and Jan; signed up by Anne of Woerden. */
static int
attendee_open(void **state)
{
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	world_sql(world, "UPDATE account SET naam = 'anke' WHERE rol ="
	    " 'organisator'");
	return visit_try_sign_up(world, NULL).code == 303 ? 0 : -1;
}

/* Nobody else fits, whoever signs up from here. */
static void
fill_up(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 2;"
	    " UPDATE session SET capaciteit = 1");
}

/* A delegation of one that has to wait; its person is number 3. */
static void
add_waiting(struct world *world)
{
	fill_up(world);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_wacht_001", "alles", "m"));
	assert_string_equal(world_places(world, 2), "w");
}

static const char *
last_audit(struct world *world, const char *wat)
{
	return world_text(world, "SELECT wie || '|' || coalesce(participant,"
	    " 0) || '|' || toelichting || iif(reden = '',"
	    " '', '|' || reden) FROM audit WHERE wat = '%s'"
	    " ORDER BY id DESC LIMIT 1", wat);
}

static void
test_page_shows_everything_of_a_person(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/deelnemer/1", ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Zoë van den Berg <span class=\"state good\">"
	    "bevestigd</span></h1>");
	assert_holds(&reply, "Woerden");
	assert_holds(&reply, ZOE);
	assert_holds(&reply, "Lassen");
	assert_holds(&reply, "Anne de Vries");
	assert_holds(&reply, "a.devries@woerden.nl");
	assert_holds(&reply, "href=\"/beheer/deelnemer/2\">Jan Jansen</a>");
	assert_holds(&reply, "Voortijdig schoolverlaten");
	/* The letters to her and to the contact, and what happened. */
	assert_holds(&reply, "<th scope=\"row\">aangemeld</th>");
	assert_holds(&reply, "in de wachtrij");
	assert_holds(&reply, "<b>Aangemeld</b>, door de contactpersoon");
}

static void
test_requirements_stay_between_the_person_and_the_caterer(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO requirement VALUES (1, 'glutenvrij',"
	    " 'rolstoel', 1); INSERT INTO audit (moment, wie, wat, event,"
	    " registration, participant) VALUES (1, 'deelnemer',"
	    " 'wens doorgegeven', 1, 1, 1)");
	reply = desk_get(world, "/beheer/deelnemer/1", ORGANISER);
	assert_lacks(&reply, "glutenvrij");
	assert_lacks(&reply, "rolstoel");
	assert_lacks(&reply, "wens");
}

static void
test_unknown_number_and_other_event_are_not_found(void **state)
{
	static const char *const paths[] = {
		"/beheer/deelnemer/99", "/beheer/deelnemer/0",
		"/beheer/deelnemer/1x", "/beheer/deelnemer/-1",
		"/beheer/deelnemer/99/wijzigen",
		"/beheer/deelnemer/99/vervangen",
	};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		assert_int_equal(desk_get(world, paths[i], ORGANISER).code,
		    404);
	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) VALUES (2, 'u', 'Anders', 1, 2,"
	    " 'Elders', 1, 0, 1, 'MBO Raad', 'info@mboraad.nl');"
	    " UPDATE login SET event = 2");
	assert_int_equal(desk_get(world, "/beheer/deelnemer/1",
	    ORGANISER).code, 404);
}

static void
test_reader_sees_the_notes_and_no_buttons(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(press(world, 1, "notitie",
	    "notitie=Belt+maandag").code, 303);
	reply = desk_get(world, "/beheer/deelnemer/1", READER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Belt maandag");
	assert_lacks(&reply, "actie");
	assert_lacks(&reply, "/wijzigen");
	reply = desk_get(world, "/beheer/aanmeldingen", READER);
	assert_lacks(&reply, "Exporteren");
	assert_lacks(&reply, "/nieuw");
	assert_int_equal(desk_get(world, "/beheer/deelnemer/1/wijzigen",
	    READER).code, 403);
}

static void
test_cancelled_person_is_told_and_can_come_back(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "DELETE FROM outbox");
	reply = press(world, 1, "afmelden", "");
	reply = look(world, &reply);
	assert_holds(&reply, "Zoë van den Berg is afgemeld.");
	assert_string_equal(world_places(world, 1), "ab");
	assert_string_equal(world_letters(world), "afgemeld"
	    " a.devries@woerden.nl\nafgemeld " ZOE "\n");
	assert_string_equal(last_audit(world, "afgemeld"), "account anke|1|");
	assert_holds(&reply, "<b>Afgemeld: Zoë van den Berg</b>, door anke");
	reply = press(world, 1, "herstellen", "");
	reply = look(world, &reply);
	assert_holds(&reply, "is weer aangemeld, en heeft een plaats.");
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_cancelling_can_be_quiet_but_not_for_who_moves_up(void **state)
{
	struct world *world = *state;

	add_waiting(world);
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(press(world, 1, "afmelden", "besluit=stil").code,
	    303);
	assert_string_equal(world_places(world, 2), "b");
	assert_string_equal(world_letters(world),
	    "opgeschoven a.devries@woerden.nl\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE registration = 2 AND participant = 0"), 1);
}

static void
test_who_comes_back_without_a_place_waits_and_it_is_said(void **state)
{
	struct world *world = *state;
	struct reply reply;

	add_waiting(world);
	assert_int_equal(press(world, 1, "afmelden", "besluit=stil").code,
	    303);
	/* The organiser comes after the deadline, too. */
	world_sql(world, "UPDATE event SET aanmelden_dicht ="
	    " aanmelden_open + 1");
	reply = desk_get(world, "/beheer/deelnemer/1", ORGANISER);
	assert_holds(&reply, "Er is nu geen plaats vrij: wie terugkomt, komt "
	    "op de wachtlijst.");
	/* It is a question first, and asking does nothing. */
	reply = press(world, 1, "herstellen", "besluit=");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "1 persoon komt dan op de wachtlijst, op plaats "
	    "1 in de rij.");
	assert_holds(&reply, "Op de wachtlijst zetten");
	assert_string_equal(world_places(world, 1), "ab");
	reply = press(world, 1, "herstellen", "besluit=stil");
	reply = look(world, &reply);
	assert_holds(&reply, "is weer aangemeld, maar er is nu geen plaats: "
	    "op de wachtlijst gezet.");
	assert_holds(&reply, "Op de wachtlijst, plaats 1 in de rij. Alle "
	    "plaatsen zijn bezet.");
	assert_string_equal(world_places(world, 1), "wb");
}

static void
test_place_beyond_the_line_takes_a_reason(void **state)
{
	struct world *world = *state;
	struct reply reply;

	add_waiting(world);
	world_sql(world, "DELETE FROM outbox");
	reply = press(world, 3, "plaats", "reden=+");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "id=\"reden-fout\"");
	assert_holds(&reply, "<title>Fout:");
	assert_string_equal(world_places(world, 2), "w");
	reply = press(world, 3, "plaats", arena_printf(world->arena,
	    "reden=%0201d", 0));
	assert_int_equal(reply.code, 422);
	reply = press(world, 3, "plaats", "reden=Spreker");
	reply = look(world, &reply);
	assert_holds(&reply, "P1 van Dijk heeft een plaats gekregen.");
	assert_holds(&reply, "<b>Plaats gekregen buiten de rij om</b>, door "
	    "anke");
	assert_string_equal(world_places(world, 2), "b");
	assert_string_equal(last_audit(world, "buiten de rij geplaatst"),
	    "account anke|3||Spreker");
	assert_string_equal(world_letters(world),
	    "opgeschoven a.devries@woerden.nl\n");
	/* The list says it, too: there are more people than places. */
	reply = desk_get(world, "/beheer/aanmeldingen", ORGANISER);
	assert_holds(&reply, "3 van de 2 plaatsen bezet");
}

static void
test_who_has_a_place_is_given_none(void **state)
{
	struct world *world = *state;
	struct reply reply = press(world, 1, "plaats", "reden=Spreker");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "staat niet (meer) op de wachtlijst");
	assert_int_equal(world_number(world, "SELECT versie FROM"
	    " registration WHERE id = 1"), 1);
}

/* The next who cancels frees nothing that was given beyond. */
static void
test_place_beyond_the_capacity_is_not_given_again(void **state)
{
	struct world *world = *state;

	add_waiting(world);
	assert_int_equal(press(world, 3, "plaats", "reden=Spreker").code,
	    303);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_wacht_002", "alles", "m"));
	assert_int_equal(press(world, 1, "afmelden", "besluit=stil").code,
	    303);
	assert_string_equal(world_places(world, 3), "w");
	assert_int_equal(press(world, 2, "afmelden", "").code, 303);
	assert_string_equal(world_places(world, 3), "b");
}

static void
test_action_on_what_has_changed_is_not_done(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE registration SET versie = 5;"
	    " UPDATE participant SET voornaam = 'Els' WHERE id = 1");
	reply = desk_send(world, "/beheer/deelnemer/1", ORGANISER,
	    "versie=1&actie=afmelden&bericht=ja");
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "intussen gewijzigd");
	assert_holds(&reply, "Els van den Berg");
	assert_holds(&reply, "name=\"versie\" value=\"5\"");
	assert_string_equal(world_places(world, 1), "bb");
	assert_int_equal(desk_send(world, "/beheer/deelnemer/1", ORGANISER,
	    "actie=afmelden").code, 409);
	assert_int_equal(desk_send(world, "/beheer/deelnemer/1", ORGANISER,
	    "versie=5&actie=weg").code, 400);
}

static void
test_letters_can_be_sent_again(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "DELETE FROM outbox");
	reply = press(world, 1, "opnieuw", "");
	reply = look(world, &reply);
	assert_holds(&reply, "opnieuw klaargezet");
	assert_int_equal(press(world, 1, "opnieuw", "").code, 303);
	assert_int_equal(press(world, 1, "overzicht", "").code, 303);
	assert_string_equal(world_letters(world), "opnieuw " ZOE "\n"
	    "opnieuw " ZOE "\nopnieuw a.devries@woerden.nl\n");
	assert_string_equal(last_audit(world, "bericht opnieuw gestuurd"),
	    "account anke|0|");
	/* Jan has no address of his own. */
	reply = press(world, 2, "opnieuw", "");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "geen eigen e-mailadres");
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_notes_are_kept_with_who_and_when_and_go_nowhere(void **state)
{
	struct world *world = *state;
	struct reply reply = press(world, 1, "notitie", "notitie=+%0a+");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Schrijf eerst een notitie.");
	reply = press(world, 1, "notitie", "notitie=Eet+%3Cb%3E%0D%0Aharing");
	reply = look(world, &reply);
	assert_holds(&reply, "De notitie is bewaard.");
	assert_holds(&reply, "Eet &lt;b&gt;<br>");
	assert_holds(&reply, "24 nov 2026, 9.30</span>, anke");
	/* The whole delegation's, and nobody else's. */
	reply = desk_get(world, "/beheer/deelnemer/2", ORGANISER);
	assert_holds(&reply, "haring");
	reply = desk_get(world, "/beheer/export.csv", ORGANISER);
	assert_lacks(&reply, "haring");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'haring') > 0"), 0);
	assert_string_equal(last_audit(world, "notitie"), "account anke|0|");
	reply = press(world, 2, "notitie_weg", "id=1");
	reply = look(world, &reply);
	assert_lacks(&reply, "haring");
	assert_int_equal(world_count(world, "note"), 0);
	assert_int_equal(press(world, 2, "notitie_weg", "id=1").code, 422);
}

static void
test_note_of_another_delegation_stays(void **state)
{
	struct world *world = *state;

	world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_001", "alles", "m"));
	assert_int_equal(press(world, 1, "notitie", "notitie=Hier").code, 303);
	assert_int_equal(press(world, 3, "notitie_weg", "id=1").code, 422);
	assert_int_equal(world_count(world, "note"), 1);
}

#define WIJZIGEN	"/beheer/deelnemer/1/wijzigen"

/* The organiser's form of the delegation, with what differs, is sent. */
#define EDIT(world, versie, ...) desk_post(world, WIJZIGEN, ORGANISER, \
	"versie", versie, "bekend", "2", "gemeente", "GM0632", \
	"contact_voornaam", "Anne", "contact_achternaam", "de Vries", \
	"contact_email", "a.devries@woerden.nl", \
	"deelnemer_1_voornaam", "Zoë", "deelnemer_1_email", ZOE, \
	"deelnemer_1_rol", "wethouder", "deelnemer_2_voornaam", "Jan", \
	"deelnemer_2_achternaam", "Jansen", "deelnemer_2_rol", \
	"medewerker", "thema", "vsv", __VA_ARGS__)

static void
test_organiser_s_form_is_about_somebody_else(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, WIJZIGEN, ORGANISER);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "name=\"deelnemer_1_voornaam\" value=\"Zoë\"");
	assert_holds(&reply, "name=\"versie\" value=\"1\"");
	assert_holds(&reply, "name=\"bericht\" value=\"ja\" checked");
	assert_holds(&reply, "name=\"toch\" value=\"ja\">");
	/* Her own browser has nothing to fill in here. */
	assert_lacks(&reply, "autocomplete=\"given-name\"");
	assert_lacks(&reply, "Uw voornaam");
	assert_lacks(&reply, "foto_bezwaar");
}

static void
test_edit_is_saved_told_and_logged(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "DELETE FROM outbox; UPDATE event SET"
	    " wijzigen_tot = 0");	/* no deadline for the organiser */
	reply = EDIT(world, "1", "deelnemer_1_achternaam", "van der Berg",
	    "deelnemer_1_sessie_1", "12", "besluit", "mail", "bericht", "ja");
	reply = look(world, &reply);
	assert_holds(&reply, "De wijzigingen zijn bewaard.");
	assert_holds(&reply, "Zoë van der Berg");
	assert_holds(&reply, "Bakken");
	assert_holds(&reply, "Deelnemer 1: Achternaam: ‘van der Berg’ (was "
	    "‘van den Berg’)");
	assert_holds(&reply, "Deelnemer 1: Ronde 1: ‘Bakken’ (was ‘Lassen’)");
	assert_string_equal(world_letters(world), "gewijzigd"
	    " a.devries@woerden.nl\ngewijzigd " ZOE "\n");
	assert_string_equal(last_audit(world, "gewijzigd"), "account anke|0|"
	    "deelnemer 1 Achternaam, deelnemer 1 Ronde 1");
}

static void
test_edit_can_be_quiet(void **state)
{
	struct world *world = *state;

	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(EDIT(world, "1", "deelnemer_1_achternaam",
	    "van der Berg", "deelnemer_1_sessie_1", "11").code, 303);
	assert_string_equal(world_letters(world), "");
}

static const char *
session_of(struct world *world, int person)
{
	return world_text(world, "SELECT session || status FROM"
	    " participant_session WHERE participant = %d AND round = 1",
	    person);
}

static void
test_full_session_is_entered_only_with_a_reason(void **state)
{
	struct world *world = *state;
	struct reply reply;

	fill_up(world);		/* and Zoë has the seat in Lassen */
	reply = EDIT(world, "1", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_sessie_1", "11", "deelnemer_2_sessie_1", "11");
	assert_int_equal(reply.code, 303);
	assert_string_equal(session_of(world, 2), "11wachtlijst");
	world_sql(world, "DELETE FROM participant_session WHERE"
	    " participant = 2");
	reply = EDIT(world, "2", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_sessie_1", "11", "deelnemer_2_sessie_1", "11", "toch",
	    "ja");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "href=\"#reden\"");
	assert_holds(&reply, "name=\"toch\" value=\"ja\" checked");
	reply = EDIT(world, "2", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_sessie_1", "11", "deelnemer_2_sessie_1", "11", "toch",
	    "ja", "reden", "Ruilde met een collega");
	assert_int_equal(reply.code, 303);
	assert_string_equal(session_of(world, 1), "11bevestigd");
	assert_string_equal(session_of(world, 2), "11bevestigd");
	assert_string_equal(last_audit(world, "sessie buiten de rij"),
	    "account anke|2|Lassen|Ruilde met een collega");
}

/* People who wait already are not what she chose to change. */
static void
test_beyond_is_for_who_is_added_and_nobody_else(void **state)
{
	struct world *world = *state;
	struct reply reply;

	fill_up(world);
	assert_int_equal(press(world, 2, "afmelden", "").code, 303);
	world_sql(world, "UPDATE event SET capaciteit = 1");
	assert_int_equal(press(world, 2, "herstellen", "besluit=stil").code,
	    303);
	assert_string_equal(world_places(world, 1), "bw");
	reply = EDIT(world, "3", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_sessie_1", "11", "deelnemer_3_voornaam", "Lea",
	    "deelnemer_3_achternaam", "Bos", "deelnemer_3_rol", "medewerker",
	    "toch", "ja", "reden", "Spreker");
	assert_int_equal(reply.code, 303);
	assert_string_equal(world_places(world, 1), "bwb");
}

static void
test_conflict_shows_what_differs_and_loses_nothing(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(EDIT(world, "1", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_sessie_1", "11", "contact_telefoon",
	    "0348 111111", "deelnemer_2_functie", "Beleid").code, 303);
	reply = EDIT(world, "1", "deelnemer_1_achternaam", "van den Burg",
	    "deelnemer_1_sessie_1", "12", "contact_telefoon", "0348 222222");
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "<title>Fout:");
	assert_holds(&reply, "<th scope=\"row\">Contact telefoon</th>"
	    "<td>0348 222222</td><td>0348 111111</td>");
	assert_holds(&reply, "<th scope=\"row\">Deelnemer 1: Achternaam</th>"
	    "<td>van den Burg</td><td>van den Berg</td>");
	assert_holds(&reply, "<th scope=\"row\">Deelnemer 1: Ronde 1</th>"
	    "<td>Bakken</td><td>Lassen</td>");
	assert_holds(&reply, "<th scope=\"row\">Deelnemer 2: Functie</th>"
	    "<td>(leeg)</td><td>Beleid</td>");
	assert_lacks(&reply, "<th scope=\"row\">Deelnemer 1: Voornaam");
	assert_lacks(&reply, "<th scope=\"row\">Gemeente");
	assert_holds(&reply, "value=\"van den Burg\"");
	assert_holds(&reply, "href=\"" WIJZIGEN "\"");
	assert_string_equal(world_text(world, "SELECT contact_telefoon FROM"
	    " registration"), "0348 111111");
	/* On top of the new one, on purpose. */
	assert_string_equal(reply_value(world, &reply, "versie"), "2");
	assert_int_equal(EDIT(world, "2", "deelnemer_1_achternaam",
	    "van den Burg", "deelnemer_1_sessie_1", "12", "contact_telefoon",
	    "0348 222222").code, 303);
	assert_string_equal(world_text(world, "SELECT contact_telefoon FROM"
	    " registration"), "0348 222222");
}

static void
test_conflict_tells_of_who_left_and_who_came(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(EDIT(world, "1", "deelnemer_1_achternaam",
	    "van den Berg", "deelnemer_1_sessie_1", "11",
	    "deelnemer_3_voornaam", "Lea", "deelnemer_3_achternaam", "Bos",
	    "deelnemer_3_rol", "medewerker").code, 303);
	assert_int_equal(press(world, 2, "afmelden", "").code, 303);
	reply = EDIT(world, "1", "deelnemer_1_achternaam", "van den Berg",
	    "deelnemer_1_sessie_1", "11");
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "Deelnemer 2</th><td>Jan Jansen</td>"
	    "<td>afgemeld</td>");
	assert_holds(&reply, "Deelnemer 3</th><td>(was er nog niet)</td>"
	    "<td>toegevoegd: Lea Bos</td>");
	assert_holds(&reply, "name=\"deelnemer_3_voornaam\" value=\"Lea\"");
}

static void
test_replaced_person_s_link_ends_and_both_are_told(void **state)
{
	const char *path = "/beheer/deelnemer/1/vervangen";
	struct world *world = *state;
	struct reply reply = desk_get(world, path, ORGANISER);

	assert_holds(&reply, "Wie komt er in plaats van Zoë van den Berg?");
	assert_lacks(&reply, "value=\"Zoë\"");
	assert_lacks(&reply, "name=\"toch\"");
	world_sql(world, "DELETE FROM outbox");
	reply = desk_post(world, path, ORGANISER, "versie", "1", "deelnemer",
	    "1", "deelnemer_1_voornaam", "Els", "deelnemer_1_achternaam", "",
	    "deelnemer_1_rol", "wethouder");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "value=\"Els\"");
	reply = desk_post(world, path, ORGANISER, "versie", "1", "deelnemer",
	    "1", "deelnemer_1_voornaam", "Els", "deelnemer_1_achternaam",
	    "ten Broek", "deelnemer_1_email", "els@woerden.nl",
	    "deelnemer_1_rol", "wethouder", "besluit", "mail", "bericht", "ja");
	reply = look(world, &reply);
	assert_holds(&reply, "Els ten Broek komt nu op deze plaats.");
	assert_string_equal(world_letters(world), "vervangen " ZOE "\n"
	    "gewijzigd a.devries@woerden.nl\naangemeld els@woerden.nl\n");
	assert_string_equal(last_audit(world, "vervangen"),
	    "account anke|1|");
	reply = desk_post(world, path, ORGANISER, "versie", "1", "deelnemer",
	    "1", "deelnemer_1_voornaam", "Bob", "deelnemer_1_achternaam",
	    "Bos", "deelnemer_1_rol", "wethouder");
	assert_int_equal(reply.code, 409);
	assert_holds(&reply, "<td>Bob</td><td>Els</td>");
}

static struct reply
add_by_hand(struct world *world, const char *key, const char *name,
    const char *toch, const char *reden)
{
	return desk_post(world, "/beheer/aanmeldingen/nieuw", ORGANISER,
	    "sleutel", key, "gemeente", "GM0518", "contact_voornaam", "Ria",
	    "contact_achternaam", "Vos", "contact_email", "ria@denhaag.nl",
	    "deelnemer_1_voornaam", "Kim", "deelnemer_1_achternaam", name,
	    "deelnemer_1_rol", "wethouder", "deelnemer_1_sessie_1", "11",
	    "besluit", "mail", "bericht", "ja", toch[0] == '\0' ? "x" : "toch", "ja", "reden",
	    reden);
}

static void
test_person_is_added_by_hand_after_the_deadline_and_once(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *key;

	world_sql(world, "UPDATE event SET aanmelden_dicht ="
	    " aanmelden_open + 1; DELETE FROM outbox");
	world->config.limits = true;	/* the fill time is for visitors */
	reply = desk_get(world, "/beheer/aanmeldingen/nieuw?gemeente=GM0518",
	    ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "<option value=\"GM0518\" "
	    "data-domain=\"\" selected>");
	assert_holds(&reply, "name=\"toch\" value=\"ja\">");
	key = reply_value(world, &reply, "sleutel");
	reply = add_by_hand(world, key, "", "", "");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "value=\"Kim\"");
	reply = add_by_hand(world, key, "de Bruin", "", "");
	reply = look(world, &reply);
	assert_holds(&reply, "Kim de Bruin is aangemeld, en heeft een "
	    "plaats.");
	assert_string_equal(world_letters(world),
	    "aangemeld ria@denhaag.nl\n");
	assert_string_equal(last_audit(world, "aangemeld"),
	    "account anke|0|");
	reply = add_by_hand(world, key, "de Bruin", "", "");
	assert_string_equal(reply_header(world, &reply, "Location"),
	    "/beheer/deelnemer/3?gedaan=aanmelden");
	assert_int_equal(world_count(world, "registration"), 2);
	reply = add_by_hand(world, "eigen_sleutel_zonder_bewijs", "Mol", "",
	    "");
	assert_int_equal(reply.code, 422);
}

static void
test_person_added_above_the_capacity_needs_a_reason(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *key;

	fill_up(world);
	reply = desk_get(world, "/beheer/aanmeldingen/nieuw", ORGANISER);
	assert_holds(&reply, "komt op de wachtlijst");
	key = reply_value(world, &reply, "sleutel");
	reply = add_by_hand(world, key, "de Bruin", "ja", "");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"reden-fout\"");
	assert_int_equal(world_count(world, "registration"), 1);
	reply = add_by_hand(world, key, "de Bruin", "ja", "Bestuurslid");
	reply = look(world, &reply);
	assert_holds(&reply, "is aangemeld, en heeft een plaats.");
	assert_string_equal(last_audit(world, "buiten de rij geplaatst"),
	    "account anke|3||Bestuurslid");
	assert_string_equal(session_of(world, 3), "11bevestigd");
	reply = desk_get(world, "/beheer/aanmeldingen/nieuw", ORGANISER);
	reply = add_by_hand(world, reply_value(world, &reply, "sleutel"),
	    "Mol", "", "");
	reply = look(world, &reply);
	assert_holds(&reply, "is aangemeld, maar er is nu geen plaats: op de "
	    "wachtlijst gezet.");
	assert_string_equal(world_places(world, 3), "w");
}

/* Pages, letters and the desk; a relay and an export get the A-labels. */
static void
test_address_with_accents_is_shown_as_typed_to_everybody(void **state)
{
	struct world *world = *state;
	const char *contact = visit_sign_up(world, "sleutel",
	    "sleutel_van_een_ander_toestel", "contact_email",
	    "anne@súdwest.example", "deelnemer_1_email",
	    "zoe@súdwest.example", NULL);
	const char *const pages[] = {
		contact, visit_link(world, 2, 0, "/wijzigen"), visit_link(world, 2, 1, ""),
		visit_link(world, 2, 1, "/wijzigen"),
	};
	static const char *const desk[] = {
		"/beheer/deelnemer/3", "/beheer/mail",
	};
	struct reply reply;

	for (size_t i = 0; i < COUNT(pages); i++) {
		reply = visit_get(world, pages[i]);
		assert_holds(&reply, "@súdwest.example");
		assert_lacks(&reply, "@xn--");
	}
	world_compose(world);
	for (size_t i = 0; i < COUNT(desk); i++) {
		reply = desk_get(world, desk[i], ORGANISER);
		assert_holds(&reply, "@súdwest.example");
		assert_null(strstr(reply.body, ">anne@xn--"));
	}
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE outbox.registration = 2 AND instr(substr(bericht,"
	    " instr(bericht, 'Content-Type: text/plain')), 'xn--') > 0"), 0);
}

static void
test_session_is_changed_where_it_stands(void **state)
{
	struct world *world = *state;
	int64_t before = world_number(world, "SELECT session FROM"
	    " participant_session WHERE participant = 1 AND round = 1");
	int64_t other = world_number(world, "SELECT min(id) FROM session"
	    " WHERE round = 1 AND id <> (SELECT session FROM"
	    " participant_session WHERE participant = 1 AND round = 1)");
	struct reply reply = desk_page(world, "/beheer/deelnemer/1",
	    ORGANISER);

	assert_holds(&reply, arena_printf(world->arena, "<option value=\"%lld\""
	    " selected>", (long long)before));
	reply = press(world, 1, "sessie", arena_printf(world->arena,
	    "ronde=1&sessie=%lld", (long long)other));
	reply = look(world, &reply);
	assert_holds(&reply, "De sessie van Zoë van den Berg is gewijzigd.");
	assert_int_equal(world_number(world, "SELECT session FROM"
	    " participant_session WHERE participant = 1 AND round = 1"),
	    other);
	/* Only a session of that round, and none is a choice as well. */
	assert_int_equal(press(world, 1, "sessie",
	    "ronde=1&sessie=999").code, 422);
	assert_int_equal(press(world, 1, "sessie", arena_printf(world->arena,
	    "ronde=2&sessie=%lld", (long long)before)).code, 422);
	assert_int_equal(press(world, 1, "sessie", "sessie=0").code, 422);
	assert_int_equal(press(world, 1, "sessie",
	    "ronde=1&sessie=0").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant_session WHERE participant = 1 AND round = 1"), 0);
}

static void
test_whole_delegation_is_cancelled_at_once(void **state)
{
	struct world *world = *state;
	struct reply reply = press(world, 2, "delegatie", "bericht=ja");

	reply = look(world, &reply);
	assert_holds(&reply, "De hele delegatie van");
	assert_string_equal(world_places(world, 1), "aa");
}

static void
test_list_one_came_from_is_kept_with_its_neighbours(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/aanmeldingen?q=woerden",
	    ORGANISER);

	assert_holds(&reply, "href=\"/beheer/deelnemer/1?q=woerden&amp;"
	    "volgorde=beste\"");
	reply = desk_page(world, "/beheer/deelnemer/1?q=woerden&volgorde=naam",
	    ORGANISER);
	assert_holds(&reply, "href=\"/beheer/aanmeldingen?q=woerden&amp;"
	    "volgorde=naam\">‹ Terug naar de lijst");
	assert_lacks(&reply, "rel=\"prev\"");
	assert_holds(&reply, "href=\"/beheer/deelnemer/2?q=woerden&amp;"
	    "volgorde=naam\" rel=\"next\"");
	assert_holds(&reply, "action=\"/beheer/deelnemer/1?q=woerden&amp;"
	    "volgorde=naam\"");
	reply = desk_page(world, "/beheer/deelnemer/1", ORGANISER);
	assert_holds(&reply, "‹ Alle aanmeldingen");
	assert_lacks(&reply, "rel=\"next\"");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, attendee_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_shows_everything_of_a_person),
		TEST(test_requirements_stay_between_the_person_and_the_caterer),
		TEST(test_unknown_number_and_other_event_are_not_found),
		TEST(test_reader_sees_the_notes_and_no_buttons),
		TEST(test_cancelled_person_is_told_and_can_come_back),
		TEST(test_cancelling_can_be_quiet_but_not_for_who_moves_up),
		TEST(test_who_comes_back_without_a_place_waits_and_it_is_said),
		TEST(test_place_beyond_the_line_takes_a_reason),
		TEST(test_who_has_a_place_is_given_none),
		TEST(test_place_beyond_the_capacity_is_not_given_again),
		TEST(test_action_on_what_has_changed_is_not_done),
		TEST(test_session_is_changed_where_it_stands),
		TEST(test_whole_delegation_is_cancelled_at_once),
		TEST(test_list_one_came_from_is_kept_with_its_neighbours),
		TEST(test_letters_can_be_sent_again),
		TEST(test_notes_are_kept_with_who_and_when_and_go_nowhere),
		TEST(test_note_of_another_delegation_stays),
		TEST(test_organiser_s_form_is_about_somebody_else),
		TEST(test_edit_is_saved_told_and_logged),
		TEST(test_edit_can_be_quiet),
		TEST(test_full_session_is_entered_only_with_a_reason),
		TEST(test_beyond_is_for_who_is_added_and_nobody_else),
		TEST(test_conflict_shows_what_differs_and_loses_nothing),
		TEST(test_conflict_tells_of_who_left_and_who_came),
		TEST(test_replaced_person_s_link_ends_and_both_are_told),
		TEST(test_person_is_added_by_hand_after_the_deadline_and_once),
		TEST(test_person_added_above_the_capacity_needs_a_reason),
		TEST(test_address_with_accents_is_shown_as_typed_to_everybody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
