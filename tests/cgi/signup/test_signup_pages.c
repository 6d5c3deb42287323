/* The public pages behind and around the form; test_signup.c has the form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cgi/signup/routes.h"
#include "core/arena.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static void
test_municipality_may_be_a_name_or_alias(void **state)
{
	static const struct {
		const char	*typed;
		const char	*code;
	} vectors[] = {
		{ "GM0518", "GM0518" }, { "Den Haag", "GM0518" },
		{ "den haag", "GM0518" }, { " WOERDEN ", "GM0632" },
		{ "sudwest-fryslan", "GM1900" }, { "Gravenhage", "GM0518" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		visit_sign_up(world, "gemeente", vectors[i].typed, "sleutel",
		    arena_printf(world->arena, "sleutel_van_gemeente_%03zu",
		    i), NULL);
		assert_string_equal(world_text(world, "SELECT gemeente FROM"
		    " registration ORDER BY id DESC LIMIT 1"),
		    vectors[i].code);
	}
}

static void
test_municipality_that_is_none_is_answered_with_what_is_meant(void **state)
{
	static const struct {
		const char	*typed;
		const char	*email;
		const char	*said;
		const char	*kept;
	} vectors[] = {
		{ "Worden", "a@elders.nl", "geen gemeente “Worden”. Bedoelt u "
		    "Woerden?", "data-typed=\"Worden\"" },
		{ "Atlantis", "a@elders.nl", "geen gemeente of plaats "
		    "“Atlantis”", "data-typed=\"Atlantis\"" },
		/* Nothing was chosen, and the address tells. */
		{ "", "a@woerden.nl", "Volgens uw e-mailadres is dat Woerden",
		    "<option value=\"GM0632\" data-domain=\"woerden.nl\" "
		    "selected>" },
		{ "", "a@gmail.com", "Kies uw gemeente in de lijst.",
		    "data-typed=\"\"" },
		/* What was typed goes first. */
		{ "Worden", "a@woerden.nl", "Bedoelt u Woerden?",
		    "data-typed=\"Worden\"" },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = visit_try_sign_up(world,
		    "gemeente", vectors[i].typed, "contact_email",
		    vectors[i].email, NULL);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "id=\"gemeente-fout\"");
		assert_holds(&reply, vectors[i].said);
		assert_holds(&reply, vectors[i].kept);
	}
}

static void
test_all_that_are_equally_near_are_named(void **state)
{
	static const char *const said[] = {
		"Bedoelt u Werden of Woerden?",
		"Bedoelt u Warden, Werden of Woerden?",
	};
	struct world *world = *state;

	for (size_t i = 0; i < 2; i++) {
		struct reply reply;

		world_sql(world, arena_printf(world->arena, "INSERT INTO"
		    " gemeente (code, naam, officiele_naam, provincie) VALUES"
		    " ('GM080%zu', '%s', '%s', 'Utrecht')", i, i == 0 ?
		    "Werden" : "Warden", i == 0 ? "Werden" : "Warden"));
		reply = visit_try_sign_up(world, "gemeente", "Worden", NULL);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, said[i]);
	}
}

static void
test_known_municipality_is_a_fact_that_can_be_changed(void **state)
{
	static const char *const known[] = {
		"?gemeente=GM0632", "?gemeente=woerden", "?gemeente=GM0007",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(known); i++) {
		reply = visit_get(world, arena_printf(world->arena,
		    "/aanmelden%s", known[i]));
		assert_holds(&reply, "<h1>De gemeente Woerden aanmelden");
		assert_holds(&reply, "name=\"gemeente\" value=\"GM0632\"");
		assert_lacks(&reply, "<select id=\"gemeente\"");
	}
	reply = visit_try_sign_up(world, "actie", "gemeente", NULL);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "<option value=\"GM0632\" "
	    "data-domain=\"woerden.nl\" selected>");
	assert_holds(&reply, "value=\"Zoë\"");
	reply = visit_get(world, "/aanmelden?gemeente=Atlantis");
	assert_holds(&reply, "data-typed=\"Atlantis\"");
}

