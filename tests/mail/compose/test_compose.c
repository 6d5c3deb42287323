#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/arena.h"
#include "mail/compose/compose.h"
#include "mail/compose/facts.h"
#include "mail/compose/invitation.h"
#include "mail/compose/mail_kind.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define ORACLE		"/usr/bin/python3 tests/support/oracle_mail.py"
#define CONTACT		"a.devries@woerden.nl"
#define ZOE		"zoe@woerden.nl"
#define TEXT_MAX	((size_t)1 << 20)
#define MAIL_MOST	8000	/* bytes of both bodies */

/* What a receiver's parser says; a mail that it complains of is a failure. */
static const char *
oracle(struct world *world, const char *mail)
{
	const char *path = world_path(world, "brief.eml"), *said;
	FILE *pipe;

	golden_write(path, mail);
	pipe = popen(arena_printf(world->arena, ORACLE " %s", path), "r");
	assert_non_null(pipe);
	said = golden_read(world, pipe);
	assert_int_equal(pclose(pipe), 0);
	return said;
}

static void
assert_says(const char *said, const char *text)
{
	if (strstr(said, text) == NULL)
		fail_msg("the mail does not say: %s\nbut: %s", text, said);
}

static void
assert_silent(const char *said, const char *text)
{
	if (strstr(said, text) != NULL)
		fail_msg("the mail says: %s", text);
}

/* A wethouder with an address of her own, and somebody without. */
static struct registration *
delegation(struct world *world, const char *key)
{
	struct registration *one = world_delegation(world, key, "alles",
	    "wm");

	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "Zoë";
	one->participants[0].answer[PARTICIPANT_ACHTERNAAM] = "van den Berg";
	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	one->participants[0].session[0] = 11;
	one->participants[1].answer[PARTICIPANT_VOORNAAM] = "Jan";
	one->participants[1].answer[PARTICIPANT_ACHTERNAAM] = "Jansen";
	return one;
}

/* The last letter to an address. */
static const char *
letter_to(struct world *world, const char *address)
{
	return world_text(world, "SELECT bericht FROM " LETTERS
	    " WHERE ontvanger = '%s' ORDER BY id DESC LIMIT 1", address);
}

static void
test_contact_s_letter_is_written_as_ever(void **state)
{
	struct world *world = *state;

	world_sign_up(world, delegation(world, WORLD_KEY));
	golden_compare(world, "notice_contact.eml", letter_to(world,
	    CONTACT));
}

static void
test_participant_s_letter_is_written_as_ever(void **state)
{
	struct world *world = *state;

	world_sign_up(world, delegation(world, WORLD_KEY));
	golden_compare(world, "notice_participant.eml", letter_to(world,
	    ZOE));
}

static const char *
link_of(struct world *world, const struct registration *registration,
    size_t index)
{
	char token[LINK_LENGTH + 1];

	participant_link(&registration->participants[index], &world->secret,
	    token);
	return arena_printf(world->arena, WORLD_BASE "/deelnemer/%s", token);
}

static void
test_contact_reads_about_everybody(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY);
	char token[LINK_LENGTH + 1];
	const char *said;

	world_sign_up(world, one);
	said = oracle(world, letter_to(world, CONTACT));
	registration_link(one, &world->secret, token);
	assert_says(said, "\"to\":[\"Anne de Vries\",\"" CONTACT "\"]");
	assert_says(said, "\"from\":[\"MBO Raad\",\"aanmelden@mboraad.nl\"]");
	assert_says(said, "\"reply_to\":[\"\",\"info@mboraad.nl\"]");
	assert_says(said, "\"subject\":\"Bevestiging: gemeente Woerden, "
	    "Oriëntatiebijeenkomst, "
	    "dinsdag 12 januari 2027\"");
	assert_says(said, "Zoë van den Berg");
	assert_says(said, "Jan Jansen");
	assert_says(said, "Lassen");
	assert_says(said, arena_printf(world->arena, WORLD_BASE
	    "/aanmelding/%s", token));
	assert_says(said, "BEGIN:VCALENDAR");
	/* A person without an address is reached through the contact alone. */
	assert_says(said, link_of(world, one, 1));
	assert_silent(said, link_of(world, one, 0));
}

