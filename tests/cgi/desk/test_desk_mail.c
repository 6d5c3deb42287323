/* The outbox as the organiser sees it, and what she can do about a letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/desk.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define WRONG		"zoe@woerdem.nl"
#define RIGHT		"zoe@woerden.nl"

/* Letter 1 is the contact's, letter 2 to an address that does not exist. */
static int
mail_open(void **state)
{
	struct registration *one;
	struct world *world;

	if (desk_open(state) != 0)
		return -1;
	world = *state;
	one = world_delegation(world, "sleutel_van_de_delegatie", "alles",
	    "wm");
	one->participants[0].answer[PARTICIPANT_EMAIL] = WRONG;
	world_sign_up(world, one);
	world_sql(world, "UPDATE account SET naam = 'anke' WHERE rol ="
	    " 'organisator'; UPDATE outbox SET status = 'sent', verzonden = 1,"
	    " volgende = NULL WHERE id = 1; UPDATE outbox SET"
	    " status = 'failed', volgende = NULL,"
	    " antwoord = '550 <b>no such user' WHERE id = 2");
	return 0;
}

static struct reply
act(struct world *world, const char *actie, const char *id,
    const char *address)
{
	return desk_post(world, "/beheer/mail", ORGANISER, "actie", actie,
	    "id", id, "adres", address);
}

static const char *
state_of(struct world *world, int64_t id)
{
	return world_text(world, "SELECT status FROM outbox WHERE id = %lld",
	    (long long)id);
}

static void
test_page_shows_each_letter_with_the_server_s_words(void **state)
{
	static const char *const said[] = {
		"verzonden", "mislukt", WRONG, "1 bericht is mislukt",
		"550 &lt;b&gt;no such user",
	};
	struct world *world = *state;
	struct reply reply = desk_get(world, "/beheer/mail", ORGANISER);

	assert_int_equal(reply.code, 200);
	for (size_t i = 0; i < COUNT(said); i++)
		assert_holds(&reply, said[i]);
	assert_lacks(&reply, "gaat nu geen mail uit");
}

static void
test_each_state_has_its_word(void **state)
{
	static const struct {
		const char	*state;
		const char	*word;
		bool		 open;
	} vectors[] = {
		{ "queued", "in de wachtrij", true },
		{ "deferred", "uitgesteld", true },
		{ "sent", "verzonden", false },
		{ "failed", "mislukt</span>", true },
		{ "cancelled", "ingetrokken", false },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply;

		world_sql(world, arena_printf(world->arena, "UPDATE outbox SET"
		    " status = '%s'", vectors[i].state));
		reply = desk_get(world, "/beheer/mail", ORGANISER);
		assert_holds(&reply, vectors[i].word);
		assert_int_equal(strstr(reply.body, "Adres verbeteren") !=
		    NULL, vectors[i].open);
		assert_int_equal(strstr(reply.body, "Stuur een nieuw bericht")
		    == NULL, vectors[i].open);
	}
}

static void
test_filters_show_what_they_say(void **state)
{
	static const struct {
		const char	*query;
		bool		 contact;
		bool		 zoe;
	} vectors[] = {
		{ "", true, true }, { "?toon=aandacht", false, true },
		{ "?toon=onbevestigd", false, true },
		{ "?toon=onzin", true, true },
		{ "?q=ZOË", false, true }, { "?q=zoe%40", false, true },
		{ "?q=niemand", false, false }, { "?q=woerden", true, true },
		{ "?q=woerden&toon=aandacht", false, true },
		{ "?voor=2", true, false }, { "?voor=1", false, false },
		{ "?voor=onzin", true, true }, { "?voor=-1", true, true },
	};
	struct world *world = *state;
	const char *contact = world_text(world, "SELECT ontvanger FROM outbox"
	    " WHERE id = 1");

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_get(world, arena_printf(world->arena,
		    "/beheer/mail%s", vectors[i].query), ORGANISER);

		assert_int_equal(reply.code, 200);
		assert_int_equal(strstr(reply.body, contact) != NULL,
		    vectors[i].contact);
		assert_int_equal(strstr(reply.body, WRONG) != NULL,
		    vectors[i].zoe);
	}
}

static void
test_letter_says_when_for_whom_and_leads_there(void **state)
{
	static const char *const said[] = {
		"<a href=\"/beheer/deelnemer/1\">" WRONG "</a>",
		"aangemeld, Woerden, nr. 2",
		"van 24 nov 2026, 9.30",		/* nobody tries again */
		"volgende poging 24 nov 2026, 9.30",
		">24 nov 2026, 9.31<",			/* sent */
	};
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE outbox SET verzonden = 1795509065 WHERE id ="
	    " 1; INSERT INTO outbox (id, ontvanger, soort, wie, gemaakt,"
	    " volgende)"
	    " VALUES (3, 'raad@mboraad.nl', 'digest', 'systeem', 1795509005,"
	    " 1795509005)");
	reply = desk_get(world, "/beheer/mail", ORGANISER);
	for (size_t i = 0; i < COUNT(said); i++)
		assert_holds(&reply, said[i]);
	/* It is about nobody. */
	assert_holds(&reply, "<th scope=\"row\">raad@");
}