static void
test_roles_are_chosen_beforehand_and_are_nobody_by_themselves(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, "/aanmelden?deelnemers=3");
	const char *const ids[] = {
		"deelnemer_1_rol_wethouder", "deelnemer_2_rol_medewerker",
		"deelnemer_3_rol_medewerker",
	};

	for (size_t i = 0; i < COUNT(ids); i++)
		assert_holds(&reply, arena_printf(world->arena,
		    "id=\"%s\" name=\"%.15s\" value=\"%s\" checked", ids[i],
		    ids[i], ids[i] + 16));
	visit_sign_up(world, "deelnemer_3_rol", "medewerker", NULL);
	assert_int_equal(world_count(world, "participant"), 2);
}

static void
test_address_without_its_domain_is_of_the_contacts_organisation(void **state)
{
	static const struct {
		const char	*contact;
		const char	*typed;
		const char	*stored;	/* NULL: it is a fault */
	} vectors[] = {
		{ "a.devries@woerden.nl", "z.vanderberg",
		    "z.vanderberg@woerden.nl" },
		{ "a.devries@Woerden.nl", " z.berg ", "z.berg@woerden.nl" },
		{ "a.devries@woerden.nl", "z@utrecht.nl", "z@utrecht.nl" },
		{ "a.devries@woerden.nl", "", "" },
		{ "a.devries@woerden.nl", "zoë", NULL },
		{ "a.devries@woerden.nl", "z berg", NULL },
		/* Of strangers with the same name there are many. */
		{ "a.devries@gmail.com", "z.berg", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *form = world_valid_form(world, "contact_email",
		    vectors[i].contact, "deelnemer_1_email", vectors[i].typed,
		    "sleutel", arena_printf(world->arena,
		    "sleutel_van_het_domein_%02zu", i), NULL);
		struct reply reply = visit_post(world, "/aanmelden", form);

		assert_int_equal(reply.code, vectors[i].stored == NULL ? 422 :
		    303);
		if (vectors[i].stored == NULL)
			assert_holds(&reply, "id=\"deelnemer_1_email-fout\"");
		else
			assert_string_equal(world_text(world, "SELECT email"
			    " FROM participant WHERE positie = 1"
			    " ORDER BY id DESC LIMIT 1"), vectors[i].stored);
	}
}

static void
test_sessions_for_all_leave_a_choice_of_ones_own(void **state)
{
	struct world *world = *state;
	struct reply reply;

	visit_sign_up(world, "sessie_1", "12", "sessie_2", "21",
	    "deelnemer_1_sessie_1", "11", "deelnemer_2_sessie_1", "",
	    "deelnemer_1_sessie_2", "", "deelnemer_2_sessie_2", "22", NULL);
	assert_string_equal(world_text(world, "SELECT group_concat(positie ||"
	    " ':' || session, ' ') FROM (SELECT positie, session FROM"
	    " participant_session JOIN participant ON participant ="
	    " participant.id ORDER BY positie, session)"),
	    "1:11 1:21 2:12 2:22");
	reply = visit_try_sign_up(world, "sessie_1", "99", "sleutel",
	    "sleutel_van_geen_sessie_1", NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"sessie_1-fout\"");
}

static void
test_held_place_needs_no_name(void **state)
{
	struct world *world = *state;
	const char *page = visit_sign_up(world,
	    "deelnemer_2_voornaam", "", "deelnemer_2_achternaam", "",
	    "deelnemer_2_naam_volgt", "ja", NULL);
	struct reply reply = visit_get(world, page);

	assert_string_equal(world_text(world, "SELECT naam_volgt FROM"
	    " participant WHERE positie = 2"), "ja");
	assert_holds(&reply, "Naam volgt");
}

static void
test_who_was_named_is_no_held_place(void **state)
{
	struct world *world = *state;

	visit_sign_up(world, "deelnemer_2_naam_volgt", "ja", NULL);
	assert_string_equal(world_text(world, "SELECT naam_volgt || voornaam"
	    " FROM participant WHERE positie = 2"), "Jan");
}

static void
test_contact_who_comes_need_not_type_it_twice(void **state)
{
	struct world *world = *state;

	visit_sign_up(world, "deelnemer_1_voornaam", "",
	    "deelnemer_1_achternaam", "", "deelnemer_1_email", "",
	    "deelnemer_1_zelf", "ja", NULL);
	assert_string_equal(world_text(world, "SELECT voornaam || ' ' ||"
	    " achternaam || ' ' || email FROM participant WHERE positie = 1"),
	    "Anne de Vries a.devries@woerden.nl");
	assert_int_equal(world_count(world, "outbox"), 1);
}

static void
test_contact_who_comes_still_needs_a_role(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "deelnemer_1_zelf", "ja", "deelnemer_1_rol", "", NULL);

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"deelnemer_1_rol-fout\"");
	assert_holds(&reply, "name=\"deelnemer_1_zelf\" value=\"ja\" checked");
}

