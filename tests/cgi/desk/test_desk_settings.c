/* The settings and texts of an event, as the organiser changes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/event/event_text.h"
#include "db/event/settings.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PATH		"/beheer/instellingen"
#define TEXTS		"/beheer/teksten"

/* Two people come, one with an address of her own; nothing waits to go. */
static int
settings_open(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, "sleutel_van_de_delegatie", "alles",
	    "wm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = "zoe@woerden.nl";
	world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox; UPDATE account SET naam = 'anke'"
	    " WHERE rol = 'organisator'");
	return 0;
}

/*
 * The form as the event is, with these values in place of its own, in turn
 * name and value, NULL behind the last.
 */
static const char *
form_with(struct world *world, const char *versie, va_list changes)
{
	const char *names[40], *values[40], *body;
	struct reply page = desk_get(world, PATH, ORGANISER);
	struct event event;
	size_t count = 0;
	const char *name;

	assert_int_equal(event_get(world->app.db, 1, world->arena, &event),
	    STATUS_OK);
	names[count] = "versie";
	values[count++] = versie != NULL ? versie :
	    reply_value(world, &page, "versie");
	for (size_t i = 0; i < EVENT_SETTINGS; i++) {
		names[count] = event_settings[i].field.name;
		values[count++] = event_setting_text(&event,
		    &event_settings[i], world->arena);
	}
	while ((name = va_arg(changes, const char *)) != NULL) {
		size_t at = 0;

		while (at < count && strcmp(names[at], name) != 0)
			at++;
		names[at] = name;
		values[at] = va_arg(changes, const char *);
		count += at == count;
	}
	body = "";
	for (size_t i = 0; i < count; i++)
		body = arena_printf(world->arena, "%s%s%s", body,
		    i == 0 ? "" : "&", world_form(world, names[i], values[i],
		    NULL));
	return body;
}

static struct reply
set(struct world *world, const char *versie, ...)
{
	const char *body;
	va_list changes;

	va_start(changes, versie);
	body = form_with(world, versie, changes);
	va_end(changes);
	return desk_send(world, PATH, ORGANISER, body);
}

static void
test_form_shows_each_setting(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH, ORGANISER);

	assert_int_equal(reply.code, 200);
	for (size_t i = 0; i < EVENT_SETTINGS; i++)
		assert_holds(&reply, arena_printf(world->arena,
		    "name=\"%s\"", event_settings[i].field.name));
	assert_holds(&reply, "value=\"2027-01-12T10:00\"");
	assert_holds(&reply, "value=\"Oriëntatiebijeenkomst\"");
	assert_holds(&reply, "href=\"/beheer/teksten\"");
}

static void
test_setting_that_concerns_nobody_is_saved_at_once(void **state)
{
	struct world *world = *state;
	struct reply reply = set(world, NULL, "omschrijving", "Twee\nregels",
	    "max_per_gemeente", "4", "afzender_naam", "Team mbo", "kleur",
	    "#7A1F5C", NULL);

	assert_int_equal(reply.code, 303);
	assert_string_equal(world_text(world, "SELECT omschrijving FROM"
	    " event"), "Twee\nregels");
	assert_int_equal(world_number(world, "SELECT max_per_gemeente FROM"
	    " event"), 4);
	assert_string_equal(world_text(world, "SELECT kleur FROM event"),
	    "#7a1f5c");
	assert_int_equal(world_number(world, "SELECT versie FROM event"), 2);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wie = 'account anke' AND wat = 'ingesteld'"),
	    "Omschrijving, Hoogste aantal mensen van één gemeente, Naam van "
	    "de afzender van mails, Kleur");
	reply = desk_get(world, PATH "?gedaan=opgeslagen", ORGANISER);
	assert_holds(&reply, "Bewaard.");
}