static void
test_participant_reads_only_about_themselves(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY);
	const char *said;

	one->answer[CONTACT_TELEFOON] = "0348 753 500";
	one->answer[CONTACT_VRAAG] = "Iets dat tussen ons blijft";
	world_sign_up(world, one);
	said = oracle(world, letter_to(world, ZOE));
	assert_says(said, "\"to\":[\"Zoë van den Berg\",\"" ZOE "\"]");
	assert_says(said, link_of(world, one, 0));
	assert_says(said, "Anne de Vries heeft u namens de gemeente Woerden");
	assert_silent(said, "Jansen");
	assert_silent(said, "/aanmelding/");
	assert_silent(said, link_of(world, one, 1));
	assert_silent(said, "0348 753 500");
	assert_silent(said, "tussen ons");
	assert_silent(said, CONTACT);
}

static void
test_each_kind_of_mail_has_its_own_subject(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY));
	const char *said;

	assert_int_equal(world_cancel(world, id, 0), STATUS_OK);
	said = oracle(world, letter_to(world, CONTACT));
	assert_says(said, "\"subject\":\"Afgemeld: ");
	assert_says(said, "hele delegatie");
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"subject\":\"Afgemeld: ");
	assert_int_equal(world_restore(world, id, 0), STATUS_OK);
	assert_says(oracle(world, letter_to(world, CONTACT)),
	    "\"subject\":\"Toch aangemeld: ");
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"subject\":\"Toch aangemeld: ");
}

/* What a body says between its greeting and the event. */
static const char *
opening(struct world *world, const char *body, const char *greeting)
{
	const char *from = strstr(body, greeting);

	assert_non_null(from);
	from += strlen(greeting);
	return arena_copy(world->arena, from, strcspn(from, "\n"));
}

static void
test_each_kind_of_mail_has_a_word_and_words_of_its_own(void **state)
{
	struct world *world = *state;
	const struct compose compose = {
		.catalog = world_catalog(world),
		.event = &world_catalog(world)->event,
		.config = &world->config, .secret = &world->secret,
		.now = WORLD_NOW,
	};
	struct registration *one = delegation(world, WORLD_KEY);
	const char *said[MAIL__MAX][6] = { { NULL } };

	world_sign_up(world, one);
	for (size_t i = 0; i < one->nparticipants; i++)
		one->participants[i].attendance = ATTENDANCE_CONFIRMED;
	for (enum mail_kind i = MAIL_NONE + 1; i < MAIL__MAX; i++) {
		struct compose_sample own = compose_show_participant(&compose,
		    one, &one->participants[0], i, world->arena);
		struct compose_sample all = compose_show_contact(&compose, one,
		    i, world->arena);

		said[i][0] = mail_kind_row(i)->word;
		said[i][1] = own.subject;
		said[i][2] = opening(world, own.text, ",\n\n");
		said[i][3] = opening(world, own.html, ",</p>\n");
		said[i][4] = opening(world, all.text, ",\n\n");
		said[i][5] = opening(world, all.html, ",</p>\n");
		/* Whoever's letter is the first: art. 14 of the AVG. */
		for (size_t k = 0; k < 2; k++) {
			const char *body = k == 0 ? own.text : own.html;

			assert_non_null(strstr(body, "We kregen uw gegevens "
			    "met de aanmelding van de gemeente Woerden, van "
			    "Anne de Vries."));
			assert_non_null(strstr(body, WORLD_BASE "/privacy"));
		}
		for (size_t k = 0; k < 6; k++) {
			/* Nobody takes over being a participant. */
			if (i == MAIL_TAKEN_OVER && (k == 2 || k == 3))
				continue;
			assert_non_null(said[i][k]);
			assert_string_not_equal(said[i][k], "");
			assert_null(strstr(said[i][k], "<strong>"));
			assert_null(strstr(said[i][k], "(null)"));
			for (enum mail_kind j = MAIL_NONE + 1; j < i; j++)
				if (j != MAIL_TAKEN_OVER)
					assert_string_not_equal(said[i][k],
					    said[j][k]);
		}
	}
}

/* A delegation as they are: three people, everything filled in. */
static struct registration *
full_delegation(struct world *world)
{
	static const char *const names[][4] = {
		{ "Marjolein", "van den Berg-Hoogenboom",
		    "m.vandenberg@woerden.nl", "Wethouder onderwijs en jeugd" },
		{ "Abdelkader", "El Hamdaoui", "a.elhamdaoui@woerden.nl",
		    "Beleidsadviseur onderwijs" },
		{ "Zoë", "Smit", "", "Bestuursadviseur" },
	};
	static const char *themas[] = { "vsv", "llo" };
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "alles", "wmm");

	one->answer[CONTACT_TELEFOON] = "0348 428 999";
	one->answer[CONTACT_VRAAG] = "Hoe spreken wij met het college af wie "
	    "jongeren belt die niet meer op school komen, en wie dat betaalt?";
	one->themas = themas;
	one->nthemas = COUNT(themas);
	for (size_t i = 0; i < COUNT(names); i++) {
		const char **answer = one->participants[i].answer;

		answer[PARTICIPANT_VOORNAAM] = names[i][0];
		answer[PARTICIPANT_ACHTERNAAM] = names[i][1];
		answer[PARTICIPANT_EMAIL] = names[i][2];
		answer[PARTICIPANT_FUNCTIE] = names[i][3];
		one->participants[i].session[0] = 12;
		one->participants[i].session[1] = 21;
	}
	return one;
}