static void
test_empty_blocks_do_not_count(void **state)
{
	struct world *world = *state;

	assert_int_equal(visit_post(world, "/aanmelden", world_form(world,
	    "sleutel", WORLD_KEY, "gemeente", "GM0632",
	    "contact_voornaam", "Anne", "contact_achternaam", "de Vries",
	    "contact_email", "a.devries@woerden.nl",
	    "deelnemer_1_voornaam", "", "deelnemer_1_rol", "",
	    "deelnemer_3_voornaam", "Jan", "deelnemer_3_achternaam", "Vos",
	    "deelnemer_3_rol", "wethouder",
	    "deelnemer_9_voornaam", "", NULL)).code, 303);
	assert_int_equal(world_count(world, "participant"), 1);
	assert_string_equal(world_text(world, "SELECT positie || voornaam"
	    " FROM participant"), "1Jan");
}

static void
test_nobody_at_all_is_a_fault(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_post(world, "/aanmelden", world_form(world,
	    "sleutel", WORLD_KEY, "gemeente", "GM0632",
	    "contact_voornaam", "Anne", "contact_achternaam", "de Vries",
	    "contact_email", "a.devries@woerden.nl", NULL));

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"deelnemer_1_voornaam-fout\"");
	assert_int_equal(world_count(world, "registration"), 0);
}

static void
test_adding_a_block_keeps_what_was_typed(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "contact_email", "half", "actie", "erbij", NULL);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "name=\"deelnemer_3_voornaam\"");
	assert_holds(&reply, "value=\"half\"");
	assert_holds(&reply, "name=\"deelnemer_2_voornaam\" value=\"Jan\"");
	assert_holds(&reply, "value=\"" WORLD_KEY "\"");
	/* It was not sent yet: nothing is judged and nothing saved. */
	assert_lacks(&reply, "id=\"fouten\"");
	assert_lacks(&reply, "-fout\"");
	assert_int_equal(world_count(world, "registration"), 0);
}

static void
test_removing_a_block_keeps_the_others(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "deelnemer_2_sessie_2", "22", "actie", "weg_1", NULL);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "name=\"deelnemer_1_voornaam\" value=\"Jan\"");
	assert_holds(&reply, "value=\"22\" selected");
	assert_lacks(&reply, "name=\"deelnemer_2_voornaam\"");
	assert_int_equal(world_count(world, "registration"), 0);
}