static void
test_saving_what_is_there_changes_nothing(void **state)
{
	struct world *world = *state;

	assert_int_equal(set(world, NULL, NULL).code, 303);
	assert_int_equal(world_number(world, "SELECT versie FROM event"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'ingesteld'"), 0);
}

static void
test_wrong_answer_is_kept_and_explained(void **state)
{
	static const char *const vectors[][3] = {
		{ "titel", "", "Vul de naam van de bijeenkomst in." },
		{ "capaciteit", "tien", "Vul een heel getal in" },
		{ "capaciteit", "-1", "Vul een heel getal in" },
		{ "capaciteit", "99999999999999999999", "Vul een heel getal" },
		{ "begin", "morgen", "Vul een dag en een tijd in" },
		{ "begin", "2027-03-28T02:30", "Vul een dag en een tijd in" },
		{ "einde", "2027-01-12T09:00", "Het einde moet na het begin" },
		{ "aanmelden_dicht", "2026-01-01T00:00", "Aanmelden moet" },
		{ "aanmelden_dicht", "2028-01-01T00:00", "niet langer dan" },
		{ "max_per_aanmelding", "0", "minstens 1 deelnemer" },
		{ "max_per_aanmelding", "51", "van 0 tot en met 50" },
		{ "gereserveerd_wethouders", "11", "niet meer plaatsen" },
		{ "gereserveerd_wethouders", "2", "Vul in tot wanneer" },
		{ "organisatie_email", "geen adres", "e-mailadres" },
		{ "kleur", "#ffdd00", "te licht" },
		{ "kleur", "\"><script>", "#1f4e79" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = set(world, NULL, vectors[i][0],
		    vectors[i][1], "besluit", "mail", NULL);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "<title>Fout: ");
		assert_holds(&reply, vectors[i][2]);
		assert_holds(&reply, "-fout\"");
		if (strchr(vectors[i][1], '<') == NULL)
			assert_holds(&reply, arena_printf(world->arena,
			    "value=\"%s\"", vectors[i][1]));
		assert_lacks(&reply, "\"><script>");
		assert_int_equal(world_number(world, "SELECT versie FROM"
		    " event"), 1);
	}
}

static void
test_new_place_first_says_whom_it_concerns(void **state)
{
	struct world *world = *state;
	struct reply reply = set(world, NULL, "locatie", "Utrecht", NULL);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Dit verandert er voor mensen");
	assert_holds(&reply, "Nieuwe plaats: Utrecht (was: MBO Raad, "
	    "Woerden).");
	assert_holds(&reply, "krijgen 2 mensen");
	assert_holds(&reply, "Anne de Vries");
	assert_holds(&reply, "P1 van Dijk");
	assert_lacks(&reply, ">P2 van Dijk</th>");	/* has no address */
	assert_holds(&reply, "name=\"locatie\" value=\"Utrecht\"");
	assert_holds(&reply, "Bewaren en mailen");
	assert_holds(&reply, "Bewaren zonder te mailen");
	assert_int_equal(world_number(world, "SELECT versie FROM event"), 1);
	assert_int_equal(world_count(world, "outbox"), 0);
}

/* The very letters, each to whom it goes, with what is added. */
static void
test_letters_of_a_change_are_read_before_it(void **state)
{
	struct world *world = *state;
	struct reply reply = set(world, NULL, "locatie", "Utrecht", "brief",
	    "2", "zin", "Tot dan & daar!", NULL);

	assert_holds(&reply, "<b>2</b> van 2");
	assert_holds(&reply, "name=\"brief\" value=\"1\">‹ Vorige");
	assert_holds(&reply, "<dd>zoe@woerden.nl</dd><dt>Onderwerp</dt><dd><b>Let op: gewijzigd");
	assert_holds(&reply, "Tot dan &amp; daar!\n");
	assert_holds(&reply, "/deelnemer/VOORBEELD");
	reply = set(world, NULL, "locatie", "Utrecht", NULL);
	assert_holds(&reply, "<b>1</b> van 2");
	assert_lacks(&reply, "Tot dan &amp; daar!\n");
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
test_those_who_were_shown_are_mailed(void **state)
{
	struct world *world = *state;

	assert_int_equal(set(world, NULL, "locatie", "Utrecht", "besluit",
	    "mail", NULL).code, 303);
	assert_string_equal(world_letters(world),
	    "verplaatst a.devries@woerden.nl\nverplaatst zoe@woerden.nl\n");
	assert_int_equal(world_number(world, "SELECT volgnummer FROM event"),
	    1);
}

static void
test_nobody_is_mailed_when_the_organiser_says_so(void **state)
{
	struct world *world = *state;

	assert_int_equal(set(world, NULL, "begin", "2027-01-12T09:30",
	    "besluit", "stil", NULL).code, 303);
	assert_int_equal(world_count(world, "outbox"), 0);
	/* The entry in a calendar that is fetched again is newer. */
	assert_int_equal(world_number(world, "SELECT volgnummer FROM event"),
	    1);
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'ingesteld'"), "Begin");
}

/* Dates that lie apart are asked about, and go along if she says so. */
static void
test_programme_is_asked_about_when_the_event_moves(void **state)
{
	static const struct {
		const char	*word;		/* what she chooses */
		const char	*begin;		/* of the first round then */
	} vectors[] = {
		{ "mee", "2027-01-19T11:00" }, { "blijft", "2027-01-12T11:00" },
	};
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET bereikbaar = 'Met de trein'");
	for (size_t i = 0; i < COUNT(vectors); i++) {
		reply = set(world, NULL, "begin", "2027-01-19T10:00", "einde",
		    "2027-01-19T15:00", "locatie", "Utrecht", NULL);
		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "3 onderdelen buiten de nieuwe tijden");
		assert_holds(&reply, "Aanmelden sluit nog steeds op");
		assert_holds(&reply, "Klopt die nog voor de nieuwe plaats?");
		assert_holds(&reply, "name=\"programma\"");
		assert_int_equal(set(world, NULL, "begin", "2027-01-19T10:00",
		    "einde", "2027-01-19T15:00", "locatie", "Utrecht",
		    "besluit", "mail", "programma", vectors[i].word,
		    NULL).code, 303);
		assert_int_equal(world_number(world, "SELECT count(*) FROM"
		    " round WHERE id = 1 AND begin = strftime('%%s', '%s',"
		    " '-1 hour')", vectors[i].begin), 1);
		/* Each hears once. */
		assert_string_equal(world_letters(world), "verplaatst"
		    " a.devries@woerden.nl\nverplaatst zoe@woerden.nl\n");
		world_sql(world, "DELETE FROM outbox; UPDATE event SET begin ="
		    " 1799744400, einde = 1799762400, locatie = 'Woerden';"
		    " UPDATE round SET begin = begin - 7 * 86400, einde ="
		    " einde - 7 * 86400 WHERE begin > 1799762400;"
		    " UPDATE programme_item SET begin = 1799744400, einde ="
		    " 1799747400");
	}
	/* Another hour of that day, with all of it inside: no question. */
	reply = set(world, NULL, "einde", "2027-01-12T16:00", NULL);
	assert_lacks(&reply, "name=\"programma\"");
	assert_lacks(&reply, "buiten de nieuwe tijden");
}

static void
test_fewer_places_than_taken_takes_none_away(void **state)
{
	struct world *world = *state;
	struct reply reply = set(world, NULL, "capaciteit", "1", NULL);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Er hebben al 2 mensen een plaats, en er zijn er "
	    "dan 1.");
	assert_holds(&reply, "Niemand krijgt hier een mail over.");
	assert_lacks(&reply, "value=\"mail\"");
	assert_int_equal(set(world, NULL, "capaciteit", "1", "besluit",
	    "stil", NULL).code, 303);
	assert_string_equal(world_places(world, 1), "bb");
	assert_int_equal(world_number(world, "SELECT capaciteit FROM event"),
	    1);
	/* Fewer, but not fewer than taken, concerns nobody. */
	world_sql(world, "UPDATE event SET capaciteit = 10");
	assert_int_equal(set(world, NULL, "capaciteit", "2", NULL).code, 303);
}

/* Two people wait; with 12 places instead of 2 both would come. */
static void
let_two_wait(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 2");
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_de_wachtende", "alles", "mm"));
	assert_string_equal(world_places(world, 2), "ww");
	world_sql(world, "DELETE FROM outbox");
}

static void
test_more_places_are_asked_about_before_anybody_moves_up(void **state)
{
	struct world *world = *state;
	struct reply reply;

	let_two_wait(world);
	reply = set(world, NULL, "capaciteit", "12", NULL);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "2 mensen van de wachtlijst krijgen een plaats.");
	assert_holds(&reply, "Als u mailt, gaat er 1 mail uit.");
	assert_holds(&reply, "name=\"capaciteit\" value=\"12\"");
	assert_holds(&reply, "Bewaren zonder te mailen");
	/* Looking ahead has done nothing. */
	assert_string_equal(world_places(world, 2), "ww");
	assert_int_equal(world_number(world, "SELECT capaciteit FROM event"),
	    2);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat IN ('ingesteld', 'opgeschoven')"), 0);
	assert_int_equal(set(world, NULL, "capaciteit", "12", "besluit",
	    "mail", NULL).code, 303);
	assert_string_equal(world_places(world, 2), "bb");
	assert_string_equal(world_letters(world),
	    "opgeschoven a.devries@woerden.nl\n");
}