static void
assert_small(const char *what, const struct compose_sample *sample, bool all)
{
	size_t html = strlen(sample->html), text = strlen(sample->text);

	/* Whatever comes together, HTML alone stays below it. */
	if ((all ? html : html + text) >= MAIL_MOST)
		fail_msg("%s: %zu and %zu bytes", what, html, text);
}

/* Every kind, in every state that makes it longer. */
static void
test_no_letter_about_a_delegation_is_large(void **state)
{
	struct world *world = *state;
	struct registration *one = full_delegation(world);
	struct compose compose = {
		.config = &world->config, .secret = &world->secret,
		.now = WORLD_NOW,
		.why = "Alle plaatsen zijn bezet.",
	};
	const struct fact facts[] = {
		{ FACT_BY, { BY_ORGANISER, "de organisatie", BY_REQUEST, "" } },
		{ FACT_PERSON, { "Zoë Smit", "functie", "Adviseur", "" } },
		{ FACT_WHEN, { "dinsdag 12 januari 2027, 10.00 uur",
		    "dinsdag 19 januari 2027, 10.00 uur" } },
	};
	struct compose_sample sample;

	world_sql(world, "UPDATE event SET titel = 'Oriëntatiebijeenkomst"
	    " mbo voor gemeenten', locatie = 'MBO Raad, Houttuinlaan 6,"
	    " 3447 GM Woerden'");
	compose.catalog = world_catalog(world);
	compose.event = &compose.catalog->event;
	world_sign_up(world, one);
	for (int all = 0; all < 2; all++)
	for (enum mail_kind kind = MAIL_NONE + 1; kind < MAIL__MAX; kind++)
	for (int waits = 0; waits < 8; waits++) {
		one->to_confirm = all ? TO_CONFIRM_LETTERS :
		    TO_CONFIRM_NOTHING;
		compose.other = all ? one : NULL;
		compose.feiten = !all ? NULL : facts_write(facts,
		    COUNT(facts), world->arena);
		for (int i = 0; i < 3; i++)
			one->participants[i].attendance = waits >> i & 1 ?
			    ATTENDANCE_WAITING : ATTENDANCE_CONFIRMED;
		sample = compose_show_contact(&compose, one, kind,
		    world->arena);
		assert_small(mail_kind_row(kind)->word, &sample, all);
		sample = compose_show_participant(&compose, one,
		    &one->participants[0], kind, world->arena);
		assert_small(mail_kind_row(kind)->word, &sample, all);
	}
	sample = invitation_sample(&world->config, compose.catalog, "Woerden",
	    WORLD_NOW, "Wij hopen u te zien.", world->arena);
	assert_small("uitnodiging", &sample, false);
}

static void
test_who_waits_and_who_moves_up_is_told_so(void **state)
{
	struct world *world = *state;
	int64_t there;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	there = world_sign_up(world, world_delegation(world,
	    "sleutel_van_wie_er_is_01", "alles", "ww"));
	world_sign_up(world, delegation(world, WORLD_KEY));
	assert_says(oracle(world, letter_to(world, CONTACT)),
	    "\"subject\":\"Op de wachtlijst: ");
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"subject\":\"Op de wachtlijst: ");
	world_send(world);
	assert_int_equal(world_cancel(world, there, 0), STATUS_OK);
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"subject\":\"Er is plaats: ");
}

static void
test_cancelled_letter_brings_no_appointment(void **state)
{
	struct world *world = *state;
	int64_t id = world_sign_up(world, delegation(world, WORLD_KEY));

	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"calendar\":\"BEGIN:VCALENDAR");
	assert_int_equal(world_cancel(world, id, 1), STATUS_OK);
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "\"calendar\":null");
	/* Somebody still comes, so the contact's appointment stands. */
	assert_says(oracle(world, letter_to(world, CONTACT)),
	    "\"calendar\":\"BEGIN:VCALENDAR");
}

