/* What changed, as it is stored and as it is told; and kinds of mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/registration/questions.h"
#include "mail/compose/facts.h"
#include "mail/compose/mail_kind.h"

static int
open_arena(void **state)
{
	*state = arena_new((size_t)1 << 22);
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	return 0;
}

/* to the contact, and to the person it is about: "" where nothing is said */
static const struct {
	struct fact	 fact;
	const char	*sentence;
	const char	*to_person;	/* NULL: the same */
} told[] = {
	{ { FACT_BY, { BY_CONTACT, "Anne de Vries", "", "gewijzigd" } }, "",
	    NULL },
	{ { FACT_CANCELLED, { "Jan" } }, "Afgemeld: Jan.", "" },
	{ { FACT_RESTORED, { "Piet" } }, "Afmelding ongedaan gemaakt: Piet.",
	    "" },
	{ { FACT_PROMOTED, { "Jan" } }, "Jan heeft nu een plaats.",
	    "U heeft nu een plaats." },
	{ { FACT_CONTACT, { "contact_telefoon", "0348 1", "0348 2" } },
	    "Uw telefoonnummer: 0348 1 (was: 0348 2).", NULL },
	{ { FACT_CONTACT, { "contact_email", "", "" } },
	    "Uw e-mailadres: niet ingevuld.", NULL },
	{ { FACT_CONTACT, { "vraag", "Waarom?", "Hoe?" } },
	    "Wat wilt u graag bespreken?: gewijzigd.", NULL },
	{ { FACT_PERSON, { "Zoë Bos", "rol", "wethouder", "medewerker" } },
	    "Zoë Bos, Rol: wethouder mbo (was: medewerker).",
	    "Rol: wethouder mbo (was: medewerker)." },
	{ { FACT_TOPICS, { NULL } }, "Onderwerpen: gewijzigd.", NULL },
	{ { FACT_CHOICE, { "Zoë Bos", "Ronde 1", "Lassen" } },
	    "Zoë Bos, Ronde 1: Lassen.", "Ronde 1: Lassen." },
	{ { FACT_CHOICE, { "Zoë Bos", "Ronde 2", "" } },
	    "Zoë Bos, Ronde 2: geen keuze.", "Ronde 2: geen keuze." },
	{ { FACT_ADDED, { "Jan" } }, "Toegevoegd: Jan.", NULL },
	{ { FACT_NAMED, { "Jan" } }, "Jan komt op de plaats waarvan de naam "
	    "nog volgde.", NULL },
	{ { FACT_REPLACED, { "Jan", "Piet" } },
	    "Jan komt in plaats van Piet.", NULL },
	{ { FACT_SEAT, { "Jan", "Lassen" } },
	    "Jan heeft nu een plaats in: Lassen.",
	    "U heeft nu een plaats in: Lassen." },
	{ { FACT_WHEN, { "morgen", "vandaag" } },
	    "Nieuwe tijd: morgen (was: vandaag).", NULL },
	{ { FACT_WHERE, { "Ede", "Woerden" } },
	    "Nieuwe plaats: Ede (was: Woerden).", NULL },
	{ { FACT_TITLE, { "Dag", "Nacht" } },
	    "Nieuwe naam: Dag (was: Nacht).", NULL },
	{ { FACT_PROGRAMME, { "Lassen is verplaatst." } },
	    "Lassen is verplaatst.", NULL },
	{ { FACT_NAMELESS, { "Naam volgt" } }, "Nog zonder naam: Naam volgt.",
	    NULL },
	{ { FACT_SAID, { "Tot dan!" } }, "De organisatie schrijft erbij: "
	    "Tot dan!", NULL },
	{ { FACT_ERASED, { "17" } }, "Eén deelnemer komt niet meer: de "
	    "gegevens van deze deelnemer zijn gewist.", NULL },
};

static struct told
tell(const char *text, enum fact_kind own, bool to_person,
    struct arena *arena)
{
	struct told it;

	facts_tell(text, own, "gewijzigd", to_person, arena, &it);
	return it;
}