static void
test_letter_that_was_sent_is_written_anew_for_its_person(void **state)
{
	struct world *world = *state;
	struct reply page = desk_get(world, "/beheer/mail", ORGANISER);

	assert_holds(&page, "value=\"overzicht\"");
	assert_int_equal(desk_post(world, "/beheer/deelnemer/1", ORGANISER,
	    "actie", "overzicht", "besluit", "mail").code, 303);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = (SELECT ontvanger FROM outbox WHERE id = 1)"
	    " AND status = 'queued'"), 1);
}

static void
test_letters_of_another_meeting_lead_nowhere_from_here(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO event (id, uid, titel, begin, einde,"
	    " locatie, capaciteit, aanmelden_open, aanmelden_dicht,"
	    " organisatie, organisatie_email) SELECT 2, 'ander',"
	    " 'Andere dag', begin, einde, locatie, capaciteit,"
	    " aanmelden_open, aanmelden_dicht, organisatie,"
	    " organisatie_email FROM event; UPDATE login SET event = 2");
	reply = desk_get(world, "/beheer/mail", ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, WRONG);
	assert_lacks(&reply, "/beheer/deelnemer/");
}

static void
test_who_only_reads_sees_no_buttons(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE account SET rol = 'inzage'");
	reply = desk_get(world, "/beheer/mail", ORGANISER);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, WRONG);
	assert_lacks(&reply, "value=\"intrekken\"");
	assert_lacks(&reply, "Stuur een nieuw bericht");
}

static void
test_letters_go_by_pages_and_the_questions_go_along(void **state)
{
	struct world *world = *state;
	struct reply reply;
	const char *older;

	world_sql(world, "WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT"
	    " i + 1 FROM n WHERE i < 203) INSERT INTO outbox (id, ontvanger,"
	    " soort, wie, status, gemaakt) SELECT i, 'nr' || i || '@x.nl',"
	    " 'proef', 'systeem', 'failed', 1795509005 FROM n");
	reply = desk_get(world, "/beheer/mail?toon=aandacht&q=%40x.nl",
	    ORGANISER);
	assert_holds(&reply, "nr203@x.nl");
	assert_holds(&reply, "nr104@x.nl");
	assert_lacks(&reply, "nr103@x.nl");
	assert_lacks(&reply, "Naar het nieuwste");
	older = "/beheer/mail?toon=aandacht&amp;q=%40x.nl&amp;voor=104\""
	    " rel=\"next\"";
	assert_holds(&reply, older);
	reply = desk_get(world,
	    "/beheer/mail?toon=aandacht&q=%40x.nl&voor=104", ORGANISER);
	assert_holds(&reply, "nr103@x.nl");
	assert_holds(&reply, "nr4@x.nl");
	assert_lacks(&reply, "nr104@x.nl");
	assert_holds(&reply, "href=\"/beheer/mail?toon=aandacht"
	    "&amp;q=%40x.nl\">Naar het nieuwste");
	assert_holds(&reply, "rel=\"next\"");
	reply = desk_get(world, "/beheer/mail?toon=aandacht&q=%40x.nl&voor=4",
	    ORGANISER);
	assert_holds(&reply, "nr3@x.nl");
	assert_lacks(&reply, "rel=\"next\"");
	/* Back to where she was. */
	assert_holds(&reply, "<form method=\"post\" action=\""
	    "/beheer/mail?toon=aandacht&amp;q=%40x.nl&amp;voor=4\"");
}

static void
test_alarm_stands_on_top(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "INSERT INTO mail_alarm (een, sinds, antwoord)"
	    " VALUES (1, 1, '535 wrong password')");
	reply = desk_get(world, "/beheer/mail", ORGANISER);
	assert_holds(&reply, "gaat nu geen mail uit");
}

static void
test_letter_is_sent_again_by_button(void **state)
{
	struct world *world = *state;

	assert_int_equal(act(world, "opnieuw", "2", "").code, 303);
	assert_string_equal(state_of(world, 2), "queued");
	assert_int_equal(world_number(world, "SELECT volgende FROM outbox"
	    " WHERE id = 2"), world_now());
}

static void
test_letter_is_taken_back_by_button(void **state)
{
	struct world *world = *state;

	assert_int_equal(act(world, "intrekken", "2", "").code, 303);
	assert_string_equal(state_of(world, 2), "cancelled");
}

