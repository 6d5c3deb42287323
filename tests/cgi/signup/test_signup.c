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
assert_nothing_saved(struct world *world)
{
	assert_int_equal(world_count(world, "registration"), 0);
	assert_int_equal(world_count(world, "participant"), 0);
	assert_int_equal(world_count(world, "outbox"), 0);
	assert_int_equal(world_count(world, "audit"), 0);
}

static void
test_empty_form_shows_what_the_contract_names(void **state)
{
	static const char *const names[] = {
		"gemeente", "contact_voornaam", "contact_achternaam",
		"contact_email", "contact_telefoon", "deelnemer_1_voornaam",
		"deelnemer_1_achternaam", "deelnemer_1_email",
		"deelnemer_1_rol", "deelnemer_1_functie",
		"deelnemer_1_naam_volgt", "deelnemer_1_sessie_1",
		"deelnemer_1_sessie_2", "thema", "vraag", "sleutel", "website",
	};
	struct reply reply = visit_get(*state, "/aanmelden");
	struct world *world = *state;

	assert_int_equal(reply.code, 200);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_holds(&reply, arena_printf(world->arena,
		    "name=\"%s\"", names[i]));
	assert_lacks(&reply, "id=\"fouten\"");
	assert_lacks(&reply, "name=\"deelnemer_2_");
	assert_string_equal(reply_header(world, &reply, "Cache-Control"),
	    "private, no-cache");
}

static void
test_number_of_blocks_can_be_asked_for(void **state)
{
	static const struct {
		const char	*query;
		int		 blocks;
	} vectors[] = {
		{ "", 1 }, { "?deelnemers=3", 3 }, { "?deelnemers=6", 6 },
		{ "?deelnemers=7", 6 }, { "?deelnemers=0", 1 },
		{ "?deelnemers=-4", 1 }, { "?deelnemers=veel", 1 },
		{ "?deelnemers=99999999999999999999999", 6 },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = visit_get(world, arena_printf(world->arena,
		    "/aanmelden%s", vectors[i].query));
		int blocks = 0;

		while (strstr(reply.body, arena_printf(world->arena,
		    "name=\"deelnemer_%d_rol\"", blocks + 1)) != NULL)
			blocks++;
		assert_int_equal(reply.code, 200);
		assert_int_equal(blocks, vectors[i].blocks);
	}
}

static void
test_two_visitors_get_two_keys(void **state)
{
	struct reply one = visit_get(*state, "/aanmelden");
	struct reply two = visit_get(*state, "/aanmelden");

	assert_string_not_equal(reply_value(*state, &one, "sleutel"),
	    reply_value(*state, &two, "sleutel"));
}

static void
test_valid_form_leads_to_its_own_page(void **state)
{
	struct world *world = *state;
	const char *location = visit_sign_up(world, NULL);
	struct reply reply;

	assert_int_equal(strncmp(location, "/aanmelding/", 12), 0);
	assert_int_equal(strlen(location + 12), LINK_LENGTH);
	reply = visit_get(world, location);
	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Zoë van den Berg");
	assert_holds(&reply, "Jan Jansen");
	assert_holds(&reply, "Voortijdig schoolverlaten");
	assert_holds(&reply, "De gemeente Woerden komt met 2 mensen");
	assert_string_equal(world_text(world, "SELECT gemeente ||"
	    " contact_email || wachtlijst FROM registration"),
	    "GM0632a.devries@woerden.nlalles");
}

static void
test_double_click_counts_once(void **state)
{
	struct world *world = *state;
	const char *page = visit_sign_up(world, NULL);

	assert_string_equal(visit_sign_up(world, NULL), page);
	assert_int_equal(world_count(world, "registration"), 1);
	assert_int_equal(world_count(world, "outbox"), 2);
}