static void
test_more_places_can_be_given_without_a_letter(void **state)
{
	struct world *world = *state;

	let_two_wait(world);
	assert_int_equal(set(world, NULL, "capaciteit", "12", "besluit",
	    "stil", NULL).code, 303);
	assert_string_equal(world_places(world, 2), "bb");
	assert_int_equal(world_count(world, "outbox"), 0);
}

/* Any rule that gets wider, not just the capacity. */
static void
test_wider_rule_is_asked_about_too(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET max_per_gemeente = 2");
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_de_wachtende", "passend", "mm"));
	reply = set(world, NULL, "max_per_gemeente", "3", NULL);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "1 persoon van de wachtlijst krijgt een plaats.");
}

static const char *
seen(struct world *world, const char *path)
{
	struct reply page = desk_get(world, path, ORGANISER);

	return reply_value(world, &page, "versie");
}

static void
test_what_only_one_of_two_changed_is_saved_for_both(void **state)
{
	struct world *world = *state;
	const char *first = seen(world, PATH);

	assert_int_equal(set(world, first, "doelgroep", "Voor raadsleden",
	    NULL).code, 303);
	/* A form of before, sent whole as browsers do. */
	assert_int_equal(set(world, first, "doelgroep", "Voor wethouders",
	    "bewaartermijn", "31", NULL).code, 303);
	assert_string_equal(world_text(world, "SELECT doelgroep || '/' ||"
	    " bewaartermijn FROM event"), "Voor raadsleden/31");
}

