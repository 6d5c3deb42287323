/* Changing a registration, and who hears of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "tests/support/golden.h"
#include "tests/support/world.h"

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
	one->participants[1].answer[PARTICIPANT_EMAIL] = JAN;
	one->answer[CONTACT_TELEFOON] = "0348 753 500";
	id = world_sign_up(world, one);
	world_sql(world, "DELETE FROM outbox");
	return id;
}

/* As its rows have it; what is written into it is not theirs yet. */
static struct registration *
load(struct world *world, int64_t id)
{
	struct registration *found = arena_alloc(world->arena,
	    sizeof(*found));

	assert_int_equal(registration_get(world->app.db, id, world->arena,
	    found), STATUS_OK);
	return found;
}

struct change_job {
	struct act_context	 act;
	struct registration	*wanted;
};

static enum status
run_change(struct db *db, void *arg, struct arena *arena)
{
	const struct change_job *action = arg;

	return act_change(db, &action->act, action->wanted, arena);
}

static enum status
change(struct world *world, struct registration *wanted)
{
	return world_run(world, run_change, &(struct change_job){
		.act = world_act(world), .wanted = wanted,
	});
}

static struct participant *
somebody(struct world *world, int64_t positie, const char *voornaam,
    const char *email)
{
	struct participant *one = arena_alloc(world->arena, sizeof(*one));

	for (size_t i = 0; i < PARTICIPANT__MAX; i++)
		one->answer[i] = "";
	one->positie = positie;
	one->nonce = link_nonce(world_random);
	one->answer[PARTICIPANT_VOORNAAM] = voornaam;
	one->answer[PARTICIPANT_ACHTERNAAM] = "Bos";
	one->answer[PARTICIPANT_EMAIL] = email;
	one->answer[PARTICIPANT_ROL] = "medewerker";
	return one;
}

/* What the contact's only letter says has changed, one a line. */
static const char *
changes(struct world *world)
{
	const char *letter = world_text(world, "SELECT bericht FROM " LETTERS
	    " WHERE registration > 0 AND participant = 0");
	char *at = strstr(golden_unquoted(world, letter), "\n- ");

	if (at == NULL)
		return "";
	at++;
	*strstr(at, "\n\n") = '\0';
	return at;
}

struct changed {
	bool		 person;	/* the second participant's answer */
	int		 field;
	const char	*value;
	const char	*line;
};

static const struct changed changed[] = {
	{ false, CONTACT_GEMEENTE, "GM0518", "- Gemeente: Den Haag (was: Woerden)." },
	{ false, CONTACT_VOORNAAM, "Bea", "- Uw voornaam: Bea (was: Anne)." },
	{ false, CONTACT_ACHTERNAAM, "Bos", "- Uw achternaam: Bos (was: de Vries)." },
	{ false, CONTACT_EMAIL, "bea@woerden.nl",
	    "- Uw e-mailadres: bea@woerden.nl (was: " CONTACT ")." },
	{ false, CONTACT_TELEFOON, "06 12345678",
	    "- Uw telefoonnummer: 06 12345678 (was: 0348 753 500)." },
	{ false, CONTACT_TELEFOON, "",
	    "- Uw telefoonnummer: niet ingevuld (was: 0348 753 500)." },
	{ false, CONTACT_VRAAG, "Lang\nverhaal",
	    "- Wat wilt u graag bespreken?: gewijzigd." },
	{ false, CONTACT_WACHTLIJST, "wethouder",
	    "- Als er te weinig plaatsen zijn: wethouders eerst, daarna de "
	    "anderen (was: zoveel mensen als er passen, in deze volgorde)." },
	{ true, PARTICIPANT_VOORNAAM, "Joop",
	    "- Joop van Dijk, Voornaam: Joop (was: P2)." },
	{ true, PARTICIPANT_ACHTERNAAM, "Smit",
	    "- P2 Smit, Achternaam: Smit (was: van Dijk)." },
	{ true, PARTICIPANT_EMAIL, LEA, "- P2 van Dijk, E-mailadres: " LEA
	    " (was: " JAN ")." },
	{ true, PARTICIPANT_EMAIL, "",
	    "- P2 van Dijk, E-mailadres: niet ingevuld (was: " JAN ")." },
	{ true, PARTICIPANT_ROL, "wethouder",
	    "- P2 van Dijk, Rol: wethouder mbo (was: medewerker)." },
	{ true, PARTICIPANT_FUNCTIE, "Adviseur",
	    "- P2 van Dijk, Functie: Adviseur." },
};