/* Who was taken off goes along, and comes back with all that was typed. */
static void
test_who_was_taken_off_is_put_back_without_a_script(void **state)
{
	static const char *const back[] = { "terug_1", "terug_2", "terug_9",
		"terug_", "terug_-1", "terug_0" };
	static const int places[] = { 1, 2, 2, 1, 2, 1 };
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "deelnemer_1_sessie_2", "22", "deelnemer_1_functie", "<Rector>",
	    "deelnemer_1_naam_volgt", "ja", "actie", "weg_1", NULL);

	assert_holds(&reply, "role=\"status\">Zoë ");
	assert_holds(&reply, "value=\"terug_1\"");
	assert_holds(&reply, "name=\"deelnemer_0_voornaam\" value=\"Zoë\"");
	assert_holds(&reply, "name=\"deelnemer_0_sessie_2\" value=\"22\"");
	assert_holds(&reply, "name=\"deelnemer_0_functie\""
	    " value=\"&lt;Rector&gt;\"");
	assert_holds(&reply, "name=\"deelnemer_0_naam_volgt\" value=\"ja\"");
	for (size_t i = 0; i < COUNT(back); i++) {
		reply = visit_try_sign_up(world, "deelnemer_2_voornaam", "",
		    "deelnemer_2_achternaam", "", "deelnemer_2_rol", "",
		    "deelnemer_2_email", "", "deelnemer_0_voornaam", "Els",
		    "deelnemer_0_sessie_2", "22", "actie", back[i], NULL);
		assert_holds(&reply, arena_printf(world->arena, "name=\""
		    "deelnemer_%d_voornaam\" value=\"Els\"", places[i]));
		assert_holds(&reply, arena_printf(world->arena, "name=\""
		    "deelnemer_%d_voornaam\" value=\"Zoë\"", 3 - places[i]));
		assert_lacks(&reply, "deelnemer_0_");
	}
	/* Nobody was taken off: nothing is put back, and nobody is stored. */
	reply = visit_try_sign_up(world, "actie", "terug_1", NULL);
	assert_lacks(&reply, "name=\"deelnemer_3_voornaam\"");
	assert_int_equal(world_count(world, "registration"), 0);
	visit_sign_up(world, "deelnemer_0_voornaam", "Els", NULL);
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE voornaam = 'Els'"), 0);
}

static void
test_removing_what_is_not_there_changes_nothing(void **state)
{
	static const char *const acts[] = {
		"weg_0", "weg_3", "weg_", "weg_x", "weg_-1",
		"weg_18446744073709551617",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(acts); i++) {
		struct reply reply = visit_try_sign_up(world, "actie",
		    acts[i], NULL);

		assert_int_equal(reply.code, 200);
		assert_holds(&reply, "value=\"Zoë\"");
		assert_holds(&reply, "value=\"Jan\"");
	}
	assert_int_equal(world_count(world, "registration"), 0);
}

/* Each way in which a form can differ from what its key was used for. */
static void
test_same_key_with_other_content_is_neither_lost_nor_stored(void **state)
{
	static const char *const others[][2] = {
		{ "contact_email", "ander@woerden.nl" },
		{ "contact_telefoon", "0348 753 501" },
		{ "gemeente", "GM0518" }, { "vraag", "Een andere vraag" },
		{ "thema", "llo" }, { "deelnemer_2_voornaam", "Joop" },
		{ "deelnemer_2_rol", "wethouder" },
		{ "deelnemer_1_sessie_1", "12" },
		{ "deelnemer_2_naam_volgt", "ja" },
	};
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);
	struct reply reply = visit_try_sign_up(world, NULL);

	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), page);
	for (size_t i = 0; i < COUNT(others); i++) {
		if (strcmp(others[i][0], "deelnemer_2_naam_volgt") == 0)
			reply = visit_try_sign_up(world, others[i][0],
			    others[i][1], "deelnemer_2_voornaam", "",
			    "deelnemer_2_achternaam", "", NULL);
		else
			reply = visit_try_sign_up(world, others[i][0],
			    others[i][1], NULL);
		assert_int_equal(reply.code, 409);
		assert_null(reply_header(world, &reply, "Location"));
		assert_lacks(&reply, page);
		assert_holds(&reply, "al een aanmelding verstuurd");
		assert_holds(&reply, "href=\"/link-kwijt\"");
		assert_holds(&reply, "href=\"#verstuur\"");
		assert_string_equal(reply_value(world, &reply,
		    "contact_voornaam"), "Anne");
		assert_int_equal(world_count(world, "registration"), 1);
	}
	/* Sent once more, with the new key, it is a sign-up of its own. */
	assert_string_not_equal(reply_value(world, &reply, "sleutel"),
	    WORLD_KEY);
	assert_int_equal(visit_try_sign_up(world, "vraag", "Anders",
	    "sleutel", reply_value(world, &reply, "sleutel"),
	    NULL).code, 303);
	assert_int_equal(world_count(world, "registration"), 2);
}