static void
test_what_both_changed_is_asked_with_who_and_when(void **state)
{
	struct world *world = *state;
	const char *first = seen(world, PATH);
	struct reply reply;

	assert_int_equal(set(world, first, "doelgroep", "Voor raadsleden",
	    "plaatsen_wethouder", "1", NULL).code, 303);
	reply = set(world, first, "doelgroep", "Voor colleges",
	    "bewaartermijn", "31", NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "Voor wie: nu ‘Voor raadsleden’ door anke, 24 nov "
	    "2026, 9.30, bij u ‘Voor colleges’.");
	assert_lacks(&reply, "bij u ‘31’");
	assert_holds(&reply, "value=\"31\"");
	assert_string_equal(world_text(world, "SELECT doelgroep FROM event"),
	    "Voor raadsleden");
	/* Having seen it, she may. */
	assert_int_equal(set(world, reply_value(world, &reply, "versie"),
	    "doelgroep", "Voor colleges", NULL).code, 303);
	assert_string_equal(world_text(world, "SELECT doelgroep FROM event"),
	    "Voor colleges");
}

static void
test_signing_up_without_an_opening_has_not_opened(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(set(world, NULL, "aanmelden_open", "", NULL).code,
	    303);
	reply = visit_get(world, "/");
	assert_holds(&reply, "U kunt zich nog niet aanmelden.");
	assert_lacks(&reply, "href=\"/aanmelden\"");
}

static void
test_letters_are_from_whom_the_settings_say(void **state)
{
	struct world *world = *state;
	const char *letter;

	assert_int_equal(set(world, NULL, "afzender_naam", "Team mbo",
	    "antwoord_email", "team@mboraad.nl", NULL).code, 303);
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	letter = world_text(world, "SELECT bericht FROM " LETTERS);
	assert_non_null(strstr(letter, "From: \"Team mbo\" <"));
	assert_non_null(strstr(letter, "Reply-To: <team@mboraad.nl>"));
}

/* The form of the texts, all empty but for one; NULL: none. */
static struct reply
write_text(struct world *world, const char *actie, const char *name,
    const char *text)
{
	struct reply page = desk_get(world, TEXTS, ORGANISER);

	return desk_post(world, TEXTS, ORGANISER, "versie",
	    reply_value(world, &page, "versie"), "actie", actie, name, text);
}