static const char **
answer(struct registration *one, const struct changed *v)
{
	return v->person ? &one->participants[1].answer[v->field] :
	    &one->answer[v->field];
}

static void
test_each_changed_answer_is_said_alone(void **state)
{
	struct registration *wanted;
	void *one;

	(void)state;
	for (size_t i = 0; i < COUNT(changed); i++) {
		const struct changed *v = &changed[i];

		assert_int_equal(world_open(&one), 0);
		wanted = load(one, come(one));
		*answer(wanted, v) = v->value;
		if (v->line[2] == 'G')
			wanted->gemeente_naam = "Den Haag";
		assert_int_equal(change(one, wanted), STATUS_OK);
		assert_string_equal(changes(one), v->line);
		assert_string_equal(*answer(load(one, 1), v), v->value);
		assert_int_equal(world_close(&one), 0);
	}
}

static void
test_several_changes_are_one_letter_a_person(void **state)
{
	struct world *world = *state;
	struct registration *wanted = load(world, come(world));

	wanted->answer[CONTACT_TELEFOON] = "";
	wanted->themas = (const char *[]){ "vsv" };
	wanted->nthemas = 1;
	wanted->participants[1].answer[PARTICIPANT_FUNCTIE] = "Adviseur";
	wanted->participants[1].answer[PARTICIPANT_VOORNAAM] = "Joop";
	wanted->participants[1].session[0] = 12;
	wanted->participants[1].session[1] = 22;
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(world_letters(world),
	    "gewijzigd " CONTACT "\n" "gewijzigd " JAN "\n");
	assert_string_equal(changes(world), "- Onderwerpen: gewijzigd.\n"
	    "- Uw telefoonnummer: niet ingevuld (was: 0348 753 500).\n"
	    "- Joop van Dijk, Voornaam: Joop (was: P2).\n"
	    "- Joop van Dijk, Functie: Adviseur.\n"
	    "- Joop van Dijk, Ronde 1: Bakken.\n"
	    "- Joop van Dijk, Ronde 2: Bouw.");
}

static void
test_change_of_nothing_tells_nobody(void **state)
{
	struct world *world = *state;

	assert_int_equal(change(world, load(world, come(world))), STATUS_OK);
	assert_string_equal(world_letters(world), "");
}

static void
test_change_of_an_older_version_changes_nothing(void **state)
{
	struct world *world = *state;
	struct registration *wanted = load(world, come(world));

	wanted->answer[CONTACT_VOORNAAM] = "Bea";
	assert_int_equal(change(world, wanted), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	wanted->answer[CONTACT_VOORNAAM] = "Cas";
	assert_int_equal(change(world, wanted), STATUS_INVALID);
	assert_string_equal(load(world, 1)->answer[CONTACT_VOORNAAM], "Bea");
	assert_string_equal(world_letters(world), "");
	assert_int_equal(world_count(world, "audit"), 2);
}

static void
test_nothing_changes_from_the_deadline_on(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);
	struct registration *wanted;

	world_sql(world, "UPDATE event SET wijzigen_tot = 1799000000");
	world_set_now(1799000000 - 1);
	wanted = load(world, id);
	wanted->answer[CONTACT_VOORNAAM] = "Bea";
	assert_int_equal(change(world, wanted), STATUS_OK);
	world_set_now(1799000000);
	wanted = load(world, id);
	wanted->answer[CONTACT_VOORNAAM] = "Cas";
	assert_int_equal(change(world, wanted), STATUS_NOTFOUND);
	assert_string_equal(load(world, id)->answer[CONTACT_VOORNAAM], "Bea");
}

