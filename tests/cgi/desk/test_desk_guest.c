/* Guests: people of no municipality, whom the organiser registers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "acts/act.h"
#include "core/arena.h"
#include "tests/support/desk.h"
#include "tests/support/visit.h"

#define GUEST		"sara@school.nl"
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

static const char *
key_of(struct world *world, const struct reply *form)
{
	return reply_value(world, form, "sleutel");
}

/* Sara Bos, who speaks; key and rol as they are sent. */
static struct reply
send(struct world *world, const char *key, const char *rol)
{
	return desk_post(world, "/beheer/gasten/nieuw", ORGANISER,
	    "sleutel", key,
	    "deelnemer_1_voornaam", "Sara", "deelnemer_1_achternaam", "Bos",
	    "deelnemer_1_email", GUEST, "deelnemer_1_rol", rol,
	    "deelnemer_1_functie", "hoogleraar", "besluit", "mail", "bericht", "ja");
}

static struct reply
invite(struct world *world, const char *rol)
{
	struct reply form = desk_page(world, "/beheer/gasten/nieuw",
	    ORGANISER);

	return send(world, key_of(world, &form), rol);
}

static const char *
guest_status(struct world *world)
{
	return world_text(world, "SELECT status FROM participant WHERE"
	    " achternaam = 'Bos'");
}

static void
test_guest_has_no_contact_and_reads_as_what_they_come(void **state)
{
	struct world *world = *state;
	struct reply reply = invite(world, "spreker");
	const char *letter;

	assert_int_equal(reply.code, 303);
	assert_string_equal(guest_status(world), "bevestigd");
	/* Outside the rules that give the places. */
	assert_int_equal(world_number(world, "SELECT regels FROM participant"),
	    0);
	assert_string_equal(world_letters(world), "aangemeld " GUEST "\n");
	letter = world_text(world, "SELECT bericht FROM " LETTERS);
	assert_non_null(strstr(letter, "heeft u als spreker aangemeld"));
	assert_null(strstr(letter, "gemeente"));
	reply = desk_page(world, reply_header(world, &reply, "Location"),
	    ORGANISER);
	assert_holds(&reply, "spreker, hoogleraar");
	assert_lacks(&reply, "Contactpersoon");
	assert_lacks(&reply, "De gemeente vroeg erom");
}

static void
test_role_of_a_delegate_is_not_a_guests_and_the_other_way_round(void **state)
{
	static const char *const wrong[] = { "wethouder", "medewerker", "",
	    "koning" };
	struct world *world = *state;
	struct reply reply;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		reply = invite(world, wrong[i]);
		assert_int_equal(reply.code, 422);
		assert_holds(&reply, "Komt als");
		assert_holds(&reply, "deelnemer_1_rol-fout");
		/* A guest is outside the rules: none to go beyond. */
		assert_lacks(&reply, "name=\"toch\"");
	}
	assert_int_equal(world_count(world, "participant"), 0);
	reply = visit_try_sign_up(world, "deelnemer_1_rol", "spreker", NULL);
	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "deelnemer_1_rol-fout");
	assert_int_equal(world_count(world, "participant"), 0);
}

static void
test_form_that_is_too_old_comes_back_as_it_was_typed(void **state)
{
	struct world *world = *state;
	struct reply reply = send(world, "oud", "spreker");

	assert_int_equal(reply.code, 422);
	assert_holds(&reply, "Dit formulier is te oud");
	assert_holds(&reply, "value=\"hoogleraar\"");
	assert_int_equal(world_count(world, "participant"), 0);
	assert_int_equal(send(world, key_of(world, &reply), "spreker").code,
	    303);
	assert_string_equal(guest_status(world), "bevestigd");
}

/* Second press, or Back: the same guest once. */
static void
test_same_form_twice_is_one_guest(void **state)
{
	struct world *world = *state;
	struct reply form = desk_page(world, "/beheer/gasten/nieuw",
	    ORGANISER);

	for (int i = 0; i < 2; i++)
		assert_int_equal(desk_post(world, "/beheer/gasten/nieuw",
		    ORGANISER, "sleutel", key_of(world, &form),
		    "deelnemer_1_voornaam", "Sara",
		    "deelnemer_1_achternaam", "Bos",
		    "deelnemer_1_rol", "gast").code, 303);
	assert_int_equal(world_count(world, "participant"), 1);
}

/*
 * Whether guests count × whether there is room: the guest when registered and
 * when back after cancelling, and a wethouder who signs up then.
 */
