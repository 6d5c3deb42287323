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

static const struct {
	struct fact	 fact;
	const char	*sentence;
} told[] = {
	{ { FACT_CONTACT, { "contact_telefoon", "0348 1", "0348 2" } },
	    "Uw telefoonnummer: 0348 1." },
	{ { FACT_CONTACT, { "contact_telefoon", "", "0348 2" } },
	    "Uw telefoonnummer: niet ingevuld." },
	{ { FACT_CONTACT, { "vraag", "Waarom?", "" } },
	    "Wat wilt u graag bespreken?: gewijzigd." },
	{ { FACT_PERSON, { "Zoë Bos", "rol", "wethouder", "medewerker" } },
	    "Zoë Bos, Rol: wethouder mbo." },
	{ { FACT_TOPICS, { NULL } }, "Onderwerpen: gewijzigd." },
	{ { FACT_CHOICE, { "Zoë Bos", "Ronde 1", "Lassen" } },
	    "Zoë Bos, Ronde 1: Lassen." },
	{ { FACT_CHOICE, { "Zoë Bos", "Ronde 1", "" } },
	    "Zoë Bos, Ronde 1: geen keuze." },
	{ { FACT_ADDED, { "Jan" } }, "Toegevoegd: Jan." },
	{ { FACT_REPLACED, { "Jan", "Piet" } },
	    "Jan komt in plaats van Piet." },
	{ { FACT_SEAT, { "Jan", "Lassen" } },
	    "Jan heeft nu een plaats in: Lassen." },
	{ { FACT_WHEN, { "morgen", "vandaag" } },
	    "Nieuwe tijd: morgen (was: vandaag)." },
	{ { FACT_WHERE, { "Ede", "Woerden" } },
	    "Nieuwe plaats: Ede (was: Woerden)." },
	{ { FACT_TITLE, { "Dag", "Nacht" } }, "Nieuwe naam: Dag." },
	{ { FACT_PROGRAMME, { "Lassen is verplaatst." } },
	    "Lassen is verplaatst." },
};

static void
test_each_fact_is_told_as_it_was_written(void **state)
{
	struct arena *arena = *state;
	struct fact facts[sizeof(told) / sizeof(told[0])];
	bool seen[FACT__MAX] = { false };
	const char **sentences;
	size_t count;

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++) {
		facts[i] = told[i].fact;
		seen[facts[i].kind] = true;
	}
	for (enum fact_kind kind = 0; kind < FACT__MAX; kind++)
		assert_true(seen[kind]);
	sentences = facts_sentences(facts_write(facts,
	    sizeof(told) / sizeof(told[0]), arena), arena, &count);
	assert_int_equal(count, sizeof(told) / sizeof(told[0]));
	for (size_t i = 0; i < count; i++)
		assert_string_equal(sentences[i], told[i].sentence);
}

static void
test_value_cannot_make_another_fact(void **state)
{
	struct arena *arena = *state;
	struct fact fact = { FACT_ADDED, { "Jan\ntitel\x1f" "Nep" } };
	const char **sentences;
	size_t count;

	sentences = facts_sentences(facts_write(&fact, 1, arena), arena,
	    &count);
	assert_int_equal(count, 1);
	assert_string_equal(sentences[0], "Toegevoegd: Jan titel Nep.");
}

static void
test_what_cannot_be_read_is_left_out(void **state)
{
	static const char *const texts[] = { "", "\n", "onzin\x1fx\n",
		"contact\x1fgeen veld\x1fx\n", "\x1f\x1f\n" };
	size_t count;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		facts_sentences(texts[i], *state, &count);
		assert_int_equal(count, 0);
	}
}

static void
test_two_texts_become_one_in_their_order(void **state)
{
	struct arena *arena = *state;
	struct fact one = { FACT_ADDED, { "Jan" } };
	struct fact two = { FACT_ADDED, { "Piet" } };
	const char **sentences;
	size_t count;

	sentences = facts_sentences(facts_join(facts_write(&one, 1, arena),
	    facts_write(&two, 1, arena), arena), arena, &count);
	assert_int_equal(count, 2);
	assert_string_equal(sentences[0], "Toegevoegd: Jan.");
	assert_string_equal(sentences[1], "Toegevoegd: Piet.");
	assert_string_equal(facts_join("", "x\n", arena), "x\n");
	assert_string_equal(facts_join("x\n", "", arena), "x\n");
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
			if (b == MAIL_CANCELLED || b == MAIL_RESTORED)
				assert_int_equal(one, b);
			/* A confirmation that nobody read stays one. */
			else if (a == MAIL_SIGNED_UP && b != MAIL_REPLACED)
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
		TEST(test_two_texts_become_one_in_their_order),
		TEST(test_one_letter_for_two_is_of_the_kind_that_tells_all),
		TEST(test_each_kind_is_found_by_its_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
