/*
 * Mail to a selection: nothing goes out unseen, each mailbox gets one, and
 * what has not gone can be taken back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/mail/outbox_bounce.h"
#include "db/mail/outbox_claim.h"
#include "mail/compose/composer.h"
#include "tests/support/desk.h"

#define PATH	"/beheer/berichten/nieuw"
#define CONTACT	"a.devries@woerden.nl"
#define P1	"p1@woerden.nl"

/* One who has an address, one who has not, and one who cancelled. */
static int
open_people(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, WORLD_KEY, "alles", "wmm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = P1;
	world_sign_up(world, one);
	assert_int_equal(world_cancel(world, 1, 3), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	return 0;
}

#define write_to(world, path, ...) \
	desk_post(world, path, ORGANISER, "soort", "bericht", "grond", "", \
	    "onderwerp", "Lunch, {gemeente}", "tekst", "Beste {naam},\n\nEet u <mee>?", __VA_ARGS__)

static void
test_it_is_seen_before_it_goes(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, PATH "?rol=medewerker",
	    ORGANISER);

	assert_holds(&reply, "Gekozen: rol medewerker.");
	reply = write_to(world, PATH, "besluit", "");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "2 postvakken krijgen deze mail");
	assert_holds(&reply, "Is afgemeld (1)");
	assert_holds(&reply, "Lunch, Woerden");
	/* A paragraph stays one, in the letter too. */
	assert_holds(&reply, "Beste P1 van Dijk,\n\nEet u");
	assert_holds(&reply, "Eet u &lt;mee&gt;?");
	assert_holds(&reply, "/deelnemer/VOORBEELD");
	assert_holds(&reply, "Zet 2 mails klaar");
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_count(world, "mailing"), 0);
	assert_int_equal(desk_get(world, PATH, READER).code, 403);
}

static void
test_each_mailbox_gets_its_own_letter(void **state)
{
	struct world *world = *state;
	struct reply reply = write_to(world, PATH, "besluit", "mail",
	    "wanneer", "nu");

	assert_int_equal(reply.code, 303);
	assert_string_equal(world_letters(world), "bericht " P1 "\n"
	    "bericht " CONTACT "\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'Subject: Lunch, Woerden') AND"
	    " instr(bericht, '/deelnemer/') > 0 = (participant > 0)"), 2);
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "<h1>Lunch, {gemeente}</h1>");
	assert_holds(&reply, "alle deelnemers");
	assert_holds(&reply, "2 klaargezet");
	assert_string_equal(world_text(world, "SELECT toelichting FROM audit"
	    " WHERE wat = 'gemaild'"), "2 mails: alle deelnemers");
}

/* The longest name, no first name, who waits: a way to each of them. */
static void
test_odd_letters_are_pointed_at(void **state)
{
	struct world *world = *state;
	struct registration *one = world_delegation(world, "sleutel_van_deze_toets_02",
	    "alles", "w");
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	one->participants[0].answer[PARTICIPANT_VOORNAAM] = "-";
	one->participants[0].answer[PARTICIPANT_ACHTERNAAM] = "Sukarno";
	one->participants[0].answer[PARTICIPANT_EMAIL] = "s@n.nl";
	world_sign_up(world, one);
	reply = write_to(world, PATH, "besluit", "");
	assert_holds(&reply, "3 postvakken krijgen deze mail");
	assert_holds(&reply, "value=\"3\">zonder voornaam</button>");
	assert_holds(&reply, "value=\"3\">op de wachtlijst</button>");
	assert_holds(&reply, "value=\"2\">via de contactpersoon</button>");
	assert_holds(&reply, ">langste naam</button>");
	reply = write_to(world, PATH, "besluit", "", "brief", "3");
	assert_holds(&reply, "<b>3</b> van 3");
	assert_holds(&reply, "<dd>Sukarno, s@n.nl</dd>");
}

static void
test_who_has_one_name_is_called_by_it(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE participant SET voornaam = '-',"
	    " achternaam = 'Sukarno' WHERE id = 1");
	reply = write_to(world, PATH, "besluit", "");
	assert_holds(&reply, "Sukarno, ");
	assert_lacks(&reply, "- Sukarno");
}