static void
test_who_is_new_reads_the_confirmation(void **state)
{
	static const struct {
		enum participant_field	 field;
		const char		*value;
		const char		*letters;
	} vectors[] = {
		{ PARTICIPANT_EMAIL, LEA,
		    "gewijzigd " CONTACT "\n" "nieuw adres " LEA "\n" },
		{ PARTICIPANT_EMAIL, "JAN@woerden.nl",
		    "gewijzigd " CONTACT "\n" "gewijzigd JAN@woerden.nl\n" },
		{ PARTICIPANT_EMAIL, "", "gewijzigd " CONTACT "\n" },
		{ PARTICIPANT_EMAIL, CONTACT, "gewijzigd " CONTACT "\n" },
		{ PARTICIPANT_ACHTERNAAM, "Smit",
		    "gewijzigd " CONTACT "\n" "gewijzigd " JAN "\n" },
	};
	struct registration *wanted;
	void *one;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		assert_int_equal(world_open(&one), 0);
		wanted = load(one, come(one));
		wanted->participants[1].answer[vectors[i].field] =
		    vectors[i].value;
		assert_int_equal(change(one, wanted), STATUS_OK);
		assert_string_equal(world_letters(one), vectors[i].letters);
		assert_int_equal(world_close(&one), 0);
	}
}

/* The wish of participant 2, "" for none. */
static const char *
wish_of(struct world *world)
{
	return world_text(world, "SELECT dieet FROM requirement"
	    " WHERE participant = 2");
}

/*
 * Whoever types somebody else over a person, by whichever form: the wish
 * never passes on, the waiting letter goes, and the old link ends.
 */
static void
test_wish_letter_and_link_go_with_the_person(void **state)
{
	static const struct {
		const char	*voornaam;	/* NULL: as it is */
		const char	*achternaam;
		const char	*email;
		bool		 ends;
		bool		 keeps;		/* the wish */
	} vectors[] = {
		{ NULL, "van Dijck", NULL, false, true },
		{ "Lea", "Bos", LEA, true, false },
		{ "Lea", "Bos", NULL, true, false },
		{ NULL, NULL, LEA, true, true },
		{ NULL, NULL, "", true, false },
		{ NULL, NULL, CONTACT, true, false },
	};
	void *one;

	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct registration *wanted;
		const char **answer;
		int64_t nonce;

		assert_int_equal(world_open(&one), 0);
		wanted = load(one, come(one));
		nonce = wanted->participants[1].nonce;
		world_sql(one, arena_printf(((struct world *)one)->arena,
		    "INSERT INTO requirement (participant, dieet, toegang,"
		    " toestemming) VALUES (2, 'vegan', '', 1);"
		    "INSERT INTO outbox (soort, event, registration,"
		    " participant, nonce, ontvanger, wie, gemaakt, volgende)"
		    " VALUES ('aangemeld', 1, 1, 2, %lld, '" JAN "',"
		    " 'contact', 1, 1)",
		    (long long)nonce));
		answer = wanted->participants[1].answer;
		if (vectors[i].voornaam != NULL)
			answer[PARTICIPANT_VOORNAAM] = vectors[i].voornaam;
		if (vectors[i].achternaam != NULL)
			answer[PARTICIPANT_ACHTERNAAM] =
			    vectors[i].achternaam;
		if (vectors[i].email != NULL)
			answer[PARTICIPANT_EMAIL] = vectors[i].email;
		assert_int_equal(change(one, wanted), STATUS_OK);
		assert_string_equal(wish_of(one),
		    vectors[i].keeps ? "vegan" : "");
		assert_int_equal(load(one, 1)->participants[1].nonce != nonce,
		    vectors[i].ends);
		/* One letter to Jan is open while he holds the link. */
		assert_int_equal(world_number(one, "SELECT count(*) FROM"
		    " outbox WHERE nonce = %lld AND volgende IS NOT NULL",
		    (long long)nonce), !vectors[i].ends);
		assert_int_equal(world_close(&one), 0);
	}
}