static void
test_places_of_guests_follow_the_setting(void **state)
{
	static const struct {
		const char	*counts;
		int		 capacity;
		const char	*after_return;
		const char	*next;
	} rows[] = {
		{ "", 1, "bevestigd", "b" },
		{ "", 0, "bevestigd", "w" },
		{ "ja", 2, "bevestigd", "b" },
		{ "ja", 1, "bevestigd", "w" },
		{ "ja", 0, "wachtlijst", "w" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct world *world;
		struct reply event;
		void *opened;

		(void)state;
		assert_int_equal(desk_open(&opened), 0);
		world = opened;
		world_sql(world, arena_printf(world->arena, "UPDATE event SET"
		    " capaciteit = %d, gasten_tellen = '%s',"
		    " max_per_gemeente = 1", rows[i].capacity,
		    rows[i].counts));
		/* The organiser's guest has a place in any case. */
		assert_int_equal(invite(world, "gast").code, 303);
		assert_string_equal(guest_status(world), "bevestigd");
		event = desk_page(world, "/beheer/", ORGANISER);
		assert_holds(&event, rows[i].counts[0] == '\0' ?
		    "plaatsen bezet, en 1 gast" : "plaatsen bezet");
		assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
		assert_int_equal(world_restore(world, 1, 0), STATUS_OK);
		assert_string_equal(guest_status(world),
		    rows[i].after_return);
		assert_string_equal(world_places(world, world_sign_up(world,
		    world_delegation(world, WORLD_KEY, "alles", "w"))),
		    rows[i].next);
		assert_int_equal(world_close(&opened), 0);
	}
}

static enum status
give(struct db *db, void *arg, struct arena *arena)
{
	struct act_context act = world_act(arg);
	enum status status;

	act.catalog = NULL;
	status = act_gather(db, CATALOG_VISIBLE, &act, arena);
	return status != STATUS_OK ? status : act_give(db, &act, arena);
}

/* Setting it back gives a place to the guest who waited under the other. */
static void
test_waiting_guest_gets_in_when_guests_no_longer_count(void **state)
{
	struct world *world = *state;

	world_sql(world, "UPDATE event SET capaciteit = 0,"
	    " gasten_tellen = 'ja'");
	assert_int_equal(invite(world, "gast").code, 303);
	assert_int_equal(world_cancel(world, 1, 0), STATUS_OK);
	assert_int_equal(world_restore(world, 1, 0), STATUS_OK);
	assert_string_equal(guest_status(world), "wachtlijst");
	world_sql(world, "UPDATE event SET gasten_tellen = ''");
	assert_int_equal(world_run(world, give, world), STATUS_OK);
	assert_string_equal(guest_status(world), "bevestigd");
}

static void
test_guest_is_no_municipality_anywhere(void **state)
{
	struct world *world = *state;
	static const char *const pages[] = {
		"/beheer/gemeenten", "/beheer/campagne", "/aanmelden",
	};
	struct reply list;

	assert_int_equal(invite(world, "organisatie").code, 303);
	for (size_t i = 0; i < COUNT(pages); i++) {
		struct reply page = desk_get(world, pages[i], ORGANISER);

		assert_lacks(&page, "\"-\"");
		assert_lacks(&page, "/gemeente/-");
	}
	assert_int_equal(desk_get(world, "/beheer/gemeente/-", ORGANISER)
	    .code, 404);
	list = desk_page(world, "/beheer/aanmeldingen?rol=gasten", ORGANISER);
	assert_holds(&list, "Bos, Sara");
	list = desk_page(world, "/beheer/aanmeldingen?rol=delegaties",
	    ORGANISER);
	assert_lacks(&list, "Bos, Sara");
	list = desk_page(world, "/beheer/export.csv", ORGANISER);
	assert_holds(&list, ";organisatie;hoogleraar;Sara;");
	assert_lacks(&list, ";-;");
}

static void
test_guest_is_changed_by_a_form_of_their_own(void **state)
{
	struct world *world = *state;
	struct reply form;

	assert_int_equal(invite(world, "spreker").code, 303);
	form = desk_page(world, "/beheer/deelnemer/1/wijzigen", ORGANISER);
	assert_holds(&form, "Gegevens van Sara Bos");
	assert_lacks(&form, "contact_email");
	assert_int_equal(desk_post(world, "/beheer/deelnemer/1/wijzigen",
	    ORGANISER, "versie", "1", "deelnemer_1_voornaam", "Sara",
	    "deelnemer_1_achternaam", "Bosch", "deelnemer_1_email", GUEST,
	    "deelnemer_1_rol", "gast", "deelnemer_1_sessie_1", "11",
	    "besluit", "mail", "bericht", "ja").code, 303);
	assert_string_equal(world_text(world, "SELECT rol || ' ' || achternaam"
	    " FROM participant"), "gast Bosch");
	assert_int_equal(world_number(world, "SELECT session FROM"
	    " participant_session"), 11);
}

#define TEST(test)	cmocka_unit_test_setup_teardown(test, desk_open, world_close)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_guest_has_no_contact_and_reads_as_what_they_come),
		TEST(test_role_of_a_delegate_is_not_a_guests_and_the_other_way_round),
		TEST(test_form_that_is_too_old_comes_back_as_it_was_typed),
		TEST(test_same_form_twice_is_one_guest),
		TEST(test_places_of_guests_follow_the_setting),
		TEST(test_waiting_guest_gets_in_when_guests_no_longer_count),
		TEST(test_guest_is_no_municipality_anywhere),
		TEST(test_guest_is_changed_by_a_form_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