static const struct {
	const char	*field;
	const char	*value;
} faults[] = {
	{ "gemeente", "" },
	{ "gemeente", "GM0000" },
	{ "gemeente", "Nergenshuizen" },
	{ "contact_voornaam", "" },
	{ "contact_voornaam", "zie https://evil.example" },
	{ "contact_achternaam", " \t " },
	{ "contact_achternaam", "www.evil.example" },
	{ "contact_email", "" },
	{ "contact_email", "a.devries" },
	{ "contact_email", "a@b@woerden.nl" },
	{ "contact_email", "a@woerden.nl\r\nBcc: x@y.nl" },
	{ "contact_telefoon", "bel me" },
	{ "contact_telefoon", "12" },
	{ "deelnemer_1_voornaam", "" },
	{ "deelnemer_2_achternaam", "" },
	{ "deelnemer_1_email", "z.vandenberg@" },
	{ "deelnemer_1_rol", "" },
	{ "deelnemer_2_rol", "burgemeester" },
	{ "deelnemer_1_sessie_1", "21" },
	{ "deelnemer_1_sessie_1", "999" },
	{ "deelnemer_1_sessie_1", "11x" },
	{ "deelnemer_2_sessie_2", "-1" },
	{ "deelnemer_1_naam_volgt", "nee" },
	{ "thema", "koffie" },
	{ "wachtlijst", "vooraan" },
};

static void
test_each_fault_stands_with_its_field(void **state)
{
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(faults); i++) {
		struct reply reply = visit_try_sign_up(world,
		    faults[i].field, faults[i].value, NULL);

		if (reply.code != 422)
			fail_msg("%s=%s: %d", faults[i].field,
			    faults[i].value, reply.code);
		assert_holds(&reply, "id=\"fouten\"");
		assert_holds(&reply, arena_printf(world->arena,
		    "id=\"%s-fout\"", faults[i].field));
		assert_holds(&reply, arena_printf(world->arena,
		    "href=\"#%s\"", faults[i].field));
		assert_holds(&reply, "<title>Fout: ");
		assert_nothing_saved(world);
	}
}

static void
test_too_long_is_said_with_both_numbers(void **state)
{
	struct world *world = *state;
	char name[102] = "";
	struct reply reply;

	memset(name, 'a', 100);
	visit_sign_up(world, "contact_voornaam", name, NULL);
	memset(name, 'a', 101);
	reply = visit_try_sign_up(world, "sleutel",
	    "sleutel_van_de_lange_naam", "contact_voornaam", name, NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"contact_voornaam-fout\"");
	assert_holds(&reply, "hooguit 100 tekens; nu zijn het er 101");
}

static void
test_all_that_was_typed_is_kept(void **state)
{
	static const char *const kept[] = {
		"value=\"" WORLD_KEY "\"", "value=\"Ann&#39;s &lt;b&gt;\"",
		"value=\"de Vries\"", "value=\"geen adres\"",
		"value=\"0348 12\"", "value=\"Zoë\"",
		"value=\"van den Berg\"", "value=\"raadslid &amp; meer\"",
		"value=\"11\" selected", "value=\"22\" selected",
		"value=\"vsv\" checked", "value=\"llo\" checked",
		"\nEerste regel\r\nTweede &lt;regel&gt;</textarea>",
		"name=\"deelnemer_2_naam_volgt\" value=\"ja\" checked",
		"value=\"wethouder\" checked", "value=\"medewerker\" checked",
		"name=\"gemeente\" value=\"GM0632\"",
	};
	struct world *world = *state;
	struct reply reply = visit_post(world, "/aanmelden", arena_printf(
	    world->arena, "%s&thema=llo", world_valid_form(world,
	    "contact_voornaam", "Ann's <b>", "contact_email", "geen adres",
	    "contact_telefoon", "0348 12",
	    "deelnemer_1_functie", "raadslid & meer",
	    "deelnemer_2_sessie_2", "22", "deelnemer_2_naam_volgt", "ja",
	    "vraag", "Eerste regel\r\nTweede <regel>", NULL)));

	assert_int_equal(reply.code, 422);
	for (size_t i = 0; i < COUNT(kept); i++)
		assert_holds(&reply, kept[i]);
}