/* Of those with one mailbox, and of one that mail came back from. */
static void
test_who_is_left_out_is_said_with_why(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE participant SET email = '" CONTACT "'"
	    " WHERE positie = 1; INSERT INTO address VALUES ('x@y.nl', 1, '')");
	reply = write_to(world, PATH, "besluit", "");
	assert_holds(&reply, "1 postvak krijgt deze mail");
	assert_holds(&reply, "Hetzelfde postvak krijgt de mail al (1)");
	world_sql(world, "INSERT INTO address VALUES ('" CONTACT "', 1, '')");
	reply = write_to(world, PATH, "besluit", "mail");
	assert_int_equal(reply.code, 409);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_count(world, "mailing"), 0);
}

/* Those who cancelled are written to when they are asked for. */
static void
test_cancelled_are_asked_for(void **state)
{
	struct world *world = *state;

	assert_int_equal(write_to(world, PATH "?status=afgemeld", "besluit",
	    "mail").code, 303);
	assert_string_equal(world_letters(world), "bericht " CONTACT "\n");
}

static void
test_words_that_cannot_be_filled_in_are_refused(void **state)
{
	struct world *world = *state;
	static const char *const wrong[] = {
		"", "Beste {naam", "Beste {iemand},",
	};

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(desk_post(world, PATH, ORGANISER,
		    "soort", "bericht", "onderwerp", "Lunch", "tekst",
		    wrong[i], "besluit", "mail").code, 422);
	assert_int_equal(world_count(world, "outbox"), 0);
}

static void
sign_up_many(struct world *world)
{
	world_sql(world, "UPDATE event SET capaciteit = 100,"
	    " max_per_aanmelding = 50");
	for (int i = 0; i < 25; i++) {
		struct registration *one = world_delegation(world,
		    arena_printf(world->arena, "sleutel_van_velen_%07d", i),
		    "alles", "m");

		one->answer[CONTACT_EMAIL] = arena_printf(world->arena,
		    "c%d@woerden.nl", i);
		world_sign_up(world, one);
	}
	world_sql(world, "DELETE FROM outbox");
}

static void
test_many_need_a_test_of_this_very_text(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *proof;

	sign_up_many(world);
	reply = write_to(world, PATH, "besluit", "mail");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "stuurt u eerst een proef naar uzelf");
	assert_lacks(&reply, "value=\"mail\"");
	reply = write_to(world, PATH, "besluit", "proef", "proefadres", "x");
	assert_int_equal(reply.code, 422);
	assert_int_equal(world_count(world, "outbox"), 0);
	reply = write_to(world, PATH, "besluit", "proef", "proefadres",
	    "ik@mboraad.nl");
	assert_holds(&reply, "De proef is gestuurd.");
	assert_string_equal(world_letters(world), "bericht ik@mboraad.nl\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'VOORBEELD')"), 1);
	proof = reply_value(world, &reply, "proef");
	reply = desk_post(world, PATH, ORGANISER, "soort", "bericht",
	    "onderwerp", "Anders", "tekst", "Anders", "besluit", "mail", "proef", proof);
	assert_int_equal(reply.code, 200);
	assert_int_equal(world_count(world, "outbox"), 1);
	reply = write_to(world, PATH, "besluit", "mail", "proef", proof);
	assert_int_equal(reply.code, 303);
	assert_int_equal(world_count(world, "outbox"), 28);
}

/* At a moment that is still to come; what was chosen stays on the page. */
static void
test_it_goes_at_a_moment_of_one_s_own(void **state)
{
	static const char *const wrong[] = {
		"", "morgen", "2026-11-24T09:30", "2027-11-24T09:31",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		reply = write_to(world, PATH, "besluit", "mail", "wanneer",
		    "op", "moment", wrong[i]);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"moment-fout\"");
		assert_holds(&reply, "value=\"op\" checked");
	}
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(write_to(world, PATH, "besluit", "mail", "wanneer",
	    "op", "moment", "2026-12-01T08:00").code, 303);
	assert_int_equal(world_number(world, "SELECT min(volgende) FROM outbox"
	    " WHERE volgende = strftime('%%s', '2026-12-01 07:00')"),
	    world_number(world, "SELECT max(volgende) FROM outbox"));
	reply = desk_page(world, "/beheer/berichten/1", ORGANISER);
	assert_holds(&reply, "2 mails gaan uit op dinsdag 1 december 2026 om "
	    "8.00 uur.");
}

