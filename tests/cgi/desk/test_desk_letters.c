/*
 * The words of the automatic letters: seen before they are kept, refused when
 * what must be in is not, and the default is one button away.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "mail/compose/editable.h"
#include "tests/support/desk.h"

#define PATH	"/beheer/brieven/bevestiging-contact"
#define SUBJECT	"Genoteerd: {gemeente}, {titel}"
#define INVITATION "/beheer/brieven/uitnodiging"
#define TEXT	"Mooi dat {gemeente} komt.\n\nWij zien u op {wanneer}. Wijzigen: {link}"

/* The form as the page shows it, with these words in it. */
static struct reply
put(struct world *world, const char *actie, const char *subject,
    const char *text)
{
	struct reply page = desk_page(world, PATH, ORGANISER);

	return desk_post(world, PATH, ORGANISER, "actie", actie, "onderwerp",
	    subject, "tekst", text, "versie",
	    reply_value(world, &page, "versie"));
}

static void
test_every_letter_is_listed_and_shown_to_somebody(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_page(world, "/beheer/brieven", ORGANISER);

	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "w"));
	for (size_t i = 0; i < EDITABLES; i++) {
		struct reply one = desk_page(world, arena_printf(world->arena,
		    "/beheer/brieven/%s", editables[i].slug), ORGANISER);

		assert_holds(&reply, editables[i].slug);
		assert_holds(&one, editables[i].kind == MAIL__MAX ?
		    "Zoals de gemeente Woerden het zou krijgen." :
		    "Zoals P1 van Dijk het zou krijgen.");
		assert_holds(&one, "Met vriendelijke groet,");
		assert_lacks(&one, "Terug naar de standaard");
	}
	assert_int_equal(desk_get(world, PATH, READER).code, 403);
	assert_int_equal(desk_get(world, "/beheer/brieven/x",
	    ORGANISER).code, 404);
}

static void
test_words_are_seen_kept_sent_and_undone(void **state)
{
	struct world *world = *state;
	struct reply reply = put(world, "voorbeeld", SUBJECT, TEXT);

	assert_int_equal(reply.code, 200);
	assert_holds(&reply, "Genoteerd: Voorbeeldstad, ");
	assert_holds(&reply, "Mooi dat Voorbeeldstad komt.\n\nWij zien u");
	assert_int_equal(world_count(world, "event_text"), 0);
	reply = put(world, "opslaan", SUBJECT, TEXT);
	assert_int_equal(reply.code, 303);
	reply = desk_page(world, "/beheer/brieven", ORGANISER);
	assert_holds(&reply, "gewijzigd");
	world_sign_up(world, world_delegation(world, WORLD_KEY, "alles",
	    "w"));
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE participant = 0 AND instr(bericht, 'Mooi dat Woerden"
	    " komt.') AND instr(bericht, 'Subject: Genoteerd: Woerden, ')"
	    " OR participant = 0 AND instr(bericht, 'Mooi dat Woerden"
	    " komt.') AND instr(bericht, 'utf-8?B?R2Vub3Rl')"), 1);
	reply = desk_page(world, PATH, ORGANISER);
	assert_holds(&reply, "Terug naar de standaard");
	assert_int_equal(desk_post(world, PATH, ORGANISER, "actie",
	    "standaard").code, 303);
	assert_int_equal(world_count(world, "event_text"), 0);
	assert_string_equal(world_text(world, "SELECT group_concat(wat)"
	    " FROM audit WHERE wie LIKE 'account%%'"),
	    "teksten gewijzigd,teksten gewijzigd");
}

/* Who waits is not told that all is well. */
static void
test_words_are_of_that_letter_alone(void **state)
{
	struct world *world = *state;

	put(world, "opslaan", SUBJECT, TEXT);
	world_sql(world, "UPDATE event SET capaciteit = 1");
	world_sign_up(world, world_delegation(world, WORLD_KEY, "passend",
	    "wm"));
	world_sign_up(world, world_delegation(world,
	    "sleutel_van_deze_toets_02", "passend", "wm"));
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'Mooi dat')"), 0);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE participant = 0"), 2);
}

/* The first letter to a municipality, and not the one that reminds it. */
static void
test_invitation_has_words_too(void **state)
{
	static const char code[] = "GM0632";
	struct world *world = *state;
	struct reply page = desk_page(world, INVITATION, ORGANISER), reply;

	world_sql(world, "UPDATE gemeente SET gemeente_email = 'a@n.nl'"
	    " WHERE code = 'GM0632'");
	assert_int_equal(desk_post(world, INVITATION, ORGANISER, "actie",
	    "opslaan", "onderwerp", SUBJECT, "tekst", TEXT, "versie",
	    reply_value(world, &page, "versie")).code, 303);
	reply = desk_post(world, "/beheer/campagne", ORGANISER, "g", code);
	assert_holds(&reply, "Genoteerd: Woerden, ");
	assert_holds(&reply, "Mooi dat Woerden komt.");
	assert_holds(&reply, INVITATION "\"");
	assert_int_equal(desk_post(world, "/beheer/campagne", ORGANISER, "g",
	    code, "besluit", "mail", "wanneer", "nu").code, 303);
	world_compose(world);
	assert_int_equal(world_number(world, "SELECT count(*) FROM " LETTERS
	    " WHERE instr(bericht, 'Mooi dat Woerden komt.')"), 1);
	page = desk_page(world, INVITATION "-herinnering", ORGANISER);
	assert_lacks(&page, "Mooi dat");
}

static void
test_what_must_be_in_is_asked_for(void **state)
{
	static const struct {
		const char	*subject;
		const char	*text;
		const char	*fault;
	} cases[] = {
		{ "Bevestiging, {titel}", "", "over wie het gaat" },
		{ "Bevestiging, {gemeente}", "", "om welke bijeenkomst" },
		{ "{gemeente}, {titel", "", "om welke bijeenkomst" },
		{ "{gemeente}, {titel} {naam", "", "ontbreekt de accolade" },
		{ "{gemeente}, {titel} {naem}", "", "{naem} kan hier niet" },
		{ "", "Tot {wanneer}. {link}", "over wie het gaat" },
		{ "", "Dag {naam}. {link}", "Zet {wanneer} in de tekst" },
		{ "", "Dag {naam}, tot {wanneer}.", "Zet {link} in de tekst" },
		{ "", "{naam} {wanneer} {link", "ontbreekt de accolade" },
	};
	struct world *world = *state;
	char *long_one = arena_alloc(world->arena, 2102);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reply reply = put(world, "opslaan",
		    cases[i].subject, cases[i].text);

		assert_int_equal(reply.code, 422);
		assert_holds(&reply, cases[i].fault);
		assert_holds(&reply, "id=\"fouten\"");
	}
	memset(long_one, 'x', 2101);
	long_one[2101] = '\0';
	assert_int_equal(put(world, "opslaan", SUBJECT, long_one).code, 422);
	long_one[200] = '\0';
	assert_int_equal(put(world, "opslaan", long_one, TEXT).code, 422);
	assert_int_equal(world_count(world, "event_text"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, world_close)
		TEST(test_every_letter_is_listed_and_shown_to_somebody),
		TEST(test_words_are_seen_kept_sent_and_undone),
		TEST(test_words_are_of_that_letter_alone),
		TEST(test_invitation_has_words_too),
		TEST(test_what_must_be_in_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