static void
test_chosen_policy_survives_a_fault(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "wachtlijst", "passend", "contact_email", "", NULL);

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "name=\"wachtlijst\"");
	assert_holds(&reply, "passend");
}

static void
test_unknown_field_is_ignored(void **state)
{
	struct world *world = *state;

	visit_sign_up(world, "onbekend", "x", "deelnemer_1_schoenmaat", "44",
	    "deelnemer_x_rol", "wethouder", "deelnemer_", "x",
	    "status", "bevestigd", NULL);
	assert_int_equal(world_count(world, "participant"), 2);
}

static void
test_broken_encoding_is_400(void **state)
{
	static const char *const bodies[] = {
		"contact_voornaam=%FF", "contact_voornaam=%C3",
		"contact_voornaam=%ED%A0%80", "contact_voornaam=%C0%80",
		"contact_voornaam=a%00b", "%FF=x",
	};
	static const char *const types[] = {
		"multipart/form-data; boundary=x",
		"application/x-www-form-urlencoded; charset=iso-8859-1",
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(bodies); i++)
		assert_int_equal(visit_post(world, "/aanmelden",
		    bodies[i]).code, 400);
	for (size_t i = 0; i < COUNT(types); i++)
		assert_int_equal(visit_ask(world, (struct ask){
			.path = "/aanmelden", .type = types[i],
			.body = world_valid_form(world, NULL),
		}).code, 400);
	assert_nothing_saved(world);
}

static const char *
form_of(struct world *world, size_t participants)
{
	const char *form = world_valid_form(world, NULL);

	for (size_t i = 3; i <= participants; i++)
		form = arena_printf(world->arena, "%s&deelnemer_%zu_voornaam="
		    "P%zu&deelnemer_%zu_achternaam=Vos&deelnemer_%zu_rol="
		    "medewerker", form, i, i, i, i);
	return form;
}

static void
test_too_many_participants_are_refused_and_kept(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_post(world, "/aanmelden", form_of(world, 7));

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"deelnemers-fout\"");
	assert_holds(&reply, "hooguit 6 mensen");
	assert_holds(&reply, "name=\"deelnemer_7_voornaam\" value=\"P7\"");
	assert_nothing_saved(world);
	assert_int_equal(visit_post(world, "/aanmelden",
	    form_of(world, 6)).code, 303);
	assert_int_equal(world_count(world, "participant"), 6);
}

static void
test_absurd_block_number_is_no_trouble(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world,
	    "deelnemer_99999999999999999999_voornaam", "X",
	    "deelnemer_0_voornaam", "Y", "deelnemer_-1_voornaam", "Z", NULL);

	assert_in_range(reply.code, 303, 422);
	assert_true(world_count(world, "participant") <= 2);
}

static void
test_honeypot_keeps_the_form(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_try_sign_up(world, "website",
	    "https://spam.example", NULL);

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "id=\"fouten\"");
	assert_holds(&reply, "value=\"van den Berg\"");
	assert_lacks(&reply, "spam.example");
	assert_nothing_saved(world);
}

static const char *
key_of(struct world *world, int64_t issued)
{
	unsigned char nonce[NONCE_SIZE];
	char key[KEY_LENGTH + 1];

	world_random(nonce, sizeof(nonce));
	key_issue(&world->secret, issued, nonce, key);
	return arena_string(world->arena, key);
}

static const char *
shared_key_of(struct world *world, int64_t issued)
{
	char head[KEY_HEAD_LENGTH + 1];

	key_issue_head(&world->secret, issued, head);
	return arena_printf(world->arena, "%s%s", head,
	    "00112233445566778899aabbccddeeff");
}