static void
test_text_stands_in_the_letter_it_is_for(void **state)
{
	static const struct {
		const char	*name;
		const char	*text;
		const char	*contact;	/* in the contact's letter */
		const char	*person;	/* in the participant's */
	} vectors[] = {
		{ "contact", "Dag {naam} van {gemeente}.",
		    "Dag Anne de Vries van Woerden.", NULL },
		{ "deelnemer", "Neem {naam} mee.", NULL,
		    "Neem P1 van Dijk mee." },
		{ "wachtlijst", "Even geduld.", NULL, NULL },
		{ "herinnering", "Tot zo.", NULL, NULL },
		{ "ondertekening", "Het team", "Het team", "Het team" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct registration *one = world_delegation(world,
		    arena_printf(world->arena, "sleutel_voor_toets_nr_%zu",
		    i), "alles", "m");
		const char *letter;

		assert_int_equal(write_text(world, "opslaan", vectors[i].name,
		    vectors[i].text).code, 303);
		world_sql(world, "DELETE FROM outbox");
		one->participants[0].answer[PARTICIPANT_EMAIL] =
		    "p1@woerden.nl";
		world_sign_up(world, one);
		letter = world_text(world, "SELECT bericht FROM " LETTERS
		    " WHERE ontvanger LIKE 'a.%%'");
		assert_int_equal(vectors[i].contact != NULL &&
		    strstr(letter, vectors[i].contact) != NULL,
		    vectors[i].contact != NULL);
		letter = world_text(world, "SELECT bericht FROM " LETTERS
		    " WHERE ontvanger LIKE 'p1@%%'");
		assert_int_equal(vectors[i].person != NULL &&
		    strstr(letter, vectors[i].person) != NULL,
		    vectors[i].person != NULL);
		assert_null(strstr(letter, "Even geduld"));
		assert_null(strstr(letter, "Tot zo"));
		/* What was saved before is gone, as the form was empty. */
		assert_int_equal(world_count(world, "event_text"), 1);
	}
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'teksten gewijzigd'"),
	    "In de bevestiging aan de contactpersoon");
}

static void
test_text_on_a_page_is_text(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(write_text(world, "opslaan", "inleiding",
	    "Welkom bij <b>{titel}</b>\nin {waar}.").code, 303);
	reply = visit_get(world, "/");
	assert_holds(&reply, "Welkom bij &lt;b&gt;Oriëntatiebijeenkomst"
	    "&lt;/b&gt;<br>in MBO Raad, Woerden.");
	assert_int_equal(write_text(world, "opslaan", "formulier",
	    "Vul in voor vrijdag.").code, 303);
	reply = visit_get(world, "/aanmelden");
	assert_holds(&reply, "Vul in voor vrijdag.");
}

static void
test_unknown_placeholder_is_refused_and_kept(void **state)
{
	static const char *const vectors[][2] = {
		{ "inleiding", "Beste {naam}" }, { "contact", "{voornaam}" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = write_text(world, "opslaan",
		    vectors[i][0], vectors[i][1]);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, "kan hier niet. Gebruik alleen");
		assert_holds(&reply, vectors[i][1]);
		assert_int_equal(world_count(world, "event_text"), 0);
	}
}

static void
test_texts_of_the_other_are_not_overwritten(void **state)
{
	struct world *world = *state;
	struct reply reply = write_text(world, "voorbeeld", "formulier",
	    "Van de tweede");
	const char *seen = reply_value(world, &reply, "versie");

	assert_int_equal(write_text(world, "opslaan", "formulier",
	    "Van de eerste").code, 303);
	reply = desk_post(world, TEXTS, ORGANISER, "versie", seen, "actie",
	    "opslaan", "formulier", "Van de tweede");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "nu ‘Van de eerste’ door anke, 24 nov 2026, "
	    "9.30, bij u ‘Van de tweede’.");
	assert_string_equal(world_text(world, "SELECT tekst FROM"
	    " event_text"), "Van de eerste");
	assert_int_equal(desk_post(world, TEXTS, ORGANISER, "versie",
	    reply_value(world, &reply, "versie"), "actie", "opslaan",
	    "formulier", "Van de tweede").code, 303);
	reply = desk_get(world, "/beheer/logboek", ORGANISER);
	assert_holds(&reply, ">Boven het aanmeldformulier: ‘Van de tweede’ "
	    "(was ‘Van de eerste’)<");
	assert_string_equal(world_text(world, "SELECT tekst FROM"
	    " event_text"), "Van de tweede");
}