static void
test_held_place_that_gets_a_name_gets_the_confirmation(void **state)
{
	struct world *world = *state;
	struct registration *one;
	struct participant *held;

	come(world);
	world_sql(world, "UPDATE participant SET voornaam = '',"
	    " achternaam = '', email = '', naam_volgt = 'ja' WHERE id = 2");
	one = load(world, 1);
	held = &one->participants[1];
	held->answer[PARTICIPANT_VOORNAAM] = "Lea";
	held->answer[PARTICIPANT_ACHTERNAAM] = "Bos";
	held->answer[PARTICIPANT_NAAM_VOLGT] = "";
	held->answer[PARTICIPANT_EMAIL] = LEA;
	assert_int_equal(change(world, one), STATUS_OK);
	assert_string_equal(world_letters(world),
	    "gewijzigd " CONTACT "\n" "aangemeld " LEA "\n");
	assert_string_equal(changes(world), "- Lea Bos komt op de plaats "
	    "waarvan de naam nog volgde.");
	/* No longer at the end of the lists. */
	assert_int_equal(world_number(world, "SELECT count(*) FROM"
	    " participant WHERE sorteersleutel LIKE 'bos%%'"), 1);
}

static void
test_who_is_added_stands_at_the_end_of_the_line(void **state)
{
	struct world *world = *state;
	struct registration *wanted;
	int64_t other;

	world_sql(world, "UPDATE event SET capaciteit = 2");
	come(world);
	other = world_sign_up(world, world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"));
	world_sql(world, "DELETE FROM outbox");
	wanted = load(world, 1);
	wanted->participants[2] = *somebody(world, 3, "Lea", LEA);
	wanted->nparticipants = 3;
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(world_places(world, 1), "bbw");
	assert_string_equal(changes(world), "- Toegevoegd: Lea Bos.");
	assert_string_equal(world_letters(world),
	    "gewijzigd " CONTACT "\n" "aangemeld " LEA "\n");
	assert_int_equal(world_cancel(world, 1, 1), STATUS_OK);
	assert_string_equal(world_places(world, 1), "abw");
	assert_string_equal(world_places(world, other), "b");
	assert_int_equal(world_cancel(world, 1, 2), STATUS_OK);
	assert_string_equal(world_places(world, 1), "aab");
}

static void
test_person_beyond_the_maximum_is_refused_and_all_with_it(void **state)
{
	struct world *world = *state;
	struct registration *wanted = load(world, come(world));

	world_sql(world, "UPDATE event SET capaciteit = 100");
	for (int64_t i = 3; i <= PARTICIPANTS_MAX; i++)
		wanted->participants[wanted->nparticipants++] =
		    *somebody(world, i, "Lea", "");
	assert_int_equal(change(world, wanted), STATUS_OK);
	wanted = load(world, 1);
	wanted->answer[CONTACT_VOORNAAM] = "Bea";
	wanted->participants[0] = *somebody(world, PARTICIPANTS_MAX + 1,
	    "Lea", "");
	assert_int_equal(change(world, wanted), STATUS_FULL);
	assert_int_equal(world_count(world, "participant"), PARTICIPANTS_MAX);
	assert_string_equal(load(world, 1)->answer[CONTACT_VOORNAAM], "Anne");
}

static void
test_another_session_frees_a_seat_and_takes_one(void **state)
{
	struct world *world = *state;
	struct registration *other = world_delegation(world,
	    "sleutel_van_een_ander_01", "alles", "m"), *wanted;
	int64_t id = come(world);

	/* Lassen has two seats. */
	wanted = load(world, id);
	wanted->participants[0].session[0] = 11;
	wanted->participants[1].session[0] = 11;
	assert_int_equal(change(world, wanted), STATUS_OK);
	other->participants[0].session[0] = 11;
	other->participants[0].answer[PARTICIPANT_EMAIL] = LEA;
	world_sign_up(world, other);
	assert_int_equal(load(world, other->id)->participants[0].
	    session_attendance[0], ATTENDANCE_WAITING);
	world_sql(world, "DELETE FROM outbox");
	wanted = load(world, id);
	wanted->participants[1].session[0] = 12;
	wanted->participants[0].session[1] = 21;
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_int_equal(load(world, other->id)->participants[0].
	    session_attendance[0], ATTENDANCE_CONFIRMED);
	assert_string_equal(world_text(world, "SELECT group_concat(x) FROM"
	    " (SELECT participant || ':' || session || ':' || status AS x"
	    " FROM participant_session WHERE participant < 3"
	    " ORDER BY participant, round)"),
	    "1:11:bevestigd,1:21:bevestigd,2:12:bevestigd");
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE ontvanger = '" LEA "' AND soort = 'gewijzigd'"), 1);
}

static void
test_own_tick_is_told_to_nobody(void **state)
{
	struct world *world = *state;
	struct registration *wanted = load(world, come(world));

	wanted->participants[0].answer[PARTICIPANT_FOTO_BEZWAAR] = "ja";
	wanted->participants[0].answer[PARTICIPANT_OP_DE_HOOGTE] = "ja";
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(world_letters(world), "");
	assert_string_equal(world_text(world, "SELECT foto_bezwaar ||"
	    " op_de_hoogte FROM participant WHERE id = 1"), "jaja");
}

static void
test_cancelled_person_is_not_changed(void **state)
{
	struct world *world = *state;
	struct registration *wanted;
	int64_t id = come(world);

	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	wanted = load(world, id);
	wanted->participants[1].answer[PARTICIPANT_VOORNAAM] = "Joop";
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(load(world, id)->participants[1].
	    answer[PARTICIPANT_VOORNAAM], "P2");
	assert_string_equal(world_letters(world), "");
}

static void
test_one_topic_for_another_is_a_change(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);
	struct registration *wanted = load(world, id);

	wanted->themas = (const char *[]){ "vsv" };
	wanted->nthemas = 1;
	assert_int_equal(change(world, wanted), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	wanted = load(world, id);
	wanted->themas = (const char *[]){ "llo" };
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(changes(world), "- Onderwerpen: gewijzigd.");
	assert_string_equal(world_text(world, "SELECT group_concat(thema)"
	    " FROM registration_thema"), "llo");
}

/* Another municipality is everybody's who comes, and not of who cancelled. */
static void
test_who_cancelled_is_not_told_for_whom_the_others_come(void **state)
{
	struct world *world = *state;
	int64_t id = come(world);
	struct registration *wanted;

	assert_int_equal(world_cancel(world, id, 2), STATUS_OK);
	world_sql(world, "DELETE FROM outbox");
	wanted = load(world, id);
	wanted->answer[CONTACT_GEMEENTE] = "GM0518";
	wanted->gemeente_naam = "Den Haag";
	assert_int_equal(change(world, wanted), STATUS_OK);
	assert_string_equal(world_letters(world),
	    "gewijzigd " CONTACT "\n" "gewijzigd " ZOE "\n");
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, world_open, \
			    world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_changed_answer_is_said_alone),
		TEST(test_several_changes_are_one_letter_a_person),
		TEST(test_change_of_nothing_tells_nobody),
		TEST(test_change_of_an_older_version_changes_nothing),
		TEST(test_nothing_changes_from_the_deadline_on),
		cmocka_unit_test(test_who_is_new_reads_the_confirmation),
		cmocka_unit_test(test_wish_letter_and_link_go_with_the_person),
		TEST(test_held_place_that_gets_a_name_gets_the_confirmation),
		TEST(test_who_is_added_stands_at_the_end_of_the_line),
		TEST(test_person_beyond_the_maximum_is_refused_and_all_with_it),
		TEST(test_another_session_frees_a_seat_and_takes_one),
		TEST(test_own_tick_is_told_to_nobody),
		TEST(test_cancelled_person_is_not_changed),
		TEST(test_one_topic_for_another_is_a_change),
		TEST(test_who_cancelled_is_not_told_for_whom_the_others_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