/* The web server sets its own word for the directive, one for each visitor. */
static void
test_shared_form_leaves_its_key_to_be_completed(void **state)
{
	static const char directive[] = "<!--# echo var='request_id' -->\"";
	struct world *world = *state;
	struct site site = signup_site(WORLD_BASE);
	struct ask ask = { .path = "/aanmelden", .shared = true };
	struct reply reply = world_ask(world, &site, ask);
	char head[KEY_HEAD_LENGTH + 1];

	key_issue_head(&world->secret, WORLD_NOW, head);
	assert_holds(&reply, arena_printf(world->arena,
	    "name=\"sleutel\" value=\"%s%s", head, directive));
	assert_non_null(strstr(reply.head, arena_printf(world->arena,
	    "X-Accel-Expires: @%lld\r\n", (long long)WORLD_NOW)));
	ask.shared = false;
	reply = world_ask(world, &site, ask);
	assert_lacks(&reply, "<!--#");
	assert_null(strstr(reply.head, "X-Accel-Expires"));
}

/* What is wrong is told to the one who asked. */
static void
test_trouble_is_never_shared(void **state)
{
	static const char *const paths[] = { "/", "/aanmelden", "/agenda.ics" };
	struct world *world = *state;
	struct site site = signup_site(WORLD_BASE);

	world_sql(world, "UPDATE event SET zichtbaar = 0");
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct reply reply = world_ask(world, &site, (struct ask){
			.path = paths[i], .shared = true,
		});

		assert_int_equal(reply.code, 404);
		assert_null(strstr(reply.head, "X-Accel-Expires"));
	}
}

static void
test_key_is_judged_by_limits(void **state)
{
	struct world *world = *state;
	struct secret other = { { 1 } };
	unsigned char nonce[NONCE_SIZE] = { 0 };
	char stranger[KEY_LENGTH + 1];
	const struct {
		bool		 limits;
		const char	*key;
		int		 code;
	} vectors[] = {
		{ false, "1234567890123456789012", 303 },
		{ false, "123456789012345678901", 422 },
		{ false, "", 422 },
		{ false, "sleutel van deze toets 01", 422 },
		{ false, key_of(world, WORLD_NOW), 303 },
		{ true, WORLD_KEY, 422 },
		{ true, "", 422 },
		{ true, stranger, 422 },
		{ true, key_of(world, WORLD_NOW), 422 },
		{ true, key_of(world, WORLD_NOW - 2), 422 },
		{ true, key_of(world, WORLD_NOW - 3), 303 },
		{ true, key_of(world, WORLD_NOW - 86400), 303 },
		{ true, shared_key_of(world, WORLD_NOW), 422 },
		{ true, shared_key_of(world, WORLD_NOW - 3), 303 },
	};

	key_issue(&other, WORLD_NOW - 60, nonce, stranger);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply;

		world->config.limits = vectors[i].limits;
		reply = visit_try_sign_up(world, "sleutel", vectors[i].key,
		    NULL);
		assert_int_equal(reply.code, vectors[i].code);
		if (reply.code == 422)
			assert_holds(&reply, "id=\"fouten\"");
	}
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_empty_form_shows_what_the_contract_names),
		TEST(test_number_of_blocks_can_be_asked_for),
		TEST(test_two_visitors_get_two_keys),
		TEST(test_valid_form_leads_to_its_own_page),
		TEST(test_double_click_counts_once),
		TEST(test_each_fault_stands_with_its_field),
		TEST(test_too_long_is_said_with_both_numbers),
		TEST(test_all_that_was_typed_is_kept),
		TEST(test_chosen_policy_survives_a_fault),
		TEST(test_unknown_field_is_ignored),
		TEST(test_broken_encoding_is_400),
		TEST(test_too_many_participants_are_refused_and_kept),
		TEST(test_absurd_block_number_is_no_trouble),
		TEST(test_honeypot_keeps_the_form),
		TEST(test_shared_form_leaves_its_key_to_be_completed),
		TEST(test_trouble_is_never_shared),
		TEST(test_key_is_judged_by_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
