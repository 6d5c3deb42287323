/* Another person in somebody's place, and who hears of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/registration/requirements.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#define CONTACT	"a.devries@woerden.nl"
#define ZOE	"zoe@woerden.nl"
#define JAN	"jan@woerden.nl"
#define LEA	"lea@woerden.nl"

/* Zoë and Jan from Woerden; the letters of it are forgotten. */
static int64_t
come(struct world *world)
{
	struct registration *one = world_delegation(world, WORLD_KEY,
	    "passend", "wm");
	int64_t id;

	one->participants[0].answer[PARTICIPANT_EMAIL] = ZOE;
	one->participants[0].session[0] = 11;
	one->participants[1].answer[PARTICIPANT_EMAIL] = JAN;
	id = world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox");
	return id;
}

static struct participant
lea(int64_t positie, const char *email)
{
	struct participant one = { .positie = positie };

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		one.answer[i] = "";
	one.nonce = link_nonce(world_random);
	one.answer[PARTICIPANT_VOORNAAM] = "Lea";
	one.answer[PARTICIPANT_ACHTERNAAM] = "Bos";
	one.answer[PARTICIPANT_EMAIL] = email;
	one.answer[PARTICIPANT_ROL] = "medewerker";
	return one;
}

struct replace_job {
	struct act_context	 act;
	int64_t			 id;
	int64_t			 versie;
	struct participant	 person;
};

static enum status
run_replace(struct db *db, void *arg, struct arena *arena)
{
	const struct replace_job *action = arg;

	return act_replace(db, &action->act, action->id, action->versie,
	    &action->person, arena);
}

static enum status
replace(struct world *world, int64_t id, struct participant person)
{
	return world_run(world, run_replace, &(struct replace_job){
		.act = world_act(world), .id = id, .person = person,
		.versie = world_number(world, "SELECT versie FROM"
		    " registration WHERE id = %lld", (long long)id),
	});
}

static void
test_replacing_tells_old_new_and_contact(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	assert_string_equal(world_letters(world), "vervangen " ZOE "\n"
	    "gewijzigd " CONTACT "\n" "aangemeld " LEA "\n");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger = '" CONTACT "' AND instr(bericht,"
	    " '- Lea Bos komt in plaats van P1 van Dijk.') > 0"), 1);
	/* The person who goes gets nothing for their calendar. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'text/calendar') > 0"
	    " AND ontvanger = '" ZOE "'"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'text/calendar') > 0"
	    " AND ontvanger = '" LEA "'"), 1);
	assert_int_equal(world_number(world, "SELECT count(*) FROM audit"
	    " WHERE wat = 'vervangen' AND participant = 1"), 1);
}

static void
test_nobody_without_an_address_of_their_own_gets_a_letter(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(replace(world, id, lea(1, "")), STATUS_OK);
	assert_string_equal(world_letters(world), "vervangen " ZOE "\n"
	    "gewijzigd " CONTACT "\n");
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(replace(world, id, lea(1, CONTACT)),
	    STATUS_OK);
	assert_string_equal(world_letters(world), "gewijzigd " CONTACT "\n");
}

static void
test_each_letter_has_a_message_id_of_its_own(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(DISTINCT"
	    " substr(bericht, instr(bericht, 'Message-ID:'), 40))"
	    " FROM " LETTERS), 3);
	/* And there and back again is told each time. */
	world_send(world);
	assert_int_equal(replace(world, id, lea(1, ZOE)), STATUS_OK);
	world_send(world);
	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	assert_int_equal(world_number(world, "SELECT count(*) FROM outbox"
	    " WHERE status <> 'withdrawn'"), 9);
}

/* As with the mailbox of a secretariat. */
static void
test_both_are_told_when_they_share_an_address(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(replace(world, id, lea(1, ZOE)), STATUS_OK);
	assert_string_equal(world_letters(world), "vervangen " ZOE "\n"
	    "gewijzigd " CONTACT "\n" "aangemeld " ZOE "\n");
}