/* A fault does not hide that the other was first. */
static void
test_faulty_settings_show_what_the_first_changed_too(void **state)
{
	struct world *world = *state;
	const char *first = seen(world, PATH);
	struct reply reply;

	assert_int_equal(set(world, first, "doelgroep", "Voor raadsleden",
	    NULL).code, 303);
	reply = set(world, first, "doelgroep", "Voor colleges", "titel", "",
	    NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Vul de naam van de bijeenkomst in.");
	assert_holds(&reply, "Voor wie: nu ‘Voor raadsleden’ door anke");
}

static void
test_preview_is_for_a_real_participant_and_saves_nothing(void **state)
{
	struct world *world = *state;
	struct reply reply = write_text(world, "voorbeeld", "deelnemer",
	    "Dag {naam}, zie {link}");

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Zoals P1 van Dijk het zou krijgen.");
	assert_holds(&reply, "Dag P1 van Dijk, zie " WORLD_BASE
	    "/deelnemer/VOORBEELD");
	assert_holds(&reply, "Op de wachtlijst: ");
	assert_int_equal(world_count(world, "event_text"), 0);
	reply = desk_get(world, TEXTS "?voor=2", ORGANISER);
	assert_holds(&reply, "Zoals P2 van Dijk het zou krijgen.");
	/* The choice is kept when what was typed is looked at. */
	reply = desk_post(world, TEXTS, ORGANISER, "versie",
	    reply_value(world, &reply, "versie"), "actie", "voorbeeld",
	    "voor", "2", "deelnemer", "Dag");
	assert_holds(&reply, "Zoals P2 van Dijk het zou krijgen.");
	reply = desk_get(world, TEXTS "/brief?soort=contact&voor=1",
	    ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Beste Anne de Vries");
	assert_int_equal(desk_get(world, TEXTS "/brief?soort=x",
	    ORGANISER).code, 404);
}

static void
test_preview_holds_no_link_that_works(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, TEXTS, ORGANISER);

	for (int positie = 0; positie <= 2; positie++)
		assert_lacks(&reply, strrchr(visit_link(world, 1, positie,
		    ""), '/') + 1);
}

static void
test_preview_makes_somebody_up_when_nobody_comes(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_cancel(world, 1, 0);
	reply = desk_get(world, TEXTS, ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "verzonnen namen");
	assert_holds(&reply, "Anna van den Berg");
	assert_lacks(&reply, "P1 van Dijk");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, settings_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_form_shows_each_setting),
		TEST(test_setting_that_concerns_nobody_is_saved_at_once),
		TEST(test_saving_what_is_there_changes_nothing),
		TEST(test_wrong_answer_is_kept_and_explained),
		TEST(test_new_place_first_says_whom_it_concerns),
		TEST(test_letters_of_a_change_are_read_before_it),
		TEST(test_those_who_were_shown_are_mailed),
		TEST(test_nobody_is_mailed_when_the_organiser_says_so),
		TEST(test_programme_is_asked_about_when_the_event_moves),
		TEST(test_fewer_places_than_taken_takes_none_away),
		TEST(test_more_places_are_asked_about_before_anybody_moves_up),
		TEST(test_more_places_can_be_given_without_a_letter),
		TEST(test_wider_rule_is_asked_about_too),
		TEST(test_what_only_one_of_two_changed_is_saved_for_both),
		TEST(test_what_both_changed_is_asked_with_who_and_when),
		TEST(test_signing_up_without_an_opening_has_not_opened),
		TEST(test_letters_are_from_whom_the_settings_say),
		TEST(test_text_stands_in_the_letter_it_is_for),
		TEST(test_text_on_a_page_is_text),
		TEST(test_unknown_placeholder_is_refused_and_kept),
		TEST(test_texts_of_the_other_are_not_overwritten),
		TEST(test_faulty_settings_show_what_the_first_changed_too),
		TEST(test_preview_is_for_a_real_participant_and_saves_nothing),
		TEST(test_preview_holds_no_link_that_works),
		TEST(test_preview_makes_somebody_up_when_nobody_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