/* A key of the moment; the test's clock may be set before. */
static const char *
key_of(struct world *world, int64_t issued)
{
	unsigned char nonce[NONCE_SIZE];
	char key[KEY_LENGTH + 1];

	world_random(nonce, sizeof(nonce));
	key_issue(&world->secret, issued, nonce, key);
	return arena_string(world->arena, key);
}

/* How the form fares that was begun and sent at these moments. */
static void
test_closing_leaves_time_to_end_and_loses_nothing(void **state)
{
	static const struct {
		int64_t	 begun;
		int64_t	 sent;
		int	 code;
	} vectors[] = {
		{ WORLD_CLOSES - 60, WORLD_CLOSES - 1, 303 },
		{ WORLD_CLOSES - 60, WORLD_CLOSES, 303 },
		{ WORLD_CLOSES - 1, WORLD_CLOSES + EVENT_GRACE - 1, 303 },
		{ WORLD_CLOSES - 1, WORLD_CLOSES + EVENT_GRACE, 409 },
		{ WORLD_CLOSES, WORLD_CLOSES + 60, 409 },
		{ WORLD_CLOSES - 60, WORLD_END, 409 },
	};
	struct world *world = *state;
	int taken = 0;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply;

		world_set_now(vectors[i].sent);
		reply = visit_try_sign_up(world, "sleutel", key_of(world,
		    vectors[i].begun), NULL);
		assert_int_equal(reply.code, vectors[i].code);
		taken += reply.code == 303;
		assert_int_equal(world_count(world, "registration"), taken);
		if (vectors[i].sent == WORLD_END || reply.code == 303)
			continue;
		assert_holds(&reply, "De aanmelding is gesloten");
		assert_holds(&reply, "href=\"mailto:info@mboraad.nl?subject="
		    "Aanmelding%20na%20sluiting");
		assert_holds(&reply, "Jansen");
		assert_string_equal(reply_value(world, &reply,
		    "contact_email"), "a.devries@woerden.nl");
	}
}

/* The connection was lost, it closed, and the browser tries once more. */
static void
test_form_that_was_taken_is_found_again_after_closing(void **state)
{
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);
	struct reply reply;

	world_set_now(WORLD_CLOSES + 9999);
	reply = visit_try_sign_up(world, NULL);
	assert_int_equal(reply.code, 303);
	assert_string_equal(reply_header(world, &reply, "Location"), page);
}

static void
test_closed_event_is_said_plainly(void **state)
{
	static const int64_t moments[] = {
		1795400000 - 1, WORLD_CLOSES, WORLD_END,
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(moments); i++) {
		struct reply reply;

		world_set_now(moments[i]);
		reply = visit_get(world, "/aanmelden");
		assert_int_equal(reply.code, 200);
		assert_lacks(&reply, "<form method=\"post\"");
		reply = visit_try_sign_up(world, NULL);
		assert_int_equal(reply.code, 409);
		assert_holds(&reply, "Oriëntatiebijeenkomst");
		assert_int_equal(world_count(world, "registration"), 0);
	}
}

static void
test_full_event_leads_to_the_waiting_list(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET capaciteit = 1");
	reply = visit_get(world, visit_sign_up(world, NULL));
	assert_holds(&reply, "U staat op de wachtlijst");
	assert_string_equal(world_places(world, 1), "ww");
}

static const struct {
	const char	*origin;
	const char	*fetch_site;
} strangers[] = {
	{ "https://evil.example", NULL },
	{ "null", NULL },
	{ "http://localhost", NULL },
	{ "http://localhost:8080.evil.example", NULL },
	{ WORLD_BASE, "cross-site" },
	{ WORLD_BASE, "same-site" },
	{ WORLD_BASE, "none" },
};

