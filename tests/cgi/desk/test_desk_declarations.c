/*
 * The privacy page and the accessibility statement: from the table of purposes
 * and from what organisers declare.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"
#include "db/retention/purpose.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PATH		"/beheer/verklaringen"

static struct reply
declare(struct world *world, const char *name, const char *value)
{
	struct reply reply = desk_get(world, PATH, ORGANISER);

	return desk_post(world, PATH, ORGANISER, "versie", reply_value(world,
	    &reply, "versie"), name, value);
}

static void
test_privacy_page_tells_each_purpose_of_the_table(void **state)
{
	struct world *world = *state;
	struct event event = world_catalog(world)->event;
	struct reply reply = visit_get(world, "/privacy");
	size_t told = 0;

	for (size_t i = 0; i < PURPOSE__MAX; i++) {
		const struct purpose *one = &purposes[i];
		const char *at = strstr(reply.body, arena_printf(world->arena,
		    "<summary>%s: ", one->title));

		assert_int_equal(at != NULL, one->people != NULL);
		if (at == NULL)
			continue;
		told++;
		assert_non_null(strstr(at, one->why));
		assert_non_null(strstr(at, one->data));
		assert_non_null(strstr(at, one->ground));
		assert_non_null(strstr(at, one->whom));
		assert_non_null(strstr(at, term_words(one->term, &event,
		    &world->config, world->arena)));
	}
	assert_true(told > 5);
}

/* Articles 13 and 14 of the law, a line each. */
static void
test_privacy_page_tells_all_that_the_law_asks(void **state)
{
	static const char *const asked[] = {
		/* 13-1-a, b: who, and the officer */
		"MBO Raad is verantwoordelijk", "mailto:info@mboraad.nl",
		"Houttuinlaan 6<br>3447 GM Woerden", "mailto:fg@mboraad.",
		/* c, d: why, on what ground, whose interest */
		"artikel 6, lid 1, onder f", "artikel 9, lid 2, onder a",
		"de bijeenkomst houden waarvoor u bent aangemeld",
		/* e, f: who gets it; not outside of Europe */
		"De contactpersoon die u aanmeldde", "De cateraar",
		"Hostingbedrijf te Ede<br>Maildienst te Ede",
		"buiten de Europese Economische Ruimte",
		/* 2-a: how long */
		"90 dagen na de bijeenkomst", "7 dagen na de bijeenkomst",
		/* b: rights; c: consent; d: a complaint */
		"Inzien:", "Verbeteren:", "Wissen:", "beperken", "bezwaar",
		"om mee te nemen", "Toestemming intrekken",
		"Autoriteit Persoonsgegevens",
		/* e: whether one must; f: no machine decides */
		"U bent nergens toe verplicht", "geen plaats geven",
		"geen beslissingen automatisch",
		/* 14: what of whom, and from where */
		"Iemand anders heeft u aangemeld", "hebben we uw gegevens "
		"niet van u",
	};
	struct world *world = *state;
	struct reply reply;

	reply = desk_get(world, PATH, ORGANISER);
	assert_int_equal(desk_post(world, PATH, ORGANISER, "versie",
	    reply_value(world, &reply, "versie"), "adres",
	    "Houttuinlaan 6\n3447 GM Woerden", "fg_email",
	    "fg@mboraad.example", "ontvangers",
	    "Hostingbedrijf te Ede\nMaildienst te Ede").code, 303);
	reply = visit_get(world, "/privacy");
	for (size_t i = 0; i < COUNT(asked); i++)
		if (strstr(reply.body, asked[i]) == NULL)
			fail_msg("the privacy page does not say: %s",
			    asked[i]);
}

static void
test_terms_on_the_privacy_page_are_those_in_force(void **state)
{
	struct world *world = *state;
	struct reply reply;

	world_sql(world, "UPDATE event SET bewaartermijn = 41,"
	    " bewaartermijn_wensen = 3");
	world->config.mail_keep_days = 17;
	reply = visit_get(world, "/privacy");
	assert_holds(&reply, "41 dagen na de bijeenkomst");
	assert_holds(&reply, "3 dagen na de bijeenkomst");
	assert_holds(&reply, "17 dagen na het versturen");
	assert_lacks(&reply, "90 dagen na de bijeenkomst");
}

/* Nothing stands there that nobody said. */
static void
test_what_is_not_declared_leaves_no_gap(void **state)
{
	struct world *world = *state;
	struct reply reply = visit_get(world, "/privacy");

	assert_lacks(&reply, "Functionaris");
	assert_lacks(&reply, "<address>");
	assert_lacks(&reply, "Dat zijn:");
	reply = visit_get(world, "/toegankelijkheid");
	assert_holds(&reply, "Status E: nog geen verklaring");
	assert_holds(&reply, "Een onafhankelijk onderzoek is er nog niet.");
	assert_holds(&reply, "College voor de Rechten van de Mens");
	assert_lacks(&reply, "Vastgesteld op");
}