/* Some have gone when it is stopped: the counts are exact. */
static void
test_stopping_takes_back_what_nobody_tried(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up_many(world);
	reply = write_to(world, PATH, "besluit", "proef", "proefadres",
	    "ik@mboraad.nl");
	reply = write_to(world, PATH, "besluit", "mail", "proef",
	    reply_value(world, &reply, "proef"));
	world_sql(world, "UPDATE outbox SET status = 'sent', pogingen = 1,"
	    " volgende = NULL, verzonden = 1 WHERE id IN (SELECT id FROM"
	    " outbox WHERE registration > 0 ORDER BY id LIMIT 9)");
	reply = desk_post(world, "/beheer/berichten/2", ORGANISER, "actie",
	    "terug");
	assert_int_equal(reply.code, 303);
	reply = desk_page(world, "/beheer/berichten/2", ORGANISER);
	assert_holds(&reply, "9 verzonden, 18 teruggehaald");
	/* The test is another mailing, and stays. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE volgende IS NOT NULL"), 1);
}

/* What relays and other servers say of the letters from the first on. */
static enum status
answer_job(struct db *db, void *arg, struct arena *arena)
{
	static const struct {
		enum outbox_state answer;
		bool		 comes_back;
		bool		 again;
	} letters[] = {
		{ OUTBOX_SENT, false, false }, { OUTBOX_SENT, false, false },
		{ OUTBOX_SENT, false, false }, { OUTBOX_FAILED, false, false },
		{ OUTBOX_FAILED, false, false }, { OUTBOX_SENT, true, false },
		{ OUTBOX_SENT, true, true }, { OUTBOX_DEFERRED, false, false },
	};
	enum status status = STATUS_OK;
	const int64_t *first = arg;

	(void)arena;
	for (size_t i = 0; status == STATUS_OK && i < sizeof(letters) /
	    sizeof(letters[0]); i++) {
		int64_t id = *first + (int64_t)i;

		status = outbox_answer(db, id, letters[i].answer, "",
		    world_now());
		if (status == STATUS_OK && letters[i].comes_back)
			status = outbox_bounced(db, id, "", world_now());
		if (status == STATUS_OK && letters[i].again)
			status = outbox_retry(db, id, world_now());
	}
	return status;
}

static void
test_refused_and_come_back_are_counted_apart(void **state)
{
	struct world *world = *state;
	struct reply reply;
	int64_t first;

	sign_up_many(world);
	reply = write_to(world, PATH, "besluit", "proef", "proefadres",
	    "ik@mboraad.nl");
	write_to(world, PATH, "besluit", "mail", "wanneer", "nu", "proef",
	    reply_value(world, &reply, "proef"));
	first = world_number(world, "SELECT eerste FROM mailing WHERE id = 2");
	assert_int_equal(writer_run(world->app.writer, answer_job, &first),
	    STATUS_OK);
	reply = desk_page(world, "/beheer/berichten/2", ORGANISER);
	assert_holds(&reply, "<dd>3 verzonden, 2 mislukt, 1 teruggekomen, "
	    "1 nog eens geprobeerd, 20 klaargezet</dd>");
	reply = desk_page(world, "/beheer/berichten", ORGANISER);
	assert_holds(&reply, "2 mislukt, 1 teruggekomen");
}

#define MANY	5000

/* Each with a mailbox of their own, but for every tenth: that of the first. */
static void
sign_up_thousands(struct world *world)
{
	world_sql(world, arena_printf(world->arena, "WITH RECURSIVE n (i) AS"
	    " (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
	    " INSERT INTO participant (id, event, registration, positie,"
	    " nonce, status, sorteersleutel, voornaam, achternaam, email, rol)"
	    " SELECT i, 1, 1, i, 0, 'bevestigd', 'x' || i, 'Jan', 'X',"
	    " iif(i %% 10, 'm' || i || '@n.nl', 'P1@woerden.nl'), 'medewerker'"
	    " FROM n", MANY + 9));
	world->spoilt = true;
}

/*
 * Of thousands some have gone, some are in a mailer's hand and some came
 * back to the queue when it is stopped: none of these is touched, the rest is.
 */
static void
test_thousands_are_stopped_in_the_middle_exactly(void **state)
{
	struct world *world = *state;
	struct reply reply;

	sign_up_thousands(world);
	reply = write_to(world, PATH, "besluit", "proef", "proefadres",
	    "ik@mboraad.nl");
	assert_holds(&reply, "4502 postvakken krijgen deze mail");
	reply = write_to(world, PATH, "besluit", "mail", "proef",
	    reply_value(world, &reply, "proef"));
	assert_int_equal(reply.code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) || ''"
	    " FROM outbox WHERE registration > 0"), 4502);
	world_sql(world, "UPDATE outbox SET status = 'sent', pogingen = 1,"
	    " volgende = NULL, verzonden = 1 WHERE id % 3 = 0;"
	    " UPDATE outbox SET pogingen = 1, vast_tot = 9e9"
	    " WHERE id % 100 = 1;"
	    " UPDATE outbox SET pogingen = 1, status = 'deferred'"
	    " WHERE id % 100 = 2 AND id % 3 > 0");
	reply = desk_post(world, "/beheer/berichten/2", ORGANISER, "actie",
	    "terug");
	assert_int_equal(reply.code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE status = 'withdrawn' AND pogingen > 0"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE status = 'queued' AND pogingen = 0"
	    " AND registration > 0"), 0);
	reply = desk_page(world, "/beheer/berichten/2", ORGANISER);
	assert_holds(&reply, world_text(world, "SELECT count(*) ||"
	    " ' verzonden' FROM outbox WHERE registration > 0"
	    " AND id %% 3 = 0"));
	assert_holds(&reply, world_text(world, "SELECT count(*) ||"
	    " ' teruggehaald' FROM outbox WHERE registration > 0"
	    " AND pogingen = 0"));
	/* Twice is the same. */
	desk_post(world, "/beheer/berichten/2", ORGANISER, "actie", "terug");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE pogingen > 0 AND status = 'withdrawn'"), 0);
}