static void
test_each_fact_is_told_as_it_was_written(void **state)
{
	struct arena *arena = *state;
	struct fact facts[sizeof(told) / sizeof(told[0])];
	bool seen[FACT__MAX] = { false };
	const char *text;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		facts[i] = told[i].fact;
		seen[facts[i].kind] = true;
	}
	for (enum fact_kind kind = 0; kind < FACT__MAX; kind++)
		assert_true(seen[kind]);
	text = facts_write(facts, sizeof(told) / sizeof(told[0]), arena);
	for (int person = 0; person < 2; person++) {
		struct told it = tell(text, FACT_BY, person == 1, arena);
		size_t n = 0;

		for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
			const char *right = person == 1 &&
			    told[i].to_person != NULL ? told[i].to_person :
			    told[i].sentence;

			if (right[0] != '\0')
				assert_string_equal(it.sentences[n++], right);
		}
		assert_int_equal(it.nsentences, n);
	}
}

static void
test_value_cannot_make_another_fact(void **state)
{
	struct arena *arena = *state;
	struct fact fact = { FACT_ADDED, { "Jan\ntitel\x1f" "Nep" } };
	struct told it = tell(facts_write(&fact, 1, arena), FACT_BY, false,
	    arena);

	assert_int_equal(it.nsentences, 1);
	assert_string_equal(it.sentences[0], "Toegevoegd: Jan titel Nep.");
}

static void
test_what_cannot_be_read_is_left_out(void **state)
{
	static const char *const texts[] = { "", "\n", "onzin\x1fx\n",
		"contact\x1fgeen veld\x1fx\n", "\x1f\x1f\n" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(tell(texts[i], FACT_BY, false,
		    *state).nsentences, 0);
}

/* What a letter of its kind says in its opening is not said again. */
static void
test_opening_has_the_names_of_its_own_kind(void **state)
{
	struct arena *arena = *state;
	const struct fact facts[] = {
		{ FACT_CANCELLED, { "Jan" } }, { FACT_ADDED, { "Els" } },
		{ FACT_CANCELLED, { "Piet" } }, { FACT_CANCELLED, { "Zoë" } },
	};
	struct told it;

	for (size_t n = 0; n <= 4; n++) {
		static const char *const about[] = { NULL, "Jan", "Jan",
			"Jan en Piet", "Jan, Piet en Zoë" };

		it = tell(facts_write(facts, n, arena), FACT_CANCELLED, false,
		    arena);
		if (about[n] == NULL)
			assert_null(it.about);
		else
			assert_string_equal(it.about, about[n]);
		assert_int_equal(it.nsentences, n > 1);
	}
}

/* Of two texts: what is about one thing is told once, from its beginning. */
static void
test_two_texts_become_one_story(void **state)
{
	static const struct {
		struct fact	 older;
		struct fact	 newer;
		const char	*sentences[3];
	} cases[] = {
		{ { FACT_ADDED, { "Jan" } }, { FACT_ADDED, { "Piet" } },
		    { "Toegevoegd: Jan.", "Toegevoegd: Piet." } },
		{ { FACT_CONTACT, { "contact_telefoon", "2", "1" } },
		    { FACT_CONTACT, { "contact_telefoon", "3", "2" } },
		    { "Uw telefoonnummer: 3 (was: 1)." } },
		{ { FACT_CANCELLED, { "Jan" } }, { FACT_RESTORED, { "Jan" } },
		    { "Afmelding ongedaan gemaakt: Jan." } },
		{ { FACT_RESTORED, { "Jan" } }, { FACT_CANCELLED, { "Jan" } },
		    { "Afgemeld: Jan." } },
		{ { FACT_CANCELLED, { "Jan" } }, { FACT_RESTORED, { "Els" } },
		    { "Afgemeld: Jan.", "Afmelding ongedaan gemaakt: Els." } },
		{ { FACT_PROMOTED, { "Jan" } }, { FACT_CANCELLED, { "Jan" } },
		    { "Afgemeld: Jan." } },
		{ { FACT_SEAT, { "Jan", "Lassen" } },
		    { FACT_CANCELLED, { "Jan" } }, { "Afgemeld: Jan." } },
		{ { FACT_RESTORED, { "Jan" } }, { FACT_PROMOTED, { "Jan" } },
		    { "Afmelding ongedaan gemaakt: Jan.",
		    "Jan heeft nu een plaats." } },
		{ { FACT_WHEN, { "di", "ma" } }, { FACT_WHEN, { "wo", "di" } },
		    { "Nieuwe tijd: wo (was: ma)." } },
		{ { FACT_PERSON, { "Jan", "functie", "b", "a" } },
		    { FACT_PERSON, { "Els", "functie", "c", "b" } },
		    { "Jan, Functie: b (was: a).",
		    "Els, Functie: c (was: b)." } },
	};
	struct arena *arena = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct told it = tell(facts_join(
		    facts_write(&cases[i].older, 1, arena),
		    facts_write(&cases[i].newer, 1, arena), arena), FACT_BY,
		    false, arena);
		size_t n = 0;

		for (; cases[i].sentences[n] != NULL; n++)
			assert_string_equal(it.sentences[n],
			    cases[i].sentences[n]);
		assert_int_equal(it.nsentences, n);
	}
	assert_string_equal(facts_join("", "x\n", arena), "x\n");
	assert_string_equal(facts_join("x\n", "", arena), "x\n");
}