static void
test_no_post_is_taken_from_another_site(void **state)
{
	struct world *world = *state;
	struct site site = signup_site(WORLD_BASE);
	size_t posts = 0, open = 0;

	for (size_t i = 0; i < site.nroutes; i++) {
		if (site.routes[i].method != METHOD_POST)
			continue;
		/* A mail program presses those itself (RFC 8058). */
		if (site.routes[i].need == NEED_NOTHING) {
			assert_string_equal(site.routes[i].path, open == 0 ?
			    "/u/*/stop" : "/geen-nieuws/*");
			open++;
			continue;
		}
		posts++;
		for (size_t j = 0; j < COUNT(strangers); j++)
			assert_int_equal(visit_ask(world, (struct ask){
				.path = site.routes[i].path,
				.body = world_valid_form(world, NULL),
				.origin = strangers[j].origin,
				.fetch_site = strangers[j].fetch_site,
			}).code, 403);
	}
	assert_true(posts >= 3);
	assert_int_equal(open, 2);
	assert_int_equal(world_count(world, "registration"), 0);
	/* The negative control: our own form is taken. */
	assert_int_equal(visit_ask(world, (struct ask){
		.path = "/aanmelden", .body = world_valid_form(world, NULL),
		.fetch_site = "same-origin",
	}).code, 303);
}

static void
test_every_page_without_a_link_is_there(void **state)
{
	struct world *world = *state;
	struct site site = signup_site(WORLD_BASE);

	assert_int_equal(router_check(&site), STATUS_OK);
	for (size_t i = 0; i < site.nroutes; i++)
		if (site.routes[i].method == METHOD_GET &&
		    strchr(site.routes[i].path, '*') == NULL &&
		    visit_get(world, site.routes[i].path).code != 200)
			fail_msg("not there: %s", site.routes[i].path);
}

static void
test_health_tells_when_nothing_can_be_saved(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, "/health");

	assert_int_equal(reply.code, 200);
	assert_string_equal(reply.body, "ok\n");
	world_sql(world, "UPDATE event SET zichtbaar = 0");
	assert_int_equal(visit_get(world, "/health").code, 503);
	assert_int_equal(visit_get(world, "/").code, 404);
}

static void
test_calendar_file_holds_no_link_of_a_person(void **state)
{
	struct world *world = *state;
	struct reply reply;

	visit_sign_up(world, NULL);
	reply = visit_get(world, "/agenda.ics");
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "BEGIN:VCALENDAR\r\n");
	assert_holds(&reply, "UID:toets@example.nl\r\n");
	assert_lacks(&reply, "/aanmelding/");
	assert_lacks(&reply, "/deelnemer/");
	assert_lacks(&reply, "ATTENDEE");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_municipality_may_be_a_name_or_alias),
		TEST(test_all_that_are_equally_near_are_named),
		TEST(test_municipality_that_is_none_is_answered_with_what_is_meant),
		TEST(test_known_municipality_is_a_fact_that_can_be_changed),
		TEST(test_roles_are_chosen_beforehand_and_are_nobody_by_themselves),
		TEST(test_address_without_its_domain_is_of_the_contacts_organisation),
		TEST(test_sessions_for_all_leave_a_choice_of_ones_own),
		TEST(test_held_place_needs_no_name),
		TEST(test_who_was_named_is_no_held_place),
		TEST(test_contact_who_comes_need_not_type_it_twice),
		TEST(test_contact_who_comes_still_needs_a_role),
		TEST(test_empty_blocks_do_not_count),
		TEST(test_nobody_at_all_is_a_fault),
		TEST(test_adding_a_block_keeps_what_was_typed),
		TEST(test_removing_a_block_keeps_the_others),
		TEST(test_who_was_taken_off_is_put_back_without_a_script),
		TEST(test_removing_what_is_not_there_changes_nothing),
		TEST(test_same_key_with_other_content_is_neither_lost_nor_stored),
		TEST(test_closing_leaves_time_to_end_and_loses_nothing),
		TEST(test_form_that_was_taken_is_found_again_after_closing),
		TEST(test_closed_event_is_said_plainly),
		TEST(test_full_event_leads_to_the_waiting_list),
		TEST(test_no_post_is_taken_from_another_site),
		TEST(test_every_page_without_a_link_is_there),
		TEST(test_health_tells_when_nothing_can_be_saved),
		TEST(test_calendar_file_holds_no_link_of_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