static void
test_message_id_gives_no_link_away(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY);
	char token[LINK_LENGTH + 1];

	world_sign_up(world, one);
	registration_link(one, &world->secret, token);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " outbox_bericht WHERE instr(substr(bericht, 1, instr(bericht,"
	    " char(13, 10, 13, 10))), '%s')", token), 0);
	participant_link(&one->participants[0], &world->secret, token);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " outbox_bericht WHERE instr(substr(bericht, 1, instr(bericht,"
	    " char(13, 10, 13, 10))), '%s')", token), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " outbox_bericht WHERE CAST(bericht AS TEXT) LIKE"
	    " '%%Message-ID: <%%@mboraad.nl>%%'"), 2);
}

/*
 * Names that mean something in a header, in HTML or to a mail program; and
 * how the oracle's JSON writes them.
 */
static const struct {
	const char	*name;
	const char	*json;
} names[] = {
	{ "<b>vet</b> & \"zo\"", "<b>vet</b> & \\\"zo\\\"" },
	{ "=?utf-8?B?ZXZpbA==?=", "=?utf-8?B?ZXZpbA==?=" },
	{ "a, b <x@y.nl>", "a, b <x@y.nl>" },
	{ "Çelik İğdır", "Çelik İğdır" },
	{ "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀" },
	{ "日本語の名前", "日本語の名前" },
	{ "ab\\", "ab\\\\" }, { "x: y; z", "x: y; z" },
	{ "%s%n%s", "%s%n%s" },
};

static void
test_every_name_arrives_as_it_was_typed(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 1000");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct registration *one = delegation(world,
		    arena_printf(world->arena, "sleutel_van_de_naam_%03zu",
		    i));
		const char *said;

		one->participants[0].answer[PARTICIPANT_VOORNAAM] =
		    names[i].name;
		world_sign_up(world, one);
		said = oracle(world, letter_to(world, ZOE));
		assert_says(said, arena_printf(world->arena,
		    "\"to\":[\"%s van den Berg\"", names[i].json));
		assert_says(said, arena_printf(world->arena,
		    "Beste %s van den Berg,", names[i].json));
		assert_silent(strstr(said, "\"html\":"), "<b>");
	}
}

static void
test_own_letter_goes_to_an_address_of_their_own(void **state)
{
	static const struct {
		const char	*address;
		bool		 own;
	} vectors[] = {
		{ "", false }, { ZOE, true }, { CONTACT, false },
		{ "A.DeVries@WOERDEN.nl", false },
		{ "b.devries@woerden.nl", true },
	};
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY);

	for (size_t i = 0; i < COUNT(vectors); i++) {
		one->participants[0].answer[PARTICIPANT_EMAIL] =
		    vectors[i].address;
		assert_int_equal(participant_is_own(one, &one->participants[0]),
		    vectors[i].own);
	}
}

static void
test_held_place_is_greeted_without_a_name(void **state)
{
	struct world *world = *state;
	struct registration *one = delegation(world, WORLD_KEY);

	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "";
	one->participants[0].answer[PARTICIPANT_ACHTERNAAM] = "";
	one->participants[0].answer[PARTICIPANT_NAAM_VOLGT] = "ja";
	world_sign_up(world, one);
	assert_says(oracle(world, letter_to(world, ZOE)),
	    "Beste deelnemer,");
	assert_says(oracle(world, letter_to(world, CONTACT)), "Naam volgt");
}

static void
test_bounces_of_each_letter_have_an_address_of_their_own(void **state)
{
	struct world *world = *state;

	world->config.bounce_address = "bounce@aanmelden.example.nl";
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "wm"));
	assert_int_equal(world_number(world, "SELECT count(DISTINCT afzender)"
	    " FROM outbox_bericht WHERE afzender LIKE"
	    " 'bounce+' || outbox || '-%%@aanmelden.example.nl'"),
	    world_count(world, "outbox"));
	assert_true(world_count(world, "outbox") > 0);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(
		    test_bounces_of_each_letter_have_an_address_of_their_own),
		TEST(test_contact_s_letter_is_written_as_ever),
		TEST(test_participant_s_letter_is_written_as_ever),
		TEST(test_contact_reads_about_everybody),
		TEST(test_participant_reads_only_about_themselves),
		TEST(test_each_kind_of_mail_has_its_own_subject),
		TEST(test_each_kind_of_mail_has_a_word_and_words_of_its_own),
		TEST(test_no_letter_about_a_delegation_is_large),
		TEST(test_who_waits_and_who_moves_up_is_told_so),
		TEST(test_cancelled_letter_brings_no_appointment),
		TEST(test_message_id_gives_no_link_away),
		TEST(test_every_name_arrives_as_it_was_typed),
		TEST(test_own_letter_goes_to_an_address_of_their_own),
		TEST(test_held_place_is_greeted_without_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