/* The opening tells the act of its own kind; the others say who did them. */
static void
test_two_actors_are_told_apart(void **state)
{
	struct arena *arena = *state;
	const struct fact facts[] = {
		{ FACT_BY, { BY_ORGANISER, "de organisatie", "",
		    "gewijzigd" } },
		{ FACT_ADDED, { "Jan" } },
		{ FACT_BY, { BY_SELF, "Anne de Vries", "", "aangemeld" } },
		{ FACT_ADDED, { "Els" } },
	};
	struct told it = tell(facts_write(facts, 4, arena), FACT_BY, false,
	    arena);

	assert_string_equal(it.by.value[0], BY_ORGANISER);
	assert_string_equal(it.sentences[0], "Toegevoegd: Jan.");
	assert_string_equal(it.sentences[1], "Toegevoegd: Els. (Door Anne de "
	    "Vries.)");
	facts_tell(facts_write(facts, 4, arena), FACT_BY, "aangemeld", false,
	    arena, &it);
	assert_string_equal(it.by.value[0], BY_SELF);
	assert_string_equal(it.sentences[0], "Toegevoegd: Jan. (Door de "
	    "organisatie.)");
	assert_string_equal(it.sentences[1], "Toegevoegd: Els.");
}

/* older, newer: what one letter instead of both is; all pairs. */
static void
test_one_letter_for_two_is_of_the_kind_that_tells_all(void **state)
{
	(void)state;
	for (enum mail_kind a = MAIL_NONE + 1; a < MAIL__MAX; a++)
		for (enum mail_kind b = MAIL_NONE + 1; b < MAIL__MAX; b++) {
			enum mail_kind one = mail_kind_merge(a, b);

			assert_true(one == a || one == b);
			/* A cancellation or a return has the last word. */
			if (b == MAIL_CANCELLED || b == MAIL_RESTORED ||
			    b == MAIL_CALLED_OFF || b == MAIL_GOES_ON ||
			    b == MAIL_LAPSED)
				assert_int_equal(one, b);
			/* No change makes one forget that it is off. */
			else if (a == MAIL_CALLED_OFF &&
			    !mail_kind_row(b)->leaves)
				assert_int_equal(one, a);
			/* A confirmation that nobody read stays one. */
			else if (a == MAIL_SIGNED_UP &&
			    mail_kind_row(b)->weight <
			    mail_kind_row(MAIL_CANCELLED)->weight)
				assert_int_equal(one, a);
			/* That the event moved outweighs a reminder. */
			else if (a == MAIL_MOVED && b == MAIL_REMINDER)
				assert_int_equal(one, a);
		}
	assert_int_equal(mail_kind_merge(MAIL_NONE, MAIL_CHANGED),
	    MAIL_CHANGED);
}

static void
test_each_kind_is_found_by_its_word(void **state)
{
	(void)state;
	for (enum mail_kind kind = MAIL_NONE + 1; kind < MAIL__MAX; kind++)
		assert_int_equal(mail_kind_from_word(
		    mail_kind_row(kind)->word), kind);
	assert_int_equal(mail_kind_from_word("digest"), MAIL_NONE);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, open_arena, \
			    close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_each_fact_is_told_as_it_was_written),
		TEST(test_value_cannot_make_another_fact),
		TEST(test_what_cannot_be_read_is_left_out),
		TEST(test_opening_has_the_names_of_its_own_kind),
		TEST(test_two_texts_become_one_story),
		TEST(test_two_actors_are_told_apart),
		TEST(test_one_letter_for_two_is_of_the_kind_that_tells_all),
		TEST(test_each_kind_is_found_by_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