static void
test_statement_follows_the_model_of_the_government(void **state)
{
	static const struct {
		const char	*letter;
		const char	*said;
	} levels[] = {
		{ "A", "Status A: voldoet volledig" },
		{ "B", "Status B: voldoet gedeeltelijk" },
		{ "C", "Status C: eerste maatregelen genomen" },
		{ "D", "Status D: voldoet niet" },
	};
	static const char *const also[] = {
		"EN 301 549", "alle pagina’s op " WORLD_BASE, "1 oktober 2026",
		"door de directeur", "Rapport van Bureau X",
		"1.4.10: tabel schuift; klaar in maart 2027",
		"de Nationale ombudsman", "Lukt er iets niet?",
	};
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(levels); i++) {
		reply = desk_get(world, PATH, ORGANISER);
		assert_int_equal(desk_post(world, PATH, ORGANISER, "versie",
		    reply_value(world, &reply, "versie"),
		    "toegankelijk_status", levels[i].letter,
		    "toegankelijk_datum", "2026-10-01", "toegankelijk_door",
		    "de directeur", "toegankelijk_bewijs",
		    "Rapport van Bureau X", "toegankelijk_tekort",
		    "1.4.10: tabel schuift; klaar in maart 2027",
		    "toegankelijk_klacht", "de Nationale ombudsman").code,
		    303);
		reply = visit_get(world, "/toegankelijkheid");
		assert_holds(&reply, levels[i].said);
		for (size_t j = 0; j < COUNT(also); j++)
			assert_holds(&reply, also[j]);
	}
}

/* A status that nothing shows is not declared. */
static void
test_status_without_its_evidence_is_refused(void **state)
{
	static const struct {
		const char	*letter;
		const char	*date;
		const char	*evidence;
		const char	*lacks;
		const char	*fault;		/* NULL: it is taken */
	} vectors[] = {
		{ "A", "2026-10-01", "", "", "toegankelijk_bewijs-fout" },
		{ "B", "2026-10-01", "", "x", "toegankelijk_bewijs-fout" },
		{ "B", "2026-10-01", "x", "", "toegankelijk_tekort-fout" },
		{ "C", "", "", "", "toegankelijk_datum-fout" },
		{ "C", "2026-13-01", "", "", "toegankelijk_datum-fout" },
		{ "F", "2026-10-01", "", "", "toegankelijk_status-fout" },
		{ "A", "2026-10-01", "x", "", NULL },
		{ "D", "2026-10-01", "", "", NULL },
		{ "", "", "", "", NULL },
	};
	struct world *world = *state;

	for (size_t i = 0; i < COUNT(vectors); i++) {
		struct reply reply = desk_get(world, PATH, ORGANISER);
		bool taken = vectors[i].fault == NULL;

		reply = desk_post(world, PATH, ORGANISER, "versie",
		    reply_value(world, &reply, "versie"),
		    "toegankelijk_status", vectors[i].letter,
		    "toegankelijk_datum", vectors[i].date,
		    "toegankelijk_bewijs", vectors[i].evidence,
		    "toegankelijk_tekort", vectors[i].lacks);
		assert_int_equal(reply.code, taken ? 303 : 422);
		if (!taken)
			assert_holds(&reply, arena_printf(world->arena,
			    "id=\"%s\"", vectors[i].fault));
	}
}

/* Two at a time: the second sees what the first did. */
static void
test_declaration_of_another_is_not_overwritten(void **state)
{
	struct world *world = *state;
	struct reply reply = desk_get(world, PATH, ORGANISER);
	const char *seen = reply_value(world, &reply, "versie");

	assert_int_equal(declare(world, "fg", "Mevrouw A").code, 303);
	reply = desk_post(world, PATH, ORGANISER, "versie", seen, "fg",
	    "De heer B");
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Mevrouw A");
	reply = visit_get(world, "/privacy");
	assert_holds(&reply, "(FG): Mevrouw A");
	assert_lacks(&reply, "De heer B");
}

/* Pages and letters are not drawn from these, and braces are only text. */
static void
test_declared_words_are_text_alone(void **state)
{
	struct world *world = *state;
	struct reply reply;

	assert_int_equal(declare(world, "fg", "<b>{naam}</b>").code, 303);
	reply = visit_get(world, "/privacy");
	assert_holds(&reply, "&lt;b&gt;{naam}&lt;/b&gt;");
	reply = desk_get(world, "/beheer/teksten", ORGANISER);
	assert_lacks(&reply, "name=\"fg\"");
	assert_int_equal(desk_get(world, PATH, READER).code, 403);
	assert_int_equal(desk_get(world, PATH, DOOR).code, 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_privacy_page_tells_each_purpose_of_the_table),
		TEST(test_privacy_page_tells_all_that_the_law_asks),
		TEST(test_terms_on_the_privacy_page_are_those_in_force),
		TEST(test_what_is_not_declared_leaves_no_gap),
		TEST(test_statement_follows_the_model_of_the_government),
		TEST(test_status_without_its_evidence_is_refused),
		TEST(test_declaration_of_another_is_not_overwritten),
		TEST(test_declared_words_are_text_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