static void
test_new_person_has_a_new_link_and_the_old_one_is_404(void **state)
{
	static const char *const below[] = {
		"", "/wijzigen", "/gegevens.json",
	};
	const char *old[COUNT(below)];
	struct world *world = *state;
	int64_t id = come(world);

	for (size_t i = 0; i < COUNT(below); i++)
		old[i] = visit_link(world, id, 1, below[i]);
	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	for (size_t i = 0; i < COUNT(below); i++) {
		const char *new = visit_link(world, id, 1, below[i]);

		assert_string_not_equal(old[i], new);
		assert_int_equal(visit_get(world, old[i]).code, 404);
		assert_int_equal(visit_get(world, new).code, 200);
	}
	assert_int_equal(visit_post(world, old[0], "actie=afmelden").code,
	    404);
	assert_string_equal(world_places(world, id), "bb");
	/* The letter to the new person names the new link, no other does. */
	assert_string_equal(world_text(world, "SELECT group_concat(ontvanger)"
	    " FROM " LETTERS " WHERE instr(replace(bericht,"
	    " '=' || char(13, 10), ''), '%s') > 0",
	    visit_link(world, id, 1, "")), LEA);
}

static void
test_place_and_sessions_stay(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	assert_string_equal(world_places(world, id), "bb");
	assert_string_equal(world_text(world, "SELECT group_concat(session ||"
	    " status) FROM participant_session WHERE participant = 1"),
	    "11bevestigd");
	assert_int_equal(world_number(world, "SELECT id FROM participant"
	    " WHERE voornaam = 'Lea' AND positie = 1"), 1);
	assert_int_equal(world_count(world, "participant"), 2);
}

static void
test_turn_in_the_line_stays(void **state)
{
	struct world *world = *state;
	struct registration *first, *second;

	world_sql(world, "UPDATE event SET capaciteit = 0");
	first = world_delegation(world, WORLD_KEY, "alles", "m");
	second = world_delegation(world, "sleutel_van_de_tweede_1", "alles",
	    "m");
	world_sign_up(world, first);
	world_sign_up(world, second);
	assert_int_equal(replace(world, first->id, lea(1, LEA)),
	    STATUS_OK);
	assert_string_equal(world_places(world, first->id), "w");
	world_sql(world, "UPDATE event SET capaciteit = 1");
	assert_int_equal(replace(world, second->id, lea(1, JAN)),
	    STATUS_OK);
	assert_string_equal(world_places(world, first->id), "b");
	assert_string_equal(world_places(world, second->id), "w");
}

static void
test_everything_personal_goes(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	world_sql(world, "INSERT INTO requirement VALUES"
	    " (1, 'geen pinda', '', 1),"
	    " (2, 'geen noten', '', 1); UPDATE participant SET"
	    " foto_bezwaar = 'ja', op_de_hoogte = 'ja', functie = 'X'");
	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
	assert_string_equal(world_text(world, "SELECT group_concat("
	    "participant) FROM requirement"), "2");
	assert_string_equal(world_text(world, "SELECT foto_bezwaar ||"
	    " op_de_hoogte || functie FROM participant WHERE id = 1"), "");
	assert_string_equal(world_text(world, "SELECT foto_bezwaar ||"
	    " op_de_hoogte || functie FROM participant WHERE id = 2"),
	    "jajaX");
}

static void
test_nobody_is_replaced_who_does_not_come(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);

	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	assert_int_equal(replace(world, id, lea(2, LEA)),
	    STATUS_NOTFOUND);
	assert_int_equal(replace(world, id, lea(3, LEA)),
	    STATUS_NOTFOUND);
	assert_int_equal(replace(world, id + 1, lea(1, LEA)),
	    STATUS_NOTFOUND);
	assert_string_equal(world_letters(world), "");
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE voornaam = 'Lea'"), 0);
}

static void
test_replacing_is_refused_too_late_or_on_an_older_version(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);
	struct replace_job action = {
		.act = world_act(world), .id = id, .versie = 0,
		.person = lea(1, LEA),
	};

	assert_int_equal(world_run(world, run_replace, &action),
	    STATUS_INVALID);
	world_set_now(WORLD_BEGIN);
	assert_int_equal(replace(world, id, lea(1, LEA)),
	    STATUS_NOTFOUND);
	assert_string_equal(world_letters(world), "");
	world_set_now(WORLD_BEGIN - 1);
	assert_int_equal(replace(world, id, lea(1, LEA)), STATUS_OK);
}