/* What the composer says of the one letter that is due. */
static const char *
over(struct world *world)
{
	struct composed composed[5];
	struct composer *composer;
	size_t count = 0;

	assert_int_equal(composer_new(&world->config, &world->secret,
	    &composer), STATUS_OK);
	assert_int_equal(composer_run(composer,
	    &(struct terms){ .now = world_now(), .max = 5 }, world->arena,
	    composed, &count), STATUS_OK);
	composer_free(composer);
	assert_int_equal(count, 1);
	return composed[0].over;
}

/* Between owing and sending somebody got another address. */
static void
test_address_that_is_another_s_gets_none(void **state)
{
	struct world *world = *state;

	assert_int_equal(write_to(world, PATH, "besluit", "mail", "wanneer",
	    "nu").code, 303);
	world_sql(world, "UPDATE participant SET email = 'p9@woerden.nl'"
	    " WHERE positie = 1; DELETE FROM outbox WHERE participant = 0");
	assert_string_equal(over(world), OUTBOX_MOVED_ON);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_people, world_close)
		TEST(test_it_is_seen_before_it_goes),
		TEST(test_each_mailbox_gets_its_own_letter),
		TEST(test_odd_letters_are_pointed_at),
		TEST(test_who_has_one_name_is_called_by_it),
		TEST(test_who_is_left_out_is_said_with_why),
		TEST(test_cancelled_are_asked_for),
		TEST(test_words_that_cannot_be_filled_in_are_refused),
		TEST(test_many_need_a_test_of_this_very_text),
		TEST(test_it_goes_at_a_moment_of_one_s_own),
		TEST(test_stopping_takes_back_what_nobody_tried),
		TEST(test_refused_and_come_back_are_counted_apart),
		TEST(test_thousands_are_stopped_in_the_middle_exactly),
		TEST(test_address_that_is_another_s_gets_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