static void
test_mended_address_is_the_person_s_from_now_on(void **state)
{
	struct world *world = *state;

	assert_int_equal(act(world, "adres", "2", RIGHT).code, 303);
	assert_string_equal(state_of(world, 2), "cancelled");
	assert_string_equal(world_text(world, "SELECT email FROM participant"
	    " WHERE id = 1"), RIGHT);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = '" RIGHT "' AND soort = 'nieuw adres'"
	    " AND status = 'queued'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wie = 'account anke' AND wat = 'gewijzigd'"), 1);
}

/* The place is another's, or the address another: neither is touched. */
static void
test_letter_of_who_was_replaced_is_not_sent_or_mended(void **state)
{
	static const char *const since[] = {
		"UPDATE participant SET nonce = nonce + 1 WHERE id = 1",
		"UPDATE participant SET email = 'ander@woerden.nl'"
		    " WHERE id = 1",
		"UPDATE outbox SET nonce = 0 WHERE id = 2",
	};
	void *one;

	(void)state;
	for (size_t i = 0; i < sizeof(since) / sizeof(since[0]); i++) {
		const char *before;
		struct reply reply;

		assert_int_equal(mail_open(&one), 0);
		world_sql(one, since[i]);
		before = world_text(one, "SELECT email FROM participant"
		    " WHERE id = 1");
		reply = act(one, "adres", "2", RIGHT);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "hoort bij iemand die vervangen is");
		assert_string_equal(world_text(one, "SELECT email FROM"
		    " participant WHERE id = 1"), before);
		assert_int_equal(act(one, "opnieuw", "2", "").code,
		    i == 2 ? 303 : 422);
		assert_int_equal(world_close(&one), 0);
	}
}

static void
test_address_is_mended_after_the_deadline_too(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE event SET wijzigen_tot = 0");
	assert_int_equal(act(world, "adres", "2", RIGHT).code, 303);
	assert_string_equal(world_text(world, "SELECT email FROM participant"
	    " WHERE id = 1"), RIGHT);
}

static void
test_same_address_is_tried_again(void **state)
{
	struct world *world = *state;

	assert_int_equal(act(world, "adres", "2", WRONG).code, 303);
	assert_string_equal(state_of(world, 2), "queued");
	assert_int_equal(world_count(world, "outbox"), 2);
}

static void
test_contact_s_address_is_mended(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE outbox SET status = 'failed' WHERE id = 1");
	assert_int_equal(act(world, "adres", "1", "nieuw@woerden.nl").code,
	    303);
	assert_string_equal(world_text(world, "SELECT contact_email FROM"
	    " registration"), "nieuw@woerden.nl");
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE ontvanger = 'nieuw@woerden.nl'"), 1);
}

static void
test_what_cannot_be_done_changes_nothing(void **state)
{
	static const struct {
		const char	*actie;
		const char	*id;
		const char	*address;
		int		 code;
	} vectors[] = {
		{ "opnieuw", "1", "", 422 }, { "intrekken", "1", "", 422 },
		{ "adres", "1", RIGHT, 422 }, { "adres", "2", "zoe", 422 },
		{ "adres", "2", "", 422 }, { "adres", "9", RIGHT, 422 },
		{ "opnieuw", "x", "", 422 }, { "wissen", "2", "", 400 },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = act(world, vectors[i].actie,
		    vectors[i].id, vectors[i].address);

		assert_int_equal(reply.code, vectors[i].code);
		if (reply.code == 422)
			assert_holds(&reply, "id=\"fouten\"");
		assert_string_equal(state_of(world, 1), "sent");
		assert_string_equal(state_of(world, 2), "failed");
		assert_int_equal(world_count(world, "outbox"), 2);
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, mail_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_page_shows_each_letter_with_the_server_s_words),
		TEST(test_each_state_has_its_word),
		TEST(test_filters_show_what_they_say),
		TEST(test_letter_says_when_for_whom_and_leads_there),
		TEST(test_letter_that_was_sent_is_written_anew_for_its_person),
		TEST(test_letters_of_another_meeting_lead_nowhere_from_here),
		TEST(test_who_only_reads_sees_no_buttons),
		TEST(test_letters_go_by_pages_and_the_questions_go_along),
		TEST(test_alarm_stands_on_top),
		TEST(test_letter_is_sent_again_by_button),
		TEST(test_letter_is_taken_back_by_button),
		TEST(test_mended_address_is_the_person_s_from_now_on),
		cmocka_unit_test(
		    test_letter_of_who_was_replaced_is_not_sent_or_mended),
		TEST(test_address_is_mended_after_the_deadline_too),
		TEST(test_same_address_is_tried_again),
		TEST(test_contact_s_address_is_mended),
		TEST(test_what_cannot_be_done_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