static const char *
first(struct world *world, const char *columns)
{
	return world_text(world, "SELECT %s FROM participant WHERE id = 1",
	    columns);
}

static void
test_page_asks_a_new_name_and_saves_it(void **state)
{
	static const char *const there[] = {
		"in plaats van P1 van Dijk",
		"name=\"deelnemer_1_voornaam\" value=\"\"",
		"name=\"deelnemer_1_email\" value=\"\"",
		"name=\"deelnemer\" value=\"1\"",
		"name=\"versie\" value=\"1\"",
	};
	struct world *world = *state;
	struct reply reply;

	come(world);
	reply = visit_get(world, visit_link(world, 1, 0,
	    "/vervangen?deelnemer=1"));
	assert_int_equal(reply.code, 200);
	for (size_t i = 0; i < COUNT(there); i++)
		assert_holds(&reply, there[i]);
	assert_lacks(&reply, "foto_bezwaar");
	assert_lacks(&reply, "_sessie_");
	reply = visit_post(world, visit_link(world, 1, 0, "/vervangen"),
	    "versie=1&deelnemer=1&deelnemer_1_voornaam=Lea"
	    "&deelnemer_1_achternaam=Bos&deelnemer_1_rol=medewerker"
	    "&deelnemer_1_foto_bezwaar=ja");
	assert_int_equal(reply.code, 303);
	assert_string_equal(first(world, "voornaam || foto_bezwaar || rol"),
	    "Leamedewerker");
	assert_string_equal(world_places(world, 1), "bb");
}

static void
test_page_replaces_nobody_by_a_fault(void **state)
{
	static const struct {
		const char	*body;
		int		 code;
	} vectors[] = {
		{ "versie=1&deelnemer=1&deelnemer_1_voornaam=Lea"
		    "&deelnemer_1_rol=medewerker", 422 },
		{ "versie=1&deelnemer=1&deelnemer_1_voornaam=Lea"
		    "&deelnemer_1_achternaam=Bos", 422 },
		/* A name cannot follow, nor be the contact's unasked. */
		{ "versie=1&deelnemer=1&deelnemer_1_naam_volgt=ja"
		    "&deelnemer_1_rol=medewerker", 422 },
		{ "versie=1&deelnemer=1&deelnemer_1_zelf=ja"
		    "&deelnemer_1_rol=medewerker", 422 },
		{ "versie=0&deelnemer=1&deelnemer_1_voornaam=Lea"
		    "&deelnemer_1_achternaam=Bos&deelnemer_1_rol=medewerker",
		    409 },
		{ "versie=1&deelnemer=3&deelnemer_3_voornaam=Lea"
		    "&deelnemer_3_achternaam=Bos&deelnemer_3_rol=medewerker",
		    404 },
		{ "versie=1&deelnemer_1_voornaam=Lea"
		    "&deelnemer_1_achternaam=Bos&deelnemer_1_rol=medewerker",
		    404 },
	};
	struct world *world = *state;
	size_t wrong = 0;

	come(world);
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = visit_post(world, visit_link(world, 1,
		    0, "/vervangen"), vectors[i].body);

		if (reply.code == vectors[i].code && (reply.code == 404 ||
		    strstr(vectors[i].body, "Lea") == NULL ||
		    strstr(reply.body, "value=\"Lea\"") != NULL))
			continue;
		print_error("%s: %d\n", vectors[i].body, reply.code);
		wrong++;
	}
	assert_int_equal(wrong, 0);
	assert_string_equal(first(world, "voornaam"), "P1");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_replacing_tells_old_new_and_contact),
		TEST(test_nobody_without_an_address_of_their_own_gets_a_letter),
		TEST(test_each_letter_has_a_message_id_of_its_own),
		TEST(test_both_are_told_when_they_share_an_address),
		TEST(test_new_person_has_a_new_link_and_the_old_one_is_404),
		TEST(test_place_and_sessions_stay),
		TEST(test_turn_in_the_line_stays),
		TEST(test_everything_personal_goes),
		TEST(test_nobody_is_replaced_who_does_not_come),
		TEST(test_replacing_is_refused_too_late_or_on_an_older_version),
		TEST(test_page_asks_a_new_name_and_saves_it),
		TEST(test_page_replaces_nobody_by_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
